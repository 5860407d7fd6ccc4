"""Fixtures of tests that need a database, the plugins, the application or somebody signed in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from functools import partial
from typing import Any

import pytest
from litestar import Litestar

from cpaudit.api.schemas import SchemaCache, core_names
from cpaudit.api.settings import Limits
from cpaudit.engine import is_unit
from cpaudit.heap import settle_heap
from cpaudit.plugins import PluginHost, installed_sources
from cpaudit.storage.database import Database
from support.applications import application, client_of
from support.client import GraphqlClient
from support.postgresql import hurry, postgresql_server
from support.stages import OpenWork, Stage, works_of
from support.stores import PostgresqlStore, SqliteStore, Store
from support.wheels import Wheels, install_wheels
from support.world import Province

PLUGINS = ("building_materials", "chemical", "light_industry")


def pytest_collection_finish() -> None:
    """Let the garbage collector look at what tests make, not at modules and content."""
    settle_heap()


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


@pytest.fixture(scope="session")
async def stores() -> AsyncIterator[dict[str, Store]]:
    """Stores by their kind, each made when it is first wanted.

    They outlive the fixture below, which ends whenever tests on one kind of database come after tests on the other.
    """
    made: dict[str, Store] = {}
    yield made
    for each in made.values():
        await each.close()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
async def store(
    request: pytest.FixtureRequest, stores: dict[str, Store], tmp_path_factory: pytest.TempPathFactory
) -> Store:
    """Where databases come from; every test that uses it runs once on each kind of database.

    Copies that serve several tests belong to the event loop in which their store is made: that of the session.
    """
    kind: str = request.param
    if kind not in stores:
        stores[kind] = (
            SqliteStore(tmp_path_factory.mktemp("sqlite"))
            if kind == "sqlite"
            else PostgresqlStore(request.getfixturevalue("postgres_url"))
        )
    return stores[kind]


@pytest.fixture
def stage() -> Stage | None:
    """What is prepared in the province before each test of a folder; by default nothing."""
    return None


@pytest.fixture
async def _prepared(request: pytest.FixtureRequest, store: Store, stage: Stage | None) -> tuple[Province, Any]:
    if stage is None:
        return await store.province(), None
    return await store.template(stage.name, partial(stage.fill, host=request.getfixturevalue("host")))


@pytest.fixture
def staged(_prepared: tuple[Province, Any]) -> Any:
    """What the stage's preparation gave."""
    return _prepared[1]


@pytest.fixture
async def database(store: Store, stage: Stage | None, request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """A database of this test's own, with all tables; it holds the province where the test uses that too."""
    if stage is not None:
        made = store.filled(stage.name, partial(stage.fill, host=request.getfixturevalue("host")))
    else:
        made = store.with_province() if "province" in request.fixturenames else store.with_tables()
    async with made as database:
        yield database


@pytest.fixture
def province(_prepared: tuple[Province, Any]) -> Province:
    """A leading group, departments ``chem``, ``light`` and ``building``, a city, and their people."""
    return _prepared[0]


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
def open_work(database: Database, province: Province, host: PluginHost) -> OpenWork:
    """``async with open_work("auditor", "light") as work`` opens a unit of work for tests of services."""
    return works_of(database, province, host)
