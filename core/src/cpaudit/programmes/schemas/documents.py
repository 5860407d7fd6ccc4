"""Frozen documents between tenants."""

from __future__ import annotations

from datetime import date, datetime

import strawberry

from cpaudit.audits.schema import Audit
from cpaudit.graphql.commands import command
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.reading import column, one, ordering, readable, visible_id
from cpaudit.graphql.reading.identifiers import row_id
from cpaudit.graphql.texts import LocalizedTextInput, read_text
from cpaudit.permissions import Permission
from cpaudit.programmes import models
from cpaudit.programmes.models import DocumentKind, DocumentState, StageKind
from cpaudit.programmes.schemas.records import RecordAsRead
from cpaudit.programmes.schemas.stages import ProgrammeStage
from cpaudit.programmes.services import documents, patterns, pins, questions
from cpaudit.tenancy.schema import Member
from cpaudit.work import Work

strawberry.enum(DocumentKind, description="What a document between tenants holds.")
strawberry.enum(DocumentState, description="Where a document stands with whom it was handed to.")

OfferedDocumentOrder = ordering("OfferedDocumentOrder", "offered_at")
ReceivedDocumentOrder = ordering("ReceivedDocumentOrder", "received_at")


@strawberry.input(description="Which offered documents.")
class OfferedDocumentFilter:
    kind: DocumentKind | None = None
    to_tenant: str | None = None
    withdrawn: bool | None = None


@readable(models.OfferedDocument, order=("-offered_at",), permission=Permission.DECIDE_PROGRAMMES)
@strawberry.type(description="A document that the tenant offers to another. Whether it was accepted is not told.")
class OfferedDocument(Node):
    kind: DocumentKind = column()
    title: str = column()
    content: str = column(description="Canonical JSON.")
    content_hash: str = column(description="SHA-256 of the content in UTF-8.")
    to_tenant: str = column(description="Code of the other tenant.")
    withdrawn: bool = column()
    offered_by: Member | None = one("offered_by")
    offered_at: datetime = column()
    withdrawn_at: datetime | None = column()
    version: int = column()


@strawberry.input(description="Which received documents.")
class ReceivedDocumentFilter:
    kind: DocumentKind | None = None
    state: DocumentState | None = None
    from_tenant: str | None = None


@readable(models.ReceivedDocument, order=("-received_at",), permission=Permission.DECIDE_PROGRAMMES)
@strawberry.type(description="A document that another tenant offers to this one: a copy.")
class ReceivedDocument(Node):
    kind: DocumentKind = column()
    from_tenant: str = column(description="Code of the tenant that offers it.")
    title: str = column()
    content: str = column(description="Canonical JSON.")
    content_hash: str = column(description="SHA-256 of the content in UTF-8.")
    state: DocumentState = column()
    received_at: datetime = column()
    decided_at: datetime | None = column()
    decided_by: Member | None = one("decided_by")
    stage: ProgrammeStage | None = one("stage_id", description="The stage that was made of it.")
    version: int = column()


@strawberry.input(description="A stage whose pattern is offered.")
class OfferStagePatternInput:
    stage: strawberry.ID
    tenant: str = strawberry.field(description="The other tenant's code.")


@strawberry.input(description="Published questions that are offered.")
class OfferQuestionsInput:
    questions: list[strawberry.ID]
    title: str
    tenant: str = strawberry.field(description="The other tenant's code.")


@strawberry.input(description="A stage that follows the pattern of another of the tenant's.")
class CloneStageInput:
    stage: strawberry.ID
    programme: strawberry.ID | None = strawberry.field(default=None, description="By default that of the stage.")
    code: str
    starts_on: date
    regions: list[str] = strawberry.field(default_factory=list, description="For which cities; none for all.")
    kind: StageKind | None = strawberry.field(default=None, description="By default that of the pattern.")
    name: LocalizedTextInput | None = strawberry.field(default=None, description="By default that of the pattern.")
    client_mutation_id: str | None = None


