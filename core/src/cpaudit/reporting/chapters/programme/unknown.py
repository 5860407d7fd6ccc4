"""Chapter 未知情况: what is not known, and how often."""

from __future__ import annotations

from cpaudit.reporting.blocks import Align
from cpaudit.reporting.document import ProgrammeReport
from cpaudit.reporting.draft import Draft
from cpaudit.reporting.formatting import format_numbers
from cpaudit.reporting.programme_labels import ProgrammeLabel


def write_unknown(draft: Draft, report: ProgrammeReport) -> None:
    """Write the chapter: a line for each sum that is not complete."""
    draft.chapter(ProgrammeLabel.NOT_KNOWN)
    incomplete = [line for line in report.sums if not line.sum.complete]
    if not incomplete:
        draft.note(draft.say(ProgrammeLabel.NOT_KNOWN_NONE))
        return
    draft.table(
        ProgrammeLabel.NOT_KNOWN_TABLE,
        (
            (ProgrammeLabel.FIGURE, 1.4),
            (ProgrammeLabel.SUBJECT, 1.4),
            (ProgrammeLabel.KNOWN, 0.1, Align.RIGHT),
            (ProgrammeLabel.PARTLY_KNOWN, 0.1, Align.RIGHT),
            (ProgrammeLabel.UNKNOWN, 0.1, Align.RIGHT),
            (ProgrammeLabel.UNKNOWN_IN, 1.4),
        ),
        (
            (
                line.figure,
                line.subject,
                len(line.sum.known) - len(line.sum.partial),
                len(line.sum.partial),
                len(line.sum.unknown),
                format_numbers((*line.sum.partial, *line.sum.unknown)),
            )
            for line in incomplete
        ),
    )
