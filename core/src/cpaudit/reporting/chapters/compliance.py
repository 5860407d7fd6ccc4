"""Section 达标情况: limits of permits and quotas before and after the audit and with its options, orders, deadlines."""

from __future__ import annotations

from cpaudit.engine.headroom import Keeping
from cpaudit.reporting.blocks import Align, Cell, Tone
from cpaudit.reporting.cells import quantity_cell, yes_no_cell
from cpaudit.reporting.document import AuditReport, LimitEntry, LimitStanding
from cpaudit.reporting.draft import CellContent, Draft
from cpaudit.reporting.labels import Label

_TONES = {Keeping.WITHIN: Tone.GOOD, Keeping.EXCEEDED: Tone.WARNING, Keeping.UNKNOWN: Tone.PLAIN}


def write_limits(draft: Draft, report: AuditReport) -> None:
    """Write the section."""
    draft.section(Label.LIMITS)
    draft.table(
        Label.LIMITS,
        (
            (Label.RECORD, 1.4),
            (Label.POLLUTANT, 0.9),
            (Label.LIMIT, 1.0, Align.RIGHT),
            (Label.IN_FORCE, 0.6),
            (Label.DISCHARGE_BEFORE, 1.1, Align.RIGHT),
            (Label.BEFORE_AUDIT, 0.8),
            (Label.AFTER_AUDIT, 0.8),
            (Label.WITH_OPTIONS, 0.9),
            (Label.HEADROOM_PLANNED, 1.1, Align.RIGHT),
        ),
        (_row(draft, each) for each in report.limits),
    )
    for each in report.limits:
        if each.savings:
            draft.sentence(Label.LIMIT_SAVINGS, pollutant=each.pollutant, savings=draft.listed(each.savings))
        for remark in each.remarks:
            draft.note(Label.LIMIT_REMARK.fill(draft.language, pollutant=each.pollutant, text=draft.text(remark)))
    if report.obligations:
        draft.table(
            Label.OBLIGATIONS,
            ((Label.RECORD, 2.0), (Label.STATE, 1.2), (Label.DAYS_LEFT, 1.0, Align.RIGHT)),
            ((each.record, each.state, each.days_left) for each in report.obligations),
        )
    for remark in report.limit_remarks:
        draft.note(remark)


def _row(draft: Draft, entry: LimitEntry) -> tuple[CellContent, ...]:
    return (
        entry.record,
        entry.pollutant,
        quantity_cell(entry.limit),
        yes_no_cell(entry.applies, draft.language),
        quantity_cell(entry.before.discharge),
        *(_keeping(draft, each) for each in (entry.before, entry.after, entry.planned)),
        quantity_cell(entry.planned.headroom),
    )


def _keeping(draft: Draft, standing: LimitStanding) -> Cell:
    return Cell(draft.word(standing.keeping), tone=_TONES[standing.keeping])
