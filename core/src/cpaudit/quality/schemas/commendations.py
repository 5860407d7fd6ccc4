"""Lists for commendation as the API shows them."""

from __future__ import annotations

from datetime import datetime

import strawberry

from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.reading import Connection, column, computed, many, one, ordering, readable
from cpaudit.graphql.texts import LocalizedTextInput
from cpaudit.quality.criteria import DEFAULT_CRITERIA, Criterion, Measure, read
from cpaudit.quality.models import CommendationEntry as EntryRow
from cpaudit.quality.models import CommendationList as ListRow
from cpaudit.quality.models import CommendationState
from cpaudit.quality.schemas.reviews import none_for_staff
from cpaudit.tenancy.schema import Member

strawberry.enum(CommendationState, description="Where a list for commendation stands.")
strawberry.enum(Measure, name="CommendationMeasure", description="What is measured of an audit.")

CommendationListOrder = ordering("CommendationListOrder", "composed_at", "title")
CommendationEntryOrder = ordering("CommendationEntryOrder", "enterprise", "owner")

Info = strawberry.Info[RequestContext, None]


@strawberry.type(description="A criterion of a list: a measure and what it has to reach.")
class CommendationCriterion:
    held: strawberry.Private[Criterion]

    @strawberry.field
    def measure(self) -> Measure:
        return self.held.measure

    @strawberry.field(description="Decimal.")
    def at_least(self) -> str:
        return self.held.at_least

    @strawberry.field
    def name(self, info: Info, lang: str | None = None) -> str:
        return self.held.name.in_language(lang or info.context.language)


@strawberry.type(description="One criterion held against an audit.")
class CommendationResult:
    criterion: str = strawberry.field(description="A measure, or QUALITY_DECISION: a reviewer has passed the audit.")
    value: str | None = strawberry.field(description="Null where it is not known.")
    met: bool | None


@strawberry.input(description="Which entries of a list.")
class CommendationEntryFilter:
    commended: bool | None = None
    owner: str | None = None
    search: str | None = strawberry.field(default=None, description="Words in the enterprise's name.")


@readable(EntryRow, order=("enterprise",), search=("enterprise",), restrict=none_for_staff)
@strawberry.type(description="One audit of a list.")
class CommendationEntry(Node):
    packet_hash: str = column(description="Content hash of the audit's packet.")
    owner: str = column(description="Code of the tenant that made the packet.")
    enterprise: str = column()
    sector: str = column(description="Of the enterprise, in GB/T 4754.")
    met: bool | None = column(description="Whether all criteria are met; null where one is unknown, none missed.")
    commended: bool = column()
    reason: str = column(description="Why it was left out although it meets the criteria.")
    version: int = column()

    @computed("results")
    def results(self) -> list[CommendationResult]:
        """Each criterion."""
        told = {"YES": True, "NO": False}
        return [
            CommendationResult(criterion=name, value=value or None, met=told.get(met))
            for name, value, met in self.values["results"]
        ]


@strawberry.input(description="Which lists.")
class CommendationListFilter:
    state: CommendationState | None = None
    search: str | None = strawberry.field(default=None, description="Words in the title.")


@readable(ListRow, order=("-composed_at",), search=("title",), restrict=none_for_staff)
@strawberry.type(description="Audits held against stated criteria.")
class CommendationList(Node):
    title: str = column()
    state: CommendationState = column()
    composed_by: Member | None = one("composed_by")
    composed_at: datetime = column()
    decided_by: Member | None = one("decided_by")
    decided_at: datetime | None = column()
    reason: str = column(description="Of the decision.")
    version: int = column()
    entries: Connection[CommendationEntry] = many(
        "list_id", filter=CommendationEntryFilter, order=CommendationEntryOrder
    )

    @computed("criteria")
    def criteria(self) -> list[CommendationCriterion]:
        """What counted."""
        return [CommendationCriterion(held=each) for each in read(self.values["criteria"])]


@strawberry.input(description="A criterion.")
class CommendationCriterionInput:
    measure: Measure
    at_least: str = strawberry.field(description="Decimal.")
    name: LocalizedTextInput


@strawberry.input(description="A new list.")
class ComposeCommendationsInput:
    title: str
    criteria: list[CommendationCriterionInput] | None = strawberry.field(
        default=None, description="By default those that `defaultCommendationCriteria` tells."
    )
    client_mutation_id: str | None = None

    def read(self) -> list[Criterion]:
        """The criteria as the service takes them."""
        if self.criteria is None:
            return list(DEFAULT_CRITERIA)
        return [
            Criterion(each.measure, each.at_least, each.name.read("input", "criteria", str(place), "name"))
            for place, each in enumerate(self.criteria)
        ]


@strawberry.input(description="An audit that is left out of a draft.")
class LeaveOutOfCommendationsInput:
    id: strawberry.ID
    expected_version: int
    reason: str


@strawberry.input(description="A draft that is approved or discarded.")
class DecideCommendationsInput:
    id: strawberry.ID
    expected_version: int
    reason: str
