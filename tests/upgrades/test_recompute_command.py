"""``cpaudit recompute`` tells whether an audit's results are the same to the last digit."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select
from typer.testing import CliRunner, Result

from cpaudit.audits.models import Measurement
from cpaudit.cli import app, directory
from cpaudit.enterprises.models import Enterprise, SizeClass
from cpaudit.gates.service import start_audit
from cpaudit.library import Library
from cpaudit.phases import MethodKey, PhaseKey
from cpaudit.plugins import PluginHost
from cpaudit.storage import migrate
from cpaudit.storage.database import Database, Scope
from cpaudit.work import unit_of_work
from gates.ready import close_phases, measured, record_all
from support.world import build_province


@pytest.fixture
def installation(tmp_path: Path, host: PluginHost) -> tuple[str, str]:
    """The URL of an embedded database, and the id of an audit in it whose assessment is closed."""
    address = f"sqlite:///{tmp_path}/cpaudit.sqlite3"

    async def fill() -> str:
        database = Database(address)
        try:
            await migrate.upgrade(database, lambda step: None)
            province = await build_province(database)
            library = Library.of(host.packs({"chemical"}))
            actor = province.actor("auditor")
            async with unit_of_work(database, actor, library=library, host=host, enabled=("chemical",)) as work:
                enterprise = Enterprise(
                    tenant_id=actor.tenant, code="car", name="示例", gb4754="C3610", size_class=SizeClass.LARGE
                )
                await work.add(enterprise, "enterpriseRegistered")
                audit_id = await start_audit(work, enterprise.id, method=MethodKey.HANDBOOK_1996, title="示例审计")
                await record_all(work, audit_id)
                await close_phases(work, audit_id, PhaseKey.ASSESSMENT)
                return audit_id
        finally:
            await database.close()

    return address, asyncio.run(fill())


def recompute(url: str, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["recompute", *arguments], env={"CPAUDIT_DATABASE_URL": url, "COLUMNS": "200"})


def test_results_that_are_the_same_are_told_as_such(installation: tuple[str, str]) -> None:
    url, audit_id = installation
    result = recompute(url, f"Audit:{audit_id}", "--json")
    assert result.exit_code == 0, result.output
    told: dict[str, Any] = json.loads(result.stdout)
    assert told["same"] is True
    assert ("BALANCE", "SAME") in {(each["result"], each["agreement"]) for each in told["results"]}


def test_a_result_that_is_not_the_same_is_a_failure(installation: tuple[str, str]) -> None:
    url, audit_id = installation

    async def change() -> None:
        database = Database(url)
        try:
            (chemicals,) = [each for each in await directory.all_tenants(database) if each.code == "chem"]
            async with database.writing(Scope(chemicals.id)) as session:
                (reading, *_) = (await session.exec(select(Measurement).order_by(col(Measurement.id)))).all()
                reading.amount = measured(101, "m3/d")
                session.add(reading)
        finally:
            await database.close()

    asyncio.run(change())
    result = recompute(url, audit_id)
    assert result.exit_code == 1
    assert "DIFFERENT" in result.stdout
    assert "not the same" in result.stderr


def test_an_audit_that_is_not_there_is_told(installation: tuple[str, str]) -> None:
    result = recompute(installation[0], "nobody")
    assert result.exit_code == 1
    assert "there is no audit" in result.stderr
