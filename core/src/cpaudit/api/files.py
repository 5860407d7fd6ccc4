"""Files over plain HTTP: what a browser saves rather than shows in a query's answer."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery
from sqlmodel import select

from cpaudit.api.current import current_context
from cpaudit.audits.schemas.checklist import EVIDENCE_PATH
from cpaudit.audits.services.evidence import read_evidence
from cpaudit.documents.schema import DOCUMENT_PATH
from cpaudit.documents.service import Subject, document_of
from cpaudit.errors import Denied, NotFound
from cpaudit.graphql.commands import work_of
from cpaudit.graphql.denials import log_denial
from cpaudit.graphql.reading.identifiers import node_identifier, row_id, split_identifier
from cpaudit.jobs.files import read_file
from cpaudit.jobs.models import StoredFile
from cpaudit.jobs.schema import FILE_PATH
from cpaudit.own_content.services.packs import keep_upload
from cpaudit.permissions import Actor, signed_in
from cpaudit.programmes.services.calendar import calendar_of
from cpaudit.programmes.services.feeds import CALENDAR_PATH, reader_of
from cpaudit.programmes.services.icalendar_file import MEDIA_TYPE, written
from cpaudit.reporting.document import AuditReport, Document
from cpaudit.reporting.kinds import DocumentKind, ReportKind
from cpaudit.reporting.schema import REPORT_PATH
from cpaudit.reporting.service import (
    MEDIA_TYPES,
    RenderedReport,
    ReportFormat,
    audit_report,
    chart_file,
    read_data_format,
    read_format,
    read_kind,
    rendered,
)
from cpaudit.reporting.text import require_language
from cpaudit.reporting.word_templates.schema import TEMPLATE_PATH
from cpaudit.reporting.word_templates.service import template_version, used_template
from cpaudit.storage.database import Scope
from cpaudit.storage.tables import now
from cpaudit.submissions.schemas.exports import EXPORT_PATH
from cpaudit.submissions.services.exports import fetch_export
from cpaudit.tenancy.models import Tenant

UPLOAD_PATH = "/packs"
"""Where the zip of a pack is sent."""

PAGE_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "sandbox",
    )
)
"""What a report may do in a browser: be laid out by the styles inside it, and nothing else."""


@get(f"{EVIDENCE_PATH}/{{evidence_id:str}}")
async def download_evidence(evidence_id: FromPath[str]) -> Response[bytes]:
    """A file that was uploaded as evidence, to save and never to show: the sender chose its content."""
    context = current_context.get()
    async with work_of(context, signed_in(context.actor), writes=False) as work:
        file = await read_evidence(work, evidence_id)
    return attachment(file.content, file.file_name, file.media_type)


@get(f"{EXPORT_PATH}/{{name:str}}")
async def download_export(name: FromPath[str]) -> Response[bytes]:
    """A packet as a file, which somebody has exported a short while ago; fetching it is logged."""
    context = current_context.get()
    async with work_of(context, signed_in(context.actor)) as work:
        file = await fetch_export(work, name.partition(".")[0])
    return attachment(file.content, file.name, file.media_type)


@get(f"{REPORT_PATH}/{{name:str}}")
async def download_report(
    name: FromPath[str], lang: FromQuery[str | None] = None, kind: FromQuery[str] = ReportKind.AUDIT.value
) -> Response[bytes]:
    """The report of an audit: ``<id>.html`` to read in the browser, ``<id>.docx`` and ``<id>.pdf`` to save.

    The id is the audit's own or that of its row; ``kind=interim`` gives the interim report.
    The language is by default the one the browser prefers.
    """
    audit, _, suffix = name.rpartition(".")
    wanted = read_format(suffix)
    report, language, template = await _report(audit, lang, read_kind(kind), wanted)
    file = await rendered(report, wanted, language, template=template)
    if wanted is ReportFormat.HTML:
        return page(file)
    return attachment(file.content, file.file_name, file.media_type)


@get(f"{REPORT_PATH}/{{name:str}}/charts/{{chart:str}}")
async def download_chart_data(
    name: FromPath[str],
    chart: FromPath[str],
    lang: FromQuery[str | None] = None,
    kind: FromQuery[str] = ReportKind.AUDIT.value,
) -> Response[bytes]:
    """The data behind a chart of an audit's report: ``<key>.json`` or ``<key>.csv``, to save.

    The key is that of the chart in the report; audit and language are given as for the report.
    """
    key, _, suffix = chart.rpartition(".")
    wanted = read_data_format(suffix)
    report, language, _ = await _report(name, lang, read_kind(kind))
    file = await chart_file(report, key, wanted, language)
    return attachment(file.content, file.file_name, file.media_type)


@get(f"{DOCUMENT_PATH}/{{name:str}}")
async def download_document(name: FromPath[str], lang: FromQuery[str | None] = None) -> Response[bytes]:
    """The document of a packet or of a list for commendation: ``<id>.html``, ``<id>.docx``, ``<id>.pdf``.

    The id is the packet's or the list's own, as the API gives it.
    """
    of, _, suffix = name.rpartition(".")
    wanted = read_format(suffix)
    document, language, template = await _document(of, lang, wanted)
    file = await rendered(document, wanted, language, template=template)
    if wanted is ReportFormat.HTML:
        return page(file)
    return attachment(file.content, file.file_name, file.media_type)


@get(f"{DOCUMENT_PATH}/{{name:str}}/charts/{{chart:str}}")
async def download_document_chart_data(
    name: FromPath[str], chart: FromPath[str], lang: FromQuery[str | None] = None
) -> Response[bytes]:
    """The data behind a chart of such a document: ``<key>.json`` or ``<key>.csv``, to save."""
    key, _, suffix = chart.rpartition(".")
    wanted = read_data_format(suffix)
    document, language, _ = await _document(name, lang)
    file = await chart_file(document, key, wanted, language)
    return attachment(file.content, file.file_name, file.media_type)


@get(f"{FILE_PATH}/{{name:str}}")
async def download_file(name: FromPath[str]) -> Response[bytes]:
    """A file that a job made, to save; named by its own id or that of its row."""
    context = current_context.get()
    file_id = row_id(name, StoredFile.__name__) if ":" in name else name
    async with work_of(context, signed_in(context.actor), writes=False) as work:
        file = await read_file(work, file_id)
    return attachment(file.content, file.file_name, file.media_type)


@get(f"{TEMPLATE_PATH}/{{name:str}}")
async def download_template(name: FromPath[str]) -> Response[bytes]:
    """A version of a Word template, ``<id>.docx``, to save; the id is its own or that of its row."""
    context = current_context.get()
    given = name.removesuffix(".docx")
    version_id = row_id(given, "ReportTemplateVersion", path=("name",)) if ":" in given else given
    async with work_of(context, signed_in(context.actor), writes=False) as work:
        version = await template_version(work, version_id)
    return attachment(version.content, version.file_name, MEDIA_TYPES[ReportFormat.DOCX])


@post(UPLOAD_PATH, status_code=201)
async def upload_pack(request: Request[Any, Any, Any]) -> dict[str, object]:
    """Take the zip of a pack without code, as the body of the request; ``importPack`` then reads it."""
    context = current_context.get()
    actor = signed_in(context.actor)
    content = await request.body()
    try:
        async with work_of(context, actor) as work:
            upload = await keep_upload(work, content)
    except Denied as error:
        await log_denial(context, actor, "Upload", UPLOAD_PATH, error)
        raise
    return {"id": node_identifier("PackUpload", upload), "size": len(content)}


@get(f"{CALENDAR_PATH}.ics")
async def download_calendar(lang: FromQuery[str | None] = None) -> Response[bytes]:
    """The calendar of who sends a bearer token, as an iCalendar file."""
    context = current_context.get()
    actor = signed_in(context.actor)
    async with context.database.looking(context.scope) as session:
        tenant = (await session.exec(select(Tenant.code).where(Tenant.id == actor.tenant))).one()
    return await _calendar(actor, tenant, lang)


@get(f"{CALENDAR_PATH}/{{name:str}}")
async def download_calendar_feed(name: FromPath[str], lang: FromQuery[str | None] = None) -> Response[bytes]:
    """The calendar that a feed's address opens, for programs that send no headers: ``<token>.ics``."""
    token, _, suffix = name.rpartition(".")
    if suffix != "ics":
        raise NotFound("there is no such calendar")
    actor, tenant = await reader_of(current_context.get().database, token)
    return await _calendar(actor, tenant, lang)


