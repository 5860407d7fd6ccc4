"""Whatever a public function is given, it answers with a named error or an explicit state, never a wrong number."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable
from typing import Any

import pytest

from cpaudit import engine
from cpaudit.engine import (
    Factor,
    HeatingValue,
    LossCosts,
    Outcome,
    Portfolio,
    ProcessNetwork,
    Recycle,
    ReduceFlow,
    abatement_curve,
    annuity,
    appraise,
    appraise_many,
    close_balance,
    compare,
    compare_rounds,
    compatible,
    convert,
    effect,
    estimate,
    estimate_from_fuel,
    from_json,
    fuel_energy,
    interpolated_irr,
    inventory,
    irr,
    multiply,
    npv,
    panel_score,
    payback,
    plausibility,
    price_losses,
    quantity,
    quartiles,
    rank,
    rate,
    recompute,
    reconcile,
    representativeness,
    select_portfolio,
    simulate,
    standard_coal,
    tornado,
    warming_potentials,
)
from cpaudit.errors import CpauditError, InvalidInput

DUST = Factor(0.2, "kg", "t", "dust")
TONNE = quantity(1, "t")
COAL = HeatingValue(20.9, "GJ", "t", "raw_coal")
PER_ENERGY = Factor(94.6, "kg", "GJ", "CO2")
MILL = [("in", None, "mill"), ("out", "mill", None), ("dust", "mill", None)]
GROUND = {"in": quantity(3, "t"), "out": quantity(2, "t"), "dust": TONNE}
SYSTEM: dict[str, Any] = {
    "categories": {"energy": 1},
    "indicators": {"E": {"category": "energy", "weight": 1, "thresholds": (1, 2, 3)}},
}


def _losses(**given: Any) -> LossCosts:
    known: dict[str, Any] = {"products": ["out"], "prices": {"in": 1}, "energy": {}, "system": {}, "treatment": {}}
    network = given.pop("network", MILL)
    return price_losses(network, given.pop("flows", GROUND), **{**known, **given})


def _what_if(changes: Any, **given: Any) -> object:
    return simulate(given.pop("network", MILL), {"a": changes}, **{"flows": GROUND, **given})


def _choice(budget: Any = 10, **figures: Any) -> Portfolio:
    options = {"a": {"investment": 5, "npv": 1, **figures}, "b": {"investment": 1, "npv": 2}}
    return select_portfolio(options, budget=budget)


NUMBERS: dict[str, Callable[[Any], object]] = {
    "annuity investment": lambda bad: annuity(bad, 0.1, 5),
    "annuity rate": lambda bad: annuity(1, bad, 5),
    "annuity years": lambda bad: annuity(1, 0.1, bad),
    "appraise investment": lambda bad: appraise(bad, 1, years=5),
    "appraise saving": lambda bad: appraise(1, bad, years=5),
    "appraise years": lambda bad: appraise(1, 1, years=bad),
    "appraise tax": lambda bad: appraise(1, 1, years=5, tax_rate=bad),
    "close_balance input": lambda bad: close_balance([(bad, "t")], [TONNE]),
    "close_balance output": lambda bad: close_balance([TONNE], [(bad, "t")]),
    "close_balance accumulation": lambda bad: close_balance([TONNE], [TONNE], accumulation=(bad, "t")),
    "close_balance tolerance": lambda bad: close_balance([TONNE], [TONNE], tolerance=bad),
    "close_balance stated gap": lambda bad: close_balance([TONNE], [TONNE], stated_gap=bad),
    "compare": lambda bad: compare([bad]),
    "convert": lambda bad: convert((bad, "t"), "kg"),
    "effect planned": lambda bad: effect(Outcome(bad, 1), Outcome(1, 1)),
    "effect cost": lambda bad: effect(Outcome(1, 1), Outcome(1, bad)),
    "estimate activity": lambda bad: estimate((bad, "t"), DUST),
    "estimate_from_fuel amount": lambda bad: estimate_from_fuel((bad, "t"), COAL, PER_ENERGY),
    "fuel_energy amount": lambda bad: fuel_energy((bad, "t"), COAL),
    "fuel_energy heating value": lambda bad: fuel_energy(TONNE, HeatingValue(bad, "GJ", "t", "raw_coal")),
    "standard_coal amount": lambda bad: standard_coal([((bad, "t"), COAL)]),
    "panel_score": lambda bad: panel_score({"a": bad}),
    "representativeness": lambda bad: representativeness({"COD": quantity(bad, "t/a")}, {"COD": quantity(9, "t/a")}),
    "Factor": lambda bad: Factor(bad, "kg", "t", "dust"),
    "Factor range": lambda bad: Factor(1, "kg", "t", "dust", lower=bad, upper=2),
    "interpolated_irr": lambda bad: interpolated_irr([-1, bad]),
    "inventory activity": lambda bad: inventory([((bad, "t"), DUST)]),
    "inventory seed": lambda bad: inventory([(TONNE, DUST)], seed=bad),
    "inventory draws": lambda bad: inventory([(TONNE, DUST)], draws=bad),
    "irr": lambda bad: irr([-1, bad]),
    "multiply": lambda bad: multiply((bad, "mg/L"), (1, "m3"), unit="kg"),
    "npv rate": lambda bad: npv(bad, [-1, 1]),
    "npv flow": lambda bad: npv(0.1, [-1, bad]),
    "payback": lambda bad: payback(bad, 1),
    "plausibility allowance": lambda bad: plausibility(DUST, [DUST], allowance=bad),
    "quantity": lambda bad: quantity(bad, "t"),
    "quantity interval": lambda bad: quantity(1, "t", upper=bad),
    "quartiles": lambda bad: quartiles([1, bad, 2]),
    "appraise_many investment": lambda bad: appraise_many([bad, bad], 1, years=5),
    "appraise_many saving": lambda bad: appraise_many(1, [bad], years=5),
    "appraise_many rate": lambda bad: appraise_many([1, 1], 1, years=5, discount_rate=[bad, bad]),
    "compare_rounds": lambda bad: compare_rounds({"a": bad}, {"a": 1}),
    "price_losses flow": lambda bad: _losses(flows={"in": (bad, "t")}),
    "price_losses price": lambda bad: _losses(prices={"in": bad}),
    "price_losses energy": lambda bad: _losses(energy={"mill": bad}),
    "price_losses treatment": lambda bad: _losses(treatment={"dust": bad}),
    "rate value": lambda bad: rate(SYSTEM, {"E": (bad, "1")}),
    "rate output": lambda bad: rate(_by_product(), {"E": 1, "F": 1}, outputs={"p": bad, "q": 1}),
    "reconcile flow": lambda bad: reconcile(MILL, {"in": (bad, 1)}),
    "reconcile deviation": lambda bad: reconcile(MILL, {"in": (1, bad)}),
    "select_portfolio budget": lambda bad: _choice(bad),
    "select_portfolio investment": lambda bad: _choice(investment=bad),
    "select_portfolio npv": lambda bad: _choice(npv=bad),
    "select_portfolio reduction": lambda bad: _choice(reductions={"COD": bad}),
    "simulate flow": lambda bad: _what_if(ReduceFlow("dust", 0.5), flows={**GROUND, "dust": (bad, "t")}),
    "simulate fraction": lambda bad: _what_if(ReduceFlow("dust", bad)),
    "simulate recycled": lambda bad: _what_if(Recycle("dust", "mill", bad)),
    "simulate price": lambda bad: _what_if(ReduceFlow("dust", 0.5), prices={"in": (bad, "CNY/t")}),
    "abatement_curve reduction": lambda bad: abatement_curve([{"investment": 1, "reductions": {"COD": bad}}]),
    "abatement_curve rate": lambda bad: abatement_curve([{"investment": 1, "reductions": {"COD": 1}}], rate=bad),
    "tornado spread": lambda bad: tornado(_choice(), spread=bad),
    "rank weight": lambda bad: rank({"waste": bad}, {"a": {"waste": 1}}),
    "rank score": lambda bad: rank({"waste": 1}, {"a": {"waste": bad}}),
}

NOT_NUMBERS = {"NaN": math.nan, "infinite": math.inf, "minus infinite": -math.inf, "text": "3", "truth value": True}


@pytest.mark.parametrize("bad", NOT_NUMBERS.values(), ids=list(NOT_NUMBERS))
@pytest.mark.parametrize("call", NUMBERS.values(), ids=list(NUMBERS))
def test_what_is_no_finite_number_is_refused_everywhere(call: Callable[[Any], object], bad: object) -> None:
    with pytest.raises(InvalidInput) as caught:
        call(bad)
    assert caught.value.message


NEGATIVE = (
    *("annuity years", "appraise investment", "appraise years", "appraise tax"),
    *("close_balance input", "close_balance output", "close_balance tolerance", "effect planned", "effect cost"),
    *("estimate_from_fuel amount", "fuel_energy amount", "standard_coal amount", "panel_score", "representativeness"),
    *("estimate activity", "Factor", "inventory activity", "inventory seed", "inventory draws", "payback"),
    *("plausibility allowance", "rank weight", "rank score", "appraise_many investment", "appraise_many rate"),
    *("price_losses flow", "price_losses price", "price_losses energy", "price_losses treatment", "rate output"),
    *("reconcile deviation", "select_portfolio budget", "select_portfolio investment", "simulate flow"),
    *("simulate fraction", "simulate recycled", "abatement_curve rate", "tornado spread"),
)


@pytest.mark.parametrize("name", NEGATIVE)
def test_what_cannot_be_negative_is_refused_when_it_is(name: str) -> None:
    with pytest.raises(InvalidInput):
        NUMBERS[name](-1.0 if "seed" not in name and "draws" not in name else -1)


def _by_product() -> dict[str, Any]:
    of = {"category": "energy", "weight": 1, "group": "g", "thresholds": (1, 2, 3)}
    return {"categories": {"energy": 1}, "indicators": {"E": {**of, "product": "p"}, "F": {**of, "product": "q"}}}


SHAPES: dict[str, Callable[[], object]] = {
    "compare nothing": lambda: compare([]),
    "close nothing": lambda: close_balance([], []),
    "close plain numbers": lambda: close_balance([1], [1]),  # type: ignore[list-item]
    "close what is unknown": lambda: close_balance([None], [None]),
    "close mass with volume": lambda: close_balance([TONNE], [quantity(1, "m3")]),
    "close without unit": lambda: close_balance([(1, "")], [TONNE]),
    "state a gap of another measure": lambda: close_balance([TONNE], [TONNE], stated_gap=(1, "m3")),
    "convert to nothing": lambda: convert(TONNE, ""),
    "convert a plain number": lambda: convert(3, "t"),  # type: ignore[arg-type]
    "compare units that do not exist": lambda: compatible("t", "stone"),
    "estimate a plain number": lambda: estimate(3, DUST),  # type: ignore[arg-type]
    "estimate without factor": lambda: estimate(TONNE, None),  # type: ignore[arg-type]
    "estimate with an unknown set": lambda: estimate(TONNE, DUST, gwp="AR99"),
    "estimate from fuel per mass": lambda: estimate_from_fuel(TONNE, COAL, DUST),
    "energy of what is no amount of it": lambda: fuel_energy(quantity(1, "m3"), COAL),
    "energy of another fuel": lambda: fuel_energy(quantity(1, "t{diesel_oil}"), COAL),
    "energy without heating value": lambda: fuel_energy(TONNE, None),  # type: ignore[arg-type]
    "standard coal of nothing": lambda: standard_coal([]),
    "standard coal of single amounts": lambda: standard_coal([TONNE]),  # type: ignore[list-item]
    "standard coal of a number": lambda: standard_coal(5),  # type: ignore[arg-type]
    "scores without assessors": lambda: panel_score([5]),  # type: ignore[arg-type]
    "a profile in other units": lambda: representativeness({"COD": quantity(1, "t/a")}, {"COD": quantity(9, "m3/a")}),
    "a profile that is none": lambda: representativeness(5, {}),  # type: ignore[arg-type]
    "inventory of nothing": lambda: inventory([]),
    "inventory of single amounts": lambda: inventory([TONNE]),  # type: ignore[list-item]
    "inventory too large to draw": lambda: inventory([(TONNE, DUST)], seed=1, draws=10**12),
    "multiply to another measure": lambda: multiply(TONNE, unit="m3"),
    "multiply out of range": lambda: multiply((1e50, "t"), (1e50, "1"), unit="t"),
    "appraise_many columns of two lengths": lambda: appraise_many([1, 2], [1, 2, 3], years=5),
    "compare_rounds of nothing": lambda: compare_rounds({}, {}),
    "compare_rounds of mass and volume": lambda: compare_rounds({"a": TONNE}, {"a": quantity(1, "m3")}),
    "price_losses of an empty network": lambda: _losses(network=[]),
    "price_losses of a network with a lone unit": lambda: _losses(
        network=ProcessNetwork.of(MILL, units=["mill", "alone"])
    ),
    "price_losses of a stream that is not there": lambda: _losses(prices={"steam": 1}),
    "price_losses in two currencies": lambda: _losses(prices={"in": (1, "CNY/t")}, treatment={"dust": (1, "EUR/t")}),
    "rate in nothing": lambda: rate({}, {}),
    "rate by no indicators": lambda: rate({"categories": {"energy": 1}, "indicators": {}}, {}),
    "rate what the system does not ask": lambda: rate(SYSTEM, {"X": 1}),
    "rate in another unit": lambda: rate(SYSTEM, {"E": TONNE}),
    "reconcile an empty network": lambda: reconcile([], {"in": (1, 1)}),
    "reconcile a network whose streams have no ends": lambda: reconcile({"in": "ab"}, {}),  # type: ignore[dict-item]
    "estimate with fields that a factor does not have": lambda: estimate(TONNE, {"value": 1, "per": "t"}),
    "estimate with a factor that lacks its unit": lambda: estimate(TONNE, {"value": 1}),
    "effect of one number": lambda: effect(1, 1),  # type: ignore[arg-type]
    "effect of something else": lambda: effect({"gain": 1}, {"cost": 1}),
    "reconcile nothing measured": lambda: reconcile(MILL, {}),
    "reconcile an exact value": lambda: reconcile(MILL, {"in": 1}),  # type: ignore[dict-item]
    "reconcile a stream that is not there": lambda: reconcile(MILL, {"steam": (1, 1)}),
    "reconcile a negative mass": lambda: reconcile(MILL, {"in": quantity(-3, "t", lower=-4, upper=-2)}),
    "reconcile mass and volume": lambda: reconcile(
        MILL, {"in": quantity(1, "t", lower=0, upper=2), "out": quantity(1, "m3", lower=0, upper=2)}
    ),
    "reconcile a network with a lone unit": lambda: reconcile(
        ProcessNetwork.of(MILL, units=["mill", "alone"]), {"in": (1, 1)}
    ),
    "select_portfolio of nothing": lambda: select_portfolio([], budget=1),
    "select_portfolio for an unknown purpose": lambda: select_portfolio([{"npv": 1}], budget=1, objective=""),
    "select_portfolio of twins": lambda: select_portfolio([{"name": "a"}, {"name": "a"}], budget=1),
    "simulate an empty network": lambda: _what_if(ReduceFlow("dust", 0.5), network=[]),
    "simulate a stream that is not there": lambda: _what_if(ReduceFlow("steam", 0.5)),
    "simulate more than there is": lambda: _what_if(ReduceFlow("dust", amount=quantity(2, "t"))),
    "simulate a loop that keeps everything": lambda: _what_if(
        Recycle("out", "mill", 1), network=MILL[:2], flows={"in": TONNE, "out": TONNE}
    ),
    "abatement_curve of nothing": lambda: abatement_curve([]),
    "abatement_curve of what nobody reduces": lambda: abatement_curve([{"investment": 1, "npv": 1}], subject="COD"),
    "rank nobody": lambda: rank({"waste": 1}, {}),
    "rank without factors": lambda: rank({}, {"a": {}}),
    "discount nothing": lambda: npv(0.1, []),
    "return of nothing": lambda: irr([]),
    "interpolate nothing": lambda: interpolated_irr([]),
    "potentials without name": lambda: warming_potentials(None),  # type: ignore[arg-type]
    "a trace of nothing": lambda: from_json(""),
    "a trace without end": lambda: from_json("[" * 100_000),
}


@pytest.mark.parametrize("call", SHAPES.values(), ids=list(SHAPES))
def test_what_has_the_wrong_shape_is_a_named_error(call: Callable[[], object]) -> None:
    with pytest.raises(CpauditError) as caught:
        call()
    assert caught.value.code
    assert caught.value.message


LOOP = [*MILL, ("back", "mill", "sieve"), ("again", "sieve", "mill")]
STATES: dict[str, tuple[Callable[[], object], str]] = {
    "a balance with a stream that is not measured": (lambda: close_balance([TONNE, None], [TONNE]).state, "INCOMPLETE"),
    "a rating with nothing graded": (lambda: rate(SYSTEM, {}).state, "INCOMPLETE"),
    "a rating of what does not apply": (lambda: rate(SYSTEM, {"E": "N/A"}).state, "NOT_APPLICABLE"),
    "a budget below what has to be chosen": (
        lambda: select_portfolio([{"name": "a", "investment": 5, "npv": 1}], budget=4, mandatory=["a"]).state,
        "INFEASIBLE",
    ),
    "measurements that nothing checks": (lambda: reconcile(MILL, {"in": (3, 1)}).state, "NO_REDUNDANCY"),
    "a loop of which nothing is measured": (
        lambda: reconcile(LOOP, {"in": (3, 0.1), "out": (2, 0.1), "dust": (1, 0.1)}).state,
        "CONSISTENT",
    ),
    "a flow in a loop that nobody knows": (
        lambda: str(reconcile(LOOP, {"in": (3, 0.1), "out": (2, 0.1)}).streams[3].adjusted),
        "None",
    ),
    "losses of which a price is missing": (lambda: _losses(prices={}).state, "INCOMPLETE"),
    "a simulation of what is not measured": (
        lambda: simulate(MILL, {"a": ReduceFlow("dust", 0.5)}, flows={}).state,
        "INCOMPLETE",
    ),
    "an activity of zero": (lambda: estimate((0, "t"), DUST).state, "NO_ACTIVITY"),
}


@pytest.mark.parametrize(("call", "state"), STATES.values(), ids=list(STATES))
def test_what_cannot_be_known_is_a_state(call: Callable[[], object], state: str) -> None:
    assert call() == state


def test_every_public_function_is_among_these() -> None:
    # these take nothing but objects that check themselves, or any text at all
    safe = {"is_unit", "render_text", "to_json", recompute.__name__}
    functions = {name for name in engine.__all__ if inspect.isfunction(getattr(engine, name))} - safe
    tested = " ".join(
        inspect.getsource(call) for call in (*NUMBERS.values(), *SHAPES.values(), _losses, _what_if, _choice)
    )
    assert {name for name in functions if f"{name}(" not in tested} == set()
