"""What was measured in the streams of an audit, and what was answered with a number."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cpaudit import AuditView, InvalidInput, Quantity, QuantityStatus, QuantityView, StreamView, convert

PACK = "building_materials"


def unit_ids(audit: AuditView, code: str) -> frozenset[str]:
    """Ids of the unit processes with a code."""
    return frozenset(unit.id for unit in audit.unit_processes if unit.code == code)


def reading(
    audit: AuditView, chosen: Callable[[StreamView], bool], *, substance: str | None = None, measured: bool = True
) -> QuantityView | None:
    """The amount in the first stream that *chosen* picks and that has one; None where there is none.

    Args:
        substance: of which it is the amount; a reading of the whole stream counts too.
        measured: whether only what was measured counts.
    """
    for stream in audit.streams:
        if not chosen(stream):
            continue
        for each in audit.measurements:
            if each.stream != stream.id or each.substance not in (None, substance):
                continue
            if not measured or each.quantity.status is QuantityStatus.MEASURED:
                return each.quantity
    return None


def total(parts: Sequence[QuantityView | None]) -> QuantityView | None:
    """The sum, in the unit of the first; None where there is no part, or one is unknown or of another dimension."""
    known = [part for part in parts if part is not None]
    if not known or len(known) < len(parts):
        return None
    first = known[0]
    try:
        value = sum(convert(Quantity(part.value, part.unit), first.unit).value for part in known)
    except InvalidInput:
        return None
    return first if len(known) == 1 else QuantityView(value, first.unit, first.status)


def answered(audit: AuditView, item: str) -> QuantityView | None:
    """The number with which a checklist item of this pack was answered."""
    answer = audit.answer(f"{PACK}:checklist_item:{item}")
    return None if answer is None else answer.quantity


def ratio(part: QuantityView | None, whole: QuantityView | None) -> float | None:
    """How much of *part* there is for one of *whole*; None where one is unknown, zero or of another dimension."""
    if part is None or whole is None or whole.value == 0:
        return None
    try:
        return convert(Quantity(part.value, part.unit), whole.unit).value / whole.value
    except InvalidInput:
        return None


def value_in(given: QuantityView | None, unit: str) -> float | None:
    """The value in *unit*; None where it is unknown or of another dimension."""
    if given is None:
        return None
    try:
        return convert(Quantity(given.value, given.unit), unit).value
    except InvalidInput:
        return None
