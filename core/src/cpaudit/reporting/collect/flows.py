"""What flows through the process as a report tells it: its diagram, the cost of losses, what options would change."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeVar

from cpaudit import engine
from cpaudit.audits.models import Measurement, Stream, StreamPrice, UnitProcess
from cpaudit.audits.services.process_flows import LOSSES, flows_of
from cpaudit.engine import Finding, PlantState
from cpaudit.engine.units import parse
from cpaudit.gates.figures import priced_losses
from cpaudit.gates.snapshot import Snapshot
from cpaudit.options.models import Option, OptionChange, OptionEffect, OptionState
from cpaudit.options.what_if import ProcessRecords, SimulatedOptions, simulate_options
from cpaudit.reporting import document as doc
from cpaudit.reporting.collect.amounts import in_unit, shown
from cpaudit.reporting.figures import Quantity
from cpaudit.text import LocalizedText

R = TypeVar("R", OptionChange, OptionEffect)

_COST = LocalizedText({"zh-CN": "成本", "en": "Cost"})
_MOST_CHANGES = 12


def flow_diagram(snapshot: Snapshot) -> doc.FlowDiagram | None:
    """The streams that can be drawn to one scale; None where none is measured."""
    streams = snapshot.of(Stream)
    flows = flows_of(streams, snapshot.of(Measurement))
    if not flows:
        return None
    kinds = Counter(_kind(flow.unit) for flow in flows.values())
    drawn_kind = max(kinds, key=lambda kind: kinds[kind])
    unit = next(flow.unit for flow in flows.values() if _kind(flow.unit) == drawn_kind)
    drawn = [each for each in streams if each.code not in flows or _kind(flows[each.code].unit) == drawn_kind]
    codes = {each.id: each.code for each in snapshot.of(UnitProcess)}
    touched = {end for each in drawn for end in (each.origin_id, each.destination_id)}
    return doc.FlowDiagram(
        unit=unit,
        units=tuple(doc.DiagramUnit(each.code, each.name) for each in snapshot.of(UnitProcess) if each.id in touched),
        flows=tuple(
            doc.DiagramFlow(
                each.name,
                codes.get(each.origin_id or ""),
                codes.get(each.destination_id or ""),
                in_unit(flows.get(each.code), unit),
                _role(each),
            )
            for each in drawn
        ),
        others=tuple(each.name for each in streams if each not in drawn),
    )


def _kind(unit: str) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(parse(unit).without_products().dimensions.items()))


def _role(stream: Stream) -> doc.FlowRole:
    if stream.origin_id is None:
        return doc.FlowRole.INPUT
    if stream.destination_id is not None:
        return doc.FlowRole.INTERNAL
    return doc.FlowRole.LOSS if stream.kind in LOSSES else doc.FlowRole.PRODUCT


def loss_costs(snapshot: Snapshot) -> doc.LossCosts | None:
    """The cost of the losses; None where nobody has recorded a price or a cost."""
    found = priced_losses(snapshot)
    if found is None:
        return None
    names = {each.code: each.name for each in snapshot.of(Stream)}
    missing = _missing(found.missing)
    if found.costs is None:
        return doc.LossCosts("", (), None, None, missing)
    return doc.LossCosts(
        unit=found.costs.unit,
        losses=tuple(
            doc.LossEntry(
                names[each.stream],
                shown(each.flow),
                each.material,
                each.energy,
                each.system,
                each.treatment,
                each.total,
                each.share,
            )
            for each in found.costs.losses
        ),
        loss_total=found.costs.loss_total,
        total=found.costs.total,
        missing=missing,
    )


def simulated(snapshot: Snapshot) -> SimulatedOptions | None:
    """The options that are not rejected, applied in the order of the register; None where none says what it changes."""
    changes, effects = _by_option(snapshot.of(OptionChange)), _by_option(snapshot.of(OptionEffect))
    options = [
        each
        for each in snapshot.of(Option)
        if each.state is not OptionState.REJECTED and (each.id in changes or each.id in effects)
    ]
    if not options or not snapshot.of(Stream):
        return None
    process = ProcessRecords(
        snapshot.of(UnitProcess), snapshot.of(Stream), snapshot.of(Measurement), snapshot.of(StreamPrice)
    )
    return simulate_options(process, options, changes, effects)


def what_if(snapshot: Snapshot) -> doc.WhatIf | None:
    """What the options would change; None where nothing of it can be said."""
    found = simulated(snapshot)
    if found is None:
        return None
    if found.simulation is None or not found.simulation.steps:
        return doc.WhatIf((), (), _missing(found.missing))
    names = {each.code: each.name for each in snapshot.of(Option)}
    steps = found.simulation.steps
    return doc.WhatIf(
        changes=tuple(_changes(snapshot, found.simulation.before, found.simulation.after))[:_MOST_CHANGES],
        steps=tuple(
            doc.WhatIfStep(
                step.option,
                names[step.option],
                Quantity(step.saved_cost, step.after.unit),
                tuple((pollutant, shown(saved)) for pollutant, saved in step.saved_emissions.items()),
            )
            for step in steps
        ),
        missing=_missing(found.missing),
    )


def _changes(snapshot: Snapshot, before: PlantState, after: PlantState) -> Sequence[doc.InventoryChange]:
    """Emissions, cost, and flows across the boundary that change; a pollutant that is a stream stands there once."""
    changes = [
        doc.InventoryChange(pollutant, shown(amount), _after(after.emissions[pollutant], amount))
        for pollutant, amount in before.emissions.items()
    ]
    if before.model.prices:
        changes.append(doc.InventoryChange(_COST, Quantity(before.cost, before.unit), Quantity(after.cost, after.unit)))
    emitting = before.model.factors.keys()
    for stream in snapshot.of(Stream):
        crossing = None in (stream.origin_id, stream.destination_id)
        old, new = before.flows.get(stream.code), after.flows.get(stream.code)
        if crossing and old is not None and stream.code not in emitting and (new is None or new.value != old.value):
            changes.append(doc.InventoryChange(stream.name, shown(old), _after(new, old)))
    return changes


def _after(amount: engine.Quantity | None, before: engine.Quantity | None) -> Quantity:
    return Quantity(None, "" if before is None else before.unit) if amount is None else shown(amount)


def _missing(findings: Sequence[Finding]) -> tuple[LocalizedText, ...]:
    return tuple(each.message for each in findings)


def _by_option(rows: Sequence[R]) -> Mapping[str, Sequence[R]]:
    found: dict[str, list[R]] = defaultdict(list)
    for row in rows:
        found[row.option_id].append(row)
    return found
