"""A process as it reacts: each unit process gives fixed parts of its input to its outputs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from cpaudit.engine.flow_model import Equation, solve
from cpaudit.engine.network_errors import UnknownStream, UnknownUnit
from cpaudit.engine.numbers import non_negative
from cpaudit.engine.process_network import ProcessNetwork, ProcessStream
from cpaudit.engine.quantities import Quantity
from cpaudit.engine.units import UnitError, affine_between, parse

_SLACK = 1e-9

Yields = Mapping[str, Mapping[str, float]]
"""Output → input → how much of the output one unit of the input gives, in the units of their flows."""


@dataclass(frozen=True)
class ProcessModel:
    """A process in one state.

    Attributes:
        network: unit processes and streams, with the recycles that options made.
        units: of the flow of each stream that is known, or was.
        equations: of each of these streams.
        reacting: unit processes whose outputs follow their inputs; the others' are not known once an input changes.
        energy: streams of energy. They follow what their unit process takes in, and belong to no material balance.
        start: the flows before any option.
        base: the equations before any option.
        lost: streams whose flow is not known any more.
        prices: by stream.
        factors: emission factors by stream and pollutant.
        running: what options cost as long as they run.
    """

    network: ProcessNetwork
    units: Mapping[str, str]
    equations: Mapping[str, Equation]
    reacting: frozenset[str]
    energy: frozenset[str]
    start: Mapping[str, float]
    base: Mapping[str, Equation]
    lost: frozenset[str]
    prices: Mapping[str, Quantity]
    factors: Mapping[str, Mapping[str, Quantity]]
    running: tuple[Quantity, ...] = ()

    def flows(self) -> dict[str, float]:
        """What flows in each stream of which that is known.

        Raises:
            UnsolvableFlows: there is no steady state.
        """
        solved = solve(self.settled)
        lost = self._lost(solved)
        return {stream: value for stream, value in solved.items() if stream not in lost}

    @cached_property
    def settled(self) -> Mapping[str, Equation]:
        """The equations, in which every stream that no change reaches is what it was measured to be."""
        altered = [stream for stream, equation in self.equations.items() if equation is not self.base.get(stream)]
        reached = self._following(altered)
        return {
            stream: equation if stream in reached else Equation(self.start[stream])
            for stream, equation in self.equations.items()
        }

    def stream(self, code: str) -> ProcessStream:
        """The stream with a code; raises UnknownStream."""
        if code not in self.network.stream_index:
            raise UnknownStream(f"the network has no stream {code!r}", path=("changes", code))
        return self.network.stream(code)

    def require_unit(self, unit: str) -> None:
        """Do nothing where there is such a unit process; raises UnknownUnit."""
        if unit not in self.network.unit_index:
            raise UnknownUnit(f"the network has no unit process {unit!r}", path=("changes", unit))

    def inputs(self, unit: str) -> tuple[ProcessStream, ...]:
        """The streams into a unit process that its balance is of: materials, or energy where that is all."""
        return balanced(self.network.inputs(unit), self.network, unit, self.energy)

    def outputs(self, unit: str) -> tuple[ProcessStream, ...]:
        """The streams out of a unit process that its balance is of."""
        return balanced(self.network.outputs(unit), self.network, unit, self.energy)

    def taken_in(self, unit: str, base: str) -> Equation:
        """All that a reacting unit process takes in, in the unit of the stream *base*."""
        return Equation(0.0, {each.code: self.factor(each.code, base) for each in self.inputs(unit)})

    def factor(self, source: str, target: str) -> float:
        """How many units of the flow of one stream one unit of another's is; raises UnitError."""
        return conversion(self.units[source], self.units[target])

    def _lost(self, solved: Mapping[str, float]) -> frozenset[str]:
        """What is not known: lost streams, outputs of unit processes that do not react to a change, what follows."""
        lost = set(self.lost)
        ahead = [*lost, *(stream for stream, value in solved.items() if self._differs(stream, value))]
        while ahead:
            stream = ahead.pop()
            beyond = self._beyond(stream)
            if stream in lost:
                beyond = [*beyond, *self._followers.get(stream, ())]
            for each in beyond:
                if each not in lost:
                    lost.add(each)
                    ahead.append(each)
        return frozenset(lost)

    @cached_property
    def _followers(self) -> Mapping[str, Sequence[str]]:
        """Stream → those whose equations have it."""
        found = defaultdict(list)
        for stream, equation in self.equations.items():
            for other, part in equation.terms.items():
                if part:
                    found[other].append(stream)
        return found

    def _following(self, streams: Iterable[str]) -> set[str]:
        """The streams and all that follow them."""
        found = set(streams)
        ahead = [*found]
        while ahead:
            for each in self._followers.get(ahead.pop(), ()):
                if each not in found:
                    found.add(each)
                    ahead.append(each)
        return found

    def _differs(self, stream: str, value: float) -> bool:
        before = self.start.get(stream, 0.0)
        return abs(value - before) > _SLACK * max(abs(value), abs(before))

    def _beyond(self, stream: str) -> list[str]:
        """What would follow the unit process that a stream enters, where that does not react."""
        unit = self.network.stream(stream).destination
        if unit is None or unit in self.reacting or stream not in {each.code for each in self.inputs(unit)}:
            return []
        bought = [each.code for each in self.network.inputs(unit) if each.origin is None and each.code in self.energy]
        return [*(each.code for each in self.network.outputs(unit)), *bought]


