"""Choosing options under a budget (方案组合优化)."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping
from dataclasses import replace

from cpaudit.engine.findings import Finding, finding
from cpaudit.engine.numbers import share
from cpaudit.engine.portfolio.explaining import left_out
from cpaudit.engine.portfolio.options import Measure, Objective, Options, read_options
from cpaudit.engine.portfolio.overlaps import Streams
from cpaudit.engine.portfolio.problem import Problem, problem
from cpaudit.engine.portfolio.programme import Choice, Solution, solve
from cpaudit.engine.portfolio.result import Portfolio, PortfolioState, Swing, total
from cpaudit.engine.portfolio.sensitivity import MOST_INPUTS, swings
from cpaudit.errors import InvalidInput

GAP = 1e-6
TIME_LIMIT = 10.0
SPREAD = 0.2


def select_portfolio(
    options: Options,
    *,
    budget: float | None,
    objective: Objective | str = Objective.NPV,
    subject: str | None = None,
    low_cost_first: bool = False,
    targets: Mapping[str, float] | None = None,
    mandatory: Iterable[str] = (),
    streams: Streams | None = None,
    spread: float | None = None,
    most_inputs: int = MOST_INPUTS,
    gap: float = GAP,
    time_limit: float = TIME_LIMIT,
) -> Portfolio:
    """The options that bring most within a budget.

    An option of which the investment or the value is not known cannot be chosen, and is listed with the reason.

    Args:
        options: objects of :class:`PortfolioOption`, or mappings with their fields.
        budget: for investments less subsidies; None for no limit.
        objective: ``NPV``, ``ANNUAL_SAVING``, or ``REDUCTION`` of ``subject``; also the name of the subject itself.
        low_cost_first: no- and low-cost options are chosen first, as if there were no others, and what is left of
            the budget goes to the others (先易后难). The value may be less than without, and then need not grow
            with the budget.
        targets: subject → the least reduction of it; an unknown reduction does not count towards it.
        mandatory: names of options that are taken in any case.
        streams: stream → subject → how much of it there is in a year; see :mod:`cpaudit.engine.portfolio.overlaps`.
        spread: the fraction by which each input is varied for the tornado, where it has no range of its own; None
            for no tornado.
        most_inputs: how many inputs are varied, those first that move the value most.
        gap: relative difference to the bound that is good enough.
        time_limit: seconds for the choice; each of the tornado's choices has as long at most.

    Raises:
        InvalidInput: a number is not finite or out of its range, or a name does not exist.
    """
    question = problem(
        read_options(options),
        budget=budget,
        objective=objective,
        subject=subject,
        low_cost_first=low_cost_first,
        targets=targets,
        mandatory=mandatory,
        streams=streams,
        gap=gap,
        time_limit=time_limit,
    )
    answer = _portfolio(question, best(question))
    return answer if spread is None else replace(answer, sensitivity=tornado(answer, spread=spread, most=most_inputs))


def tornado(portfolio: Portfolio, *, spread: float = SPREAD, most: int = MOST_INPUTS) -> tuple[Swing, ...]:
    """How the value and the choice answer to each input; see :mod:`cpaudit.engine.portfolio.sensitivity`.

    Args:
        spread: the fraction by which an input is varied that has no range of its own.
        most: how many inputs are varied, those first that move the value most.

    Raises:
        InvalidInput: the spread is not a fraction above zero.
    """
    if share(spread, "spread") == 0:
        raise InvalidInput("inputs are varied by nothing", path=("spread",), remedy="give a fraction, 0.2 for ±20 %")
    return () if portfolio.value is None else swings(portfolio, best, spread=spread, most=most)


def best(question: Problem, *, relaxed: bool = True) -> Solution:
    """The best choice; with low cost first, of what is left when those are chosen."""
    until = time.monotonic() + question.time_limit
    must = {question.position[name] for name in question.mandatory}
    if must & set(question.unavailable):
        return Solution(None, -math.inf, -math.inf, infeasible=True)
    complete = True
    if question.low_cost_first:
        cheap = {place for place, option in enumerate(question.options) if option.low_cost}
        rules = question.rules(least=must, among=cheap | must, targets=False)
        first = solve(
            question.wanted, rules, gap=question.gap, seconds=max(0.1, until - time.monotonic()), relaxed=False
        )
        if first.choice is None:
            return first
        complete = first.complete
        must |= {place for place, taken in enumerate(first.choice) if taken}
    rules = question.rules(least=must)
    found = solve(question.wanted, rules, gap=question.gap, seconds=max(0.1, until - time.monotonic()), relaxed=relaxed)
    return replace(found, complete=found.complete and complete)


def _portfolio(question: Problem, solution: Solution) -> Portfolio:
    choice = solution.choice
    if choice is None:
        state = PortfolioState.INFEASIBLE if solution.infeasible else PortfolioState.TIME_LIMIT
        nothing = (False,) * len(question.options)
        reasons = tuple(left_out(question, nothing, feasible=False))
        obstacles = tuple(_obstacles(question)) if solution.infeasible else ()
        slack = question.slack(nothing)
        return Portfolio(
            question, state, nothing, (), (), reasons, None, 0.0, slack, (), None, None, None, None, obstacles
        )
    value = question.wanted.together(choice)
    counted = question.wanted.counted(choice)
    return Portfolio(
        question,
        PortfolioState.OPTIMAL if solution.complete else PortfolioState.TIME_LIMIT,
        choice,
        tuple(option.name for option, taken in zip(question.options, choice, strict=True) if taken),
        tuple(each or 0.0 for each, taken in zip(counted, choice, strict=True) if taken),
        tuple(left_out(question, choice)),
        value,
        question.spent(choice),
        question.slack(choice),
        tuple(total(question, measure, choice) for measure in _measures(question)),
        solution.relaxation,
        solution.best_bound,
        (solution.best_bound - value) / abs(value) if value else None,
        solution.shadow_value,
        tuple(_findings(question, choice)),
    )


def _measures(question: Problem) -> list[Measure]:
    money = [Measure(Objective.NPV), Measure(Objective.ANNUAL_SAVING)]
    return [*money, *(Measure(Objective.REDUCTION, subject) for subject in question.subjects)]


def _findings(question: Problem, choice: Choice) -> list[Finding]:
    found = []
    assumed = [group.stream for group in question.wanted.groups if group.assumed]
    if assumed:
        names = ", ".join(dict.fromkeys(assumed))
        found.append(
            finding(
                "STREAM_UNKNOWN",
                f"{names}：物流总量未知，按其中最大单项削减量计，合计效益取下限",
                f"{names}: how much is in the stream is not known; it is taken to hold what the largest of its options"
                " takes away, so that together they are not overstated",
            )
        )
    for measure in _measures(question):
        each = total(question, measure, choice)
        if each.unknown:
            found.append(
                finding(
                    "TOTAL_UNKNOWN",
                    f"{each.name} 的合计未知：{'、'.join(each.unknown)} 无数据",
                    f"the total of {each.name} is not known: {', '.join(each.unknown)}",
                )
            )
    return found


def _obstacles(question: Problem) -> list[Finding]:
    """What stands in the way of any choice."""
    missing = [name for name in sorted(question.mandatory) if question.position[name] in question.unavailable]
    if missing:
        return [
            finding(
                "MANDATORY_UNAVAILABLE",
                f"必选方案 {'、'.join(missing)} 不可选",
                f"mandatory options cannot be chosen: {', '.join(missing)}",
                passed=False,
            )
        ]
    found = []
    for subject, least in question.targets.items():
        alone = question.changed(
            measure=Measure(Objective.REDUCTION, subject), targets={}, low_cost_first=False, mandatory=frozenset()
        )
        most = best(alone, relaxed=False)
        if most.complete and most.value < least:
            found.append(
                finding(
                    "TARGET_OUT_OF_REACH",
                    f"{subject}：至多可削减 {most.value:g}，目标为 {least:g}",
                    f"{subject}: at most {most.value:g} can be reached within the budget, the target is {least:g}",
                    passed=False,
                )
            )
    if not found:
        found.append(
            finding(
                "RULES_CONFLICT",
                "预算、目标、必选方案与互斥要求不能同时满足",
                "budget, targets, mandatory options and exclusions cannot be met together",
                passed=False,
            )
        )
    return found
