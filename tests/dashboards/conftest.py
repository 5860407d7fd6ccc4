"""A province with something on every dashboard, made once for each kind of database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial

import pytest

from cpaudit.plugins import PluginHost
from cpaudit.storage.database import Database
from dashboards.world import build
from support.stores import Store
from support.world import Province

Fill = Callable[[Database], Awaitable[Province]]


@pytest.fixture(scope="session")
def fill(host: PluginHost) -> Fill:
    """Fills a database with it."""
    return partial(build, host=host)


@pytest.fixture
async def province(store: Store, fill: Fill) -> Province:
    """Who and what there is."""
    return await store.template("dashboards", fill)


@pytest.fixture
async def database(store: Store, fill: Fill, province: Province) -> AsyncIterator[Database]:
    """A database of this test's own."""
    async with store.filled("dashboards", fill) as made:
        yield made
