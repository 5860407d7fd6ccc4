"""A read that is written straight as the answer says just what the ordinary executor says, and of one tenant only."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strawberry import Schema

from cpaudit.api.schemas import build_schema
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.reading.declare import readable_of, readable_types
from cpaudit.library import Library
from cpaudit.permissions import Actor, Role
from cpaudit.plugins import PluginHost
from cpaudit.storage.database import Database
from support.queries import QueryWriter
from support.rows import fill_tenant
from support.stores import Store
from support.world import Province

EXAMPLES = 1000
"""Random queries for each database and tenant: together 4000, each asked both ways."""

ROWS = 4


@dataclass
class Filled:
    """A database in which two tenants have rows in every table."""

    runner: asyncio.Runner
    database: Database
    host: PluginHost
    schema: Schema
    tenants: tuple[str, str]
    identifiers: dict[str, list[str]]

    def context(self, tenant_id: str, *, finishing: bool) -> RequestContext:
        actor = Actor("account", tenant_id, "member", Role.TENANT_ADMIN)
        return RequestContext(
            database=self.database, host=self.host, library=Library.of(()), actor=actor, finishing=finishing
        )

    def ask(self, query: str, tenant_id: str, *, finishing: bool) -> dict[str, Any]:
        """The whole answer to a query, errors included."""
        context = self.context(tenant_id, finishing=finishing)
        result = self.runner.run(self.schema.execute(query, context_value=context))
        errors = [error.formatted for error in result.errors or ()]
        return {"data": result.data, "errors": sorted(errors, key=lambda error: json.dumps(error, default=str))}


@pytest.fixture(scope="module")
def filled(store: Store) -> Iterator[Filled]:
    with asyncio.Runner() as runner:
        opened = store.with_province()
        database = runner.run(opened.__aenter__())
        try:
            province: Province = runner.run(store.province())
            tenants = (province.tenants["chem"], province.tenants["light"])
            made = [runner.run(fill_tenant(database, each, rows=ROWS, seed=seed)) for seed, each in enumerate(tenants)]
            identifiers = {
                cls.__strawberry_definition__.name: [  # type: ignore[attr-defined]
                    f"{cls.__strawberry_definition__.name}:{row}"  # type: ignore[attr-defined]
                    for ids in made
                    for row in ids.get(readable_of(cls).table.name, [])
                ]
                for cls in readable_types()
            }
            host = PluginHost((), known_unit=bool)
            yield Filled(runner, database, host, build_schema(host, ()), tenants, identifiers)
        finally:
            runner.run(opened.__aexit__(None, None, None))


@pytest.mark.parametrize("own", [0, 1])
def test_both_ways_of_answering_give_the_same_answer_and_only_the_callers_rows(filled: Filled, own: int) -> None:
    tenant, other = filled.tenants[own], filled.tenants[1 - own]

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    )
    @given(st.data())
    def check(data: st.DataObject) -> None:
        query = QueryWriter(filled.schema._schema, filled.identifiers, data.draw).query()
        finished = filled.ask(query, tenant, finishing=True)
        ordinary = filled.ask(query, tenant, finishing=False)
        assert finished == ordinary, query
        assert other not in json.dumps(finished["data"], default=str, ensure_ascii=False), query

    check()


def test_random_queries_find_rows(filled: Filled) -> None:
    """The test above would hold for a database without rows, too."""
    found = filled.ask("{ options { totalCount nodes { name } } }", filled.tenants[0], finishing=True)
    assert found["data"]["options"]["totalCount"] == ROWS
    assert all(filled.tenants[0] in node["name"] for node in found["data"]["options"]["nodes"])


def test_a_plain_read_does_not_pass_the_executor(filled: Filled) -> None:
    """Counts the values the executor completes: with finished answers they do not grow with the rows."""
    from cpaudit.graphql.reading.executor import ReadingExecutor

    completed = ReadingExecutor.complete_object_value
    counted = {True: 0, False: 0}
    for finishing in counted:

        def counting(self: Any, *arguments: Any, way: bool = finishing, **named: Any) -> Any:
            counted[way] += 1
            return completed(self, *arguments, **named)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(ReadingExecutor, "complete_object_value", counting)
            filled.ask(
                "{ options { nodes { id name audit { title enterprise { name } } } } }",
                filled.tenants[0],
                finishing=finishing,
            )
    assert counted[True] == 0
    assert counted[False] > ROWS
