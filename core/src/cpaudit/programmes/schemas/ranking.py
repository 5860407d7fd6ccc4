"""Profiles of pollution, and the ranking of nominations."""

from __future__ import annotations

from datetime import datetime

import strawberry

from cpaudit.catalogue.fields import shown
from cpaudit.catalogue.pages import page_of
from cpaudit.engine import LoadGap, PanelScore, ProfileShare
from cpaudit.graphql.explain import Explanation
from cpaudit.graphql.quantities import Quantity
from cpaudit.graphql.reading import Connection
from cpaudit.graphql.reading.identifiers import node_identifier
from cpaudit.programmes.models import Criterion
from cpaudit.programmes.services import profiles, ranking

strawberry.enum(Criterion, name="PilotCriterion", description="The four criteria by which pilots are selected.")
strawberry.enum(LoadGap, description="Why a pollutant keeps the similarity from being known.")


@strawberry.type(description="One pollutant of an enterprise against its sector.")
class ProfilePollutant:
    held: strawberry.Private[ProfileShare]

    pollutant: str = shown("pollutant")
    part: float | None = shown("part", description="r = m/M, of what the sector discharges.")
    share: float | None = shown("share", description="r/Σr, of the enterprise's profile; the sector's is 1/n.")

    @strawberry.field
    def enterprise(self) -> Quantity | None:
        return Quantity.of(self.held.enterprise)

    @strawberry.field
    def sector(self) -> Quantity | None:
        return Quantity.of(self.held.sector)


@strawberry.type(description="What keeps the similarity from being known.")
class ProfileGap:
    pollutant: str | None = strawberry.field(description="Null for the profile as a whole.")
    reason: LoadGap


@strawberry.type(
    description="How representative an enterprise's pollution is of its sector: S = Σ min(r/Σr, 1/n), R = 1 + 9·S, "
    "cpaudit's own definition after the percentage similarity of Renkonen (1938)."
)
class PollutionProfile:
    held: strawberry.Private[profiles.PollutionProfile]

    industry: str | None = shown("industry", description="The narrowest sector that has figures.")
    year: int | None = shown("year")
    problem: str | None = shown("problem", description="Why nothing can be compared.")

    @strawberry.field(description="S; null where it is not known.")
    def similarity(self) -> float | None:
        return None if self.held.compared is None else self.held.compared.value

    @strawberry.field(description="R, on the scale of the other criteria; null where it is not known.")
    def score(self) -> float | None:
        return None if self.held.compared is None else self.held.compared.score

    @strawberry.field
    def pollutants(self) -> list[ProfilePollutant]:
        return [] if self.held.compared is None else [ProfilePollutant(held=each) for each in self.held.compared.shares]

    @strawberry.field
    def gaps(self) -> list[ProfileGap]:
        if self.held.compared is None:
            return []
        return [ProfileGap(pollutant=name or None, reason=gap) for name, gap in self.held.compared.gaps]

    @strawberry.field
    def explain(self) -> Explanation | None:
        compared = self.held.compared
        return None if compared is None or not compared.shares else Explanation.of(compared.trace)


@strawberry.type(description="What one assessor says of a criterion, and whether it counts.")
class CountedScore:
    held: strawberry.Private[ranking.CountedScore]

    score: float = shown("score.score")
    evidence: str = shown("score.evidence")
    scored_at: datetime = shown("score.scored_at")
    counted: bool = shown("counted", description="Not while the assessor has a conflict of interest.")

    @strawberry.field(description="The id of the member.")
    def assessor(self) -> strawberry.ID:
        return strawberry.ID(node_identifier("Member", self.held.score.assessor))


@strawberry.type(description="How far the scores that count are apart.")
class ScoreSpread:
    held: strawberry.Private[PanelScore]

    lowest: float = shown("lowest")
    highest: float = shown("highest")
    mean: float = shown("mean")
    deviation: float | None = shown("deviation", description="Standard deviation with n − 1; null of one score.")

    @strawberry.field
    def assessors(self) -> int:
        return len(self.held.scores)


@strawberry.type(description="One criterion of one nomination.")
class CriterionResult:
    held: strawberry.Private[ranking.CriterionResult]

    criterion: Criterion = shown("criterion")
    weight: float = shown("weight")
    value: float | None = shown("value", description="R: the mean of the scores, or computed; null while not known.")
    missing: str | None = shown("missing", description="Why it is not known.")

    @strawberry.field(description="Null for what is computed, or where no score counts.")
    def spread(self) -> ScoreSpread | None:
        return None if self.held.panel is None else ScoreSpread(held=self.held.panel)

    @strawberry.field(description="All scores, those that do not count included.")
    def scores(self) -> list[CountedScore]:
        return [CountedScore(held=each) for each in self.held.scores]

    @strawberry.field
    def explain(self) -> Explanation | None:
        return Explanation.of(self.held.trace)


@strawberry.type(description="A nomination and where it stands now.")
class RankedNomination:
    held: strawberry.Private[ranking.RankedNomination]

    total: float | None = shown("total", description="Σ W·R; null while a criterion is not known.")
    rank: int | None = shown("rank", description="From 1; null while a criterion is not known.")
    tied: bool = shown("tied", description="Whether another one has the same rank.")
    enterprise_name: str = shown("enterprise.name")

    @strawberry.field(description="The id of the nomination.")
    def nomination(self) -> strawberry.ID:
        return strawberry.ID(node_identifier("Nomination", self.held.nomination.id))

    @strawberry.field(description="The id of the enterprise.")
    def enterprise(self) -> strawberry.ID:
        return strawberry.ID(node_identifier("Enterprise", self.held.enterprise.id))

    @strawberry.field
    def criteria(self) -> list[CriterionResult]:
        return [CriterionResult(held=each) for each in self.held.criteria]

    @strawberry.field
    def profile(self) -> PollutionProfile:
        return PollutionProfile(held=self.held.profile)


@strawberry.type(description="A page of the ranking, and how it came about.")
class PilotRanking:
    held: strawberry.Private[ranking.SelectionRanking]

    @strawberry.field(description="Those with a rank first.")
    def nominations(self, first: int | None = None, after: str | None = None) -> Connection[RankedNomination]:
        return page_of(self.held.nominations, RankedNomination, first, after, key=lambda each: each.nomination.id)

    @strawberry.field(description="Null while nothing can be ranked.")
    def explain(self) -> Explanation | None:
        return Explanation.of(self.held.trace)
