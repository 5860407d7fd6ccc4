"""Emission factors."""

from __future__ import annotations

from datetime import date

import strawberry

from cpaudit.catalogue.fields import shown, shown_text
from cpaudit.catalogue.items import ContentProduct, SourcedItem
from cpaudit.catalogue.vocabulary import Distribution, Evidence


@strawberry.type(description="How much of a pollutant one unit of an activity gives off.")
class EmissionFactor(SourcedItem):
    name: str = shown_text("name")
    process: str | None = shown("process", description="The process, in the source's words.")
    pollutant: str = shown("pollutant", description="Symbol or key, as `CO2` or `wastewater`.")
    cas: str | None = shown("cas", description="CAS registry number of the pollutant.")
    value: float = shown("value", description="In `unit` per `perUnit`.")
    lower: float | None = shown("lower", description="Lower bound; null where the source gives none.")
    upper: float | None = shown("upper", description="Upper bound; null where the source gives none.")
    distribution: Distribution | None = shown("distribution")
    unit: str = shown("unit", description="Unit of the emission.")
    per_unit: str = shown("per_unit", description="Unit of the activity.")
    technology: str | None = shown("technology")
    region: str | None = shown("region")
    valid_from: date | None = shown("valid_from")
    valid_to: date | None = shown("valid_to")
    year: int = shown("year", description="The year for which the source states it.")
    evidence: Evidence = shown("evidence")
    note: str | None = shown("note")

    @strawberry.field(description="What the activity is counted in, where that is a product.")
    def product(self) -> ContentProduct | None:
        return None if self.held.product is None else ContentProduct(held=self.held.product)
