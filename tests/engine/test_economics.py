"""Economics after the handbook: its special cases, its limits, and what follows from its formulas."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpaudit.engine import (
    Appraisal,
    InvalidNumber,
    annuity,
    appraise,
    compare,
    interpolated_irr,
    irr,
    npv,
    payback,
)
from cpaudit.errors import InvalidInput
from cpaudit.phases import CostClass

MONEY = st.floats(0.01, 1e9)
RATES = st.floats(0, 0.5)


def _verdicts(appraisal: Appraisal) -> dict[str, bool | None]:
    return {reason.code: reason.passed for reason in appraisal.reasons}


def test_a_subsidy_lowers_the_investment_that_is_written_off() -> None:
    appraisal = appraise(200, 40, years=10, subsidy=50, tax_rate=0.3)
    assert appraisal.net_investment == 150
    assert appraisal.depreciation == 15


def test_nothing_invested_pays_immediately_and_has_no_rate_of_return() -> None:
    appraisal = appraise(0, 43_860, years=10, cost_class=CostClass.NONE)
    assert appraisal.immediate
    assert appraisal.payback_years == 0
    assert appraisal.npvr is None
    assert appraisal.irr is None
    assert appraisal.irr_interpolated is None
    assert appraisal.feasible is True


def test_an_option_that_never_pays_has_no_payback_and_is_not_feasible() -> None:
    appraisal = appraise(100, -5, years=10, benchmark_rate=0.1)
    assert appraisal.payback_years is None
    assert appraisal.irr is None
    assert appraisal.feasible is False


def test_a_yearly_cost_without_investment_is_not_feasible() -> None:
    appraisal = appraise(0, -5, years=10)
    assert appraisal.payback_years is None
    assert appraisal.feasible is False


def test_a_loss_pays_no_tax() -> None:
    appraisal = appraise(100, 5, years=10, tax_rate=0.3)
    assert appraisal.taxable == -5
    assert appraisal.net_profit == -5
    assert appraisal.cash_flow == 5


def test_without_a_benchmark_an_option_is_not_known_to_be_feasible() -> None:
    appraisal = appraise(100, 60, years=10, cost_class="MEDIUM")
    assert _verdicts(appraisal) == {"PAYBACK": True, "NPV": True, "IRR": None}
    assert appraisal.feasible is None


def test_a_failed_criterion_outweighs_an_unknown_one() -> None:
    assert appraise(100, 25, years=10, cost_class="MEDIUM").feasible is False


@pytest.mark.parametrize(
    ("cost_class", "payback_years", "passed"),
    [
        ("MEDIUM", 2.99, True),
        ("MEDIUM", 3, False),
        ("HIGHER", 4.99, True),
        ("HIGHER", 5, False),
        (CostClass.HIGH, 9.99, True),
        (CostClass.HIGH, 10, False),
        (None, 9.99, True),
        (None, 10, False),
        (CostClass.LOW, 15, True),
    ],
)
def test_the_payback_limit_of_each_cost_class(cost_class: str | None, payback_years: float, passed: bool) -> None:
    appraisal = appraise(1, 1 / payback_years, years=20, benchmark_rate=0, cost_class=cost_class)
    assert _verdicts(appraisal)["PAYBACK"] is passed


def test_a_rate_of_return_equal_to_the_benchmark_passes() -> None:
    appraisal = appraise(1, 1.2, years=1, discount_rate=0.2, benchmark_rate=0.2)
    assert _verdicts(appraisal) == {"PAYBACK": True, "NPV": True, "IRR": True}


@pytest.mark.parametrize(
    "changed",
    [
        {"investment": math.nan},
        {"investment": -1},
        {"annual_saving": math.inf},
        {"years": 0},
        {"years": -1},
        {"tax_rate": 30},
        {"discount_rate": -0.1},
        {"discount_rate": 5},
        {"subsidy": 101},
        {"subsidy": -1},
        {"benchmark_rate": math.nan},
        {"horizon": 0},
        {"horizon": 2.5},
        {"horizon": 10**6},
        {"cost_class": "TREMENDOUS"},
        {"years": 1e-320},
    ],
)
def test_bad_input_is_a_named_error(changed: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        appraise(**{"investment": 100, "annual_saving": 20, "years": 10, "tax_rate": 0.3, **changed})


def test_a_horizon_other_than_the_depreciation_period() -> None:
    appraisal = appraise(100, 20, years=7.5, horizon=12, discount_rate=0.08)
    assert appraisal.npv == pytest.approx(sum(20 / 1.08**year for year in range(1, 13)) - 100)


def test_flow_zero_is_not_discounted() -> None:
    assert npv(0.1, [-100, 110]) == pytest.approx(0, abs=1e-12)
    assert npv(0, [-100, 60, 60]) == 20


@pytest.mark.parametrize("rate", [-1, -2, math.nan, math.inf])
def test_a_rate_that_discounts_nothing_is_refused(rate: float) -> None:
    with pytest.raises(InvalidNumber):
        npv(rate, [-100, 50])


@pytest.mark.parametrize("flows", [[-1, -1], [1, 2], [0, 0], [-100, 0], [5]])
def test_flows_without_a_change_of_sign_have_no_rate_of_return(flows: list[float]) -> None:
    assert irr(flows) is None
    assert interpolated_irr(flows) is None


@pytest.mark.parametrize("flows", [[], [math.nan, 1], [-1, math.inf]])
def test_flows_that_are_none_or_not_finite_are_refused(flows: list[float]) -> None:
    with pytest.raises(InvalidInput):
        irr(flows)


@pytest.mark.parametrize(
    ("flows", "root"),
    [
        ([-100, 230, -132], 0.1),
        ([-1, 5, -6], 1.0),
        ([-100, 10, 10], -0.6298437881283576),
        ([-1e-9, 1e9, 1e9, 1e9], 1e18),
        ([-100, 100], 0.0),
        ([1e50, -1], None),
        ([-100, 230, -132, 1e-200], 0.1),
        ([-100, 20, 20, 20, 20, 20, -500], None),
    ],
)
def test_which_root_counts(flows: list[float], root: float | None) -> None:
    assert irr(flows) == (None if root is None else pytest.approx(root, rel=1e-9, abs=1e-12))


def test_payback_and_annuity_at_their_edges() -> None:
    assert payback(0, 0) == 0
    assert payback(0, -1) is None
    assert payback(10, 0) is None
    assert annuity(150, 0, 10) == 15
    for arguments in ((-1, 5), (math.nan, 1), (1, math.inf)):
        with pytest.raises(InvalidNumber):
            payback(*arguments)
    for annuity_arguments in ((1, -0.1, 5), (1, 0.1, 0), (math.inf, 0.1, 5)):
        with pytest.raises(InvalidNumber):
            annuity(*annuity_arguments)


@given(MONEY, MONEY, MONEY, RATES)
def test_npv_grows_with_the_cash_flow(investment: float, flow: float, more: float, rate: float) -> None:
    small, large = (appraise(investment, saving, years=10, discount_rate=rate) for saving in (flow, flow + more))
    assert small.npv <= large.npv


@given(st.floats(1, 1e6), st.floats(0.01, 10))
def test_at_its_rate_of_return_an_option_is_worth_nothing(investment: float, yearly: float) -> None:
    flows = [-investment, *[investment * yearly] * 12]
    root = irr(flows)
    assert root is not None
    assert npv(root, flows) == pytest.approx(0, abs=1e-6 * investment * (1 + yearly))


@given(st.floats(1, 1e6), st.floats(0.001, 0.5), st.integers(1, 40))
def test_an_annuity_repays_its_investment(investment: float, rate: float, years: int) -> None:
    payment = annuity(investment, rate, years)
    assert npv(rate, [-investment, *[payment] * years]) == pytest.approx(0, abs=1e-8 * investment)


def test_options_without_investment_come_first_or_last() -> None:
    comparison = compare(
        {
            name: appraise(cost, saving, years=10)
            for name, cost, saving in (("cost only", 0, -1), ("invest", 10, 5), ("free", 0, 1))
        }
    )
    assert comparison.npvr_order == ("free", "invest", "cost only")


def test_equal_options_do_not_conflict_and_keep_their_order() -> None:
    comparison = compare([appraise(10, 5, years=10), appraise(10, 5, years=10)])
    assert comparison.npvr_order == comparison.npv_order == ("1", "2")
    assert not comparison.conflict
    assert comparison.findings == ()


def test_different_assumptions_are_said() -> None:
    comparison = compare([appraise(10, 5, years=10), appraise(10, 5, years=5)])
    assert [finding.code for finding in comparison.findings] == ["DIFFERENT_ASSUMPTIONS"]


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=8))
def test_a_conflict_is_a_pair_ranked_both_ways(options: list[tuple[int, int]]) -> None:
    appraisals = [appraise(cost, saving, years=10) for cost, saving in options]
    pairs = [(a, b) for a in appraisals for b in appraisals]
    expected = any((a.npvr or 0) > (b.npvr or 0) and a.npv < b.npv for a, b in pairs)
    assert compare(appraisals).conflict is expected


def test_nothing_to_compare_is_refused() -> None:
    with pytest.raises(InvalidInput):
        compare([])


@given(st.floats(0, 1e-6), st.integers(1, 60))
def test_a_tiny_rate_costs_no_digits(rate: float, years: int) -> None:
    exact = sum(1 / (1 + rate) ** year for year in range(1, years + 1))
    assert annuity(1, rate, years) * exact == pytest.approx(1, rel=1e-12)


@given(
    st.just(0.0) | st.floats(0.01, 1e6),
    st.just(0.0) | st.floats(-1e5, -0.01) | st.floats(0.01, 1e6),
    st.integers(1, 60),
    st.floats(0, 0.4),
    st.floats(0, 0.5),
    st.floats(0, 0.99),
)
def test_an_option_is_worth_what_its_yearly_flows_are_worth(
    investment: float, saving: float, years: int, tax: float, rate: float, supported: float
) -> None:
    appraisal = appraise(
        investment, saving, years=years, tax_rate=tax, discount_rate=rate, subsidy=investment * supported
    )
    flows = [-appraisal.net_investment, *[appraisal.cash_flow] * years]
    scale = appraisal.net_investment + years * abs(appraisal.cash_flow)
    assert appraisal.npv == pytest.approx(npv(rate, flows), abs=1e-9 * scale)
    root = irr(flows)
    assert (appraisal.irr is None) == (root is None)
    if appraisal.irr is not None and root is not None and root > -0.99:
        assert appraisal.irr == pytest.approx(root, rel=1e-5, abs=1e-9)
        worth = math.fsum(appraisal.cash_flow * (1 + appraisal.irr) ** -year for year in range(1, years + 1))
        assert worth == pytest.approx(appraisal.net_investment, rel=1e-9)
        assert appraisal.irr_interpolated == pytest.approx(interpolated_irr(flows), rel=1e-5, abs=1e-6)


@pytest.mark.parametrize(
    ("investment", "saving", "years", "root"),
    [
        (1e-9, 1e9, 3, 1e18),
        (100, 100, 1, 0.0),
        (1e50, 1, 1, None),
        (1e60, 1e-60, 1000, None),
        (1e-60, 1e60, 1, 1e120),
        (10, 1, 10, 0.0),
    ],
)
def test_the_rate_of_return_of_extreme_amounts(
    investment: float, saving: float, years: int, root: float | None
) -> None:
    found = appraise(investment, saving, years=years).irr
    assert found == (None if root is None else pytest.approx(root, rel=1e-9, abs=1e-12))


def test_a_subsidy_that_pays_for_everything_leaves_nothing_to_recover() -> None:
    appraisal = appraise(100, 20, years=10, subsidy=100, discount_rate=0.05, benchmark_rate=0.1)
    assert appraisal.immediate
    assert appraisal.depreciation == 0
    assert appraisal.irr is None
    assert appraisal.npvr is None
    assert appraisal.npv == pytest.approx(20 * 7.7217, abs=0.01)
    assert appraisal.feasible is True
