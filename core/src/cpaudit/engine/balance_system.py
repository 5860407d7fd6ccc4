"""The balances that measured flows have to obey, and how the flows are adjusted to them.

With the unit processes merged that unmeasured streams join, and one balance left out of each connected part because
it follows from the others, A·x = 0 has full rank and the weighted least squares are

    x̂ = y − V·Aᵀ·(A·V·Aᵀ)⁻¹·A·y,    cov(x̂) = V − V·Aᵀ·(A·V·Aᵀ)⁻¹·A·V,

V the diagonal matrix of the variances (Narasimhan, Jordache 2000, steady-state reconciliation of linear systems; VDI
2048). A·V·Aᵀ is the Laplacian of the network with the variances as weights: sparse, and as large as there are units.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
import numpy.typing as npt
import scipy

from cpaudit.engine.augmented_system import AugmentedSystem, ends_of
from cpaudit.engine.exact_closure import changes_that_close
from cpaudit.engine.flow_classification import Flags, FlowClassification
from cpaudit.engine.network_errors import IllConditioned
from cpaudit.engine.process_network import Indices, ProcessNetwork
from cpaudit.engine.selected_inverse import solver

Floats = npt.NDArray[np.float64]

CLOSURE = 1e-9
"""The largest imbalance that is left, as a fraction of what flows through the unit."""
_CONVERGED = 1e-14
_MOST_CORRECTIONS = 8
_ROUNDING = 1e-13
_NOTHING = 1e-25
_HARMLESS = 1e-4
"""A change by less than this part of the standard deviation is no other result."""


class BalanceSystem:
    """The balances over the redundant streams.

    Attributes:
        streams: places of the redundant streams in the network.
        rank: how many independent balances there are.
        heads: for each of them the balance it enters; −1 for none.
        tails: for each of them the balance it leaves; −1 for none.
        scale: the largest standard deviation of them.
        variances: V, in squares of ``scale``.
    """

    def __init__(self, network: ProcessNetwork, flows: FlowClassification, deviations: Floats) -> None:
        self.streams = np.flatnonzero(flows.redundant)
        # the index −1 of the outside finds its group, which stands last
        heads = flows.groups[network.destinations[self.streams]]
        tails = flows.groups[network.origins[self.streams]]
        balances = _balances(flows, heads, tails)
        self.rank = int(balances.max(initial=-1)) + 1
        self.heads, self.tails = balances[heads], balances[tails]
        chosen = deviations[self.streams]
        self.scale = float(chosen.max(initial=0.0)) or 1.0
        self.variances = np.square(chosen / self.scale)
        if np.any(self.variances == 0.0):
            raise IllConditioned(
                "the uncertainties of the measurements lie too far apart",
                path=("measurements",),
                remedy="look for an interval in the wrong unit",
            )

    def adjust(self, values: Floats) -> Floats:
        """The flows in the redundant streams that obey the balances and lie nearest to the measured ones.

        Raises:
            IllConditioned: there are no such flows that close to :data:`CLOSURE`, as far as numbers can tell.
        """
        if not self.rank:
            return values
        try:
            adjusted, closed = self._corrected(values, self._quick)
        except IllConditioned:
            closed = False
        if closed:
            return adjusted
        adjusted, closed = self._corrected(values, lambda gap: self.augmented.correction(gap))
        if closed:
            return adjusted
        changes = changes_that_close(self.heads, self.tails, self.variances, self._net(adjusted))
        if not np.all(np.abs(changes) <= _HARMLESS * self.scale * np.sqrt(self.variances)):
            raise IllConditioned("the balances do not close", path=("measurements",))
        return adjusted + changes

    def _corrected(self, values: Floats, correction: Callable[[Floats], Floats]) -> tuple[Floats, bool]:
        """The flows after as many corrections as it takes, and whether they close."""
        adjusted, measured = values, self._through(values)
        gap = self._net(adjusted)
        for _ in range(_MOST_CORRECTIONS):
            with np.errstate(over="ignore", invalid="ignore"):
                adjusted = adjusted + correction(gap)
                gap, through = self._net(adjusted), self._through(adjusted)
            # where all flows of a unit cancel to nothing, what is left is compared with what was measured
            if np.all(np.abs(gap) <= np.maximum(_CONVERGED * through, _NOTHING * measured)):
                return adjusted, True
        return adjusted, bool(np.all(np.abs(gap) <= np.maximum(CLOSURE * through, _ROUNDING * measured)))

    def _quick(self, gap: Floats) -> Floats:
        found: Floats = -self.variances * self._across(self.factors.solve(gap))
        return found

    @property
    def spread(self) -> float:
        """How far the variances lie apart, the largest over the smallest."""
        return float(1.0 / self.variances.min(initial=1.0))

    @cached_property
    def augmented(self) -> AugmentedSystem:
        """The system that keeps more digits."""
        return AugmentedSystem(ends_of(self.heads, self.tails, self.rank), self.variances)

    @cached_property
    def laplacian(self) -> scipy.sparse.csc_array:
        """A·V·Aᵀ, balances x balances."""
        heads, tails, variances = self.heads, self.tails, self.variances
        inner = (heads >= 0) & (tails >= 0)
        diagonal = sums_at(heads, variances, self.rank) + sums_at(tails, variances, self.rank)
        places = np.arange(self.rank)
        return scipy.sparse.csc_array(
            (
                np.concatenate([diagonal, -variances[inner], -variances[inner]]),
                (
                    np.concatenate([places, heads[inner], tails[inner]]),
                    np.concatenate([places, tails[inner], heads[inner]]),
                ),
            ),
            shape=(self.rank, self.rank),
        )

    @cached_property
    def factors(self) -> scipy.sparse.linalg.SuperLU:
        """What solves systems with :attr:`laplacian`."""
        return solver(self.laplacian)

    def _net(self, flows: Floats) -> Floats:
        """What enters less what leaves, for each balance."""
        return sums_at(self.heads, flows, self.rank) - sums_at(self.tails, flows, self.rank)

    def _through(self, flows: Floats) -> Floats:
        return sums_at(self.heads, np.abs(flows), self.rank) + sums_at(self.tails, np.abs(flows), self.rank)

    def _across(self, multipliers: Floats) -> Floats:
        padded = np.append(multipliers, 0.0)
        differences: Floats = padded[self.heads] - padded[self.tails]
        return differences


def sums_at(ends: Indices, flows: Floats, count: int) -> Floats:
    """For each of *count* places the sum of the flows that end there; the place −1 is left out."""
    # without any flows, numpy counts in whole numbers
    return np.bincount(ends + 1, flows, count + 1)[1:].astype(np.float64, copy=False)


def _balances(flows: FlowClassification, heads: Indices, tails: Indices) -> Indices:
    """For each group the number of its balance; −1 for one group of each connected part, the outside's if there."""
    count = flows.group_count
    graph = scipy.sparse.coo_array((np.ones(len(heads), dtype=np.int8), (heads, tails)), shape=(count, count))
    parts = scipy.sparse.csgraph.connected_components(graph, directed=False)[1]
    outside = flows.groups[-1]
    first = np.full(parts.max() + 1, count)
    np.minimum.at(first, parts, np.arange(count))
    first[parts[outside]] = outside
    kept: Flags = np.ones(count, dtype=np.bool_)
    kept[first] = False
    return np.where(kept, np.cumsum(kept) - 1, -1)
