"""The marginal abatement cost curve: order, overlaps, what is not on it."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from tests.engine.portfolio_cases import options

from cpaudit.engine import NotOnCurve, PortfolioOption, abatement_curve
from cpaudit.errors import InvalidInput


def _option(name: str, cost: float | None, reduction: float | None, **more: Any) -> PortfolioOption:
    """An option that invests nothing and costs so much a year."""
    saving = None if cost is None else -cost
    return PortfolioOption(name=name, investment=0, annual_saving=saving, reductions={"SO2": reduction}, **more)


def test_positive_costs_are_in_the_order_of_cost_per_unit() -> None:
    curve = abatement_curve([_option("dear", 100, 10), _option("cheap", 30, 10), _option("middle", 10, 2)])
    assert [(step.option, step.cost_per_unit) for step in curve.steps] == [("cheap", 3), ("middle", 5), ("dear", 10)]
    assert [step.cumulative_reduction for step in curve.steps] == [10, 12, 22]
    assert [step.cumulative_cost for step in curve.steps] == [30, 40, 140]
    assert curve.reduction == 22
    assert curve.findings == ()


def test_of_two_that_save_the_same_the_one_that_reduces_more_is_not_behind() -> None:
    curve = abatement_curve([_option("little", -100, 1), _option("much", -100, 50), _option("costs", 1, 1)])
    assert [step.option for step in curve.steps] == ["much", "little", "costs"]
    assert [finding.code for finding in curve.findings] == ["NEGATIVE_COST_ORDER"]


@given(options())
def test_the_curve_puts_negative_costs_first_and_rises_after_them(given_options: list[PortfolioOption]) -> None:
    free = [
        PortfolioOption(name=each.name, investment=each.investment, annual_saving=each.annual_saving, years=each.years,
                        discount_rate=each.discount_rate, reductions=each.reductions, stream=each.stream)
        for each in given_options
    ]  # fmt: skip
    curve = abatement_curve(free, subject="COD")
    signs = [step.annual_cost >= 0 for step in curve.steps]
    assert signs == sorted(signs)
    costs = [step.cost_per_unit for step in curve.steps if step.annual_cost >= 0]
    assert all(after >= before - 1e-9 * abs(before) for before, after in pairwise(costs))
    assert all(0 < step.reduction <= step.alone for step in curve.steps)
    assert {*(step.option for step in curve.steps), *(each.option for each in curve.left_out)} == {
        option.name for option in free
    }


def test_the_reduction_of_all_does_not_depend_on_their_order() -> None:
    on_stream = [_option(str(place), 10 * place + 1, 20.0, stream="flue gas") for place in range(3)]
    curve = abatement_curve(on_stream, streams={"flue gas": {"SO2": 100}})
    assert curve.reduction == pytest.approx(100 * (1 - 0.8**3))
    assert [step.reduction for step in curve.steps] == pytest.approx([20, 16, 12.8])


def test_a_saving_diminishes_with_the_stream_and_an_investment_does_not() -> None:
    first = PortfolioOption(name="first", investment=0, annual_saving=100, reductions={"SO2": 5.0}, stream="gas")
    second = PortfolioOption(
        name="second", investment=50, annual_saving=10, years=10, reductions={"SO2": 5.0}, stream="gas"
    )
    curve = abatement_curve([second, first], streams={"gas": {"SO2": 10.0}})
    assert [step.option for step in curve.steps] == ["first", "second"]
    assert curve.steps[1].annual_cost == 5 - 10 / 2
    assert curve.steps[1].reduction == 2.5


def test_the_two_retrofits_of_a_sulphuric_acid_plant() -> None:
    """EU BREF LVIC-AAF (2007), Tables 4.11 and 4.12: 629 and 12 EUR/t SO2, to 2 %; they exclude each other."""
    gas = 36_000 * 8400 * 1e-9
    bed = PortfolioOption(
        name="fifth bed",
        investment=1_090_000,
        annual_saving=-(21_800 + 33_700 + 15_500 + 8900 - 21_200),
        years=15,
        reductions={"SO2": gas * (1200 - 300)},
        excludes=("caesium",),
    )
    caesium = PortfolioOption(
        name="caesium",
        investment=160_000,
        annual_saving=18_800,
        years=10,
        reductions={"SO2": gas * (1200 - 400)},
    )
    curve = abatement_curve([bed, caesium], rate=0.06)
    assert [step.option for step in curve.steps] == ["caesium"]
    assert curve.steps[0].cost_per_unit == pytest.approx(12, rel=0.02)
    assert [(each.option, each.reason, each.other) for each in curve.left_out] == [
        ("fifth bed", NotOnCurve.EXCLUDED, "caesium")
    ]
    assert abatement_curve([bed], rate=0.06).steps[0].cost_per_unit == pytest.approx(629, rel=0.02)


@pytest.mark.parametrize(
    ("option", "reason"),
    [
        (_option("x", None, 5), NotOnCurve.UNKNOWN_COST),
        (_option("x", 5, None), NotOnCurve.UNKNOWN_REDUCTION),
        (_option("x", 5, 0), NotOnCurve.NO_REDUCTION),
        (_option("x", 5, -1), NotOnCurve.NO_REDUCTION),
        (PortfolioOption(name="x", investment=5, annual_saving=1, reductions={"SO2": 1.0}), NotOnCurve.UNKNOWN_COST),
        (PortfolioOption(name="x", investment=5, annual_saving=1, years=3), NotOnCurve.UNKNOWN_REDUCTION),
        (_option("x", 5, 10, stream="gas"), NotOnCurve.NOTHING_LEFT),
        (_option("x", 5, 10, requires=("absent",)), NotOnCurve.REQUIREMENT_MISSING),
        (_option("x", 5, 10, excludes=("base",)), NotOnCurve.EXCLUDED),
    ],
)
def test_what_is_not_on_the_curve_has_its_reason(option: PortfolioOption, reason: NotOnCurve) -> None:
    curve = abatement_curve([option, _option("base", 1, 10, stream="gas")], subject="SO2")
    assert [step.option for step in curve.steps] == ["base"]
    assert [(each.option, each.reason) for each in curve.left_out] == [("x", reason)]


def test_an_option_comes_after_what_it_requires() -> None:
    curve = abatement_curve([_option("x", 1, 10, requires=("base",)), _option("base", 100, 10)])
    assert [step.option for step in curve.steps] == ["base", "x"]


def test_the_cost_of_a_reduction_is_read_off_the_curve() -> None:
    curve = abatement_curve([_option("a", 10, 10), _option("b", 50, 10)])
    assert curve.cost_of(10) == 1
    assert curve.cost_of(10.5) == 5
    assert curve.cost_of(21) is None


@pytest.mark.parametrize("changed", [{"subject": "dust"}, {"subject": None}, {"rate": -1}, {"rate": math.nan}])
def test_bad_input_is_a_named_error(changed: dict[str, Any]) -> None:
    two = [_option("a", 1, 1), PortfolioOption(name="b", reductions={"COD": 1.0})]
    with pytest.raises(InvalidInput):
        abatement_curve(two, **{"subject": "SO2", **changed})