def conversion(source: str, target: str) -> float:
    """How many *target* one *source* is, whatever the product; raises UnitError."""
    return affine_between(parse(source).without_products(), parse(target).without_products()).factor


def balanced(
    streams: Iterable[ProcessStream], network: ProcessNetwork, unit: str, energy: Collection[str]
) -> tuple[ProcessStream, ...]:
    """Of the streams at a unit process, those that its balance is of."""
    touching = (*network.inputs(unit), *network.outputs(unit))
    only_energy = all(each.code in energy for each in touching)
    return tuple(each for each in streams if only_energy or each.code not in energy)


def equations_of(
    network: ProcessNetwork, flows: Mapping[str, Quantity], energy: Collection[str], yields: Yields
) -> tuple[dict[str, Equation], frozenset[str]]:
    """Equations whose solution is *flows*, and the unit processes that react.

    What an input gives to the outputs is taken from *yields*, or else the same for each input: output/Σ inputs.
    What the yields do not explain is a constant.
    """
    equations = {stream: Equation(flow.value) for stream, flow in flows.items()}
    reacting = set()
    for unit in network.units:
        inputs = balanced(network.inputs(unit), network, unit, energy)
        outputs = balanced(network.outputs(unit), network, unit, energy)
        if not inputs or not outputs or not _comparable([each.code for each in (*inputs, *outputs)], flows):
            continue
        base = flows[inputs[0].code].unit
        parts = {each.code: conversion(flows[each.code].unit, base) for each in inputs}
        total = sum(flows[code].value * part for code, part in parts.items())
        if total <= 0:
            continue
        reacting.add(unit)
        following = [each.code for each in outputs]
        following += [
            each.code
            for each in (*network.inputs(unit), *network.outputs(unit))
            if each.code in energy and each.code not in parts and each.code not in following and each.code in flows
            if each.origin in (None, unit)
        ]
        for code in following:
            flow = flows[code].value
            if code in yields:
                terms = {each: non_negative(part, "yields", code, each) for each, part in yields[code].items()}
                explained = sum(part * flows[each].value for each, part in terms.items())
                equations[code] = Equation(flow - explained, terms)
            else:
                equations[code] = Equation(0.0, {each: flow / total * part for each, part in parts.items()})
    return equations, frozenset(reacting)


def _comparable(codes: Iterable[str], flows: Mapping[str, Quantity]) -> bool:
    listed = list(codes)
    if not all(code in flows for code in listed):
        return False
    first = flows[listed[0]].unit
    try:
        return all(conversion(flows[code].unit, first) > 0 for code in listed)
    except UnitError:
        return False
