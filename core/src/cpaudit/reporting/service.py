"""What people can do with reports: have the report of an audit, as data and as a file."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlmodel import col, select

from cpaudit.audits.access import any_audit
from cpaudit.enterprises.models import (
    Department,
    PermitLimit,
    Product,
    ProductOutput,
    RegulatoryRecord,
    WorkStep,
)
from cpaudit.errors import InvalidInput, NotFound
from cpaudit.gates.gate import judged_gates
from cpaudit.gates.snapshot import libraries_used, take_snapshots
from cpaudit.permissions import Permission
from cpaudit.reporting.chart_data import MEDIA_TYPES as MEDIA_TYPES_OF_DATA
from cpaudit.reporting.chart_data import DataFormat, to_csv, to_json
from cpaudit.reporting.collect import EnterpriseParts, collect_report
from cpaudit.reporting.collect.plugins import plugin_parts
from cpaudit.reporting.document import AuditReport, Document, ProgrammeReport
from cpaudit.reporting.interim import interim_phases, interim_report
from cpaudit.reporting.kinds import ReportKind
from cpaudit.reporting.labels import Label
from cpaudit.reporting.programme_labels import ProgrammeLabel
from cpaudit.reporting.text import in_language, require_language
from cpaudit.storage.tables import now
from cpaudit.tenancy.models import Member, Tenant
from cpaudit.work import Work

if TYPE_CHECKING:
    from cpaudit.reporting.charts import Chart

_LONGEST_NAME = 60
# What Windows, the strictest of the systems to which a report may be saved, refuses in a file's name.
_REFUSED = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')


class ReportFormat(StrEnum):
    """The file formats of a report; the value is the file's suffix."""

    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"


MEDIA_TYPES = {
    ReportFormat.HTML: "text/html",
    ReportFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ReportFormat.PDF: "application/pdf",
}


@dataclass(frozen=True, slots=True)
class RenderedReport:
    """A report as a file."""

    file_name: str
    media_type: str
    content: bytes


async def audit_report(work: Work, audit_id: str, kind: ReportKind = ReportKind.AUDIT) -> AuditReport:
    """The report of an audit as it stands; the same number of statements for every audit.

    Args:
        kind: of the whole audit, or of its phases up to the screening of options.

    Raises:
        Denied: the actor does not read.
        NotFound: there is no such audit, or the actor works for another enterprise.
    """
    work.require(Permission.READ)
    audit = await any_audit(work, audit_id, path=("audit",))
    snapshots = await take_snapshots(work.session, [audit.id])
    snapshot = snapshots[audit.id]
    library = (await libraries_used(work.session, work.host, snapshots))[audit.id]
    closers = {row.passed_by for row in snapshot.phase_rows() if row.passed_by}
    members = await work.session.exec(select(Member).where(col(Member.id).in_(closers)))
    tenant = (await work.session.exec(select(Tenant).where(Tenant.id == work.actor.tenant))).one()
    report = collect_report(
        snapshot,
        await judged_gates(snapshot, library, work.host, work.enabled),
        library,
        parts=await _parts(work, audit.enterprise_id),
        people={member.id: member.name for member in members},
        issued_by=tenant.name,
        today=now().date(),
    )
    if kind is ReportKind.INTERIM:
        # What plugins add is about the audit as a whole.
        return interim_report(report, interim_phases(audit.method))
    return replace(report, plugins=await plugin_parts(snapshot, work.host, work.enabled))


async def _parts(work: Work, enterprise_id: str) -> EnterpriseParts:
    return EnterpriseParts(
        departments=await work.all(Department, enterprise_id=enterprise_id),
        work_steps=await work.all(WorkStep, enterprise_id=enterprise_id),
        products=await work.all(Product, enterprise_id=enterprise_id),
        outputs=await work.all(ProductOutput, enterprise_id=enterprise_id),
        records=await work.all(RegulatoryRecord, enterprise_id=enterprise_id),
        limits=await work.all(PermitLimit, enterprise_id=enterprise_id),
    )


