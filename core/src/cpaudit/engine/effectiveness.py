"""Whether an option did what was planned, at the cost that was planned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from cpaudit.engine.findings import Finding, finding, verdict
from cpaudit.engine.numbers import InvalidNumber, finite
from cpaudit.engine.quantities import Quantity
from cpaudit.engine.trace import Arguments, Conversion, Formula, Input, Trace, formula
from cpaudit.engine.units import PURE_NUMBER, UnitError, parse, ratio
from cpaudit.errors import InvalidInput

LEAST_EFFECT = 0.8
GREATEST_COST = 1.2
# a value on the limit has to pass in every unit in which it can be written
_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an option saves and what it costs, planned or actual.

    Attributes:
        effect: saved or avoided; None where it was not measured.
        cost: spent; None where it is not known.

    A plain number is taken as a quantity without unit.
    """

    effect: Quantity | float | None
    cost: Quantity | float | None


@dataclass(frozen=True, slots=True)
class Effect:
    """Saved against planned.

    Attributes:
        planned: what was planned.
        actual: what came, in its own units.
        effect_ratio: actual effect/planned effect; None where it is not known.
        cost_ratio: actual cost/planned cost; None where it is not known or nothing was to be spent.
        effective: whether both criteria are met; None where one cannot be judged and none fails.
        reasons: each criterion.
    """

    planned: Outcome
    actual: Outcome
    effect_ratio: float | None
    cost_ratio: float | None
    effective: bool | None
    reasons: tuple[Finding, ...]

    @property
    def trace(self) -> Trace:
        """How ``effective`` came about."""
        planned_effect, actual_effect = _inputs(self.planned.effect, self.actual.effect)
        planned_cost, actual_cost = _inputs(self.planned.cost, self.actual.cost)
        return _EFFECTIVE.trace(
            self.effective,
            [
                _EFFECT_RATIO.trace(self.effect_ratio, [planned_effect, actual_effect]).as_input(),
                _WITHIN_COST.trace(self.reasons[1].passed, [planned_cost, actual_cost]).as_input(),
            ],
        )


GivenOutcome: TypeAlias = "Outcome | tuple[Quantity | float | None, Quantity | float | None] | Mapping[str, object]"
"""An outcome, effect and cost as a pair, or both by name."""


def effect(planned: GivenOutcome, actual: GivenOutcome) -> Effect:
    """Hold what came against what was planned: effective at ≥ 80 % of the effect and ≤ 120 % of the cost.

    Units may differ where they convert. Where no cost was planned, any cost is too much.

    Args:
        planned: an :class:`Outcome`, a pair of effect and cost, or a mapping with ``effect`` and ``cost``.
        actual: likewise.

    Raises:
        InvalidInput: one of them is no such thing.
        InvalidNumber: the planned effect is not above zero, or a cost is negative.
        UnitError: planned and actual do not measure the same thing.
    """
    planned, actual = _outcome(planned, "planned"), _outcome(actual, "actual")
    planned_effect, actual_effect = _numbers(planned.effect, actual.effect)
    planned_cost, actual_cost = _numbers(planned.cost, actual.cost)
    if planned_effect is not None and planned_effect <= 0:
        raise InvalidNumber("the planned effect is not above zero", path=("planned", "effect"))
    for name, cost in (("planned", planned_cost), ("actual", actual_cost)):
        if cost is not None and cost < 0:
            raise InvalidNumber(f"the {name} cost is negative", path=(name, "cost"))
    effect_ratio = _ratio(planned_effect, actual_effect)
    enough, cheap = _enough(effect_ratio), _within_cost(planned_cost, actual_cost)
    shown = "?" if effect_ratio is None else f"{effect_ratio:.1%}"
    reasons = (
        finding(
            "EFFECT", f"达到计划效果的 {shown}，应不低于 80%", f"{shown} of the planned effect, at least 80%", enough
        ),
        finding("COST", "费用不超过计划的 120%", "cost at most 120% of the planned", cheap),
    )
    return Effect(planned, actual, effect_ratio, _ratio(planned_cost, actual_cost), verdict((enough, cheap)), reasons)


def _outcome(given: GivenOutcome, name: str) -> Outcome:
    if isinstance(given, Outcome):
        return given
    if isinstance(given, Mapping) and given and not set(given) - {"effect", "cost"}:
        return Outcome(given.get("effect"), given.get("cost"))  # type: ignore[arg-type]
    if isinstance(given, tuple) and len(given) == 2:
        return Outcome(*given)
    raise InvalidInput(f"{given!r} is no outcome", path=(name,), remedy="give its effect and its cost")


def _quantity(value: Quantity | float) -> Quantity:
    if not isinstance(value, Quantity):
        return Quantity(value, PURE_NUMBER)
    if parse(value.unit).offset:
        raise UnitError(f"a temperature is no effect and no cost: {value}", value.unit)
    return value


def _numbers(planned: Quantity | float | None, actual: Quantity | float | None) -> tuple[float | None, float | None]:
    """Both as numbers in the planned unit."""
    if planned is None or actual is None:
        return (
            None if planned is None else _quantity(planned).value,
            None if actual is None else _quantity(actual).value,
        )
    wanted = _quantity(planned)
    given = _quantity(actual)
    return wanted.value, finite(given.value * ratio(given.unit, wanted.unit))


def _inputs(planned: Quantity | float | None, actual: Quantity | float | None) -> tuple[Input, Input]:
    in_plan, in_fact = _numbers(planned, actual)
    known = planned if planned is not None else actual
    unit = PURE_NUMBER if known is None else _quantity(known).unit
    if actual is None:
        return Input("planned", in_plan, unit), Input("actual", None, unit)
    given = _quantity(actual)
    conversion = Conversion(given.value, given.unit, ratio(given.unit, unit))
    return Input("planned", in_plan, unit), Input("actual", in_fact, unit, conversion=conversion)


def _ratio(planned: float | None, actual: float | None) -> float | None:
    return None if planned is None or actual is None or planned == 0 else actual / planned


def _enough(effect_ratio: float | None) -> bool | None:
    return None if effect_ratio is None else effect_ratio >= LEAST_EFFECT - _SLACK


def _within_cost(planned: float | None, actual: float | None) -> bool | None:
    if planned is None or actual is None:
        return None
    return actual <= planned * (GREATEST_COST + _SLACK)


def _effective(arguments: Arguments) -> bool | None:
    within = arguments.one("within cost")
    return verdict((_enough(arguments.maybe("effect ratio")), within if isinstance(within, bool) else None))


_METHOD = "cpaudit method, effect of options (方案实施效果)"
_EFFECT_RATIO: Formula = formula(
    "effect.ratio",
    "effect ratio",
    "效果实现率",
    "share of the planned effect",
    "effect ratio = actual/planned",
    _METHOD,
    lambda a: _ratio(a.maybe("planned"), a.maybe("actual")),
)
_WITHIN_COST = formula(
    "effect.within_cost",
    "within cost",
    "费用是否在计划内",
    "whether the cost kept to the plan",
    "actual ≤ 1.2·planned",
    _METHOD,
    lambda a: _within_cost(a.maybe("planned"), a.maybe("actual")),
)
_EFFECTIVE = formula(
    "effect.effective",
    "effective",
    "方案是否有效",
    "whether the option is effective",
    "effect ratio ≥ 0.8 and within cost",
    _METHOD,
    _effective,
)
