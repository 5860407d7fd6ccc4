"""A plugin's fields stand in its namespace, answer from frozen copies, and are absent where it is not enabled."""

from __future__ import annotations

import pytest

from support.client import GraphqlClient
from support.recorded_audit import record_audit
from support.stages import OpenWork


@pytest.fixture
async def audit(open_work: OpenWork) -> str:
    """The identifier of an audit of the chemicals department."""
    async with open_work() as work:
        return f"Audit:{await record_audit(work)}"


async def test_a_field_of_the_namespace_takes_arguments_and_the_request(graphql: GraphqlClient) -> None:
    assert (await graphql("{ glass { all: fuels oil: fuels(only: OIL) } }"))["glass"] == {
        "all": ["GAS (zh-CN)", "OIL (zh-CN)"],
        "oil": ["OIL (zh-CN)"],
    }


async def test_a_field_on_each_audit_gets_the_audit(graphql: GraphqlClient, audit: str) -> None:
    query = (
        "query Q($id: ID!) { audit(id: $id) { title unitProcesses { nodes { name } } glass { furnaces(first: 2) "
        '{ name fuel energy { value(unit: "MJ") unit status } note doors } } } '
        "glass { furnacesOf(audit: $id) { name } } }"
    )

    answer = await graphql(query, id=audit)

    names = [node["name"] for node in answer["audit"]["unitProcesses"]["nodes"]]
    assert [each["name"] for each in answer["audit"]["glass"]["furnaces"]] == names[:2]
    assert answer["audit"]["glass"]["furnaces"][0] == {
        "name": names[0],
        "fuel": "GAS",
        "energy": {"value": 5000.0, "unit": "GJ", "status": "ESTIMATED"},
        "note": "示例",
        "doors": [1, 2],
    }
    assert {each["name"] for each in answer["glass"]["furnacesOf"]} == set(names)


async def test_lists_of_enterprises_show_it_for_each(graphql: GraphqlClient) -> None:
    nodes = (await graphql("{ enterprises { nodes { gb4754 glass { division } } } }"))["enterprises"]["nodes"]

    assert nodes
    assert [node["glass"]["division"] for node in nodes] == [node["gb4754"][:3] for node in nodes]


async def test_an_audit_of_another_tenant_is_not_shown(graphql: GraphqlClient, open_work: OpenWork) -> None:
    async with open_work(tenant="light") as work:
        other = f"Audit:{await record_audit(work)}"

    errors = await graphql.errors("query Q($id: ID!) { glass { furnacesOf(audit: $id) { name } } }", id=other)

    assert [error["extensions"]["code"] for error in errors] == ["NOT_FOUND"]


STOP = """
mutation Stop($audit: ID!, $hours: Float!) {
  glass { stopFurnace(audit: $audit, hours: $hours) {
    __typename ... on GlassFurnaceStop { title hours } ... on Fault { code path message }
  } }
}
"""


async def test_a_mutation_is_answered_and_logged(graphql: GraphqlClient, audit: str) -> None:
    done = (await graphql(STOP, audit=audit, hours=4))["glass"]["stopFurnace"]
    events = await graphql("{ events(first: 1) { nodes { action subjectType subjectId after } } }", as_="admin")

    assert done["__typename"] == "GlassFurnaceStop"
    assert done["hours"] == 4
    [event] = events["events"]["nodes"]
    assert event["action"] == "glass.stopFurnace"
    assert event["after"] == {
        "input": {"audit": audit.partition(":")[2], "hours": 4.0},
        "result": {"title": done["title"], "hours": 4.0},
    }


async def test_a_mutation_tells_mistakes_and_missing_rights_as_data(graphql: GraphqlClient, audit: str) -> None:
    wrong = (await graphql(STOP, audit=audit, hours=0))["glass"]["stopFurnace"]
    denied = (await graphql(STOP, audit=audit, hours=1, as_="viewer"))["glass"]["stopFurnace"]
    nowhere = (await graphql(STOP, audit="Audit:0", hours=1))["glass"]["stopFurnace"]

    assert (wrong["code"], wrong["path"]) == ("INVALID_INPUT", ["hours"])
    assert denied["code"] == "DENIED"
    assert nowhere["code"] == "NOT_FOUND"


async def test_introspection_knows_a_plugins_types_only_where_it_is_enabled(graphql: GraphqlClient) -> None:
    query = "{ __schema { types { name } } }"
    here = {each["name"] for each in (await graphql(query))["__schema"]["types"]}
    there = {each["name"] for each in (await graphql(query, tenant="light"))["__schema"]["types"]}

    assert {name for name in here - there if not name.startswith(("Glass", "Chemical"))} <= {
        "PluginFailed",
        "Calculation",
        "CalculatedValue",
    }
    assert {"GlassNamespace", "GlassFurnace", "GlassFuel", "GlassBatchGasInput", "GlassOnAudit"} <= here
    assert not [name for name in there if name.startswith("Glass")]


@pytest.mark.parametrize("field", ["audit", "enterprise"])
async def test_who_has_not_enabled_it_has_no_field_on_core_types(graphql: GraphqlClient, field: str) -> None:
    errors = await graphql.errors(f'{{ {field}(id: "x:1") {{ glass {{ __typename }} }} }}', tenant="light")

    assert "Cannot query field 'glass'" in errors[0]["message"]