def file_name(report: Document, format: ReportFormat, language: str) -> str:
    """The name under which a document is saved: what it is, of whom, and the round of an audit or the version."""
    parts = [report.kind.heading.text(language), in_language(report.name, language)]
    match report:
        case AuditReport():
            parts.append(Label.ROUND_NUMBER.fill(language, number=report.round_number))
        case ProgrammeReport():
            parts.append(ProgrammeLabel.VERSION_NUMBER.fill(language, number=report.version))
    return "_".join(_REFUSED.sub(" ", part).strip()[:_LONGEST_NAME] for part in parts) + f".{format.value}"


def render(report: Document, format: ReportFormat, language: str, *, template: bytes | None = None) -> RenderedReport:
    """A report as a file in *language*. Draws charts and takes a second or more: see :func:`rendered`.

    Args:
        template: the tenant's own Word template, for a Word document; by default the layout that cpaudit brings.

    Raises:
        InvalidInput: there is no report in this language.
        TemplateRefused: the report cannot be written with the template.
    """
    # The renderers draw with matplotlib, which takes half a second to import; queries do not wait for it.
    from cpaudit.reporting.docx import render_docx
    from cpaudit.reporting.html import render_html
    from cpaudit.reporting.pdf import render_pdf
    from cpaudit.reporting.word_templates.documents import render_template

    require_language(language)
    match format:
        case ReportFormat.HTML:
            content = render_html(report, language).encode()
        case ReportFormat.DOCX if template is not None:
            content = render_template(template, report, language)
        case ReportFormat.DOCX:
            content = render_docx(report, language)
        case ReportFormat.PDF:
            content = render_pdf(report, language)
    return RenderedReport(file_name(report, format, language), MEDIA_TYPES[format], content)


async def rendered(
    report: Document, format: ReportFormat, language: str, *, template: bytes | None = None
) -> RenderedReport:
    """A report as a file, rendered in a thread: the event loop goes on meanwhile.

    Args and errors are those of :func:`render`. It reads nothing but its arguments, so that a job can do it later.
    """
    return await asyncio.to_thread(render, report, format, language, template=template)


async def chart_file(report: Document, key: str, format: DataFormat, language: str) -> RenderedReport:
    """The data behind a chart of a report as a file.

    Raises:
        InvalidInput: there is no report in this language.
        NotFound: the report has no such chart.
    """
    from cpaudit.reporting.outline import outline

    require_language(language)
    charts = {chart.key: chart for chart in (await asyncio.to_thread(outline, report, language)).charts}
    chart = charts.get(key)
    if chart is None:
        raise NotFound("the report has no such chart", path=("chart",), remedy=f"one of {', '.join(charts)}")
    name = _REFUSED.sub(" ", chart.title).strip()[:_LONGEST_NAME]
    return RenderedReport(
        f"{key}_{name}.{format.value}", MEDIA_TYPES_OF_DATA[format], chart_data(chart, format).encode()
    )


def chart_data(chart: Chart, format: DataFormat) -> str:
    """The data behind a chart in a file's format."""
    if format is DataFormat.CSV:
        return to_csv(chart.data)
    return to_json(chart.key, chart.title, chart.alt, chart.data)


def read_data_format(suffix: str) -> DataFormat:
    """The format of files of data with this suffix.

    Raises:
        InvalidInput: there is no such format.
    """
    try:
        return DataFormat(suffix.strip().lower())
    except ValueError as error:
        raise InvalidInput(
            f"no chart's data is written as {suffix!r}", path=("format",), remedy=f"use one of {', '.join(DataFormat)}"
        ) from error


def read_kind(name: str) -> ReportKind:
    """The kind of report of this name, in any case.

    Raises:
        InvalidInput: there is no such kind.
    """
    try:
        return ReportKind(name.strip().upper())
    except ValueError as error:
        raise InvalidInput(
            f"there is no report of the kind {name!r}", path=("kind",), remedy=f"use one of {', '.join(ReportKind)}"
        ) from error


def read_format(suffix: str) -> ReportFormat:
    """The format of files with this suffix.

    Raises:
        InvalidInput: there is no such format.
    """
    try:
        return ReportFormat(suffix.strip().lower())
    except ValueError as error:
        raise InvalidInput(
            f"no report is written as {suffix!r}",
            path=("format",),
            remedy=f"use one of {', '.join(ReportFormat)}",
        ) from error
