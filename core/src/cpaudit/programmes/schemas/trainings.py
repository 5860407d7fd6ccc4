"""Training sessions, and who attends them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from sqlmodel import col, select

from cpaudit.enterprises.schema import Enterprise
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.reading import (
    Connection,
    batch,
    column,
    many,
    one,
    ordering,
    readable,
)
from cpaudit.programmes import models
from cpaudit.programmes.models import Audience
from cpaudit.programmes.schemas.people import ProgrammeBody
from cpaudit.programmes.schemas.records import (
    NewEntry,
    adding,
    changes,
    changing,
    of_own_enterprise,
    reference,
    removing,
    required_reference,
)
from cpaudit.programmes.services import trainings
from cpaudit.tenancy.schema import Member

if TYPE_CHECKING:
    from cpaudit.programmes.schemas.stages import Programme, ProgrammeStage

strawberry.enum(Audience, description="For whom a training session is.")

_STAGES = "cpaudit.programmes.schemas.stages"

TrainingSessionOrder = ordering("TrainingSessionOrder", "starts_on")
AttendanceOrder = ordering("TrainingAttendanceOrder", "name")


async def _passed(context: RequestContext, rows: Sequence[Any], arguments: Mapping[str, Any]) -> list[bool | None]:
    session_ids = {row.values["session_id"] for row in rows}
    query = select(models.TrainingSession.id, models.TrainingSession.pass_mark)
    async with context.database.looking(context.scope) as session:
        found = await session.exec(query.where(col(models.TrainingSession.id).in_(session_ids)))
        marks = dict(found.all())
    return [trainings.passed(row.values["marks"], marks.get(row.values["session_id"])) for row in rows]


@strawberry.input(description="Which attendances.")
class TrainingAttendanceFilter:
    attended: bool | None = None
    enterprise: strawberry.ID | None = None
    search: str | None = strawberry.field(default=None, description="Words in the name or organisation.")


@readable(models.Attendance, order=("name",), search=("name", "organisation"), restrict=of_own_enterprise)
@strawberry.type(description="Somebody who is to attend a training session.")
class TrainingAttendance(Node):
    name: str = column()
    organisation: str = column()
    enterprise: Enterprise | None = one("enterprise_id")
    member: Member | None = one("member_id")
    session: Annotated[TrainingSession, strawberry.lazy("cpaudit.programmes.schemas.trainings")] = one("session_id")
    attended: bool | None = column(description="Null while it is not known.")
    marks: float | None = column(description="Of the test; null where there are none.")
    version: int = column()
    passed: bool | None = batch(
        _passed, "session_id", "marks", description="Whether the test was passed; null where that is not known."
    )


@strawberry.input(description="Which training sessions.")
class TrainingSessionFilter:
    programme: strawberry.ID | None = None
    stage: strawberry.ID | None = None
    audience: Audience | None = None
    starts_on_from: date | None = None
    starts_on_to: date | None = None
    search: str | None = strawberry.field(default=None, description="Words in the topic, place or trainers.")


@readable(models.TrainingSession, order=("starts_on",), search=("topic", "place", "trainers"))
@strawberry.type(description="A training session, before or after it was held.")
class TrainingSession(Node):
    topic: str = column()
    audience: Audience = column()
    programme: Annotated[Programme, strawberry.lazy(_STAGES)] = one("programme_id")
    stage: Annotated[ProgrammeStage, strawberry.lazy(_STAGES)] | None = one("stage_id")
    organised_by: ProgrammeBody | None = one("organised_by_id")
    starts_on: date = column()
    ends_on: date = column(description="The last day, included.")
    hours: float = column()
    place: str = column()
    trainers: str = column()
    full_marks: float | None = column(description="Of its test; null where there is none.")
    pass_mark: float | None = column()
    attendance: Connection[TrainingAttendance] = many(
        "session_id", filter=TrainingAttendanceFilter, order=AttendanceOrder
    )
    version: int = column()


@strawberry.input(description="A training session.")
class AddTrainingSessionInput(NewEntry):
    programme: strawberry.ID = required_reference("Programme")
    stage: strawberry.ID | None = reference("ProgrammeStage")
    organised_by: strawberry.ID | None = reference("ProgrammeBody")
    topic: str
    audience: Audience
    starts_on: date
    ends_on: date
    hours: float = strawberry.field(description="Above zero.")
    place: str = ""
    trainers: str = ""
    full_marks: float | None = None
    pass_mark: float | None = None


@strawberry.input(description="Somebody who is to attend.")
class AddTrainingAttendanceInput(NewEntry):
    session: strawberry.ID = required_reference("TrainingSession")
    name: str
    organisation: str = ""
    enterprise: strawberry.ID | None = reference("Enterprise")
    member: strawberry.ID | None = reference("Member")
    attended: bool | None = None
    marks: float | None = None


ChangeTrainingSessionInput = changes(AddTrainingSessionInput, without=("programme",))
ChangeTrainingAttendanceInput = changes(AddTrainingAttendanceInput, without=("session",))


@strawberry.type
class TrainingMutations:
    add_training_session = adding(
        TrainingSession, AddTrainingSessionInput, trainings.TRAININGS, "Plan a training session."
    )
    change_training_session = changing(TrainingSession, ChangeTrainingSessionInput, trainings.TRAININGS)
    remove_training_session = removing(TrainingSession, trainings.TRAININGS)
    add_training_attendance = adding(
        TrainingAttendance, AddTrainingAttendanceInput, trainings.ATTENDANCES, "Enter somebody for a training session."
    )
    change_training_attendance = changing(TrainingAttendance, ChangeTrainingAttendanceInput, trainings.ATTENDANCES)
    remove_training_attendance = removing(TrainingAttendance, trainings.ATTENDANCES)
