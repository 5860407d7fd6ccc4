"""Phase 4 as a report tells it: the process of the focus, measurements, balances, causes."""

from __future__ import annotations

from collections.abc import Sequence

from cpaudit import engine
from cpaudit.audits.models import Balance, BalanceLine, Cause, Measurement, Stream, UnitProcess
from cpaudit.audits.services.assessment import closure_of
from cpaudit.contributions import FlowDirection
from cpaudit.engine import Closure, ClosureState
from cpaudit.gates.snapshot import Snapshot
from cpaudit.gates.view import measured_lines
from cpaudit.reporting import document as doc
from cpaudit.reporting.collect.amounts import in_unit, shown, uncertainty
from cpaudit.reporting.collect.terms import term
from cpaudit.reporting.collect.texts import COMMA, joined


def process(snapshot: Snapshot) -> doc.ProcessMap | None:
    """The process map; None where nothing is on it."""
    units, streams = snapshot.of(UnitProcess), snapshot.of(Stream)
    if not units and not streams:
        return None
    names = {unit.id: unit.name for unit in units}
    return doc.ProcessMap(
        tuple(doc.ProcessUnit(unit.name, unit.code) for unit in units),
        tuple(
            doc.ProcessStream(
                stream.name,
                names.get(stream.origin_id or "", ""),
                names.get(stream.destination_id or "", ""),
                joined((term(stream.kind), stream.substance or ""), COMMA),
            )
            for stream in streams
        ),
    )


def measurements(snapshot: Snapshot) -> tuple[doc.Measurement, ...]:
    """What was measured in the streams."""
    streams = {stream.id: stream for stream in snapshot.of(Stream)}
    return tuple(
        doc.Measurement(
            streams[each.stream_id].name,
            each.substance or "",
            shown(each.amount),
            uncertainty(each.amount),
            each.method,
            each.measured_on,
        )
        for each in snapshot.of(Measurement)
    )


def balances(snapshot: Snapshot) -> tuple[doc.Balance, ...]:
    """The balances, every flow of one in the unit of its first known flow, with what the engine says of the gap."""
    return tuple(_balance(each, measured_lines(each, snapshot)) for each in snapshot.of(Balance))


def _balance(balance: Balance, lines: Sequence[tuple[BalanceLine, engine.Quantity | None]]) -> doc.Balance:
    closure = closure_of(balance, lines)

    def flows(direction: FlowDirection) -> tuple[doc.FlowQuantity, ...]:
        return tuple(
            doc.FlowQuantity(line.name, in_unit(amount, closure.unit))
            for line, amount in lines
            if line.direction is direction
        )

    stock = flows(FlowDirection.ACCUMULATION)
    return doc.Balance(
        name=balance.name,
        unit=closure.unit,
        inputs=flows(FlowDirection.INPUT),
        outputs=flows(FlowDirection.OUTPUT),
        accumulation=stock[0].quantity if stock else None,
        gap=closure.gap_fraction,
        tolerance=balance.tolerance,
        status=_status(closure, balance.explanation),
        explanation=balance.explanation or "",
    )


def _status(closure: Closure, explanation: str | None) -> doc.BalanceStatus:
    if closure.state is ClosureState.CLOSED:
        return doc.BalanceStatus.CLOSED
    if closure.state is ClosureState.OPEN:
        return doc.BalanceStatus.EXPLAINED if explanation else doc.BalanceStatus.OPEN
    return doc.BalanceStatus.UNKNOWN


def causes(snapshot: Snapshot) -> tuple[doc.Cause, ...]:
    """Why waste arises: what it is, and in which unit process or stream."""
    units = {unit.id: unit.name for unit in snapshot.of(UnitProcess)}
    streams = {stream.id: stream.name for stream in snapshot.of(Stream)}
    return tuple(
        doc.Cause(
            each.aspect,
            each.pollutant or "",
            each.description,
            joined((units.get(each.unit_process_id or "", ""), streams.get(each.stream_id or "", "")), COMMA),
        )
        for each in snapshot.of(Cause)
    )
