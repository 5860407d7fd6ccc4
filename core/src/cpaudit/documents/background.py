"""Writing a document of the programme in the background: a job that ends with a file."""

from __future__ import annotations

from cpaudit.documents.service import Subject, document_of, subject_of
from cpaudit.jobs.context import JobContext
from cpaudit.jobs.kinds import JobInput, job_kind
from cpaudit.jobs.service import request_job
from cpaudit.reporting.background import keep_document
from cpaudit.reporting.service import ReportFormat
from cpaudit.reporting.text import require_language
from cpaudit.text import LocalizedText
from cpaudit.work import Work

READING = LocalizedText({"zh-CN": "正在读取数据包", "en": "Reading the packets"})


class RenderDocumentInput(JobInput):
    """Of which packet or list, as which file, in which language."""

    type_name: str
    row: str
    format: ReportFormat
    language: str


@job_kind("renderDocument", RenderDocumentInput)
async def render_document(job: JobContext[RenderDocumentInput]) -> None:
    """Write the document of a packet or a list as it stands when the job runs, and keep the file."""
    await job.progress(0, 3, READING)
    async with job.looking() as work:
        found = await document_of(work, Subject(job.input.type_name, job.input.row))
    await keep_document(job, found, job.input.format, job.input.language)


async def request_document(work: Work, subject: Subject, format: ReportFormat, language: str) -> str:
    """Have the document of a packet or a list written in the background; gives the job's id.

    Raises:
        Denied: the actor does not read.
        NotFound: there is none that the actor may see.
        InvalidInput: there is no such document, or none in this language.
    """
    require_language(language)
    await subject_of(work, subject, path=("input", "of"))
    given = RenderDocumentInput(type_name=subject.type_name, row=subject.row_id, format=format, language=language)
    return await request_job(work, render_document, given)
