"""The figures a report shows: a quantity or a sum of money, never without what it is worth."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from cpaudit.engine import QuantityStatus

Number = int | float | Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value as it is printed; unlike the engine's, ``value`` may be None: nobody knows it, which is not zero.

    Attributes:
        value: the number in *unit*, or None where it is unknown.
        unit: as it is printed, for example ``t/a``; empty for a dimensionless number.
        status: how the value came about, None where that was not recorded.
        verified: False where a factor behind the value has not been checked against its source.
    """

    value: Number | None
    unit: str
    status: QuantityStatus | None = None
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with its currency and price year; ``amount`` None means unknown.

    Attributes:
        amount: the sum in units of *currency*, or None where it is unknown.
        currency: ISO 4217 code.
        price_year: the year in whose prices the amount is stated.
        verified: False where a factor behind the amount has not been checked against its source.
    """

    amount: Number | None
    currency: str
    price_year: int | None = None
    verified: bool = True
