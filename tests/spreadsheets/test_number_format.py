"""Numbers typed as text are read as declared, or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpaudit.errors import InvalidInput
from cpaudit.spreadsheets.number_format import DECIMALS, THOUSANDS, NumberFormat

FORMATS = [NumberFormat(decimal, thousands) for decimal in DECIMALS for thousands in THOUSANDS if decimal != thousands]


@given(
    number=st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**15), max_value=10**15),
    chosen=st.sampled_from(FORMATS),
)
def test_a_number_written_in_a_format_is_read_to_its_last_digit(number: Decimal, chosen: NumberFormat) -> None:
    written = f"{number:,.4f}".replace(",", "T").replace(".", chosen.decimal).replace("T", chosen.thousands)
    assert chosen.read(written) == number


@pytest.mark.parametrize(
    ("text", "decimal", "thousands"),
    [
        ("1,234", ".", ""),
        ("1.234,5", ".", ""),
        ("1,23,456", ".", ","),
        ("12,34", ".", ","),
        ("1 234", ".", ""),
        ("", ".", ""),
        ("nan", ".", ""),
        ("inf", ".", ""),
        ("1e9999", ".", ""),
        ("٣", ".", ""),
        ("=1+1", ".", ""),
        ("1.2.3", ".", ""),
    ],
)
def test_what_is_no_number_in_the_declared_format_is_not_guessed_at(text: str, decimal: str, thousands: str) -> None:
    assert NumberFormat(decimal, thousands).read(text) is None


def test_spaces_that_look_alike_and_a_typographic_minus_are_read() -> None:
    assert NumberFormat(",", " ").read("\u22121\u00a0234\u202f567,5") == Decimal("-1234567.5")


@pytest.mark.parametrize(("decimal", "thousands"), [(";", ""), (".", "."), (".", "x"), ("", ",")])
def test_separators_that_say_nothing_are_refused(decimal: str, thousands: str) -> None:
    with pytest.raises(InvalidInput):
        NumberFormat(decimal, thousands)
