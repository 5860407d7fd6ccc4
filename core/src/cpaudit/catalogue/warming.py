"""The named sets of global warming potentials that inventories choose from."""

from __future__ import annotations

import strawberry

from cpaudit.catalogue.fields import shown
from cpaudit.catalogue.vocabulary import Evidence
from cpaudit.engine.warming import SETS
from cpaudit.engine.warming import WarmingPotentials as PotentialsOfSet


@strawberry.type(description="The global warming potential of a gas over 100 years.")
class WarmingPotential:
    pollutant: str = strawberry.field(description="Key of the vocabulary of substances.")
    value: float = strawberry.field(description="kg CO2-equivalent per kg.")


@strawberry.type(description="A named set of global warming potentials; an inventory states which it used.")
class WarmingPotentials:
    held: strawberry.Private[PotentialsOfSet]

    name: str = shown("name")
    source: str = shown("source", description="Report and table.")
    evidence: Evidence = shown("evidence", description="Whether the figures were read in the source.")

    @strawberry.field(description="By gas; a gas that a set lacks has no potential there.")
    def values(self) -> list[WarmingPotential]:
        return [WarmingPotential(pollutant=gas, value=value) for gas, value in self.held.values.items()]


def all_sets() -> list[WarmingPotentials]:
    """All sets that the engine knows."""
    return [WarmingPotentials(held=each) for each in SETS.values()]
