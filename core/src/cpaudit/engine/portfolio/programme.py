"""The integer programme of a portfolio, solved by HiGHS through SciPy.

What options bring together on one stream is no linear function of the choice. With the members of a group dearest
first, p_k = v_k/f_k and y_k = Σ_{j≤k} ln(1 − f_j)·x_j (Abel's summation of the model in ``overlaps``):

    W = Σ_k (p_k − p_{k+1}) · (1 − exp(y_k)),    p_{m+1} = 0

Every weight is positive and 1 − exp(y) is concave, so tangents lie above W: a programme with a few of them has the
true optimum below it. Each solution is valued exactly; where a tangent overstated it, one is added that touches at this
choice, and the programme is solved again (outer approximation: Duran and Grossmann 1986, Mathematical Programming 36).
A choice that comes up twice is the optimum, and there are finitely many. Minimum reductions are concave as well, and
are bounded by tangents in the same way.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray

from cpaudit.engine.portfolio.overlaps import Contributions
from cpaudit.errors import CpauditError

Choice: TypeAlias = "tuple[bool, ...]"

_NEARLY_ALL = 1e-12
"""What is left of a stream that an option takes away whole, in the logarithm only."""
_SMALL_GROUP = 4
_GRID = (-0.1, -0.3, -0.6, -1.2, -2.5)
_TOUCHES = 1e-10


class SolverFailed(CpauditError):
    """The solver gave up for a reason of its own."""

    code = "SOLVER_FAILED"


@dataclass(frozen=True, slots=True)
class Rules:
    """What a choice has to obey.

    Attributes:
        costs: what the budget pays of each option.
        fits: whether a set of options fits the budget, exactly.
        budget: None for no limit.
        least: options that have to be chosen.
        most: options that may be.
        requires: pairs (option, what it requires).
        excludes: pairs that exclude each other.
        targets: what has to be brought at least.
    """

    costs: tuple[float, ...]
    fits: Callable[[Choice], bool]
    budget: float | None
    least: tuple[bool, ...]
    most: tuple[bool, ...]
    requires: tuple[tuple[int, int], ...]
    excludes: tuple[tuple[int, int], ...]
    targets: tuple[tuple[Contributions, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Solution:
    """What came of it.

    Attributes:
        choice: the best that was found; None where there is none.
        value: of it, exactly.
        best_bound: no choice is worth more.
        relaxation: the same for choices in fractions; None where it was not asked for.
        shadow_value: what another unit of budget is worth to the relaxation.
        infeasible: whether no choice obeys the rules.
        complete: whether the search was carried to its end.
    """

    choice: Choice | None
    value: float
    best_bound: float
    relaxation: float | None = None
    shadow_value: float | None = None
    infeasible: bool = False
    complete: bool = True


@dataclass(frozen=True, slots=True)
class _Term:
    """weight · (1 − exp(Σ logs·x)) over the options at ``places``, each of which takes a share."""

    weight: float
    places: NDArray[np.intp]
    shares: NDArray[np.float64]
    logs: NDArray[np.float64]

    def inside(self, choice: Choice) -> NDArray[np.bool_]:
        return np.asarray([choice[place] for place in self.places])

    def starts(self) -> Iterator[NDArray[np.bool_]]:
        """Sets at which its first bounds touch: every set of a small group, else none and each alone."""
        size = self.places.size
        for count in range(size + 1 if size <= _SMALL_GROUP else 1):
            for members in combinations(range(size), count):
                inside = np.zeros(size, bool)
                inside[list(members)] = True
                yield inside


@dataclass(slots=True)
class _Rows:
    """Rows A·(x, t) ≤ b, growing."""

    row: list[int] = field(default_factory=list)
    column: list[int] = field(default_factory=list)
    value: list[float] = field(default_factory=list)
    bounds: list[float] = field(default_factory=list)

    def add(self, entries: Iterable[tuple[int, float]], bound: float) -> None:
        for column, value in entries:
            self.row.append(len(self.bounds))
            self.column.append(column)
            self.value.append(value)
        self.bounds.append(bound)

    def matrix(self, columns: int) -> scipy.sparse.csr_array:
        entries = (self.value, (self.row, self.column))
        return scipy.sparse.csr_array(entries, shape=(len(self.bounds), columns))


def solve(
    wanted: Contributions, rules: Rules, *, gap: float, seconds: float, relaxed: bool = True, prune: bool = True
) -> Solution:
    """The choice that brings most of what is wanted, within the rules.

    Args:
        gap: the relative difference to the bound at which the search ends.
        seconds: after which it ends anyway.
        relaxed: whether the bound of the relaxation is wanted too.
        prune: whether options that add nothing are left out of the choice.

    Raises:
        SolverFailed: HiGHS ended without a solution, and without a reason that lies in the data.
    """
    return _Search(wanted, rules, gap, time.monotonic() + seconds).run(relaxed=relaxed, prune=prune)


def _without_each(factors: NDArray[np.float64]) -> NDArray[np.float64]:
    """The product of all factors but one, for each."""
    before = np.cumprod(np.concatenate([[1.0], factors[:-1]]))
    after = np.cumprod(np.concatenate([[1.0], factors[:0:-1]]))[::-1]
    return before * after


class _Search:
    def __init__(self, wanted: Contributions, rules: Rules, gap: float, until: float) -> None:
        self.wanted, self.rules, self.gap, self.until = wanted, rules, gap, until
        self.count = len(rules.costs)
        self.terms: list[_Term] = []
        self.rows = _Rows()
        objective = self._add(wanted)
        self.gains = np.zeros(self.count + len(self.terms))
        self.gains[: self.count] = wanted.fixed
        for position in objective:
            self.gains[self.count + position] = self.terms[position].weight
        self.budget_row: int | None = None
        self._rules()
        for contributed, least in rules.targets:
            self._target(contributed, least)
        if len(self.terms) > len(objective):
            self.gains = np.concatenate([self.gains, np.zeros(len(self.terms) - len(objective))])
        for position, term in enumerate(self.terms):
            for inside in term.starts():
                self._touch(position, inside)
            if term.places.size > _SMALL_GROUP:
                for exponent in _GRID:
                    self._tangent(position, exponent)
        self.scale = float(np.abs(self.gains).max(initial=0.0)) or 1.0

    def run(self, *, relaxed: bool, prune: bool) -> Solution:
        best: Choice | None = None
        value, bound, complete = -math.inf, math.inf, True
        while True:
            answer = self._milp()
            if answer.status == 2:
                if best is None:
                    return Solution(None, -math.inf, -math.inf, infeasible=True)
                bound = value
                break
            if answer.status not in (0, 1):
                raise SolverFailed(f"HiGHS: {answer.message}")
            if answer.mip_dual_bound is not None:
                bound = min(bound, -float(answer.mip_dual_bound) * self.scale)
            again = True
            if answer.x is not None:
                choice = tuple(bool(each > 0.5) for each in answer.x[: self.count])
                again = self._sharpen(choice, answer.x)
                if self._obeys(choice):
                    worth = self.wanted.together(choice)
                    if worth > value:
                        best, value = choice, worth
            near = best is not None and bound - value <= self.gap * max(abs(value), abs(bound))
            if near or (answer.status == 0 and not again):
                break
            if time.monotonic() >= self.until:
                complete = False
                break
        if best is not None and prune:
            best = self._without_idle(best)
            value = self.wanted.together(best)
        relaxation, shadow = self._relaxation(value) if relaxed and best is not None else (None, None)
        return Solution(best, value, max(bound, value), relaxation, shadow, complete=complete)

    def _add(self, contributed: Contributions) -> list[int]:
        """Terms for what its groups bring; gives their positions."""
        first = len(self.terms)
        for group in contributed.groups:
            ratios = [value / share for value, share in zip(group.values, group.shares, strict=True)]
            logs = np.log(np.maximum(1 - np.asarray(group.shares), _NEARLY_ALL))
            shares = np.asarray(group.shares)
            for last, (ratio, following) in enumerate(zip(ratios, [*ratios[1:], 0.0], strict=True)):
                if ratio - following > 1e-12 * ratio:
                    places = np.asarray(group.members[: last + 1])
                    self.terms.append(_Term(ratio - following, places, shares[: last + 1], logs[: last + 1]))
        return list(range(first, len(self.terms)))

    def _rules(self) -> None:
        for option, needed in self.rules.requires:
            self.rows.add([(option, 1.0), (needed, -1.0)], 0.0)
        for one, other in self.rules.excludes:
            self.rows.add([(one, 1.0), (other, 1.0)], 1.0)
        if self.rules.budget:
            self.budget_row = len(self.rows.bounds)
            scaled = [cost / self.rules.budget for cost in self.rules.costs]
            self.rows.add([(place, cost) for place, cost in enumerate(scaled) if cost], 1.0)

    def _target(self, contributed: Contributions, least: float) -> None:
        terms = self._add(contributed)
        scale = max(abs(least), *(abs(value) for value in contributed.fixed), 1e-300)
        entries = [(place, -value / scale) for place, value in enumerate(contributed.fixed) if value]
        entries += [(self.count + term, -self.terms[term].weight / scale) for term in terms]
        self.rows.add(entries, -least / scale)

    def _touch(self, position: int, inside: NDArray[np.bool_]) -> None:
        """Bounds of a term that touch it at the set *inside*.

        The tangent, and the two that hold because what one more option adds becomes less the more there are
        (Nemhauser, Wolsey and Fisher 1978, Mathematical Programming 14): they are closer where shares are large.
        """
        term = self.terms[position]
        self._tangent(position, float(term.logs[inside].sum()))
        left = 1 - term.shares
        rest = float(np.prod(left[inside]))
        without, least = _without_each(np.where(inside, left, 1.0)), _without_each(left)
        for added, lost in ((rest, least), (1.0, without)):
            slopes = term.shares * np.where(inside, lost, added)
            entries = [(int(place), -float(slope)) for place, slope in zip(term.places, slopes, strict=True)]
            self.rows.add([*entries, (self.count + position, 1.0)], 1 - rest - float(slopes[inside].sum()))

    def _tangent(self, position: int, exponent: float) -> None:
        """The tangent of a term at *exponent*: t ≤ 1 − eʸ⁰ − eʸ⁰·(y − y⁰)."""
        term, slope = self.terms[position], math.exp(exponent)
        entries = [(int(place), slope * log) for place, log in zip(term.places, term.logs, strict=True)]
        self.rows.add([*entries, (self.count + position, 1.0)], 1 - slope + slope * exponent)

    def _sharpen(self, choice: Choice, solution: NDArray[np.float64]) -> bool:
        """Add what the programme lacked at *choice*; whether it lacked something."""
        before = len(self.rows.bounds)
        for position, term in enumerate(self.terms):
            inside = term.inside(choice)
            if solution[self.count + position] > 1 - float(np.prod(1 - term.shares[inside])) + _TOUCHES:
                self._touch(position, inside)
        if not self.rules.fits(choice):
            # costs add up: with this set no larger one fits either
            picked = [place for place, taken in enumerate(choice) if taken]
            self.rows.add([(place, 1.0) for place in picked], len(picked) - 1.0)
        elif len(self.rows.bounds) == before and not self._reaches(choice):
            # right within the solver's tolerance, and yet short of a target: not this choice
            entries = [(place, 1.0 if taken else -1.0) for place, taken in enumerate(choice)]
            self.rows.add(entries, sum(choice) - 1.0)
        return len(self.rows.bounds) > before

    def _obeys(self, choice: Choice) -> bool:
        bounded = zip(self.rules.least, choice, self.rules.most, strict=True)
        return (
            all(least <= taken <= most for least, taken, most in bounded)
            and all(choice[needed] or not choice[option] for option, needed in self.rules.requires)
            and not any(choice[one] and choice[other] for one, other in self.rules.excludes)
            and self.rules.fits(choice)
            and self._reaches(choice)
        )

    def _reaches(self, choice: Choice) -> bool:
        return all(contributed.together(choice) >= least for contributed, least in self.rules.targets)

    def _without_idle(self, choice: Choice) -> Choice:
        """*choice* without options whose loss costs nothing, dearest first."""
        for place in sorted(range(self.count), key=lambda place: -self.rules.costs[place]):
            if not choice[place]:
                continue
            without = (*choice[:place], False, *choice[place + 1 :])
            if self.wanted.gain(without, {place}) <= 0 and self._obeys(without):
                choice = without
        return choice

    def _columns(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        ones = np.ones(len(self.terms))
        return (
            np.concatenate([np.asarray(self.rules.least, float), 0 * ones]),
            np.concatenate([np.asarray(self.rules.most, float), ones]),
        )

    def _milp(self) -> scipy.optimize.OptimizeResult:
        low, high = self._columns()
        whole = np.concatenate([np.ones(self.count), np.zeros(len(self.terms))])
        constraints = []
        if self.rows.bounds:
            constraints = [scipy.optimize.LinearConstraint(self.rows.matrix(low.size), -np.inf, self.rows.bounds)]
        return scipy.optimize.milp(
            -self.gains / self.scale,
            integrality=whole,
            bounds=scipy.optimize.Bounds(low, high),
            constraints=constraints,
            options={"time_limit": max(0.1, self.until - time.monotonic()), "mip_rel_gap": self.gap / 2},
        )

    def _relaxation(self, value: float) -> tuple[float | None, float | None]:
        low, high = self._columns()
        # the stubs know of no sparse matrix, linprog does
        answer = scipy.optimize.linprog(  # type: ignore[call-overload]
            -self.gains / self.scale,
            A_ub=self.rows.matrix(low.size) if self.rows.bounds else None,
            b_ub=self.rows.bounds or None,
            bounds=list(zip(low.tolist(), high.tolist(), strict=True)),
            method="highs",
        )
        if answer.status != 0:
            return None, None
        shadow = None
        if self.budget_row is not None and self.rules.budget:
            shadow = -float(answer.ineqlin.marginals[self.budget_row]) * self.scale / self.rules.budget
        # the solver's last digits do not put the bound below a choice that exists
        return max(-float(answer.fun) * self.scale, value), None if shadow is None else shadow + 0.0
