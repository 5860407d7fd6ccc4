"""What flows in a process, when its measurements and its balances are taken together (数据校正)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np

from cpaudit.contributions import QuantityStatus
from cpaudit.engine.balance import is_signed
from cpaudit.engine.balance_system import sums_at
from cpaudit.engine.findings import Finding, finding
from cpaudit.engine.flow_classification import FlowClass
from cpaudit.engine.flow_estimate import FlowEstimate
from cpaudit.engine.flow_measurements import NORMAL_95, Floats, GivenMeasurements, MeasuredFlows, read_measurements
from cpaudit.engine.gross_errors import (
    ChiSquare,
    Elimination,
    Suspect,
    critical_adjustment,
    eliminate,
    judge_globally,
    rank_suspects,
)
from cpaudit.engine.network_errors import UnknownStream
from cpaudit.engine.process_network import GivenNetwork, ProcessNetwork, ProcessStream, read_network
from cpaudit.engine.quantities import Quantity
from cpaudit.engine.reconciliation_trace import flow_trace, verdict_trace
from cpaudit.engine.trace import Trace
from cpaudit.engine.units import parse

_NEGATIVE = 1e-9
"""A flow is negative where it is so by more than this part of what it was measured as, or of the largest flow."""


class ReconciliationState(StrEnum):
    """What can be said about the measurements.

    CONSISTENT: they agree with the balances within their uncertainties. INCONSISTENT: they do not, so that at least
    one of them, or the map, is wrong. NO_REDUNDANCY: nothing checks any of them, which is not a pass.
    """

    CONSISTENT = "CONSISTENT"
    INCONSISTENT = "INCONSISTENT"
    NO_REDUNDANCY = "NO_REDUNDANCY"


@dataclass(frozen=True, slots=True)
class ReconciledStream:
    """One stream.

    Attributes:
        stream: the stream.
        classification: what can be known of its flow.
        measured: what was measured, the weighted mean of several measurements; None where nothing was.
        adjusted: the reconciled flow with its 95 % interval; None where it is not observable.
        standardised_adjustment: z = (x̂ − y)/√var(x̂ − y); None where the stream is not redundant.
        suspect_rank: its place among the suspects, from 1; None where it is none.
    """

    stream: ProcessStream
    classification: FlowClass
    measured: Quantity | None
    adjusted: Quantity | None
    standardised_adjustment: float | None
    suspect_rank: int | None

    @property
    def code(self) -> str:
        """The stream's code."""
        return self.stream.code


@dataclass(frozen=True)
class Reconciliation:
    """Reconciled flows, all in one unit. Flows and the global test are there at once, the rest when asked for.

    Attributes:
        network: the units and streams.
        measured: the measurements.
        estimate: the flows as arrays over ``network.streams``, for large networks.
        chi_square: the global test.
    """

    network: ProcessNetwork
    measured: MeasuredFlows
    estimate: FlowEstimate
    chi_square: ChiSquare

    @property
    def unit(self) -> str:
        """Of all flows."""
        return self.measured.unit

    @property
    def state(self) -> ReconciliationState:
        """What can be said about the measurements."""
        if self.chi_square.passed is None:
            return ReconciliationState.NO_REDUNDANCY
        return ReconciliationState.CONSISTENT if self.chi_square.passed else ReconciliationState.INCONSISTENT

    @cached_property
    def streams(self) -> tuple[ReconciledStream, ...]:
        """Every stream, in the order of the network."""
        ranks = {suspect.code: suspect.rank for suspect in self.suspects}
        estimate = self.estimate
        measured = self._quantities(estimate.measured, estimate.deviations, QuantityStatus.MEASURED)
        adjusted = self._quantities(estimate.flows, estimate.flow_deviations, QuantityStatus.CALCULATED)
        adjustments = [None if math.isnan(z) else z for z in estimate.standardised.tolist()]
        return tuple(
            ReconciledStream(
                stream,
                estimate.classification.class_of(place),
                measured[place],
                adjusted[place],
                adjustments[place],
                ranks.get(stream.code),
            )
            for place, stream in enumerate(self.network.streams)
        )

    @cached_property
    def adjusted(self) -> Mapping[str, Quantity]:
        """The reconciled flows that are known, by the code of the stream."""
        return {each.code: each.adjusted for each in self.streams if each.adjusted is not None}

    @cached_property
    def suspects(self) -> tuple[Suspect, ...]:
        """Measurements that may be wrong, the worst first; see :func:`cpaudit.engine.gross_errors.rank_suspects`."""
        return tuple(
            Suspect(self.network.streams[place].code, rank, adjustment)
            for place, rank, adjustment in rank_suspects(self.estimate, self.chi_square)
        )

    @cached_property
    def eliminations(self) -> tuple[Elimination, ...]:
        """Which measurements have to be left out, one after the other, until no suspect remains."""
        codes = [stream.code for stream in self.network.streams]
        return tuple(
            Elimination(codes[place], adjustment, tuple(codes[each] for each in equals), flow, test)
            for place, adjustment, equals, flow, test in eliminate(self.estimate)
        )

    @property
    def critical_adjustment(self) -> float | None:
        """The |z| beyond which a measurement is suspect; None where none is redundant."""
        return critical_adjustment(int(np.count_nonzero(~np.isnan(self.estimate.standardised))))

    @cached_property
    def warnings(self) -> tuple[Finding, ...]:
        """NO_REDUNDANCY, NEGATIVE_FLOW and ONE_SIDED_UNIT, as they apply."""
        found = []
        if self.state is ReconciliationState.NO_REDUNDANCY:
            found.append(
                finding(
                    "NO_REDUNDANCY",
                    "没有冗余测量，平衡关系无法检验任何测量值",
                    "no measurement is redundant, so that the balances check none of them",
                )
            )
        return (*found, *self._negative_flows(), *_one_sided(self.network))

    def stream(self, code: str) -> ReconciledStream:
        """The stream with a code.

        Raises:
            UnknownStream: there is none.
        """
        return self.streams[self._place(code)]

    @cached_property
    def trace(self) -> Trace:
        """How the verdict of the global test came about, down to the measurements."""
        return verdict_trace(self.network, self.measured, self.estimate, self.chi_square)

    def explain(self, code: str) -> Trace:
        """How the reconciled flow of one stream came about; its value is None where it is not observable.

        Raises:
            UnknownStream: there is no such stream.
        """
        return flow_trace(self.network, self.measured, self.estimate, self._place(code))

    def _place(self, code: str) -> int:
        if code not in self.network.stream_index:
            raise UnknownStream(f"the network has no stream {code!r}", path=("streams", code))
        return self.network.stream_index[code]

    def _quantities(self, values: Floats, deviations: Floats, status: QuantityStatus) -> list[Quantity | None]:
        half = NORMAL_95 * deviations
        return [
            None if math.isnan(value) else Quantity(value, self.unit, value - width, value + width, status)
            for value, width in zip(values.tolist(), half.tolist(), strict=True)
        ]

    def _negative_flows(self) -> list[Finding]:
        if is_signed(parse(self.unit)):
            return []
        flows = np.nan_to_num(self.estimate.flows)
        rounding = _NEGATIVE * np.maximum(np.abs(flows).max(), np.nan_to_num(np.abs(self.estimate.measured)).max())
        return [
            finding(
                "NEGATIVE_FLOW",
                f"物流 {code} 校正后为负值：流向画反，或有显著误差",
                f"the stream {code} becomes negative: it runs the other way, or a measurement is grossly wrong",
            )
            for code in (self.network.streams[place].code for place in np.flatnonzero(flows < -rounding).tolist())
        ]


