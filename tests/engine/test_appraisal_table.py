"""Many options at once: the same figures as one by one, and faults that name their place."""

from __future__ import annotations

import math
from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpaudit.engine import AppraisalTable, InvalidNumber, appraise, appraise_many
from cpaudit.errors import InvalidInput
from cpaudit.phases import CostClass

FIGURES = [
    "depreciation",
    "taxable",
    "net_profit",
    "cash_flow",
    "payback_years",
    "npv",
    "npvr",
    "irr",
    "irr_interpolated",
]
OPTION = st.tuples(
    st.floats(0, 1e9),
    st.floats(-1e8, 1e9),
    st.integers(1, 40),
    st.floats(0, 1),
    st.floats(0, 1),
    st.none() | st.floats(0, 1),
    st.sampled_from([*CostClass, "HIGHER", None]),
)


@given(st.lists(OPTION, min_size=1, max_size=6))
def test_the_columns_are_the_figures_of_each_option(options: list[tuple[Any, ...]]) -> None:
    investment, saving, years, tax, rate, benchmark, classes = zip(*options, strict=True)
    table = appraise_many(
        investment,
        saving,
        years=years,
        tax_rate=tax,
        discount_rate=rate,
        benchmark_rate=[math.nan if each is None else each for each in benchmark],
        cost_class=classes,
    )
    for position, (cost, gain, life, taxed, interest, least, cost_class) in enumerate(options):
        one = appraise(
            cost,
            gain,
            years=life,
            tax_rate=taxed,
            discount_rate=interest,
            benchmark_rate=least,
            cost_class=cost_class,
        )
        assert table[position] == one
        for name in FIGURES:
            expected = getattr(one, name)
            assert getattr(table, name)[position] == pytest.approx(
                math.nan if expected is None else expected, rel=1e-12, nan_ok=True
            )
        assert (bool(table.feasible[position]), bool(table.undecided[position])) == {
            True: (True, False),
            False: (False, False),
            None: (False, True),
        }[one.feasible]


def test_one_number_stands_for_all_options() -> None:
    table = appraise_many([150, 0], 40, years=10, tax_rate=0.3, discount_rate=0.05, benchmark_rate=0.1)
    assert len(table) == 2
    assert table.npv[0] == pytest.approx(100.96, abs=0.01)
    assert [each.immediate for each in table] == [False, True]
    assert table.feasible.tolist() == [True, True]


def test_no_options_make_an_empty_table() -> None:
    assert len(appraise_many([], [], years=10)) == 0


def test_every_column_has_one_element_for_each_option() -> None:
    table = appraise_many([1.0, 2.0, 3.0], 1, years=5)
    columns = [getattr(table, field.name) for field in fields(AppraisalTable) if field.name != "cost_classes"]
    assert {column.shape for column in columns} == {(3,)}
    assert np.isnan(table.benchmark_rate).all()


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"investment": [1, math.nan]}, ("investment", 1)),
        ({"investment": [-1, 1]}, ("investment", 0)),
        ({"annual_saving": [1, math.inf]}, ("annual_saving", 1)),
        ({"years": [0, 1]}, ("years", 0)),
        ({"years": [1, 2.5]}, ("horizon", 1)),
        ({"horizon": [1, 1001]}, ("horizon", 1)),
        ({"tax_rate": [0, 30]}, ("tax_rate", 1)),
        ({"discount_rate": [0.1, -0.1]}, ("discount_rate", 1)),
        ({"benchmark_rate": [0.1, 2]}, ("benchmark_rate", 1)),
        ({"subsidy": [0, 101]}, ("subsidy", 1)),
        ({"annual_saving": ["much", 1]}, ("annual_saving",)),
    ],
)
def test_a_fault_names_its_column_and_its_place(changed: dict[str, Any], path: tuple[str | int, ...]) -> None:
    with pytest.raises(InvalidNumber) as caught:
        appraise_many(**{"investment": [100, 100], "annual_saving": [20, 20], "years": 10, **changed})
    assert caught.value.path == path


@pytest.mark.parametrize(
    "changed",
    [
        {"annual_saving": [1, 2, 3]},
        {"annual_saving": [[1, 2]]},
        {"cost_class": ["MEDIUM", "HIGH", "LOW"]},
        {"cost_class": "ENORMOUS"},
    ],
)
def test_columns_that_do_not_belong_together_are_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        appraise_many(**{"investment": [100, 100], "annual_saving": [20, 20], "years": 10, **changed})
