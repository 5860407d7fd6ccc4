"""What is computed from a snapshot as a whole, for the results that are kept, the review, and reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from cpaudit.audits.models import (
    IndicatorValue,
    Measurement,
    RatingOutput,
    Scenario,
    Stream,
    StreamPrice,
    UnitCost,
    UnitProcess,
)
from cpaudit.audits.services.costs import PricedLosses, price_losses
from cpaudit.audits.services.rating import RatingRecords, rating_of
from cpaudit.audits.services.reconciliation import ReconciledMap, reconcile_map, substances_of
from cpaudit.contributions import IndicatorSystem
from cpaudit.engine import Objective, Portfolio, Rating
from cpaudit.gates.snapshot import Snapshot
from cpaudit.library import Library
from cpaudit.options.models import Funding, Option, OptionEffect
from cpaudit.options.portfolio import Candidates, choose


def reconciled_maps(snapshot: Snapshot) -> tuple[ReconciledMap, ...]:
    """The process map reconciled: the flows as a whole and of each substance, as far as they were measured."""
    units, streams, measurements = snapshot.of(UnitProcess), snapshot.of(Stream), snapshot.of(Measurement)
    return tuple(
        reconcile_map(units, streams, measurements, substance=substance) for substance in substances_of(measurements)
    )


def priced_losses(snapshot: Snapshot) -> PricedLosses | None:
    """What the losses of the map cost; None where nobody has recorded a price or a cost."""
    prices, costs = snapshot.of(StreamPrice), snapshot.of(UnitCost)
    if not prices and not costs:
        return None
    return price_losses(snapshot.of(UnitProcess), snapshot.of(Stream), snapshot.of(Measurement), prices, costs)


def rated_systems(snapshot: Snapshot, library: Library) -> Iterator[tuple[IndicatorSystem, Mapping[Scenario, Rating]]]:
    """Every indicator system with the scenarios for which it has values, rated."""
    records = RatingRecords(tuple(snapshot.of(IndicatorValue)), tuple(snapshot.of(RatingOutput)))
    for system in library.indicator_systems():
        yield (
            system,
            {
                scenario: rating_of(library, system, scenario, records)
                for scenario in Scenario
                if records.of(system.ref, scenario).values
            },
        )


def option_records(snapshot: Snapshot) -> tuple[list[Option], Mapping[str, list[OptionEffect]], list[UnitProcess]]:
    """The options, option → its effects, and the unit processes."""
    effects: dict[str, list[OptionEffect]] = defaultdict(list)
    for effect in snapshot.of(OptionEffect):
        effects[effect.option_id].append(effect)
    return snapshot.of(Option), effects, snapshot.of(UnitProcess)


def funding(snapshot: Snapshot) -> Decimal | None:
    """All money on record; subsidies are taken off the investments already, where options name them."""
    amounts = [each.amount for each in snapshot.of(Funding)]
    return sum(amounts, Decimal(0)) if amounts else None


def chosen_options(given: Candidates, budget: Decimal | None) -> Portfolio | None:
    """The choice by net present value; None where that of no option is known."""
    found = choose(given, budget=budget, objective=Objective.NPV)
    return None if all(value is None for value in found.problem.wanted.alone) else found
