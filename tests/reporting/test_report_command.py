"""``cpaudit report`` writes the report of an audit to files."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cpaudit.cli import app
from cpaudit.library import Library
from cpaudit.plugins import PluginHost
from cpaudit.storage import migrate
from cpaudit.storage.database import Database
from cpaudit.work import unit_of_work
from support.recorded_audit import AUDIT_ID, record_audit
from support.world import build_province


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An embedded database in which the chemicals department has an audit with something of every kind."""
    address = f"sqlite:///{tmp_path_factory.mktemp('installation')}/cpaudit.sqlite3"

    async def fill() -> None:
        database = Database(address)
        try:
            await migrate.upgrade(database, lambda step: None)
            province = await build_province(database)
            nobody = PluginHost((), known_unit=bool)
            async with unit_of_work(database, province.actor("auditor"), library=Library.of(()), host=nobody) as work:
                await record_audit(work)
        finally:
            await database.close()

    asyncio.run(fill())
    return address


def report(url: str, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["report", *arguments], env={"CPAUDIT_DATABASE_URL": url, "COLUMNS": "200"})


def test_both_formats_are_written_and_named(url: str, host: PluginHost, tmp_path: Path) -> None:
    result = report(url, f"Audit:{AUDIT_ID}", "--language", "en", "--out", str(tmp_path / "new"), "--json")

    assert result.exit_code == 0, result.output
    files = [Path(name) for name in json.loads(result.stdout)["files"]]
    assert [file.suffix for file in files] == [".html", ".docx"]
    assert '<html lang="en">' in files[0].read_text("utf-8")
    assert files[1].read_bytes().startswith(b"PK")


def test_a_report_is_found_in_the_tenant_that_is_named(url: str, host: PluginHost, tmp_path: Path) -> None:
    there = report(url, AUDIT_ID, "--tenant", "chem", "--format", "html", "--out", str(tmp_path))
    elsewhere = report(url, AUDIT_ID, "--tenant", "light", "--out", str(tmp_path))

    assert there.exit_code == 0
    assert Path(there.stdout.strip()).is_file()
    assert elsewhere.exit_code == 1
    assert "no audit of the tenant light" in elsewhere.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("nobody",), 1, "there is no audit"),
        (("Option:1",), 1, "there is no Audit"),
        ((AUDIT_ID, "--format", "odt"), 1, "html, docx, pdf"),
        ((AUDIT_ID, "--format", ","), 2, "--format"),
        ((AUDIT_ID, "--language", "fr"), 1, "zh-CN, en"),
        ((AUDIT_ID, "--format", "html", "--out", "/dev/null/here"), 1, "cannot be written"),
    ],
)
def test_a_call_that_cannot_be_met_says_why(
    url: str, host: PluginHost, arguments: tuple[str, ...], code: int, told: str
) -> None:
    result = report(url, *arguments)

    assert result.exit_code == code
    assert told in result.stderr
