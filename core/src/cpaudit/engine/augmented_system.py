"""The balances solved without forming A·V·Aᵀ, whose squares lose what lies far apart.

With B = A·V^½, each row scaled to length one, the system [[I, Bᵀ], [B, 0]] gives least squares and projections in one
step. It is larger and slower than the normal equations and keeps twice the digits (Å. Björck, Numerical Methods for
Least Squares Problems, 1996, augmented system method).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy

from cpaudit.engine.network_errors import IllConditioned
from cpaudit.engine.process_network import Indices

Floats = npt.NDArray[np.float64]


def ends_of(heads: Indices, tails: Indices, rank: int) -> scipy.sparse.csr_array:
    """Aᵀ: streams x balances, +1 where a stream enters the balance and −1 where it leaves; −1 is no balance."""
    inward, outward = np.flatnonzero(heads >= 0), np.flatnonzero(tails >= 0)
    signs = np.repeat([1.0, -1.0], [len(inward), len(outward)])
    balances = np.concatenate([heads[inward], tails[outward]])
    return scipy.sparse.csr_array((signs, (np.concatenate([inward, outward]), balances)), shape=(len(heads), rank))


class AugmentedSystem:
    """Least squares and projections onto the flows that obey the balances.

    Args:
        ends: Aᵀ, streams x balances.
        variances: V.

    Raises:
        IllConditioned: the system is singular as far as numbers can tell.
    """

    def __init__(self, ends: scipy.sparse.csr_array, variances: Floats) -> None:
        self._roots = np.sqrt(variances)
        weighted = scipy.sparse.diags_array(self._roots) @ ends
        self._lengths = np.sqrt((weighted.power(2)).sum(axis=0))
        scaled = weighted @ scipy.sparse.diags_array(1.0 / self._lengths)
        identity = scipy.sparse.eye_array(len(variances))
        matrix = scipy.sparse.block_array([[identity, scaled], [scaled.T, None]], format="csc")
        try:
            self._factors = scipy.sparse.linalg.splu(matrix)
        except RuntimeError as error:
            raise IllConditioned("the balances cannot be told apart by the measurements") from error

    def correction(self, gap: Floats) -> Floats:
        """The smallest change of the flows, in standard deviations, that takes the gap of each balance away."""
        right = np.concatenate([np.zeros(len(self._roots)), -gap / self._lengths])
        change: Floats = self._roots * self._factors.solve(right)[: len(self._roots)]
        return change

    def project(self, sums: Floats) -> tuple[Floats, Floats]:
        """The variance of each sum of flows that is left, and the one that the balances take away.

        Args:
            sums: sums x streams, +1 or −1 where a flow belongs to a sum.
        """
        vectors = (sums * self._roots).T
        right = np.concatenate([vectors, np.zeros((len(self._lengths), vectors.shape[1]))])
        projected = self._factors.solve(right)[: len(vectors)]
        return np.square(projected).sum(axis=0), np.square(vectors - projected).sum(axis=0)
