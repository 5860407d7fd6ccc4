"""What the streams of an audit say of its water."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cpaudit import (
    AuditView,
    InvalidInput,
    MeasurementView,
    Quantity,
    QuantityStatus,
    QuantityView,
    StreamKind,
    StreamView,
    UnitProcessView,
    convert,
)

CLEANING_IN_PLACE = "cip"
"""How the codes of unit processes of cleaning in place (就地清洗) begin: ``cip``, ``cip_brewery``."""


def is_cleaning(unit: UnitProcessView) -> bool:
    """Whether a unit process is one of cleaning in place."""
    return unit.code.lower().startswith(CLEANING_IN_PLACE)


def measured_streams(audit: AuditView) -> frozenset[str]:
    """Ids of the streams whose own amount was measured, and not only estimated."""
    return frozenset(
        measurement.stream
        for measurement in _of_the_stream_itself(audit)
        if measurement.quantity.status is QuantityStatus.MEASURED
    )


def _of_the_stream_itself(audit: AuditView) -> Iterator[MeasurementView]:
    """The measurements of what a stream is: COD found in a stream of water says nothing about how much water it is."""
    substances = {stream.id: stream.substance for stream in audit.streams}
    for measurement in audit.measurements:
        if measurement.substance is None or measurement.substance == substances.get(measurement.stream):
            yield measurement


@dataclass(frozen=True, slots=True)
class WaterFlow:
    """A stream of water that something is known of.

    Attributes:
        unit_process: the unit process that it enters; the one that it leaves where it enters none.
        enters: whether it comes from outside the process map: fresh water, or what stands for it.
        quantity: the last of its measurements.
    """

    stream: StreamView
    unit_process: UnitProcessView
    enters: bool
    quantity: QuantityView


def water_flows(audit: AuditView) -> Iterator[WaterFlow]:
    """Every stream of water with a measurement, in the order of the process map."""
    units = {unit.id: unit for unit in audit.unit_processes}
    known = {measurement.stream: measurement.quantity for measurement in _of_the_stream_itself(audit)}
    for stream in audit.streams:
        unit = units.get(stream.destination or stream.origin or "")
        if stream.kind is StreamKind.WATER and stream.id in known and unit is not None:
            yield WaterFlow(stream, unit, stream.origin is None, known[stream.id])


def in_unit(quantity: QuantityView, unit: str) -> float | None:
    """The value of a quantity in another unit; None where it does not measure the same thing."""
    try:
        return convert(Quantity(quantity.value, quantity.unit), unit).value
    except InvalidInput:
        return None
