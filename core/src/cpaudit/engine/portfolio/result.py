"""What a portfolio says: chosen, left out and why, totals, bounds, and how its value came about."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cpaudit.engine.findings import Finding
from cpaudit.engine.portfolio.options import Measure, Objective
from cpaudit.engine.portfolio.overlaps import overlapped, taken
from cpaudit.engine.portfolio.problem import Problem, net_cost
from cpaudit.engine.portfolio.programme import Choice
from cpaudit.engine.trace import Arguments, Input, Trace, formula
from cpaudit.text import LocalizedText

METHOD = "cpaudit, engine.portfolio: options under a budget, streams shared by several options"


class PortfolioState(StrEnum):
    """What came of the search."""

    OPTIMAL = "OPTIMAL"
    """Nothing is worth more than the choice, within the gap."""
    TIME_LIMIT = "TIME_LIMIT"
    """The time ran out: the choice is the best that was found, the gap says how much better there may be."""
    INFEASIBLE = "INFEASIBLE"
    """No choice obeys the budget, the targets and the rules; the findings say what stands in the way."""


class LeftOutReason(StrEnum):
    """Why an option is not chosen."""

    UNKNOWN_INVESTMENT = "UNKNOWN_INVESTMENT"
    UNKNOWN_VALUE = "UNKNOWN_VALUE"
    REQUIREMENT_UNAVAILABLE = "REQUIREMENT_UNAVAILABLE"
    CONTRADICTORY = "CONTRADICTORY"
    EXCLUDED = "EXCLUDED"
    NO_GAIN = "NO_GAIN"
    OVERLAPPED = "OVERLAPPED"
    OVER_BUDGET = "OVER_BUDGET"
    BUDGET_SPENT = "BUDGET_SPENT"
    REQUIREMENT_NOT_CHOSEN = "REQUIREMENT_NOT_CHOSEN"
    NOT_SETTLED = "NOT_SETTLED"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An option that is not chosen, and why.

    Attributes:
        option: its name.
        reason: stable identifier.
        message: one sentence for each language.
        other: the option that is the reason, where one is.
    """

    option: str
    reason: LeftOutReason
    message: LocalizedText
    other: str | None = None


@dataclass(frozen=True, slots=True)
class PortfolioTotal:
    """What the chosen options bring together of one measure, overlaps counted once.

    Attributes:
        name: ``npv``, ``annual_saving`` or the subject.
        value: None where it is not known of some chosen option.
        known: of those of which it is known.
        unknown: the others.
        alone: the sum of what they would bring each alone.
    """

    name: str
    value: float | None
    known: float
    unknown: tuple[str, ...]
    alone: float


