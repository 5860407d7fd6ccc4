"""Columns are as wide as they are weighed, and never narrower than a word in them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpaudit.reporting.blocks import Cell, Column, Table
from cpaudit.reporting.charts.lettering import text_width
from cpaudit.reporting.widths import column_shares

TEXT_WIDTH = 455.0


def table(*columns: tuple[str, float, str]) -> Table:
    return Table(
        caption="",
        columns=tuple(Column(heading, weight=weight) for heading, weight, _ in columns),
        rows=(tuple(Cell(text) for _, _, text in columns),),
    )


def test_weights_hold_where_every_word_fits() -> None:
    assert column_shares(table(("a", 1.0, "b"), ("c", 3.0, "d"))) == pytest.approx((0.25, 0.75))


def test_a_narrow_column_is_widened_to_its_longest_word() -> None:
    shares = column_shares(table(("No.", 6.0, "F1"), ("Aspect", 0.1, "Implemented"), ("Sum", 0.1, "1,500,000")))
    assert shares[1] * TEXT_WIDTH > text_width("Implemented", 9, bold=True)
    assert shares[2] * TEXT_WIDTH > text_width("1,500,000", 9, bold=True)


def test_one_endless_word_does_not_push_the_others_off_the_page() -> None:
    shares = column_shares(table(("Hash", 1.0, "f" * 200), ("Pack", 1.0, "chemical"), ("Version", 1.0, "1.0")))
    assert shares[0] < 0.5


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(st.text(max_size=12), st.floats(min_value=0.1, max_value=9), st.text(max_size=40)),
        min_size=1,
        max_size=10,
    )
)
def test_the_columns_fill_the_table_whatever_is_in_them(columns: list[tuple[str, float, str]]) -> None:
    shares = column_shares(table(*columns))
    assert sum(shares) == pytest.approx(1)
    assert all(share > 0 for share in shares)
