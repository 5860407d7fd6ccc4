"""Chapter 环境效果: pollutants before and after, what is saved, and where."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from cpaudit.reporting.blocks import Align
from cpaudit.reporting.chapters.programme.sums import FEWEST_DRAWN, breakdowns, named, printed, sum_cell
from cpaudit.reporting.charts import BarRow, Chart, amount_bars, before_after
from cpaudit.reporting.document import EmissionSum, Group, InventoryChange, ProgrammeReport
from cpaudit.reporting.draft import Draft
from cpaudit.reporting.figures import Quantity
from cpaudit.reporting.formatting import format_percent
from cpaudit.reporting.phrases import Phrase
from cpaudit.reporting.programme_labels import ProgrammeLabel

MOST_CHARTS = 4
"""Pollutants whose reduction is drawn by city."""
_COLUMNS = 5
"""Pollutants beside each other in a table."""


def write_emissions(draft: Draft, report: ProgrammeReport) -> None:
    """Write the chapter."""
    draft.chapter(ProgrammeLabel.ENVIRONMENT)
    draft.section(ProgrammeLabel.EMISSIONS)
    changes = [_change(each, printed(draft, each.reduction.unit)) for each in report.emissions]
    draft.chart(
        lambda key: before_after(
            key,
            changes,
            draft.language,
            title=ProgrammeLabel.EMISSIONS,
            legend=(ProgrammeLabel.BEFORE, ProgrammeLabel.AFTER),
        )
    )
    if report.emissions:
        draft.note(draft.say(ProgrammeLabel.EMISSIONS_NOTE))
    _totals(draft, report.emissions)
    _savings(draft, report)
    if not report.emissions:
        return
    for heading, name, groups in breakdowns(
        report,
        ProgrammeLabel.REDUCTION_BY_CITY,
        ProgrammeLabel.REDUCTION_BY_STAGE,
        ProgrammeLabel.REDUCTION_BY_SECTOR,
    ):
        draft.section(heading)
        if len(groups) >= FEWEST_DRAWN:
            _charts(draft, name, groups)
        _by_group(draft, heading, name, groups)


def _change(of: EmissionSum, unit: str) -> InventoryChange:
    """Before and after of those audits that know both."""
    before, reduction = of.compared, of.reduction.number
    if before is None or reduction is None:
        return InventoryChange(of.pollutant, Quantity(None, unit), Quantity(None, unit))
    return InventoryChange(of.pollutant, Quantity(Decimal(before), unit), Quantity(Decimal(before) - reduction, unit))


def _totals(draft: Draft, emissions: Sequence[EmissionSum]) -> None:
    draft.table(
        ProgrammeLabel.EMISSIONS,
        (
            (ProgrammeLabel.SUBJECT, 1.4),
            (ProgrammeLabel.UNIT, 0.8),
            (ProgrammeLabel.BEFORE, 1.2, Align.RIGHT),
            (ProgrammeLabel.AFTER, 1.2, Align.RIGHT),
            (ProgrammeLabel.REDUCTION, 1.2, Align.RIGHT),
            (ProgrammeLabel.REDUCTION_SHARE, 0.9, Align.RIGHT),
        ),
        (
            (
                each.pollutant,
                each.reduction.unit,
                sum_cell(each.before),
                sum_cell(each.after),
                sum_cell(each.reduction),
                format_percent(each.share),
            )
            for each in emissions
        ),
    )


def _savings(draft: Draft, report: ProgrammeReport) -> None:
    draft.section(ProgrammeLabel.SAVINGS)
    draft.table(
        ProgrammeLabel.SAVINGS,
        (
            (ProgrammeLabel.SUBJECT, 1.6),
            (ProgrammeLabel.UNIT, 0.8),
            (ProgrammeLabel.PLANNED, 1.2, Align.RIGHT),
            (ProgrammeLabel.ACTUAL, 1.2, Align.RIGHT),
        ),
        ((each.subject, each.planned.unit, sum_cell(each.planned), sum_cell(each.actual)) for each in report.savings),
    )


def _charts(draft: Draft, name: Phrase, groups: Sequence[Group]) -> None:
    emissions = groups[0].emissions
    for place, emission in enumerate(emissions[:MOST_CHARTS]):
        unit = printed(draft, emission.reduction.unit)
        title = ProgrammeLabel.REDUCTION_OF.fill(draft.language, pollutant=emission.pollutant, unit=unit)
        rows = [BarRow(named(draft, group.name), (group.emissions[place].reduction.number,)) for group in groups]
        draft.chart(partial(_bars, draft, title=title, rows=rows, name=name, unit=unit))
    if len(emissions) > MOST_CHARTS:
        names = draft.listed(each.pollutant for each in emissions[MOST_CHARTS:])
        draft.note(ProgrammeLabel.MORE_POLLUTANTS.fill(draft.language, names=names))


def _bars(draft: Draft, key: str, *, title: str, rows: Sequence[BarRow], name: Phrase, unit: str) -> Chart:
    return amount_bars(key, title, rows, draft.language, series=(ProgrammeLabel.REDUCTION,), names=name, unit=unit)


def _by_group(draft: Draft, caption: Phrase, name: Phrase, groups: Sequence[Group]) -> None:
    everything = range(len(groups[0].emissions))
    for start in everything[::_COLUMNS]:
        places = everything[start : start + _COLUMNS]
        columns = [groups[0].emissions[place] for place in places]
        draft.table(
            caption,
            (
                (name, 1.6),
                (ProgrammeLabel.AUDITS, 0.1, Align.RIGHT),
                *((f"{each.pollutant} ({printed(draft, each.reduction.unit)})", 1.2, Align.RIGHT) for each in columns),
            ),
            (
                (
                    named(draft, group.name),
                    group.audits,
                    *(sum_cell(group.emissions[place].reduction) for place in places),
                )
                for group in groups
            ),
        )
