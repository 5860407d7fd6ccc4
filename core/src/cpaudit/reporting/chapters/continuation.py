"""Chapter 持续清洁生产: what the next round takes up."""

from __future__ import annotations

from cpaudit.reporting.document import AuditReport
from cpaudit.reporting.draft import Draft
from cpaudit.reporting.labels import Label


def write_continuation(draft: Draft, report: AuditReport) -> None:
    """Write the chapter."""
    draft.chapter(Label.CONTINUATION)
    draft.section(Label.NEXT_ROUND)
    if report.next_round_plan:
        draft.paragraph(report.next_round_plan)
    else:
        draft.not_recorded(Label.NEXT_ROUND)
    if report.next_round:
        draft.table(
            Label.CARRIED_FORWARD,
            ((Label.TASK, 3.5), (Label.OWNER, 1.2), (Label.DUE, 1.1)),
            ((item.task, item.owner, item.due) for item in report.next_round),
        )
