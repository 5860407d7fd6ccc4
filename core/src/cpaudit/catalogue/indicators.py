"""Indicator systems: thresholds of the grades I to III, with weights."""

from __future__ import annotations

import strawberry

from cpaudit import contributions
from cpaudit.catalogue.fields import shown, shown_text
from cpaudit.catalogue.items import ContentProduct, Info, SourcedItem
from cpaudit.catalogue.packs import ContentSource
from cpaudit.catalogue.vocabulary import Direction
from cpaudit.catalogue.vocabulary import Evidence as FigureEvidence


@strawberry.type(description="A first-level indicator with its weight.")
class IndicatorCategory:
    held: strawberry.Private[contributions.Category]

    code: str = shown("code")
    name: str = shown_text("name")
    weight: float = shown("weight", description="As printed: those of all categories add up to 1, or to 100.")


@strawberry.type(description="An indicator that is a number; grade I is the best.")
class QuantitativeScale:
    held: strawberry.Private[contributions.Quantitative]

    direction: Direction = shown("direction")
    unit: str = shown("unit")
    grade_1: float = shown("thresholds.grade_1", description="Limit of grade I.")
    grade_2: float = shown("thresholds.grade_2", description="Limit of grade II.")
    grade_3: float = shown("thresholds.grade_3", description="Limit of grade III.")

    @strawberry.field(description="Upper limit of grade I, where a value has to lie within a range; else null.")
    def grade_1_upper(self) -> float | None:
        return None if self.held.upper_thresholds is None else self.held.upper_thresholds.grade_1

    @strawberry.field(description="Upper limit of grade II, where a value has to lie within a range; else null.")
    def grade_2_upper(self) -> float | None:
        return None if self.held.upper_thresholds is None else self.held.upper_thresholds.grade_2

    @strawberry.field(description="Upper limit of grade III, where a value has to lie within a range; else null.")
    def grade_3_upper(self) -> float | None:
        return None if self.held.upper_thresholds is None else self.held.upper_thresholds.grade_3


@strawberry.type(description="An indicator that is a description per grade; grade I is the best.")
class QualitativeScale:
    held: strawberry.Private[contributions.Qualitative]

    grade_1: str = shown_text("grade_1")
    grade_2: str = shown_text("grade_2")
    grade_3: str = shown_text("grade_3")


@strawberry.type(description="A second-level indicator.")
class Indicator:
    held: strawberry.Private[contributions.Indicator]

    code: str = shown("code")
    name: str = shown_text("name")
    category: str = shown("category", description="Code of the category it stands in.")
    weight: float = shown("weight", description="As printed: those of a category add up to 1, or to 100.")
    limiting: bool = shown("limiting", description="Whether it caps the grade of the whole rating.")
    product: str | None = shown("product", description="Key of the product for which it is taken; null for all.")
    group: str | None = shown(
        "group", description="Indicators of one group share one weight by the output of their products."
    )
    condition: str | None = shown_text("condition", description="When it applies; null where it does for everybody.")
    locator: str | None = shown("locator", description="Table or page of its thresholds, where it has its own.")
    note: str | None = shown("note", description="What else is to be known of its thresholds.")
    evidence: FigureEvidence | None = strawberry.field(
        description="Whether its thresholds were read in their source; null where nothing is said of it."
    )
    source: ContentSource | None = strawberry.field(
        description="The document of its thresholds, where it is another than that of the system."
    )

    @strawberry.field(description="Null for an indicator that is described.")
    def quantitative(self) -> QuantitativeScale | None:
        return None if self.held.quantitative is None else QuantitativeScale(held=self.held.quantitative)

    @strawberry.field(description="Null for an indicator that is a number.")
    def qualitative(self) -> QualitativeScale | None:
        return None if self.held.qualitative is None else QualitativeScale(held=self.held.qualitative)


@strawberry.type(description="A published system of indicators.")
class IndicatorSystem(SourcedItem):
    name: str = shown_text("name")
    year: int = shown("year", description="The year for which the source states it.")
    evidence: FigureEvidence | None = shown(
        "evidence", description="Whether it was read in the source; null where nothing is said of it."
    )
    note: str | None = shown("note", description="What else is to be known of it.")

    @strawberry.field(description="The industries that it rates; where there are none, those of the pack.")
    def gb4754(self) -> list[str]:
        return list(self.held.gb4754)

    @strawberry.field(description="The products for which single indicators are taken.")
    def products(self) -> list[ContentProduct]:
        return [ContentProduct(held=product) for product in self.held.products]

    @strawberry.field
    def categories(self) -> list[IndicatorCategory]:
        return [IndicatorCategory(held=category) for category in self.held.categories]

    @strawberry.field
    def indicators(self, info: Info) -> list[Indicator]:
        manifest = self.pack_of(info).manifest
        documents = {source.id: ContentSource(held=source) for source in manifest.sources}
        return [
            Indicator(
                held=indicator,
                evidence=self.held.evidence_of(indicator),
                source=documents.get(indicator.source or ""),
            )
            for indicator in self.held.indicators
        ]
