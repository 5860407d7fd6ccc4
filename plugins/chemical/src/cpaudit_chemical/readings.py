"""What an audit has found of a substance in the streams of one kind, in tonnes a year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from cpaudit import (
    AuditView,
    InvalidInput,
    MeasurementView,
    QuantityStatus,
    StreamKind,
    StreamView,
    convert,
    quantity,
)

TONNES = "t/a"


def sulphur_fed(audit: AuditView) -> float | None:
    """Sulphur that enters the process."""
    return _total(audit, "S", lambda stream: stream.origin is None and stream.kind is StreamKind.MATERIAL)


def acid_made(audit: AuditView) -> float | None:
    """Sulphuric acid that leaves as a product."""
    return _total(audit, "H2SO4", lambda stream: stream.destination is None and stream.kind is StreamKind.PRODUCT)


def sulphur_dioxide_left(audit: AuditView) -> float | None:
    """SO2 that leaves the process."""
    return _total(audit, "SO2", lambda stream: stream.destination is None)


def _total(audit: AuditView, substance: str, chosen: Callable[[StreamView], bool]) -> float | None:
    """The sum over the streams of a substance; None where there is none, or one of them is not known."""
    streams = [stream for stream in audit.streams if stream.substance == substance and chosen(stream)]
    amounts = [_amount(audit, stream.id, substance) for stream in streams]
    known = [each for each in amounts if each is not None]
    return sum(known) if known and len(known) == len(amounts) else None


def _amount(audit: AuditView, stream: str, substance: str) -> float | None:
    found = [each for each in audit.measurements if each.stream == stream and each.substance in (None, substance)]
    for reading in sorted(found, key=_trust, reverse=True):
        try:
            return convert(quantity(reading.quantity.value, reading.quantity.unit), TONNES).value
        except InvalidInput:
            # A reading of another kind, a concentration for example, says nothing of the amount.
            continue
    return None


def _trust(reading: MeasurementView) -> tuple[bool, date]:
    return reading.quantity.status is QuantityStatus.MEASURED, reading.measured_on or date.min
