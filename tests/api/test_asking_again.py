"""A query that is asked again is answered without the executor; the client cannot tell."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from cpaudit.graphql.reading.executor import ReadingExecutor
from cpaudit.storage.database import Database
from support.client import GraphqlClient

MEMBERS = "query Members($n: Int!) { members(first: $n, orderBy: NAME_ASC) { totalCount nodes { id name role } } }"


@pytest.fixture
def executed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the executor executed."""
    executed: list[str] = []
    execute = ReadingExecutor.execute_operation

    def noting(self: Any, *arguments: Any, **named: Any) -> Any:
        executed.append(self.operation.name.value if self.operation.name else "")
        return execute(self, *arguments, **named)

    monkeypatch.setattr(ReadingExecutor, "execute_operation", noting)
    return executed


async def ask(
    graphql: GraphqlClient, query: str, variables: object, as_: str = "admin", **more: object
) -> httpx.Response:
    return await graphql.http.post(
        "/graphql", json={"query": query, "variables": variables, **more}, headers=graphql.headers(as_, "chem")
    )


async def test_the_second_answer_is_the_first_to_the_letter(
    graphql: GraphqlClient, database: Database, executed: list[str]
) -> None:
    # The applications of a test run share their schemas, so that the query has to be one that no test asked.
    query = MEMBERS.replace("Members", f"Members{database.url.get_backend_name().title()}")
    first = await ask(graphql, query, {"n": 2})
    second = await ask(graphql, query, {"n": 2})
    assert len(executed) == 1
    assert second.content == first.content
    assert second.headers["content-type"] == first.headers["content-type"]
    assert first.json()["data"]["members"]["totalCount"] > 0


@pytest.mark.parametrize("variables", [{}, {"n": "two"}, {"n": -1}, {"n": 5000}, {"n": None}, None, []])
async def test_variables_that_do_not_fit_get_the_same_errors(graphql: GraphqlClient, variables: object) -> None:
    unknown = await ask(graphql, MEMBERS + " # never asked", variables)
    await ask(graphql, MEMBERS, {"n": 2})
    known = await ask(graphql, MEMBERS, variables)
    assert known.status_code == unknown.status_code
    assert known.json() == unknown.json()
    assert "errors" in known.json()


async def test_one_operation_of_several_is_answered_by_name(graphql: GraphqlClient) -> None:
    query = "query A { viewer { role } members { totalCount } } query B { members { nodes { name } } }"
    for _ in range(2):
        answer = await ask(graphql, query, None, operationName="B")
        assert set(answer.json()["data"]["members"]) == {"nodes"}
    for _ in range(2):
        assert (await ask(graphql, query, None, operationName="C")).json().get("data") is None


async def test_a_query_that_an_administrator_asked_is_denied_to_a_viewer(graphql: GraphqlClient) -> None:
    events = "{ events(first: 1) { totalCount } }"
    for _ in range(2):
        assert (await ask(graphql, events, None)).json()["data"]["events"]["totalCount"] >= 0
    denied = (await ask(graphql, events, None, as_="viewer")).json()
    assert denied["errors"][0]["extensions"]["code"] == "DENIED"


async def test_a_stranger_is_told_to_sign_in_however_often_a_member_asked(graphql: GraphqlClient) -> None:
    await ask(graphql, MEMBERS, {"n": 2})
    answer = await graphql.http.post("/graphql", json={"query": MEMBERS, "variables": {"n": 2}})
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_introspection_stays_closed_to_strangers_after_a_member_asked(graphql: GraphqlClient) -> None:
    query = "{ __schema { queryType { name } } }"
    for _ in range(2):
        assert "errors" not in (await ask(graphql, query, None)).json()
    answer = await graphql.http.post("/graphql", json={"query": query})
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_several_lists_are_answered_in_the_order_of_the_query(
    graphql: GraphqlClient, database: Database, executed: list[str]
) -> None:
    name = f"Both{database.url.get_backend_name().title()}"
    query = f"query {name} {{ b: members {{ totalCount }} __typename a: enterprises {{ totalCount }} }}"
    answers = [(await ask(graphql, query, None)).text for _ in range(2)]
    assert answers[0] == answers[1]
    assert executed == [name]
    assert list((await ask(graphql, query, None)).json()["data"]) == ["b", "__typename", "a"]
