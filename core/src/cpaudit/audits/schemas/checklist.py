"""The API of checklist answers and their evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from sqlalchemy import select

from cpaudit.audits.access import of_own_audits
from cpaudit.audits.models import Answer as AnswerRow
from cpaudit.audits.models import Evidence as EvidenceRow
from cpaudit.audits.schemas.content import items_of
from cpaudit.audits.services.checklist import GivenAnswer, answer_items
from cpaudit.audits.services.evidence import upload_evidence
from cpaudit.catalogue.checklists import ChecklistItem
from cpaudit.catalogue.items import ContentItem
from cpaudit.graphql.commands import command
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.quantities import Quantity, QuantityInput, quantity_column, read_quantity
from cpaudit.graphql.reading import batch, column, computed, ordering, readable
from cpaudit.graphql.reading.identifiers import row_id
from cpaudit.graphql.uploads import decoded
from cpaudit.work import Work

if TYPE_CHECKING:
    from cpaudit.audits.schema import Audit

EVIDENCE_PATH = "/evidence"


@readable(EvidenceRow, order=("uploaded_at",), restrict=of_own_audits)
@strawberry.type(description="A file that supports an answer.")
class Evidence(Node):
    file_name: str = column()
    media_type: str = column()
    size: int = column(description="In bytes.")
    sha256: str = column(description="Digest of the content, in hexadecimal.")
    uploaded_at: datetime = column()

    @computed("id")
    def download_path(self) -> str:
        """Where the file can be fetched with the same bearer token."""
        return f"{EVIDENCE_PATH}/{self.values['id']}"


async def _evidence(
    context: RequestContext, answers: Sequence[Any], arguments: Mapping[str, Any]
) -> list[list[Evidence]]:
    wanted = {file for answer in answers for file in answer.values["evidence_ids"]}
    table = EvidenceRow.__table__  # type: ignore[attr-defined]
    columns = [column for column in table.c if column.name != "content"]
    async with context.database.reading(context.scope) as connection:
        query = select(*columns).where(table.c.tenant_id == context.scope.tenant_id, table.c.id.in_(wanted))
        found = {row["id"]: Evidence.of(dict(row)) for row in (await connection.execute(query)).mappings()}
    return [[found[file] for file in answer.values["evidence_ids"] if file in found] for answer in answers]


async def _questions(
    context: RequestContext, answers: Sequence[Any], arguments: Mapping[str, Any]
) -> list[ContentItem | None]:
    return await items_of(context, [(answer.values["audit_id"], answer.values["item"]) for answer in answers])


@readable(AnswerRow, order=("item",), search=("item", "value", "note"), restrict=of_own_audits)
@strawberry.type(description="The answer to a checklist item.")
class Answer(Node):
    item: str = column(description="Reference of the item: `pack:checklist_item:code`.")
    value: str | None = column(description="`yes`, `partial`, `no`, the key of a choice, or a text.")
    amount: Quantity | None = quantity_column("amount", description="The answer to a number question.")
    not_applicable_reason: str | None = column()
    score: float | None = column(description="Fraction of the item's weight; null where nobody scored it.")
    note: str = column()
    answered_at: datetime = column()
    version: int = column()
    evidence: list[Evidence] = batch(_evidence, "evidence_ids")
    question: ChecklistItem | None = batch(
        _questions, "audit_id", "item", description="What was asked; also where newer content no longer asks it."
    )


AnswerOrder = ordering("AnswerOrder", "item", "answered_at")


@strawberry.input(description="Which answers.")
class AnswerFilter:
    item: str | None = None
    value: str | None = None
    search: str | None = None


@strawberry.input(description="One answer: exactly one of value, amount and notApplicableReason.")
class AnswerInput:
    item: str
    value: str | None = None
    amount: QuantityInput | None = None
    not_applicable_reason: str | None = None
    score: float | None = strawberry.field(
        default=None, description="0 to 1, where the question does not score itself."
    )
    note: str = ""
    evidence: list[strawberry.ID] = strawberry.field(default_factory=list)
    expected_version: int | None = strawberry.field(default=None, description="Of the answer that is replaced.")


@strawberry.input(description="Answers to checklist items; all are taken, or none.")
class AnswerChecklistItemsInput:
    audit: strawberry.ID
    answers: list[AnswerInput]


@strawberry.input(description="A file.")
class UploadEvidenceInput:
    audit: strawberry.ID
    file_name: str
    media_type: str
    content: str = strawberry.field(description="The file in Base64.")


@strawberry.type
class ChecklistMutations:
    @command(Annotated["Audit", strawberry.lazy("cpaudit.audits.schema")])
    async def answer_checklist_items(self, work: Work, input: AnswerChecklistItemsInput) -> str:
        """Answer checklist items, or replace their answers."""
        audit = row_id(input.audit, "Audit", path=("input", "audit"))
        await answer_items(work, audit, [_given(each, index) for index, each in enumerate(input.answers)])
        return audit

    @command(Evidence)
    async def upload_evidence(self, work: Work, input: UploadEvidenceInput) -> str:
        """Keep a file; the same file twice in one audit is kept once."""
        content = decoded(input.content)
        return await upload_evidence(
            work,
            row_id(input.audit, "Audit", path=("input", "audit")),
            file_name=input.file_name,
            media_type=input.media_type,
            content=content,
        )


def _given(answer: AnswerInput, index: int) -> GivenAnswer:
    path = ("input", "answers", index)
    return GivenAnswer(
        item=answer.item,
        value=answer.value,
        amount=read_quantity(answer.amount, *path, "amount"),
        not_applicable_reason=answer.not_applicable_reason,
        score=answer.score,
        note=answer.note,
        evidence_ids=tuple(
            row_id(file, "Evidence", path=(*path, "evidence", position))
            for position, file in enumerate(answer.evidence)
        ),
        expected_version=answer.expected_version,
    )
