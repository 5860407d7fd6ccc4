"""Figures are printed so that nobody reads another number than there is."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpaudit.reporting.figures import Money, Quantity
from cpaudit.reporting.formatting import (
    MINUS,
    UNKNOWN,
    format_amount,
    format_date,
    format_long_date,
    format_money,
    format_number,
    format_percent,
    format_quantity,
)

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def parsed(text: str) -> float:
    mantissa, _, exponent = text.replace(",", "").replace(MINUS, "-").partition("×10")
    return float(mantissa) * 10.0 ** int(exponent.translate(SUPERSCRIPTS) or 0)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (1234567, "1,234,567"),
        (1234567.891, "1,234,568"),
        (145000, "145,000"),
        (12.3456, "12.35"),
        (0.5, "0.5"),
        (0.00123456, "0.001235"),
        (4.56e-5, "4.56×10⁻⁵"),
        (-3.2, f"{MINUS}3.2"),
        (6.02e23, "6.02×10²³"),
        (Decimal("0.10"), "0.1"),
    ],
)
def test_a_number_has_thousands_separators_and_no_digits_that_mean_nothing(value: float, text: str) -> None:
    assert format_number(value) == text


@pytest.mark.parametrize("value", [None, math.nan, math.inf, -math.inf, Decimal("NaN")])
def test_what_is_unknown_is_a_dash_and_never_zero(value: float | None) -> None:
    assert format_number(value) == UNKNOWN
    assert format_quantity(Quantity(value, "t/a")) == UNKNOWN
    assert format_money(Money(value, "CNY")) == UNKNOWN
    assert format_amount(Money(value, "CNY")) == UNKNOWN


@settings(deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300))
def test_a_printed_number_reads_back_as_the_number_to_four_digits(value: float) -> None:
    if abs(value) < 1e-300:
        value = 0.0
    assert parsed(format_number(value)) == pytest.approx(value, rel=5.1e-4)


@settings(deadline=None)
@given(st.floats(min_value=-1e11, max_value=1e11), st.integers(min_value=0, max_value=4))
def test_rounding_to_nothing_leaves_no_minus_behind(value: float, decimals: int) -> None:
    text = format_number(value, decimals=decimals)
    assert text.startswith(MINUS) == (parsed(text) < 0)
    assert abs(parsed(text) - value) <= 0.5001 * 10.0**-decimals + abs(value) * 1e-15


@settings(deadline=None)
@given(st.integers(min_value=-(10**11), max_value=10**11))
def test_an_integer_is_printed_to_its_last_digit(value: int) -> None:
    assert int(parsed(format_number(value))) == value


def test_money_shows_cents_only_where_there_are_any() -> None:
    assert format_money(Money(Decimal(1500000), "CNY")) == "1,500,000 CNY"
    assert format_money(Money(Decimal("12.5"), "CNY")) == "12.50 CNY"
    assert format_money(Money(Decimal("69500.75"), "EUR")) == "69,501 EUR"


def test_a_percentage_shows_the_sign_of_a_change() -> None:
    assert format_percent(0.0796) == "8.0%"
    assert format_percent(0.016, signed=True) == "+1.6%"
    assert format_percent(-0.4725, signed=True) == f"{MINUS}47.2%"
    assert format_percent(0.0, signed=True) == "0.0%"
    assert format_percent(None) == UNKNOWN


def test_dates_are_iso_except_on_a_chinese_title_page() -> None:
    day = dt.date(2026, 3, 5)
    assert format_date(day) == "2026-03-05"
    assert format_date(None) == UNKNOWN
    assert format_long_date(day, "zh-CN") == "2026年3月5日"
    assert format_long_date(day, "en") == "2026-03-05"