@strawberry.input(description="A stage that follows a received pattern.")
class AcceptStagePatternInput(RecordAsRead):
    programme: strawberry.ID
    code: str
    starts_on: date
    regions: list[str] = strawberry.field(default_factory=list, description="For which cities; none for all.")
    kind: StageKind | None = strawberry.field(default=None, description="By default that of the pattern.")
    name: LocalizedTextInput | None = strawberry.field(default=None, description="By default that of the pattern.")
    client_mutation_id: str | None = None


@strawberry.input(description="An audit in a stage.")
class StartStageAuditInput:
    stage: strawberry.ID
    enterprise: strawberry.ID
    title: str
    illustrative: bool = False
    note: str = ""
    client_mutation_id: str | None = None


def _following(given: CloneStageInput | AcceptStagePatternInput) -> patterns.Following:
    programme = given.programme
    return patterns.Following(
        None if programme is None else row_id(programme, "Programme", path=("input", "programme")),
        given.code,
        given.starts_on,
        tuple(given.regions),
        given.kind,
        read_text(given.name, "input", "name"),
    )


def _stage(given: strawberry.ID, field: str = "stage") -> str:
    return visible_id(given, ProgrammeStage, path=("input", field))


def _received(given: strawberry.ID) -> str:
    return visible_id(given, ReceivedDocument, path=("input", "id"))


@strawberry.type
class StageMutations:
    @command(ProgrammeStage)
    async def pin_stage_content(self, work: Work, input: RecordAsRead) -> str:
        """Have a stage pin the content that the tenant has now; audits started in it use that."""
        return await pins.pin_stage(work, _stage(input.id, "id"), input.expected_version)

    @command(Audit)
    async def start_stage_audit(self, work: Work, input: StartStageAuditInput) -> str:
        """Start an audit in a stage, with the stage's method and content; the first round or the next one."""
        return await pins.start_stage_audit(
            work,
            _stage(input.stage),
            row_id(input.enterprise, "Enterprise", path=("input", "enterprise")),
            title=input.title,
            illustrative=input.illustrative,
            note=input.note,
        )

    @command(ProgrammeStage)
    async def clone_stage(self, work: Work, input: CloneStageInput) -> str:
        """Make a stage that follows the pattern of another, for a city or for the next year."""
        return await patterns.clone_stage(work, _stage(input.stage), _following(input))

    @command(OfferedDocument)
    async def offer_stage_pattern(self, work: Work, input: OfferStagePatternInput) -> str:
        """Offer the pattern of a stage to another tenant; to offer it again changes nothing."""
        return await patterns.offer_pattern(work, _stage(input.stage), input.tenant)

    @command(ProgrammeStage)
    async def accept_stage_pattern(self, work: Work, input: AcceptStagePatternInput) -> str:
        """Make a stage that follows a received pattern."""
        return await patterns.accept_pattern(work, _received(input.id), input.expected_version, _following(input))


@strawberry.type
class DocumentMutations:
    @command(OfferedDocument)
    async def offer_questions(self, work: Work, input: OfferQuestionsInput) -> str:
        """Offer published questions with their answers to another tenant, without who raised them."""
        ids = [row_id(each, "Question", path=("input", "questions")) for each in input.questions]
        return await questions.offer_questions(work, ids, input.title, input.tenant)

    @command(ReceivedDocument)
    async def accept_questions(self, work: Work, input: RecordAsRead) -> str:
        """Take over received questions, published to all members of the tenant."""
        return await questions.accept_questions(work, _received(input.id), input.expected_version)

    @command(ReceivedDocument)
    async def decline_document(self, work: Work, input: RecordAsRead) -> str:
        """Decline a received document."""
        return await documents.decline(work, _received(input.id), input.expected_version)

    @command(OfferedDocument)
    async def withdraw_document(self, work: Work, input: RecordAsRead) -> str:
        """Take an offered document back; what was accepted before stays with who accepted it."""
        offered = visible_id(input.id, OfferedDocument, path=("input", "id"))
        return await documents.withdraw(work, offered, input.expected_version)
