"""``cpaudit report``: the report of an audit, written to files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cpaudit.cli.installation import DatabaseOption, opened, run
from cpaudit.cli.output import JsonOption, note, progress_of, write_json
from cpaudit.errors import ConfigurationError, NotFound

if TYPE_CHECKING:
    from cpaudit.reporting.document import AuditReport
    from cpaudit.storage.database import Database
    from cpaudit.tenancy.models import Tenant


def report(
    audit: Annotated[str, typer.Argument(metavar="AUDIT", help="Id of the audit.", show_default=False)],
    language: Annotated[str, typer.Option(metavar="LANG", help="zh-CN or en.")] = "zh-CN",
    formats: Annotated[str, typer.Option("--format", metavar="LIST", help="html, docx, or both.")] = "html,docx",
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the files go; made if it is not there.")] = Path(),
    tenant: Annotated[
        str | None, typer.Option(metavar="CODE", help="Whose audit; looked for if not given.", show_default=False)
    ] = None,
    database: DatabaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the report of an audit as it stands, finished or not."""
    from cpaudit.reporting.service import read_format, render
    from cpaudit.reporting.text import require_language

    chosen = require_language(language)
    wanted = dict.fromkeys(read_format(each) for each in formats.split(",") if each.strip())
    if not wanted:
        raise typer.BadParameter("name html, docx, or both", param_hint="--format")
    with progress_of("Writing the report", shown=not as_json) as progress:
        progress("reading the audit")
        collected = run(_collect(database, audit, tenant))
        written: list[Path] = []
        for each in wanted:
            progress(f"rendering {each.value}")
            file = render(collected, each, chosen)
            written.append(_write(out, file.file_name, file.content))
    if as_json:
        write_json({"audit": audit, "language": chosen, "files": [str(path) for path in written]})
        return
    for path in written:
        typer.echo(path)
    if collected.illustrative:
        note("The report holds data that are made up for illustration, and says so.")


async def _collect(url: str | None, audit: str, tenant_code: str | None) -> AuditReport:
    from cpaudit.api.schemas import core_names
    from cpaudit.engine import is_unit
    from cpaudit.library import Library
    from cpaudit.permissions import Actor, Role
    from cpaudit.plugins import PluginHost
    from cpaudit.reporting.service import audit_report
    from cpaudit.tenancy.service import enabled_plugins
    from cpaudit.work import unit_of_work

    async with opened(url) as database:
        tenant, audit_id = await _find(database, audit, tenant_code)
        host = PluginHost.discover(known_unit=is_unit, core_names=core_names)
        fit = {plugin.name for plugin in host.plugins if plugin.fit}
        enabled = await enabled_plugins(database, tenant.id)
        async with unit_of_work(
            database,
            Actor(account_id="", tenant_id=tenant.id, role=Role.TENANT_ADMIN),
            library=Library.of(host.pack(name) for name in enabled if name in fit),
            host=host,
            enabled=enabled,
            writes=False,
        ) as work:
            return await audit_report(work, audit_id)


async def _find(database: Database, audit: str, tenant_code: str | None) -> tuple[Tenant, str]:
    """The tenant whose audit it is, and the id of the audit's row."""
    from sqlmodel import select

    from cpaudit.audits.models import Audit
    from cpaudit.cli import directory
    from cpaudit.graphql.reading.identifiers import row_id
    from cpaudit.storage.database import Scope

    audit_id = row_id(audit, Audit.__name__, path=("audit",)) if ":" in audit else audit
    places = (
        await directory.all_tenants(database)
        if tenant_code is None
        else [await directory.tenant_named(database, tenant_code)]
    )
    # An audit is seen only from within its tenant, by the operator too.
    for tenant in places:
        async with database.looking(Scope(tenant.id)) as session:
            if (await session.exec(select(Audit.id).where(Audit.id == audit_id))).first() is not None:
                return tenant, audit_id
    where = "" if tenant_code is None else f" of the tenant {tenant_code}"
    raise NotFound(
        f"there is no audit{where} with the id {audit!r}", path=("audit",), remedy="use an id that the API gave"
    )


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
