"""The API of an audit's emission inventory."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

import strawberry
from sqlmodel import col, select

from cpaudit import engine
from cpaudit.audits import models
from cpaudit.audits.models import Scenario
from cpaudit.audits.services import emissions as service
from cpaudit.audits.services.pinned import libraries_of
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.explain import ExplainedInterval, Explanation
from cpaudit.graphql.findings import Finding
from cpaudit.graphql.quantities import Quantity

MOST_CONTRIBUTIONS = 100


@strawberry.enum(description="Sets of global warming potentials over 100 years, by the IPCC's assessment reports.")
class WarmingPotentialSet(StrEnum):
    AR4 = "AR4"
    AR5 = "AR5"
    AR6 = "AR6"


EMISSIONS_ARGUMENTS = {"scenario": Scenario | None, "gwp": WarmingPotentialSet | None, "seed": int | None}


@strawberry.type(description="A total of emissions with its 95 % intervals.")
class EmissionTotal:
    held: strawberry.Private[engine.Total]
    trace: strawberry.Private[engine.Trace]
    pollutant: str = strawberry.field(description="`CO2e` for the CO₂-equivalents.")

    @strawberry.field(description="With the interval by first-order propagation, where one is known.")
    def amount(self) -> Quantity:
        return Quantity(held=self.held.amount)

    @strawberry.field(description="By first-order propagation, and by Monte Carlo where a seed was given.")
    def intervals(self) -> list[ExplainedInterval]:
        return [
            ExplainedInterval(lower=each.lower, upper=each.upper, level=each.level, method=each.method, seed=each.seed)
            for each in self.held.uncertainties
        ]

    @strawberry.field
    def explain(self) -> Explanation:
        return Explanation(held=self.trace)


@strawberry.type(description="What one line contributes.")
class EmissionContribution:
    line: strawberry.ID
    name: str
    pollutant: str
    amount: Quantity
    share: float | None = strawberry.field(description="Of the pollutant's total; null where that is zero.")
    co2e_share: float | None = strawberry.field(
        description="Of the CO₂-equivalents; null where there is no such total, or it is zero."
    )
    explain: Explanation


@strawberry.type(description="The emissions of an audit, before or after it.")
class Emissions:
    held: strawberry.Private[service.Emissions]

    @strawberry.field
    def scenario(self) -> Scenario:
        return self.held.scenario

    @strawberry.field(description="The set of warming potentials, and where it is published.")
    def gwp(self) -> str:
        return f"{self.held.held.gwp.name}: {self.held.held.gwp.source}"

    @strawberry.field(description="By pollutant, in the order of their first lines.")
    def totals(self) -> list[EmissionTotal]:
        inventory = self.held.held
        return [
            EmissionTotal(held=total, trace=_part(inventory, pollutant), pollutant=pollutant)
            for pollutant, total in inventory.totals.items()
        ]

    @strawberry.field(
        description="CO₂-equivalents; null where there is no greenhouse gas, or one has no potential in the set."
    )
    def co2e(self) -> EmissionTotal | None:
        total = self.held.held.co2e
        if total is None:
            return None
        return EmissionTotal(held=total, trace=_part(self.held.held, "CO2e"), pollutant="CO2e")

    @strawberry.field(description="The lines that contribute most to their pollutant's total, the largest share first.")
    def contributions(self, first: int = 20) -> list[EmissionContribution]:
        inventory = self.held.held
        shares, warming = inventory.contributions, inventory.co2e_contributions
        known = [0.0 if math.isnan(share) else float(share) for share in shares]
        order = sorted(range(len(known)), key=lambda position: -known[position])
        return [
            EmissionContribution(
                line=strawberry.ID(f"InventoryLine:{line.id}"),
                name=line.name,
                pollutant=line.pollutant,
                amount=Quantity(held=line.emission),
                share=_share(shares[position]),
                co2e_share=None if warming is None else _share(warming[position]),
                explain=Explanation(held=inventory.line_trace(position)),
            )
            for position in order[: max(0, min(first, MOST_CONTRIBUTIONS))]
            for line in (self.held.lines[position],)
        ]

    @strawberry.field(
        description="What is to be known or looked at: factors beside the range of all packs, emissions counted twice."
    )
    def findings(self) -> list[Finding]:
        return [Finding(held=each) for each in self.held.findings]

    @strawberry.field(description="How all totals came about.")
    def explain(self) -> Explanation:
        return Explanation(held=self.held.held.trace)


async def load_emissions(
    context: RequestContext, audits: Sequence[Any], arguments: Mapping[str, Any]
) -> list[Emissions | None]:
    """The emissions of each audit, in two statements for all of them."""
    ids = [audit.values["id"] for audit in audits]
    lines: dict[str, list[models.InventoryLine]] = defaultdict(list)
    async with context.database.looking(context.scope) as session:
        for line in await session.exec(
            select(models.InventoryLine)
            .where(col(models.InventoryLine.audit_id).in_(ids))
            .order_by(col(models.InventoryLine.id))
        ):
            lines[line.audit_id].append(line)
        libraries = await libraries_of(session, context.host, ids)
    scenario, gwp = arguments.get("scenario"), arguments.get("gwp")
    found = [
        service.emissions_of(
            lines[each],
            libraries[each],
            Scenario.BEFORE if scenario is None else scenario,
            gwp="AR5" if gwp is None else gwp.value,
            seed=arguments.get("seed"),
        )
        for each in ids
    ]
    return [None if each is None else Emissions(held=each) for each in found]


def _part(inventory: engine.Inventory, label: str) -> engine.Trace:
    return next(item.trace for item in inventory.trace.inputs if item.label == label and item.trace is not None)


def _share(share: float) -> float | None:
    return None if math.isnan(share) else float(share)
