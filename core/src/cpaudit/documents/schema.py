"""The API of documents of the programme: one for each sector report, programme summary and list for commendation."""

from __future__ import annotations

from typing import Annotated

import strawberry

from cpaudit.documents import background, service
from cpaudit.documents.service import Subject
from cpaudit.errors import PathPart
from cpaudit.graphql.commands import command, work_of
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.reading.identifiers import split_identifier
from cpaudit.jobs.schema import Job
from cpaudit.permissions import signed_in
from cpaudit.reporting.kinds import DocumentKind
from cpaudit.reporting.schema import REPORTS_PATH, WrittenDocument
from cpaudit.reporting.service import ReportFormat
from cpaudit.reporting.text import require_language
from cpaudit.text import DEFAULT_LANGUAGE
from cpaudit.work import Work

DOCUMENT_PATH = f"{REPORTS_PATH}/documents"
"""Where documents and the data of their charts are fetched."""

_OF = "Id of the packet of a sector report or a programme summary, or of a list for commendation."


@strawberry.type(description="A sector report, a programme summary or a list for commendation, in one language.")
class ProgrammeDocument(WrittenDocument):
    @strawberry.field(description="What it is; templates are kept for each kind.")
    def kind(self) -> DocumentKind:
        return DocumentKind(self.held.kind.value)


@strawberry.type
class DocumentQueries:
    @strawberry.field(
        description="The document of a sector report, a programme summary or a list for commendation, for everybody who"
        " sees the packet or the list."
    )
    async def programme_document(
        self,
        info: strawberry.Info[RequestContext, None],
        of: Annotated[strawberry.ID, strawberry.argument(description=_OF)],
        lang: Annotated[str | None, strawberry.argument(description="`zh-CN` or `en`.")] = None,
    ) -> ProgrammeDocument | None:
        context = info.context
        language = require_language(lang or context.language)
        async with work_of(context, signed_in(context.actor), writes=False) as work:
            held = await service.document_of(work, _subject(of, "of"))
        return ProgrammeDocument(held=held, address=f"{DOCUMENT_PATH}/{of}", query="", language=language)


@strawberry.input(description="A document of the programme as a file.")
class RenderDocumentInput:
    of: strawberry.ID = strawberry.field(description=_OF)
    format: ReportFormat = ReportFormat.DOCX
    lang: str = strawberry.field(default=DEFAULT_LANGUAGE, description="`zh-CN` or `en`.")
    client_mutation_id: str | None = None


@strawberry.type
class DocumentMutations:
    @command(Job)
    async def render_document(self, work: Work, input: RenderDocumentInput) -> str:
        """Have a sector report, a programme summary or a list written in the background; the job ends with a file."""
        subject = _subject(input.of, "input", "of")
        return await background.request_document(work, subject, input.format, input.lang)


def _subject(of: str, *path: PathPart) -> Subject:
    return Subject(*split_identifier(of, path=path))
