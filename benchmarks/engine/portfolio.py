"""The best of five hundred options within a budget."""

from __future__ import annotations

import numpy as np
from benchmarks.bar import Bar
from benchmarks.engine.case import Case, CaseResult, Contender, Scale
from benchmarks.engine.turns import take_turns, timed
from benchmarks.machine import versions_of
from scipy import optimize, sparse

from cpaudit.engine import Portfolio, PortfolioOption, PortfolioState, select_portfolio

SEED = 20260103
SECONDS = 10.0
ROUNDS = 3
"""A choice takes seconds, and the bar is wide: more rounds tell nothing."""
HOW = (
    "Options (all illustrative) with requirements and exclusions, investments from a thousand to two millions, a "
    "budget that pays for a quarter of them, net present value as the objective; in one question each acts apart, "
    "in the other three of them share a stream on average. What shared streams save is no linear function of the "
    "choice, so that only the first question can be put to the bare solver, which gets it as a matrix and gives "
    "no reasons, totals or bounds."
)


def run(scale: Scale) -> CaseResult:
    """Measure the case."""
    count = scale.size(500, 40)
    apart, shared = options_of(count, streams=0), options_of(count, streams=count // 3)
    budget = sum(option.investment or 0 for option in apart) / 4
    ours, bare = _ours(apart, budget), _bare(apart, budget)
    if not np.isclose(ours.value or 0.0, bare, rtol=1e-5):
        raise AssertionError(f"cpaudit finds {ours.value}, the bare solver {bare}")
    versions = versions_of("scipy")
    timings = take_turns(
        [
            Contender("apart", f"cpaudit, options apart ({versions})", timed(lambda: _ours(apart, budget))),
            Contender("bare", f"scipy.optimize.milp, options apart ({versions})", timed(lambda: _bare(apart, budget))),
            Contender("shared", f"cpaudit, shared streams ({versions})", timed(lambda: _ours(shared, budget))),
        ],
        min(ROUNDS, scale.rounds),
        "Portfolio",
    )
    found = _ours(shared, budget)
    bars = tuple(
        Bar(f"portfolio of {count} options, {title}: seconds", SECONDS, True, timings.contenders[key].median)
        for key, title in (("apart", "apart"), ("shared", "shared streams"))
    )
    figures = {
        "chosen of shared streams": f"{len(found.chosen)} of {count}",
        "gap": f"{found.gap or 0:.1e}",
        "relaxation above the value": f"{((found.bound or 0) / (found.value or 1) - 1):.2%}",
    }
    return CaseResult("portfolio", f"Choosing among {count} options", HOW, timings, bars, figures)


def options_of(count: int, *, streams: int) -> list[PortfolioOption]:
    """Options, the same in every run."""
    chance = np.random.default_rng(SEED)
    options = []
    for place in range(count):
        investment = round(float(10 ** chance.uniform(3, 6.3)))
        earlier = f"o{chance.integers(place)}" if place else ""
        options.append(
            PortfolioOption(
                name=f"o{place}",
                investment=investment,
                annual_saving=investment * float(chance.uniform(-0.1, 0.8)),
                years=int(chance.integers(4, 16)),
                tax_rate=0.25,
                discount_rate=0.08,
                reductions={"COD": float(chance.uniform(1, 30))},
                requires=(earlier,) if earlier and chance.random() < 0.1 else (),
                excludes=(f"o{chance.integers(place)}",) if place and chance.random() < 0.1 else (),
                stream=f"s{chance.integers(streams)}" if streams else None,
            )
        )
    return options


def _ours(options: list[PortfolioOption], budget: float) -> Portfolio:
    found = select_portfolio(options, budget=budget, time_limit=120)
    if found.state is not PortfolioState.OPTIMAL:
        raise AssertionError(f"the choice is {found.state}")
    return found


def _bare(options: list[PortfolioOption], budget: float) -> float:
    """The value of the best choice, by the solver alone."""
    place = {option.name: position for position, option in enumerate(options)}
    # an option that excludes what it requires cannot be chosen; the rows below say so by themselves
    rows, bounds = [{position: option.investment or 0.0 for position, option in enumerate(options)}], [budget]
    for position, option in enumerate(options):
        rows += [{position: 1.0, place[other]: -1.0} for other in option.requires]
        bounds += [0.0] * len(option.requires)
        rows += [{position: 1.0, place[other]: 1.0} for other in option.excludes]
        bounds += [1.0] * len(option.excludes)
    matrix = sparse.lil_array((len(rows), len(options)))
    for number, row in enumerate(rows):
        for column, value in row.items():
            matrix[number, column] = value
    values = np.asarray([option.appraisal.npv if option.appraisal else 0.0 for option in options])
    answer = optimize.milp(
        -values,
        integrality=np.ones(len(options)),
        bounds=optimize.Bounds(0, 1),
        constraints=optimize.LinearConstraint(matrix.tocsr(), -np.inf, bounds),
        options={"mip_rel_gap": 5e-7},
    )
    return -float(answer.fun)


CASE = Case("portfolio", run)
