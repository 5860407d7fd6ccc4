"""What a request may ask for; whatever goes beyond is told clearly and leaves the server as it was."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from graphql import parse, validate

from cpaudit.api.app import create_app
from cpaudit.api.graphiql import DEFAULT_QUERY
from cpaudit.api.schemas import SchemaCache
from cpaudit.api.settings import Limits, Settings
from cpaudit.plugins import PluginHost
from cpaudit.storage.database import Database
from support.client import GraphqlClient
from support.world import Province


async def codes(graphql: GraphqlClient, query: str, **options: object) -> list[str | None]:
    return [error.get("extensions", {}).get("code") for error in await graphql.errors(query, **options)]


async def still_answers(graphql: GraphqlClient) -> bool:
    return await graphql("{ viewer { role } }") == {"viewer": {"role": "AUDITOR"}}


async def test_a_body_of_50_megabytes_is_refused(graphql: GraphqlClient) -> None:
    body = b'{"query": "{ viewer { role } }", "variables": {"x": "' + b"x" * 50_000_000 + b'"}}'
    headers = {**graphql.headers("auditor", "chem"), "Content-Type": "application/json"}
    answer = await graphql.http.post("/graphql", content=body, headers=headers)
    assert answer.status_code == 413
    assert answer.json()["errors"][0]["extensions"]["code"] == "BODY_TOO_LARGE"
    assert await still_answers(graphql)


async def test_a_body_that_comes_in_pieces_is_refused_when_it_grows_too_large(graphql: GraphqlClient) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(50):
            yield b" " * 1_000_000

    headers = {**graphql.headers("auditor", "chem"), "Content-Type": "application/json"}
    answer = await graphql.http.post("/graphql", content=pieces(), headers=headers)
    assert answer.status_code == 413
    assert answer.json()["errors"][0]["extensions"]["code"] == "BODY_TOO_LARGE"


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"-Infinity", b"1e999"])
async def test_a_number_that_is_none_is_refused(graphql: GraphqlClient, number: bytes) -> None:
    body = b'{"query": "query ($n: Int) { members(first: $n) { totalCount } }", "variables": {"n": ' + number + b"}}"
    headers = {**graphql.headers("auditor", "chem"), "Content-Type": "application/json"}
    answer = await graphql.http.post("/graphql", content=body, headers=headers)
    assert answer.status_code in {200, 400}
    assert answer.json()["errors"][0]["message"]
    assert await still_answers(graphql)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"query": 5}', b'{"query": null}', b"\xff\xfe", b'"x"'])
async def test_a_body_that_is_no_request_is_refused(graphql: GraphqlClient, body: bytes) -> None:
    headers = {**graphql.headers("auditor", "chem"), "Content-Type": "application/json"}
    answer = await graphql.http.post("/graphql", content=body, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    "query",
    [
        "{a" * 10_000 + "}" * 10_000,
        "{" * 10_000,
        "{ members(filter: " + "[" * 10_000 + "]" * 10_000 + ") { totalCount } }",
        "query ($x: " + "[" * 10_000 + "Int" + "]" * 10_000 + ") { viewer { role } }",
        "{ viewer { role } } " + "query a { " * 10_000,
    ],
    ids=["selections", "unclosed", "lists", "types", "operations"],
)
async def test_a_query_of_ten_thousand_levels_is_refused(graphql: GraphqlClient, query: str) -> None:
    assert await codes(graphql, query) == ["QUERY_TOO_DEEP"]
    assert await still_answers(graphql)


async def test_brackets_in_texts_and_comments_are_no_levels(graphql: GraphqlClient) -> None:
    brackets = "{" * 500
    query = f'# {brackets}\nquery ($b: String = """{brackets}""") {{ members(filter: {{search: "{brackets}"}}) {{ totalCount }} a: members(filter: {{search: $b}}) {{ totalCount }} }}'  # noqa: E501
    assert await graphql(query) == {"members": {"totalCount": 0}, "a": {"totalCount": 0}}


async def test_selections_deeper_than_the_limit_are_refused(graphql: GraphqlClient) -> None:
    query = "{ viewer { tenant { " + "parent { " * 25 + "code" + " }" * 25 + " } } }"
    errors = await graphql.errors(query)
    assert "depth" in errors[0]["message"]


async def test_a_fragment_that_holds_itself_is_refused(graphql: GraphqlClient) -> None:
    query = "{ viewer { tenant { ...loop } } } fragment loop on Tenant { parent { ...loop } }"
    assert (await graphql.errors(query))[0]["message"]
    assert await still_answers(graphql)


async def test_too_many_tokens_are_refused(graphql: GraphqlClient) -> None:
    (error,) = await graphql.errors("{ viewer { " + "role " * 20_000 + "} }")
    assert "token" in error["message"]


async def test_too_many_aliases_are_refused(graphql: GraphqlClient) -> None:
    query = "{ " + " ".join(f"a{n}: members {{ totalCount }}" for n in range(101)) + " }"
    (error,) = await graphql.errors(query)
    assert "alias" in error["message"]


async def test_strangers_are_not_shown_the_schema(graphql: GraphqlClient) -> None:
    introspection = "{ __schema { types { name } } }"
    errors = await graphql.errors(introspection, as_=None)
    assert [error["extensions"]["code"] for error in errors] == ["UNAUTHENTICATED"]
    assert (await graphql.errors('{ __type(name: "Member") { name } }', as_=None))[0]["message"]
    assert (await graphql(introspection))["__schema"]["types"]
    assert (await graphql.http.get("/schema.graphql")).status_code == 401


async def test_a_member_is_shown_the_schema_of_his_plugins(graphql: GraphqlClient) -> None:
    async def sdl(tenant: str) -> str:
        return (await graphql.http.get("/schema.graphql", headers=graphql.headers("viewer", tenant))).text

    chem, city = await sdl("chem"), await sdl("city")
    assert "  chemical: " in chem
    assert "  chemical: " not in city
    (error,) = await graphql.errors("{ chemical }", tenant="city")
    assert "chemical" in error["message"]


async def test_a_query_is_not_sent_in_the_address_of_a_mutation(graphql: GraphqlClient) -> None:
    params = {"query": 'mutation { enablePlugin(plugin: "chemical") { __typename } }'}
    answer = await graphql.http.get("/graphql", params=params, headers=graphql.headers("admin", "chem"))
    assert answer.status_code in {400, 405}


async def test_a_request_that_takes_too_long_is_given_up(
    database: Database, province: Province, host: PluginHost
) -> None:
    settings = Settings(str(database.url), limits=Limits(seconds=0.000001))
    app = create_app(settings, database=database, host=host)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://cpaudit.test") as http:
        graphql = GraphqlClient(http, province)
        assert await codes(graphql, "{ members { totalCount nodes { name } } }") == ["TIMEOUT"]
    async with database.engine.connect() as connection:
        assert connection.sync_engine.pool.checkedout() == 1  # type: ignore[attr-defined]


async def test_a_request_that_is_given_up_keeps_nothing(
    graphql: GraphqlClient, database: Database, province: Province, host: PluginHost
) -> None:
    members = "{ members { totalCount } }"
    before = await graphql(members)
    add = """
    mutation {
      addMember(input: {email: "late@example.org", name: "x", role: VIEWER, password: "long enough a word"}) {
        __typename
      }
    }
    """
    app = create_app(Settings("", limits=Limits(seconds=0.000001)), database=database, host=host)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://cpaudit.test") as http:
        assert await codes(GraphqlClient(http, province), add, as_="admin") == ["TIMEOUT"]
    assert await graphql(members) == before


async def test_many_requests_at_once_are_answered(graphql: GraphqlClient) -> None:
    answers = await asyncio.gather(*(graphql("{ members { totalCount } }", tenant=t) for t in ("chem", "light") * 15))
    assert len({answer["members"]["totalCount"] for answer in answers}) == 1


def test_the_query_that_graphiql_begins_with_fits_the_schema(schemas: SchemaCache) -> None:
    assert validate(schemas.get(())._schema, parse(DEFAULT_QUERY)) == []
