"""The API of phases and gates, and of an audit's life."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from datetime import datetime
from typing import Any

import strawberry

from cpaudit.audits.access import of_own_audits
from cpaudit.audits.models import AuditPhase as AuditPhaseRow
from cpaudit.audits.schema import Audit
from cpaudit.contributions import ReviewFinding
from cpaudit.errors import InvalidInput
from cpaudit.gates import service
from cpaudit.gates.gate import Gate as JudgedGate
from cpaudit.gates.gate import GateStatus, judged_gates
from cpaudit.gates.results import results_of
from cpaudit.gates.review import is_about, plugin_review, review_of
from cpaudit.gates.schemas.kept import CurrentResult, KeptResult, KeptResultFilter, KeptResultOrder
from cpaudit.gates.snapshot import Snapshot, libraries_used, take_snapshots
from cpaudit.graphql.commands import command
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.faults import Blocker
from cpaudit.graphql.findings import Finding
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.reading import Connection, batch, column, computed, many, one, read_by_id, readable, visible_id
from cpaudit.graphql.reading.identifiers import row_id
from cpaudit.graphql.reading.paging import DEFAULT_PAGE, LARGEST_PAGE
from cpaudit.library import Library
from cpaudit.permissions import Permission, signed_in
from cpaudit.phases import METHODS, MethodKey, Phase, PhaseKey, StepKey
from cpaudit.phases import Step as MethodStep
from cpaudit.plugins import Attributed
from cpaudit.tenancy.schema import Member
from cpaudit.work import Work

strawberry.enum(GateStatus, description="Where a phase's gate stands.")
strawberry.enum(StepKey, description="The steps of an audit, the same in every method.")


@strawberry.type(description="May the phase be closed, and does what it was closed on still hold?")
class Gate:
    held: strawberry.Private[JudgedGate]

    @strawberry.field
    def status(self) -> GateStatus:
        return self.held.status

    @strawberry.field(description="What is in the way of closing it.")
    def blockers(self) -> list[Blocker]:
        return [Blocker(held=each) for each in self.held.blockers]

    @strawberry.field(description="SHA-256 of what the gate judges now.")
    def checksum(self) -> str:
        return self.held.checksum


@strawberry.type(description="One step of a phase, and what it has to deliver.")
class Step:
    held: strawberry.Private[MethodStep]

    @strawberry.field
    def key(self) -> StepKey:
        return self.held.key

    @strawberry.field
    def name(self, info: strawberry.Info[RequestContext, None], lang: str | None = None) -> str:
        return self.held.name.in_language(lang or info.context.language)

    @strawberry.field
    def deliverable(self, info: strawberry.Info[RequestContext, None], lang: str | None = None) -> str:
        return self.held.deliverable.in_language(lang or info.context.language)


async def _gates(context: RequestContext, phases: Sequence[Any], arguments: Mapping[str, Any]) -> list[Gate]:
    async with context.database.looking(context.scope) as session:
        snapshots = await take_snapshots(session, list({phase.values["audit_id"] for phase in phases}))
        libraries = await libraries_used(session, context.host, snapshots)
    judged: dict[str, JudgedGate] = {}
    for audit_id, snapshot in snapshots.items():
        judged |= await judged_gates(snapshot, libraries[audit_id], context.host, context.enabled)
    return [Gate(held=judged[phase.values["id"]]) for phase in phases]


async def _reviews(context: RequestContext, phases: Sequence[Any], arguments: Mapping[str, Any]) -> list[list[Finding]]:
    async with context.database.looking(context.scope) as session:
        snapshots = await take_snapshots(session, list({phase.values["audit_id"] for phase in phases}))
        libraries = await libraries_used(session, context.host, snapshots)
    of_plugins = {
        audit: await plugin_review(snapshot, context.host, context.enabled) for audit, snapshot in snapshots.items()
    }
    return [
        _findings(_phase(phase.values["key"]), snapshots[audit], libraries[audit], of_plugins[audit])
        for phase in phases
        for audit in (phase.values["audit_id"],)
    ]


def _findings(
    phase: Phase, snapshot: Snapshot, library: Library, of_plugins: Sequence[Attributed[ReviewFinding]]
) -> list[Finding]:
    found = [Finding(held=each) for each in review_of(snapshot, library, phase)]
    found += [
        Finding.of_plugin(each.value, each.plugin) for each in of_plugins if is_about(each.value, phase, snapshot)
    ]
    return found


async def _current_results(
    context: RequestContext, phases: Sequence[Any], arguments: Mapping[str, Any]
) -> list[list[CurrentResult]]:
    first = DEFAULT_PAGE if arguments.get("first") is None else arguments["first"]
    if not 0 <= first <= LARGEST_PAGE:
        raise InvalidInput(f"a page has 0 to {LARGEST_PAGE} elements", path=("first",))
    async with context.database.looking(context.scope) as session:
        snapshots = await take_snapshots(session, list({phase.values["audit_id"] for phase in phases}))
        libraries = await libraries_used(session, context.host, snapshots)
    return [
        [
            CurrentResult(held=each)
            for each in results_of(snapshots[audit], libraries[audit], _phase(phase.values["key"]))
        ][:first]
        for phase in phases
        for audit in (phase.values["audit_id"],)
    ]


@readable(AuditPhaseRow, order=("position",), restrict=of_own_audits)
@strawberry.type(description="One phase of an audit.")
class AuditPhase(Node):
    key: PhaseKey = column()
    position: int = column(description="From 1, in the order of the method.")
    version: int = column()
    passed_at: datetime | None = column()
    passed_by: Member | None = one("passed_by")
    reopened_at: datetime | None = column()
    reopen_reason: str | None = column()
    gate: Gate = batch(_gates, "audit_id")
    review: list[Finding] = batch(
        _reviews, "audit_id", "key", description="What to look at before closing it; none of it is in the way."
    )
    current_results: list[CurrentResult] = batch(
        _current_results,
        "audit_id",
        "key",
        arguments={"first": int | None},
        description="The results on which it would be closed now, computed from the data as they stand.",
    )
    results: Connection[KeptResult] = many(
        "phase_id",
        filter=KeptResultFilter,
        order=KeptResultOrder,
        description="The results on which the phase was closed, the last closing first.",
    )

    @computed("key")
    def name(self, info: strawberry.Info[RequestContext, None], lang: str | None = None) -> str:
        """Name of the phase in its method."""
        return _phase(self.values["key"]).name.in_language(lang or info.context.language)

    @computed("key")
    def steps(self) -> list[Step]:
        """The steps of the phase, in their order."""
        return [Step(held=step) for step in _phase(self.values["key"]).steps]


def _phase(key: PhaseKey) -> Phase:
    return next(phase for method in METHODS.values() for phase in method.phases if phase.key == key)


@strawberry.input(description="The first round of an enterprise's audits.")
class StartAuditInput:
    enterprise: strawberry.ID
    title: str
    method: MethodKey = MethodKey.HANDBOOK_1996
    illustrative: bool = strawberry.field(default=False, description="Whether parts of it are made up for show.")
    note: str = ""
    client_mutation_id: str | None = None


@strawberry.input(description="The phase to close.")
class CompletePhaseInput:
    audit: strawberry.ID
    phase: PhaseKey
    expected_version: int | None = strawberry.field(default=None, description="Version of the phase, not of the audit.")


@strawberry.input(description="The phase to open again.")
class ReopenPhaseInput:
    audit: strawberry.ID
    phase: PhaseKey
    reason: str


@strawberry.input(description="The round after a concluded audit.")
class StartNextRoundInput:
    audit: strawberry.ID
    title: str
    method: MethodKey | None = strawberry.field(default=None, description="By default that of the last round.")
    client_mutation_id: str | None = None


@strawberry.type
class GateMutations:
    @command(Audit)
    async def start_audit(self, work: Work, input: StartAuditInput) -> str:
        """Start the first round of an enterprise's audits; it pins the content enabled now."""
        return await service.start_audit(
            work,
            row_id(input.enterprise, "Enterprise", path=("input", "enterprise")),
            method=input.method,
            title=input.title,
            illustrative=input.illustrative,
            note=input.note,
        )

    @command(Audit, gated=True)
    async def complete_phase(self, work: Work, input: CompletePhaseInput) -> str:
        """Close a phase whose gate is ready; the last phase concludes the audit."""
        return await service.complete_phase(work, _audit(input.audit), input.phase, input.expected_version)

    @command(Audit)
    async def reopen_phase(self, work: Work, input: ReopenPhaseInput) -> str:
        """Open a passed phase again; the reason stays on record."""
        return await service.reopen_phase(work, _audit(input.audit), input.phase, input.reason)

    @command(Audit)
    async def start_next_round(self, work: Work, input: StartNextRoundInput) -> str:
        """Start the next round, carrying forward what it should."""
        return await service.start_next_round(work, _audit(input.audit), title=input.title, method=input.method)


def _audit(identifier: strawberry.ID) -> str:
    return visible_id(identifier, Audit, path=("input", "audit"))


@strawberry.type
class GateSubscriptions:
    @strawberry.subscription(description="A phase of one of the tenant's audits was passed.")
    async def phase_completed(
        self, info: strawberry.Info[RequestContext, None], audit: strawberry.ID | None = None
    ) -> AsyncGenerator[AuditPhase, None]:
        context = info.context
        signed_in(context.actor).require(Permission.READ)
        wanted = None if audit is None else _audit(audit)
        async for announcement in context.announcer.listen(signed_in(context.actor).tenant):
            if announcement.action not in (service.PHASE_COMPLETED, service.AUDIT_CONCLUDED):
                continue
            async with context.database.looking(context.scope) as session:
                row = await session.get(AuditPhaseRow, (context.scope.tenant_id, announcement.subject_id))
            if row is not None and wanted in (None, row.audit_id):
                phase: AuditPhase | None = await read_by_id(info._raw_info, AuditPhase, row.id)
                if phase is not None:
                    yield phase
