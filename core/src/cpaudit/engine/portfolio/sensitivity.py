"""The tornado: each input is varied, the choice is made anew, and the value is read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from cpaudit.engine.portfolio.options import Measure, Objective, PortfolioOption
from cpaudit.engine.portfolio.problem import Problem
from cpaudit.engine.portfolio.programme import Solution
from cpaudit.engine.portfolio.result import Portfolio, Swing

MOST_INPUTS = 15

Solver = Callable[[Problem], Solution]


@dataclass(frozen=True, slots=True)
class _Variation:
    """One input between its ends."""

    option: int | None
    input: str
    base: float
    low: float
    high: float
    stated: bool
    reach: float

    def at(self, question: Problem, value: float) -> Problem:
        """The question with this input at *value*."""
        if self.option is not None:
            changed = _with(question.options[self.option], self.input, value)
            options = (*question.options[: self.option], changed, *question.options[self.option + 1 :])
            return question.changed(options=options)
        if self.input == "budget":
            return question.changed(budget=value)
        factor = value / self.base
        options = tuple(
            option
            if option.discount_rate is None
            else replace(option, discount_rate=min(1.0, option.discount_rate * factor))
            for option in question.options
        )
        return question.changed(options=options)


def swings(found: Portfolio, solver: Solver, *, spread: float, most: int) -> tuple[Swing, ...]:
    """The bars of the tornado, widest first.

    An input is varied between the ends of its own range where it has one around its value, else by *spread* of it
    either way. The inputs are those of the objective and what the budget pays; those are taken that move the value most
    when the choice is held, options that are not chosen by what they would add. What the whole choice shares, budget
    and discount rate, is varied as well.
    """
    variations = sorted(_variations(found, spread), key=lambda each: -each.reach)[: max(0, most)]
    bars = [_swing(found, solver, variation) for variation in variations]
    return tuple(sorted(bars, key=lambda bar: (-bar.span, bar.option or "", bar.input)))


def _swing(found: Portfolio, solver: Solver, variation: _Variation) -> Swing:
    question, before = found.problem, set(found.chosen)
    ends = [solver(variation.at(question, value)) for value in (variation.low, variation.high)]
    leaves: dict[str, None] = {}
    enters: dict[str, None] = {}
    for end in ends:
        if end.choice is None:
            continue
        after = {option.name for option, taken in zip(question.options, end.choice, strict=True) if taken}
        leaves |= dict.fromkeys(sorted(before - after))
        enters |= dict.fromkeys(sorted(after - before))
    low, high = (None if end.choice is None else end.value for end in ends)
    return Swing(
        None if variation.option is None else question.options[variation.option].name,
        variation.input,
        variation.base,
        variation.low,
        variation.high,
        variation.stated,
        low,
        high,
        tuple(leaves),
        tuple(enters),
    )


def _variations(found: Portfolio, spread: float) -> Iterator[_Variation]:
    question, worth = found.problem, found.shadow_value or 0.0
    if question.budget:
        reach = abs(worth) * 2 * spread * question.budget
        yield _Variation(None, "budget", question.budget, *_around(question.budget, spread), False, reach)
    rate = max((option.discount_rate or 0 for option in question.options if option.appraisal is not None), default=0)
    if question.measure.objective is Objective.NPV and rate > 0:
        # it moves every option at once: always shown
        yield _Variation(None, "discount_rate", rate, *_around(rate, spread), False, float("inf"))
    for place, option in enumerate(question.options):
        if place in question.unavailable:
            continue
        for name, base in _inputs(option, question.measure):
            low, high, stated = _ends(option, name, base, spread)
            # nothing takes away more than there is
            high = min(high, question.streams.get(option.stream or "", {}).get(name, high))
            reach = abs(_own(option, name, high, question.measure) - _own(option, name, low, question.measure))
            if name == "investment":
                reach += worth * (high - low)
            if high > low:
                yield _Variation(place, name, base, low, high, stated, reach)


def _inputs(option: PortfolioOption, measure: Measure) -> Iterator[tuple[str, float]]:
    """What the option brings of the measure depends on, and what it costs."""
    if option.investment:
        yield "investment", option.investment
    if measure.subject is not None:
        reduction = option.value(measure)
        if reduction:
            yield measure.subject, reduction
    elif measure.objective is Objective.NPV and option.npv is not None:
        yield "npv", option.npv
    elif option.annual_saving:
        yield "annual_saving", option.annual_saving


def _ends(option: PortfolioOption, name: str, base: float, spread: float) -> tuple[float, float, bool]:
    """Between what an input is varied, and whether the option says so."""
    low, high = option.ranges.get(name, (None, None))
    if low is not None and high is not None and low <= base <= high and low < high:
        return low, high, True
    return *_around(base, spread), False


def _around(base: float, spread: float) -> tuple[float, float]:
    ends = (base * (1 - spread), base * (1 + spread))
    return min(ends), max(ends)


def _with(option: PortfolioOption, name: str, value: float) -> PortfolioOption:
    if name == "investment":
        dearer = replace(option, investment=value, subsidy=min(option.subsidy, value))
        if option.npv is None:
            return dearer
        return replace(dearer, npv=option.npv - ((dearer.cost or 0) - (option.cost or 0)))
    if name in ("annual_saving", "npv"):
        return replace(option, **{name: value})  # type: ignore[arg-type]
    return replace(option, reductions={**(option.reductions or {}), name: value})


def _own(option: PortfolioOption, name: str, value: float, measure: Measure) -> float:
    return _with(option, name, value).value(measure) or 0.0
