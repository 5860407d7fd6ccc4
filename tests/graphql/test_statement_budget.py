"""Reads cost few SQL statements, and as many for a thousand rows as for one."""

from __future__ import annotations

import tomllib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cpaudit.api.schemas import SchemaCache
from cpaudit.plugins import PluginHost
from cpaudit.storage.database import Database
from support.applications import application, client_of
from support.client import GraphqlClient
from support.people import add_members
from support.rows import fill_tenant
from support.statements import counted
from support.stores import Store
from support.world import Province, build_province

BUDGET: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("statement_budget.toml").read_text("utf-8"))

each_query = pytest.mark.parametrize("entry", BUDGET.values(), ids=list(BUDGET))


@dataclass(frozen=True)
class Served:
    """A database behind an application, and a client of that."""

    database: Database
    graphql: GraphqlClient

    async def cost(self, entry: dict[str, Any]) -> list[str]:
        """The statements of a query, without those that find out who is asking."""
        asker = {"as_": entry["as"], "tenant": entry.get("tenant", "chem")}
        await self.graphql("{ viewer { role } }", **asker)
        with counted(self.database) as statements:
            await self.graphql(entry["query"], **asker)
        return statements


Serve = Callable[[str, int, int], AbstractAsyncContextManager[Served]]


@pytest.fixture
def serve(store: Store, host: PluginHost, schemas: SchemaCache) -> Serve:
    """Serves a province of which the chemicals department has so many rows in each table, and further members."""

    @asynccontextmanager
    async def served(name: str, rows: int, members: int) -> AsyncIterator[Served]:
        async def fill(database: Database) -> Province:
            province = await build_province(database)
            await add_members(database, province.tenants["chem"], members)
            await fill_tenant(database, province.tenants["chem"], rows=rows, seed=1)
            return province

        province = await store.template(name, fill)
        async with (
            store.filled(name, fill) as database,
            client_of(application(database, host, schemas), province) as graphql,
        ):
            yield Served(database, graphql)

    return served


@pytest.fixture
async def few(serve: Serve) -> AsyncIterator[Served]:
    """With two rows in each table."""
    async with serve("few_rows", 2, 0) as served:
        yield served


@pytest.fixture
async def many(serve: Serve) -> AsyncIterator[Served]:
    """With twenty rows in each table, and forty more members."""
    async with serve("many_rows", 20, 40) as served:
        yield served


@each_query
async def test_a_query_costs_the_statements_of_its_budget_however_many_rows_there_are(
    few: Served, many: Served, entry: dict[str, Any]
) -> None:
    statements = await few.cost(entry)
    assert len(statements) == entry["statements"], "\n".join(statements)
    assert len(await many.cost(entry)) == entry["statements"]


async def test_only_the_columns_that_were_asked_for_are_read(few: Served) -> None:
    statement = (await few.cost({"query": "{ members { nodes { name } } }", "as": "admin"}))[-1]
    assert "name" in statement
    assert "email" not in statement
    assert "created_at" not in statement
