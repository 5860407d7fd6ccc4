"""Which flows of a network the measurements determine, and which of them the balances check.

Merge the unit processes (and the outside) that unmeasured streams join. A measured stream between two of the
merged groups is *redundant*: the balances would give it without its measurement. One within a group is not. An
unmeasured stream is *observable* where it is a bridge among the unmeasured ones, so that the balance of what lies
on one side of it gives its flow; one that lies on a loop of unmeasured streams, the outside counted as a
unit, is not. Source: S. Narasimhan, C. Jordache, Data Reconciliation and Gross Error Detection (2000),
the chapter on steady-state reconciliation of linear systems: observability and redundancy by graph theory.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from cpaudit.engine.process_network import Indices, ProcessNetwork

Flags = npt.NDArray[np.bool_]


class FlowClass(StrEnum):
    """What can be known of the flow in a stream.

    REDUNDANT: measured, and the balances check it. NONREDUNDANT: measured, and nothing checks it. OBSERVABLE: not
    measured, and given by the balances. UNOBSERVABLE: not known.
    """

    REDUNDANT = "REDUNDANT"
    NONREDUNDANT = "NONREDUNDANT"
    OBSERVABLE = "OBSERVABLE"
    UNOBSERVABLE = "UNOBSERVABLE"


@dataclass(frozen=True, slots=True)
class FlowClassification:
    """What can be known of each stream.

    Attributes:
        measured: streams that were measured.
        redundant: streams that were measured and are checked.
        observable: streams that were not measured and are given by the balances.
        groups: for each unit, and last for the outside, the number of its group, from 0.
        group_count: how many groups there are.
        tree: ``(unit, parent, stream)`` for each unit that an unmeasured stream joins to its parent in a spanning
            forest of the unmeasured streams; children come after their parents.
    """

    measured: Flags
    redundant: Flags
    observable: Flags
    groups: Indices
    group_count: int
    tree: tuple[tuple[int, int, int], ...]

    def class_of(self, stream: int) -> FlowClass:
        """The class of the stream at a place."""
        if self.measured[stream]:
            return FlowClass.REDUNDANT if self.redundant[stream] else FlowClass.NONREDUNDANT
        return FlowClass.OBSERVABLE if self.observable[stream] else FlowClass.UNOBSERVABLE


def classify(network: ProcessNetwork, measured: Flags) -> FlowClassification:
    """Classify the streams of a network, in time linear in their number.

    Args:
        measured: for each stream of the network whether it was measured.
    """
    outside = len(network.units)
    origins = np.where(network.origins < 0, outside, network.origins)
    destinations = np.where(network.destinations < 0, outside, network.destinations)
    unmeasured = np.flatnonzero(~measured)
    ends = zip(origins[unmeasured].tolist(), destinations[unmeasured].tolist(), strict=True)
    forest = _Forest(outside, zip(unmeasured.tolist(), ends, strict=True))
    roots = np.array(forest.root, dtype=np.int64)
    _, groups = np.unique(roots, return_inverse=True)
    observable = np.zeros(len(network.streams), dtype=np.bool_)
    observable[forest.bridges] = True
    return FlowClassification(
        measured=measured,
        redundant=measured & (groups[origins] != groups[destinations]),
        observable=observable,
        groups=groups.astype(np.int64),
        group_count=int(groups.max()) + 1,
        tree=tuple(forest.tree),
    )


class _Forest:
    """A depth-first spanning forest of the unmeasured streams, with their bridges (R. E. Tarjan, 1974)."""

    def __init__(self, outside: int, edges: Iterable[tuple[int, tuple[int, int]]]) -> None:
        self.root = list(range(outside + 1))
        self.tree: list[tuple[int, int, int]] = []
        self.bridges: list[int] = []
        self._near: dict[int, list[tuple[int, int]]] = {}
        for stream, (origin, destination) in edges:
            self._near.setdefault(origin, []).append((destination, stream))
            self._near.setdefault(destination, []).append((origin, stream))
        self._number: dict[int, int] = {}
        # the outside first, so that it is a root and lies behind no bridge
        for node in (outside, *self._near) if outside in self._near else tuple(self._near):
            if node not in self._number:
                self._grow(node)

    def _grow(self, root: int) -> None:
        number, low = self._number, {root: len(self._number)}
        number[root] = low[root]
        stack = [(root, root, -1, iter(self._near[root]))]
        while stack:
            node, parent, via, rest = stack[-1]
            for neighbour, stream in rest:
                if stream == via:
                    continue
                if neighbour in number:
                    low[node] = min(low[node], number[neighbour])
                    continue
                number[neighbour] = low[neighbour] = len(number)
                self.root[neighbour] = root
                self.tree.append((neighbour, node, stream))
                stack.append((neighbour, node, stream, iter(self._near[neighbour])))
                break
            else:
                stack.pop()
                low[parent] = min(low[parent], low[node])
                if via >= 0 and low[node] > number[parent]:
                    self.bridges.append(via)
