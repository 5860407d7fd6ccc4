"""Programmes, stages, targets, deadlines, pins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from sqlmodel import col, select

from cpaudit.audits.access import of_own_audits
from cpaudit.audits.models import Audit as AuditRow
from cpaudit.audits.schema import Audit
from cpaudit.catalogue.fields import shown, shown_text
from cpaudit.catalogue.pages import page_of
from cpaudit.enterprises.schema.vocabulary import SizeClass
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.quantities import Quantity, QuantityInput, quantity_column
from cpaudit.graphql.reading import (
    Connection,
    batch,
    column,
    computed,
    localized_column,
    many,
    one,
    ordering,
    readable,
    several,
)
from cpaudit.graphql.reading.identifiers import node_identifier
from cpaudit.graphql.texts import LocalizedTextInput
from cpaudit.permissions import signed_in
from cpaudit.phases import MethodKey, PhaseKey
from cpaudit.programmes import models
from cpaudit.programmes.models import StageKind, TargetMeasure
from cpaudit.programmes.schemas.records import (
    NewEntry,
    adding,
    changes,
    changing,
    removing,
    required_reference,
)
from cpaudit.programmes.services import overdue, stages

if TYPE_CHECKING:
    from cpaudit.programmes.schemas.people import ProgrammeBody
    from cpaudit.programmes.schemas.selection import PilotSelection
    from cpaudit.programmes.schemas.trainings import TrainingSession

strawberry.enum(StageKind, description="The stages of a programme.")
strawberry.enum(TargetMeasure, description="What a target counts.")

ProgrammeOrder = ordering("ProgrammeOrder", "code", "created_at")
StageOrder = ordering("StageOrder", "starts_on", "code")
StageAuditOrder = ordering("StageAuditOrder", "started_at")


@strawberry.type(description="A phase of a running audit that is not passed although its last day is over.")
class OverduePhase:
    held: strawberry.Private[overdue.OverduePhase]

    phase: PhaseKey = shown("phase")
    due: date = shown("due")
    days: int = shown("days", description="How many days ago that was.")
    stage_name: str = shown_text("stage_name")
    audit_title: str = shown("audit_title")
    enterprise_name: str = shown("enterprise_name")

    @strawberry.field(description="The id of the stage.")
    def stage(self) -> strawberry.ID:
        return strawberry.ID(node_identifier("ProgrammeStage", self.held.stage_id))

    @strawberry.field(description="The id of the audit.")
    def audit(self) -> strawberry.ID:
        return strawberry.ID(node_identifier("Audit", self.held.audit_id))

    @strawberry.field(description="The id of the enterprise.")
    def enterprise(self) -> strawberry.ID:
        return strawberry.ID(node_identifier("Enterprise", self.held.enterprise_id))


def overdue_page(held: Sequence[overdue.OverduePhase], first: int | None, after: str | None) -> Connection[Any]:
    """A page of overdue phases."""
    return page_of(held, OverduePhase, first, after, key=lambda each: each.key)


async def _overdue(context: RequestContext, rows: Sequence[Any], arguments: Mapping[str, Any]) -> list[Connection[Any]]:
    ids = [row.values["id"] for row in rows]
    async with context.database.looking(context.scope) as session:
        found = await overdue.overdue_phases(
            session,
            stage_ids=ids,
            enterprise_id=signed_in(context.actor).enterprise_id,
            on=arguments.get("on"),
        )
    by_stage: dict[str, list[overdue.OverduePhase]] = defaultdict(list)
    for each in found:
        by_stage[each.stage_id].append(each)
    return [overdue_page(by_stage[each], arguments.get("first"), arguments.get("after")) for each in ids]


async def _progress(
    context: RequestContext, rows: Sequence[Any], arguments: Mapping[str, Any]
) -> list[Quantity | None]:
    query = (
        select(models.StageAudit.stage_id, AuditRow)
        .join(AuditRow, col(AuditRow.id) == models.StageAudit.audit_id)
        .where(col(models.StageAudit.stage_id).in_({row.values["stage_id"] for row in rows}))
    )
    enterprise_id = signed_in(context.actor).enterprise_id
    by_stage: dict[str, list[AuditRow]] = defaultdict(list)
    async with context.database.looking(context.scope) as session:
        for stage_id, audit in (await session.exec(query)).all():
            by_stage[stage_id].append(audit)
    return [
        # Enterprise staff sees its own audits, and so no count of all of them.
        None if enterprise_id else Quantity.of(stages.progress(row.values["measure"], by_stage[row.values["stage_id"]]))
        for row in rows
    ]


@readable(models.StageTarget, order=("due",), search=("name",))
@strawberry.type(description="What a stage is to reach by a day.")
class StageTarget(Node):
    name: str = column()
    measure: TargetMeasure = column()
    goal: Quantity = quantity_column("goal")
    due: date = column()
    note: str = column()
    reached: Quantity | None = batch(
        _progress, "stage_id", "measure", description="Counted now; null for what cpaudit does not count."
    )
    version: int = column()


@readable(models.Deadline, order=("due",))
@strawberry.type(description="The last day on which the audits of a stage may close a phase.")
class StageDeadline(Node):
    phase: PhaseKey = column()
    due: date = column()
    version: int = column()


@readable(models.StagePin, order=("pack",))
@strawberry.type(description="The exact content of a pack that audits of a stage use.")
class StagePin(Node):
    pack: str = column()
    pack_version: str = column()
    content_hash: str = column()
    overlay_revision: str | None = column(description="The tenant's revision of the pack, where it has one.")
    pinned_at: datetime = column()


@readable(models.StageAudit, order=("started_at",), restrict=of_own_audits)
@strawberry.type(description="That an audit was started in a stage.")
class StageAudit(Node):
    audit: Audit = one("audit_id")
    stage: Annotated[ProgrammeStage, strawberry.lazy("cpaudit.programmes.schemas.stages")] = one("stage_id")
    started_at: datetime = column()


@strawberry.type(description="The content that the pattern of a stage names, in another tenant.")
class PatternPin:
    pack: str
    pack_version: str
    content_hash: str


@strawberry.input(description="Which stages.")
class StageFilter:
    programme: strawberry.ID | None = None
    kind: StageKind | None = None
    starts_on_from: date | None = None
    starts_on_to: date | None = None
    ends_on_from: date | None = None
    ends_on_to: date | None = None
    search: str | None = strawberry.field(default=None, description="Words in the code, name or note.")


@readable(models.Stage, order=("starts_on", "code"), search=("code", "name", "note"))
@strawberry.type(
    name="ProgrammeStage", description="A stage of a programme: pilots of the province or a city, or roll-out."
)
class ProgrammeStage(Node):
    code: str = column(description="Unique in the programme.")
    kind: StageKind = column()
    name: str = localized_column("name")
    programme: Annotated[Programme, strawberry.lazy("cpaudit.programmes.schemas.stages")] = one("programme_id")
    starts_on: date = column()
    ends_on: date = column(description="The last day, included.")
    industries: list[str] = column(description="Codes of GB/T 4754-2017; empty for all.")
    regions: list[str] = column(description="Cities; empty for all.")
    method: MethodKey = column(description="The method that audits started in the stage follow.")
    pinned_at: datetime | None = column(description="When the content was pinned; null while none is.")
    overlay_revision: int | None = column(description="The tenant's overlay that counted then.")
    pins: list[StagePin] = several(
        "stage_id", order=("pack",), description="The content that audits started in the stage use."
    )
    targets: list[StageTarget] = several("stage_id", order=("due",))
    deadlines: list[StageDeadline] = several("stage_id", order=("due",))
    overdue: Connection[OverduePhase] = batch(
        _overdue,
        arguments={"on": date | None, "first": int | None, "after": str | None},
        description="Phases past their deadline today, or on a day; computed from the audits as they are.",
    )
    audits: Connection[StageAudit] = many("stage_id", order=StageAuditOrder)
    selections: list[Annotated[PilotSelection, strawberry.lazy("cpaudit.programmes.schemas.selection")]] = several(
        "stage_id", description="How its pilots are selected; at most one."
    )
    trainings: Connection[Annotated[TrainingSession, strawberry.lazy("cpaudit.programmes.schemas.trainings")]] = many(
        "stage_id"
    )
    cloned_from: Annotated[ProgrammeStage, strawberry.lazy("cpaudit.programmes.schemas.stages")] | None = one(
        "cloned_from_id", description="The stage whose pattern it follows."
    )
    from_tenant: str | None = column(description="Code of the tenant whose pattern it follows.")
    from_hash: str | None = column(description="Hash of that document.")
    note: str = column()
    version: int = column()

    @computed("size_classes")
    def size_classes(self) -> list[SizeClass]:
        """Empty for all."""
        return [SizeClass(each) for each in self.values["size_classes"]]

    @computed("pattern_pins")
    def pattern_pins(self) -> list[PatternPin]:
        """The content that the document names whose pattern it follows."""
        return [
            PatternPin(pack=pack, pack_version=version, content_hash=content_hash)
            for pack, version, content_hash in self.values["pattern_pins"]
        ]


@strawberry.input(description="Which programmes.")
class ProgrammeFilter:
    code: str | None = None
    illustrative: bool | None = None
    search: str | None = strawberry.field(default=None, description="Words in the code, name or note.")


@readable(models.Programme, order=("code",), search=("code", "name", "note"))
@strawberry.type(description="A cleaner production programme of the tenant.")
class Programme(Node):
    code: str = column(description="Unique in the tenant.")
    name: str = localized_column("name")
    time_zone: str = column(description="Tells when its days begin.")
    illustrative: bool = column(description="Whether it was made up for show.")
    note: str = column()
    created_at: datetime = column()
    stages: Connection[ProgrammeStage] = many("programme_id", filter=StageFilter, order=StageOrder)
    bodies: Connection[Annotated[ProgrammeBody, strawberry.lazy("cpaudit.programmes.schemas.people")]] = many(
        "programme_id"
    )
    trainings: Connection[Annotated[TrainingSession, strawberry.lazy("cpaudit.programmes.schemas.trainings")]] = many(
        "programme_id"
    )
    version: int = column()


@strawberry.input(description="A programme.")
class AddProgrammeInput(NewEntry):
    code: str
    name: LocalizedTextInput
    time_zone: str = strawberry.field(default="Asia/Shanghai", description="By name of the IANA database.")
    illustrative: bool = False
    note: str = ""


@strawberry.input(description="A stage of a programme.")
class AddProgrammeStageInput(NewEntry):
    programme: strawberry.ID = required_reference("Programme")
    code: str
    kind: StageKind
    name: LocalizedTextInput
    starts_on: date
    ends_on: date
    industries: list[str] = strawberry.field(
        default_factory=list, description="Codes of GB/T 4754-2017, two to four digits; none for all."
    )
    regions: list[str] = strawberry.field(default_factory=list, description="Cities, as enterprises name them.")
    size_classes: list[SizeClass] = strawberry.field(default_factory=list)
    method: MethodKey = MethodKey.HANDBOOK_1996
    note: str = ""


@strawberry.input(description="A target of a stage.")
class AddStageTargetInput(NewEntry):
    stage: strawberry.ID = required_reference("ProgrammeStage")
    name: str
    measure: TargetMeasure = TargetMeasure.OTHER
    goal: QuantityInput = strawberry.field(description="Audits are counted in the unit `1`.")
    due: date
    note: str = ""


@strawberry.input(description="The deadline of a phase in a stage.")
class AddStageDeadlineInput(NewEntry):
    stage: strawberry.ID = required_reference("ProgrammeStage")
    phase: PhaseKey = strawberry.field(description="Of the stage's method.")
    due: date = strawberry.field(description="Within the stage, and not before an earlier phase is due.")


ChangeProgrammeInput = changes(AddProgrammeInput)
ChangeProgrammeStageInput = changes(AddProgrammeStageInput, without=("programme",))
ChangeStageTargetInput = changes(AddStageTargetInput, without=("stage",))
ChangeStageDeadlineInput = changes(AddStageDeadlineInput, without=("stage", "phase"))


@strawberry.type
class StageRecordMutations:
    add_programme = adding(Programme, AddProgrammeInput, stages.PROGRAMMES, "Set up a programme.")
    change_programme = changing(Programme, ChangeProgrammeInput, stages.PROGRAMMES)
    add_programme_stage = adding(
        ProgrammeStage, AddProgrammeStageInput, stages.add_stage, "Add a stage to a programme."
    )
    change_programme_stage = changing(ProgrammeStage, ChangeProgrammeStageInput, stages.change_stage)
    remove_programme_stage = removing(ProgrammeStage, stages.STAGES)
    add_stage_target = adding(StageTarget, AddStageTargetInput, stages.TARGETS, "Give a stage a target.")
    change_stage_target = changing(StageTarget, ChangeStageTargetInput, stages.TARGETS)
    remove_stage_target = removing(StageTarget, stages.TARGETS)
    add_stage_deadline = adding(StageDeadline, AddStageDeadlineInput, stages.DEADLINES, "Set the deadline of a phase.")
    change_stage_deadline = changing(StageDeadline, ChangeStageDeadlineInput, stages.DEADLINES)
    remove_stage_deadline = removing(StageDeadline, stages.DEADLINES)
