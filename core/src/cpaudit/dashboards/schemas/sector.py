"""The dashboard of a sector as the API shows it."""

from __future__ import annotations

from collections.abc import Mapping

import strawberry

from cpaudit.catalogue.fields import shown
from cpaudit.catalogue.pages import page_of
from cpaudit.dashboards import distribution
from cpaudit.dashboards import performers as held_performers
from cpaudit.dashboards.schemas.totals import DashboardAudit, DashboardTotals, Info
from cpaudit.dashboards.schemas.vocabulary import Grade, Measure, Scenario
from cpaudit.dashboards.services import indicators as held_indicators
from cpaudit.dashboards.services import sector as held_sector
from cpaudit.graphql.quantities import Quantity
from cpaudit.graphql.reading import Connection
from cpaudit.graphql.reading.identifiers import node_identifier
from cpaudit.outcomes.figures import Outcomes
from cpaudit.outcomes.schema import OptionOutcomes
from cpaudit.quality.criteria import MEASURE_NAMES, QUALITY_DECISION, Criterion
from cpaudit.text import LocalizedText

_REVIEWED = LocalizedText({"zh-CN": "质量审查结论", "en": "decision of the quality review"})


@strawberry.type(description="How many reach a level and no better one.")
class LevelCount:
    level: Grade
    count: int


def _levels(found: Mapping[Grade, int]) -> list[LevelCount]:
    return [LevelCount(level=level, count=count) for level, count in found.items()]


@strawberry.type(description="What one audit records of an indicator.")
class IndicatorObservation:
    held: strawberry.Private[distribution.Observation]

    level: Grade = shown("grade")

    @strawberry.field(description="Null where it is not known, or no number.")
    def amount(self) -> Quantity | None:
        return Quantity.of(self.held.amount)

    @strawberry.field(description="The id of the audit.")
    def audit(self) -> strawberry.ID:
        return strawberry.ID(node_identifier("Audit", self.held.audit))


@strawberry.type(
    description="How an indicator is distributed over the concluded audits of a sector: of each enterprise the latest."
    " Quartiles are interpolated linearly between neighbours (Hyndman and Fan 1996, definition 7)."
)
class IndicatorDistribution:
    held: strawberry.Private[distribution.Distribution]

    indicator: str = shown("indicator", description="Of a benchmark its name, of a system its code.")
    system: str | None = shown("system", description="The indicator system; null for a benchmark.")
    scenario: Scenario = shown("scenario")
    unit: str = shown("unit", description="In which all amounts are; empty where none is known.")
    known: int = shown("known", description="Of how many amounts it is.")
    unknown: int = shown("unknown", description="How many are recorded without an amount, which is not zero.")

    @strawberry.field
    def minimum(self) -> Quantity | None:
        return Quantity.of(self.held.least)

    @strawberry.field
    def q1(self) -> Quantity | None:
        return Quantity.of(self.held.q1)

    @strawberry.field
    def median(self) -> Quantity | None:
        return Quantity.of(self.held.median)

    @strawberry.field
    def q3(self) -> Quantity | None:
        return Quantity.of(self.held.q3)

    @strawberry.field
    def maximum(self) -> Quantity | None:
        return Quantity.of(self.held.largest)

    @strawberry.field(description="Levels that are reached, the best first; they add up to known and unknown.")
    def levels(self) -> list[LevelCount]:
        return _levels(self.held.levels)

    @strawberry.field(description="What it is made from.")
    def observations(self, first: int | None = None, after: str | None = None) -> Connection[IndicatorObservation]:
        # An audit may hold a name twice, so that its id alone would not name the observation.
        places = list(enumerate(self.held.observations))
        return page_of(
            places,
            lambda held: IndicatorObservation(held=held[1]),
            first,
            after,
            key=lambda each: f"{each[0]} {each[1].audit}",
        )


@strawberry.type(description="How concluded audits were rated in an indicator system when their phases were closed.")
class RatingDistribution:
    held: strawberry.Private[held_indicators.Rated]

    system: str = shown("system")
    scenario: Scenario = shown("scenario")
    audits: int = shown("audits", description="How many were rated: the sum over the grades.")

    @strawberry.field(description="UNGRADED where the rating was not certain.")
    def grades(self) -> list[LevelCount]:
        return _levels(self.held.grades)


