"""Column types that mean the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from cpaudit.engine import Quantity, QuantityStatus
from cpaudit.errors import InvalidInput
from cpaudit.text import LocalizedText

MONEY_DECIMALS = 4
_MONEY_SCALE = 10**MONEY_DECIMALS

E = TypeVar("E", bound=StrEnum)


def json_column() -> JSON:
    """JSON on SQLite, JSONB on PostgreSQL."""
    return JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class MoneyType(TypeDecorator[Decimal]):
    """An amount of money, exact to a ten-thousandth of its currency unit.

    Stored as an integer number of ten-thousandths, because SQLite has no decimal: sums and
    comparisons are then exact on both databases.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = value * _MONEY_SCALE
        if scaled != scaled.to_integral_value():
            raise InvalidInput(f"{value} has more than {MONEY_DECIMALS} decimal places", remedy="round the amount")
        if abs(scaled) >= 2**63:
            raise InvalidInput(f"{value} is too large an amount of money")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / _MONEY_SCALE


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in time; always aware, always UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise InvalidInput(f"{value.isoformat()} has no time zone", remedy="give a moment with its offset")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC) if value.tzinfo is None else value


class EnumType(TypeDecorator[E]):
    """A member of a string enumeration, stored as its value."""

    impl = String
    cache_ok = True

    def __init__(self, members: type[E]) -> None:
        super().__init__(64)
        self.members = members

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:
        return None if value is None else self.members(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:
        return None if value is None else self.members(value)


class QuantityType(TypeDecorator[Quantity]):
    """A quantity with its unit, bounds and status, stored as one JSON object."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(json_column())

    def process_bind_param(self, value: Quantity | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        bounds = {name: end for name, end in (("lower", value.lower), ("upper", value.upper)) if end is not None}
        return {"value": value.value, "unit": value.unit, "status": value.status.value, **bounds}

    def process_result_value(self, value: Any, dialect: Dialect) -> Quantity | None:
        if value is None:
            return None
        return Quantity(
            value["value"], value["unit"], value.get("lower"), value.get("upper"), QuantityStatus(value["status"])
        )


class LocalizedTextType(TypeDecorator[LocalizedText]):
    """A text in several languages, stored as one JSON object."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(json_column())

    def process_bind_param(self, value: Mapping[str, str] | None, dialect: Dialect) -> Any:
        return None if value is None else dict(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> LocalizedText | None:
        return None if value is None else LocalizedText(value)
