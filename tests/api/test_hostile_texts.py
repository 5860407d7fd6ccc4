"""Texts that a database cannot store are refused with their place, on the way in and in a question."""

from __future__ import annotations

import pytest

from support.client import GraphqlClient

ADD = """
mutation ($name: String!) {
  addMember(input: {email: "new@example.org", name: $name, role: VIEWER, password: "an illustrative password"}) {
    __typename ... on InvalidInput { message path }
  }
}
"""


@pytest.mark.parametrize("name", ["a\x00b", "x" * 201], ids=["NUL", "too long"])
async def test_a_text_that_cannot_be_stored_is_refused_with_its_place(graphql: GraphqlClient, name: str) -> None:
    answer = (await graphql(ADD, as_="admin", name=name))["addMember"]
    assert answer["__typename"] == "InvalidInput"
    assert answer["path"] == ["input", "name"]
    assert (await graphql('{ members(filter: {search: "new@example.org"}) { totalCount } }', as_="admin"))[
        "members"
    ] == {"totalCount": 0}


@pytest.mark.parametrize(
    "query",
    [
        '{ members(filter: {search: "a\\u0000"}) { totalCount } }',
        '{ audits(filter: {enterprise: "Enterprise:a\\u0000"}) { totalCount } }',
        '{ node(id: "Member:a\\u0000") { id } }',
    ],
    ids=["search", "filter", "identifier"],
)
async def test_a_question_with_such_a_text_is_refused(graphql: GraphqlClient, query: str) -> None:
    (error,) = await graphql.errors(query)
    assert error["extensions"]["code"] == "INVALID_INPUT"
