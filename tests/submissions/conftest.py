"""A province with a concluded audit of the chemicals department, and people at their desks."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from cpaudit.enterprises.models import Enterprise
from cpaudit.gates.service import start_audit
from cpaudit.library import Library
from cpaudit.phases import MethodKey
from cpaudit.plugins import PluginHost
from cpaudit.storage.database import Database
from cpaudit.work import unit_of_work
from gates.ready import close_phases, record_all
from submissions.world import Desk
from support.client import GraphqlClient
from support.stores import Store
from support.world import Province, build_province

Concluded = tuple[Province, str]


@pytest.fixture(scope="session")
def conclude(host: PluginHost) -> Callable[[Database], Awaitable[Concluded]]:
    """Fills a database with the province and a concluded audit of the department's first enterprise."""

    async def fill(database: Database) -> Concluded:
        province = await build_province(database)
        library = Library.of([host.pack("chemical")])
        actor = province.actor("auditor", "chem")
        async with unit_of_work(database, actor, library=library, host=host, enabled=("chemical",)) as work:
            # An industry of which no pack of this repository asks anything.
            enterprise = await work.get(Enterprise, province.enterprises["chem"])
            await work.change(enterprise, None, "enterpriseChanged", gb4754="C3610")
            audit = await start_audit(work, enterprise.id, method=MethodKey.HANDBOOK_1996, title="第一轮审核")
            await record_all(work, audit)
            await close_phases(work, audit)
        return province, audit

    return fill


@pytest.fixture
async def concluded(store: Store, conclude: Callable[[Database], Awaitable[Concluded]]) -> Concluded:
    """The province, and the id of the audit's row."""
    return await store.template("concluded", conclude)


@pytest.fixture
async def database(
    store: Store, conclude: Callable[[Database], Awaitable[Concluded]], concluded: Concluded
) -> AsyncIterator[Database]:
    """A database of this test's own that holds both."""
    async with store.filled("concluded", conclude) as made:
        yield made


@pytest.fixture
def province(concluded: Concluded) -> Province:
    """Who and what there is."""
    return concluded[0]


@pytest.fixture
def audit(concluded: Concluded) -> str:
    """The id of the concluded audit, as clients see it."""
    return f"Audit:{concluded[1]}"


@pytest.fixture
def desk(graphql: GraphqlClient) -> Callable[..., Desk]:
    """``desk("city", "viewer")`` is somebody of the city office."""

    def seat(tenant: str = "chem", as_: str = "auditor") -> Desk:
        return Desk(graphql, tenant, as_)

    return seat
