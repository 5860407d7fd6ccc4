"""Listeners are told after the commit, in tenants that enabled their plugin, and can neither stop nor undo anything."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from cpaudit import AuditView, Phase, hookimpl
from cpaudit.api.app import create_app
from cpaudit.api.schemas import core_names
from cpaudit.api.settings import Settings
from cpaudit.engine import is_unit
from cpaudit.enterprises.models import Enterprise, SizeClass
from cpaudit.gates.service import start_audit
from cpaudit.phases import MethodKey, PhaseKey
from cpaudit.plugins import PluginHost, PluginSource, PluginStatus, installed_sources
from cpaudit.storage.database import Database
from gates.acts import AuditActs
from gates.ready import close_phases, record_all
from support.client import GraphqlClient
from support.everything import Everything
from support.stages import OpenWork
from support.world import Province

ENABLE = 'mutation { enablePlugin(plugin: "glass") { ... on PluginState { enabled } } }'
LONGEST = 60


@pytest.fixture
async def ready(open_work: OpenWork) -> str:
    """The id of an audit of the chemicals department with all that its gates ask, up to the last phase closed."""
    async with open_work() as work:
        row = Enterprise(
            tenant_id=work.actor.tenant,
            code="car",
            name="示例汽车厂",
            gb4754="C3610",
            size_class=SizeClass.LARGE,
            illustrative=True,
        )
        enterprise = (await work.add(row, "enterpriseRegistered")).id
        audit = await start_audit(work, enterprise, method=MethodKey.HANDBOOK_1996, title="第一轮审计")
    async with open_work() as work:
        await record_all(work, audit)
    async with open_work() as work:
        await close_phases(work, audit, last=PhaseKey.IMPLEMENTATION)
    return audit


def host_of(plugin: Everything) -> PluginHost:
    sources = [*installed_sources(), PluginSource.of_object("glass", plugin)]
    return PluginHost(sources, known_unit=is_unit, core_names=core_names)


class Raising(Everything):
    """A plugin whose first listener fails."""

    @hookimpl
    def cpaudit_phase_completed(self, audit: AuditView, phase: Phase) -> None:
        super().cpaudit_phase_completed(audit, phase)
        raise RuntimeError("not heard")


@pytest.mark.parametrize("kind", [Everything, Raising])
async def test_closing_the_last_phase_tells_listeners_and_none_can_undo_it(
    database: Database, province: Province, ready: str, kind: type[Everything]
) -> None:
    plugin = kind()
    host = host_of(plugin)
    app = create_app(Settings(str(database.url)), database=database, host=host)
    async with (
        app.lifespan(),
        httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://cpaudit.test") as http,
    ):
        graphql = GraphqlClient(http, province)
        await graphql(ENABLE, as_="admin")
        audit = AuditActs(graphql, f"Audit:{ready}")

        await audit.complete("CONCLUSION")
        assert await asyncio.to_thread(plugin.concluded.wait, LONGEST)
        assert (await audit.read("state"))["state"] == "CONCLUDED"

    assert plugin.told == ["CONCLUSION of 第一轮审计", "concluded 第一轮审计"]
    expected = PluginStatus.DEGRADED if kind is Raising else PluginStatus.READY
    assert {each.name: each.health.status for each in host.plugins}["glass"] is expected


async def test_a_tenant_that_has_not_enabled_the_plugin_is_not_told_about(
    database: Database, province: Province, ready: str
) -> None:
    plugin = Everything()
    host = host_of(plugin)
    app = create_app(Settings(str(database.url)), database=database, host=host)
    async with (
        app.lifespan(),
        httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://cpaudit.test") as http,
    ):
        await AuditActs(GraphqlClient(http, province), f"Audit:{ready}").complete("CONCLUSION")

    assert plugin.told == []


async def test_a_tenant_that_has_disabled_the_plugin_is_not_told_about(
    database: Database, province: Province, ready: str
) -> None:
    plugin = Everything()
    host = host_of(plugin)
    app = create_app(Settings(str(database.url)), database=database, host=host)
    async with (
        app.lifespan(),
        httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://cpaudit.test") as http,
    ):
        graphql = GraphqlClient(http, province)
        await graphql(ENABLE, as_="admin")
        await graphql('mutation { disablePlugin(plugin: "glass") { __typename } }', as_="admin")
        closed = await AuditActs(graphql, f"Audit:{ready}").complete("CONCLUSION")

    assert closed["state"] == "CONCLUDED"
    assert plugin.told == []
