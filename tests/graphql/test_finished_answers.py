"""A read that is written straight as the answer says just what the ordinary executor says, and of one tenant only."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strawberry import Schema

from cpaudit.api.schemas import build_schema
from cpaudit.api.validation import Findings
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.reading.declare import readable_of, readable_types
from cpaudit.graphql.reading.direct import direct_answer
from cpaudit.graphql.reading.prepared import Plans
from cpaudit.library import Library
from cpaudit.permissions import Actor, Role
from cpaudit.plugins import PluginHost
from cpaudit.storage.database import Database
from support.queries import QueryWriter
from support.rows import fill_tenant
from support.stores import Store
from support.world import Province

EXAMPLES = 690
"""Random documents for each database, most of them with variables and then asked with two sets of values."""

LEAST_QUERIES = 2000
"""Queries of both tenants that come of them on each database, each asked all ways."""

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

    def ask(
        self, query: str, tenant_id: str, variables: dict[str, Any] | None = None, *, finishing: bool
    ) -> dict[str, Any]:
        """The whole answer to a query, errors included."""
        context = self.context(tenant_id, finishing=finishing)
        result = self.runner.run(self.schema.execute(query, variables, context_value=context))
        errors = [error.formatted for error in result.errors or ()]
        if result.data is None:
            # The first fault of a field that cannot be null ends the answer. Whether what else was at work by then
            # tells its own fault too is a matter of time.
            return {"data": None, "errors": bool(errors)}
        return {"data": result.data, "errors": sorted(errors, key=lambda error: json.dumps(error, default=str))}

    def ask_directly(self, query: str, tenant_id: str, variables: dict[str, Any]) -> dict[str, Any] | None:
        """The data of the answer to a query that was asked before, or None where the executor has to answer."""
        document = Findings.of(self.schema._schema).sound(query)
        if document is None:
            return None
        context = self.context(tenant_id, finishing=True)
        answer = direct_answer(self.schema._schema, document, None, variables, context)
        found: dict[str, Any] | None = self.runner.run(answer)
        return found


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


def test_all_ways_of_answering_give_the_same_answer_and_only_the_callers_rows(filled: Filled) -> None:
    """The second tenant and the second values of the variables meet the plan that was made for the first."""
    asked = answered_directly = 0

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    )
    @given(st.data())
    def check(data: st.DataObject) -> None:
        nonlocal asked, answered_directly
        writer = QueryWriter(filled.schema._schema, filled.identifiers, data.draw)
        query = writer.query()
        several = [writer.values(0), *([writer.values(1)] if writer.variables else [])]
        turns = zip(filled.tenants, reversed(filled.tenants), strict=True)
        for (tenant, other), variables in product(turns, several):
            asked += 1
            finished = filled.ask(query, tenant, variables, finishing=True)
            ordinary = filled.ask(query, tenant, variables, finishing=False)
            assert finished == ordinary, (query, variables)
            assert other not in json.dumps(finished["data"], default=str, ensure_ascii=False), query
            direct = filled.ask_directly(query, tenant, variables)
            if direct is not None:
                answered_directly += 1
                assert {"data": direct, "errors": []} == ordinary, (query, variables)

    check()
    assert asked >= LEAST_QUERIES
    assert answered_directly > EXAMPLES / 20


PAGE = (
    "query Page($n: Int!, $after: String) { options(first: $n, after: $after) { nodes { id } pageInfo { endCursor } } }"
)
FOUND = "query Found($words: String, $audit: ID) { options(filter: {search: $words, audit: $audit}) { nodes { id } } }"


@pytest.mark.parametrize(
    ("query", "several"),
    [
        (FOUND, [{"words": "1"}, {"words": "2"}, {"words": "nothing"}, {"words": "%"}]),
        ("query One($id: ID!) { option(id: $id) { id name } }", "Option"),
        ("query Any($id: ID!) { node(id: $id) { id } }", "Option"),
    ],
)
def test_values_that_only_say_which_rows_share_a_plan(filled: Filled, query: str, several: Any) -> None:
    tenant = filled.tenants[0]
    values = [{"id": each} for each in filled.identifiers[several]] if isinstance(several, str) else several
    plans = Plans.of(filled.schema._schema).roots
    answers = []
    before = None
    for variables in values:
        answers.append(filled.ask(query, tenant, variables, finishing=True)["data"])
        assert answers[-1] == filled.ask_directly(query, tenant, variables)
        assert before in (None, len(plans)), "another value made another plan"
        before = len(plans)
    assert len({json.dumps(answer) for answer in answers}) > 1


def test_a_cursor_from_one_page_reads_the_next_with_the_same_plan(filled: Filled) -> None:
    tenant = filled.tenants[0]
    plans = Plans.of(filled.schema._schema).roots
    cursor, pages, sizes = None, [], []
    for _ in range(ROWS):
        variables = {"n": 1, "after": cursor}
        answer = filled.ask(PAGE, tenant, variables, finishing=True)["data"]["options"]
        assert filled.ask_directly(PAGE, tenant, variables) == {"options": answer}
        pages.append(answer["nodes"][0]["id"])
        cursor = answer["pageInfo"]["endCursor"]
        sizes.append(len(plans))
    assert len(set(pages)) == ROWS
    # From the list's end, and from a cursor: two plans.
    assert sizes[1:] == [sizes[1]] * (ROWS - 1)


LISTS = """
query Lists {
  tenants { nodes { id code } } members { nodes { id name } } events { nodes { id } }
  enterprises { nodes { id } } audits { nodes { id } } options { nodes { id } }
}
"""


def test_a_plan_made_for_one_tenant_shows_another_its_own_rows(filled: Filled) -> None:
    """Every root list of rows, asked in turns: a plan that remembers its first tenant would show its rows."""
    first = [filled.ask(LISTS, each, finishing=True)["data"] for each in filled.tenants]
    again = [filled.ask(LISTS, each, finishing=True)["data"] for each in reversed(filled.tenants)]
    fresh = [
        Filled.ask(replace(filled, schema=build_schema(filled.host, ())), LISTS, each, finishing=False)["data"]
        for each in filled.tenants
    ]
    assert first == fresh
    assert again == fresh[::-1]
    assert [filled.ask_directly(LISTS, each, {}) for each in filled.tenants] == fresh


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
