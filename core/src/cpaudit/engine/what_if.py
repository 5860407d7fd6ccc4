"""What options would do to a process before anything is built: flows, balances, emissions and cost after each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from cpaudit.engine.balance import TOLERANCE
from cpaudit.engine.findings import Finding, finding
from cpaudit.engine.network_errors import UnknownStream
from cpaudit.engine.option_changes import changed
from cpaudit.engine.process_changes import GivenOptions, InvalidChange, NegativeFlow, WhatIfOption, read_options
from cpaudit.engine.process_model import ProcessModel, Yields, balanced, equations_of
from cpaudit.engine.process_network import GivenNetwork, ProcessNetwork, read_network
from cpaudit.engine.quantities import Quantity
from cpaudit.engine.simulation import PlantState, Simulation, SimulationState, Step, state_of
from cpaudit.engine.spending import Amount, is_energy, measured, money_unit
from cpaudit.errors import CpauditError


def simulate(
    network: GivenNetwork,
    options: GivenOptions,
    *,
    flows: Mapping[str, Amount | None],
    yields: Yields | None = None,
    prices: Mapping[str, Amount | None] | None = None,
    emission_factors: Mapping[str, Mapping[str, Amount]] | None = None,
    energy_streams: Collection[str] | None = None,
    tolerance: float = TOLERANCE,
) -> Simulation:
    """Apply options to a process one after the other.

    The model: what comes into the network is given. Each unit process gives fixed parts of what it takes in to its
    outputs, by *yields* or else as it does now, so that a change goes downstream; loops are solved as one system of
    linear equations. Energy follows what the unit process takes in. Since each option meets what those before it
    left, a second one that halves a flow saves half of what remains.

    A unit process of which a stream is not known, or whose streams do not compare, does not react: once a change
    reaches it, the flows beyond are not known, and neither is a total that needs them.

    Args:
        network: unit processes and streams; or tuples of code, origin, destination, None for the outside.
        options: in the order in which they are applied; see :class:`WhatIfOption`. Codes with their changes will do.
        flows: how much flows in each stream now, units as they come; None or missing where it is not known.
        yields: output → input → how much of the output a unit of the input gives, in the units of their flows.
            What is not named gets the same part of every input.
        prices: of streams, per unit of what flows; below zero for what is sold. Streams without one cost nothing
            here: the cost is that of the priced streams and of the options.
        emission_factors: stream → pollutant → emission per unit of what flows; for an emission that is a stream
            itself, 1.
        energy_streams: streams of energy; by default those measured in a unit of energy or power.
        tolerance: of the balances of the unit processes.

    Raises:
        NetworkError: the network cannot be used, or something is said of a stream or unit it does not have.
        InvalidChange: an option takes away more than there is, or a change contradicts the network.
        NegativeFlow: after an option less than nothing would flow in a stream.
        UnsolvableFlows: in a loop everything comes back.
        InvalidNumber, UnitError: a number or a unit cannot be used.
    """
    drawn = read_network(network)
    known = _read("flows", flows, drawn, energy_streams)
    priced = _read("prices", prices or {}, drawn, drawn.stream_index)
    model = _model(drawn, known, yields or {}, priced, emission_factors or {}, energy_streams)
    money = money_unit([], [(price, known.get(stream)) for stream, price in priced.items()])
    before = state_of(model, model.flows(), money, tolerance)
    steps: list[Step] = []
    state, applied = before, read_options(options)
    for option in applied:
        model, after = _applied(model, option, state, money, tolerance)
        steps.append(Step(option.code, state, after))
        state = after
    missing = tuple(_missing(drawn, known, model, before, state))
    return Simulation(
        before=before,
        after=state,
        steps=tuple(steps),
        state=SimulationState.INCOMPLETE if missing else SimulationState.COMPLETE,
        missing=missing,
    )


def _applied(
    model: ProcessModel, option: WhatIfOption, state: PlantState, money: str, tolerance: float
) -> tuple[ProcessModel, PlantState]:
    flows = dict(state.values)
    try:
        for change in option.changes:
            model = changed(model, change, flows)
            flows = model.flows()
            _require_flowing(model, flows)
        return model, state_of(model, flows, money, tolerance)
    except CpauditError as error:
        # Which of several options it was is what the reader has to know first.
        error.path = ("options", option.code, *error.path)
        raise


def _require_flowing(model: ProcessModel, flows: Mapping[str, float]) -> None:
    for stream, value in flows.items():
        # Energy that was exported may be exported still.
        if value < 0 and not (stream in model.energy and model.start.get(stream, 0.0) < 0):
            raise NegativeFlow(
                f"{value:.6g} {model.units[stream]} would flow in {stream!r}",
                path=(stream,),
                remedy="take away or recycle less",
            )


def _model(
    network: ProcessNetwork,
    flows: Mapping[str, Quantity],
    yields: Yields,
    prices: Mapping[str, Quantity],
    factors: Mapping[str, Mapping[str, Amount]],
    energy_streams: Collection[str] | None,
) -> ProcessModel:
    if energy_streams is None:
        energy_streams = [stream for stream, flow in flows.items() if is_energy(flow)]
    for name, codes in (("energy_streams", energy_streams), ("emission_factors", factors), ("yields", yields)):
        _require_streams(name, codes, network)
    for output, inputs in yields.items():
        origin = network.stream(output).origin
        for code in inputs:
            if origin is None or network.stream(code).destination != origin:
                raise InvalidChange(f"{code!r} is no input of where {output!r} comes from", path=("yields", output))
    energy = frozenset(energy_streams)
    equations, reacting = equations_of(network, flows, energy, yields)
    return ProcessModel(
        network=network,
        units={stream: flow.unit for stream, flow in flows.items()},
        equations=equations,
        reacting=reacting,
        energy=energy,
        start={stream: flow.value for stream, flow in flows.items()},
        base=equations,
        lost=frozenset(),
        prices=prices,
        factors={
            stream: {
                pollutant: measured(factor, "emission_factors", stream, pollutant)
                for pollutant, factor in of_stream.items()
            }
            for stream, of_stream in factors.items()
        },
    )


def _read(
    name: str,
    given: Mapping[str, Amount | None],
    network: ProcessNetwork,
    signed: Collection[str] | None,
) -> dict[str, Quantity]:
    """What is known, as quantities; *signed* may be negative, by default what is energy."""
    _require_streams(name, given, network)
    found = {}
    for code, each in given.items():
        if each is not None:
            may_be_negative = is_energy(each) if signed is None else code in signed
            found[code] = measured(each, name, code, signed=may_be_negative)
    return found


def _require_streams(name: str, codes: Iterable[str], network: ProcessNetwork) -> None:
    for code in codes:
        if code not in network.stream_index:
            raise UnknownStream(f"the network has no stream {code!r}", path=(name, code))


def _missing(
    network: ProcessNetwork,
    flows: Mapping[str, Quantity],
    model: ProcessModel,
    before: PlantState,
    after: PlantState,
) -> Iterable[Finding]:
    lost = [stream for stream in after.flows if after.flows[stream] is None and before.flows.get(stream) is not None]
    lost += [stream for stream in after.flows if stream not in before.flows and after.flows[stream] is None]
    for stream in network.stream_index:
        if stream not in flows:
            yield finding("UNKNOWN_FLOW", f"{stream} 的流量未知", f"the flow of {stream} is not known")
    for unit in network.units:
        touching = [*network.inputs(unit), *network.outputs(unit)]
        material = balanced(touching, network, unit, model.energy)
        if unit not in model.reacting and all(each.code in flows for each in material):
            yield finding(
                "NOT_REACTING",
                f"单元 {unit} 没有输入或输出，或其物流不可比，无法推算变化",
                f"{unit} has no input or no output, or its streams do not compare, so that changes stop there",
            )
    for stream in lost:
        yield finding("LOST_FLOW", f"{stream} 在方案实施后的流量未知", f"the flow of {stream} after it is not known")