def reconcile(network: GivenNetwork, measurements: GivenMeasurements, *, unit: str | None = None) -> Reconciliation:
    """Adjust measured flows so that every unit process balances, as little as their uncertainties allow.

    Steady state is assumed: what enters a unit leaves it. Give stock changes as streams to or from the outside. The
    flows may be of anything that adds up: mass, water, energy, one substance. Energy is signed, all other measured
    flows are zero or more; an adjusted flow below zero is a warning. Weighted least squares with the weights 1/σ²
    (Narasimhan, Jordache 2000; VDI 2048); σ is the width of the 95 % interval over 2·1.96, as for a
    normal distribution.

    Time is near linear in the number of streams where the network is as sparse as processes are. Above 3000
    redundant streams, the relative error of the uncertainties by rounding is up to about 1e-16 times the square of how
    far the uncertainties lie apart; below, it does not matter.

    Args:
        network: unit processes and streams; or tuples of code, origin, destination, None for the outside.
        measurements: for the code of each measured stream a quantity with its 95 % interval, a
            :class:`FlowMeasurement` or a tuple (value, standard deviation), or a list of these for repeated and
            independent measurements. Units may be mixed. What is left out or None was not measured, which is not
            zero.
        unit: of the result; by default that of the first measurement.

    Raises:
        NetworkError: the network cannot be used.
        NothingMeasured: there is no measurement.
        UnknownStream: a code is not that of a stream.
        UnknownUncertainty: a measurement has no interval, or claims to be exact.
        InvalidNumber: a number is not finite, or a flow that is not energy is negative.
        UnitError: the measurements do not measure the same thing.
        IllConditioned: the uncertainties lie too far apart for the balances to be solved.
    """
    drawn = read_network(network)
    measured = read_measurements(drawn, measurements, unit)
    estimate = FlowEstimate(drawn, measured.places, measured.values, measured.deviations)
    return Reconciliation(drawn, measured, estimate, judge_globally(estimate))


def _one_sided(network: ProcessNetwork) -> list[Finding]:
    """Units without outputs or without inputs: their balance leaves no flow but zero, so that the map is in doubt."""
    ones = np.ones(len(network.streams))
    inputs, outputs = (sums_at(ends, ones, len(network.units)) for ends in (network.destinations, network.origins))
    return [
        finding(
            "ONE_SIDED_UNIT",
            f"单元操作 {network.units[place]} 没有{zh}物流：平衡要求其物流为零",
            f"the unit process {network.units[place]} has no {en}: its balance leaves no flow but zero",
        )
        for count, zh, en in ((inputs, "输入", "input"), (outputs, "输出", "output"))
        for place in np.flatnonzero(count == 0.0).tolist()
    ]
