"""The API of reports."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry.scalars import JSON

from cpaudit.audits.models import Audit
from cpaudit.graphql.commands import command, work_of
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.reading.identifiers import row_id
from cpaudit.jobs.schema import Job
from cpaudit.permissions import signed_in
from cpaudit.reporting import background, document, service
from cpaudit.reporting.chart_data import DataFormat
from cpaudit.reporting.digest import document_hash
from cpaudit.reporting.document import Document
from cpaudit.reporting.kinds import DocumentKind, ReportKind
from cpaudit.reporting.service import ReportFormat
from cpaudit.reporting.text import require_language
from cpaudit.text import DEFAULT_LANGUAGE
from cpaudit.work import Work

if TYPE_CHECKING:
    from cpaudit.reporting.blocks import Outline

REPORTS_PATH = "/reports"
"""Below which documents are fetched."""
REPORT_PATH = f"{REPORTS_PATH}/audit"
_AUDIT = Audit.__name__

strawberry.enum(ReportKind, description="What a report on an audit is for.")
strawberry.enum(
    DocumentKind,
    name="ReportDocumentKind",
    description="What a document is; a tenant can have a Word template for each.",
)
strawberry.enum(ReportFormat, description="The file formats of a report.")
strawberry.enum(DataFormat, name="ChartDataFormat", description="The file formats of the data behind a chart.")


@strawberry.type(description="A heading of a report.")
class ReportHeading:
    level: int = strawberry.field(description="1 for a chapter, 2 for a section.")
    text: str = strawberry.field(description="Number and title.")


@strawberry.type(description="A column of the data behind a chart.")
class ChartColumn:
    name: str = strawberry.field(description="For programs, the same in all languages.")
    heading: str


@strawberry.type(description="The data behind a chart as numbers, with what is not known.")
class ChartData:
    columns: list[ChartColumn]
    rows: list[list[JSON | None]] = strawberry.field(
        description="Numbers, texts, truth values; null where a value is not known, which is not zero."
    )


@strawberry.type(description="A chart of a report, with the data in it.")
class ReportChart:
    key: str = strawberry.field(description="Unique in the report.")
    title: str
    alt: str = strawberry.field(description="What the chart shows, as a sentence.")
    columns: list[str] = strawberry.field(description="Headings of the rows.")
    rows: list[list[str]] = strawberry.field(description="The data as printed; empty where there was nothing to draw.")
    draw: strawberry.Private[Callable[[], str]]
    write: strawberry.Private[Callable[[DataFormat], str]]
    path: strawberry.Private[str]
    data: ChartData

    @strawberry.field(description="An `<svg>` element; text in it is drawn as paths.")
    async def svg(self) -> str:
        return await asyncio.to_thread(self.draw)

    @strawberry.field(description="The data as a file of comma-separated values, fit for spreadsheets.")
    def csv(self) -> str:
        return self.write(DataFormat.CSV)

    @strawberry.field(description="Where the data can be fetched with the same bearer token.")
    def download_path(self, format: DataFormat = DataFormat.CSV) -> str:
        return self.path.format(suffix=format.value)


@strawberry.type
class WrittenDocument:
    """What all documents have in the API, whatever they are of.

    Attributes:
        address: where the document and the data of its charts are fetched, without what follows.
        query: what follows behind the language.
    """

    held: strawberry.Private[Document]
    address: strawberry.Private[str]
    query: strawberry.Private[str]
    language: str = strawberry.field(description="`zh-CN` or `en`.")

    @cached_property
    def _outline(self) -> asyncio.Task[Outline]:
        from cpaudit.reporting.outline import outline

        return asyncio.create_task(asyncio.to_thread(outline, self.held, self.language))

    @strawberry.field(description="The name under which the document is saved.")
    def file_name(self, format: ReportFormat = ReportFormat.HTML) -> str:
        return service.file_name(self.held, format, self.language)

    @strawberry.field(description="The document as one HTML page that needs nothing beside it.")
    async def html(self) -> str:
        return (await service.rendered(self.held, ReportFormat.HTML, self.language)).content.decode()

    @strawberry.field(description="Where the document can be fetched with the same bearer token.")
    def download_path(self, format: ReportFormat = ReportFormat.DOCX) -> str:
        return f"{self.address}.{format.value}?lang={self.language}{self.query}"

    @strawberry.field(description="The headings, in order.")
    async def outline(self) -> list[ReportHeading]:
        return [ReportHeading(level=each.level, text=each.numbered_text) for each in (await self._outline).headings]

    @strawberry.field(description="The charts, in order.")
    async def charts(self) -> list[ReportChart]:
        return [
            ReportChart(
                key=chart.key,
                title=chart.title,
                alt=chart.alt,
                columns=list(chart.columns),
                rows=[list(row) for row in chart.rows],
                draw=partial(getattr, chart, "svg"),
                write=partial(service.chart_data, chart),
                path=f"{self.address}/charts/{chart.key}.{{suffix}}?lang={self.language}{self.query}",
                data=ChartData(
                    columns=[ChartColumn(name=each.name, heading=each.heading) for each in chart.data.columns],
                    rows=[list(row) for row in chart.data.rows],  # type: ignore[arg-type]
                ),
            )
            for chart in (await self._outline).charts
        ]


@strawberry.type(description="The report of an audit as it stands, in one language.")
class AuditReport(WrittenDocument):
    audit: strawberry.Private[document.AuditReport]

    @strawberry.field(
        description="SHA-256 of what the report says, whatever its language, format and day; packets name it."
    )
    def document_hash(self) -> str:
        return document_hash(self.audit)


@strawberry.type
class ReportQueries:
    @strawberry.field(description="The report of an audit as it stands, finished or not.")
    async def audit_report(
        self,
        info: strawberry.Info[RequestContext, None],
        audit: strawberry.ID,
        lang: Annotated[str | None, strawberry.argument(description="`zh-CN` or `en`.")] = None,
        kind: Annotated[
            ReportKind, strawberry.argument(description="`INTERIM` for the phases up to the screening of options.")
        ] = ReportKind.AUDIT,
    ) -> AuditReport | None:
        context = info.context
        language = require_language(lang or context.language)
        async with work_of(context, signed_in(context.actor), writes=False) as work:
            audit_id = row_id(audit, _AUDIT, path=("audit",))
            held = await service.audit_report(work, audit_id, kind)
        return AuditReport(
            held=held,
            audit=held,
            address=f"{REPORT_PATH}/{audit_id}",
            query="" if kind is ReportKind.AUDIT else f"&kind={kind.lower()}",
            language=language,
        )


@strawberry.input(description="The report of an audit as a file.")
class RenderReportInput:
    audit: strawberry.ID
    kind: ReportKind = ReportKind.AUDIT
    format: ReportFormat = ReportFormat.DOCX
    lang: str = strawberry.field(default=DEFAULT_LANGUAGE, description="`zh-CN` or `en`.")
    client_mutation_id: str | None = None


@strawberry.type
class ReportMutations:
    @command(Job)
    async def render_report(self, work: Work, input: RenderReportInput) -> str:
        """Have the report of an audit rendered in the background, as it stands then; the job ends with a file."""
        audit = row_id(input.audit, _AUDIT, path=("input", "audit"))
        return await background.request_report(work, audit, input.format, input.lang, input.kind)
