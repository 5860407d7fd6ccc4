"""A snapshot as plugins see it: frozen, and with no way back to the database."""

from __future__ import annotations

from cpaudit import contributions as seen
from cpaudit.audits.models import (
    Answer,
    Balance,
    BalanceLine,
    Cause,
    InventoryLine,
    Measurement,
    Stream,
    Target,
    UnitProcess,
)
from cpaudit.audits.services.assessment import closure_of
from cpaudit.engine import Quantity
from cpaudit.gates.snapshot import Snapshot
from cpaudit.options.models import Option
from cpaudit.phases import PhaseKey


def view_of(snapshot: Snapshot, packs: tuple[str, ...]) -> seen.AuditView:
    """The read model of an audit for hooks.

    Args:
        packs: the packs that the tenant has enabled.
    """
    audit, enterprise = snapshot.audit, snapshot.enterprise
    current: PhaseKey | None = next((row.key for row in snapshot.phase_rows() if row.passed_at is None), None)
    return seen.AuditView(
        id=audit.id,
        method=audit.method,
        round=audit.round,
        title=audit.title,
        phase=current,
        packs=tuple(packs),
        enterprise=seen.EnterpriseView(
            id=enterprise.id, name=enterprise.name, gb4754=enterprise.gb4754, size_class=enterprise.size_class.value
        ),
        unit_processes=tuple(
            seen.UnitProcessView(id=each.id, code=each.code, name=each.name) for each in snapshot.of(UnitProcess)
        ),
        streams=tuple(
            seen.StreamView(
                id=each.id,
                code=each.code,
                name=each.name,
                kind=each.kind,
                origin=each.origin_id,
                destination=each.destination_id,
                substance=each.substance,
            )
            for each in snapshot.of(Stream)
        ),
        measurements=tuple(
            seen.MeasurementView(
                id=each.id,
                stream=each.stream_id,
                substance=each.substance,
                quantity=_known(each.amount),
                measured_on=each.measured_on,
            )
            for each in snapshot.of(Measurement)
        ),
        balances=tuple(_balance(each, snapshot) for each in snapshot.of(Balance)),
        causes=tuple(
            seen.CauseView(
                id=each.id,
                aspect=each.aspect,
                description=each.description,
                unit_process=each.unit_process_id,
                stream=each.stream_id,
                pollutant=each.pollutant,
            )
            for each in snapshot.of(Cause)
        ),
        answers=tuple(
            seen.AnswerView(
                item=each.item,
                value=each.value,
                quantity=_quantity(each.amount),
                score=each.score,
                not_applicable_reason=each.not_applicable_reason,
                evidence=len(each.evidence_ids),
            )
            for each in snapshot.of(Answer)
        ),
        options=tuple(
            seen.OptionView(
                id=each.id,
                name=each.name,
                aspect=each.aspect,
                cost_class=each.cost_class,
                status=each.state.value,
                template=each.template,
                unit_process=each.unit_process_id,
                investment=each.investment,
                annual_saving=each.annual_saving,
                currency=each.currency,
            )
            for each in snapshot.of(Option)
        ),
        targets=tuple(
            seen.TargetView(
                id=each.id,
                indicator=each.indicator,
                horizon=each.horizon.value,
                baseline=_quantity(each.baseline),
                target=_known(each.goal),
                due=each.due,
            )
            for each in snapshot.of(Target)
        ),
        inventory=tuple(
            seen.InventoryLineView(
                pollutant=each.pollutant,
                activity=_quantity(each.activity),
                factor=each.factor,
                heating_value=each.heating_value,
                emission=_quantity(each.emission),
            )
            for each in snapshot.of(InventoryLine)
        ),
    )


def measured_lines(balance: Balance, snapshot: Snapshot) -> list[tuple[BalanceLine, Quantity | None]]:
    """The lines of a balance, each with its measured amount or None."""
    amounts = {each.id: each.amount for each in snapshot.of(Measurement)}
    return [
        (line, amounts.get(line.measurement_id) if line.measurement_id else None)
        for line in snapshot.of(BalanceLine)
        if line.balance_id == balance.id
    ]


def _balance(balance: Balance, snapshot: Snapshot) -> seen.BalanceView:
    lines = measured_lines(balance, snapshot)
    return seen.BalanceView(
        id=balance.id,
        name=balance.name,
        substance=balance.substance,
        lines=tuple(
            seen.BalanceLineView(
                name=line.name, direction=line.direction, quantity=_quantity(amount), stream=line.stream_id
            )
            for line, amount in lines
        ),
        gap=closure_of(balance, lines).gap_fraction,
        tolerance=balance.tolerance,
        explanation=balance.explanation,
    )


def _known(quantity: Quantity) -> seen.QuantityView:
    return seen.QuantityView(
        value=quantity.value,
        unit=quantity.unit,
        status=quantity.status,
        lower=quantity.lower,
        upper=quantity.upper,
    )


def _quantity(quantity: Quantity | None) -> seen.QuantityView | None:
    return None if quantity is None else _known(quantity)
