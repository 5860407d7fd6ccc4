"""A plugin that uses every hook, beside the three of this repository."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from cpaudit.api.app import create_app
from cpaudit.api.schemas import SchemaCache, core_names
from cpaudit.api.settings import Limits, Settings
from cpaudit.engine import is_unit
from cpaudit.plugins import PluginHost, PluginSource, installed_sources
from cpaudit.storage.database import Database
from support.client import GraphqlClient
from support.everything import Everything
from support.world import Province

ENABLE = 'mutation { enablePlugin(plugin: "glass") { ... on PluginState { enabled } ... on Fault { code message } } }'


@pytest.fixture(scope="session")
def plugin() -> Everything:
    """That plugin; it remembers what its listeners were told."""
    return Everything()


@pytest.fixture(scope="session")
def with_all(plugin: Everything) -> PluginHost:
    """The host of that plugin and of the three."""
    sources = [*installed_sources(), PluginSource.of_object("glass", plugin)]
    return PluginHost(sources, known_unit=is_unit, core_names=core_names)


@pytest.fixture(scope="session")
def schemas_with_all(with_all: PluginHost) -> SchemaCache:
    """The schemas of that host, for all tests: building one takes longer than most of them."""
    return SchemaCache(with_all, Limits(), size=8)


@pytest.fixture
async def graphql(
    database: Database, province: Province, with_all: PluginHost, schemas_with_all: SchemaCache
) -> AsyncIterator[GraphqlClient]:
    """A client of an application with that plugin, which the chemicals department has enabled and others have not."""
    app = create_app(Settings(str(database.url)), database=database, host=with_all, schemas=schemas_with_all)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://cpaudit.test") as http:
        client = GraphqlClient(http, province)
        assert (await client(ENABLE, as_="admin"))["enablePlugin"] == {"enabled": True}
        yield client
