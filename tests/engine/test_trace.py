"""Every result explains itself, and can be computed again from its explanation alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cpaudit import engine
from cpaudit.engine import (
    FORMULAS,
    Distribution,
    Factor,
    FactorReference,
    HeatingValue,
    Outcome,
    Portfolio,
    PortfolioOption,
    ProcessNetwork,
    Recycle,
    ReduceFlow,
    RunningCost,
    Trace,
    TraceError,
    abatement_curve,
    appraise,
    close_balance,
    compare,
    compare_rounds,
    effect,
    estimate,
    estimate_from_fuel,
    from_json,
    fuel_energy,
    inventory,
    panel_score,
    plausibility,
    price_losses,
    quantity,
    rank,
    rate,
    recompute,
    reconcile,
    render_text,
    representativeness,
    select_portfolio,
    simulate,
    standard_coal,
    to_json,
)
from cpaudit.engine.financing import Loan, finance, mean_interest
from cpaudit.engine.headroom import headroom

REFERENCE = FactorReference("building_materials", "0.1.0", "clinker", "ipcc-2006-v3", "Section 2.2.1.2")
CLINKER = Factor(0.52, "t", "t", "CO2", "clinker", 0.50, 0.54, Distribution.NORMAL, REFERENCE)
METHANE = Factor(3, "g", "t", "CH4", "clinker")
FEASIBLE = appraise(150, 40, years=10, tax_rate=0.3, discount_rate=0.05, benchmark_rate=0.1)
GAS = HeatingValue(48.0, "TJ", "Gg", "natural_gas", 46.5, 50.4, REFERENCE)
FUEL = (quantity(2, "kt", lower=1.9, upper=2.1), GAS)
BURNT = estimate_from_fuel(*FUEL, Factor(56.1, "kg", "GJ", "CO2", "natural_gas"))
ESTIMATE = estimate(quantity(100, "万t", lower=98, upper=102), CLINKER, seed=1)
MAP = ProcessNetwork.of(
    [("in", None, "mill"), ("paste", "mill", "press"), ("back", "press", "mill"), ("out", "press", None)],
    units=["press", "mill"],
)
RECONCILED = reconcile(
    MAP,
    {
        "in": quantity(10, "t", lower=9, upper=11),
        "out": [quantity(10400, "kg", lower=9900, upper=11000), quantity(9.9, "t", lower=9, upper=10.5)],
        "back": quantity(2, "t", lower=1, upper=3),
    },
)

INDICATORS: dict[str, Any] = {
    "categories": {"energy": 3, "water": 1},
    "indicators": {
        "E1": {"category": "energy", "weight": 2, "limiting": True, "unit": "GJ/t", "thresholds": (4, 5, 6)},
        "E2": {"category": "energy", "weight": 1},
        "W1": {"category": "water", "weight": 1, "thresholds": [(6, 7), (5, 8), (4, 9)]},
        "W2": {"category": "water", "weight": 1, "group": "g", "product": "p", "thresholds": (1, 2, 3)},
        "W3": {"category": "water", "weight": 1, "group": "g", "product": "q", "thresholds": (1, 2, 3)},
    },
}
MADE = {"p": quantity(2, "t"), "q": quantity(500, "kg")}
RATED = rate(INDICATORS, {"E1": quantity(4200, "MJ/t"), "E2": True, "W1": 6.5, "W2": 1, "W3": 2}, outputs=MADE)
UNRATED = rate(INDICATORS, {"E2": {"I": None, "II": True}, "W1": "N/A", "W2": 1, "W3": 3})

LOSSES = price_losses(
    [("in", None, "a"), ("mid", "a", "b"), ("back", "b", "a"), ("out", "b", None), ("waste", "b", None)],
    {code: quantity(amount, "t") for code, amount in (("in", 3), ("mid", 4), ("back", 1), ("out", 2), ("waste", 1))},
    products=["out"],
    prices={"in": quantity(1, "万元/t")},
    energy={"a": quantity(10, "CNY"), "b": 0},
    system={"a": quantity(1, "CNY")},
    treatment={"waste": quantity(7, "CNY/t")},
)

PRICED = price_losses(
    [("in", None, "a"), ("mid", "a", "b"), ("back", "b", "a"), ("out", "b", None), ("waste", "b", None)],
    {code: quantity(amount, "t") for code, amount in (("in", 3), ("mid", 4), ("back", 1), ("out", 2), ("waste", 1))},
    products=["out"],
    prices={"in": quantity(1.1, "万元/t")},
    energy={"a": quantity(10, "CNY"), "b": 0},
    system={"a": quantity(1, "CNY"), "b": quantity(0.3, "万元")},
    treatment={"waste": quantity(7, "CNY/t")},
)

WHAT_IF = simulate(
    [("in", None, "a"), ("mid", "a", "b"), ("back", "b", "a"), ("out", "b", None), ("waste", "b", None)],
    {"less": ReduceFlow("waste", 0.5), "loop": (Recycle("out", "a", 0.1), RunningCost(quantity(3, "CNY")))},
    flows={"in": 3, "mid": 4, "back": 1, "out": 2, "waste": 1},
    prices={"in": quantity(1, "CNY")},
    emission_factors={"waste": {"COD": 0.1}},
)


def _portfolio(objective: str, budget: float = 300) -> Portfolio:
    shared = {"years": 10, "tax_rate": 0.3, "discount_rate": 0.05, "stream": "effluent"}
    return select_portfolio(
        [
            PortfolioOption(name="a", investment=150, annual_saving=40, reductions={"COD": 3.0}, **shared),
            PortfolioOption(name="b", investment=50, annual_saving=40, reductions={"COD": 2.0}, **shared),
            PortfolioOption(name="c", investment=7, npv=4, annual_saving=1, reductions={"COD": 1.0}, subsidy=3),
        ],
        budget=budget,
        objective=objective,
        streams={"effluent": {"COD": 7}},
        targets={"COD": 9} if budget < 10 else None,
    )


CURVE = abatement_curve(_portfolio("npv").problem.options[:2], streams={"effluent": {"COD": 7}})

FUNDED = finance(100.0, 30.0, years=10, tax_rate=0.25, discount_rate=0.08, loans=(Loan(40.0, 0.06, 5),))
TRACES = {
    "what money changes": FUNDED.trace,
    "interest of a loan": mean_interest(Loan(40.0, 0.06, 5), 10),
    "what a limit leaves": headroom(quantity(10, "t/a"), quantity(9000, "kg/a")).trace,
    "fuel": fuel_energy(*FUEL).trace,
    "burnt fuel": BURNT.trace,
    "standard coal": standard_coal([FUEL, ((5, "GWh"), HeatingValue(0.1229, "kgce", "kWh", "electricity"))]).trace,
    "rating": RATED.trace,
    "incomplete rating": UNRATED.trace,
    "rating of nothing": rate(INDICATORS, dict.fromkeys(INDICATORS["indicators"], "N/A")).trace,
    "rounds": compare_rounds(UNRATED, RATED).trace,
    "rounds of plain values": compare_rounds({"a": (1, "t"), "b": None}, {"a": (900, "kg"), "b": 2}).trace,
    "what options save": WHAT_IF.trace,
    "what one option saves": WHAT_IF.steps[1].trace,
    "a flow after the options": WHAT_IF.after.flow_trace("out→a"),
    "an emission after the options": WHAT_IF.after.emission_trace("COD"),
    "cost of a loss": LOSSES.losses[0].trace,
    "share of the losses": LOSSES.trace,
    "cost of a loss of which all is known": PRICED.losses[0].trace,
    "share of losses of which all is known": PRICED.trace,
    "index of a grade": RATED.indices[1].trace,
    "grade of an indicator": RATED.indicators[2].trace,
    "change of an indicator": compare_rounds(UNRATED, RATED).rows[2].trace,
    "cost after the options": WHAT_IF.after.cost_trace,
    "appraisal": FEASIBLE.trace,
    "appraisal without investment": appraise(0, 5, years=10).trace,
    "appraisal of unknown feasibility": appraise(10, 5, years=10).trace,
    "appraisal without rate of return": appraise(10, -5, years=10, tax_rate=0.3, subsidy=3).trace,
    "comparison": compare({"a": FEASIBLE, "b": appraise(0, 1, years=5), "c": appraise(9, 9, years=3)}).trace,
    "closure": close_balance(
        [quantity(1, "t"), quantity(500, "kg")], [quantity(900, "lb")], accumulation=quantity(3, "g")
    ).trace,
    "incomplete closure": close_balance([quantity(1, "t"), None], [quantity(900, "lb")]).trace,
    "estimate": ESTIMATE.trace,
    "equivalents of an estimate": ESTIMATE.co2e_trace,
    "inventory": inventory(
        [(quantity(7, "t"), CLINKER), (quantity(3, "kt{clinker}"), CLINKER), (quantity(0.1, "t"), METHANE)], seed=5
    ).trace,
    "inventory without greenhouse gases": inventory([(quantity(7, "t"), Factor(1, "g", "t", "dust"))]).trace,
    "plausibility": plausibility(replace(CLINKER, value=0.5, lower=None, upper=None), [CLINKER, METHANE]).trace,
    "plausibility of a copy": plausibility(replace(METHANE, pollutant="N2O"), [METHANE, CLINKER]).trace,
    "plausibility of the only factor": plausibility(METHANE, []).trace,
    "ranking": rank({"x": 0.1, "y": 7}, {"a": {"x": 3, "y": 1}, "b": {"x": 10, "y": 1}, "c": {"x": 3, "y": 1}}).trace,
    "representativeness": representativeness(
        {"COD": quantity(300, "kg/a"), "SO2": quantity(1, "t/a")},
        {"COD": quantity(2, "t/a"), "SO2": quantity(9, "t/a")},
    ).trace,
    "unknown representativeness": representativeness(
        {"COD": quantity(3, "t/a"), "SO2": None, "NOx": quantity(1, "t/a")},
        {"COD": quantity(20, "t/a"), "SO2": quantity(9, "t/a"), "NOx": quantity(0, "t/a")},
    ).trace,
    "panel": panel_score({"a": 3, "b": 8.5, "c": 4}).trace,
    "effect": effect(Outcome(quantity(1, "t"), 5), Outcome(quantity(850, "kg"), 7)).trace,
    "portfolio by value": _portfolio("npv").trace,
    "portfolio by reduction": _portfolio("COD").trace,
    "portfolio by saving": _portfolio("annual_saving").trace,
    "money spent": _portfolio("npv").spent_trace,
    "infeasible portfolio": _portfolio("npv", budget=9).trace,
    "abatement curve": CURVE.trace,
    "cost per unit": CURVE.steps[1].trace,
    "reconciliation": RECONCILED.trace,
    "flow that was measured": RECONCILED.explain("out"),
    "flow that was not measured": RECONCILED.explain("paste"),
    "reconciliation without redundancy": reconcile(MAP, {"in": (1, 0.1)}).trace,
    "flow that is not observable": reconcile(MAP, {"in": (1, 0.1)}).explain("back"),
    "unknown effect": effect(Outcome(quantity(1, "t"), None), Outcome(None, 7)).trace,
}

ROOTS = {
    "Abatement": "abatement.cost",
    "AbatementCurve": "abatement.reduction",
    "Appraisal": "economics.feasible",
    "Closure": "balance.gap_fraction",
    "ComparedFigure": "rounds.change",
    "Comparison": "economics.order",
    "Effect": "effect.effective",
    "Estimate": "inventory.emission",
    "FlowCost": "losses.cost",
    "FuelEnergy": "energy.of_fuel",
    "GradeIndex": "rating.index",
    "IndicatorGrade": "rating.measured",
    "Inventory": "inventory.totals",
    "LossCosts": "losses.share",
    "PanelScore": "assessors.mean",
    "Plausibility": "inventory.plausible",
    "Portfolio": "portfolio.value",
    "Ranking": "ranking.ranks",
    "Rating": "rating.grade",
    "Reconciliation": "reconciliation.passed",
    "Representativeness": "representativeness.score",
    "RoundComparison": "rounds.comparison",
    "Simulation": "what_if.saving",
    "StandardCoal": "energy.standard_coal",
    "Step": "what_if.saving",
}
"""The formula of each kind of result."""


@pytest.fixture(params=TRACES.values(), ids=list(TRACES))
def trace(request: pytest.FixtureRequest) -> Trace:
    found = request.param
    assert isinstance(found, Trace)
    return found


def test_recomputing_gives_the_same_value_at_every_step(trace: Trace) -> None:
    for step in trace.walk():
        assert recompute(step) == step.value


def test_json_gives_the_same_trace_again(trace: Trace) -> None:
    stored = from_json(to_json(trace))
    assert stored == trace
    assert recompute(stored) == trace.value


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_the_text_names_every_formula_and_source(trace: Trace, lang: str) -> None:
    text = render_text(trace, lang)
    for step in trace.walk():
        assert step.expression in text
        assert step.source in text


def test_every_step_states_formula_and_source(trace: Trace) -> None:
    for step in trace.walk():
        assert step.expression
        assert step.source
        assert step.inputs


def test_a_changed_input_changes_what_is_recomputed() -> None:
    trace = ESTIMATE.trace
    activity, factor = trace.inputs
    assert activity.conversion is not None
    doubled = replace(activity, conversion=replace(activity.conversion, value=200))
    assert recompute(replace(trace, inputs=(doubled, factor))) == pytest.approx(2 * ESTIMATE.emission.value)


def test_the_text_shows_conversion_factor_interval_and_seed() -> None:
    text = render_text(ESTIMATE.trace, "en")
    assert "converted from 100 万t" in text
    assert "building_materials 0.1.0, clinker, ipcc-2006-v3, Section 2.2.1.2" in text
    assert "first-order propagation" in text
    assert "Monte Carlo, seed 1" in text
    assert "排放因子" in render_text(ESTIMATE.trace, "zh-CN")


def test_a_trace_of_an_unknown_or_changed_formula_is_refused() -> None:
    trace = ESTIMATE.trace
    with pytest.raises(TraceError, match="no formula"):
        recompute(replace(trace, formula="alchemy.gold"))
    with pytest.raises(TraceError, match="is now"):
        recompute(replace(trace, expression="E = A/EF"))
    with pytest.raises(TraceError, match="missing"):
        recompute(replace(trace, inputs=trace.inputs[:1]))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"formula": "x"}', "nonsense"])
def test_text_that_is_no_trace_is_refused(text: str) -> None:
    with pytest.raises(TraceError):
        from_json(text)


def test_every_formula_is_recomputed_here() -> None:
    # plugins that other tests load register theirs in the same process
    own = {key for key, formula in FORMULAS.items() if formula.compute.__module__.startswith("cpaudit.engine.")}
    assert {step.formula for trace in TRACES.values() for step in trace.walk()} == own


def test_every_kind_of_result_is_explained_here() -> None:
    kinds = {
        name
        for name in engine.__all__
        if isinstance(kind := getattr(engine, name), type)
        and kind is not engine.Input
        and (hasattr(kind, "trace") or "trace" in getattr(kind, "__annotations__", {}))
    }
    # a formula is none: it makes traces
    assert kinds - {"Formula"} == set(ROOTS)
    # each is explained where its value is known: None would be recomputed from any formula that gives up
    assert set(ROOTS.values()) <= {trace.formula for trace in TRACES.values() if trace.value is not None}
