"""Chapter 审核: process of the focus, measurements, balances, reconciled measurements, causes."""

from __future__ import annotations

from collections.abc import Iterator

from cpaudit.phases import Aspect
from cpaudit.reporting.blocks import Align, Cell, Tone
from cpaudit.reporting.cells import quantity_cell
from cpaudit.reporting.chapters.missing import missing_data
from cpaudit.reporting.chapters.reconciliation import write_reconciliation
from cpaudit.reporting.charts import balance_diagram, flow_diagram
from cpaudit.reporting.document import AuditReport, Balance, BalanceStatus, FlowQuantity, LossCosts
from cpaudit.reporting.draft import Draft
from cpaudit.reporting.formatting import UNKNOWN, format_number, format_percent
from cpaudit.reporting.labels import Label
from cpaudit.reporting.text import printable


def write_audit(draft: Draft, report: AuditReport) -> None:
    """Write the chapter."""
    draft.chapter(Label.AUDIT)
    _process(draft, report)
    _measurements(draft, report)
    draft.section(Label.BALANCES)
    if not report.balances:
        draft.not_recorded(Label.BALANCES)
    for balance in report.balances:
        _balance(draft, balance)
    if report.loss_costs is not None:
        _losses(draft, report.loss_costs)
    write_reconciliation(draft, report)
    _causes(draft, report)


def _process(draft: Draft, report: AuditReport) -> None:
    draft.section(Label.PROCESS_MAP)
    if report.process is None:
        draft.not_recorded(Label.PROCESS_MAP)
        return
    draft.table(
        Label.UNIT_PROCESSES,
        ((Label.UNIT_CODE, 1.2), (Label.UNIT_PROCESS, 3.5)),
        ((unit.code, unit.name) for unit in report.process.units),
    )
    outside = Label.OUTSIDE.text(draft.language)
    draft.table(
        Label.STREAMS,
        ((Label.STREAM, 1.6), (Label.KIND, 1.2), (Label.FROM, 1.4), (Label.TO, 1.4)),
        (
            (stream.name, stream.kind, stream.source or outside, stream.destination or outside)
            for stream in report.process.streams
        ),
    )
    if report.flow_diagram is not None:
        draft.chart(lambda key: flow_diagram(key, report.flow_diagram, draft.language))


def _measurements(draft: Draft, report: AuditReport) -> None:
    draft.section(Label.MEASUREMENTS)
    draft.table(
        Label.MEASUREMENTS,
        (
            (Label.STREAM, 1.4),
            (Label.PARAMETER, 1.3),
            (Label.INSTRUMENT, 1.4),
            (Label.DATE, 1.1),
            (Label.BASIS, 0.9),
            (Label.VALUE, 1.5, Align.RIGHT),
            (Label.UNCERTAINTY, 1.0, Align.RIGHT),
        ),
        (
            (
                measurement.stream,
                measurement.parameter,
                measurement.instrument,
                measurement.date,
                draft.word(measurement.quantity.status) if measurement.quantity.status else None,
                quantity_cell(measurement.quantity),
                Cell(_plus_minus(measurement.uncertainty)),
            )
            for measurement in report.measurements
        ),
    )


def _balance(draft: Draft, balance: Balance) -> None:
    draft.chart(lambda key: balance_diagram(key, balance, draft.language))
    draft.sentence(
        Label.BALANCE_SENTENCE,
        name=draft.text(balance.name),
        gap=format_percent(balance.gap),
        tolerance=format_percent(balance.tolerance),
        status=draft.word(balance.status),
    )
    inputs = _total(balance.inputs)
    accumulation = ((Label.ACCUMULATION, balance.accumulation),) if balance.accumulation else ()
    if balance.inputs or balance.outputs:
        draft.table(
            Label.BALANCE_TABLE.fill(draft.language, name=draft.text(balance.name)),
            (
                (Label.SIDE, 1.0),
                (Label.STREAM, 3.0),
                (_value_heading(draft, balance.unit), 1.3, Align.RIGHT),
                (Label.SHARE, 1.2, Align.RIGHT),
            ),
            (
                *_flows(draft, Label.INPUT, balance.inputs, inputs),
                _sum_row(draft, Label.TOTAL_INPUTS, inputs, inputs),
                *_flows(draft, Label.OUTPUT, balance.outputs, inputs),
                _sum_row(draft, Label.TOTAL_OUTPUTS, _total(balance.outputs), inputs),
                *(
                    (Cell(""), draft.say(label), quantity_cell(stored, with_unit=False), Cell(""))
                    for label, stored in accumulation
                ),
                (Cell(""), Cell(draft.say(Label.GAP), tone=Tone.STRONG), Cell(""), _gap_cell(balance)),
            ),
        )
    if balance.explanation:
        draft.note(Label.EXPLANATION.fill(draft.language, text=draft.text(balance.explanation)))


