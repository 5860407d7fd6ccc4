"""How uncertain adjusted flows are, and sums of them, without the covariance matrix that is too large to hold."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse

from cpaudit.engine.balance_system import BalanceSystem
from cpaudit.engine.process_network import Indices
from cpaudit.engine.selected_inverse import SelectedInverse, ranges

Floats = npt.NDArray[np.float64]

_TIGHT = 1e-7
"""Where less of a variance is left, the difference that gives it has lost too many digits."""
_NO_LINK = 1e-40
_WIDEST = 48
"""Sums that touch more balances are solved for, one by one."""
_AT_ONCE = 1_000_000
"""How many numbers a block of sums may take, solved for together."""


class FlowCovariance:
    """Variances of the flows that a system of balances adjusts.

    The variance of a sum a of flows is aᵀ·V·a − wᵀ·(A·V·Aᵀ)⁻¹·w with w = A·V·a. It needs those entries of the inverse
    alone where w has two entries that are not zero: the ends of a stream, the neighbours of a unit.

    Args:
        system: the balances.
        sums: sums of flows whose variance will be asked for, sums x redundant streams, with +1 or −1 where a flow
            belongs to a sum.
    """

    def __init__(self, system: BalanceSystem, sums: sparse.csr_array) -> None:
        self._system, self._sums = system, sums
        self._ends = _ends(system)
        self._weights = self._weighted(sums)
        self._narrow = np.diff(self._weights.indptr) <= _WIDEST
        self._rows, self._columns, self._products = _pairs(self._weights[self._narrow])
        self._inverse = self._invert() if system.rank else None

    def shares(self) -> Floats:
        """For each redundant stream the part of its variance that the balances take away, from 0 to 1."""
        heads, tails = self._system.heads, self._system.tails
        found = self._entries(heads, heads) + self._entries(tails, tails) - 2.0 * self._entries(heads, tails)
        shares: Floats = np.clip(self._system.variances * found, 0.0, 1.0)
        return shares

    def variances(self, shares: Floats) -> Floats:
        """The variance of each adjusted flow, never more than that of the measured one."""
        before = self._system.variances
        left = before * (1.0 - shares)
        tight = np.flatnonzero(1.0 - shares < _TIGHT)
        single = sparse.csr_array(
            (np.ones(len(tight)), tight, np.arange(len(tight) + 1)), shape=(len(tight), len(before))
        )
        left[tight] = self._solved(single)
        return np.minimum(left, before) * self._system.scale**2

    def sum_variances(self) -> Floats:
        """The variance of each of the sums."""
        before = abs(self._sums) @ self._system.variances
        narrow = self._weights[self._narrow]
        of_sum = np.repeat(np.arange(narrow.shape[0]), np.square(np.diff(narrow.indptr)).astype(np.int64))
        left = np.full(len(before), -1.0)
        left[self._narrow] = before[self._narrow] - np.bincount(
            of_sum, self._products * self._entries(self._rows, self._columns), narrow.shape[0]
        )
        left[before == 0.0] = 0.0
        tight = (left <= _TIGHT * before) & (before > 0.0)
        left[tight] = self._solved(self._sums[tight])
        return left * self._system.scale**2

    def _solved(self, sums: sparse.csr_array) -> Floats:
        """The variances of sums from what each measurement adds to them, none of which is negative."""
        if not self._system.rank:
            return abs(sums) @ self._system.variances
        found = [np.zeros(0)]
        step = max(1, _AT_ONCE // max(1, sums.shape[1]))
        for start in range(0, sums.shape[0], step):
            chosen = sums[start : start + step]
            multipliers = self._system.factors.solve(self._weighted(chosen).toarray().T.copy())
            effects = chosen.toarray() - (self._ends @ multipliers).T
            found.append(np.square(effects) @ self._system.variances)
        return np.concatenate(found)

    def _weighted(self, sums: sparse.csr_array) -> sparse.csr_array:
        return sparse.csr_array(sums @ (sparse.diags_array(self._system.variances) @ self._ends))

    def _invert(self) -> SelectedInverse:
        system, apart = self._system, self._rows != self._columns
        if not np.any(apart):
            return SelectedInverse(system.laplacian)
        # a link far too weak to count, but not zero, keeps the place of an entry that is asked for
        links = np.full(np.count_nonzero(apart), -_NO_LINK * system.variances.min())
        shape = (system.rank, system.rank)
        kept = sparse.csc_array((links, (self._rows[apart], self._columns[apart])), shape=shape)
        return SelectedInverse(sparse.csc_array(system.laplacian + kept))

    def _entries(self, one: Indices, other: Indices) -> Floats:
        found = np.zeros(len(one))
        if self._inverse is not None:
            inner = (one >= 0) & (other >= 0)
            found[inner] = self._inverse.at(one[inner], other[inner])
        return found


def _ends(system: BalanceSystem) -> sparse.csr_array:
    """Aᵀ: redundant streams x balances."""
    inward, outward = np.flatnonzero(system.heads >= 0), np.flatnonzero(system.tails >= 0)
    signs = np.repeat([1.0, -1.0], [len(inward), len(outward)])
    balances = np.concatenate([system.heads[inward], system.tails[outward]])
    shape = (len(system.heads), system.rank)
    return sparse.csr_array((signs, (np.concatenate([inward, outward]), balances)), shape=shape)


def _pairs(weights: sparse.csr_array) -> tuple[Indices, Indices, Floats]:
    """Each pair of balances that one sum touches, and the product of their weights."""
    widths = np.diff(weights.indptr).astype(np.int64)
    widths_of = np.repeat(widths, widths)
    left = np.repeat(np.arange(len(weights.indices)), widths_of)
    right = ranges(np.repeat(weights.indptr[:-1].astype(np.int64), widths), widths_of)
    places = weights.indices.astype(np.int64)
    return places[left], places[right], weights.data[left] * weights.data[right]
