"""A plugin's field that fails is null with an error in its place; the rest of the query is answered."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from threading import Event

import httpx
import pytest

from cpaudit.api.app import create_app
from cpaudit.api.schemas import core_names
from cpaudit.api.settings import Settings
from cpaudit.contributions import ContentPack, GraphqlExtension, GraphqlField
from cpaudit.engine import is_unit
from cpaudit.hookspecs import hookimpl
from cpaudit.permissions import Permission
from cpaudit.plugins import PluginHost, PluginSource, PluginStatus, installed_sources
from cpaudit.storage.database import Database
from support.client import GraphqlClient
from support.everything import PACK, FurnaceStop
from support.world import Province

ENABLE = 'mutation { enablePlugin(plugin: "glass") { ... on PluginState { enabled } } }'


class Faulty:
    """A plugin with one field for each way to fail."""

    def __init__(self) -> None:
        self.release = Event()

    @hookimpl
    def cpaudit_content(self) -> ContentPack:
        return ContentPack.from_directory(PACK)

    @hookimpl
    def cpaudit_graphql(self) -> GraphqlExtension:
        def fine() -> str:
            return "fine"

        def raising() -> str:
            raise KeyError("kiln")

        def junk() -> str:
            return 7  # type: ignore[return-value]

        def nothing() -> str:
            return None  # type: ignore[return-value]

        def endless() -> tuple[str, ...]:
            return (str(each) for each in iter(int, 1))  # type: ignore[return-value]

        def hidden() -> str:
            async def later() -> str:
                return "late"

            return later()  # type: ignore[return-value]

        def hanging() -> str:
            self.release.wait()
            return "at last"

        def stop() -> FurnaceStop:
            raise RuntimeError("no furnace")

        functions: list[Callable[..., object]] = [fine, raising, junk, nothing, endless, hidden, hanging]
        return GraphqlExtension(
            queries=tuple(GraphqlField(resolve=each) for each in functions),
            mutations=(GraphqlField(resolve=stop, permission=Permission.EDIT_AUDITS),),
        )


@pytest.fixture
async def faulty(database: Database, province: Province) -> AsyncIterator[tuple[GraphqlClient, PluginHost]]:
    """A client of an application with that plugin, and its host."""
    plugin = Faulty()
    sources = [*installed_sources(), PluginSource.of_object("glass", plugin)]
    host = PluginHost(sources, known_unit=is_unit, core_names=core_names, hook_seconds=1)
    app = create_app(Settings(str(database.url)), database=database, host=host)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://cpaudit.test") as http:
        client = GraphqlClient(http, province)
        await client(ENABLE, as_="admin")
        yield client, host
        plugin.release.set()


async def test_each_way_to_fail_is_an_error_of_its_field_alone(faulty: tuple[GraphqlClient, PluginHost]) -> None:
    graphql, host = faulty
    query = "{ glass { fine raising junk nothing endless hidden hanging version } viewer { role } }"

    answer = (await graphql.raw(query)).json()

    failing = ("raising", "junk", "nothing", "endless", "hidden", "hanging")
    assert answer["data"]["glass"] == {"fine": "fine", "version": "0.1.0", **dict.fromkeys(failing)}
    assert answer["data"]["viewer"] == {"role": "AUDITOR"}
    assert {error["path"][1]: error["extensions"]["code"] for error in answer["errors"]} == dict.fromkeys(
        failing, "PLUGIN_FAILED"
    )
    health = {plugin.name: plugin.health.status for plugin in host.plugins}
    assert health.pop("glass") is PluginStatus.DEGRADED
    assert set(health.values()) == {PluginStatus.READY}


async def test_a_mutation_that_fails_answers_with_the_fault_and_logs_nothing(
    faulty: tuple[GraphqlClient, PluginHost],
) -> None:
    graphql, _ = faulty

    done = await graphql("mutation { glass { stop { ... on PluginFailed { code plugin message } } } }")
    events = await graphql("{ events(first: 1) { nodes { action } } }", as_="admin")

    assert done["glass"]["stop"]["code"] == "PLUGIN_FAILED"
    assert done["glass"]["stop"]["plugin"] == "glass"
    assert "no furnace" in done["glass"]["stop"]["message"]
    assert events["events"]["nodes"] == [{"action": "pluginEnabled"}]
