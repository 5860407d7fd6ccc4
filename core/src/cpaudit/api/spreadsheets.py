"""Workbooks over plain HTTP: saved by a browser, and sent back as the body of a request."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from cpaudit.api.current import current_context
from cpaudit.api.files import attachment
from cpaudit.errors import InvalidInput
from cpaudit.graphql.commands import work_of
from cpaudit.graphql.reading.identifiers import row_id
from cpaudit.permissions import signed_in
from cpaudit.reporting.text import require_language
from cpaudit.spreadsheets.importing import ImportMode, ImportReport
from cpaudit.spreadsheets.number_format import NumberFormat
from cpaudit.spreadsheets.schema import SPREADSHEET_PATH
from cpaudit.spreadsheets.service import MEDIA_TYPE, WorkbookKind, import_workbook, workbook

_SUFFIX = ".xlsx"


@get(f"{SPREADSHEET_PATH}/enterprises.xlsx")
async def download_enterprises(
    lang: FromQuery[str | None] = None, template: FromQuery[bool] = False
) -> Response[bytes]:
    """The tenant's enterprises with products and outputs; with ``template=true`` nothing but titles."""
    return await _saved(WorkbookKind.ENTERPRISES, None, lang, template)


@get(f"{SPREADSHEET_PATH}/audit/{{name:str}}")
async def download_audit(
    name: FromPath[str], lang: FromQuery[str | None] = None, template: FromQuery[bool] = False
) -> Response[bytes]:
    """What is recorded in an audit, ``<id>.xlsx``; the id is the audit's own or that of its row."""
    return await _saved(WorkbookKind.AUDIT, _audit(name.removesuffix(_SUFFIX)), lang, template)


@post(f"{SPREADSHEET_PATH}/enterprises.xlsx", status_code=200)
async def upload_enterprises(
    request: Request[Any, Any, Any],
    dry_run: FromQuery[bool] = True,
    mode: FromQuery[str] = ImportMode.ALL_OR_NOTHING.value,
    decimal: FromQuery[str] = ".",
    thousands: FromQuery[str] = "",
    lang: FromQuery[str | None] = None,
) -> dict[str, object]:
    """Record a workbook of enterprises; with ``dry_run``, which is the default, tell what that would do."""
    return await _recorded(
        request, WorkbookKind.ENTERPRISES, None, dry_run, mode, NumberFormat(decimal, thousands), lang
    )


@post(f"{SPREADSHEET_PATH}/audit/{{name:str}}", status_code=200)
async def upload_audit(
    request: Request[Any, Any, Any],
    name: FromPath[str],
    dry_run: FromQuery[bool] = True,
    mode: FromQuery[str] = ImportMode.ALL_OR_NOTHING.value,
    decimal: FromQuery[str] = ".",
    thousands: FromQuery[str] = "",
    lang: FromQuery[str | None] = None,
) -> dict[str, object]:
    """Record a workbook of an audit; otherwise as for enterprises."""
    audit = _audit(name.removesuffix(_SUFFIX))
    return await _recorded(request, WorkbookKind.AUDIT, audit, dry_run, mode, NumberFormat(decimal, thousands), lang)


async def _saved(kind: WorkbookKind, audit_id: str | None, lang: str | None, template: bool) -> Response[bytes]:
    context = current_context.get()
    language = require_language(lang or context.language)
    async with work_of(context, signed_in(context.actor), writes=False) as work:
        file = await workbook(work, kind, audit_id, language, filled=not template)
    return attachment(file.content, file.file_name, MEDIA_TYPE)


async def _recorded(
    request: Request[Any, Any, Any],
    kind: WorkbookKind,
    audit_id: str | None,
    dry_run: bool,
    mode: str,
    numbers: NumberFormat,
    lang: str | None,
) -> dict[str, object]:
    context = current_context.get()
    actor = signed_in(context.actor)
    language = require_language(lang or context.language)
    content = await request.body()
    async with work_of(context, actor) as work:
        report = await import_workbook(
            work, kind, audit_id, content, mode=_mode(mode), dry_run=dry_run, numbers=numbers, language=language
        )
    context.announcer.announce(work.announcements)
    return told(report, language)


def told(report: ImportReport, language: str) -> dict[str, object]:
    """A report as JSON has it, in one language."""
    return {
        "dryRun": report.dry_run,
        "applied": report.applied,
        "sheets": [
            {
                "sheet": each.sheet,
                "title": each.title,
                "added": each.added,
                "changed": each.changed,
                "unchanged": each.unchanged,
                "refused": each.refused,
            }
            for each in report.sheets
        ],
        "problemCount": report.problem_count,
        "problems": [
            {
                "sheet": each.sheet,
                "cell": each.cell,
                "code": each.code,
                "message": each.message.in_language(language),
                "remedy": each.remedy.in_language(language),
            }
            for each in report.problems
        ],
    }


def _audit(audit: str) -> str:
    return row_id(audit, "Audit", path=("audit",)) if ":" in audit else audit


def _mode(text: str) -> ImportMode:
    try:
        return ImportMode(text.upper())
    except ValueError:
        raise InvalidInput(f"{text!r} is no mode", path=("mode",), remedy=f"give {' or '.join(ImportMode)}") from None


SPREADSHEET_ROUTES = (download_enterprises, download_audit, upload_enterprises, upload_audit)
