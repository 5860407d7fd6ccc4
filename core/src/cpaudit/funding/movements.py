"""The rule of money: no more is drawn than granted, no more used than drawn, on any day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cpaudit.errors import InvalidInput
from cpaudit.funding.models import MovementKind


@dataclass(frozen=True, slots=True)
class Movement:
    """Money that was drawn or used on a day."""

    kind: MovementKind
    amount: Decimal
    on: date


def drawn_and_used(movements: Iterable[Movement]) -> tuple[Decimal, Decimal]:
    """What was drawn and what was used altogether."""
    drawn = used = Decimal(0)
    for each in movements:
        if each.kind is MovementKind.DRAWDOWN:
            drawn += each.amount
        else:
            used += each.amount
    return drawn, used


def check_movements(granted: Decimal, movements: Iterable[Movement], *path: str) -> None:
    """Do nothing where on no day more was drawn than granted or used than drawn; what is drawn can be used that day.

    Raises:
        InvalidInput: it was.
    """
    drawn = used = Decimal(0)
    for each in sorted(movements, key=lambda each: (each.on, each.kind is MovementKind.USE)):
        if each.kind is MovementKind.DRAWDOWN:
            drawn += each.amount
        else:
            used += each.amount
        if drawn > granted:
            raise InvalidInput(f"{drawn} would be drawn by {each.on}, and {granted} was granted", path=path)
        if used > drawn:
            raise InvalidInput(f"{used} would be used by {each.on}, and {drawn} drawn", path=path)
