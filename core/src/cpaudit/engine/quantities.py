"""A number that does not travel alone: its unit, its 95 % interval, and where it comes from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import reduce
from typing import TypeAlias

from cpaudit.contributions import QuantityStatus
from cpaudit.engine.numbers import InvalidNumber, finite
from cpaudit.engine.units import Unit, UnitError, affine_between, parse
from cpaudit.errors import InvalidInput, PathPart


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with its unit. What is missing is ``None`` where a quantity is asked for, never a quantity.

    Attributes:
        value: a finite number, in ``unit``.
        unit: as written; see :mod:`cpaudit.engine.units`.
        lower: lower end of the 95 % interval, in ``unit``; None where it is not known.
        upper: upper end of the 95 % interval, in ``unit``; None where it is not known.
        status: how the value was obtained.

    Raises:
        InvalidNumber: a number is not finite, or the value lies outside its interval.
        UnitError: the unit does not exist.
    """

    value: float
    unit: str
    lower: float | None = None
    upper: float | None = None
    status: QuantityStatus = QuantityStatus.ESTIMATED

    def __post_init__(self) -> None:
        value = finite(self.value, "value")
        lower = None if self.lower is None else finite(self.lower, "lower")
        upper = None if self.upper is None else finite(self.upper, "upper")
        if lower is not None and lower > value:
            raise InvalidNumber(f"the lower end {lower:g} is above the value {value:g}", path=("lower",))
        if upper is not None and upper < value:
            raise InvalidNumber(f"the upper end {upper:g} is below the value {value:g}", path=("upper",))
        parse(self.unit)
        for name, number in (("value", value), ("lower", lower), ("upper", upper)):
            object.__setattr__(self, name, number)

    def __str__(self) -> str:
        return f"{self.value:.6g} {self.unit}"


def quantity(
    value: float,
    unit: str,
    *,
    lower: float | None = None,
    upper: float | None = None,
    status: QuantityStatus = QuantityStatus.ESTIMATED,
) -> Quantity:
    """A quantity; *status* is ``ESTIMATED`` unless the caller knows better.

    Raises:
        InvalidNumber: a number is not finite, or the value lies outside its interval.
        UnitError: the unit does not exist.
    """
    return Quantity(value, unit, lower, upper, QuantityStatus(status))


def amount_in(given: object, unit: str, *path: PathPart) -> Quantity | None:
    """What a caller gave for an amount: a quantity, a number in *unit*, or a pair of number and unit; None is unknown.

    Raises:
        InvalidNumber: it is none of these, or not finite.
        UnitError: the unit does not exist.
    """
    if given is None or isinstance(given, Quantity):
        return given
    if isinstance(given, tuple) and len(given) == 2 and isinstance(given[1], str):
        given, unit = given
    number = finite(given, *path)
    try:
        return Quantity(number, unit)
    except UnitError as error:
        raise UnitError(error.message, *error.units, path=path, remedy=error.remedy) from error


Amount: TypeAlias = Quantity | tuple[float, str]
"""What is taken where a quantity is asked for: one, or a number with its unit."""


def as_quantity(amount: object, *path: PathPart) -> Quantity:
    """*amount* as a quantity: one, or a pair of number and unit.

    Raises:
        InvalidInput: it is neither; a plain number does not say what it measures.
        InvalidNumber: the number is not finite.
        UnitError: the unit does not exist.
    """
    if isinstance(amount, Quantity):
        return amount
    if not isinstance(amount, tuple | list) or len(amount) != 2:
        raise InvalidInput(f"{amount!r} is no quantity", path=path, remedy="give quantity(value, unit)")
    value, unit = amount
    try:
        return Quantity(finite(value), unit)
    except UnitError as error:
        raise UnitError(error.message, *error.units, path=(*path, *error.path), remedy=error.remedy) from error
    except InvalidNumber as error:
        raise InvalidNumber(error.message, path=(*path, *error.path), remedy=error.remedy) from error


def convert(quantity: Amount, unit: str) -> Quantity:
    """The same quantity in another *unit*, its interval with it.

    Raises:
        UnitError: the units do not measure the same thing.
        InvalidNumber: the value is too large for a number in that unit.
    """
    given = as_quantity(quantity)
    change = affine_between(parse(given.unit), parse(unit))
    lower = None if given.lower is None else change(given.lower)
    upper = None if given.upper is None else change(given.upper)
    return Quantity(change(given.value), unit, lower, upper, given.status)


def multiply(*factors: Amount, unit: str) -> Quantity:
    """The product of quantities in *unit*: concentration x flow x hours gives a mass.

    Its interval follows by first-order propagation, each side on its own, from those factors that have
    one; a factor without an interval counts as exact.

    Raises:
        UnitError: the product does not measure what *unit* measures.
    """
    items = [as_quantity(factor, place) for place, factor in enumerate(factors)]
    combined: Unit = reduce(Unit.times, (parse(item.unit) for item in items), parse("1"))
    factor = affine_between(combined, parse(unit)).factor
    value = math.prod([item.value for item in items], start=factor)
    lower = _spread(value, [(item.value, item.lower) for item in items])
    upper = _spread(value, [(item.value, item.upper) for item in items])
    return Quantity(
        value,
        unit,
        None if lower is None else value - lower,
        None if upper is None else value + upper,
        QuantityStatus.CALCULATED,
    )


def _spread(value: float, ends: list[tuple[float, float | None]]) -> float | None:
    known = [(centre, end) for centre, end in ends if end is not None]
    if not known or any(centre == 0 for centre, _ in known):
        return None
    return abs(value) * math.hypot(*((end - centre) / centre for centre, end in known))
