"""Servers with plugins that are made up for the tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import httpx
import pytest

from cpaudit.api.app import create_app
from cpaudit.api.schemas import core_names
from cpaudit.api.settings import Settings
from cpaudit.engine import is_unit
from cpaudit.plugins import PluginHost, PluginSource
from cpaudit.storage.database import Database
from cpaudit.storage.sealing import SecretKeys
from enabling.acts import KEY, Serve, plugin
from support.client import GraphqlClient
from support.world import Province


@pytest.fixture
async def serve(database: Database, province: Province, host: PluginHost) -> AsyncIterator[Serve]:
    """``serve(kiln(), oven())`` gives a client of a server with these plugins, beside the chemical one."""
    # Its pack is read already.
    chemical = plugin(host.pack("chemical"))
    async with AsyncExitStack() as stack:

        def start(*sources: PluginSource, keys: str = KEY) -> GraphqlClient:
            plugins = PluginHost((chemical, *sources), known_unit=is_unit, core_names=core_names)
            # Identities are looked up for every request: what another server did has to count at once here.
            settings = Settings(str(database.url), identity_seconds=0, keys=SecretKeys.parse(keys))
            app = create_app(settings, database=database, host=plugins)
            http = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://cpaudit.test")
            stack.push_async_callback(http.aclose)
            return GraphqlClient(http, province)

        yield start
