"""What sources publish beside factors: the vocabulary of substances, levels, specific use, heating values."""

from __future__ import annotations

import strawberry

from cpaudit import engine
from cpaudit.catalogue.fields import shown, shown_text
from cpaudit.catalogue.items import ContentItem, ContentProduct, Info, SourcedItem
from cpaudit.catalogue.vocabulary import BenchmarkLevel, EnergyBasis, Evidence, Medium
from cpaudit.engine.fuel_energy import heating_value_of_pack
from cpaudit.errors import CpauditError, InvalidInput
from cpaudit.graphql.explain import Explanation
from cpaudit.graphql.quantities import Quantity, QuantityInput


@strawberry.type(description="A word of the vocabulary: what `pollutant` of factors and options names.")
class Substance(ContentItem):
    name: str = shown_text("name")
    cas: str | None = shown("cas", description="CAS registry number; null for sums and parameters, which have none.")
    medium: Medium = shown("medium", description="Where it is counted as it leaves a plant.")
    note: str | None = shown("note", description="What the sum comprises, how the parameter is determined.")


@strawberry.type(description="A level to hold a plant against. It is never used as a factor.")
class PublishedLevel(SourcedItem):
    name: str = shown_text("name")
    process: str | None = shown("process", description="The process, in the source's words.")
    measure: str = shown("measure", description="What is levelled: a substance of the vocabulary, or a resource.")
    value: float | None = shown("value", description="The one point that the source states; null for a range only.")
    lower: float | None = shown("lower", description="Lower end; null where the source gives none.")
    upper: float | None = shown("upper", description="Upper end; null where the source gives none.")
    unit: str = shown("unit")
    per_unit: str | None = shown("per_unit", description="What it is per; null for a concentration or a share.")
    technology: str | None = shown("technology")
    region: str | None = shown("region")
    level: BenchmarkLevel = shown("level", description="What kind of level it is.")
    year: int = shown("year", description="The year for which the source states it.")
    evidence: Evidence = shown("evidence")
    note: str | None = shown("note", description="Which point of the range `value` is, reference conditions.")

    @strawberry.field(description="What `perUnit` counts, where that is a product.")
    def product(self) -> ContentProduct | None:
        return None if self.held.product is None else ContentProduct(held=self.held.product)


@strawberry.type(description="How much of a resource is used for a unit of product.")
class SpecificConsumption(SourcedItem):
    name: str = shown_text("name")
    process: str | None = shown("process", description="The process, in the source's words.")
    resource: str = shown("resource", description="What is used: energy, water, a raw material, a substance.")
    value: float | None = shown("value", description="The one point that the source states; null for a range only.")
    lower: float | None = shown("lower", description="Lower end; null where the source gives none.")
    upper: float | None = shown("upper", description="Upper end; null where the source gives none.")
    unit: str = shown("unit")
    per_unit: str | None = shown("per_unit", description="What it is per; null for a share.")
    technology: str | None = shown("technology")
    region: str | None = shown("region")
    year: int = shown("year", description="The year for which the source states it.")
    evidence: Evidence = shown("evidence")
    note: str | None = shown("note")

    @strawberry.field(description="What `perUnit` counts, where that is a product.")
    def product(self) -> ContentProduct | None:
        return None if self.held.product is None else ContentProduct(held=self.held.product)


@strawberry.type(description="The energy of an amount of fuel, and what that is in standard coal.")
class EnergyOfFuel:
    held: strawberry.Private[engine.FuelEnergy]
    coal: strawberry.Private[engine.StandardCoal]

    @strawberry.field
    def energy(self) -> Quantity:
        return Quantity(held=self.held.energy)

    @strawberry.field
    def explain(self) -> Explanation:
        return Explanation(held=self.held.trace)

    @strawberry.field(description="In tce; 1 kgce is 29.3076 MJ.")
    def standard_coal(self) -> Quantity:
        return Quantity(held=self.coal.amount)

    @strawberry.field
    def explain_standard_coal(self) -> Explanation:
        return Explanation(held=self.coal.trace)


@strawberry.type(description="The energy of a fuel, or what it is in standard coal.")
class HeatingValue(SourcedItem):
    name: str = shown_text("name")
    fuel: str = shown("fuel", description="Key of the fuel; factors per energy of it have it as their product.")
    value: float = shown("value", description="In `unit` per `perUnit`.")
    lower: float | None = shown("lower", description="Lower bound; null where the source gives none.")
    upper: float | None = shown("upper", description="Upper bound; null where the source gives none.")
    unit: str = shown("unit", description="Unit of the energy.")
    per_unit: str = shown("per_unit", description="What the fuel is counted in.")
    basis: EnergyBasis | None = shown("basis", description="Null for electricity and heat.")
    region: str | None = shown("region")
    year: int = shown("year", description="The year for which the source states it.")
    evidence: Evidence = shown("evidence")
    note: str | None = shown("note")

    @strawberry.field(description="The energy of an amount of this fuel; one that it is not per is an error.")
    def energy_of(self, info: Info, amount: QuantityInput) -> EnergyOfFuel:
        pack = self.pack_of(info)
        source = pack.manifest.source(self.held.source)
        held = heating_value_of_pack(self.held, pack.version, None if source is None else source.title)
        given = amount.read("amount")
        try:
            return EnergyOfFuel(held=engine.fuel_energy(given, held), coal=engine.standard_coal([(given, held)]))
        except CpauditError as error:
            raise InvalidInput(error.message, path=("amount",), remedy=error.remedy) from error