def _value_heading(draft: Draft, unit: str) -> str:
    # A balance of which nothing is measured has no unit yet.
    return f"{draft.say(Label.VALUE)} ({unit})" if unit else draft.say(Label.VALUE)


def _flows(
    draft: Draft, side: Label, flows: tuple[FlowQuantity, ...], inputs: float | None
) -> Iterator[tuple[str, str, Cell, Cell]]:
    for flow in flows:
        value = flow.quantity.value
        share = float(value) / inputs if value is not None and inputs else None
        yield (
            draft.say(side),
            draft.text(flow.name),
            quantity_cell(flow.quantity, with_unit=False),
            Cell(format_percent(share)),
        )


def _sum_row(draft: Draft, label: Label, total: float | None, inputs: float | None) -> tuple[Cell, ...]:
    share = total / inputs if total is not None and inputs else None
    texts = ("", draft.say(label), format_number(total), format_percent(share))
    return tuple(Cell(text, tone=Tone.STRONG) for text in texts)


def _total(flows: tuple[FlowQuantity, ...]) -> float | None:
    """The sum of the flows; unknown where one of them is, because not measured is not zero."""
    values = [flow.quantity.value for flow in flows]
    known = [float(value) for value in values if value is not None]
    return sum(known) if known and len(known) == len(values) else None


def _gap_cell(balance: Balance) -> Cell:
    tone = Tone.WARNING if balance.status is BalanceStatus.OPEN else Tone.STRONG
    return Cell(format_percent(balance.gap), tone=tone)


def _losses(draft: Draft, costs: LossCosts) -> None:
    unit = f" ({printable(costs.unit)})" if costs.unit else ""
    draft.section(Label.LOSS_COSTS)
    if costs.loss_total is not None and costs.total:
        draft.sentence(
            Label.LOSSES_SENTENCE,
            loss=format_number(costs.loss_total),
            total=format_number(costs.total),
            unit=costs.unit,
            share=format_percent(costs.loss_total / costs.total),
        )
    else:
        draft.sentence(Label.LOSSES_OPEN)
    draft.table(
        draft.say(Label.LOSS_COSTS) + unit,
        (
            (Label.LOSS, 2.0),
            (Label.FLOW, 1.1, Align.RIGHT),
            (Label.MATERIAL_COST, 1.0, Align.RIGHT),
            (Label.ENERGY_COST, 1.0, Align.RIGHT),
            (Label.SYSTEM_COST, 1.0, Align.RIGHT),
            (Label.TREATMENT_COST, 1.0, Align.RIGHT),
            (Label.TOTAL_COST, 1.1, Align.RIGHT),
            (Label.COST_SHARE, 0.9, Align.RIGHT),
        ),
        (
            (
                loss.name,
                quantity_cell(loss.flow),
                *(Cell(format_number(each)) for each in (loss.material, loss.energy, loss.system, loss.treatment)),
                Cell(format_number(loss.total), tone=Tone.STRONG),
                Cell(format_percent(loss.share)),
            )
            for loss in costs.losses
        ),
    )
    missing_data(draft, costs.missing)


def _plus_minus(uncertainty: float | None) -> str:
    return UNKNOWN if uncertainty is None else f"±{format_percent(uncertainty)}"


def _causes(draft: Draft, report: AuditReport) -> None:
    order = list(Aspect)
    draft.section(Label.CAUSES)
    draft.table(
        Label.CAUSES,
        ((Label.ASPECT, 1.3), (Label.WASTE, 1.4), (Label.CAUSE, 2.4), (Label.LOCATION, 1.2)),
        (
            (draft.word(cause.aspect), cause.waste, cause.cause, cause.source)
            for cause in sorted(report.causes, key=lambda cause: order.index(cause.aspect))
        ),
    )
