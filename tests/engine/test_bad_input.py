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
    Outcome,
    annuity,
    appraise,
    close_balance,
    compare,
    compatible,
    convert,
    effect,
    estimate,
    from_json,
    interpolated_irr,
    inventory,
    irr,
    multiply,
    npv,
    payback,
    plausibility,
    quantity,
    rank,
    recompute,
    warming_potentials,
)
from cpaudit.errors import CpauditError, InvalidInput

DUST = Factor(0.2, "kg", "t", "dust")
TONNE = quantity(1, "t")

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
    *("estimate activity", "Factor", "inventory activity", "inventory seed", "inventory draws", "payback"),
    *("plausibility allowance", "rank weight", "rank score"),
)


@pytest.mark.parametrize("name", NEGATIVE)
def test_what_cannot_be_negative_is_refused_when_it_is(name: str) -> None:
    with pytest.raises(InvalidInput):
        NUMBERS[name](-1.0 if "seed" not in name and "draws" not in name else -1)


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
    "inventory of nothing": lambda: inventory([]),
    "inventory of single amounts": lambda: inventory([TONNE]),  # type: ignore[list-item]
    "inventory too large to draw": lambda: inventory([(TONNE, DUST)], seed=1, draws=10**12),
    "multiply to another measure": lambda: multiply(TONNE, unit="m3"),
    "multiply out of range": lambda: multiply((1e50, "t"), (1e50, "1"), unit="t"),
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


def test_every_public_function_is_among_these() -> None:
    # these take nothing but objects that check themselves, or any text at all
    safe = {"is_unit", "render_text", "to_json", recompute.__name__}
    functions = {name for name in engine.__all__ if inspect.isfunction(getattr(engine, name))} - safe
    tested = " ".join([*(inspect.getsource(call) for call in (*NUMBERS.values(), *SHAPES.values()))])
    assert {name for name in functions if f"{name}(" not in tested} == set()
