"""How figures and dates are printed."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from decimal import Decimal

from cpaudit.reporting.figures import Money, Number, Quantity
from cpaudit.reporting.text import printable

UNKNOWN = "—"
MINUS = "\N{MINUS SIGN}"
SIGNIFICANT_DIGITS = 4

# Beyond these magnitudes a plain decimal is longer than a reader can take in.
_LARGEST_PLAIN = 1e12
_SMALLEST_PLAIN = 1e-4

_SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def format_number(value: Number | None, *, digits: int = SIGNIFICANT_DIGITS, decimals: int | None = None) -> str:
    """*value* with thousands separators; unknown (None, NaN, infinite) is a dash, never 0.

    Args:
        value: the number.
        digits: significant digits where the number has a fraction. The integer part is never cut.
        decimals: a fixed number of decimals instead.
    """
    if value is None or not math.isfinite(value):
        return UNKNOWN
    number = Decimal(str(value))
    if decimals is not None:
        return _signed(f"{number:,.{decimals}f}")
    magnitude = abs(float(number))
    if magnitude and not _SMALLEST_PLAIN <= magnitude < _LARGEST_PLAIN:
        mantissa, exponent = f"{number:.{digits - 1}e}".split("e")
        return _signed(f"{_without_trailing_zeros(mantissa)}×10{str(int(exponent)).translate(_SUPERSCRIPT)}")
    exponent_of_first_digit = number.adjusted() if number else 0
    places = max(0, digits - 1 - exponent_of_first_digit)
    return _signed(_without_trailing_zeros(f"{number:,.{places}f}"))


def format_exact(number: str | None) -> str:
    """Decimal text to its last digit, with thousands separators; a dash where it is unknown."""
    if number is None:
        return UNKNOWN
    whole, point, rest = number.lstrip("-").partition(".")
    return f"{MINUS if number.startswith('-') else ''}{int(whole):,}{point}{rest}"


def format_numbers(numbers: Sequence[int]) -> str:
    """Whole numbers in rising order, runs of three and more as their ends: ``1–4, 7``; a dash where there are none."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    shown = [f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]
    return ", ".join(shown) or UNKNOWN


def format_quantity(quantity: Quantity | None) -> str:
    """Value and unit; a dash alone where the value is unknown."""
    if quantity is None:
        return UNKNOWN
    text = format_number(quantity.value)
    return text if text == UNKNOWN or not quantity.unit else f"{text} {printable(quantity.unit)}"


def format_amount(money: Money | None) -> str:
    """The amount of *money* without its currency: whole units, or cents where there are any."""
    if money is None or money.amount is None or not math.isfinite(money.amount):
        return UNKNOWN
    amount = round(Decimal(str(money.amount)), 2)
    return format_number(amount, decimals=0 if amount == amount.to_integral_value() or abs(amount) >= 10_000 else 2)


def format_money(money: Money | None) -> str:
    """Amount and currency."""
    text = format_amount(money)
    return text if money is None or text == UNKNOWN else f"{text} {printable(money.currency)}"


def format_percent(fraction: float | None, *, decimals: int = 1, signed: bool = False) -> str:
    """A fraction in per cent; *signed* shows the plus of an increase."""
    if fraction is None or not math.isfinite(fraction):
        return UNKNOWN
    text = format_number(fraction * 100, decimals=decimals)
    return f"+{text}%" if signed and fraction > 0 and text.strip("0.") else f"{text}%"


def format_date(date: dt.date | None) -> str:
    """ISO 8601, the form that Chinese and English readers share."""
    return date.isoformat() if date else UNKNOWN


def format_long_date(date: dt.date, language: str) -> str:
    """The form for a title page."""
    return f"{date.year}年{date.month}月{date.day}日" if language == "zh-CN" else date.isoformat()


def _signed(text: str) -> str:
    """*text* with a typographic minus, and without one where rounding left nothing but zeros."""
    if not text.startswith("-"):
        return text
    return MINUS + text[1:] if text.strip("-0.,") else text[1:]


def _without_trailing_zeros(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
