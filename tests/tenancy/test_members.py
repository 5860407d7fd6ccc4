"""Members of a tenant: who may make them, and what is kept of it."""

from __future__ import annotations

import pytest

from support.client import GraphqlClient
from support.world import Province

ADD = """
mutation ($input: AddMemberInput!) {
  addMember(input: $input) { __typename ... on Member { id name role version } ... on Fault { code message path } }
}
"""
CHANGE = """
mutation ($input: ChangeMemberInput!) {
  changeMember(input: $input) {
    __typename
    ... on Member { role active version }
    ... on Conflict { currentVersion current { id ... on Member { role version } } }
    ... on Fault { code path message }
  }
}
"""
EVENTS = "{ events(first: 5) { totalCount nodes { action subjectType subjectId before after member { name } } } }"


def new_member(**changes: object) -> dict[str, object]:
    return {
        "email": "new@example.org",
        "name": "新人（示例）",
        "role": "AUDITOR",
        "password": "long enough a word",
        **changes,
    }


async def test_adding_a_member_is_one_event(graphql: GraphqlClient) -> None:
    before = (await graphql(EVENTS, as_="admin"))["events"]["totalCount"]
    added = (await graphql(ADD, as_="admin", input=new_member()))["addMember"]
    assert (added["role"], added["version"]) == ("AUDITOR", 1)
    events = (await graphql(EVENTS, as_="admin"))["events"]
    assert events["totalCount"] == before + 1
    latest = events["nodes"][0]
    assert (latest["action"], f"Member:{latest['subjectId']}") == ("memberAdded", added["id"])
    assert latest["before"] is None
    assert latest["after"]["email"] == "new@example.org"


async def test_a_change_keeps_what_was_before_and_after(graphql: GraphqlClient, province: Province) -> None:
    member = f"Member:{province.actor('expert').member_id}"
    change = {"id": member, "expectedVersion": 1, "role": "AUDITOR"}
    changed = (await graphql(CHANGE, as_="admin", input=change))["changeMember"]
    assert changed == {"__typename": "Member", "role": "AUDITOR", "active": True, "version": 2}
    latest = (await graphql(EVENTS, as_="admin"))["events"]["nodes"][0]
    assert (latest["before"]["role"], latest["after"]["role"]) == ("EXPERT", "AUDITOR")
    assert latest["member"] == {"name": province.person("admin").name}


async def test_a_stale_version_answers_the_current_state(graphql: GraphqlClient, province: Province) -> None:
    member = f"Member:{province.actor('expert').member_id}"
    change = {"id": member, "expectedVersion": 1, "role": "AUDITOR"}
    await graphql(CHANGE, as_="admin", input=change)
    events = (await graphql(EVENTS, as_="admin"))["events"]["totalCount"]
    again = (await graphql(CHANGE, as_="admin", input={**change, "role": "VIEWER"}))["changeMember"]
    assert again["__typename"] == "Conflict"
    assert again["currentVersion"] == 2
    assert again["current"] == {"id": member, "role": "AUDITOR", "version": 2}
    assert (await graphql(EVENTS, as_="admin"))["events"]["totalCount"] == events


@pytest.mark.parametrize("role", ["auditor", "expert", "staff", "viewer"])
async def test_a_denied_write_changes_nothing_and_leaves_an_event(graphql: GraphqlClient, role: str) -> None:
    count = "{ members { totalCount } }"
    before = await graphql(count, as_="admin")
    denied = (await graphql(ADD, as_=role, input=new_member()))["addMember"]
    assert (denied["__typename"], denied["code"]) == ("Denied", "DENIED")
    assert await graphql(count, as_="admin") == before
    latest = (await graphql(EVENTS, as_="admin"))["events"]["nodes"][0]
    assert (latest["action"], latest["subjectType"], latest["subjectId"]) == ("denied", "Mutation", "addMember")
    assert "MANAGE_MEMBERS" in latest["after"]["message"]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"email": "no address"}, ["input", "email"]),
        ({"password": "short"}, ["input", "password"]),
        ({"password": None}, ["input", "password"]),
        ({"email": "auditor.chem@example.org"}, ["input", "email"]),
        ({"role": "ENTERPRISE_STAFF"}, ["input", "enterprise"]),
        ({"role": "ENTERPRISE_STAFF", "enterprise": "nonsense"}, ["input", "enterprise"]),
    ],
)
async def test_a_member_who_cannot_be_is_refused_with_the_place(
    graphql: GraphqlClient, changes: dict[str, object], path: list[str]
) -> None:
    before = await graphql(EVENTS, as_="admin")
    refused = (await graphql(ADD, as_="admin", input=new_member(**changes)))["addMember"]
    assert (refused["__typename"], refused["path"]) == ("InvalidInput", path)
    assert await graphql(EVENTS, as_="admin") == before


async def test_staff_of_another_tenants_enterprise_are_refused(graphql: GraphqlClient, province: Province) -> None:
    foreign = f"Enterprise:{province.enterprises['light']}"
    staff = new_member(role="ENTERPRISE_STAFF", enterprise=foreign)
    refused = (await graphql(ADD, as_="admin", input=staff))["addMember"]
    assert refused["__typename"] in {"NotFound", "InvalidInput"}


async def test_nobody_is_made_administrator_of_the_platform(graphql: GraphqlClient) -> None:
    refused = (await graphql(ADD, as_="admin", input=new_member(role="PLATFORM_ADMIN")))["addMember"]
    assert refused["__typename"] == "Denied"


async def test_a_tenant_keeps_an_administrator(graphql: GraphqlClient, province: Province) -> None:
    member = f"Member:{province.actor('admin').member_id}"
    for change in ({"role": "VIEWER"}, {"role": "TENANT_ADMIN", "active": False}):
        refused = await graphql(CHANGE, as_="admin", input={"id": member, "expectedVersion": 1, **change})
        assert refused["changeMember"]["__typename"] == "InvalidInput"


async def test_a_member_of_another_tenant_does_not_exist(graphql: GraphqlClient, province: Province) -> None:
    foreign = f"Member:{province.actor('auditor', 'light').member_id}"
    change = {"id": foreign, "expectedVersion": 1, "role": "VIEWER"}
    assert (await graphql(CHANGE, as_="admin", input=change))["changeMember"]["__typename"] == "NotFound"
    unknown = {"id": "Member:0", "expectedVersion": 1, "role": "VIEWER"}
    assert (await graphql(CHANGE, as_="admin", input=unknown))["changeMember"]["__typename"] == "NotFound"


async def test_the_log_is_read_by_the_administrator_only(graphql: GraphqlClient) -> None:
    for role in ("auditor", "expert", "staff", "viewer"):
        (error,) = await graphql.errors(EVENTS, as_=role)
        assert error["extensions"]["code"] == "DENIED", role


async def test_a_denied_read_leaves_an_event(graphql: GraphqlClient) -> None:
    (error,) = await graphql.errors("{ events { totalCount } }", as_="viewer")
    assert error["extensions"]["code"] == "DENIED"
    latest = (await graphql("{ events(first: 1) { nodes { action subjectType subjectId } } }", as_="admin"))["events"]
    assert latest["nodes"] == [{"action": "denied", "subjectType": "Query", "subjectId": "events"}]
