"""Compliance and readiness as clients see them."""

from __future__ import annotations

from typing import Any

from support.client import GraphqlClient

COMPLIANCE = """query($id: ID!, $on: Date) { audit(id: $id) { compliance(on: $on) {
    before planned
    rows { pollutant applies limit { value unit } before { keeping headroom { value unit } explain { formula }
           figures { basis amount { value } } findings { code message(lang: "en") } } planned { keeping } }
    obligations { kind state daysLeft record }
    findings { code message }
} } }"""
FAULT = "... on Fault { code message path } ... on Conflict { currentVersion }"


async def _limit(graphql: GraphqlClient, value: float, unit: str, pollutant: str = "SO2") -> None:
    records = (
        await graphql('{ enterprises(filter: {code: "acid"}) { nodes { regulatoryRecords { nodes { id kind } } } } }')
    )["enterprises"]["nodes"][0]["regulatoryRecords"]["nodes"]
    permit = next(each["id"] for each in records if each["kind"] == "DISCHARGE_PERMIT")
    added = await graphql(
        "mutation($i: AddPermitLimitInput!) { addPermitLimit(input: $i) { __typename ... on PermitLimit { id } } }",
        i={"record": permit, "pollutant": pollutant, "medium": "AIR", "limit": {"value": value, "unit": unit}},
    )
    assert added["addPermitLimit"]["__typename"] == "PermitLimit"


async def test_an_audits_compliance_is_one_query(graphql: GraphqlClient, audit: str) -> None:
    await _limit(graphql, 400, "t/a")
    found = (await graphql(COMPLIANCE, id=f"Audit:{audit}", on="2026-06-30"))["audit"]["compliance"]
    rows = {(row["limit"]["value"], row["limit"]["unit"]): row for row in found["rows"]}
    # The permit's concentration: nobody measured one in the tail gas.
    assert rows[400, "mg/m3"]["before"]["keeping"] == "UNKNOWN"
    quota = rows[400, "t/a"]
    assert quota["before"]["keeping"] == "WITHIN"
    assert quota["before"]["figures"][0]["basis"] == "INVENTORY"
    assert round(quota["before"]["headroom"]["value"], 6) == round(400 - 362.9, 6)
    assert quota["before"]["explain"]["formula"] == "h = L − D"
    assert found["before"] == "UNKNOWN"
    assert {each["kind"]: each["state"] for each in found["obligations"]}["DISCHARGE_PERMIT"] == "IN_FORCE"
    assert {"NO_DECLARATION", "NO_LIMIT"} <= {each["code"] for each in found["findings"]}


async def test_what_is_measured_afterwards_shows_whether_a_concentration_is_kept(
    graphql: GraphqlClient, audit: str
) -> None:
    streams = "query($id: ID!) { audit(id: $id) { streams { nodes { id substance destination { id } } } } }"
    nodes = (await graphql(streams, id=f"Audit:{audit}"))["audit"]["streams"]["nodes"]
    (stack,) = [each for each in nodes if each["substance"] == "SO2" and each["destination"] is None]
    add = "mutation($i: AddMeasurementInput!) { addMeasurement(input: $i) { ... on Measurement { scenario } } }"
    for scenario, value in (("BEFORE", 900), ("AFTER", 350)):
        amount = {"value": value, "unit": "mg/m3", "status": "MEASURED"}
        given = {"audit": f"Audit:{audit}", "stream": stack["id"], "substance": "SO2", "amount": amount}
        assert (await graphql(add, i={**given, "scenario": scenario}))["addMeasurement"] == {"scenario": scenario}
    query = """query($id: ID!) { audit(id: $id) {
        compliance(on: "2026-06-30") { rows { limit { unit } before { keeping } after { keeping headroom { value } } } }
        measurements(filter: { scenario: AFTER }) { totalCount } } }"""
    found = (await graphql(query, id=f"Audit:{audit}"))["audit"]
    (permit,) = [each for each in found["compliance"]["rows"] if each["limit"]["unit"] == "mg/m3"]
    assert permit["before"] == {"keeping": "EXCEEDED"}
    assert permit["after"] == {"keeping": "WITHIN", "headroom": {"value": 50}}
    assert found["measurements"]["totalCount"] == 1


