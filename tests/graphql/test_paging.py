"""Pages: walking through them visits every row once, forward and backward, in every order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from support.client import GraphqlClient
from support.people import AddMembers

ORDERS = ("NAME_ASC", "NAME_DESC", "CREATED_AT_ASC", "CREATED_AT_DESC", None)
PAGE = """
query ($first: Int, $after: String, $last: Int, $before: String, $order: MemberOrder) {
  members(first: $first, after: $after, last: $last, before: $before, orderBy: $order) {
    edges { cursor node { id name createdAt } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    totalCount
  }
}
"""


@pytest.fixture
async def many(graphql: GraphqlClient, add_members: AddMembers) -> int:
    """Many members; gives how many there are in all."""
    await add_members(23)
    return int((await graphql("{ members { totalCount } }"))["members"]["totalCount"])


async def page(graphql: GraphqlClient, **arguments: Any) -> dict[str, Any]:
    found: dict[str, Any] = (await graphql(PAGE, **arguments))["members"]
    return found


def ids(page: dict[str, Any]) -> list[str]:
    return [edge["node"]["id"] for edge in page["edges"]]


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@example(size=2, order="CREATED_AT_DESC")
@given(size=st.integers(4, 40), order=st.sampled_from(ORDERS))
async def test_walking_through_pages_visits_every_row_once(
    graphql: GraphqlClient, many: int, size: int, order: str | None
) -> None:
    everything = await page(graphql, first=1000, order=order)
    assert len(everything["edges"]) == everything["totalCount"] == many
    forward: list[str] = []
    cursor = None
    while True:
        found = await page(graphql, first=size, after=cursor, order=order)
        forward += ids(found)
        assert found["pageInfo"]["hasPreviousPage"] is (cursor is not None)
        cursor = found["pageInfo"]["endCursor"]
        if not found["pageInfo"]["hasNextPage"]:
            break
    backward: list[str] = []
    cursor = None
    while True:
        found = await page(graphql, last=size, before=cursor, order=order)
        backward = ids(found) + backward
        assert found["pageInfo"]["hasNextPage"] is (cursor is not None)
        cursor = found["pageInfo"]["startCursor"]
        if not found["pageInfo"]["hasPreviousPage"]:
            break
    assert forward == backward == ids(everything)
    assert len(set(forward)) == many


@pytest.mark.parametrize(("order", "key"), [("NAME", "name"), ("CREATED_AT", "createdAt")])
async def test_an_order_and_its_reverse_mirror_each_other(
    graphql: GraphqlClient, many: int, order: str, key: str
) -> None:
    up = await page(graphql, first=1000, order=f"{order}_ASC")
    down = await page(graphql, first=1000, order=f"{order}_DESC")
    assert ids(up) == ids(down)[::-1]
    if key == "createdAt":
        moments = [edge["node"][key] for edge in up["edges"]]
        assert moments == sorted(moments)


async def test_a_cursor_stays_valid_when_rows_are_added(graphql: GraphqlClient, add_members: AddMembers) -> None:
    first = await page(graphql, first=3, order="CREATED_AT_DESC")
    before = await page(graphql, first=1000, order="CREATED_AT_DESC")
    await add_members(5)
    rest = await page(graphql, first=1000, after=first["pageInfo"]["endCursor"], order="CREATED_AT_DESC")
    assert [each for each in ids(rest) if each in ids(before)] == ids(before)[3:]


async def test_a_page_of_nothing_says_whether_there_is_more(graphql: GraphqlClient) -> None:
    found = await page(graphql, first=0)
    assert found["edges"] == []
    assert found["pageInfo"] == {"hasNextPage": True, "hasPreviousPage": False, "startCursor": None, "endCursor": None}
    assert found["totalCount"] > 0


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        ({"first": 1001}, ["first"]),
        ({"last": 1001}, ["last"]),
        ({"first": -1}, ["first"]),
        ({"first": 1, "last": 1}, ["first"]),
        ({"last": 1, "after": "x"}, ["after"]),
        ({"first": 1, "before": "x"}, ["before"]),
        ({"first": 1, "after": "garbage"}, ["after"]),
        ({"first": 1, "after": "\N{SNOWMAN}"}, ["after"]),
        ({"first": 1, "after": "bnVsbA"}, ["after"]),
        ({"last": 1, "before": "W10"}, ["before"]),
        ({"first": 1, "after": "WyJuYW1lKyxpZCsiLCBudWxsLCBudWxsXQ"}, ["after"]),
    ],
)
async def test_a_page_that_makes_no_sense_is_refused(
    graphql: GraphqlClient, arguments: dict[str, Any], path: list[str]
) -> None:
    (error,) = await graphql.errors(PAGE, **arguments)
    assert (error["extensions"]["code"], error["extensions"]["path"]) == ("INVALID_INPUT", path)


async def test_a_cursor_of_another_order_is_refused(graphql: GraphqlClient) -> None:
    cursor = (await page(graphql, first=1, order="NAME_ASC"))["pageInfo"]["endCursor"]
    (error,) = await graphql.errors(PAGE, first=1, after=cursor, order="CREATED_AT_ASC")
    assert error["extensions"]["path"] == ["after"]


async def test_a_query_that_could_read_too_many_rows_is_refused(graphql: GraphqlClient) -> None:
    query = "{ tenants(first: 1000) { nodes { children(first: 1000) { nodes { code } } } } }"
    (error,) = await graphql.errors(query)
    assert error["extensions"]["code"] == "INVALID_INPUT"
    assert "smaller pages" in error["extensions"]["remedy"]
