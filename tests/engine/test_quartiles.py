"""Quartiles are those of numpy, to the last digit that it has."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpaudit.engine import Quartiles, quartiles

amounts = st.decimals(Decimal(-(10**9)), Decimal(10**9), places=4, allow_nan=False, allow_infinity=False)


@given(st.lists(amounts, min_size=1, max_size=40))
def test_quartiles_are_interpolated_as_numpy_does(figures: list[Decimal]) -> None:
    found = quartiles(figures)
    assert found is not None
    expected = np.quantile([float(each) for each in figures], [0.25, 0.5, 0.75])
    assert [float(found.q1), float(found.median), float(found.q3)] == pytest.approx(list(expected), rel=1e-9, abs=1e-6)
    assert found.count == len(figures)


@given(st.lists(amounts, min_size=1, max_size=20), st.randoms(use_true_random=False))
def test_the_order_of_the_figures_does_not_matter(figures: list[Decimal], chance: object) -> None:
    shuffled = list(figures)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert quartiles(shuffled) == quartiles(figures)


def test_of_nothing_there_are_no_quartiles() -> None:
    assert quartiles([]) is None


def test_rounding_keeps_significant_digits() -> None:
    exact = Quartiles(5, Decimal("12345.6"), Decimal("0.98765"), Decimal("-4.449"))
    assert exact.rounded(2) == Quartiles(5, Decimal("1.2E+4"), Decimal("0.99"), Decimal("-4.4"))
