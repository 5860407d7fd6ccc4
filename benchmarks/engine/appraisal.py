"""The economics of a hundred thousand options."""

from __future__ import annotations

import numpy as np
from benchmarks.bar import Bar
from benchmarks.engine import appraisal_floor as floor
from benchmarks.engine.case import Case, CaseResult, Contender, Scale
from benchmarks.engine.turns import take_turns, timed
from benchmarks.machine import versions_of

from cpaudit import engine
from cpaudit.engine import AppraisalTable

SEED = 20260102
BENCHMARK_RATE = 0.1
HOW = (
    "Options of which one in twenty needs no investment and one in twenty loses money every year (all "
    "illustrative), each with its life, tax and discount rate. Asked for: all columns of the handbook, from "
    "depreciation to NPV, NPVR, payback, the exact rate of return (to 1e-9) and the interpolated one, and whether "
    "each option is feasible. cpaudit checks every number; bare numpy is spared that, and finds the rates by "
    "Newton's steps over whole columns."
)


def run(scale: Scale) -> CaseResult:
    """Measure the case."""
    figures = options_of(scale.size(100_000, 2_000))
    _agree(_ours(figures), floor.appraised(figures, BENCHMARK_RATE))
    versions = versions_of("numpy")
    timings = take_turns(
        [
            Contender("cpaudit", f"cpaudit ({versions})", timed(lambda: _ours(figures))),
            Contender("floor", f"bare numpy ({versions})", timed(lambda: floor.appraised(figures, BENCHMARK_RATE))),
        ],
        scale.rounds,
        "Appraisal",
    )
    bar = Bar("appraisal: cpaudit ÷ bare numpy", 2.0, True, timings.ratio("cpaudit", "floor"))
    return CaseResult("appraisal", f"Appraising {figures.investment.size:,} options", HOW, timings, (bar,))


def options_of(count: int) -> floor.Options:
    """Figures of options, the same in every run."""
    chance = np.random.default_rng(SEED)
    investment = 10 ** chance.uniform(3, 7, count) * (chance.random(count) > 0.05)
    saving = np.where(investment > 0, investment, 10_000) * chance.uniform(0.02, 0.9, count)
    saving[chance.random(count) < 0.05] *= -1
    return floor.Options(
        investment,
        saving,
        chance.integers(3, 26, count).astype(float),
        chance.choice([0.15, 0.25], count),
        chance.uniform(0.02, 0.15, count),
    )


def _ours(figures: floor.Options) -> AppraisalTable:
    return engine.appraise_many(
        figures.investment,
        figures.saving,
        years=figures.years,
        tax_rate=figures.tax,
        discount_rate=figures.rate,
        benchmark_rate=BENCHMARK_RATE,
    )


def _agree(ours: AppraisalTable, theirs: floor.Appraised) -> None:
    for name in ("cash_flow", "payback_years", "npv", "npvr", "irr", "irr_interpolated", "feasible"):
        mine, other = getattr(ours, name), getattr(theirs, name)
        if not np.allclose(mine, other, rtol=1e-7, atol=1e-9, equal_nan=True):
            raise AssertionError(f"{name}: cpaudit and bare numpy give different figures")


CASE = Case("appraisal", run)
