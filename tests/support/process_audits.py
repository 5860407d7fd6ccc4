"""Pieces of audits as hooks see them, for tests of what a plugin says of processes and streams."""

from __future__ import annotations

from collections.abc import Mapping

from cpaudit import (
    AnswerView,
    AuditView,
    EnterpriseView,
    MeasurementView,
    MethodKey,
    QuantityStatus,
    QuantityView,
    StreamKind,
    StreamView,
    UnitProcessView,
)

MEASURED = QuantityStatus.MEASURED


def unit(code: str) -> UnitProcessView:
    return UnitProcessView(id=f"u-{code}", code=code, name=code)


def stream(code: str, kind: StreamKind, origin: str | None, destination: str | None, substance: str) -> StreamView:
    return StreamView(
        id=f"s-{code}",
        code=code,
        name=code,
        kind=kind,
        origin=origin and f"u-{origin}",
        destination=destination and f"u-{destination}",
        substance=substance,
    )


def readings(
    amounts: Mapping[str, tuple[float, str]], status: QuantityStatus = MEASURED
) -> tuple[MeasurementView, ...]:
    return tuple(
        MeasurementView(id=f"m-{code}", stream=f"s-{code}", substance=None, quantity=QuantityView(value, unit, status))
        for code, (value, unit) in amounts.items()
    )


def answers(numbers: Mapping[str, tuple[float, str]], status: QuantityStatus = MEASURED) -> tuple[AnswerView, ...]:
    return tuple(
        AnswerView(item=f"building_materials:checklist_item:{code}", quantity=QuantityView(value, unit, status))
        for code, (value, unit) in numbers.items()
    )


def audit_of(gb4754: str, units: tuple[UnitProcessView, ...], streams: tuple[StreamView, ...]) -> AuditView:
    return AuditView(
        id="audit",
        method=MethodKey.HANDBOOK_1996,
        round=1,
        title="audit",
        enterprise=EnterpriseView(id="e", name="e", gb4754=gb4754, size_class="LARGE"),
        packs=(),
        unit_processes=units,
        streams=streams,
    )
