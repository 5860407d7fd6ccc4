"""Single entries of the inverse of a large sparse matrix, without the others.

Where a matrix is LDLᵀ, the entries of its inverse at the places where L is not zero follow from one another, from
the last column to the first, and need no other entry: Z[I,j] = −Z[I,I]·L[I,j] and Z[j,j] = 1/D[j] − L[I,j]ᵀ·Z[I,j],
where I are the rows of L below the diagonal in column j (K. Takahashi, J. Fagan, M.-S. Chin, 1973; A. M. Erisman,
W. F. Tinney, On computing certain elements of the inverse of a sparse matrix, 1975).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy

from cpaudit.engine.network_errors import IllConditioned
from cpaudit.engine.process_network import Indices

Floats = npt.NDArray[np.float64]

MOST_PAIRS = 5_000_000
"""Above so many products the columns are wide enough to be worth a dense block each."""


@dataclass(frozen=True, slots=True)
class Factor:
    """L and D of a symmetric matrix whose rows and columns were put in another order.

    Attributes:
        place: for each row of the matrix its row in L.
        starts: where each column of L begins in ``rows`` and ``values``; its first entry is the diagonal.
        rows: ascending in each column.
        values: of L, with ones on the diagonal.
        pivots: the diagonal of D.
    """

    place: Indices
    starts: Indices
    rows: Indices
    values: Floats
    pivots: Floats


class SelectedInverse:
    """The inverse of a symmetric positive definite matrix with no positive entry off its diagonal, at the places
    where its factor is not zero: at the least wherever the matrix itself is not.

    Args:
        matrix: the matrix.
        most_pairs: the products up to which many columns are done at once, and beyond which one after the other.

    Raises:
        IllConditioned: the matrix is singular as far as numbers can tell.
    """

    def __init__(self, matrix: scipy.sparse.csc_array, most_pairs: int = MOST_PAIRS) -> None:
        self._factor = _factor(matrix)
        count = len(self._factor.pivots)
        columns = np.repeat(np.arange(count), np.diff(self._factor.starts))
        self._count = count
        self._keys = columns * count + self._factor.rows
        widths = np.diff(self._factor.starts) - 1
        if int(np.square(widths).sum()) <= most_pairs:
            self._entries = self._by_levels(widths)
        else:
            self._entries = self._by_columns(widths)

    def at(self, rows: Indices, columns: Indices) -> Floats:
        """The entries at pairs of places, for each of which the matrix has an entry."""
        found = self._find(self._factor.place[rows], self._factor.place[columns])
        if np.any(found == len(self._keys)):
            raise IllConditioned("the balances cannot be told apart by the measurements")
        return self._entries[found]

    def _find(self, one: Indices, other: Indices) -> Indices:
        """Where the entries are kept; the place behind the last one, which is zero, for those that are not.

        Between distant units an entry of L can be less than the smallest number, and is then missing. Whatever
        it would enter, it enters with a weight as small.
        """
        keys = np.minimum(one, other) * self._count + np.maximum(one, other)
        found = np.searchsorted(self._keys, keys)
        kept = self._keys[np.minimum(found, len(self._keys) - 1)] == keys
        return np.where(kept, found, len(self._keys))

    def _by_levels(self, widths: Indices) -> Floats:
        """All columns at once whose entries need only those of columns done before."""
        factor = self._factor
        depths = _depths(factor, widths)
        columns = np.argsort(depths, kind="stable")
        entries = np.zeros(len(factor.rows) + 1)
        roots = columns[: np.count_nonzero(depths == 0)]
        entries[factor.starts[roots]] = 1.0 / factor.pivots[roots]
        columns = columns[len(roots) :]
        widths = widths[columns]
        below = ranges(factor.starts[columns] + 1, widths)
        # each entry with every entry of its column
        of_column = np.repeat(widths, widths)
        firsts = np.cumsum(widths) - widths
        partners = below[ranges(np.repeat(firsts, widths), of_column)]
        pairs = self._find(np.repeat(factor.rows[below], of_column), factor.rows[partners])
        weights = -factor.values[partners]
        pair_starts = np.concatenate([[0], np.cumsum(of_column)])
        level_ends = np.flatnonzero(np.diff(depths[columns], append=-1)) + 1
        start = 0
        for end in level_ends.tolist():
            first = int(firsts[start])
            last = int(firsts[end]) if end < len(firsts) else len(below)
            chosen = slice(pair_starts[first], pair_starts[last])
            found = np.add.reduceat(
                entries[pairs[chosen]] * weights[chosen], pair_starts[first:last] - pair_starts[first]
            )
            places = below[first:last]
            entries[places] = found
            inner = np.add.reduceat(factor.values[places] * found, firsts[start:end] - first)
            done = columns[start:end]
            entries[factor.starts[done]] = 1.0 / factor.pivots[done] - inner
            start = end
        return entries

    def _by_columns(self, widths: Indices) -> Floats:
        """One column after the other, each with the dense block of what its descendants may need."""
        factor = self._factor
        entries = np.zeros(len(factor.rows) + 1)
        parents = _parents(factor, widths).tolist()
        waiting = Counter(parents)
        blocks: dict[int, Floats] = {}
        for column in range(self._count - 1, -1, -1):
            first, end, parent = int(factor.starts[column]), int(factor.starts[column + 1]), parents[column]
            block = np.empty((end - first, end - first))
            block[0, 0] = 1.0 / factor.pivots[column]
            if parent >= 0:
                rows, weights = factor.rows[first + 1 : end], factor.values[first + 1 : end]
                above = factor.rows[factor.starts[parent] : factor.starts[parent + 1]]
                chosen = np.minimum(np.searchsorted(above, rows), len(above) - 1)
                if np.array_equal(above[chosen], rows):
                    inner = blocks[parent][np.ix_(chosen, chosen)]
                else:
                    inner = entries[self._find(rows[:, np.newaxis], rows)]
                block[1:, 1:] = inner
                block[1:, 0] = block[0, 1:] = -(inner @ weights)
                block[0, 0] -= weights @ block[1:, 0]
                waiting[parent] -= 1
                if not waiting[parent]:
                    del blocks[parent]
            entries[first:end] = block[:, 0]
            if waiting[column]:
                blocks[column] = block
        return entries


def solver(matrix: scipy.sparse.csc_array) -> scipy.sparse.linalg.SuperLU:
    """The factors of a symmetric positive definite matrix, which solve systems with it.

    Raises:
        IllConditioned: the matrix is singular as far as numbers can tell.
    """
    try:
        return scipy.sparse.linalg.splu(
            matrix, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True}
        )
    except RuntimeError as error:
        raise IllConditioned("the balances cannot be told apart by the measurements") from error


def _factor(matrix: scipy.sparse.csc_array) -> Factor:
    factors = solver(matrix)
    lower = scipy.sparse.csc_array(factors.L)
    lower.sort_indices()
    pivots = factors.U.diagonal()
    if not np.array_equal(factors.perm_c, factors.perm_r) or not np.all(pivots > 0):
        raise IllConditioned("the balances cannot be told apart by the measurements")
    return Factor(
        factors.perm_c.astype(np.int64),
        lower.indptr.astype(np.int64),
        lower.indices.astype(np.int64),
        lower.data.astype(np.float64),
        pivots.astype(np.float64),
    )


def _parents(factor: Factor, widths: Indices) -> Indices:
    """For each column the first row below its diagonal; −1 where there is none."""
    below = np.where(widths > 0, factor.starts[:-1] + 1, 0)
    return np.where(widths > 0, factor.rows[below], -1)


def _depths(factor: Factor, widths: Indices) -> Indices:
    """How many columns each column needs before it, one after the other."""
    parents = _parents(factor, widths).tolist()
    depths = [0] * len(parents)
    for column in range(len(parents) - 1, -1, -1):
        if parents[column] >= 0:
            depths[column] = depths[parents[column]] + 1
    return np.array(depths, dtype=np.int64)


def ranges(starts: Indices, lengths: Indices) -> Indices:
    """``starts[0], starts[0]+1, …`` for ``lengths[0]`` numbers, then those from ``starts[1]``, and so on."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    found: Indices = np.arange(total) + np.repeat(starts - (ends - lengths), lengths)
    return found