async def _calendar(actor: Actor, tenant: str, lang: str | None) -> Response[bytes]:
    context = current_context.get()
    language = require_language(lang or context.language)
    async with context.database.looking(Scope(actor.tenant, actor.account_id)) as session:
        entries = await calendar_of(session, actor)
    return Response(
        written(entries, tenant=tenant, language=language, at=now()),
        media_type=MEDIA_TYPE,
        headers={
            "Content-Disposition": "inline; filename=cpaudit.ics",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
            # A feed's address is a key: what is opened from the calendar is not to be told it.
            "Referrer-Policy": "no-referrer",
        },
    )


async def _report(
    audit: str, lang: str | None, kind: ReportKind, wanted: ReportFormat | None = None
) -> tuple[AuditReport, str, bytes | None]:
    """The report of an audit, named by its own id or that of its row, the language to write it in, and the tenant's
    Word template where a Word document is wanted."""
    context = current_context.get()
    language = require_language(lang or context.language)
    audit_id = row_id(audit, "Audit", path=("audit",)) if ":" in audit else audit
    async with work_of(context, signed_in(context.actor), writes=False) as work:
        template = await used_template(work, kind.document, language) if wanted is ReportFormat.DOCX else None
        return await audit_report(work, audit_id, kind), language, template


async def _document(
    of: str, lang: str | None, wanted: ReportFormat | None = None
) -> tuple[Document, str, bytes | None]:
    """The document of what an identifier names, its language, and the tenant's template where a Word file is wanted."""
    context = current_context.get()
    language = require_language(lang or context.language)
    subject = Subject(*split_identifier(of, path=("of",)))
    async with work_of(context, signed_in(context.actor), writes=False) as work:
        document = await document_of(work, subject)
        own = wanted is ReportFormat.DOCX
        template = await used_template(work, DocumentKind(document.kind.value), language) if own else None
        return document, language, template


def page(file: RenderedReport) -> Response[bytes]:
    """A report that a browser shows. It runs no script and fetches nothing, whatever people typed into an audit."""
    return Response(
        file.content,
        media_type=file.media_type,
        headers={
            "Content-Disposition": f"inline; filename*=UTF-8''{quote(file.file_name)}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": PAGE_POLICY,
            "Cache-Control": "no-store",
        },
    )


def attachment(content: bytes, file_name: str, media_type: str) -> Response[bytes]:
    """A response that a browser saves under *file_name*."""
    return Response(
        content,
        media_type=media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file_name)}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox",
        },
    )
