"""Applications of this run, one for each database and set of plugins: making one takes longer than most requests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from litestar import Litestar

from cpaudit.api.app import create_app
from cpaudit.api.schemas import SchemaCache
from cpaudit.api.settings import Settings
from cpaudit.plugins import PluginHost
from cpaudit.storage.database import Database
from cpaudit.work import Announcement
from support.client import GraphqlClient
from support.world import Province

_MADE: dict[tuple[Database, PluginHost], Litestar] = {}


def application(database: Database, host: PluginHost, schemas: SchemaCache) -> Litestar:
    """The application on a database; it knows nothing of what the test before did."""
    app = _MADE.get((database, host))
    if app is None:
        app = create_app(Settings(str(database.url)), database=database, host=host, schemas=schemas)
        _MADE[database, host] = app
    # The test before may have changed who somebody is, and the rows were put back behind the application's back.
    app.state.announcer.announce([Announcement("", "memberChanged", "", "")])
    return app


@asynccontextmanager
async def client_of(app: Litestar, province: Province) -> AsyncIterator[GraphqlClient]:
    """A client of an application."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://cpaudit.test") as http:
        yield GraphqlClient(http, province)
