"""Whether measured flows contradict the balances, and which measurement is the most likely to be wrong.

The global test compares χ² with its 95 % quantile. The measurement test looks at each adjustment in units of its own
standard deviation; its limit allows for the number of tests (Z. Šidák), so that good data fail one of them in 5 % of
all cases (R. S. H. Mah, A. C. Tamhane, Detection of gross errors in process data, AIChE Journal 28, 1982). One gross
error spreads over its neighbours; serial elimination leaves out the worst measurement, looks again, and so on
(R. W. Serth, W. A. Heenan, Gross error detection and data reconciliation in steam-metering systems, AIChE Journal 32,
1986).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import scipy

from cpaudit.engine.flow_estimate import FlowEstimate

LEVEL = 0.95
MOST_ELIMINATIONS = 20
# streams that the balances cannot tell apart have the same standardised adjustment but for the last digits
_SAME = 1e-7


@dataclass(frozen=True, slots=True)
class ChiSquare:
    """The global test (VDI 2048).

    Attributes:
        statistic: χ² = Σ ((x̂ − y)/σ)²; None where there is nothing to test.
        degrees_of_freedom: ν, the number of independent checks.
        critical: what good data exceed in 5 % of all cases; None where there is nothing to test.
        passed: χ² ≤ critical; None where there is nothing to test, which is not a pass.
    """

    statistic: float | None
    degrees_of_freedom: int
    critical: float | None
    passed: bool | None


@dataclass(frozen=True, slots=True)
class Suspect:
    """A measurement that may be wrong.

    Attributes:
        code: of its stream.
        rank: from 1; streams that the balances cannot tell apart share a rank.
        standardised_adjustment: z = (x̂ − y)/√var(x̂ − y).
    """

    code: str
    rank: int
    standardised_adjustment: float


@dataclass(frozen=True, slots=True)
class Elimination:
    """One step of serial elimination.

    Attributes:
        code: of the stream whose measurement was left out.
        standardised_adjustment: z of it before.
        equivalents: the streams that were as suspect.
        flow: what the other measurements give for the stream; None where they do not.
        chi_square: the global test without it.
    """

    code: str
    standardised_adjustment: float
    equivalents: tuple[str, ...]
    flow: float | None
    chi_square: ChiSquare


def critical_chi_square(freedom: float) -> float | None:
    """The 95 % quantile of χ²; None for no degree of freedom."""
    return float(scipy.special.chdtri(freedom, 1 - LEVEL)) if freedom > 0 else None


def critical_adjustment(tests: int) -> float | None:
    """The |z| that one of so many good measurements exceeds in 5 % of all cases; None for none."""
    return float(-scipy.special.ndtri(-math.expm1(math.log(LEVEL) / tests) / 2)) if tests else None


def judge_globally(estimate: FlowEstimate) -> ChiSquare:
    """The global test of an estimate."""
    critical = critical_chi_square(estimate.freedom)
    if critical is None:
        return ChiSquare(None, 0, None, None)
    return ChiSquare(estimate.statistic, estimate.freedom, critical, estimate.statistic <= critical)


def rank_suspects(estimate: FlowEstimate, test: ChiSquare) -> tuple[tuple[int, int, float], ...]:
    """Place, rank and standardised adjustment of the suspects, the worst first.

    A stream is suspect where it fails the measurement test. Where none does and the global test fails all the same,
    those with the largest adjustment are.
    """
    adjustments = estimate.standardised
    tested = np.flatnonzero(~np.isnan(adjustments))
    limit = critical_adjustment(len(tested))
    if limit is None:
        return ()
    sizes = np.abs(adjustments[tested])
    if test.passed is False:
        limit = min(limit, float(sizes.max()) * (1 - _SAME))
    order = tested[np.argsort(-sizes, kind="stable")]
    ranked: list[tuple[int, int, float]] = []
    for position, place in enumerate(order[: int(np.count_nonzero(sizes > limit))].tolist(), start=1):
        size = float(adjustments[place])
        tied = bool(ranked) and math.isclose(abs(ranked[-1][2]), abs(size), rel_tol=_SAME)
        ranked.append((place, ranked[-1][1] if tied else position, size))
    return tuple(ranked)


def eliminate(estimate: FlowEstimate) -> tuple[tuple[int, float, tuple[int, ...], float | None, ChiSquare], ...]:
    """Leave out the worst measurement as long as there is a suspect, :data:`MOST_ELIMINATIONS` at most.

    Gives for each step the stream's place, its z, the streams that were as suspect, and the flow and the global
    test without it.
    """
    found: list[tuple[int, float, tuple[int, ...], float | None, ChiSquare]] = []
    test = judge_globally(estimate)
    while len(found) < MOST_ELIMINATIONS:
        suspects = rank_suspects(estimate, test)
        if not suspects:
            break
        worst, _, adjustment = suspects[0]
        equals = tuple(place for place, rank, _ in suspects[1:] if rank == 1)
        without = estimate.without(worst)
        if without is None:
            break
        estimate, test = without, judge_globally(without)
        flow = float(estimate.flows[worst])
        found.append((worst, adjustment, equals, None if math.isnan(flow) else flow, test))
    return tuple(found)
