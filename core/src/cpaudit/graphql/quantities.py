"""Quantities and money: a number never travels alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import strawberry

from cpaudit import engine
from cpaudit.engine import QuantityStatus
from cpaudit.errors import CpauditError, InvalidInput, PathPart
from cpaudit.graphql.reading.declare import value_column, value_type

strawberry.enum(QuantityStatus, description="How a value was obtained.")


@value_type
@strawberry.type(description="A number with its unit, its 95 % interval where known, and where it comes from.")
class Quantity:
    held: strawberry.Private[engine.Quantity]

    @strawberry.field(description="The number; `unit` converts it, and an impossible conversion is an error.")
    def value(self, unit: str | None = None) -> float | None:
        return self._in(unit).value

    @strawberry.field
    def unit(self) -> str:
        return self.held.unit

    @strawberry.field(description="Lower end of the 95 % interval; null where it is not known.")
    def lower(self, unit: str | None = None) -> float | None:
        return self._in(unit).lower

    @strawberry.field(description="Upper end of the 95 % interval; null where it is not known.")
    def upper(self, unit: str | None = None) -> float | None:
        return self._in(unit).upper

    @strawberry.field
    def status(self) -> QuantityStatus:
        return self.held.status

    def _in(self, unit: str | None) -> engine.Quantity:
        if unit is None:
            return self.held
        try:
            return engine.convert(self.held, unit)
        except CpauditError as error:
            raise InvalidInput(error.message, path=("unit",), remedy=error.remedy) from error

    @classmethod
    def of(cls, held: engine.Quantity | None) -> Quantity | None:
        """The quantity as the API shows it; unknown stays unknown."""
        return None if held is None else cls(held=held)


@strawberry.input(description="A number with its unit.")
class QuantityInput:
    value: float
    unit: str
    lower: float | None = None
    upper: float | None = None
    status: QuantityStatus = QuantityStatus.ESTIMATED

    def read(self, *path: PathPart) -> engine.Quantity:
        """The quantity.

        Raises:
            InvalidInput: a number is not finite, outside its interval, or the unit does not exist.
        """
        try:
            return engine.quantity(self.value, self.unit, lower=self.lower, upper=self.upper, status=self.status)
        except CpauditError as error:
            raise InvalidInput(error.message, path=(*path, *error.path), remedy=error.remedy) from error


@value_type
@strawberry.type(description="An amount of money.")
class Money:
    amount: Decimal
    currency: str = strawberry.field(description="ISO 4217 code.")
    price_year: int | None = strawberry.field(default=None, description="The year whose prices it is in.")


@strawberry.input(description="An amount of money.")
class MoneyInput:
    amount: Decimal
    currency: str = "CNY"
    price_year: int | None = None


def quantity_column(name: str, *, description: str | None = None) -> Any:
    """A field that shows a column holding a quantity."""
    return value_column((name,), lambda values: Quantity.of(values[name]), description)


def money_column(
    name: str, currency: str = "currency", year: str | None = None, *, description: str | None = None
) -> Any:
    """A field that shows an amount; its currency and price year stand in columns beside it."""

    def make(values: Mapping[str, Any]) -> Money | None:
        amount = values[name]
        if amount is None:
            return None
        return Money(amount=amount, currency=values[currency], price_year=values[year] if year else None)

    return value_column((name, currency, *((year,) if year else ())), make, description)


def read_quantity(given: QuantityInput | None, *path: PathPart) -> engine.Quantity | None:
    """The quantity of an optional input."""
    return None if given is None else given.read(*path)


def read_quantities(given: Sequence[QuantityInput], *path: PathPart) -> list[engine.Quantity]:
    """The quantities of a list, each error with its index."""
    return [each.read(*path, index) for index, each in enumerate(given)]
