"""The dashboard of an enterprise as the API shows it."""

from __future__ import annotations

from datetime import date, datetime

import strawberry

from cpaudit.audits.schemas.rating import ComparedRounds, RoundBasis
from cpaudit.audits.schemas.rating_loads import load_round_comparisons
from cpaudit.catalogue.fields import shown
from cpaudit.catalogue.pages import page_of
from cpaudit.dashboards.schemas.programme import PHASE_NAMES, FundingByState
from cpaudit.dashboards.schemas.totals import DashboardTotals, Info
from cpaudit.dashboards.schemas.vocabulary import (
    AuditState,
    Grade,
    MethodKey,
    PhaseKey,
    QuestionKind,
    QuestionState,
    Scenario,
    SizeClass,
    StageKind,
    Standing,
)
from cpaudit.dashboards.services import enterprise as held_enterprise
from cpaudit.graphql.quantities import Quantity
from cpaudit.graphql.reading import Connection, ReadModel
from cpaudit.graphql.reading.identifiers import node_identifier
from cpaudit.programmes.models import Question
from cpaudit.programmes.schemas.stages import OverduePhase, overdue_page
from cpaudit.regulation.schema import Compliance, StandardReadiness, load_compliance, load_readiness


@strawberry.type(description="A phase of a round.")
class DashboardPhase:
    held: strawberry.Private[held_enterprise.RoundPhase]

    phase: PhaseKey = shown("row.key")
    standing: Standing = shown("standing")
    passed_at: datetime | None = shown("row.passed_at")
    due: date | None = shown("due", description="The last day in the audit's stage; null where it has none.")

    @strawberry.field
    def name(self, info: Info, lang: str | None = None) -> str:
        return PHASE_NAMES[self.held.row.key].in_language(lang or info.context.language)


@strawberry.type(description="A round of audit of the enterprise.")
class DashboardRound:
    held: strawberry.Private[held_enterprise.Round]

    round: int = shown("audit.round")
    title: str = shown("audit.title")
    method: MethodKey = shown("audit.method")
    state: AuditState = shown("audit.state")
    started_at: datetime = shown("audit.created_at")
    concluded_at: datetime | None = shown("audit.concluded_at")

    @strawberry.field(description="The id of the audit.")
    def audit(self) -> strawberry.ID:
        return strawberry.ID(node_identifier("Audit", self.held.audit.id))

    @strawberry.field(description="The kind of the stage in which it was started; null where in none.")
    def stage(self) -> StageKind | None:
        return None if self.held.stage is None else self.held.stage.kind

    @strawberry.field(description="In their order.")
    def phases(self) -> list[DashboardPhase]:
        return [DashboardPhase(held=each) for each in self.held.phases]


@strawberry.type(description="What one round says of an indicator, before or after it.")
class IndicatorPoint:
    held: strawberry.Private[held_enterprise.Point]

    round: int = shown("round")
    scenario: Scenario = shown("scenario")
    level: Grade = shown("grade")
    source: str = shown("source", description="Of the published level.")

    @strawberry.field(description="Null where it is not known.")
    def amount(self) -> Quantity | None:
        return Quantity.of(self.held.amount)

    @strawberry.field(description="The published level; null where none was named.")
    def reference(self) -> Quantity | None:
        return Quantity.of(self.held.reference)

    @strawberry.field(description="The id of the audit.")
    def audit(self) -> strawberry.ID:
        return strawberry.ID(node_identifier("Audit", self.held.audit_id))


@strawberry.type(description="A benchmark of the enterprise over its rounds.")
class IndicatorSeries:
    held: strawberry.Private[held_enterprise.Series]

    indicator: str = shown("indicator")

    @strawberry.field(description="The earliest first.")
    def points(self) -> list[IndicatorPoint]:
        return [IndicatorPoint(held=each) for each in self.held.points]

    @strawberry.field(description="The latest that is known.")
    def current(self) -> IndicatorPoint | None:
        return None if self.held.current is None else IndicatorPoint(held=self.held.current)

    @strawberry.field(description="The one that was known before it.")
    def earlier(self) -> IndicatorPoint | None:
        return None if self.held.earlier is None else IndicatorPoint(held=self.held.earlier)

    @strawberry.field(description="Current less earlier; null where one is not known or they do not compare.")
    def change(self) -> Quantity | None:
        return Quantity.of(self.held.change)


