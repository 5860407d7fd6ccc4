"""Phase 8 as a report tells it: before and after, what goes on, by which content and formulas the figures came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from cpaudit import engine
from cpaudit.audits.models import (
    AuditPin,
    Balance,
    FocusCandidate,
    FocusFactor,
    InventoryLine,
    Scenario,
    StatementKind,
    Target,
)
from cpaudit.audits.services.assessment import closure_of
from cpaudit.audits.services.emissions import Emissions, emissions_of
from cpaudit.audits.services.inventory import Emitted, totals
from cpaudit.audits.services.survey import focus_ranking
from cpaudit.audits.services.targets import open_targets
from cpaudit.engine import Trace
from cpaudit.engine.emission_inventory import CO2E_UNIT
from cpaudit.engine.trace import FORMULAS
from cpaudit.engine.warming import GREENHOUSE_GASES
from cpaudit.gates.figures import priced_losses, reconciled_maps
from cpaudit.gates.snapshot import Snapshot
from cpaudit.gates.view import measured_lines
from cpaudit.library import Library
from cpaudit.options.figures import economics_of, screening_ranking
from cpaudit.options.lifecycle import HANDED_ON
from cpaudit.options.models import Option, ScreeningFactor
from cpaudit.reporting import document as doc
from cpaudit.reporting.collect import ratings
from cpaudit.reporting.collect.amounts import shown, stated
from cpaudit.reporting.collect.flows import simulated
from cpaudit.reporting.collect.options import effectiveness
from cpaudit.reporting.figures import Quantity
from cpaudit.reporting.formatting import format_quantity
from cpaudit.text import LocalizedText

EQUIVALENTS = LocalizedText({"zh-CN": "二氧化碳当量（AR5）", "en": "CO₂-equivalents (AR5)"})


def emissions(snapshot: Snapshot, library: Library) -> Mapping[Scenario, Emissions | None]:
    """The inventory before and after; None where no line is recorded."""
    return {each: emissions_of(snapshot.of(InventoryLine), library, each) for each in Scenario}


def doubts(found: Mapping[Scenario, Emissions | None]) -> tuple[LocalizedText, ...]:
    """What somebody has to look at in the inventory: implausible factors, emissions counted twice."""
    return tuple(dict.fromkeys(each.message for one in found.values() if one is not None for each in one.doubts))


def equivalents(found: Mapping[Scenario, Emissions | None], *, verified: bool) -> tuple[doc.InventoryChange, ...]:
    """CO₂-equivalents before and after, where one of them is known."""
    totals = {scenario: None if one is None else one.held.co2e for scenario, one in found.items()}
    if not any(totals.values()):
        return ()
    before, after = (
        Quantity(None, CO2E_UNIT) if (total := totals[scenario]) is None else shown(total.amount, verified=verified)
        for scenario in (Scenario.BEFORE, Scenario.AFTER)
    )
    return (doc.InventoryChange(EQUIVALENTS, before, after),)


def inventory(snapshot: Snapshot, found: Mapping[Scenario, Emissions | None]) -> tuple[doc.InventoryChange, ...]:
    """Emissions by pollutant before and after; a total is as unverified as the worst of its lines."""
    lines = snapshot.of(InventoryLine)

    def amount(pollutant: str, unit: str, emitted: Emitted | None, scenario: Scenario) -> Quantity:
        if emitted is None:
            return Quantity(None, unit)
        added = (line for line in lines if line.pollutant == pollutant and line.scenario is scenario)
        unverified = any(line.unverified for line in added if engine.compatible(line.emission.unit, unit))
        return shown(emitted.amount, verified=not unverified)

    pollutants = tuple(
        doc.InventoryChange(
            each.pollutant,
            amount(each.pollutant, each.unit, each.before, Scenario.BEFORE),
            amount(each.pollutant, each.unit, each.after, Scenario.AFTER),
        )
        for each in totals(lines)
    )
    warming = [line for line in lines if line.pollutant in GREENHOUSE_GASES]
    return (*pollutants, *equivalents(found, verified=not any(line.unverified for line in warming)))


def next_round(snapshot: Snapshot) -> tuple[doc.NextRoundItem, ...]:
    """What the next round carries forward, once it is planned: open options and targets."""
    if snapshot.statement(StatementKind.NEXT_ROUND_PLAN) is None:
        return ()
    options = (each for each in snapshot.of(Option) if each.state in HANDED_ON)
    return (
        *(doc.NextRoundItem(f"{each.code} {each.name}", each.owner or "", each.ends_on) for each in options),
        *(
            doc.NextRoundItem(f"{each.indicator} → {format_quantity(stated(each.goal))}", "", each.due)
            for each in open_targets(snapshot.of(Target))
        ),
    )


def pins(snapshot: Snapshot) -> tuple[doc.ContentPin, ...]:
    """The content that the audit uses."""
    return tuple(doc.ContentPin(each.pack, each.pack_version, each.content_hash) for each in snapshot.of(AuditPin))


def formulas(
    snapshot: Snapshot, library: Library, found: Mapping[Scenario, Emissions | None], others: Iterable[Trace]
) -> tuple[doc.FormulaNote, ...]:
    """The formulas by which figures of the report came about, in the order in which the engine knows them.

    Args:
        others: how what does not follow from the records of the audit alone came about: the choice among the options,
            what is left of limits.
    """
    warming = [one.held.trace for one in found.values() if one is not None and one.held.co2e is not None]
    used = {trace.formula for top in (*_traces(snapshot, library), *others, *warming) for trace in top.walk()}
    return tuple(
        doc.FormulaNote(known.name, known.expression, known.source) for key, known in FORMULAS.items() if key in used
    )


def _traces(snapshot: Snapshot, library: Library) -> Iterator[Trace]:
    options: Sequence[Option] = snapshot.of(Option)
    for balance in snapshot.of(Balance):
        yield closure_of(balance, measured_lines(balance, snapshot)).trace
    for reconciled in reconciled_maps(snapshot):
        if reconciled.result is not None:
            yield reconciled.result.trace
    for ranking in (
        focus_ranking(snapshot.of(FocusFactor), snapshot.of(FocusCandidate)),
        screening_ranking(snapshot.of(ScreeningFactor), options),
    ):
        if ranking is not None:
            yield ranking.trace
    losses = priced_losses(snapshot)
    if losses is not None and losses.costs is not None:
        # All losses are told by the same formulas.
        yield from (each.trace for each in losses.costs.losses[:1])
    what_if = simulated(snapshot)
    if what_if is not None and what_if.simulation is not None:
        yield what_if.simulation.trace
        yield from (what_if.simulation.after.emission_trace(each) for each in what_if.simulation.after.emissions)
    for option in options:
        appraisal = economics_of(option)
        if appraisal is not None:
            yield appraisal.trace
    for found in effectiveness(snapshot).values():
        yield from (part.trace for _, part in found.parts)
    yield from ratings.traces(snapshot, library)
    for total in totals(snapshot.of(InventoryLine)):
        yield from (emitted.trace for emitted in (total.before, total.after) if emitted is not None)
