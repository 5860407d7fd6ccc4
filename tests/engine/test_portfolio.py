"""Options under a budget: the best choice, what it may not break, and what it says of the rest."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.engine.portfolio_cases import STREAMS, SUBJECTS, choices, options, reduced

from cpaudit.engine import (
    InvalidNumber,
    LeftOutReason,
    Objective,
    Portfolio,
    PortfolioOption,
    PortfolioState,
    appraise,
    select_portfolio,
)
from cpaudit.errors import InvalidInput
from cpaudit.phases import CostClass

HELD = {stream: dict.fromkeys(SUBJECTS, 10.0) for stream in STREAMS}
BUDGETS = st.integers(0, 90).map(float)


def _option(name: str, investment: float | None = 10, saving: float | None = 5, **more: Any) -> PortfolioOption:
    return PortfolioOption(name=name, investment=investment, annual_saving=saving, years=5, **more)


@settings(max_examples=60)
@given(options(12, streams=False), BUDGETS)
def test_no_choice_is_worth_more(given_options: list[PortfolioOption], budget: float) -> None:
    found = select_portfolio(given_options, budget=budget)
    best = max(
        math.fsum(option.appraisal.npv for option in chosen if option.appraisal)
        for chosen in choices(given_options, budget)
    )
    assert found.state is PortfolioState.OPTIMAL
    assert found.value == pytest.approx(best, rel=1e-6, abs=1e-6)


@settings(max_examples=60)
@given(options(10), BUDGETS)
def test_no_choice_reduces_more_where_streams_are_shared(given_options: list[PortfolioOption], budget: float) -> None:
    found = select_portfolio(given_options, budget=budget, objective="COD", streams=HELD)
    held = dict.fromkeys(STREAMS, 10.0)
    best = max(reduced(chosen, "COD", held) for chosen in choices(given_options, budget))
    assert found.value == pytest.approx(best, rel=1e-6, abs=1e-6)
    picked = [option for option in given_options if option.name in found.chosen]
    assert found.value == pytest.approx(reduced(picked, "COD", held), rel=1e-12, abs=1e-12)


@settings(max_examples=60)
@given(options(9), BUDGETS, st.sampled_from([Objective.NPV, Objective.ANNUAL_SAVING]), st.sampled_from([None, HELD]))
def test_no_choice_brings_more_money_where_streams_are_shared(
    given_options: list[PortfolioOption], budget: float, objective: Objective, streams: Any
) -> None:
    found = select_portfolio(given_options, budget=budget, objective=objective, streams=streams)
    wanted = found.problem.wanted
    values = []
    for chosen in choices(given_options, budget):
        names = {option.name for option in chosen}
        values.append(wanted.together([option.name in names for option in given_options]))
    assert found.value == pytest.approx(max(values), rel=1e-6, abs=1e-6)
    assert math.fsum(found.counted) == pytest.approx(found.value, rel=1e-9, abs=1e-9)


@settings(max_examples=60)
@given(options(9), BUDGETS, st.integers(0, 20).map(float))
def test_a_target_is_reached_by_the_best_choice_that_reaches_it(
    given_options: list[PortfolioOption], budget: float, target: float
) -> None:
    found = select_portfolio(given_options, budget=budget, objective="SO2", targets={"COD": target}, streams=HELD)
    held = dict.fromkeys(STREAMS, 10.0)
    reaching = [
        reduced(chosen, "SO2", held)
        for chosen in choices(given_options, budget)
        if reduced(chosen, "COD", held) >= target - 1e-9
    ]
    if not reaching:
        assert found.state is PortfolioState.INFEASIBLE
        assert found.value is None
        assert found.findings
    else:
        # a choice that misses the target by the last digit may pass the plain sum and not the exact one
        assume(found.state is PortfolioState.OPTIMAL)
        assert found.value is not None
        assert found.value <= max(reaching) + 1e-6
        total = next(each for each in found.totals if each.name == "COD")
        assert total.known >= target


@given(options(), BUDGETS, st.booleans())
def test_a_portfolio_obeys_budget_requirements_exclusions_and_its_relaxation(
    given_options: list[PortfolioOption], budget: float, low_cost_first: bool
) -> None:
    found = select_portfolio(given_options, budget=budget, low_cost_first=low_cost_first)
    assert found.spent <= budget
    assert found.slack == pytest.approx(budget - found.spent)
    assert found.value is not None
    assert found.bound is not None
    assert found.best_bound is not None
    assert found.value <= found.bound
    assert found.value <= found.best_bound
    chosen = {option.name: option for option in given_options if option.name in found.chosen}
    for option in chosen.values():
        assert set(option.requires) <= set(chosen)
        assert not set(option.excludes) & set(chosen)
    assert {*chosen, *(each.option for each in found.left_out)} == {option.name for option in given_options}


@settings(max_examples=50)
@given(options(), BUDGETS, st.integers(0, 30))
def test_more_budget_never_brings_less(given_options: list[PortfolioOption], budget: float, more: int) -> None:
    small, large = (select_portfolio(given_options, budget=each) for each in (budget, budget + more))
    assert small.value is not None
    assert large.value is not None
    assert large.value >= small.value - 1e-6 * abs(small.value)


def test_two_options_on_one_stream_do_not_save_it_twice() -> None:
    half = {"COD": 50.0}
    found = select_portfolio(
        [_option("a", stream="effluent", reductions=half), _option("b", stream="effluent", reductions=half)],
        budget=100,
        objective="COD",
        streams={"effluent": {"COD": 100.0}},
    )
    assert found.value == 75
    assert found.counted == (50, 25)
    assert next(each for each in found.totals if each.name == "COD").alone == 100


def test_a_stream_of_unknown_size_holds_no_more_than_what_its_largest_option_takes() -> None:
    found = select_portfolio(
        [
            _option("a", stream="effluent", reductions={"COD": 50.0}),
            _option("b", stream="effluent", reductions={"COD": 30.0}),
        ],
        budget=100,
        objective="COD",
    )
    assert found.value == 50
    assert found.chosen == ("a",)
    assert found.reasons == {"b": LeftOutReason.OVERLAPPED}
    assert [each.code for each in found.findings] == ["STREAM_UNKNOWN"]


def test_options_that_take_different_things_from_one_stream_do_not_diminish_one_another() -> None:
    found = select_portfolio(
        [
            _option("a", stream="effluent", reductions={"COD": 50.0}),
            _option("b", stream="effluent", reductions={"Cr": 1.0}),
        ],
        budget=100,
        objective="annual_saving",
    )
    assert found.value == 10


def test_money_diminishes_dearest_first_and_investment_is_paid_in_full() -> None:
    found = select_portfolio(
        [
            _option("weak", 1, 2, stream="steam", share=0.5),
            _option("strong", 10, 20, stream="steam", share=0.5),
        ],
        budget=None,
    )
    assert found.value == (5 * 20 - 10) + (5 * 2 * 0.5 - 1)
    assert found.slack is None


def test_a_yearly_cost_is_paid_in_full_and_takes_nothing_from_others() -> None:
    found = select_portfolio(
        [
            _option("saves", 0, 10, stream="gas", share=1),
            _option("costs", 0, -3, stream="gas", share=1),
        ],
        budget=0,
        objective="annual_saving",
        mandatory=["costs"],
    )
    assert found.value == 7


@pytest.mark.parametrize(
    ("option", "reason"),
    [
        (_option("x", None), LeftOutReason.UNKNOWN_INVESTMENT),
        (_option("x", 10, None), LeftOutReason.UNKNOWN_VALUE),
        (replace(_option("x"), years=None), LeftOutReason.UNKNOWN_VALUE),
        (replace(_option("x"), discount_rate=None), LeftOutReason.UNKNOWN_VALUE),
        (_option("x", requires=("missing",)), LeftOutReason.REQUIREMENT_UNAVAILABLE),
        (_option("x", requires=("other",), excludes=("other",)), LeftOutReason.CONTRADICTORY),
        (_option("x", 10, 6, excludes=("other",)), LeftOutReason.EXCLUDED),
        (_option("x", 10, 1), LeftOutReason.NO_GAIN),
        (_option("x", 101, 50), LeftOutReason.OVER_BUDGET),
        (_option("x", 95, 20), LeftOutReason.BUDGET_SPENT),
    ],
)
def test_every_option_that_is_left_out_has_its_reason(option: PortfolioOption, reason: LeftOutReason) -> None:
    other = _option("other", 10, 100)
    found = select_portfolio([option, other], budget=100)
    assert found.chosen == ("other",)
    assert found.reasons == {"x": reason}
    assert found.left_out[0].message["en"]
    assert found.left_out[0].message["zh-CN"]


def test_an_option_whose_requirement_costs_more_than_both_bring_says_so() -> None:
    found = select_portfolio([_option("x", 1, 2, requires=("base",)), _option("base", 50, 1)], budget=100)
    assert found.chosen == ()
    assert found.reasons == {"x": LeftOutReason.REQUIREMENT_NOT_CHOSEN, "base": LeftOutReason.NO_GAIN}
    assert found.value == 0


def test_what_is_unknown_of_a_chosen_option_leaves_the_total_unknown() -> None:
    found = select_portfolio(
        [_option("a", reductions={"COD": None}), _option("b", reductions={"COD": 4.0})], budget=100
    )
    total = next(each for each in found.totals if each.name == "COD")
    assert (total.value, total.known, total.unknown) == (None, 4.0, ("a",))
    assert [each.code for each in found.findings] == ["TOTAL_UNKNOWN"]


def test_low_cost_options_come_before_the_budget_goes_to_others() -> None:
    big = _option("big", 10, 50, cost_class=CostClass.HIGH)
    small = _option("small", 2, 1, cost_class=CostClass.LOW)
    assert select_portfolio([big, small], budget=10).chosen == ("big",)
    assert select_portfolio([big, small], budget=10, low_cost_first=True).chosen == ("small",)


def test_a_subsidy_is_not_paid_from_the_budget() -> None:
    found = select_portfolio([_option("a", 100, 50, subsidy=90)], budget=10)
    assert found.chosen == ("a",)
    assert found.spent == 10
    assert found.value == pytest.approx(appraise(100, 50, years=5, subsidy=90).npv)


def test_figures_add_up_as_they_are_written() -> None:
    found = select_portfolio([_option("a", 0.1), _option("b", 0.2)], budget=0.3)
    assert found.chosen == ("a", "b")
    assert (found.spent, found.slack) == (0.3, 0)


def test_a_target_out_of_reach_is_said_with_what_can_be_reached() -> None:
    found = select_portfolio([_option("a", reductions={"COD": 5.0})], budget=100, targets={"COD": 6})
    assert found.state is PortfolioState.INFEASIBLE
    assert found.value is None
    assert found.trace.value is None
    assert [each.code for each in found.findings] == ["TARGET_OUT_OF_REACH"]
    assert "at most 5" in found.findings[0].message["en"]


@pytest.mark.parametrize(
    ("budget", "mandatory", "code"), [(5, ["a"], "RULES_CONFLICT"), (100, ["unknown"], "MANDATORY_UNAVAILABLE")]
)
def test_a_mandatory_option_that_cannot_be_taken_makes_it_infeasible(
    budget: float, mandatory: list[str], code: str
) -> None:
    found = select_portfolio([_option("a"), _option("unknown", None)], budget=budget, mandatory=mandatory)
    assert found.state is PortfolioState.INFEASIBLE
    assert [each.code for each in found.findings] == [code]


def test_a_mandatory_option_is_taken_although_it_costs() -> None:
    found = select_portfolio([_option("law", 50, -5), _option("a")], budget=60, mandatory="law")
    assert found.chosen == ("law", "a")


def test_the_shadow_value_is_what_another_unit_of_budget_brings() -> None:
    found = select_portfolio([_option("a", 10, 10), _option("b", 10, 4)], budget=15)
    assert found.shadow_value == pytest.approx(1.0)
    assert found.chosen == ("a",)
    assert found.bound == pytest.approx(40 + 5)


def test_decimals_do_for_figures() -> None:
    found = select_portfolio(
        {"a": {"investment": Decimal("0.1"), "npv": Decimal(5)}, "b": {"investment": Decimal("0.2"), "npv": 3}},
        budget=Decimal("0.3"),  # type: ignore[arg-type]
    )
    assert found.chosen == ("a", "b")
    assert (found.value, found.slack) == (8, 0)


def test_mappings_do_for_options() -> None:
    found = select_portfolio(
        {"a": {"investment": 10, "npv": 5, "reductions": {"COD": 1}}, "b": {"investment": 20, "npv": 50}}, budget=20
    )
    assert found.chosen == ("b",)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"budget": -1}, InvalidNumber),
        ({"budget": math.nan}, InvalidNumber),
        ({"budget": math.inf}, InvalidNumber),
        ({"objective": "glory"}, InvalidInput),
        ({"objective": "REDUCTION"}, InvalidInput),
        ({"objective": "REDUCTION", "subject": "dust"}, InvalidInput),
        ({"objective": "NPV", "subject": "COD"}, InvalidInput),
        ({"targets": {"dust": 1}}, InvalidInput),
        ({"targets": {"COD": math.nan}}, InvalidNumber),
        ({"mandatory": ["z"]}, InvalidInput),
        ({"spread": 0}, InvalidInput),
        ({"spread": 3}, InvalidInput),
        ({"gap": 1}, InvalidInput),
        ({"time_limit": 0}, InvalidInput),
        ({"options": []}, InvalidInput),
        ({"options": [_option("a"), _option("a")]}, InvalidInput),
        ({"options": [_option("a", -1)]}, InvalidNumber),
        ({"options": [_option("a", math.nan)]}, InvalidNumber),
        ({"options": [_option("a", 1, math.inf)]}, InvalidNumber),
        ({"options": [_option("a", subsidy=11)]}, InvalidNumber),
        ({"options": [_option("a", share=2)]}, InvalidNumber),
        ({"options": [_option("a", reductions={"COD": math.nan})]}, InvalidNumber),
        ({"options": [_option("a", ranges={"investment": (2, 1)})]}, InvalidNumber),
        ({"options": [_option("a", requires=("a",))]}, InvalidInput),
        ({"options": [{"name": "a", "price": 3}]}, InvalidInput),
        ({"options": [{"name": "a", "investment": "much"}]}, InvalidNumber),
        ({"options": [{"name": "a", "cost_class": "HUGE"}]}, InvalidInput),
        ({"options": [{"name": "a", "reductions": 3}]}, InvalidInput),
        ({"options": [{"name": "a", "reductions": {"COD": "much"}}]}, InvalidNumber),
        ({"options": [{"name": "a", "requires": 3}]}, InvalidInput),
        ({"options": [{"name": "a", "ranges": {"npv": 3}}]}, InvalidInput),
        ({"options": [3]}, InvalidInput),
    ],
)
def test_bad_input_is_a_named_error(changed: dict[str, Any], error: type[InvalidInput]) -> None:
    arguments = {"options": [_option("a", reductions={"COD": 1.0})], "budget": 10, **changed}
    with pytest.raises(error):
        select_portfolio(arguments.pop("options"), **arguments)


def test_an_option_that_takes_more_than_there_is_is_refused() -> None:
    pair = [_option(name, stream="effluent", reductions={"COD": 20.0}) for name in "ab"]
    with pytest.raises(InvalidInput, match="holds 10"):
        select_portfolio(pair, budget=100, objective="COD", streams={"effluent": {"COD": 10}})


def _tornado(**more: Any) -> Portfolio:
    return select_portfolio(
        [
            _option("a", 10, 10, ranges={"annual_saving": (1.0, 12.0)}),
            _option("b", 10, 9),
        ],
        budget=10,
        spread=0.1,
        **more,
    )


def test_the_tornado_varies_each_input_and_says_where_the_choice_changes() -> None:
    found = _tornado()
    assert found.chosen == ("a",)
    bar = next(each for each in found.sensitivity if (each.option, each.input) == ("a", "annual_saving"))
    assert (bar.low, bar.high, bar.stated) == (1, 12, True)
    assert (bar.value_low, bar.value_high) == (35, 50)
    assert (bar.leaves, bar.enters) == (("a",), ("b",))
    assert bar.changes_choice
    spans = [each.span for each in found.sensitivity]
    assert spans == sorted(spans, reverse=True)


def test_the_tornado_varies_the_budget_and_the_discount_rate_of_all() -> None:
    found = select_portfolio([_option("a", discount_rate=0.1)], budget=10, spread=0.5)
    shared = {each.input: each for each in found.sensitivity if each.option is None}
    assert shared["budget"].value_low == 0
    assert shared["budget"].leaves == ("a",)
    rate = shared["discount_rate"]
    assert rate.value_low == pytest.approx(appraise(10, 5, years=5, discount_rate=0.05).npv)
    assert rate.value_high == pytest.approx(appraise(10, 5, years=5, discount_rate=0.15).npv)


def test_the_tornado_has_no_more_bars_than_are_asked_for() -> None:
    assert len(_tornado(most_inputs=2).sensitivity) == 2


def test_a_search_without_time_says_so() -> None:
    many = [
        _option(f"o{place}", 1000 + place * 37 % 101, 500 + place * 53 % 97, stream=f"s{place % 7}", share=0.3)
        for place in range(300)
    ]
    found = select_portfolio(many, budget=60_000, time_limit=1e-3)
    assert found.state is PortfolioState.TIME_LIMIT
    if found.value is not None:
        assert found.gap is not None
        assert found.spent <= 60_000