@strawberry.type(description="A question that nobody has settled yet.")
class OpenQuestion:
    held: strawberry.Private[Question]

    kind: QuestionKind = shown("kind")
    title: str = shown("title")
    state: QuestionState = shown("state")
    raised_at: datetime = shown("raised_at")

    @strawberry.field(description="The id of the question.")
    def question(self) -> strawberry.ID:
        return strawberry.ID(node_identifier("Question", self.held.id))


@strawberry.type(description="An enterprise at a glance.")
class EnterpriseDashboard:
    held: strawberry.Private[held_enterprise.EnterpriseDashboard]

    code: str = shown("enterprise.code")
    name: str = shown("enterprise.name")
    gb4754: str = shown("enterprise.gb4754")
    size_class: SizeClass = shown("enterprise.size_class")
    city: str = shown("enterprise.city")
    illustrative: bool = shown("enterprise.illustrative")

    @strawberry.field(description="The id of the enterprise.")
    def enterprise(self) -> strawberry.ID:
        return strawberry.ID(node_identifier("Enterprise", self.held.enterprise.id))

    @strawberry.field(description="The rounds of audit, the first one first.")
    def rounds(self) -> list[DashboardRound]:
        return [DashboardRound(held=each) for each in self.held.rounds]

    @strawberry.field(
        description="Options by state, targets, money and savings over all rounds; `split(by: ROUND)` tells them apart."
    )
    def totals(self) -> DashboardTotals:
        return DashboardTotals(held=self.held.totals)

    @strawberry.field(description="Benchmarks over the rounds.")
    def indicators(self, first: int | None = None, after: str | None = None) -> Connection[IndicatorSeries]:
        return page_of(self.held.indicators, IndicatorSeries, first, after, key=lambda each: each.indicator)

    @strawberry.field(
        description="Rating, emissions and targets of the latest round against the one before; null if there is none."
    )
    async def against_previous_round(self, info: Info) -> ComparedRounds | None:
        latest = self._latest()
        if latest is None:
            return None
        (found,) = await load_round_comparisons(info.context, [latest], {"against": RoundBasis.PREVIOUS_ROUND})
        return found

    @strawberry.field(description="Limits and headroom by what the latest round knows; null where there is no round.")
    async def compliance(self, info: Info, on: date | None = None) -> Compliance | None:
        latest = self._latest()
        if latest is None:
            return None
        (found,) = await load_compliance(info.context, [latest], {"on": on})
        return found

    @strawberry.field(description="For ISO 9000 and ISO 14000.")
    async def readiness(self, info: Info, on: date | None = None) -> list[StandardReadiness]:
        (found,) = await load_readiness(info.context, [ReadModel.of({"id": self.held.enterprise.id})], {"on": on})
        return found

    @strawberry.field(description="Phases past their deadline, the longest first.")
    def overdue(self, first: int | None = None, after: str | None = None) -> Connection[OverduePhase]:
        return overdue_page(self.held.overdue, first, after)

    @strawberry.field(description="Applications, by source, state and currency.")
    def funding(self) -> list[FundingByState]:
        return [FundingByState(held=each) for each in self.held.funding]

    @strawberry.field(description="The earliest first; to its staff, those that the enterprise asked itself.")
    def open_questions(self, first: int | None = None, after: str | None = None) -> Connection[OpenQuestion]:
        return page_of(self.held.questions, OpenQuestion, first, after, key=lambda each: each.id)

    def _latest(self) -> ReadModel | None:
        """The latest round as loads take it."""
        if not self.held.audits:
            return None
        row = self.held.audits[-1]
        values = {"id": row.id, "enterprise_id": row.enterprise_id, "previous_id": row.previous_id}
        found: ReadModel = ReadModel.of(values)
        return found
