"""What options of an audit would do to its process map: their changes, or else their effects, simulated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cpaudit import engine
from cpaudit.audits.models import Measurement, Stream, StreamPrice, UnitProcess
from cpaudit.audits.services.costs import as_finding
from cpaudit.audits.services.process_flows import flows_of, network_of
from cpaudit.contributions import StreamKind
from cpaudit.engine import Finding, Quantity, Recycle, ReduceFlow, Simulation, SimulationState, WhatIfOption
from cpaudit.engine.findings import finding
from cpaudit.engine.spending import is_money
from cpaudit.engine.units import UnitError, affine_between, parse
from cpaudit.errors import CpauditError
from cpaudit.options.models import Option, OptionChange, OptionChangeKind, OptionEffect


@dataclass(frozen=True)
class ProcessRecords:
    """What is recorded of a process: the map, its measurements and prices."""

    units: Sequence[UnitProcess]
    streams: Sequence[Stream]
    measurements: Sequence[Measurement]
    prices: Sequence[StreamPrice]


@dataclass(frozen=True, slots=True)
class SimulatedOptions:
    """A simulation of options.

    Attributes:
        simulation: None where nothing can be computed.
        missing: what is not known, which effects are not in it, or why nothing can be computed.
    """

    simulation: Simulation | None
    missing: tuple[Finding, ...]

    @property
    def state(self) -> SimulationState:
        return SimulationState.INCOMPLETE if self.missing or self.simulation is None else SimulationState.COMPLETE


def simulate_options(
    process: ProcessRecords,
    options: Sequence[Option],
    changes: Mapping[str, Sequence[OptionChange]],
    effects: Mapping[str, Sequence[OptionEffect]],
) -> SimulatedOptions:
    """Apply options to the process map in their order; see :func:`cpaudit.engine.simulate`.

    An option does what its changes say. One without changes does what its planned effects say, each of them on
    the one stream whose code, name or substance is the effect's subject: as the fraction that the planned amount is
    of the flow now, so that two effects on one stream do not save it twice.

    Args:
        changes, effects: of the options, by their ids.
    """
    flows = flows_of(process.streams, process.measurements)
    reading = _Reading(process, flows)
    applied = []
    for option in options:
        made = tuple(reading.changes(option, changes.get(option.id, ()), effects.get(option.id, ())))
        if made:
            applied.append(WhatIfOption(option.code, made))
    try:
        simulation = engine.simulate(
            network_of(process.units, process.streams),
            applied,
            flows=flows,
            prices=dict(_prices(process, flows)),
            emission_factors={
                each.code: {each.substance or each.name: 1.0}
                for each in process.streams
                if each.kind is StreamKind.EMISSION and each.destination_id is None
            },
            energy_streams=[each.code for each in process.streams if each.kind is StreamKind.ENERGY],
        )
    except CpauditError as error:
        return SimulatedOptions(None, (*reading.left_out, as_finding(error)))
    return SimulatedOptions(simulation, (*reading.left_out, *simulation.missing))


def _prices(process: ProcessRecords, flows: Mapping[str, Quantity]) -> Iterator[tuple[str, Quantity]]:
    """Prices per what flows; a whole amount is one per what flows now."""
    codes = {each.id: each.code for each in process.streams}
    for each in process.prices:
        code = codes[each.stream_id]
        flow = flows.get(code)
        if not is_money(each.price):
            yield code, each.price
        elif flow is not None and flow.value:
            yield code, Quantity(each.price.value / flow.value, f"{each.price.unit}/({flow.unit})")


@dataclass
class _Reading:
    """Reads what options change, and keeps what of it cannot be simulated."""

    process: ProcessRecords
    flows: Mapping[str, Quantity]
    left_out: list[Finding] = field(default_factory=list)

    def changes(
        self, option: Option, changes: Sequence[OptionChange], effects: Sequence[OptionEffect]
    ) -> Iterator[engine.ReduceFlow | engine.Recycle]:
        """The changes of an option."""
        if not changes and not effects:
            self._leave_out(
                "NOTHING_TO_SIMULATE",
                f"方案 {option.code} 没有说明对工艺物流的改变",
                f"{option.code} does not say what it changes in the process: add a change or an effect",
            )
        for change in changes:
            yield self._change(change)
        for effect in () if changes else effects:
            reduction = self._reduction(option, effect)
            if reduction is not None:
                yield reduction

    def _change(self, change: OptionChange) -> engine.ReduceFlow | engine.Recycle:
        codes = {each.id: each.code for each in self.process.streams}
        units = {each.id: each.code for each in self.process.units}
        stream, other = codes[change.stream_id], codes.get(change.other_id or "")
        if change.kind is OptionChangeKind.REDUCE:
            return ReduceFlow(stream, change.fraction, change.amount, other)
        return Recycle(stream, units[change.unit_process_id or ""], change.fraction or 0.0, other)

    def _reduction(self, option: Option, effect: OptionEffect) -> ReduceFlow | None:
        named = self._named(effect.subject)
        if len(named) != 1:
            self._leave_out(
                "EFFECT_WITHOUT_STREAM",
                f"方案 {option.code} 的效果“{effect.subject}”不能对应到唯一的物流，未计入",
                f"the effect of {option.code} on {effect.subject} is left out: {len(named)} streams bear this name",
            )
            return None
        flow = self.flows.get(named[0])
        part = None if flow is None else _part(effect.planned, flow)
        if part is None:
            self._leave_out(
                "EFFECT_NOT_COMPARABLE",
                f"方案 {option.code} 的效果“{effect.subject}”与物流 {named[0]} 的流量不可比，未计入",
                f"the effect of {option.code} on {effect.subject} is left out: it does not compare with what flows in"
                f" {named[0]}",
            )
            return None
        if part > 1:
            self._leave_out(
                "EFFECT_TOO_LARGE",
                f"方案 {option.code} 的效果“{effect.subject}”大于物流 {named[0]} 的现有流量，未计入",
                f"the effect of {option.code} on {effect.subject} is left out: more than flows in {named[0]}",
            )
            return None
        return ReduceFlow(named[0], part)

    def _named(self, subject: str) -> list[str]:
        """The streams that a subject names: by code, or else by name, or else by substance across the boundary."""
        streams = self.process.streams
        crossing = [each for each in streams if None in (each.origin_id, each.destination_id)]
        wanted = subject.casefold()
        for found in (
            [each.code for each in streams if each.code.casefold() == wanted],
            [each.code for each in streams if each.name.casefold() == wanted],
            [each.code for each in crossing if (each.substance or "").casefold() == wanted],
        ):
            if found:
                return found
        return []

    def _leave_out(self, code: str, zh: str, en: str) -> None:
        self.left_out.append(finding(code, zh, en))


def _part(planned: Quantity, flow: Quantity) -> float | None:
    """What part of a flow an amount is; None where they do not compare, or nothing flows."""
    source, target = parse(planned.unit).without_products(), parse(flow.unit).without_products()
    try:
        amount = planned.value * affine_between(source, target).factor
    except UnitError:
        return None
    return amount / flow.value if flow.value > 0 else None
