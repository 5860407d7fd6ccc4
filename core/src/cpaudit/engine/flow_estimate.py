"""The flows of a network as the measurements and the balances together give them, in plain numbers."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
import numpy.typing as npt
import scipy

from cpaudit.engine.balance_system import BalanceSystem, sums_at
from cpaudit.engine.flow_classification import FlowClassification, classify
from cpaudit.engine.flow_covariance import FlowCovariance
from cpaudit.engine.process_network import Indices, ProcessNetwork

Floats = npt.NDArray[np.float64]

_UNTOUCHED = 1e-12
"""Where the balances take less of a variance away, the stream is as good as not checked."""


class FlowEstimate:
    """Weighted least squares over the streams of a network; NaN stands for what is not known.

    Args:
        network: its units and streams.
        places: for each measurement the place of its stream.
        values: y of each measurement.
        deviations: σ of each measurement, above zero.

    Attributes:
        measured: for each stream the mean of its measurements, weighted with 1/σ².
        deviations: for each stream the standard deviation of that mean.
        classification: what can be known of each stream.
        flows: x̂ for each stream that was measured or is observable.

    Raises:
        IllConditioned: the uncertainties lie too far apart for the balances to be solved.
    """

    def __init__(self, network: ProcessNetwork, places: Indices, values: Floats, deviations: Floats) -> None:
        self._network, self._places, self._values, self._given = network, places, values, deviations
        count = len(network.streams)
        self.measured, self.deviations = _means(places, values, deviations, count)
        self.classification: FlowClassification = classify(network, ~np.isnan(self.measured))
        self._system = BalanceSystem(network, self.classification, self.deviations)
        self.flows = self.measured.copy()
        chosen = self._system.streams
        self.flows[chosen] = self._system.adjust(self.measured[chosen])
        self._follow()

    @property
    def freedom(self) -> int:
        """ν: independent balances over redundant streams, and each measurement more than one of a stream."""
        return self._system.rank + len(self._places) - int(np.count_nonzero(self.classification.measured))

    @property
    def statistic(self) -> float:
        """χ² = Σ ((x̂ − y)/σ)² over all measurements."""
        return chi_square(self.flows[self._places], self._values, self._given)

    def without(self, stream: int) -> FlowEstimate | None:
        """The estimate without the measurements of one stream; None where there is no other."""
        kept = self._places != stream
        if not np.any(kept):
            return None
        return FlowEstimate(self._network, self._places[kept], self._values[kept], self._given[kept])

    @cached_property
    def flow_deviations(self) -> Floats:
        """The standard deviation of each flow."""
        found = self.deviations.copy()
        found[self._system.streams] = np.sqrt(self._variances[0])
        bridges, sums = self._sums
        if len(bridges):
            # what is measured and not checked enters a sum with all of its variance
            alone = np.where(self.classification.measured & ~self.classification.redundant, self.deviations, 0.0)
            found[bridges] = np.sqrt(abs(sums) @ np.square(alone) + self._covariance.sum_variances())
        return found

    @cached_property
    def standardised(self) -> Floats:
        """z = (x̂ − y)/√var(x̂ − y) of each redundant stream."""
        found = np.full(len(self.flows), np.nan)
        chosen = self._system.streams
        taken = self._variances[1]
        kept = taken > _UNTOUCHED * np.square(self.deviations[chosen])
        checked = chosen[kept]
        spread = np.sqrt(taken[kept])
        found[checked] = (self.flows[checked] - self.measured[checked]) / spread
        return found

    @cached_property
    def _covariance(self) -> FlowCovariance:
        return FlowCovariance(self._system, scipy.sparse.csr_array(self._sums[1][:, self._system.streams]))

    @cached_property
    def _variances(self) -> tuple[Floats, Floats]:
        """Of the redundant flows: what is left, and what the balances took."""
        return self._covariance.variances()

    def _follow(self) -> None:
        """The flows of the observable streams, from the ends of the trees of unmeasured streams to their roots."""
        flows, count = self.flows, len(self._network.units)
        known = np.where(self.classification.measured, flows, 0.0)
        gaps = sums_at(self._network.destinations, known, count) - sums_at(self._network.origins, known, count)
        gap = [*gaps.tolist(), 0.0]
        for unit, parent, stream in reversed(self.classification.tree):
            if self.classification.observable[stream]:
                enters = self._network.destinations[stream] == unit
                flows[stream] = -gap[unit] if enters else gap[unit]
            gap[parent] += gap[unit]

    @cached_property
    def _sums(self) -> tuple[Indices, scipy.sparse.csr_array]:
        """Each observable stream, and of which measured ones its flow is the sum: +1 where one leaves the side of
        the network from which the stream's own flow is counted."""
        network, flows = self._network, self.classification
        crossing = _incident(network, flows)
        bridges: list[int] = []
        columns: list[int] = []
        signs: list[float] = []
        starts = [0]
        for unit, parent, stream in reversed(flows.tree):
            side = crossing.pop(unit)
            if flows.observable[stream]:
                bridges.append(stream)
                columns.extend(side)
                signs.extend(side.values())
                starts.append(len(columns))
            crossing[parent] = _joined(side, crossing[parent])
        shape = (len(bridges), len(network.streams))
        return np.array(bridges, dtype=np.int64), scipy.sparse.csr_array((signs, columns, starts), shape=shape)


def chi_square(flows: Floats, values: Floats, deviations: Floats) -> float:
    """Σ ((x̂ − y)/σ)²."""
    return math.fsum(np.square((flows - values) / deviations).tolist())


def _means(places: Indices, values: Floats, deviations: Floats, count: int) -> tuple[Floats, Floats]:
    means, spreads = np.full(count, np.nan), np.full(count, np.nan)
    means[places], spreads[places] = values, deviations
    repeated = np.bincount(places, minlength=count) > 1
    if np.any(repeated):
        smallest = np.full(count, np.inf)
        np.minimum.at(smallest, places, deviations)
        weights = np.square(smallest[places] / deviations)
        total = np.bincount(places, weights, count)[repeated]
        means[repeated] = np.bincount(places, weights * values, count)[repeated] / total
        spreads[repeated] = smallest[repeated] / np.sqrt(total)
    return means, spreads


def _incident(network: ProcessNetwork, flows: FlowClassification) -> dict[int, dict[int, float]]:
    """For each unit of the trees the measured streams at it: +1 for one that enters, −1 for one that leaves."""
    outside = len(network.units)
    found: dict[int, dict[int, float]] = {}
    for unit, parent, _ in flows.tree:
        found[unit] = {}
        found.setdefault(parent, {})
    inside = np.zeros(outside + 1, dtype=np.bool_)
    inside[[unit for unit in found if unit != outside]] = True
    for ends, sign in ((network.destinations, 1.0), (network.origins, -1.0)):
        streams = np.flatnonzero(flows.measured & inside[ends])
        for stream, unit in zip(streams.tolist(), ends[streams].tolist(), strict=True):
            found[unit][stream] = sign
    return found


def _joined(one: dict[int, float], other: dict[int, float]) -> dict[int, float]:
    """The streams that cross the border of two sides taken together; the smaller one is taken into the larger."""
    small, large = sorted((one, other), key=len)
    for stream, sign in small.items():
        if large.pop(stream, None) is None:
            large[stream] = sign
    return large
