"""What the figures of an option say: its economics, its simple payback, its effectiveness, its rank among others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from cpaudit import engine
from cpaudit.engine import Appraisal, Effect, Outcome, Quantity, Ranking
from cpaudit.engine.findings import verdict
from cpaudit.phases import CostClass

NEEDED = ("investment", "annual_saving", "life_years", "tax_rate", "discount_rate")
"""Without one of these an option has no economics; no subsidy is none, no benchmark rate leaves the IRR unjudged."""


class Figures(Protocol):
    """What the economics of an option are worked out from; :class:`cpaudit.options.models.Option` is one."""

    @property
    def cost_class(self) -> CostClass: ...
    @property
    def investment(self) -> Decimal | None: ...
    @property
    def subsidy(self) -> Decimal | None: ...
    @property
    def annual_saving(self) -> Decimal | None: ...
    @property
    def life_years(self) -> int | None: ...
    @property
    def tax_rate(self) -> float | None: ...
    @property
    def discount_rate(self) -> float | None: ...
    @property
    def benchmark_rate(self) -> float | None: ...


@dataclass(frozen=True, slots=True)
class OptionFigures:
    """The figures of an option without the option."""

    cost_class: CostClass
    investment: Decimal | None
    subsidy: Decimal | None
    annual_saving: Decimal | None
    life_years: int | None
    tax_rate: float | None
    discount_rate: float | None
    benchmark_rate: float | None


class Planned(Protocol):
    """The effect of an option on one subject, planned and measured."""

    @property
    def subject(self) -> str: ...
    @property
    def planned(self) -> Quantity: ...
    @property
    def actual(self) -> Quantity | None: ...


class Scored(Protocol):
    """An option with its scores R by factor."""

    @property
    def code(self) -> str: ...
    @property
    def scores(self) -> dict[str, float]: ...


class Weighed(Protocol):
    """A screening factor with its weight W."""

    @property
    def code(self) -> str: ...
    @property
    def weight(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Effectiveness:
    """Whether an option did what was planned, at the cost that was planned.

    Attributes:
        parts: what was planned, the subject of an effect or None for the yearly saving, held against what came.
        effective: whether every part is effective; None where one cannot be judged and none fails.
    """

    parts: tuple[tuple[str | None, Effect], ...]

    @property
    def effective(self) -> bool | None:
        return verdict(part.effective for _, part in self.parts)


def missing_for_economics(option: Figures) -> tuple[str, ...]:
    """Columns of :data:`NEEDED` that are not known."""
    return tuple(name for name in NEEDED if getattr(option, name) is None)


def economics_of(option: Figures) -> Appraisal | None:
    """The economics of an option after the handbook, in its currency; None while :data:`NEEDED` is not complete.

    The flows are counted over the life of the option.
    """
    if (
        option.investment is None
        or option.annual_saving is None
        or option.life_years is None
        or option.tax_rate is None
        or option.discount_rate is None
    ):
        return None
    return engine.appraise(
        float(option.investment),
        float(option.annual_saving),
        years=option.life_years,
        tax_rate=option.tax_rate,
        discount_rate=option.discount_rate,
        subsidy=float(option.subsidy or 0),
        benchmark_rate=option.benchmark_rate,
        cost_class=option.cost_class,
    )


def payback_months(option: Figures) -> float | None:
    """Simple payback, (investment − subsidy)/annual saving × 12, before tax: 0 is immediate.

    None where a figure is not known or nothing is saved. Source: El-Haggar, Sustainable Industrial Design
    and Waste Management (2007), Tables 2.17 and 2.32.
    """
    if option.investment is None or option.annual_saving is None:
        return None
    years = engine.payback(float(option.investment - (option.subsidy or 0)), float(option.annual_saving))
    return None if years is None else years * 12


def effectiveness_of(
    effects: Iterable[Planned],
    *,
    investment: Decimal | None,
    actual_cost: Decimal | None,
    annual_saving: Decimal | None,
    actual_saving: Decimal | None,
) -> Effectiveness | None:
    """Hold every planned effect, and the planned saving, against what came; None where nothing was planned."""
    planned_cost, cost = _number(investment), _number(actual_cost)
    parts: list[tuple[str | None, Effect]] = [
        (each.subject, engine.effect(Outcome(each.planned, planned_cost), Outcome(each.actual, cost)))
        for each in effects
    ]
    # An option that costs money every year was not planned to save any.
    if annual_saving is not None and annual_saving > 0:
        planned, actual = Outcome(float(annual_saving), planned_cost), Outcome(_number(actual_saving), cost)
        parts.append((None, engine.effect(planned, actual)))
    return Effectiveness(tuple(parts)) if parts else None


def screening_ranking(factors: Sequence[Weighed], options: Sequence[Scored]) -> Ranking | None:
    """The options of one audit by Σ W·R, as far as they are scored by every factor; None where none is.

    The candidates of the ranking are the options' codes.
    """
    weights = {factor.code: factor.weight for factor in factors}
    scores = {
        option.code: {factor: option.scores[factor] for factor in weights}
        for option in options
        if weights.keys() <= option.scores.keys()
    }
    return engine.rank(weights, scores) if weights and scores else None


def unscored(factors: Sequence[Weighed], options: Sequence[Scored]) -> tuple[str, ...]:
    """Codes of the options that a factor does not score yet, and which are therefore not ranked."""
    wanted = {factor.code for factor in factors}
    return tuple(option.code for option in options if not wanted <= option.scores.keys())


def _number(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)
