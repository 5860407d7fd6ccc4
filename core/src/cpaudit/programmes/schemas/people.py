"""Bodies, experts, conflicts of interest, assignments."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from cpaudit.audits.access import of_own_audits
from cpaudit.audits.schema import Audit
from cpaudit.enterprises.schema import Enterprise
from cpaudit.graphql.commands import command
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.reading import (
    Connection,
    column,
    computed,
    localized_column,
    many,
    one,
    ordering,
    readable,
    several,
    visible_id,
)
from cpaudit.graphql.reading.identifiers import row_id
from cpaudit.graphql.texts import LocalizedTextInput
from cpaudit.phases import Aspect
from cpaudit.programmes import models
from cpaudit.programmes.models import BodyKind, SeatRole
from cpaudit.programmes.schemas.records import (
    NewEntry,
    RecordAsRead,
    adding,
    changes,
    changing,
    not_for_staff,
    reference,
    removing,
    required_reference,
)
from cpaudit.programmes.services import bodies, bookings, conflicts
from cpaudit.tenancy.schema import Member
from cpaudit.work import Work

if TYPE_CHECKING:
    from cpaudit.programmes.schemas.stages import Programme

strawberry.enum(BodyKind, description="The bodies of a programme.")
strawberry.enum(SeatRole, description="What somebody is in a body.")

_STAGES = "cpaudit.programmes.schemas.stages"

BodyOrder = ordering("ProgrammeBodyOrder", "kind")
ExpertOrder = ordering("ExpertOrder", "code", "name")
AssignmentOrder = ordering("ExpertAssignmentOrder", "starts_on", "ends_on")


@readable(models.Seat, order=("starts_on",), search=("name", "organisation"))
@strawberry.type(description="That somebody sits in a body.")
class BodySeat(Node):
    name: str = column()
    organisation: str = column()
    role: SeatRole = column()
    member: Member | None = one("member_id", description="His membership, where he works with cpaudit.")
    starts_on: date = column()
    ends_on: date | None = column(description="The last day, included; null while it goes on.")
    version: int = column()


@strawberry.input(description="Which bodies.")
class ProgrammeBodyFilter:
    programme: strawberry.ID | None = None
    kind: BodyKind | None = None
    city: str | None = None
    search: str | None = strawberry.field(default=None, description="Words in the name or the city.")


@readable(models.Body, order=("kind",), search=("name", "city"))
@strawberry.type(description="A body of a programme: leading group, office, technical group, city office.")
class ProgrammeBody(Node):
    kind: BodyKind = column()
    name: str = localized_column("name")
    programme: Annotated[Programme, strawberry.lazy(_STAGES)] = one("programme_id")
    parent: Annotated[ProgrammeBody, strawberry.lazy("cpaudit.programmes.schemas.people")] | None = one("parent_id")
    city: str = column(description="Of a city office; else empty.")
    note: str = column()
    seats: Connection[BodySeat] = many("body_id")
    version: int = column()


@readable(models.Availability, order=("starts_on",))
@strawberry.type(description="Days on which an expert is free for the programme, or expressly not.")
class ExpertAvailability(Node):
    starts_on: date = column()
    ends_on: date = column(description="The last day, included.")
    available: bool = column()
    note: str = column()
    version: int = column()


@strawberry.input(description="Which assignments.")
class ExpertAssignmentFilter:
    audit: strawberry.ID | None = None
    starts_on_to: date | None = None
    ends_on_from: date | None = None
    has_cancelled_at: bool | None = None


@readable(models.Assignment, order=("starts_on",), restrict=of_own_audits)
@strawberry.type(description="That an expert works on an audit on these days.")
class ExpertAssignment(Node):
    expert: Annotated[Expert, strawberry.lazy("cpaudit.programmes.schemas.people")] = one("expert_id")
    audit: Audit = one("audit_id")
    task: str = column()
    starts_on: date = column()
    ends_on: date = column(description="The last day, included.")
    cancelled_at: datetime | None = column()
    cancelled_reason: str | None = column()
    version: int = column()


@strawberry.input(description="Which experts.")
class ExpertFilter:
    code: str | None = None
    active: bool | None = None
    search: str | None = strawberry.field(
        default=None, description="Words in the name, organisation or fields; codes and aspects too."
    )


@readable(
    models.Expert,
    order=("code",),
    search=("code", "name", "organisation", "title", "industries", "aspects", "topics"),
)
@strawberry.type(description="An expert and his fields.")
class Expert(Node):
    code: str = column(description="Unique in the tenant.")
    name: str = column()
    organisation: str = column()
    title: str = column()
    member: Member | None = one("member_id", description="His membership, where he works with cpaudit.")
    industries: list[str] = column(description="Codes of GB/T 4754-2017.")
    topics: list[str] = column()
    active: bool = column()
    illustrative: bool = column(description="Whether he was made up for show.")
    availability: list[ExpertAvailability] = several(
        "expert_id", order=("starts_on",), description="Of days that stand nowhere here, nothing is known."
    )
    assignments: Connection[ExpertAssignment] = many("expert_id", filter=ExpertAssignmentFilter, order=AssignmentOrder)
    version: int = column()

    @computed("aspects")
    def aspects(self) -> list[Aspect]:
        """Of the eight aspects, those that he knows about."""
        return [Aspect(each) for each in self.values["aspects"]]


@strawberry.input(description="Which conflicts of interest.")
class ConflictOfInterestFilter:
    enterprise: strawberry.ID | None = None
    expert: strawberry.ID | None = None
    member: strawberry.ID | None = None
    has_ended_at: bool | None = None


@readable(models.ConflictOfInterest, order=("declared_at",), restrict=not_for_staff)
@strawberry.type(description="That an expert or a member has an interest in an enterprise.")
class ConflictOfInterest(Node):
    enterprise: Enterprise = one("enterprise_id")
    expert: Expert | None = one("expert_id")
    member: Member | None = one("member_id")
    reason: str = column()
    declared_by: Member | None = one("declared_by")
    declared_at: datetime = column()
    ended_at: datetime | None = column(description="Null while it counts.")
    ended_reason: str | None = column()
    version: int = column()


@strawberry.input(description="A body of a programme.")
class AddProgrammeBodyInput(NewEntry):
    programme: strawberry.ID = required_reference("Programme")
    parent: strawberry.ID | None = reference("ProgrammeBody")
    kind: BodyKind
    name: LocalizedTextInput
    city: str = strawberry.field(default="", description="Of a city office.")
    note: str = ""


@strawberry.input(description="Somebody in a body.")
class AddBodySeatInput(NewEntry):
    body: strawberry.ID = required_reference("ProgrammeBody")
    member: strawberry.ID | None = reference("Member", description="Who decides for the body needs one.")
    name: str
    organisation: str = ""
    role: SeatRole = SeatRole.MEMBER
    starts_on: date
    ends_on: date | None = None


@strawberry.input(description="An expert.")
class AddExpertInput(NewEntry):
    code: str
    name: str
    organisation: str = ""
    title: str = ""
    member: strawberry.ID | None = reference("Member")
    industries: list[str] = strawberry.field(default_factory=list, description="Codes of GB/T 4754-2017.")
    aspects: list[Aspect] = strawberry.field(default_factory=list)
    topics: list[str] = strawberry.field(default_factory=list)
    active: bool = True
    illustrative: bool = False


@strawberry.input(description="Days on which an expert is free, or expressly not.")
class AddExpertAvailabilityInput(NewEntry):
    expert: strawberry.ID = required_reference("Expert")
    starts_on: date
    ends_on: date
    available: bool = True
    note: str = ""


@strawberry.input(description="A conflict of interest of an expert, or of a member.")
class DeclareConflictOfInterestInput(NewEntry):
    enterprise: strawberry.ID = required_reference("Enterprise")
    expert: strawberry.ID | None = reference("Expert")
    member: strawberry.ID | None = reference("Member")
    reason: str


@strawberry.input(description="What ends, and why.")
class EndWithReasonInput(RecordAsRead):
    reason: str


@strawberry.input(description="An expert and an audit.")
class AssignExpertInput(NewEntry):
    expert: strawberry.ID
    audit: strawberry.ID
    task: str
    starts_on: date
    ends_on: date


ChangeProgrammeBodyInput = changes(AddProgrammeBodyInput, without=("programme",))
ChangeBodySeatInput = changes(AddBodySeatInput, without=("body",))
ChangeExpertInput = changes(AddExpertInput)
ChangeExpertAvailabilityInput = changes(AddExpertAvailabilityInput, without=("expert",))


@strawberry.type
class PeopleMutations:
    add_programme_body = adding(ProgrammeBody, AddProgrammeBodyInput, bodies.BODIES, "Set up a body of a programme.")
    change_programme_body = changing(ProgrammeBody, ChangeProgrammeBodyInput, bodies.BODIES)
    remove_programme_body = removing(ProgrammeBody, bodies.BODIES)
    add_body_seat = adding(BodySeat, AddBodySeatInput, bodies.SEATS, "Seat somebody in a body.")
    change_body_seat = changing(BodySeat, ChangeBodySeatInput, bodies.SEATS)
    add_expert = adding(Expert, AddExpertInput, bookings.add_expert, "Take an expert into the register.")
    change_expert = changing(Expert, ChangeExpertInput, bookings.change_expert)
    add_expert_availability = adding(
        ExpertAvailability,
        AddExpertAvailabilityInput,
        bookings.AVAILABILITIES,
        "Record when an expert is free for the programme.",
    )
    change_expert_availability = changing(ExpertAvailability, ChangeExpertAvailabilityInput, bookings.AVAILABILITIES)
    remove_expert_availability = removing(ExpertAvailability, bookings.AVAILABILITIES)
    declare_conflict_of_interest = adding(
        ConflictOfInterest,
        DeclareConflictOfInterestInput,
        conflicts.declare_conflict,
        "Declare a conflict of interest; one's own needs no further permission.",
        verb="declare",
    )

    @command(ConflictOfInterest)
    async def end_conflict_of_interest(self, work: Work, input: EndWithReasonInput) -> str:
        """End a conflict of interest of somebody else's."""
        conflict = visible_id(input.id, ConflictOfInterest, path=("input", "id"))
        return await conflicts.end_conflict(work, conflict, input.expected_version, input.reason)

    @command(ExpertAssignment)
    async def assign_expert(self, work: Work, input: AssignExpertInput) -> str:
        """Assign an expert, who is free and has no conflict of interest, to an audit."""
        return await bookings.assign_expert(
            work,
            visible_id(input.expert, Expert, path=("input", "expert")),
            row_id(input.audit, "Audit", path=("input", "audit")),
            task=input.task,
            starts_on=input.starts_on,
            ends_on=input.ends_on,
        )

    @command(ExpertAssignment)
    async def cancel_assignment(self, work: Work, input: EndWithReasonInput) -> str:
        """Cancel an assignment, so that the expert is free again."""
        assignment = visible_id(input.id, ExpertAssignment, path=("input", "id"))
        return await bookings.cancel_assignment(work, assignment, input.expected_version, input.reason)
