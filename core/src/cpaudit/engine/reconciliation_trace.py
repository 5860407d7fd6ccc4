"""How reconciled flows and the verdict on their measurements came about, down to what was measured."""

from __future__ import annotations

import math

import numpy as np

from cpaudit.engine.flow_estimate import FlowEstimate, chi_square
from cpaudit.engine.flow_measurements import (
    NORMAL_95,
    FlowMeasurement,
    GivenMeasurement,
    MeasuredFlows,
    deviation_of,
)
from cpaudit.engine.gross_errors import ChiSquare, critical_chi_square
from cpaudit.engine.process_network import Indices, ProcessNetwork, ProcessStream
from cpaudit.engine.quantities import Quantity
from cpaudit.engine.trace import Arguments, Conversion, Formula, Input, Trace, TraceError, Uncertainty, Value, formula

_METHOD = "first-order propagation"


def verdict_trace(network: ProcessNetwork, measured: MeasuredFlows, estimate: FlowEstimate, test: ChiSquare) -> Trace:
    """Whether the measurements agree with the balances, None where nothing checks them."""
    drawn, data = _map(network, measured), _data(network, measured)
    flows = _FLOWS.trace(_known(estimate), [*drawn, *data], unit=measured.unit).as_input()
    statistic = _STATISTIC.trace(test.statistic, [flows, *drawn[:2], *data] if test.critical else [flows])
    freedom = _FREEDOM.trace(float(test.degrees_of_freedom), drawn)
    critical = _CRITICAL.trace(test.critical, [freedom.as_input()])
    return _PASSED.trace(test.passed, [statistic.as_input(), critical.as_input()])


def flow_trace(network: ProcessNetwork, measured: MeasuredFlows, estimate: FlowEstimate, place: int) -> Trace:
    """The flow in one stream, None where it is not observable."""
    code = network.streams[place].code
    flows = _FLOWS.trace(_known(estimate), [*_map(network, measured), *_data(network, measured)], unit=measured.unit)
    value = float(estimate.flows[place])
    known = not math.isnan(value)
    half = NORMAL_95 * float(estimate.flow_deviations[place])
    return _FLOW.trace(
        value if known else None,
        [flows.as_input(), _codes(network), Input("stream", code)],
        unit=measured.unit,
        uncertainties=[Uncertainty(value - half, value + half, _METHOD)] if known else [],
    )


def _map(network: ProcessNetwork, measured: MeasuredFlows) -> list[Input]:
    """The streams, which of them each measurement is of, the units, and the column of A of each stream."""
    codes = tuple(network.streams[place].code for place in measured.places.tolist())
    columns = [Input("A", _column(stream), label=stream.code) for stream in network.streams]
    return [_codes(network), Input("measured", codes), Input("units", network.units), *columns]


def _codes(network: ProcessNetwork) -> Input:
    return Input("streams", tuple(stream.code for stream in network.streams))


def _column(stream: ProcessStream) -> Value:
    ends = ((stream.origin, -1.0), (stream.destination, 1.0))
    return tuple((unit, sign) for unit, sign in ends if unit is not None)


def _data(network: ProcessNetwork, measured: MeasuredFlows) -> list[Input]:
    """Each measurement as it was given and in the common unit."""
    codes = [network.streams[place].code for place in measured.places.tolist()]
    inputs = []
    for code, given, factor in zip(codes, measured.given, measured.factors, strict=True):
        value, deviation, unit = _as_given(given)
        inputs.append(Input("y", value * factor, measured.unit, code, Conversion(value, unit, factor)))
        trace = None
        if isinstance(given, Quantity):
            ends = [Input("lower", given.lower, unit), Input("upper", given.upper, unit)]
            trace = _DEVIATION.trace(deviation, ends, unit=unit)
        conversion = Conversion(deviation, unit, factor)
        inputs.append(Input("σ", deviation * factor, measured.unit, code, conversion, trace=trace))
    return inputs


def _as_given(given: GivenMeasurement) -> tuple[float, float, str]:
    if isinstance(given, Quantity):
        # a measurement without an interval is refused before
        return given.value, deviation_of(given.lower or 0.0, given.upper or 0.0), given.unit
    each = given if isinstance(given, FlowMeasurement) else FlowMeasurement(*given)
    return float(each.value), float(each.deviation), each.unit


def _known(estimate: FlowEstimate) -> Value:
    return tuple(None if math.isnan(flow) else flow for flow in estimate.flows.tolist())


