"""How uncertain adjusted flows are, and sums of them, without the covariance matrix that is too large to hold."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy

from cpaudit.engine.augmented_system import ends_of
from cpaudit.engine.balance_system import BalanceSystem
from cpaudit.engine.process_network import Indices
from cpaudit.engine.selected_inverse import SelectedInverse, ranges

Floats = npt.NDArray[np.float64]

_TIGHT = 1e-7
"""Where less of a variance is left, the difference that gives it has lost too many digits."""
_NO_LINK = 1e-40
_WIDEST = 48
"""Sums that touch more balances are solved for, one by one."""
_WIDE = 1e8
"""Where variances lie farther apart, differences of entries of the inverse have too few digits."""
_MOST_PRECISE = 3_000
"""Up to so many streams such variances are solved for, one by one."""
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

    def __init__(self, system: BalanceSystem, sums: scipy.sparse.csr_array) -> None:
        self._system, self._sums = system, sums
        ends = ends_of(system.heads, system.tails, system.rank)
        self._weights = scipy.sparse.csr_array(sums @ (scipy.sparse.diags_array(system.variances) @ ends))
        self._narrow = np.diff(self._weights.indptr) <= _WIDEST
        self._rows, self._columns, self._products = _pairs(self._weights[self._narrow])
        self._precise = system.spread > _WIDE and len(system.variances) <= _MOST_PRECISE
        self._inverse = self._invert() if system.rank and not self._precise else None

    def variances(self) -> tuple[Floats, Floats]:
        """The variance of each adjusted flow, never more than that of the measured one, and what the balances took
        from it."""
        before = self._system.variances
        if self._precise:
            left, taken = self._solved(scipy.sparse.eye_array(len(before), format="csr"))
        else:
            heads, tails = self._system.heads, self._system.tails
            found = self._entries(heads, heads) + self._entries(tails, tails) - 2.0 * self._entries(heads, tails)
            taken = before * np.clip(before * found, 0.0, 1.0)
            left = before - taken
            tight = np.flatnonzero(left < _TIGHT * before)
            single = (np.ones(len(tight)), tight, np.arange(len(tight) + 1))
            left[tight], _ = self._solved(scipy.sparse.csr_array(single, shape=(len(tight), len(before))))
        square = self._system.scale**2
        return np.minimum(left, before) * square, taken * square

    def sum_variances(self) -> Floats:
        """The variance of each of the sums."""
        before = abs(self._sums) @ self._system.variances
        left = np.full(len(before), -1.0)
        if not self._precise:
            narrow = self._weights[self._narrow]
            of_sum = np.repeat(np.arange(narrow.shape[0]), np.square(np.diff(narrow.indptr)).astype(np.int64))
            taken = self._products * self._entries(self._rows, self._columns)
            left[self._narrow] = before[self._narrow] - np.bincount(of_sum, taken, narrow.shape[0])
        left[before == 0.0] = 0.0
        tight = (left <= _TIGHT * before) & (before > 0.0)
        left[tight], _ = self._solved(scipy.sparse.csr_array(self._sums[tight]))
        return left * self._system.scale**2

    def _solved(self, sums: scipy.sparse.csr_array) -> tuple[Floats, Floats]:
        """The variances of sums, left and taken, as squares that nothing is subtracted from."""
        if not self._system.rank:
            before = abs(sums) @ self._system.variances
            return before, np.zeros(len(before))
        left, taken = [np.zeros(0)], [np.zeros(0)]
        step = max(1, _AT_ONCE // max(1, sums.shape[1]))
        for start in range(0, sums.shape[0], step):
            found = self._system.augmented.project(sums[start : start + step].toarray())
            left.append(found[0])
            taken.append(found[1])
        return np.concatenate(left), np.concatenate(taken)

    def _invert(self) -> SelectedInverse:
        system, apart = self._system, self._rows != self._columns
        if not np.any(apart):
            return SelectedInverse(system.laplacian)
        # a link far too weak to count, but not zero, keeps the place of an entry that is asked for
        links = np.full(np.count_nonzero(apart), -_NO_LINK * system.variances.min())
        shape = (system.rank, system.rank)
        kept = scipy.sparse.csc_array((links, (self._rows[apart], self._columns[apart])), shape=shape)
        return SelectedInverse(scipy.sparse.csc_array(system.laplacian + kept))

    def _entries(self, one: Indices, other: Indices) -> Floats:
        found = np.zeros(len(one))
        if self._inverse is not None:
            inner = (one >= 0) & (other >= 0)
            found[inner] = self._inverse.at(one[inner], other[inner])
        return found


def _pairs(weights: scipy.sparse.csr_array) -> tuple[Indices, Indices, Floats]:
    """Each pair of balances that one sum touches, and the product of their weights."""
    widths = np.diff(weights.indptr).astype(np.int64)
    widths_of = np.repeat(widths, widths)
    left = np.repeat(np.arange(len(weights.indices)), widths_of)
    right = ranges(np.repeat(weights.indptr[:-1].astype(np.int64), widths), widths_of)
    places = weights.indices.astype(np.int64)
    return places[left], places[right], weights.data[left] * weights.data[right]
