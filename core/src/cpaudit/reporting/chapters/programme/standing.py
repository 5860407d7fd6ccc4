"""Chapter 目标、达标与评级: targets, limits, grades, and what the quality reviews said."""

from __future__ import annotations

from collections.abc import Sequence

from cpaudit.reporting.blocks import Align
from cpaudit.reporting.chapters.programme.sums import named, sum_cell
from cpaudit.reporting.charts import BarRow, amount_bars
from cpaudit.reporting.document import ProgrammeReport, StandingSum
from cpaudit.reporting.draft import Draft
from cpaudit.reporting.phrases import Phrase
from cpaudit.reporting.programme_labels import ProgrammeLabel

_SIDES = (ProgrammeLabel.BEFORE, ProgrammeLabel.AFTER)


def write_standing(draft: Draft, report: ProgrammeReport) -> None:
    """Write the chapter."""
    draft.chapter(ProgrammeLabel.STANDING)
    draft.section(ProgrammeLabel.TARGETS)
    draft.facts(
        ProgrammeLabel.TARGETS,
        (
            (ProgrammeLabel.TARGETS_SET, sum_cell(report.targets)),
            (ProgrammeLabel.TARGETS_MET, sum_cell(report.targets_met)),
        ),
    )
    _standing(draft, ProgrammeLabel.RATINGS, ProgrammeLabel.GRADE, report.ratings)
    _standing(draft, ProgrammeLabel.LIMITS, ProgrammeLabel.STATE, report.limits)
    draft.section(ProgrammeLabel.QUALITY)
    draft.table(
        ProgrammeLabel.QUALITY,
        ((ProgrammeLabel.DECISION, 2.0), (ProgrammeLabel.AUDITS, 1.0, Align.RIGHT)),
        ((named(draft, each.name), each.enterprises) for each in report.decisions),
    )
    if report.findings:
        draft.section(ProgrammeLabel.FINDINGS)
        draft.table(
            ProgrammeLabel.FINDINGS,
            ((ProgrammeLabel.FINDING, 3.0), (ProgrammeLabel.AUDITS, 0.6, Align.RIGHT)),
            ((each.name, each.enterprises) for each in report.findings),
        )


def _standing(draft: Draft, heading: Phrase, column: Phrase, sums: Sequence[StandingSum]) -> None:
    draft.section(heading)
    if sums:
        rows = [BarRow(each.name, (each.before.number, each.after.number)) for each in sums]
        draft.chart(lambda key: amount_bars(key, draft.say(heading), rows, draft.language, series=_SIDES, names=column))
    draft.table(
        heading,
        ((column, 2.0), *((side, 1.0, Align.RIGHT) for side in _SIDES)),
        ((each.name, sum_cell(each.before), sum_cell(each.after)) for each in sums),
    )
