"""Balances closed to the last digit, by changing the flows along a tree that reaches every balance."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy

from cpaudit.engine.process_network import Indices

Floats = npt.NDArray[np.float64]


def changes_that_close(heads: Indices, tails: Indices, variances: Floats, gaps: Floats) -> Floats:
    """The changes of flows that take the gap of each balance away and hand it on, from the tips of a tree to its root.

    The tree is made of the least certain streams, to which a change means least. Its root is what has no balance.

    Args:
        heads: for each stream the balance it enters; −1 for none.
        tails: for each stream the balance it leaves; −1 for none.
        variances: of the streams.
        gaps: what enters less what leaves, for each balance; each balance is joined to −1 by some path of streams.
    """
    root = len(gaps)
    ends = np.sort(np.stack([np.where(heads < 0, root, heads), np.where(tails < 0, root, tails)]), axis=0)
    order = np.argsort(-variances, kind="stable")
    _, first = np.unique(ends[0, order] * (root + 1) + ends[1, order], return_index=True)
    kept = order[first]
    # a stream's place in the order, from 1, is its length: the tree is the shortest
    lengths = np.empty(len(order))
    lengths[order] = np.arange(1, len(order) + 1)
    graph = scipy.sparse.csr_array((lengths[kept], (ends[0, kept], ends[1, kept])), shape=(root + 1, root + 1))
    tree = scipy.sparse.csgraph.minimum_spanning_tree(graph)
    reached, parents = scipy.sparse.csgraph.breadth_first_order(tree, root, directed=False)
    both = scipy.sparse.csr_array(tree + tree.T)
    inner = reached[reached != root]
    streams = order[np.asarray(both[inner, parents[inner]], dtype=np.int64).ravel() - 1]
    changes, open_gaps = np.zeros(len(heads)), gaps.tolist()
    open_gaps.append(0.0)
    for balance, stream in zip(reversed(inner.tolist()), reversed(streams.tolist()), strict=True):
        gap = open_gaps[balance]
        changes[stream] = -gap if heads[stream] == balance else gap
        open_gaps[parents[balance]] += gap
    return changes
