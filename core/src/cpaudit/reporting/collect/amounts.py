"""Figures of the domain as figures of a report."""

from __future__ import annotations

from decimal import Decimal

from cpaudit import engine
from cpaudit.engine.units import affine_between, parse
from cpaudit.options.models import Option
from cpaudit.reporting.figures import Money, Quantity


def shown(amount: engine.Quantity | None, *, verified: bool = True) -> Quantity:
    """An amount as it is printed.

    Args:
        amount: None where it is not known.
        verified: False where a factor behind it has not been checked against its source.
    """
    if amount is None:
        return Quantity(None, "")
    return Quantity(amount.value, amount.unit, amount.status, verified)


def stated(amount: engine.Quantity | None) -> Quantity:
    """An amount that somebody set and nobody had to find out: a goal, a plan, a published level, a limit."""
    return Quantity(None, "") if amount is None else Quantity(amount.value, amount.unit)


def in_unit(amount: engine.Quantity | None, unit: str) -> Quantity:
    """An amount in *unit*, whatever product the units name: what enters a balance and what leaves it differ.

    Raises:
        UnitError: the units do not measure the same thing.
    """
    if amount is None:
        return Quantity(None, unit)
    change = affine_between(parse(amount.unit).without_products(), parse(unit).without_products())
    return Quantity(change(amount.value), unit, amount.status)


def uncertainty(amount: engine.Quantity) -> float | None:
    """The larger half of the 95 % interval, as a fraction of the value; None where one of the two is unknown."""
    if amount.lower is None or amount.upper is None or not amount.value:
        return None
    return max(amount.upper - amount.value, amount.value - amount.lower) / abs(amount.value)


def money(amount: Decimal | float | None, option: Option) -> Money:
    """A sum in the currency and the prices of an option."""
    return Money(amount, option.currency, option.price_year)
