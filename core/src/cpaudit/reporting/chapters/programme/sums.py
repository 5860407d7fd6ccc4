"""Sums of packets as cells of a table, and the groups by which results are broken down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cpaudit.reporting.blocks import Cell, Mark
from cpaudit.reporting.document import Group, PacketSum, ProgrammeReport
from cpaudit.reporting.draft import Draft
from cpaudit.reporting.formatting import UNKNOWN, format_number
from cpaudit.reporting.phrases import Phrase
from cpaudit.reporting.programme_labels import ProgrammeLabel
from cpaudit.reporting.text import Text

DIGITS = 6
"""Significant digits of sums in the text; annex A has all of them."""

FEWEST_DRAWN = 3
"""Groups of which there is a chart; two are compared in a table as well."""


def sum_cell(of: PacketSum) -> Cell:
    """The sum, with a mark where it is not complete."""
    text = format_number(of.number, digits=DIGITS)
    return Cell(text, (Mark.INCOMPLETE,) if not of.complete else ())


def named(draft: Draft, name: Text) -> str:
    """*name*, or that none is recorded."""
    return draft.text(name).strip() or draft.say(ProgrammeLabel.NOT_NAMED)


def printed(draft: Draft, unit: Text) -> str:
    """A unit as it is printed, a dash where there is none."""
    return draft.text(unit).strip() or UNKNOWN


def breakdowns(
    report: ProgrammeReport, city: Phrase, stage: Phrase, sector: Phrase
) -> Iterator[tuple[Phrase, Phrase, Sequence[Group]]]:
    """By what the results are broken down: the heading for it, the name of its groups, and these.

    Stages where there are several; sectors in a summary. Nothing of it where the audits are not at hand.
    """
    if report.cities:
        yield city, ProgrammeLabel.CITY, report.cities
    if len(report.stages) > 1:
        yield stage, ProgrammeLabel.STAGE, report.stages
    if report.sectors:
        yield sector, ProgrammeLabel.SECTOR, report.sectors
