"""The list of plugins: who may know of which, and why one cannot be used."""

from __future__ import annotations

from collections.abc import AsyncIterator
from types import ModuleType

import httpx
import pytest

from cpaudit.api.app import create_app
from cpaudit.api.settings import Settings
from cpaudit.engine import is_unit
from cpaudit.plugins import PluginHost, PluginSource, installed_sources
from cpaudit.storage.database import Database
from support.client import GraphqlClient
from support.world import Province

PLUGINS = (
    '{ plugins { name distribution version enabled title(lang: "en") health { status stage message traceback } } }'
)


def broken() -> ModuleType:
    """Stands for the import of a plugin that fails."""
    raise RuntimeError("the module is broken")


@pytest.fixture
async def with_broken(database: Database, province: Province) -> AsyncIterator[GraphqlClient]:
    """The application with a fourth plugin, which cannot be imported."""
    source = PluginSource(name="broken", distribution="cpaudit-broken", version="1.0", module=None, load=broken)
    host = PluginHost((*installed_sources(), source), known_unit=is_unit)
    app = create_app(Settings(str(database.url)), database=database, host=host)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://cpaudit.test") as http:
        yield GraphqlClient(http, province)


async def test_who_enables_plugins_sees_all_and_others_see_the_enabled_ones(graphql: GraphqlClient) -> None:
    admin = (await graphql(PLUGINS, as_="admin"))["plugins"]
    assert {plugin["name"]: plugin["enabled"] for plugin in admin} == {
        "building_materials": False,
        "chemical": True,
        "light_industry": False,
    }
    for as_ in ("auditor", "expert", "staff", "viewer"):
        assert [plugin["name"] for plugin in (await graphql(PLUGINS, as_=as_))["plugins"]] == ["chemical"]
    assert (await graphql(PLUGINS, as_="viewer", tenant="city"))["plugins"] == []


async def test_the_platforms_administrator_sees_all_and_has_enabled_none(graphql: GraphqlClient) -> None:
    plugins = (await graphql(PLUGINS, as_="root"))["plugins"]
    assert [plugin["enabled"] for plugin in plugins] == [False, False, False]


async def test_strangers_are_told_of_no_plugin(graphql: GraphqlClient) -> None:
    errors = await graphql.errors(PLUGINS, as_=None)
    assert [error["extensions"]["code"] for error in errors] == ["UNAUTHENTICATED"]


async def test_a_plugin_is_told_with_its_package_version_and_title(graphql: GraphqlClient, host: PluginHost) -> None:
    installed = next(plugin for plugin in host.plugins if plugin.name == "chemical")
    [shown] = (await graphql(PLUGINS))["plugins"]
    assert shown == {
        "name": "chemical",
        "distribution": "cpaudit-chemical",
        "version": installed.version,
        "enabled": True,
        "title": "Chemical industry",
        "health": {"status": "READY", "stage": None, "message": "", "traceback": None},
    }


async def test_a_plugin_that_cannot_be_used_says_why_and_its_traceback_is_for_the_platform(
    with_broken: GraphqlClient,
) -> None:
    health = {}
    for as_ in ("admin", "root"):
        plugins = (await with_broken(PLUGINS, as_=as_))["plugins"]
        health[as_] = next(plugin for plugin in plugins if plugin["name"] == "broken")["health"]
    assert (health["admin"]["status"], health["admin"]["stage"]) == ("QUARANTINED", "IMPORT")
    assert "the module is broken" in health["admin"]["message"]
    assert health["admin"]["traceback"] is None
    assert "Traceback" in health["root"]["traceback"]


async def test_enabling_shows_a_plugin_to_all_members_and_disabling_hides_it_again(graphql: GraphqlClient) -> None:
    async def names() -> list[str]:
        return [plugin["name"] for plugin in (await graphql(PLUGINS, as_="viewer"))["plugins"]]

    await graphql('mutation { enablePlugin(plugin: "light_industry") { __typename } }', as_="admin")
    assert await names() == ["chemical", "light_industry"]
    await graphql('mutation { disablePlugin(plugin: "light_industry") { __typename } }', as_="admin")
    assert await names() == ["chemical"]
