"""The course of the demonstration: database, server, province, audits, reports, logins."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import httpx
import typer

from cpaudit.cli.demo.client import ENDPOINT, Client
from cpaudit.cli.demo.golden import PluginAudit, golden_audits
from cpaudit.cli.demo.progress import Narrator, narration
from cpaudit.cli.demo.province import Department, Founder, Login, address, new_password, tenant_code
from cpaudit.cli.demo.results import prepare_folder, write_reports, write_summary
from cpaudit.cli.demo.server import Server, running_server
from cpaudit.cli.demo.summary import AuditSummary, read_summary, show
from cpaudit.cli.demo.walk import start_audit, walk
from cpaudit.cli.directory import all_tenants
from cpaudit.cli.installation import reachable, run
from cpaudit.cli.output import note, result_console
from cpaudit.errors import ConfigurationError
from cpaudit.permissions import Role
from cpaudit.phases import METHODS
from cpaudit.plugins import installed_sources
from cpaudit.storage import migrate
from cpaudit.tenancy import service
from cpaudit.tenancy.models import TenantKind


def run_demo(output: Path, language: str, *, port: int | None, database: str | None, keep_serving: bool) -> bool:
    """Run the whole demonstration; gives whether every audit was concluded.

    Args:
        output: folder for reports and summary.
        port: of the server; None for one that is free.
        database: address of an empty database; None for a new SQLite file.
        keep_serving: whether the server goes on until it is interrupted.

    Raises:
        ConfigurationError: there is no golden audit, the folder or the database cannot be used.
        ContentError: a golden audit cannot be read.
        DemoFailedError: the server did not do what was asked of it.
    """
    audits = [each for source in installed_sources() for each in golden_audits(source)]
    if not audits:
        raise ConfigurationError("no installed plugin brings a golden audit", remedy="install cpaudit-chemical")
    prepare_folder(output)
    folder = Path(tempfile.mkdtemp(prefix="cpaudit-demo-"))
    url = database or f"sqlite:///{folder / 'demo.sqlite3'}"
    root_password = new_password()
    run(found_platform(url, root_password))
    note(f"Database: {url}" if database is None else "Database: the one that was given.")
    with running_server(url, port, folder / "server.log") as server, httpx.Client(base_url=server.address) as http:
        note(f"Server: {server.address}{ENDPOINT}, log in {server.log}")
        stranger = Client(http, language)
        root = stranger.sign_in(address(Role.PLATFORM_ADMIN), root_password)
        logins = [Login("", Role.PLATFORM_ADMIN, address(Role.PLATFORM_ADMIN), root_password, root)]
        with narration() as narrator:
            founder = Founder(stranger, root)
            summaries = _run_audits(founder, audits, narrator)
            files = _write(summaries, founder.logins, output, narrator)
        for summary in summaries:
            show(result_console(), summary)
        tell_logins([*logins, *founder.logins])
        note(f"Written: {len(files)} reports and {write_summary(summaries, output)}")
        concluded = all(summary.concluded for summary in summaries)
        if keep_serving:
            keep_serving_until_interrupted(server)
    return concluded


async def found_platform(url: str, password: str) -> None:
    """Bring the database to this release, and make the first account.

    Raises:
        ConfigurationError: it holds tenants already.
    """
    async with reachable(url, create=True) as store:
        await migrate.upgrade(store)
        if await all_tenants(store):
            raise ConfigurationError(
                "the database holds tenants already", path=("--database",), remedy="give an empty one, or none"
            )
        email = address(Role.PLATFORM_ADMIN)
        await service.create_platform_admin(store, email, "Platform administrator (illustrative)", password)


def _run_audits(founder: Founder, audits: Sequence[PluginAudit], narrator: Narrator) -> list[AuditSummary]:
    lead = founder.body("lead", TenantKind.LEADING_GROUP)
    founder.body("city", TenantKind.CITY, lead)
    departments: list[Department] = []
    for golden in audits:
        department = founder.department(golden, lead)
        narrator.say(f"{department.name['en']}: people, plugin {golden.plugin} and enterprise are there.")
        departments.append(department)
    return [_run_audit(department, narrator) for department in departments]


def _run_audit(department: Department, narrator: Narrator) -> AuditSummary:
    golden = department.golden
    audit = start_audit(department)
    title = golden.audit.title.in_language(department.as_(Role.AUDITOR).language)
    walk(department, audit, narrator.audit(title, len(METHODS[golden.audit.method].phases)))
    return read_summary(department.as_(Role.VIEWER), golden.plugin, audit)


def _write(summaries: Sequence[AuditSummary], logins: Sequence[Login], folder: Path, narrator: Narrator) -> list[Path]:
    viewers = {login.tenant: login.client for login in logins if login.role is Role.VIEWER}
    files: list[Path] = []
    for summary in summaries:
        narrator.say(f"Writing the reports: {summary.title}")
        files += write_reports(viewers[tenant_code(summary.plugin)], summary, folder)
    return files


def tell_logins(logins: Sequence[Login]) -> None:
    """Print with what everybody signs in."""
    # Plain lines and no table: a token that is folded into a narrow column cannot be copied.
    rows = [("TENANT", "ROLE", "E-MAIL", "PASSWORD", "TOKEN")]
    rows += [(login.tenant or "-", login.role.value, login.email, login.password, login.token) for login in logins]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    typer.echo("\nLogins of this run")
    for row in rows:
        typer.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def keep_serving_until_interrupted(server: Server) -> None:
    """Let the server go on until Ctrl-C."""
    note(f"GraphiQL: {server.address}{ENDPOINT} (Ctrl-C ends)")
    try:
        server.wait()
    except KeyboardInterrupt:
        note("Stopped.")