def _rows(arguments: Arguments, symbol: str) -> tuple[Value, ...]:
    found = arguments.one(symbol)
    if not isinstance(found, tuple):
        raise TraceError(f"the symbol {symbol} is no list")
    return found


def _network(arguments: Arguments) -> tuple[ProcessNetwork, Indices]:
    """The network, and for each measurement the place of its stream."""
    streams = []
    for code, column in zip(_rows(arguments, "streams"), arguments.all("A"), strict=True):
        ends: dict[float, str] = {}
        for end in column if isinstance(column, tuple) else ():
            match end:
                case (str() as unit, float() as sign):
                    ends[sign] = unit
                case _:
                    raise TraceError(f"{column!r} is no column of A")
        streams.append(ProcessStream(str(code), ends.get(-1.0), ends.get(1.0)))
    network = ProcessNetwork(tuple(str(unit) for unit in _rows(arguments, "units")), tuple(streams))
    return network, np.array([network.stream_index[str(code)] for code in _rows(arguments, "measured")])


def _flows_again(arguments: Arguments) -> Value:
    network, places = _network(arguments)
    values, deviations = np.array(arguments.numbers("y")), np.array(arguments.numbers("σ"))
    return _known(FlowEstimate(network, places, values, deviations))


def _flow_again(arguments: Arguments) -> Value:
    return _rows(arguments, "x̂")[_rows(arguments, "streams").index(arguments.one("stream"))]


def _statistic_again(arguments: Arguments) -> Value:
    codes = arguments.one("measured")
    if not isinstance(codes, tuple):
        return None
    flows = dict(zip(_rows(arguments, "streams"), _rows(arguments, "x̂"), strict=True))
    adjusted = np.array([flows[code] for code in codes], dtype=np.float64)
    return chi_square(adjusted, np.array(arguments.numbers("y")), np.array(arguments.numbers("σ")))


def _freedom_again(arguments: Arguments) -> Value:
    # how many checks there are depends on where was measured, not on what
    network, places = _network(arguments)
    return float(FlowEstimate(network, places, np.zeros(len(places)), np.ones(len(places))).freedom)


def _passed_again(arguments: Arguments) -> Value:
    statistic, critical = arguments.maybe("χ²"), arguments.maybe("χ²₀.₉₅")
    return None if statistic is None or critical is None else statistic <= critical


_BOOK = (
    "S. Narasimhan, C. Jordache, Data Reconciliation and Gross Error Detection (2000), "
    "steady-state reconciliation of linear systems; VDI 2048"
)
_TESTS = "S. Narasimhan, C. Jordache, Data Reconciliation and Gross Error Detection (2000), global test; VDI 2048"
_DEVIATION: Formula = formula(
    "reconciliation.deviation",
    "σ",
    "标准差",
    "standard deviation",
    "σ = (upper − lower)/(2·1.96), of a normal distribution with this 95 % interval",
    _BOOK,
    lambda a: deviation_of(a.number("lower"), a.number("upper")),
)
_FLOWS = formula(
    "reconciliation.flows",
    "x̂",
    "校正值",
    "reconciled flows",
    "x̂ = y − V·Aᵀ·(A·V·Aᵀ)⁻¹·A·y, V = diag(σ²), A·x = 0 the balances; unmeasured flows from the balances",
    _BOOK,
    _flows_again,
)
_FLOW = formula(
    "reconciliation.flow",
    "x̂ⱼ",
    "物流的校正值",
    "reconciled flow of the stream",
    "x̂ⱼ, its variance from cov(x̂) = V − V·Aᵀ·(A·V·Aᵀ)⁻¹·A·V",
    _BOOK,
    _flow_again,
)
_STATISTIC = formula(
    "reconciliation.chi_square",
    "χ²",
    "卡方统计量",
    "χ² of the adjustments",
    "χ² = Σ ((x̂ − y)/σ)²",
    _TESTS,
    _statistic_again,
)
_FREEDOM = formula(
    "reconciliation.freedom",
    "ν",
    "自由度",
    "degrees of freedom",
    "ν = rank of the balances over redundant streams + repeated measurements",
    _TESTS,
    _freedom_again,
)
_CRITICAL = formula(
    "reconciliation.critical",
    "χ²₀.₉₅",
    "卡方临界值",
    "critical χ²",
    "95 % quantile of χ² with ν degrees of freedom",
    _TESTS,
    lambda a: critical_chi_square(a.number("ν")),
)
_PASSED = formula(
    "reconciliation.passed",
    "consistent",
    "总体检验通过",
    "global test passed",
    "χ² ≤ χ²₀.₉₅",
    _TESTS,
    _passed_again,
)
