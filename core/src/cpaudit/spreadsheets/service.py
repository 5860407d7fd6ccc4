"""Workbooks out and in."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from enum import StrEnum

from cpaudit.audits.access import any_audit
from cpaudit.enterprises.models import Enterprise
from cpaudit.errors import InvalidInput, NotFound
from cpaudit.permissions import Permission
from cpaudit.spreadsheets.importing import ImportMode, ImportReport, import_sheets
from cpaudit.spreadsheets.layout import Sheet, Subject
from cpaudit.spreadsheets.number_format import NumberFormat
from cpaudit.spreadsheets.reading import read_workbook
from cpaudit.spreadsheets.sheets import AUDIT_SHEETS, ENTERPRISE_SHEETS
from cpaudit.spreadsheets.writing import write_workbook
from cpaudit.work import Work

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

MOST_ROWS = 5_000
"""Rows of one file that are imported at once; a file of more is refused before any is recorded."""


class WorkbookKind(StrEnum):
    """Which workbook: a tenant's enterprises with products and outputs, or the records of one audit."""

    ENTERPRISES = "ENTERPRISES"
    AUDIT = "AUDIT"


@dataclass(frozen=True, slots=True)
class WorkbookFile:
    """A workbook to save."""

    file_name: str
    content: bytes


async def workbook(
    work: Work, kind: WorkbookKind, audit_id: str | None, language: str, *, filled: bool
) -> WorkbookFile:
    """A workbook with what is recorded, or empty as a template.

    The questions of a checklist stand in the template too: they are what is filled in.

    Raises:
        Denied: the actor does not read.
        NotFound: there is no such audit that he may see.
        InvalidInput: no audit is named where one is needed.
    """
    work.require(Permission.READ)
    subject = Subject(audit_id, language)
    name = await _name(work, kind, subject)
    sheets = []
    for sheet in _sheets(kind):
        records = await sheet.read(work, subject) if filled or sheet.add is None else []
        sheets.append((sheet, records))
    content = await asyncio.to_thread(write_workbook, sheets, language)
    return WorkbookFile(f"{name}.xlsx", content)


async def import_workbook(
    work: Work,
    kind: WorkbookKind,
    audit_id: str | None,
    content: bytes,
    *,
    mode: ImportMode = ImportMode.ALL_OR_NOTHING,
    dry_run: bool = True,
    numbers: NumberFormat | None = None,
    language: str = "zh-CN",
) -> ImportReport:
    """Record what a workbook says, or with *dry_run* tell what that would do.

    A row is known again by its hidden id, else by what names it (an enterprise by its code). Rows that are
    not in the file stay as they are.

    Raises:
        Denied: the actor may not do what the rows ask for.
        NotFound: there is no such audit that he may see.
        InvalidInput: the file is none that can be read, or none of its sheets is known.
    """
    subject = Subject(audit_id, language)
    work.require(Permission.READ)
    await _name(work, kind, subject)
    found = await asyncio.to_thread(read_workbook, content, MOST_ROWS)
    report = await import_sheets(
        work, subject, _sheets(kind), found, mode=mode, dry_run=dry_run, numbers=numbers or NumberFormat()
    )
    if not report.sheets:
        titles = ", ".join(sheet.title.in_language(language) for sheet in _sheets(kind))
        raise InvalidInput("the file has none of the sheets", path=("file",), remedy=f"take the template: {titles}")
    return report


def _sheets(kind: WorkbookKind) -> tuple[Sheet, ...]:
    return ENTERPRISE_SHEETS if kind is WorkbookKind.ENTERPRISES else AUDIT_SHEETS


async def _name(work: Work, kind: WorkbookKind, subject: Subject) -> str:
    if kind is WorkbookKind.ENTERPRISES:
        return "enterprises"
    if subject.audit_id is None:
        raise InvalidInput("which audit?", path=("input", "audit"), remedy="name the audit")
    audit = await any_audit(work, subject.audit_id, path=("audit",))
    rows = await work.all(Enterprise, id=audit.enterprise_id)
    if not rows:
        raise NotFound("there is no audit with this id", path=("audit",))
    return f"{rows[0].code}-{audit.round}"
