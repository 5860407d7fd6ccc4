"""Every result explains itself, and can be computed again from its explanation alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cpaudit.engine import (
    Distribution,
    Factor,
    FactorReference,
    Outcome,
    ProcessNetwork,
    Trace,
    TraceError,
    appraise,
    close_balance,
    compare,
    effect,
    estimate,
    from_json,
    inventory,
    quantity,
    rank,
    recompute,
    reconcile,
    render_text,
    to_json,
)

REFERENCE = FactorReference("building_materials", "0.1.0", "clinker", "ipcc-2006-v3", "Section 2.2.1.2")
CLINKER = Factor(0.52, "t", "t", "CO2", "clinker", 0.50, 0.54, Distribution.NORMAL, REFERENCE)
METHANE = Factor(3, "g", "t", "CH4", "clinker")
FEASIBLE = appraise(150, 40, years=10, tax_rate=0.3, discount_rate=0.05, benchmark_rate=0.1)
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

TRACES = {
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
    "ranking": rank({"x": 0.1, "y": 7}, {"a": {"x": 3, "y": 1}, "b": {"x": 10, "y": 1}, "c": {"x": 3, "y": 1}}).trace,
    "effect": effect(Outcome(quantity(1, "t"), 5), Outcome(quantity(850, "kg"), 7)).trace,
    "reconciliation": RECONCILED.trace,
    "flow that was measured": RECONCILED.explain("out"),
    "flow that was not measured": RECONCILED.explain("paste"),
    "reconciliation without redundancy": reconcile(MAP, {"in": (1, 0.1)}).trace,
    "flow that is not observable": reconcile(MAP, {"in": (1, 0.1)}).explain("back"),
    "unknown effect": effect(Outcome(quantity(1, "t"), None), Outcome(None, 7)).trace,
}


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
