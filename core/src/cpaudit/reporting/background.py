"""Rendering a report in the background: a job that ends with a file."""

from __future__ import annotations

from typing import Any

from cpaudit.audits.access import any_audit
from cpaudit.jobs.context import JobContext
from cpaudit.jobs.files import keep_file
from cpaudit.jobs.kinds import JobInput, job_kind
from cpaudit.jobs.models import StoredFile
from cpaudit.jobs.service import request_job
from cpaudit.permissions import Permission
from cpaudit.reporting.document import Document
from cpaudit.reporting.kinds import DocumentKind, ReportKind
from cpaudit.reporting.service import ReportFormat, audit_report, rendered
from cpaudit.reporting.text import require_language
from cpaudit.reporting.word_templates.service import used_template
from cpaudit.text import LocalizedText
from cpaudit.work import Work

READING = LocalizedText({"zh-CN": "正在读取审核数据", "en": "Reading the audit"})
RENDERING = LocalizedText({"zh-CN": "正在生成图表和文件", "en": "Drawing charts and writing the file"})
KEEPING = LocalizedText({"zh-CN": "正在保存文件", "en": "Keeping the file"})


class RenderReportInput(JobInput):
    """Which report, as which file, in which language."""

    audit: str
    format: ReportFormat
    language: str
    kind: ReportKind = ReportKind.AUDIT


@job_kind("renderReport", RenderReportInput)
async def render_report(job: JobContext[RenderReportInput]) -> None:
    """Render the report of an audit as it stands when the job runs, and keep the file."""
    await job.progress(0, 3, READING)
    async with job.looking() as work:
        report = await audit_report(work, job.input.audit, job.input.kind)
    await keep_document(job, report, job.input.format, job.input.language)


async def keep_document(job: JobContext[Any], document: Document, format: ReportFormat, language: str) -> None:
    """Write a document as a file, with the tenant's own template where it has one, and end the job with that file.

    What was read is written in a few seconds at the most, so that an attempt after a crash begins anew: the file
    and the end of the job are one transaction.

    Raises:
        InvalidInput: there is no document in this language.
        TemplateRefused: it cannot be written with the template.
        JobLost, JobCancelled: somebody else has the job, or it is to stop.
    """
    async with job.looking() as work:
        own = format is ReportFormat.DOCX
        template = await used_template(work, DocumentKind(document.kind.value), language) if own else None
    await job.progress(1, 3, RENDERING)
    file = await rendered(document, format, language, template=template)
    await job.progress(2, 3, KEEPING)
    async with job.writing() as work:
        kept = await keep_file(work, job.id, file_name=file.file_name, media_type=file.media_type, content=file.content)
        await job.finish(work, StoredFile.__name__, kept)


async def request_report(
    work: Work, audit_id: str, format: ReportFormat, language: str, kind: ReportKind = ReportKind.AUDIT
) -> str:
    """Have the report of an audit rendered in the background; gives the job's id.

    Raises:
        Denied: the actor does not read.
        NotFound: there is no such audit, or the actor works for another enterprise.
        InvalidInput: there is no report in this language.
    """
    work.require(Permission.READ)
    require_language(language)
    audit = await any_audit(work, audit_id)
    given = RenderReportInput(audit=audit.id, format=format, language=language, kind=kind)
    return await request_job(work, render_report, given)
