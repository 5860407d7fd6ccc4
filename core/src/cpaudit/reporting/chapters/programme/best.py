"""Chapter 先进企业: the audits that stand out by one measure or another."""

from __future__ import annotations

from cpaudit.reporting.blocks import Align
from cpaudit.reporting.chapters.programme.sums import named
from cpaudit.reporting.document import ProgrammeReport
from cpaudit.reporting.draft import Draft
from cpaudit.reporting.programme_labels import ProgrammeLabel


def write_best(draft: Draft, report: ProgrammeReport) -> None:
    """Write the chapter."""
    draft.chapter(ProgrammeLabel.BEST)
    if not report.best:
        draft.not_recorded(ProgrammeLabel.BEST)
    for best in report.best:
        measure = draft.text(best.measure)
        draft.section(measure)
        draft.table(
            measure,
            (
                (ProgrammeLabel.RANK, 0.1, Align.RIGHT),
                (ProgrammeLabel.ENTERPRISE, 3.0),
                (ProgrammeLabel.CITY, 1.0),
                (ProgrammeLabel.RESULT, 1.4, Align.RIGHT),
            ),
            ((each.rank, each.enterprise, named(draft, each.city), each.value) for each in best.results),
        )
        if best.unknown:
            draft.note(ProgrammeLabel.BEST_UNKNOWN.fill(draft.language, count=best.unknown))
