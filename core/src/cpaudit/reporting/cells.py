"""Figures as cells of a table, with the marks that say what they are worth."""

from __future__ import annotations

from collections.abc import Sequence

from cpaudit.engine import QuantityStatus
from cpaudit.reporting.blocks import Cell, Mark, Tone
from cpaudit.reporting.document import Economics
from cpaudit.reporting.figures import Money, Quantity
from cpaudit.reporting.formatting import (
    UNKNOWN,
    format_amount,
    format_money,
    format_number,
    format_percent,
    format_quantity,
)
from cpaudit.reporting.labels import Label

_NOT_MEASURED = (QuantityStatus.ESTIMATED, QuantityStatus.DEFAULT)


def quantity_cell(quantity: Quantity | None, *, with_unit: bool = True) -> Cell:
    """A quantity; *with_unit* False where the unit has a column of its own."""
    if quantity is None or quantity.value is None:
        return Cell(UNKNOWN)
    marks = [Mark.UNVERIFIED] if not quantity.verified else []
    if quantity.status in _NOT_MEASURED:
        marks.append(Mark.ESTIMATED)
    text = format_quantity(quantity) if with_unit else format_number(quantity.value)
    return Cell(text, tuple(marks))


def money_cell(money: Money | None, *, with_currency: bool = True) -> Cell:
    """A sum of money; *with_currency* False where the heading of the column names the currency."""
    if money is None or money.amount is None:
        return Cell(UNKNOWN)
    text = format_money(money) if with_currency else format_amount(money)
    return Cell(text, () if money.verified else (Mark.UNVERIFIED,))


def common_currency(amounts: Sequence[Money | None]) -> str | None:
    """The currency of all known amounts, so that a heading can name it once; None where there are several or none."""
    currencies = {money.currency for money in amounts if money is not None and money.amount is not None}
    return currencies.pop() if len(currencies) == 1 else None


def yes_no_cell(answer: bool | None, language: str) -> Cell:
    """Yes, no, or unknown."""
    if answer is None:
        return Cell(Label.NOT_KNOWN.text(language))
    label, tone = (Label.YES, Tone.GOOD) if answer else (Label.NO, Tone.WARNING)
    return Cell(label.text(language), tone=tone)


def payback_cell(economics: Economics | None, language: str) -> Cell:
    """The payback period in years; the simple one, marked as such, where no other is known."""
    if economics is None:
        return Cell(UNKNOWN)
    if economics.payback_years is not None:
        return Cell(_years(economics.payback_years, language))
    if economics.simple_payback_years is not None:
        return Cell(_years(economics.simple_payback_years, language), (Mark.BEFORE_TAX,))
    return Cell(UNKNOWN)


def _years(years: float, language: str) -> str:
    return format_number(years, decimals=1) if years else Label.IMMEDIATE.text(language)


def irr_cell(economics: Economics | None, language: str) -> Cell:
    """The internal rate of return, or that there is none."""
    if economics is not None and not economics.has_irr:
        return Cell(Label.NO_IRR.text(language))
    return Cell(format_percent(economics.irr if economics else None))
