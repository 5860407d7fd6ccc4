"""``cpaudit report``: the report of an audit, written to files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cpaudit.cli.audits import looking_at
from cpaudit.cli.installation import DatabaseOption, run
from cpaudit.cli.output import JsonOption, note, progress_of, write_json
from cpaudit.errors import ConfigurationError

if TYPE_CHECKING:
    from cpaudit.reporting.document import AuditReport
    from cpaudit.reporting.kinds import ReportKind


def report(
    audit: Annotated[str, typer.Argument(metavar="AUDIT", help="Id of the audit.", show_default=False)],
    language: Annotated[str, typer.Option(metavar="LANG", help="zh-CN or en.")] = "zh-CN",
    formats: Annotated[
        str, typer.Option("--format", metavar="LIST", help="html, docx, pdf, or several.")
    ] = "html,docx",
    kind: Annotated[str, typer.Option(metavar="KIND", help="audit, or interim for its first phases.")] = "audit",
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the files go; made if it is not there.")] = Path(),
    tenant: Annotated[
        str | None, typer.Option(metavar="CODE", help="Whose audit; looked for if not given.", show_default=False)
    ] = None,
    database: DatabaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the report of an audit as it stands, finished or not."""
    from cpaudit.reporting.service import read_format, read_kind, render
    from cpaudit.reporting.text import require_language

    chosen = require_language(language)
    wanted = dict.fromkeys(read_format(each) for each in formats.split(",") if each.strip())
    if not wanted:
        raise typer.BadParameter("name html, docx, pdf, or several", param_hint="--format")
    with progress_of("Writing the report", shown=not as_json) as progress:
        progress("reading the audit")
        collected, template = run(_collect(database, audit, tenant, chosen, read_kind(kind)))
        written: list[Path] = []
        for each in wanted:
            progress(f"rendering {each.value}")
            file = render(collected, each, chosen, template=template)
            written.append(_write(out, file.file_name, file.content))
    if as_json:
        write_json({"audit": audit, "language": chosen, "files": [str(path) for path in written]})
        return
    for path in written:
        typer.echo(path)
    if collected.illustrative:
        note("The report holds data that are made up for illustration, and says so.")


async def _collect(
    url: str | None, audit: str, tenant_code: str | None, language: str, kind: ReportKind
) -> tuple[AuditReport, bytes | None]:
    from cpaudit.reporting.service import audit_report
    from cpaudit.reporting.word_templates.service import used_template

    async with looking_at(url, audit, tenant_code) as (work, audit_id):
        return await audit_report(work, audit_id, kind), await used_template(work, kind.document, language)


def _write(directory: Path, name: str, content: bytes) -> Path:
    path = directory / name
    try:
        directory.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise ConfigurationError(
            f"{path} cannot be written: {error.strerror}", path=("--out",), remedy="name a directory you may write to"
        ) from error
    return path
