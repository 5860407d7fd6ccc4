"""Sums of money that the database adds up, exact whatever their number and size."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, func, type_coerce
from sqlmodel import col

from cpaudit.storage.columns import MONEY_DECIMALS
from cpaudit.submissions.exact import decimal_text

_HALF = 10**9


def money_sums(column: Any) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """What to select of a money column so that :func:`money` gives its sum.

    In two halves, because SQLite refuses a sum that does not fit into 64 bits, and one large amount among others makes
    such a sum.
    """
    stored = type_coerce(col(column), BigInteger)
    return func.sum(stored // _HALF), func.sum(stored % _HALF)


def money(halves: tuple[Any, Any]) -> Decimal | None:
    """The sum; None where the database had nothing to add."""
    high, low = halves
    if high is None:
        return None
    # Not divided as decimals: that rounds to the digits of the context.
    return Decimal(decimal_text(Fraction(int(high) * _HALF + int(low), 10**MONEY_DECIMALS)))


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum of amounts, exact: ``sum`` rounds to the digits of the context."""
    return Decimal(decimal_text(sum(map(Fraction, amounts), Fraction())))
