"""Reads cost few SQL statements, and as many for a thousand rows as for one."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from cpaudit.storage.database import Database
from support.client import GraphqlClient
from support.people import AddMembers
from support.rows import fill_tenant
from support.statements import counted
from support.world import Province

BUDGET: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("statement_budget.toml").read_text("utf-8"))

each_query = pytest.mark.parametrize("entry", BUDGET.values(), ids=list(BUDGET))


@pytest.fixture(autouse=True)
async def _some_rows(database: Database, province: Province) -> None:
    await fill_tenant(database, province.tenants["chem"], rows=2, seed=1)


async def cost(graphql: GraphqlClient, database: Database, entry: dict[str, Any]) -> list[str]:
    """The statements of a query, without those that find out who is asking."""
    await graphql("{ viewer { role } }", as_=entry["as"], tenant=entry.get("tenant", "chem"))
    with counted(database) as statements:
        await graphql(entry["query"], as_=entry["as"], tenant=entry.get("tenant", "chem"))
    return statements


@each_query
async def test_a_query_costs_the_statements_of_its_budget(
    graphql: GraphqlClient, database: Database, entry: dict[str, Any]
) -> None:
    statements = await cost(graphql, database, entry)
    assert len(statements) == entry["statements"], "\n".join(statements)


@each_query
async def test_a_querys_cost_does_not_grow_with_the_rows(
    graphql: GraphqlClient, database: Database, province: Province, add_members: AddMembers, entry: dict[str, Any]
) -> None:
    few = await cost(graphql, database, entry)
    await add_members(40)
    await fill_tenant(database, province.tenants["chem"], rows=20, seed=2, first=2)
    assert len(await cost(graphql, database, entry)) == len(few)


async def test_only_the_columns_that_were_asked_for_are_read(graphql: GraphqlClient, database: Database) -> None:
    entry = {"query": "{ members { nodes { name } } }", "as": "admin"}
    statement = (await cost(graphql, database, entry))[-1]
    assert "name" in statement
    assert "email" not in statement
    assert "created_at" not in statement