@strawberry.type(description="A criterion held against what is known.")
class PerformanceResult:
    measure: str = strawberry.field(description="A `CommendationMeasure`, or `QUALITY_DECISION`.")
    at_least: str | None = strawberry.field(description="Decimal; null for the decision, which has to be `PASSED`.")
    value: str | None = strawberry.field(description="Decimal, or the decision; null where it is not known.")
    met: bool | None = strawberry.field(description="Null where it is not known.")

    @strawberry.field(description="What the criterion is called.")
    def name(self, info: Info, lang: str | None = None) -> str:
        text = _REVIEWED if self.measure == QUALITY_DECISION else MEASURE_NAMES[Measure(self.measure)]
        return text.in_language(lang or info.context.language)


@strawberry.type(description="An enterprise held against the criteria for advanced enterprises.")
class Performer:
    held: strawberry.Private[tuple[held_performers.Performer, DashboardAudit]]
    criteria: strawberry.Private[Mapping[str, str]]

    @strawberry.field(description="From 1; equals share one. Null where it cannot be compared.")
    def rank(self) -> int | None:
        return self.held[0].rank

    @strawberry.field(description="Whether it meets all criteria; null where that is not known.")
    def advanced(self) -> bool | None:
        return self.held[0].advanced

    @strawberry.field(description="Why it has no rank: the criteria that are not known.")
    def unknown(self) -> list[str]:
        return list(self.held[0].unknown)

    @strawberry.field(description="The reasons, criterion by criterion.")
    def results(self) -> list[PerformanceResult]:
        met = {"YES": True, "NO": False, "UNKNOWN": None}
        return [
            PerformanceResult(measure=name, at_least=self.criteria.get(name), value=value or None, met=met[judged])
            for name, value, judged in self.held[0].results
        ]

    @strawberry.field(description="The audit by which it is judged: its latest that is concluded.")
    def audit(self) -> DashboardAudit:
        return self.held[1]


@strawberry.input(description="A criterion for advanced enterprises. The order of the criteria decides between equals.")
class PerformanceCriterionInput:
    measure: Measure
    at_least: str = strawberry.field(description="Decimal.")


@strawberry.type(description="A sector at a glance, from one transaction.")
class SectorDashboard:
    held: strawberry.Private[held_sector.SectorDashboard]
    criteria: strawberry.Private[tuple[Criterion, ...]]

    sector: str = strawberry.field(description="Code of GB/T 4754-2017 with the letter of its section.")

    @strawberry.field(
        description="Options, targets, money and savings: of the tenant's own audits, and of those that it accepted."
    )
    def totals(self) -> DashboardTotals:
        return DashboardTotals(held=self.held.totals)

    @strawberry.field(
        description="Enterprises with a concluded audit, of which indicators, ratings and performers are."
    )
    def concluded(self) -> int:
        return len(self.held.concluded)

    @strawberry.field(description="Benchmarks, then indicators of systems; of own audits, which alone record them.")
    def indicators(self, first: int | None = None, after: str | None = None) -> Connection[IndicatorDistribution]:
        return page_of(self.held.indicators, IndicatorDistribution, first, after, key=lambda each: each.key)

    @strawberry.field(description="Of own audits, and of those whose packets the tenant accepted.")
    def ratings(self) -> list[RatingDistribution]:
        return [RatingDistribution(held=each) for each in self.held.ratings]

    @strawberry.field(
        description="Enterprises by rank: by how many criteria they meet, then by the value of the first criterion, of"
        " the second and so on. After them those that cannot be compared."
    )
    def performers(self, first: int | None = None, after: str | None = None) -> Connection[Performer]:
        audits = {each.key: each for each in self.held.concluded}
        criteria = {each.measure.value: each.at_least for each in self.criteria}
        given = [(each, DashboardAudit(held=audits[each.candidate.packet_hash])) for each in self.held.performers]
        return page_of(
            given,
            lambda held: Performer(held=held, criteria=criteria),
            first,
            after,
            key=lambda each: each[0].candidate.packet_hash,
        )

    @strawberry.field(
        description="What became of library options in the sector in all tenants that consent, as far as it may be"
        " told: of at least five enterprises."
    )
    def shared_outcomes(self, first: int | None = None, after: str | None = None) -> Connection[SharedOptionOutcomes]:
        return page_of(self.held.shared, SharedOptionOutcomes, first, after, key=lambda each: each.template)


@strawberry.type(description="What became of a library option.")
class SharedOptionOutcomes:
    held: strawberry.Private[Outcomes]

    option: str = shown("template", description="`pack:option:code`.")

    @strawberry.field
    def outcomes(self) -> OptionOutcomes:
        return OptionOutcomes(held=self.held)
