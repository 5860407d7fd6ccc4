"""Enterprises: what they are made of, who sees them, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from cpaudit.audits.models import Audit
from cpaudit.phases import MethodKey
from support.client import GraphqlClient
from support.stages import OpenWork
from support.world import Province

SULPHURIC: dict[str, Any] = {
    "code": "acid",
    "name": "示例硫酸厂",
    "gb4754": "2611",
    "sizeClass": "MEDIUM",
    "illustrative": True,
}
FAULT = "__typename ... on Fault { code message path remedy }"


async def run(graphql: GraphqlClient, mutation: str, input: dict[str, Any], answer: str, **who: str) -> dict[str, Any]:
    """Send a mutation whose input type is named after it; its answer, or its fault."""
    type_name = f"{mutation[0].upper()}{mutation[1:]}Input"
    document = f"mutation($input: {type_name}!) {{ {mutation}(input: $input) {{ {FAULT} {answer} }} }}"
    answered: dict[str, Any] = (await graphql(document, input=input, **who))[mutation]
    return answered


async def register(graphql: GraphqlClient, **other: Any) -> dict[str, Any]:
    """The enterprise, or the fault."""
    answer = "... on Enterprise { id code name gb4754 division employees city version }"
    return await run(graphql, "registerEnterprise", {**SULPHURIC, **other}, answer)


async def add(graphql: GraphqlClient, kind: str, input: dict[str, Any]) -> dict[str, Any]:
    """The part, or the fault."""
    return await run(graphql, f"add{kind}", input, f"... on {kind} {{ id version }}")


async def test_an_enterprise_is_read_with_all_its_parts(graphql: GraphqlClient) -> None:
    enterprise = (await register(graphql))["id"]
    department = (await add(graphql, "Department", {"enterprise": enterprise, "name": "制酸车间", "head": "某人"}))[
        "id"
    ]
    await add(graphql, "WorkStep", {"department": department, "code": "S2", "name": "转化"})
    await add(graphql, "WorkStep", {"department": department, "code": "S1", "name": "焙烧"})
    product = (await add(graphql, "Product", {"enterprise": enterprise, "code": "H2SO4", "name": "硫酸", "unit": "t"}))[
        "id"
    ]
    for year, value in ((1994, 9.5), (1995, 10.0)):
        await add(
            graphql, "ProductOutput", {"product": product, "year": year, "amount": {"value": value, "unit": "kt"}}
        )
    permit = {"enterprise": enterprise, "kind": "DISCHARGE_PERMIT", "status": "IN_FORCE", "validUntil": "2030-12-31"}
    record = (await add(graphql, "RegulatoryRecord", permit))["id"]
    limit = {"record": record, "pollutant": "SO2", "medium": "AIR", "limit": {"value": 400, "unit": "mg/m3"}}
    await add(graphql, "PermitLimit", limit)

    read = await graphql(
        """query($id: ID!) { enterprise(id: $id) {
            departments { nodes { name kind head workSteps { nodes { code name } } } }
            products { nodes { code outputs { nodes { year amount { value(unit: "t") } } } } }
            regulatoryRecords(filter: {kind: DISCHARGE_PERMIT}) { totalCount nodes {
                number validUntil limits { pollutant medium limit { value unit } }
            } }
        } }""",
        as_="viewer",
        id=enterprise,
    )

    assert read["enterprise"] == {
        "departments": {
            "nodes": [
                {
                    "name": "制酸车间",
                    "kind": "PRODUCTION",
                    "head": "某人",
                    "workSteps": {"nodes": [{"code": "S1", "name": "焙烧"}, {"code": "S2", "name": "转化"}]},
                }
            ]
        },
        "products": {
            "nodes": [
                {
                    "code": "H2SO4",
                    "outputs": {
                        "nodes": [
                            {"year": 1995, "amount": {"value": 10_000}},
                            {"year": 1994, "amount": {"value": 9_500}},
                        ]
                    },
                }
            ]
        },
        "regulatoryRecords": {
            "totalCount": 1,
            "nodes": [
                {
                    "number": None,
                    "validUntil": "2030-12-31",
                    "limits": [{"pollutant": "SO2", "medium": "AIR", "limit": {"value": 400, "unit": "mg/m3"}}],
                }
            ],
        },
    }


async def test_the_section_of_a_code_is_filled_in_and_an_unknown_number_of_employees_stays_unknown(
    graphql: GraphqlClient,
) -> None:
    enterprise = await register(graphql)
    assert (enterprise["gb4754"], enterprise["division"], enterprise["employees"]) == ("C2611", "26", None)


@pytest.mark.parametrize(
    ("change", "path", "message"),
    [
        ({"gb4754": "D2611"}, "gb4754", "stands in section C"),
        ({"gb4754": "9811"}, "gb4754", "no division 98"),
        ({"gb4754": "C2"}, "gb4754", "no code"),
        ({"name": "  "}, "name", "empty"),
        ({"name": "长" * 301}, "name", "more than 300"),
        ({"city": "a\0b"}, "city", "null character"),
        ({"employees": -1}, "employees", "fewer than no"),
        ({"establishedYear": 2999}, "establishedYear", "no year"),
    ],
)
async def test_an_enterprise_that_breaks_a_rule_is_refused_with_the_field_named(
    graphql: GraphqlClient, change: dict[str, Any], path: str, message: str
) -> None:
    fault = await register(graphql, **change)
    assert (fault["__typename"], fault["path"]) == ("InvalidInput", ["input", path])
    assert message in fault["message"]
    assert (await graphql('{ enterprises(filter: {code: "acid"}) { totalCount } }'))["enterprises"]["totalCount"] == 0


async def test_a_code_is_given_once_in_a_tenant_and_again_in_another(graphql: GraphqlClient) -> None:
    await register(graphql)
    fault = await register(graphql)
    assert fault["path"] == ["input", "code"]
    assert "'acid' already" in fault["message"]
    elsewhere = await run(graphql, "registerEnterprise", SULPHURIC, "... on Enterprise { code }", tenant="light")
    assert elsewhere["code"] == "acid"


async def test_only_what_a_change_names_changes(graphql: GraphqlClient) -> None:
    before = await register(graphql, employees=120, city="某市")
    change = {"id": before["id"], "expectedVersion": 1, "employees": None, "gb4754": "C26"}
    answer = "... on Enterprise { gb4754 employees city version }"
    after = await run(graphql, "changeEnterprise", change, answer)
    assert after["__typename"] == "Enterprise"
    assert (after["gb4754"], after["employees"], after["city"], after["version"]) == ("C26", None, "某市", 2)

    fault = await run(graphql, "changeEnterprise", {**change, "expectedVersion": 2, "name": None}, answer)
    assert (fault["path"], fault["message"]) == (["input", "name"], "name cannot be null")

    conflict = await run(graphql, "changeEnterprise", change, "... on Conflict { current { id } currentVersion }")
    assert (conflict["currentVersion"], conflict["current"]) == (2, {"id": before["id"]})


@pytest.mark.parametrize(
    ("output", "path"),
    [
        ({"year": 1995, "amount": {"value": -1, "unit": "t"}}, ["input", "amount", "value"]),
        ({"year": 1995, "amount": {"value": 1, "unit": "m3"}}, ["input", "amount", "unit"]),
        ({"year": 1995, "amount": {"value": 1, "unit": "parsnip"}}, ["input", "amount"]),
        ({"year": 95, "amount": {"value": 1, "unit": "t"}}, ["input", "year"]),
    ],
)
async def test_an_output_is_an_amount_of_the_product_in_a_year(
    graphql: GraphqlClient, output: dict[str, Any], path: list[str]
) -> None:
    enterprise = (await register(graphql))["id"]
    product = (await add(graphql, "Product", {"enterprise": enterprise, "code": "A", "name": "酸", "unit": "t"}))["id"]
    fault = await add(graphql, "ProductOutput", {"product": product, **output})
    assert fault["__typename"] == "InvalidInput"
    assert fault["path"][: len(path)] == path


async def test_a_product_keeps_a_unit_that_goes_with_its_outputs(graphql: GraphqlClient) -> None:
    enterprise = (await register(graphql))["id"]
    product = (await add(graphql, "Product", {"enterprise": enterprise, "code": "A", "name": "酸", "unit": "t"}))["id"]
    await add(graphql, "ProductOutput", {"product": product, "year": 1995, "amount": {"value": 1, "unit": "t"}})
    change = {"id": product, "expectedVersion": 1}
    fault = await run(graphql, "changeProduct", {**change, "unit": "m3"}, "... on Product { unit }")
    assert "the output in 1995 is in 't'" in fault["message"]
    changed = await run(graphql, "changeProduct", {**change, "unit": "kg"}, "... on Product { unit }")
    assert changed["unit"] == "kg"


@pytest.mark.parametrize(
    ("record", "path"),
    [
        (
            {"kind": "ISO_14000", "status": "IN_FORCE", "issuedOn": "2001-02-01", "validUntil": "2001-01-31"},
            "validUntil",
        ),
        ({"kind": "DISCHARGE_PERMIT", "status": "FULFILLED"}, "status"),
    ],
)
async def test_a_regulatory_record_that_makes_no_sense_is_refused(
    graphql: GraphqlClient, record: dict[str, Any], path: str
) -> None:
    enterprise = (await register(graphql))["id"]
    fault = await add(graphql, "RegulatoryRecord", {"enterprise": enterprise, **record})
    assert (fault["__typename"], fault["path"]) == ("InvalidInput", ["input", path])


async def test_only_permits_and_quotas_have_limits_and_a_quota_is_a_mass_per_time(graphql: GraphqlClient) -> None:
    enterprise = (await register(graphql))["id"]
    records = {
        kind: (await add(graphql, "RegulatoryRecord", {"enterprise": enterprise, "kind": kind, "status": "IN_FORCE"}))[
            "id"
        ]
        for kind in ("ISO_9000", "TOTAL_EMISSION_QUOTA")
    }
    limit = {"pollutant": "COD", "limit": {"value": 100, "unit": "mg/L"}}
    certificate = await add(graphql, "PermitLimit", {"record": records["ISO_9000"], **limit})
    assert certificate["path"] == ["input", "record"]
    quota = await add(graphql, "PermitLimit", {"record": records["TOTAL_EMISSION_QUOTA"], **limit})
    assert quota["path"] == ["input", "limit", "unit"]
    yearly = {"record": records["TOTAL_EMISSION_QUOTA"], **limit, "limit": {"value": 100, "unit": "t/a"}}
    assert (await add(graphql, "PermitLimit", yearly))["__typename"] == "PermitLimit"


async def test_a_part_goes_only_after_its_own_parts_and_each_removal_is_one_event(graphql: GraphqlClient) -> None:
    enterprise = (await register(graphql))["id"]
    department = (await add(graphql, "Department", {"enterprise": enterprise, "name": "车间"}))["id"]
    step = (await add(graphql, "WorkStep", {"department": department, "code": "S1", "name": "焙烧"}))["id"]

    async def remove(part: str, version: int = 1) -> dict[str, Any]:
        answer = "... on Enterprise { departments { totalCount } }"
        return await run(graphql, "removeEnterprisePart", {"id": part, "expectedVersion": version}, answer)

    assert "still has a work step" in (await remove(department))["message"]
    assert (await remove(step, version=7))["__typename"] == "Conflict"
    assert (await remove(step))["departments"] == {"totalCount": 1}
    assert (await remove(department))["departments"] == {"totalCount": 0}
    assert (await remove(department))["__typename"] == "NotFound"
    assert (await remove(enterprise))["__typename"] == "NotFound"

    events = await graphql("{ events(first: 2) { nodes { action before } } }", as_="admin")
    removed = [(event["action"], event["before"]["name"]) for event in events["events"]["nodes"]]
    assert removed == [("departmentRemoved", "车间"), ("workStepRemoved", "焙烧")]


async def test_a_part_joins_nothing_of_another_tenant(graphql: GraphqlClient) -> None:
    enterprise = (await register(graphql))["id"]
    department = {"enterprise": enterprise, "name": "车间"}
    fault = await run(graphql, "addDepartment", department, "... on Department { id }", tenant="light")
    assert (fault["__typename"], fault["path"]) == ("NotFound", ["input", "enterprise"])


async def test_enterprise_staff_see_their_own_enterprise_only_and_do_not_edit_it(
    graphql: GraphqlClient, province: Province
) -> None:
    other = (await register(graphql))["id"]
    department = (await add(graphql, "Department", {"enterprise": other, "name": "车间"}))["id"]
    own = f"Enterprise:{province.actor('staff').enterprise_id}"

    read = await graphql(
        "query($other: ID!, $department: ID!) {"
        " enterprises { totalCount nodes { id } } enterprise(id: $other) { id } node(id: $department) { id } }",
        as_="staff",
        other=other,
        department=department,
    )
    assert read == {"enterprises": {"totalCount": 1, "nodes": [{"id": own}]}, "enterprise": None, "node": None}

    fault = await run(
        graphql, "addDepartment", {"enterprise": own, "name": "x"}, "... on Department { id }", as_="staff"
    )
    assert fault["__typename"] == "Denied"


async def test_an_enterprise_shows_its_own_audits(graphql: GraphqlClient, open_work: OpenWork) -> None:
    ids = [(await register(graphql, code=code))["id"] for code in ("one", "two")]
    async with open_work() as work:
        for number, enterprise in enumerate(ids, start=1):
            own = {"tenant_id": work.actor.tenant, "enterprise_id": enterprise.partition(":")[2]}
            await work.add(Audit(**own, method=MethodKey.HANDBOOK_1996, title=f"第{number}家"), "auditStarted")
    read = await graphql(
        "query($id: ID!) { enterprise(id: $id) { audits(filter: {state: RUNNING}, orderBy: TITLE_ASC) {"
        " totalCount nodes { title enterprise { id } } } } }",
        id=ids[1],
    )
    assert read["enterprise"]["audits"] == {
        "totalCount": 1,
        "nodes": [{"title": "第2家", "enterprise": {"id": ids[1]}}],
    }


async def test_staff_of_an_enterprise_that_does_not_exist_are_refused(graphql: GraphqlClient) -> None:
    person = {
        "email": "new@example.org",
        "name": "新人",
        "role": "ENTERPRISE_STAFF",
        "password": "an illustrative password",
        "enterprise": "Enterprise:0000",
    }
    for mutation_id in (None, "once"):
        fault = await run(
            graphql, "addMember", {**person, "clientMutationId": mutation_id}, "... on Member { id }", as_="admin"
        )
        assert fault["__typename"] == "InvalidInput"
        assert "refers to something that does not exist" in fault["message"]
    assert (await graphql('{ members(filter: {search: "new@"}) { totalCount } }'))["members"]["totalCount"] == 0


async def test_registering_twice_with_one_client_mutation_id_registers_once(graphql: GraphqlClient) -> None:
    first = await register(graphql, clientMutationId="m1")
    again = await register(graphql, clientMutationId="m1")
    assert again == first
