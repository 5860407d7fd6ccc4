"""The API of the programme: where reads begin."""

from __future__ import annotations

from datetime import date
from typing import Any

import strawberry

from cpaudit.errors import InvalidInput
from cpaudit.graphql.commands import work_of
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.reading import Connection, root_connection, root_one
from cpaudit.graphql.reading.identifiers import row_id
from cpaudit.permissions import Permission, signed_in
from cpaudit.programmes.schemas.calendar import CalendarEntry, CalendarFeed, CalendarMutations
from cpaudit.programmes.schemas.documents import (
    DocumentMutations,
    OfferedDocument,
    OfferedDocumentFilter,
    OfferedDocumentOrder,
    ReceivedDocument,
    ReceivedDocumentFilter,
    ReceivedDocumentOrder,
    StageMutations,
)
from cpaudit.programmes.schemas.inquiries import (
    Consultation,
    ConsultationFilter,
    ConsultationOrder,
    InquiryMutations,
    NormOrder,
    Question,
    QuestionFilter,
    QuestionOrder,
    TechnicalNorm,
    TechnicalNormFilter,
)
from cpaudit.programmes.schemas.people import (
    AssignmentOrder,
    BodyOrder,
    ConflictOfInterest,
    ConflictOfInterestFilter,
    Expert,
    ExpertAssignment,
    ExpertAssignmentFilter,
    ExpertFilter,
    ExpertOrder,
    PeopleMutations,
    ProgrammeBody,
    ProgrammeBodyFilter,
)
from cpaudit.programmes.schemas.ranking import PollutionProfile
from cpaudit.programmes.schemas.selection import (
    EnterpriseLoad,
    EnterpriseLoadFilter,
    EnterpriseLoadOrder,
    PilotSelection,
    SectorLoad,
    SectorLoadFilter,
    SectorLoadOrder,
    SelectionMutations,
    pollution_profile,
)
from cpaudit.programmes.schemas.stages import (
    OverduePhase,
    Programme,
    ProgrammeFilter,
    ProgrammeOrder,
    ProgrammeStage,
    StageFilter,
    StageOrder,
    StageRecordMutations,
    overdue_page,
)
from cpaudit.programmes.schemas.trainings import (
    TrainingMutations,
    TrainingSession,
    TrainingSessionFilter,
    TrainingSessionOrder,
)
from cpaudit.programmes.services.calendar import calendar_of
from cpaudit.programmes.services.feeds import own_feeds
from cpaudit.programmes.services.overdue import overdue_phases

__all__ = ["PROGRAMME_MUTATIONS", "ProgrammeQueries"]

Info = strawberry.Info[RequestContext, None]

LONGEST_CALENDAR = 800
"""Days that a question about the calendar spans."""


@strawberry.type
class ProgrammeQueries:
    programme: Programme | None = root_one()
    programmes: Connection[Programme] = root_connection(filter=ProgrammeFilter, order=ProgrammeOrder)
    programme_stage: ProgrammeStage | None = root_one()
    programme_stages: Connection[ProgrammeStage] = root_connection(filter=StageFilter, order=StageOrder)
    programme_bodies: Connection[ProgrammeBody] = root_connection(filter=ProgrammeBodyFilter, order=BodyOrder)
    expert: Expert | None = root_one()
    experts: Connection[Expert] = root_connection(filter=ExpertFilter, order=ExpertOrder)
    expert_assignments: Connection[ExpertAssignment] = root_connection(
        filter=ExpertAssignmentFilter, order=AssignmentOrder
    )
    conflicts_of_interest: Connection[ConflictOfInterest] = root_connection(filter=ConflictOfInterestFilter)
    training_session: TrainingSession | None = root_one()
    training_sessions: Connection[TrainingSession] = root_connection(
        filter=TrainingSessionFilter, order=TrainingSessionOrder
    )
    consultation: Consultation | None = root_one()
    consultations: Connection[Consultation] = root_connection(filter=ConsultationFilter, order=ConsultationOrder)
    question: Question | None = root_one()
    questions: Connection[Question] = root_connection(
        filter=QuestionFilter,
        order=QuestionOrder,
        description="To enterprise staff, those that are published and its own.",
    )
    technical_norms: Connection[TechnicalNorm] = root_connection(filter=TechnicalNormFilter, order=NormOrder)
    pilot_selection: PilotSelection | None = root_one()
    enterprise_loads: Connection[EnterpriseLoad] = root_connection(
        filter=EnterpriseLoadFilter, order=EnterpriseLoadOrder
    )
    sector_loads: Connection[SectorLoad] = root_connection(filter=SectorLoadFilter, order=SectorLoadOrder)
    offered_documents: Connection[OfferedDocument] = root_connection(
        filter=OfferedDocumentFilter, order=OfferedDocumentOrder, description="Documents offered to other tenants."
    )
    received_documents: Connection[ReceivedDocument] = root_connection(
        filter=ReceivedDocumentFilter, order=ReceivedDocumentOrder, description="Documents that others offer."
    )

    @strawberry.field(
        description="How representative an enterprise's pollution is of its sector, in the latest year for which the "
        "sector has figures, or in a given one; null where there is no such enterprise."
    )
    async def pollution_profile(
        self, info: Info, enterprise: strawberry.ID, year: int | None = None
    ) -> PollutionProfile | None:
        signed_in(info.context.actor).require(Permission.READ)
        return await pollution_profile(info.context, row_id(enterprise, "Enterprise", path=("enterprise",)), year)

    @strawberry.field(
        description="Phases of running audits past their deadline today, or on a day, the longest first; computed from "
        "the audits as they are. To enterprise staff, those of its own audits."
    )
    async def overdue_phases(
        self, info: Info, on: date | None = None, first: int | None = None, after: str | None = None
    ) -> Connection[OverduePhase]:
        context = info.context
        actor = signed_in(context.actor)
        actor.require(Permission.READ)
        async with context.database.looking(context.scope) as session:
            found = await overdue_phases(session, enterprise_id=actor.enterprise_id, on=on)
        page: Connection[Any] = overdue_page(found, first, after)
        return page

    @strawberry.field(
        description="What is on between two days, both included. `GET /calendar.ics` gives it to calendar programs."
    )
    async def calendar(self, info: Info, starts_on: date, ends_on: date) -> list[CalendarEntry]:
        context = info.context
        if not 0 <= (ends_on - starts_on).days <= LONGEST_CALENDAR:
            raise InvalidInput(
                f"the calendar is asked for 0 to {LONGEST_CALENDAR} days", path=("endsOn",), remedy="ask for less"
            )
        actor = signed_in(context.actor)
        async with context.database.looking(context.scope) as session:
            found = await calendar_of(session, actor, starts_on, ends_on)
        return [CalendarEntry(held=each) for each in found]

    @strawberry.field(description="The caller's own calendar feeds that are not revoked.")
    async def calendar_feeds(self, info: Info) -> list[CalendarFeed]:
        context = info.context
        actor = signed_in(context.actor)
        actor.require(Permission.READ)
        async with work_of(context, actor, writes=False) as work:
            return [CalendarFeed(held=each) for each in await own_feeds(work)]


PROGRAMME_MUTATIONS = (
    StageRecordMutations,
    StageMutations,
    PeopleMutations,
    TrainingMutations,
    SelectionMutations,
    InquiryMutations,
    DocumentMutations,
    CalendarMutations,
)
