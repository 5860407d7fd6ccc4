"""Phases are closed in their order, when all that was asked of them is there, by those who may."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cpaudit.phases import METHODS, MethodKey
from gates.acts import AuditActs
from support.client import GraphqlClient
from support.world import Province

START = """mutation ($input: StartAuditInput!) {
    startAudit(input: $input) {
        __typename
        ... on Audit { id state round phases { key position passedAt gate { status } } }
        ... on Fault { code message path remedy }
    }
}"""


async def start(graphql: GraphqlClient, enterprise_id: str, as_: str = "auditor", **given: Any) -> dict[str, Any]:
    """Start an audit; the audit or the fault."""
    variables = {"enterprise": f"Enterprise:{enterprise_id}", "title": "第一轮审计", **given}
    answer: dict[str, Any] = (await graphql(START, as_=as_, input=variables))["startAudit"]
    return answer


async def denials(graphql: GraphqlClient) -> list[dict[str, Any]]:
    """Events of what was denied in the chemicals department."""
    read = await graphql("{ events(first: 50) { nodes { action subjectId after } } }", as_="admin")
    return [event for event in read["events"]["nodes"] if event["action"] == "denied"]


@pytest.mark.parametrize("method", MethodKey)
async def test_a_started_audit_has_all_phases_of_its_method_in_order(
    graphql: GraphqlClient, enterprise_id: str, method: MethodKey
) -> None:
    audit = await start(graphql, enterprise_id, method=method.value)
    assert (audit["state"], audit["round"]) == ("RUNNING", 1)
    phases = METHODS[method].phases
    assert [(each["key"], each["position"]) for each in audit["phases"]] == [
        (phase.key, position) for position, phase in enumerate(phases, start=1)
    ]
    assert [each["gate"]["status"] for each in audit["phases"]] == ["BLOCKED"] + ["OPEN"] * (len(phases) - 1)


async def test_an_enterprise_is_audited_for_the_first_time_once(graphql: GraphqlClient, enterprise_id: str) -> None:
    await start(graphql, enterprise_id)
    again = await start(graphql, enterprise_id)
    assert (again["__typename"], again["path"]) == ("InvalidInput", ["input", "enterprise"])
    assert "startNextRound" in again["remedy"]


@pytest.mark.parametrize("title", [" ", "题" * 301, "a\0b"], ids=["empty", "too long", "null character"])
async def test_an_audit_has_a_title_that_can_be_kept(graphql: GraphqlClient, enterprise_id: str, title: str) -> None:
    refused = await start(graphql, enterprise_id, title=title)
    assert (refused["__typename"], refused["path"]) == ("InvalidInput", ["input", "title"])
    audits = await graphql("{ audits { totalCount } }")
    assert audits["audits"]["totalCount"] == 0


async def test_what_is_missing_is_told_with_a_remedy_in_both_languages(audit: AuditActs) -> None:
    english = await audit.blockers("ORGANIZATION")
    assert english[0] == {
        "code": "COMMITMENT_MISSING",
        "path": ["statements", "COMMITMENT"],
        "message": "the leaders' commitment is missing",
        "remedy": "record the leaders' commitment with recordStatement",
        "plugin": None,
    }
    assert [each["code"] for each in english] == ["COMMITMENT_MISSING", "TEAM_LEADER_MISSING", "TEAM_DEPARTMENTS"]
    chinese = await audit.blockers("ORGANIZATION", "zh-CN")
    assert (chinese[0]["message"], chinese[0]["remedy"]) == ("缺少领导承诺书", "用 recordStatement 提交领导承诺书")


async def test_a_phase_with_something_missing_is_not_closed(audit: AuditActs) -> None:
    refused = await audit.complete("ORGANIZATION")
    assert (refused["__typename"], refused["code"]) == ("GateBlocked", "GATE_BLOCKED")
    assert refused["path"] == ["input", "phase"]
    assert "3 requirements of the phase Organisation" in refused["message"]
    assert [each["code"] for each in refused["blockers"]] == await audit.codes("ORGANIZATION")
    assert await audit.phase("ORGANIZATION", "passedAt version") == {"passedAt": None, "version": 1}


async def test_a_phase_closed_out_of_order_is_refused_and_changes_nothing(
    ready: AuditActs, graphql: GraphqlClient
) -> None:
    events = "{ events { totalCount } }"
    before = (await ready.read("version phases { key version passedAt }"), await graphql(events, as_="admin"))
    refused = await ready.complete("PLANNING")
    assert refused["__typename"] == "GateBlocked"
    assert [(each["code"], each["path"]) for each in refused["blockers"]] == [
        ("EARLIER_PHASE", ["phases", "ORGANIZATION"])
    ]
    after = (await ready.read("version phases { key version passedAt }"), await graphql(events, as_="admin"))
    assert after == before


async def test_a_ready_phase_is_closed_and_keeps_by_whom_and_when(ready: AuditActs, province: Province) -> None:
    assert await ready.status("ORGANIZATION") == "READY"
    closed = await ready.complete("ORGANIZATION")
    assert (closed["__typename"], closed["state"]) == ("Audit", "RUNNING")
    phase = await ready.phase("ORGANIZATION", "passedAt passedBy { name } version gate { status blockers { code } }")
    assert phase["gate"] == {"status": "PASSED", "blockers": []}
    assert phase["passedBy"] == {"name": province.person("auditor").name}
    age = datetime.now(UTC) - datetime.fromisoformat(phase["passedAt"])
    assert timedelta(0) <= age < timedelta(minutes=1)
    assert phase["version"] == 2
    assert await ready.status("PLANNING") == "READY"


async def test_a_passed_phase_is_not_closed_twice(ready: AuditActs) -> None:
    await ready.complete("ORGANIZATION")
    again = await ready.complete("ORGANIZATION")
    assert again["__typename"] == "InvalidInput"
    assert "passed already" in again["message"]


async def test_a_phase_is_closed_in_the_version_that_was_read(ready: AuditActs) -> None:
    stale = await ready.complete("ORGANIZATION", expectedVersion=7)
    assert (stale["__typename"], stale["currentVersion"]) == ("Conflict", 1)
    assert stale["path"] == ["input", "expectedVersion"]
    assert await ready.status("ORGANIZATION") == "READY"
    assert (await ready.complete("ORGANIZATION", expectedVersion=1))["__typename"] == "Audit"


async def test_a_phase_of_another_method_does_not_exist(ready: AuditActs) -> None:
    refused = await ready.complete("PRE_AUDIT")
    assert (refused["__typename"], refused["path"]) == ("NotFound", ["input", "phase"])


@pytest.mark.parametrize("role", ["viewer", "expert", "staff"])
async def test_others_than_auditors_close_no_phase_and_trying_is_one_event(
    ready: AuditActs, graphql: GraphqlClient, role: str
) -> None:
    refused = await ready.complete("ORGANIZATION", as_=role)
    assert (refused["__typename"], refused["code"]) == ("Denied", "DENIED")
    assert "CLOSE_PHASES" in refused["message"]
    assert await ready.status("ORGANIZATION") == "READY"
    assert [event["subjectId"] for event in await denials(graphql)] == ["completePhase"]


@pytest.mark.parametrize("role", ["viewer", "expert", "staff"])
async def test_others_than_auditors_start_and_reopen_nothing(
    concluded: AuditActs, graphql: GraphqlClient, province: Province, role: str
) -> None:
    assert (await start(graphql, province.enterprises["chem"], as_=role))["__typename"] == "Denied"
    assert (await concluded.reopen("CONCLUSION", as_=role))["__typename"] == "Denied"
    assert (await concluded.next_round(as_=role))["__typename"] == "Denied"
    assert len(await denials(graphql)) == 3


async def test_staff_see_and_edit_the_audits_of_their_own_enterprise_only(
    audit: AuditActs, graphql: GraphqlClient, province: Province
) -> None:
    own = (await start(graphql, province.enterprises["chem"]))["id"]
    seen = await graphql("{ audits { nodes { id } } }", as_="staff")
    assert [each["id"] for each in seen["audits"]["nodes"]] == [own]
    assert (await graphql("query ($id: ID!) { audit(id: $id) { id } }", as_="staff", id=audit.audit))["audit"] is None
    add = """mutation ($input: AddTeamMemberInput!) { addTeamMember(input: $input) {
        __typename ... on Fault { path } } }"""
    member = {"name": "某人（示例）", "department": "厂部"}
    answers = [
        (await graphql(add, as_="staff", input={"audit": each, **member}))["addTeamMember"]
        for each in (own, audit.audit)
    ]
    assert answers == [{"__typename": "TeamMember"}, {"__typename": "NotFound", "path": ["input", "audit"]}]


async def test_an_audit_of_another_tenant_does_not_exist(ready: AuditActs, graphql: GraphqlClient) -> None:
    elsewhere = AuditActs(graphql, ready.audit, "light")
    assert await elsewhere.read("id") is None
    for answer in (await elsewhere.complete("ORGANIZATION"), await elsewhere.next_round()):
        assert (answer["__typename"], answer["path"]) == ("NotFound", ["input", "audit"])
