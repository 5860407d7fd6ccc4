"""Fixtures of tests that need a database, the plugins, the application or somebody signed in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager

import pytest
from litestar import Litestar

from cpaudit.api.schemas import SchemaCache, core_names
from cpaudit.api.settings import Limits
from cpaudit.engine import is_unit
from cpaudit.heap import settle_heap
from cpaudit.library import Library
from cpaudit.plugins import PluginHost, installed_sources
from cpaudit.storage.database import Database
from cpaudit.work import Work, unit_of_work
from support.applications import application, client_of
from support.client import GraphqlClient
from support.postgresql import hurry, postgresql_server
from support.stores import PostgresqlStore, SqliteStore, Store
from support.wheels import Wheels, install_wheels
from support.world import Province

PLUGINS = ("building_materials", "chemical", "light_industry")


def pytest_collection_finish() -> None:
    """Let the garbage collector look at what tests make, not at modules and content."""
    settle_heap()


OpenWork = Callable[..., AbstractAsyncContextManager[Work]]


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The maintenance database of a PostgreSQL server that lives as long as this run."""
    with postgresql_server() as url:
        hurry(url)
        yield url


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Wheels:
    """cpaudit, its plugins and a third party's, built and installed once."""
    return install_wheels(tmp_path_factory.mktemp("wheels"))


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
async def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Store]:
    """Where databases come from; every test that uses it runs once on each kind of database."""
    made: Store
    if request.param == "sqlite":
        made = SqliteStore(tmp_path_factory.mktemp("sqlite"))
    else:
        made = PostgresqlStore(request.getfixturevalue("postgres_url"))
    yield made
    await made.close()


@pytest.fixture
async def database(store: Store, request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """A database of this test's own, with all tables; it holds the province where the test uses that too."""
    made = store.with_province() if "province" in request.fixturenames else store.with_tables()
    async with made as database:
        yield database


@pytest.fixture
async def province(store: Store) -> Province:
    """A leading group, departments ``chem``, ``light`` and ``building``, a city, and their people."""
    return await store.province()


@pytest.fixture(scope="session")
def host() -> PluginHost:
    """The three plugins of this repository."""
    sources = [source for source in installed_sources() if source.name in PLUGINS]
    assert len(sources) == len(PLUGINS), "install the three plugins first; `hatch run test` does"
    return PluginHost(sources, known_unit=is_unit, core_names=core_names)


@pytest.fixture(scope="session")
def schemas(host: PluginHost) -> SchemaCache:
    """The schemas of all applications of this run: building one takes longer than most tests."""
    return SchemaCache(host, Limits(), size=64)


@pytest.fixture
def app(database: Database, host: PluginHost, schemas: SchemaCache) -> Litestar:
    """The application on this test's database."""
    return application(database, host, schemas)


@pytest.fixture
async def graphql(app: Litestar, province: Province) -> AsyncIterator[GraphqlClient]:
    """A client of the application; see :class:`support.client.GraphqlClient`."""
    async with client_of(app, province) as client:
        yield client


@pytest.fixture
async def open_work(database: Database, province: Province, host: PluginHost) -> OpenWork:
    """``async with open_work("auditor", "light") as work`` opens a unit of work for tests of services."""

    def opened(as_: str = "auditor", tenant: str = "chem") -> AbstractAsyncContextManager[Work]:
        enabled = province.plugins_of(tenant)
        library = Library.of(host.packs(enabled))
        return unit_of_work(database, province.actor(as_, tenant), library=library, host=host, enabled=enabled)

    return opened
