"""Consultations on site, questions, and the norms that come of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import strawberry
from sqlalchemy import or_

from cpaudit.audits.schema import Audit
from cpaudit.enterprises.schema import Enterprise
from cpaudit.graphql.commands import command
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.reading import column, one, ordering, readable, several, visible_id
from cpaudit.graphql.reading.identifiers import row_id
from cpaudit.own_content.schemas.overlays import OverlayDraft
from cpaudit.programmes import models
from cpaudit.programmes.models import ConsultationState, FollowUp, QuestionKind, QuestionState
from cpaudit.programmes.schemas.people import EndWithReasonInput, Expert, ProgrammeBody
from cpaudit.programmes.schemas.records import (
    NewEntry,
    RecordAsRead,
    adding,
    changes,
    changing,
    not_for_staff,
    of_own_enterprise,
    reference,
    required_reference,
)
from cpaudit.programmes.services import consultations, norms, questions
from cpaudit.tenancy.schema import Member
from cpaudit.work import Work

strawberry.enum(ConsultationState, description="Where a consultation stands.")
strawberry.enum(FollowUp, description="What the enterprise did with the advice.")
strawberry.enum(QuestionKind, description="What a question is of.")
strawberry.enum(QuestionState, description="Where a question stands.")

ConsultationOrder = ordering("ConsultationOrder", "requested_at")
QuestionOrder = ordering("QuestionOrder", "raised_at", "title")
NormOrder = ordering("TechnicalNormOrder", "code", "created_at")


@strawberry.input(description="Which consultations.")
class ConsultationFilter:
    state: ConsultationState | None = None
    state_in: list[ConsultationState] | None = None
    enterprise: strawberry.ID | None = None
    expert: strawberry.ID | None = None
    audit: strawberry.ID | None = None
    follow_up_due_to: date | None = strawberry.field(default=None, description="To be followed up by that day.")
    search: str | None = strawberry.field(default=None, description="Words in the subject, request or advice.")


@readable(
    models.Consultation,
    order=("-requested_at",),
    search=("subject", "request", "advice"),
    restrict=of_own_enterprise,
)
@strawberry.type(description="A consultation on site: request, visit, advice, follow-up.")
class Consultation(Node):
    enterprise: Enterprise = one("enterprise_id")
    audit: Audit | None = one("audit_id")
    subject: str = column()
    request: str = column()
    state: ConsultationState = column()
    requested_by: Member | None = one("requested_by")
    requested_at: datetime = column()
    expert: Expert | None = one("expert_id")
    visit_on: date | None = column()
    advice: str | None = column()
    advised_by: Member | None = one("advised_by")
    follow_up_due: date | None = column()
    outcome: FollowUp | None = column()
    follow_up: str | None = column()
    followed_up_on: date | None = column()
    declined_reason: str | None = column()
    version: int = column()


def _published_or_own(context: RequestContext, table: Any) -> Any:
    """To enterprise staff, what is published and what its own enterprise asked; to others all."""
    enterprise_id = context.actor.enterprise_id if context.actor else None
    if enterprise_id is None:
        return None
    return or_(table.c.state == QuestionState.PUBLISHED, table.c.enterprise_id == enterprise_id)


@strawberry.input(description="Which questions.")
class QuestionFilter:
    kind: QuestionKind | None = None
    state: QuestionState | None = None
    state_in: list[QuestionState] | None = None
    from_tenant: str | None = None
    search: str | None = strawberry.field(default=None, description="Words in the title, text, answer or basis.")


@readable(
    models.Question,
    order=("-raised_at",),
    search=("title", "text", "answer", "basis"),
    restrict=_published_or_own,
)
@strawberry.type(description="A question of technology, policy or law, until the leading group settles it and after.")
class Question(Node):
    kind: QuestionKind = column()
    title: str = column()
    text: str = column()
    state: QuestionState = column()
    enterprise: Enterprise | None = one("enterprise_id", description="Null to staff of another enterprise, too.")
    audit: Audit | None = one("audit_id")
    consultation: Consultation | None = one("consultation_id")
    raised_by: Member | None = one("raised_by")
    raised_at: datetime = column()
    reviewed_by: ProgrammeBody | None = one("reviewed_by_id", description="The body that prepares the answer.")
    answer: str | None = column()
    basis: str | None = column(description="The provision or document on which the answer rests.")
    settled_by: ProgrammeBody | None = one("settled_by_id", description="The leading group that settled it.")
    settled_at: datetime | None = column()
    published_at: datetime | None = column()
    withdrawn_reason: str | None = column()
    from_tenant: str | None = column(description="Code of the tenant that settled it and handed it over.")
    from_hash: str | None = column(description="Hash of that document.")
    version: int = column()


@readable(models.NormSource, order=("added_at",), restrict=not_for_staff)
@strawberry.type(description="An experience on which a norm rests.")
class NormSource(Node):
    audit: Audit | None = one("audit_id")
    consultation: Consultation | None = one("consultation_id")
    question: Question | None = one("question_id")
    note: str = column()
    added_at: datetime = column()


@strawberry.input(description="Which technical norms.")
class TechnicalNormFilter:
    code: str | None = None
    has_overlay_draft_id: bool | None = strawberry.field(
        default=None, name="hasDraft", description="Whether a draft is linked."
    )
    search: str | None = strawberry.field(default=None, description="Words in the code, title or rationale.")


@readable(models.Norm, order=("code",), search=("code", "title", "rationale"), restrict=not_for_staff)
@strawberry.type(description="A technical norm that is drafted from experience, as a revision of the overlay.")
class TechnicalNorm(Node):
    code: str = column(description="Unique in the tenant.")
    title: str = column()
    rationale: str = column()
    drafted_by: ProgrammeBody | None = one("drafted_by_id")
    sources: list[NormSource] = several("norm_id", order=("added_at",))
    draft: OverlayDraft | None = one(
        "overlay_draft_id", description="The draft it is written in; its `revision` is what became of it."
    )
    created_by: Member | None = one("created_by")
    created_at: datetime = column()
    version: int = column()


@strawberry.input(description="A request for a consultation on site.")
class RequestConsultationInput(NewEntry):
    enterprise: strawberry.ID = required_reference("Enterprise")
    audit: strawberry.ID | None = reference("Audit")
    subject: str
    request: str


@strawberry.input(description="Who visits when.")
class ScheduleVisitInput(RecordAsRead):
    expert: strawberry.ID
    visit_on: date


@strawberry.input(description="What was advised on the visit.")
class RecordAdviceInput(RecordAsRead):
    advice: str
    follow_up_due: date | None = None


@strawberry.input(description="What became of the advice.")
class RecordFollowUpInput(RecordAsRead):
    outcome: FollowUp
    text: str
    on: date


@strawberry.input(description="A question.")
class RaiseQuestionInput(NewEntry):
    kind: QuestionKind
    title: str
    text: str
    enterprise: strawberry.ID | None = reference("Enterprise", description="For enterprise staff its own by default.")
    audit: strawberry.ID | None = reference("Audit")
    consultation: strawberry.ID | None = reference("Consultation")


@strawberry.input(description="Who prepares the answer.")
class TakeUpQuestionInput(RecordAsRead):
    body: strawberry.ID


@strawberry.input(description="The answer of the leading group.")
class SettleQuestionInput(RecordAsRead):
    answer: str
    basis: str | None = strawberry.field(default=None, description="Needed for a question of law.")


@strawberry.input(description="A technical norm.")
class AddTechnicalNormInput(NewEntry):
    code: str
    title: str
    rationale: str = strawberry.field(description="What experience it comes from, and what it is to change.")
    drafted_by: strawberry.ID | None = reference("ProgrammeBody")


@strawberry.input(description="An experience: exactly one of audit, consultation and question.")
class AddNormSourceInput(NewEntry):
    norm: strawberry.ID = required_reference("TechnicalNorm")
    audit: strawberry.ID | None = reference("Audit")
    consultation: strawberry.ID | None = reference("Consultation")
    question: strawberry.ID | None = reference("Question")
    note: str


@strawberry.input(description="The draft of the overlay in which a norm is written.")
class LinkNormToDraftInput(RecordAsRead):
    draft: strawberry.ID


ChangeTechnicalNormInput = changes(AddTechnicalNormInput)


def _consultation(given: strawberry.ID) -> str:
    return visible_id(given, Consultation, path=("input", "id"))


def _question(given: strawberry.ID) -> str:
    return visible_id(given, Question, path=("input", "id"))


@strawberry.type
class InquiryMutations:
    request_consultation = adding(
        Consultation,
        RequestConsultationInput,
        consultations.request_consultation,
        "Ask for a consultation on site; enterprise staff for its own enterprise.",
        verb="request",
    )
    raise_question = adding(Question, RaiseQuestionInput, questions.raise_question, "Raise a question.", verb="raise")
    add_technical_norm = adding(TechnicalNorm, AddTechnicalNormInput, norms.NORMS, "Begin a technical norm.")
    change_technical_norm = changing(TechnicalNorm, ChangeTechnicalNormInput, norms.NORMS)
    add_norm_source = adding(
        NormSource, AddNormSourceInput, norms.add_source, "Name an experience on which a norm rests."
    )

    @command(Consultation)
    async def schedule_visit(self, work: Work, input: ScheduleVisitInput) -> str:
        """Agree on a visit of an expert who is free, or move it."""
        expert = row_id(input.expert, "Expert", path=("input", "expert"))
        return await consultations.schedule_visit(
            work, _consultation(input.id), input.expected_version, expert, input.visit_on
        )

    @command(Consultation)
    async def record_advice(self, work: Work, input: RecordAdviceInput) -> str:
        """Record what was advised on the visit."""
        return await consultations.record_advice(
            work, _consultation(input.id), input.expected_version, input.advice, input.follow_up_due
        )

    @command(Consultation)
    async def record_follow_up(self, work: Work, input: RecordFollowUpInput) -> str:
        """Record what became of the advice."""
        return await consultations.record_follow_up(
            work, _consultation(input.id), input.expected_version, input.outcome, input.text, input.on
        )

    @command(Consultation)
    async def decline_consultation(self, work: Work, input: EndWithReasonInput) -> str:
        """Decline a consultation before anything was advised."""
        return await consultations.decline_consultation(
            work, _consultation(input.id), input.expected_version, input.reason
        )

    @command(Question)
    async def take_up_question(self, work: Work, input: TakeUpQuestionInput) -> str:
        """Have a body prepare the answer."""
        body = visible_id(input.body, ProgrammeBody, path=("input", "body"))
        return await questions.take_up_question(work, _question(input.id), input.expected_version, body)

    @command(Question)
    async def settle_question(self, work: Work, input: SettleQuestionInput) -> str:
        """Settle a question, as somebody who sits in a leading group."""
        return await questions.settle_question(
            work, _question(input.id), input.expected_version, input.answer, input.basis
        )

    @command(Question)
    async def publish_question(self, work: Work, input: RecordAsRead) -> str:
        """Show a settled question to all members, enterprise staff included."""
        return await questions.publish_question(work, _question(input.id), input.expected_version)

    @command(Question)
    async def withdraw_question(self, work: Work, input: EndWithReasonInput) -> str:
        """Withdraw a question that is not settled."""
        return await questions.withdraw_question(work, _question(input.id), input.expected_version, input.reason)

    @command(TechnicalNorm)
    async def link_norm_to_draft(self, work: Work, input: LinkNormToDraftInput) -> str:
        """Say which draft of the overlay a norm is written in."""
        norm = visible_id(input.id, TechnicalNorm, path=("input", "id"))
        draft = visible_id(input.draft, OverlayDraft, path=("input", "draft"))
        return await norms.link_norm(work, norm, input.expected_version, draft)
