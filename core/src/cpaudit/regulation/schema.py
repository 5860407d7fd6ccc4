"""The API of regulation: compliance of an audit, readiness of an enterprise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import strawberry
from strawberry import UNSET

from cpaudit.audits.access import own_audits
from cpaudit.catalogue.fields import shown
from cpaudit.engine.headroom import Bound, Keeping
from cpaudit.enterprises.schema import Enterprise
from cpaudit.enterprises.schema.vocabulary import PermitMedium, RegulatoryKind
from cpaudit.graphql.commands import command
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.explain import Explanation
from cpaudit.graphql.findings import Finding
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.quantities import Quantity
from cpaudit.graphql.reading import column, one, readable, visible_id
from cpaudit.graphql.reading.identifiers import node_identifier
from cpaudit.regulation import compliance as held_compliance
from cpaudit.regulation import discharges, loading, models, obligations, planned, readiness, service
from cpaudit.regulation.discharges import DischargeBasis
from cpaudit.regulation.models import ReadinessState, RequirementGroup, Standard
from cpaudit.regulation.obligations import ObligationState
from cpaudit.regulation.planned import SavingBasis
from cpaudit.storage.tables import now
from cpaudit.work import Work

strawberry.enum(Keeping, name="LimitKeeping", description="Whether a limit is kept; UNKNOWN is never a pass.")
strawberry.enum(
    Bound, name="DischargeBound", description="Whether what is limited is as much as a figure, at most or at least."
)
strawberry.enum(DischargeBasis, description="On what a figure for a discharge rests.")
strawberry.enum(
    SavingBasis,
    description="Whether what an option saves was simulated from its changes of the process map, planned as an effect,"
    " or measured.",
)
strawberry.enum(ObligationState, description="Where a regulatory record stands on a day.")
strawberry.enum(Standard, name="ManagementStandard", description="A family of management standards.")
strawberry.enum(RequirementGroup, description="Clauses 4 to 10, the same in ISO 9001:2015 and ISO 14001:2015.")
strawberry.enum(ReadinessState, description="How far an enterprise is with a group of requirements.")

ON_ARGUMENTS: Mapping[str, Any] = {"on": date | None}


@strawberry.type(description="One figure for what is discharged of a pollutant.")
class DischargeFigure:
    held: strawberry.Private[discharges.Discharge]

    basis: DischargeBasis = shown("basis")
    bound: Bound = shown("bound")
    name: str = shown("name", description="The stream that was measured, or the year; empty for others.")
    unverified: bool = shown("unverified", description="Whether a factor behind it is not checked against its source.")

    @strawberry.field(description="In the unit of the limit; null where part of it is not known.")
    def amount(self) -> Quantity | None:
        return Quantity.of(self.held.amount)


@strawberry.type(description="What one recommended option saves of a pollutant.")
class PlannedSaving:
    held: strawberry.Private[planned.Saving]

    code: str = shown("option.code")
    name: str = shown("option.name")
    basis: SavingBasis = shown("basis")

    @strawberry.field
    def option(self) -> strawberry.ID:
        return strawberry.ID(node_identifier("Option", self.held.option.id))

    @strawberry.field(description="In the unit of the limit, below zero where it makes more; null: not known.")
    def amount(self) -> Quantity | None:
        return Quantity.of(self.held.amount)


@strawberry.type(description="How a discharge stands to its limit in one state of the enterprise.")
class LimitStanding:
    held: strawberry.Private[held_compliance.Standing]

    keeping: Keeping = shown("keeping")
    used: float | None = shown("used", description="discharge/limit; null where it is not known.")

    @strawberry.field(description="The largest figure that is known, in the unit of the limit.")
    def discharge(self) -> Quantity | None:
        return Quantity.of(self.held.discharge)

    @strawberry.field(description="limit − discharge; null where the discharge is not known.")
    def headroom(self) -> Quantity | None:
        return Quantity.of(self.held.headroom)

    @strawberry.field(description="All figures, the one that tells most first.")
    def figures(self) -> list[DischargeFigure]:
        return [DischargeFigure(held=each) for each in self.held.figures]

    @strawberry.field(description="What recommended options save; empty in states without them.")
    def savings(self) -> list[PlannedSaving]:
        return [PlannedSaving(held=each) for each in self.held.savings]

    @strawberry.field(description="Why something is not known, and what else is to be looked at.")
    def findings(self) -> list[Finding]:
        return [Finding(held=each) for each in self.held.findings]

    @strawberry.field(description="How the headroom came about.")
    def explain(self) -> Explanation | None:
        return Explanation.of(self.held.trace)


@strawberry.type(description="A regulatory record on a day.")
class Obligation:
    held: strawberry.Private[obligations.Obligation]

    kind: RegulatoryKind = shown("record.kind")
    number: str | None = shown("record.number")
    valid_until: date | None = shown("record.valid_until")
    state: ObligationState = shown("state")
    days_left: int | None = shown("days_left", description="Until its last day; below zero afterwards.")

    @strawberry.field
    def record(self) -> strawberry.ID:
        return strawberry.ID(node_identifier("RegulatoryRecord", self.held.record.id))


@strawberry.type(description="One limit of a permit or quota, and how it is kept.")
class ComplianceRow:
    held: strawberry.Private[held_compliance.ComplianceRow]

    pollutant: str = shown("limit.pollutant")
    medium: PermitMedium | None = shown("limit.medium")
    applies: bool = shown("applies", description="Whether the record that sets it is in force on the day.")

    @strawberry.field
    def limit(self) -> Quantity:
        return Quantity(held=self.held.limit.limit)

    @strawberry.field
    def obligation(self) -> Obligation:
        return Obligation(held=self.held.obligation)

    @strawberry.field(description="As the audit found the enterprise.")
    def before(self) -> LimitStanding:
        return LimitStanding(held=self.held.before)

    @strawberry.field(description="As the inventory has it after the audit.")
    def after(self) -> LimitStanding:
        return LimitStanding(held=self.held.after)

    @strawberry.field(description="Before the audit, less what its recommended options save.")
    def planned(self) -> LimitStanding:
        return LimitStanding(held=self.held.planned)


@strawberry.type(description="What an audit knows of discharges against the limits of its enterprise.")
class Compliance:
    held: strawberry.Private[held_compliance.Compliance]

    on: date = shown("on", description="The day on which records are in force or not.")
    before: Keeping = shown("before", description="Of all limits in force; UNKNOWN where there is none.")
    after: Keeping = shown("after")
    planned: Keeping = shown("planned", description="With the recommended options.")

    @strawberry.field
    def rows(self) -> list[ComplianceRow]:
        return [ComplianceRow(held=each) for each in self.held.rows]

    @strawberry.field(description="Declarations, permits, orders, certificates and quotas.")
    def obligations(self) -> list[Obligation]:
        return [Obligation(held=each) for each in self.held.obligations]

    @strawberry.field
    def findings(self) -> list[Finding]:
        return [Finding(held=each) for each in self.held.findings]


@readable(models.ReadinessMark, order=("standard",), restrict=own_audits)
@strawberry.type(description="How far an enterprise is with one group of requirements of a management standard.")
class ReadinessMark(Node):
    standard: Standard = column()
    group: RequirementGroup = column()
    state: ReadinessState = column()
    target_on: date | None = column(description="Until when it is to be met.")
    reached_on: date | None = column(description="Since when it is met.")
    note: str = column()
    enterprise: Enterprise = one("enterprise_id")
    version: int = column()


@strawberry.type(description="A group of requirements, and how far the enterprise is.")
class GroupReadiness:
    group: RequirementGroup
    mark: strawberry.Private[models.ReadinessMark | None]

    @strawberry.field
    def name(self, info: strawberry.Info[RequestContext, None], lang: str | None = None) -> str:
        return readiness.GROUP_NAMES[self.group].in_language(lang or info.context.language)

    @strawberry.field(description="Null where nothing is recorded.")
    def state(self) -> ReadinessState | None:
        return None if self.mark is None else self.mark.state

    @strawberry.field(description="The mark, to change it.")
    def id(self) -> strawberry.ID | None:
        return None if self.mark is None else strawberry.ID(node_identifier("ReadinessMark", self.mark.id))

    @strawberry.field
    def version(self) -> int | None:
        return None if self.mark is None else self.mark.version

    @strawberry.field
    def target_on(self) -> date | None:
        return None if self.mark is None else self.mark.target_on

    @strawberry.field
    def reached_on(self) -> date | None:
        return None if self.mark is None else self.mark.reached_on

    @strawberry.field
    def note(self) -> str:
        return "" if self.mark is None else self.mark.note


@strawberry.type(description="How ready an enterprise is for a management standard.")
class StandardReadiness:
    held: strawberry.Private[readiness.Readiness]

    standard: Standard = shown("standard")
    certified: bool = shown("certified", description="Whether a certificate is on record and valid on the day.")
    ready: bool | None = shown("ready", description="Null where a group is not recorded and none is known to be unmet.")
    late: list[RequirementGroup] = shown("late", description="Groups whose target passed before they were met.")

    @strawberry.field(description="In the order of the clauses.")
    def groups(self) -> list[GroupReadiness]:
        return [GroupReadiness(group=group, mark=mark) for group, mark in self.held.marks.items()]


async def load_compliance(
    context: RequestContext, audits: Sequence[Any], arguments: Mapping[str, Any]
) -> list[Compliance]:
    """The compliance of each audit."""
    keys = [(audit.values["id"], audit.values["enterprise_id"]) for audit in audits]
    async with context.database.looking(context.scope) as session:
        found = await loading.compliances(session, context.host, keys, arguments.get("on") or now().date())
    return [Compliance(held=each) for each in found]


async def load_readiness(
    context: RequestContext, owners: Sequence[Any], arguments: Mapping[str, Any]
) -> list[list[StandardReadiness]]:
    """The readiness of each enterprise."""
    ids = [each.values["id"] for each in owners]
    async with context.database.looking(context.scope) as session:
        found = await loading.readinesses(session, ids, arguments.get("on") or now().date())
    return [[StandardReadiness(held=each) for each in standards] for standards in found]


@strawberry.input(description="How far an enterprise is with a group of requirements.")
class RecordReadinessInput:
    enterprise: strawberry.ID
    standard: Standard
    group: RequirementGroup
    state: ReadinessState
    target_on: date | None = None
    reached_on: date | None = None
    note: str = ""
    client_mutation_id: str | None = None


@strawberry.input(description="What changes about how far an enterprise is; what is left out stays.")
class ChangeReadinessInput:
    id: strawberry.ID
    expected_version: int
    state: ReadinessState | None = UNSET
    target_on: date | None = UNSET
    reached_on: date | None = UNSET
    note: str | None = UNSET


_COLUMNS = ("standard", "group", "state", "target_on", "reached_on", "note")


def _values(given: object) -> dict[str, object]:
    return {name: value for name in _COLUMNS if (value := getattr(given, name, UNSET)) is not UNSET}


@strawberry.type
class RegulationMutations:
    @command(ReadinessMark)
    async def record_readiness(self, work: Work, input: RecordReadinessInput) -> str:
        """Record how far an enterprise is with a group of requirements of ISO 9000 or ISO 14000."""
        enterprise = visible_id(input.enterprise, Enterprise, path=("input", "enterprise"))
        return await service.record_readiness(work, enterprise, _values(input))

    @command(ReadinessMark)
    async def change_readiness(self, work: Work, input: ChangeReadinessInput) -> str:
        """Change how far an enterprise is with a group of requirements."""
        mark = visible_id(input.id, ReadinessMark, path=("input", "id"))
        return await service.change_readiness(work, mark, input.expected_version, _values(input))
