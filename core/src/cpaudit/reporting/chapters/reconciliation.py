"""Section 测量数据校正: measured flows, what the balances make of them, and which measurement may be wrong."""

from __future__ import annotations

from collections.abc import Sequence

from cpaudit.audits.services.reconciliation import ReconciliationStatus
from cpaudit.engine import FlowClass
from cpaudit.reporting.blocks import Align, Cell, Tone
from cpaudit.reporting.charts.reconciled_flows import interval_text, reconciled_flows
from cpaudit.reporting.document import AuditReport, FlowInterval, ReconciledFlow, Reconciliation
from cpaudit.reporting.draft import Draft
from cpaudit.reporting.formatting import format_number
from cpaudit.reporting.labels import Label

_SAYS_MORE = (FlowClass.REDUNDANT, FlowClass.OBSERVABLE)
"""What a flow is where the balances say more of it than its measurement does."""


def write_reconciliation(draft: Draft, report: AuditReport) -> None:
    """Write the section."""
    draft.section(Label.RECONCILIATION)
    if not report.reconciliations:
        draft.not_recorded(Label.RECONCILIATION)
    for each in report.reconciliations:
        _reconciliation(draft, each)


def _reconciliation(draft: Draft, found: Reconciliation) -> None:
    name = draft.text(found.substance) or draft.say(Label.WHOLE_FLOWS)
    if found.statistic is None:
        draft.sentence(Label.RECONCILIATION_STATE, name=name, status=draft.word(found.status))
    else:
        draft.sentence(
            Label.RECONCILIATION_SENTENCE,
            name=name,
            status=draft.word(found.status),
            statistic=format_number(found.statistic),
            freedom=found.freedom,
            critical=format_number(found.critical),
        )
    known = [flow for flow in found.flows if flow.measured is not None or flow.adjusted is not None]
    if any(flow.classification in _SAYS_MORE for flow in known):
        draft.chart(lambda key: reconciled_flows(key, found, draft.language))
    if known:
        _table(draft, found, known, name)
    if len(known) < len(found.flows):
        draft.sentence(Label.UNKNOWN_FLOWS, count=len(found.flows) - len(known))
    tone = Tone.WARNING if found.status is ReconciliationStatus.INCONSISTENT else Tone.PLAIN
    if found.suspects:
        names = draft.listed(flow.name for flow in found.suspects)
        draft.note(Label.SUSPECTS_SENTENCE.fill(draft.language, names=names), tone)
    for remark in found.remarks:
        draft.note(remark)


def _table(draft: Draft, found: Reconciliation, known: Sequence[ReconciledFlow], name: str) -> None:
    unit = f" ({found.unit})"
    draft.table(
        Label.RECONCILIATION_TABLE.fill(draft.language, name=name),
        (
            (Label.STREAM, 1.5),
            (draft.say(Label.MEASURED_VALUE) + unit, 1.0, Align.RIGHT),
            (Label.INTERVAL, 1.3, Align.RIGHT),
            (draft.say(Label.ADJUSTED_VALUE) + unit, 1.0, Align.RIGHT),
            (Label.INTERVAL, 1.3, Align.RIGHT),
            (Label.CLASSIFICATION, 1.2),
            (Label.SUSPECT, 0.6, Align.RIGHT),
        ),
        (
            (
                flow.name,
                _value(flow.measured),
                Cell(interval_text(flow.measured)),
                _value(flow.adjusted),
                Cell(interval_text(flow.adjusted)),
                draft.word(flow.classification),
                _rank(flow),
            )
            for flow in known
        ),
    )


def _value(flow: FlowInterval | None) -> Cell:
    return Cell(format_number(None if flow is None else flow.value))


def _rank(flow: ReconciledFlow) -> Cell:
    return Cell("") if flow.suspect_rank is None else Cell(str(flow.suspect_rank), tone=Tone.WARNING)
