"""Rendering a report in the background: a job that ends with a file."""

from __future__ import annotations

from cpaudit.audits.access import any_audit
from cpaudit.jobs.context import JobContext
from cpaudit.jobs.files import keep_file
from cpaudit.jobs.kinds import JobInput, job_kind
from cpaudit.jobs.models import StoredFile
from cpaudit.jobs.service import request_job
from cpaudit.permissions import Permission
from cpaudit.reporting.kinds import ReportKind
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
        own = job.input.format is ReportFormat.DOCX
        template = await used_template(work, job.input.kind, job.input.language) if own else None
    await job.progress(1, 3, RENDERING)
    file = await rendered(report, job.input.format, job.input.language, template=template)
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
