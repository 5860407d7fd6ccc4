"""Which amounts of money, currencies and price years are accepted."""

from __future__ import annotations

import re
from decimal import Decimal

from cpaudit.errors import InvalidInput
from cpaudit.storage.columns import MONEY_DECIMALS

LARGEST_AMOUNT = Decimal(10) ** 13
FIRST_YEAR, LAST_YEAR = 1900, 2100

_CURRENCY = re.compile(r"[A-Z]{3}")


def require_money(amount: Decimal | None, *path: str, negative: bool = False) -> None:
    """Do nothing where the amount is unknown, or one that can be stored exactly.

    Args:
        negative: whether it may be below zero.

    Raises:
        InvalidInput: it is no finite number, negative, too large, or has too many decimal places.
    """
    if amount is None:
        return
    if not amount.is_finite():
        raise InvalidInput(f"{amount} is no amount of money", path=path)
    if amount < 0 and not negative:
        raise InvalidInput(f"{amount} is negative", path=path, remedy="leave it out where it is not known")
    if abs(amount) > LARGEST_AMOUNT:
        raise InvalidInput(f"{amount:.6g} is too large an amount of money", path=path)
    if amount != round(amount, MONEY_DECIMALS):
        raise InvalidInput(
            f"{amount} has more than {MONEY_DECIMALS} decimal places", path=path, remedy="round the amount"
        )


def require_price_basis(currency: str, price_year: int | None) -> None:
    """Do nothing where this is a currency (ISO 4217) and, as far as it is known, a year.

    Raises:
        InvalidInput: it is not.
    """
    if not _CURRENCY.fullmatch(currency):
        raise InvalidInput(
            f"{currency!r} is no currency", path=("input", "currency"), remedy="give the ISO 4217 code, as CNY"
        )
    if price_year is not None and not FIRST_YEAR <= price_year <= LAST_YEAR:
        raise InvalidInput(f"{price_year} is not a year from {FIRST_YEAR} to {LAST_YEAR}", path=("input", "priceYear"))