async def test_nobody_sees_the_compliance_of_another_enterprise(graphql: GraphqlClient, audit: str) -> None:
    assert (await graphql(COMPLIANCE, as_="staff", id=f"Audit:{audit}"))["audit"] is None
    assert (await graphql(COMPLIANCE, as_="auditor", tenant="light", id=f"Audit:{audit}"))["audit"] is None


async def _record(graphql: GraphqlClient, as_: str = "auditor", **given: Any) -> dict[str, Any]:
    found: dict[str, Any] = (
        await graphql(
            "mutation($i: RecordReadinessInput!) { recordReadiness(input: $i) { __typename"
            f" ... on ReadinessMark {{ id version state }} {FAULT} }} }}",
            as_=as_,
            i={"standard": "ISO_14000", **given},
        )
    )["recordReadiness"]
    return found


READINESS = """{ enterprises(filter: {code: "acid"}) { nodes { id readiness(on: "2026-06-30") {
    standard ready certified late groups { group name(lang: "en") state version } } } } }"""


async def _readiness(graphql: GraphqlClient, as_: str = "auditor") -> tuple[str, dict[str, Any]]:
    (node,) = (await graphql(READINESS, as_=as_))["enterprises"]["nodes"]
    return node["id"], {each["standard"]: each for each in node["readiness"]}


async def test_readiness_is_tracked_by_group_of_requirements(graphql: GraphqlClient, audit: str) -> None:
    enterprise, found = await _readiness(graphql)
    assert (found["ISO_14000"]["ready"], found["ISO_14000"]["certified"]) == (None, False)
    groups = [each["group"] for each in found["ISO_14000"]["groups"]]
    for group in groups:
        mark = await _record(graphql, enterprise=enterprise, group=group, state="IN_PLACE", reachedOn="2026-03-01")
        assert mark["__typename"] == "ReadinessMark"
    _, found = await _readiness(graphql)
    assert (found["ISO_14000"]["ready"], found["ISO_9000"]["ready"]) == (True, None)
    changed = (
        await graphql(
            "mutation($i: ChangeReadinessInput!) { changeReadiness(input: $i) { __typename"
            f" ... on ReadinessMark {{ version }} {FAULT} }} }}",
            i={
                "id": mark["id"],
                "expectedVersion": 1,
                "state": "IN_PROGRESS",
                "reachedOn": None,
                "targetOn": "2026-06-01",
            },
        )
    )["changeReadiness"]
    assert changed == {"__typename": "ReadinessMark", "version": 2}
    _, found = await _readiness(graphql)
    assert (found["ISO_14000"]["ready"], found["ISO_14000"]["late"]) == (False, [groups[-1]])


async def test_a_mark_that_cannot_be_is_refused(graphql: GraphqlClient, audit: str) -> None:
    enterprise, _ = await _readiness(graphql)
    given = {"enterprise": enterprise, "group": "PLANNING"}
    refused = await _record(graphql, **given, state="NOT_STARTED", reachedOn="2026-03-01")
    assert (refused["code"], refused["path"]) == ("INVALID_INPUT", ["input", "reachedOn"])
    assert (await _record(graphql, **given, state="IN_PLACE", reachedOn="2999-01-01"))["code"] == "INVALID_INPUT"
    assert (await _record(graphql, "viewer", **given, state="IN_PLACE"))["code"] == "DENIED"
    await _record(graphql, **given, state="IN_PROGRESS")
    assert (await _record(graphql, **given, state="IN_PLACE"))["path"] == ["input", "group"]
    assert (await _record(graphql, **{**given, "enterprise": "Enterprise:" + "0" * 32}, state="IN_PLACE"))["code"] == (
        "NOT_FOUND"
    )
