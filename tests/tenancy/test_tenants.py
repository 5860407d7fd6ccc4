"""Tenants: who makes them, who knows of them, and that nothing is read across them."""

from __future__ import annotations

import pytest

from support.client import GraphqlClient
from support.world import PASSWORD, Province

CREATE = """
mutation ($code: String!, $parent: ID) {
  createTenant(input: {
    code: $code, kind: CITY, parent: $parent, illustrative: true
    name: {translations: [{lang: "zh-CN", text: "示例县"}]}
  }) { __typename ... on Tenant { id code illustrative } ... on Fault { code path } }
}
"""
EVERYTHING = """
{
  members(first: 100) { nodes { id } }
  enterprises(first: 100) { nodes { id } }
  events(first: 100) { nodes { id } }
}
"""
APPOINT = """
mutation ($of: ID!) {
  appointTenantAdmin(input: {tenant: $of, email: "auditor.chem@example.org", name: "示例"}) {
    __typename ... on AppointedAdmin { email } ... on Fault { code }
  }
}
"""


async def test_the_platforms_administrator_makes_a_tenant_and_its_administrator(graphql: GraphqlClient) -> None:
    made = (await graphql(CREATE, as_="root", code="county"))["createTenant"]
    assert made == {"__typename": "Tenant", "id": made["id"], "code": "county", "illustrative": True}
    appointed = (await graphql(APPOINT, as_="root", of=made["id"]))["appointTenantAdmin"]
    assert appointed == {"__typename": "AppointedAdmin", "email": "auditor.chem@example.org"}
    who = await graphql.raw("{ viewer { role } }", headers={"X-Tenant": "county"})
    assert who.json()["data"] == {"viewer": {"role": "TENANT_ADMIN"}}


async def test_a_code_is_taken_once(graphql: GraphqlClient) -> None:
    refused = (await graphql(CREATE, as_="root", code="chem"))["createTenant"]
    assert (refused["__typename"], refused["path"]) == ("InvalidInput", ["input", "code"])


async def test_a_parent_has_to_exist(graphql: GraphqlClient) -> None:
    refused = (await graphql(CREATE, as_="root", code="county", parent="Tenant:0"))["createTenant"]
    assert (refused["__typename"], refused["path"]) == ("NotFound", ["input", "parent"])


@pytest.mark.parametrize("role", ["admin", "auditor", "viewer"])
async def test_a_member_makes_no_tenant(graphql: GraphqlClient, province: Province, role: str) -> None:
    assert (await graphql(CREATE, as_=role, code="county"))["createTenant"]["code"] == "DENIED"
    tenant = f"Tenant:{province.tenants['light']}"
    assert (await graphql(APPOINT, as_=role, of=tenant))["appointTenantAdmin"]["code"] == "DENIED"


async def test_a_member_knows_his_tenant_and_its_neighbours_in_the_tree(graphql: GraphqlClient) -> None:
    codes = "{ tenants(orderBy: CODE_ASC) { totalCount nodes { code } } }"
    below = await graphql(codes, as_="viewer", tenant="chem")
    above = await graphql(codes, as_="viewer", tenant="lead")
    assert [node["code"] for node in below["tenants"]["nodes"]] == ["chem", "lead"]
    assert [node["code"] for node in above["tenants"]["nodes"]] == ["building", "chem", "city", "lead", "light"]
    assert above["tenants"]["totalCount"] == 5


@pytest.mark.parametrize("tenant", ["light", "lead"])
async def test_no_list_and_no_node_crosses_tenants(graphql: GraphqlClient, province: Province, tenant: str) -> None:
    seen = await graphql(
        EVERYTHING,
        as_="admin",
        tenant=tenant,
    )
    own = {node["id"] for page in seen.values() for node in page["nodes"]}
    theirs = await graphql(
        EVERYTHING,
        as_="admin",
        tenant="chem",
    )
    foreign = [node["id"] for page in theirs.values() for node in page["nodes"]]
    assert own
    assert own.isdisjoint(foreign)
    for identifier in foreign:
        query = "query ($id: ID!) { node(id: $id) { id } }"
        assert await graphql(query, as_="admin", tenant=tenant, id=identifier) == {"node": None}


async def test_enabling_a_plugin_takes_effect_with_the_next_request(graphql: GraphqlClient) -> None:
    async def plugins() -> list[str]:
        viewer = (await graphql("{ viewer { plugins } }", as_="admin"))["viewer"]
        return list(viewer["plugins"])

    enable = 'mutation { enablePlugin(plugin: "light_industry") { __typename ... on PluginState { enabled } } }'
    disable = 'mutation { disablePlugin(plugin: "light_industry") { __typename ... on PluginState { enabled } } }'
    assert await plugins() == ["chemical"]
    assert (await graphql(enable, as_="admin"))["enablePlugin"]["enabled"] is True
    assert await plugins() == ["chemical", "light_industry"]
    assert (await graphql(disable, as_="admin"))["disablePlugin"]["enabled"] is False
    assert await plugins() == ["chemical"]


async def test_a_plugin_that_is_not_installed_is_not_enabled(graphql: GraphqlClient) -> None:
    enable = 'mutation { enablePlugin(plugin: "steel") { __typename ... on Fault { code path } } }'
    assert (await graphql(enable, as_="admin"))["enablePlugin"]["code"] == "NOT_FOUND"


async def test_everybody_in_the_province_signs_in_with_the_password(graphql: GraphqlClient) -> None:
    sign_in = "mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }"
    for email in ("root@example.org", "staff.city@example.org", "adviser@example.org"):
        answer = await graphql(sign_in, as_=None, input={"email": email, "password": PASSWORD})
        assert answer == {"signIn": {"__typename": "Session"}}