@dataclass(frozen=True, slots=True)
class Swing:
    """How the result answers to one input (one bar of the tornado).

    Attributes:
        option: whose input it is; None for the budget and for the discount rate of all.
        input: its name.
        base, low, high: what it is, and between what it was varied.
        stated: whether the ends are the option's own range, and not a fraction of the base.
        value_low, value_high: the best value at either end, the choice made anew; None where nothing is feasible.
        leaves: options that are no longer chosen at some end.
        enters: options that are chosen at some end and were not before.
    """

    option: str | None
    input: str
    base: float
    low: float
    high: float
    stated: bool
    value_low: float | None
    value_high: float | None
    leaves: tuple[str, ...]
    enters: tuple[str, ...]

    @property
    def changes_choice(self) -> bool:
        """Whether other options are chosen at some end."""
        return bool(self.leaves or self.enters)

    @property
    def span(self) -> float:
        """How far the value moves between the ends; infinite where one end is not feasible."""
        if self.value_low is None or self.value_high is None:
            return math.inf
        return abs(self.value_high - self.value_low)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The options that bring most within a budget. Money is in the currency of the caller; nothing is rounded.

    Attributes:
        problem: the question, with all its options.
        state: what came of the search.
        choice: for each option whether it is chosen.
        chosen: names of the chosen options, in the order in which they were given.
        counted: what each of them counts for in ``value``, overlaps counted once.
        left_out: the others, each with its reason.
        value: what the chosen options bring together, computed exactly; None where the question is infeasible.
        spent: investments less subsidies.
        slack: what is left of the budget; None without a limit.
        totals: NPV, yearly saving, and the reduction of each subject.
        bound: what no choice exceeds even in fractions: the value of the relaxation.
        best_bound: what no choice of whole options exceeds.
        gap: (best bound − value)/|value|.
        shadow_value: what another unit of budget is worth to the relaxation.
        findings: what to know: assumptions, what is unknown, what makes it infeasible.
        sensitivity: the tornado, widest bar first; empty where it was not asked for.
    """

    problem: Problem
    state: PortfolioState
    choice: Choice
    chosen: tuple[str, ...]
    counted: tuple[float, ...]
    left_out: tuple[LeftOut, ...]
    value: float | None
    spent: float
    slack: float | None
    totals: tuple[PortfolioTotal, ...]
    bound: float | None
    best_bound: float | None
    gap: float | None
    shadow_value: float | None
    findings: tuple[Finding, ...]
    sensitivity: tuple[Swing, ...] = ()

    @property
    def budget(self) -> float | None:
        """What may be spent; None without a limit."""
        return self.problem.budget

    @property
    def objective(self) -> Objective:
        """What was made as large as it can be."""
        return self.problem.measure.objective

    @property
    def subject(self) -> str | None:
        """Of which the reduction is the objective."""
        return self.problem.measure.subject

    @property
    def reasons(self) -> Mapping[str, LeftOutReason]:
        """Option → why it is left out."""
        return {each.option: each.reason for each in self.left_out}

    @property
    def trace(self) -> Trace:
        """How ``value`` came about; that no other choice has more is said by ``best_bound``."""
        if self.value is None:
            return _VALUE.trace(None, [Input("budget", self.budget), Input("feasible", False)])
        return _VALUE.trace(self.value, [Input("budget", self.budget), *_parts(self.problem, self.choice)])

    @property
    def spent_trace(self) -> Trace:
        """How ``spent`` came about."""
        chosen = [option for option, taken in zip(self.problem.options, self.choice, strict=True) if taken]
        inputs = [Input("investment", option.investment, label=option.name) for option in chosen]
        inputs += [Input("subsidies", option.subsidy, label=option.name) for option in chosen]
        return _SPENT.trace(self.spent, [Input("budget", self.budget), *inputs])


def total(problem: Problem, measure: Measure, choice: Choice) -> PortfolioTotal:
    """What a choice brings of a measure."""
    brought = problem.brought(measure)
    named = [(problem.options[place].name, brought.alone[place]) for place, taken in enumerate(choice) if taken]
    unknown = tuple(name for name, value in named if value is None)
    known = brought.together(choice)
    alone = math.fsum(value for _, value in named if value is not None)
    return PortfolioTotal(measure.name, None if unknown else known, known, unknown, alone)


def _parts(problem: Problem, choice: Choice) -> list[Input]:
    wanted = problem.wanted
    shared = {member: group for group in wanted.groups for member in group.members}
    inputs = []
    for place, option in enumerate(problem.options):
        if not choice[place]:
            continue
        if place in shared:
            inputs.append(Input("V", wanted.fixed[place], label=option.name))
        else:
            traced = _alone(problem, place)
            inputs.append(Input("V", wanted.fixed[place], label=option.name, trace=traced))
    for group in wanted.groups:
        values, shares = taken(group, choice)
        names = [problem.options[member].name for member in group.members if choice[member]]
        if not names:
            continue
        pairs = []
        for name, value, share in zip(names, values, shares, strict=True):
            pairs.append(Input("v", value, label=name, trace=_worth(problem, problem.position[name], value)))
            pairs.append(Input("f", share, label=name))
        inputs.append(_OVERLAP.trace(overlapped(values, shares), pairs).as_input(label=group.stream))
    return inputs


def _alone(problem: Problem, place: int) -> Trace | None:
    """How the NPV of an option came about, where it was computed."""
    appraisal = problem.options[place].appraisal
    if appraisal is None or problem.measure.objective is not Objective.NPV:
        return None
    return next(each.trace for each in appraisal.trace.inputs if each.symbol == "NPV")


def _worth(problem: Problem, place: int, value: float) -> Trace | None:
    """How the present worth of an option's flows came about, where its NPV was computed."""
    npv = _alone(problem, place)
    if npv is None:
        return None
    return _WORTH.trace(value, [npv.as_input(), Input("I", problem.options[place].cost)])


def _value(arguments: Arguments) -> float | None:
    if arguments.one("feasible") is False:
        return None
    return math.fsum([*arguments.numbers("V"), *arguments.numbers("W")])


_VALUE = formula(
    "portfolio.value",
    "Z",
    "方案组合的总效益",
    "value of the chosen options",
    "Z = Σ V + Σ W, Σ I ≤ budget",
    METHOD,
    _value,
)
_OVERLAP = formula(
    "portfolio.overlap",
    "W",
    "同一物流上各方案的合计效益",
    "what options on one stream bring together",
    "W = Σ_k v_k·Π_{j before k} (1 − f_j)",
    METHOD,
    lambda a: overlapped(a.numbers("v"), a.numbers("f")),
)
_WORTH = formula(
    "portfolio.worth",
    "v",
    "年现金流量现值",
    "present worth of the yearly flows",
    "v = NPV + I",
    METHOD,
    lambda a: a.number("NPV") + a.number("I"),
)
_SPENT = formula(
    "portfolio.spent",
    "spent",
    "投资总额",
    "money spent",
    "spent = Σ investment − Σ subsidies",
    METHOD,
    lambda a: float(net_cost(a.numbers("investment"), a.numbers("subsidies"))),
)
