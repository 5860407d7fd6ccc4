"""A concluded audit goes to its department, with copies, as a frozen packet; everybody keeps what he was handed."""

from __future__ import annotations

from collections.abc import Callable

from sqlmodel import select

from cpaudit.storage.database import Database, Scope
from cpaudit.submissions.models import ReceivedAs, ReceivedSubmission, SubmissionState
from cpaudit.tenancy.models import TenantKind
from cpaudit.tenancy.service import create_tenant
from cpaudit.text import LocalizedText
from gates.acts import AuditActs
from submissions.world import Desk, body_of, handed
from support.stages import OpenWork
from support.world import Province

Seat = Callable[..., Desk]

PACKET = """
query ($id: ID!) {
  packet(id: $id) {
    kind number owner schemaVersion contentHash previousHash intact documentHash reconciles
    enterprise { code gb4754 }
    pins { pack }
    results(kind: BALANCE) { phase subject value unit explain { text(lang: "en") } }
    figures { kind subject unit value complete terms { of value } explain { text(lang: "en") } }
    versions { number contentHash previousHash intact }
  }
}
"""


async def test_everybody_who_is_handed_a_packet_stores_it_as_his_own(audit: str, desk: Seat) -> None:
    sent = await desk().submit(audit)
    assert (sent["state"], sent["toTenant"], sent["copies"]) == ("SUBMITTED", "chem", ["city"])

    (own,) = await desk().received("id receivedAs fromTenant packet { id contentHash }")
    (copy,) = await desk("city").received("id receivedAs fromTenant packet { id contentHash }")
    assert (own["receivedAs"], copy["receivedAs"]) == ("ADDRESSEE", "COPY")
    assert own["packet"]["contentHash"] == copy["packet"]["contentHash"] == sent["packet"]["contentHash"]

    packet = (await desk("city", "viewer").read(PACKET, id=copy["packet"]["id"]))["packet"]
    assert (packet["owner"], packet["number"], packet["previousHash"]) == ("chem", 1, None)
    assert packet["intact"] is True
    assert packet["reconciles"] is None
    assert packet["enterprise"] == {"code": "first", "gb4754": "C3610"}
    assert [each["pack"] for each in packet["pins"]] == ["chemical"]
    (balance,) = packet["results"]
    assert (balance["phase"], balance["subject"], balance["value"]) == ("ASSESSMENT", "水平衡", 0.02)
    figures = {(each["kind"], each["subject"]): each for each in packet["figures"]}
    assert figures["AUDITS", ""]["value"] == "1"
    assert figures["SAVING_PLANNED", ""] | {"explain": None} == {
        "kind": "SAVING_PLANNED",
        "subject": "",
        "unit": "CNY",
        "value": "1200",
        "complete": True,
        "terms": [{"of": "F1", "value": "1200"}],
        "explain": None,
    }
    # Nobody recorded what the option cost or saved: that is unknown, and not nothing.
    assert (figures["COST", ""]["value"], figures["COST", ""]["complete"]) == (None, False)
    report = await desk().read("query ($id: ID!) { auditReport(audit: $id) { documentHash } }", id=audit)
    assert packet["documentHash"] == report["auditReport"]["documentHash"]


async def test_a_running_audit_is_not_handed_over(audit: str, desk: Seat) -> None:
    await AuditActs(desk().graphql, audit).reopen("CONCLUSION")
    refused = await desk().submit(audit)
    assert refused["message"] == "the audit is not concluded"
    assert await desk("city").received() == []


async def test_copies_go_to_offices_of_the_programme_and_to_nobody_else(audit: str, desk: Seat) -> None:
    for code, fault in (("light", "InvalidInput"), ("nowhere", "NotFound")):
        refused = await desk().submit(audit, copies=("city", code))
        assert refused["__typename"] == fault
        assert refused["path"] == ["input", "copies", "1"]
    # Nothing of a refused submission is left anywhere.
    assert await desk("city").received() == []
    assert await desk().submissions() == []


async def test_a_county_office_under_the_city_gets_its_copy_too(
    audit: str, desk: Seat, database: Database, province: Province
) -> None:
    county = await create_tenant(
        database,
        province.actor("root", ""),
        code="county",
        kind=TenantKind.COUNTY,
        name=LocalizedText({"zh-CN": "示例县环境保护局", "en": "County office"}),
        parent_id=province.tenants["city"],
        illustrative=True,
    )
    sent = await desk().submit(audit, copies=("county", "city", "county"))
    assert sent["copies"] == ["city", "county"]
    await desk().accept((await desk().received())[0]["id"])
    async with database.looking(Scope(county)) as session:
        received = (await session.exec(select(ReceivedSubmission))).one()
    assert (received.received_as, received.state) == (ReceivedAs.COPY, SubmissionState.ACCEPTED)


async def test_a_code_that_can_be_none_is_no_tenant(audit: str, desk: Seat) -> None:
    for code in ("", "\x00", "x" * 10_000, "' OR 1=1 --"):
        assert (await desk().submit(audit, copies=(code,)))["__typename"] == "NotFound"
        assert (await desk().submit(audit, department=code))["__typename"] == "NotFound"
    assert (await desk().submit(audit, copies=("city",) * 21))["path"] == ["input", "copies"]


async def test_staff_hand_over_the_audit_of_their_own_enterprise_and_viewers_none(audit: str, desk: Seat) -> None:
    assert (await desk(as_="viewer").submit(audit))["__typename"] == "Denied"
    assert (await desk("light", "staff").submit(audit))["__typename"] == "NotFound"
    assert (await desk(as_="staff").submit(audit))["state"] == "SUBMITTED"
    assert [each["state"] for each in await desk(as_="staff").submissions()] == ["SUBMITTED"]


async def test_a_returned_audit_is_corrected_and_both_versions_stay(audit: str, desk: Seat) -> None:
    first = await desk().submit(audit)
    (waiting,) = await desk().received()
    refused = await desk("city").accept((await desk("city").received())[0]["id"])
    assert "copy for information" in refused["message"]

    returned = await desk(as_="admin").send_back(waiting["id"])
    assert returned["findings"] == [{"path": "balances", "message": "水平衡缺实测"}]
    (sent,) = await desk(as_="staff").submissions("state reason findings { message }")
    assert sent == {"state": "RETURNED", "reason": "请补充", "findings": [{"message": "水平衡缺实测"}]}
    assert [each["state"] for each in await desk("city").received()] == ["RETURNED"]

    assert (await desk().submit(audit))["path"] == ["input", "note"]
    second = await desk().submit(audit, note="补充水平衡实测")
    assert second["number"] == 2
    assert second["packet"]["previousHash"] == first["packet"]["contentHash"]
    packet = (await desk("city").read(PACKET, id=second["packet"]["id"]))["packet"]
    assert [(each["number"], each["intact"]) for each in packet["versions"]] == [(1, True), (2, True)]

    accepted = await desk().accept((await desk().received())[-1]["id"])
    assert accepted["state"] == "ACCEPTED"
    assert [each["state"] for each in await desk().submissions()] == ["RETURNED", "ACCEPTED"]


async def test_a_correction_of_what_was_accepted_counts_once_it_is_accepted(audit: str, desk: Seat) -> None:
    await desk().submit(audit)
    await desk().accept((await desk().received())[0]["id"])
    await desk().submit(audit, note="更正")
    assert [each["state"] for each in await desk("city").received()] == ["ACCEPTED", "SUBMITTED"]
    await desk().accept((await desk().received())[1]["id"])
    for tenant in ("chem", "city"):
        assert [each["state"] for each in await desk(tenant).received()] == ["SUPERSEDED", "ACCEPTED"]
    assert [each["state"] for each in await desk().submissions()] == ["SUPERSEDED", "ACCEPTED"]


async def test_a_withdrawn_submission_stays_on_record_and_cannot_be_accepted(audit: str, desk: Seat) -> None:
    sent = await desk().submit(audit)
    assert (await desk().submit(audit, note="again"))["message"] == "the last version still waits for a decision"
    assert (await desk().withdraw(sent["id"], 1, ""))["path"] == ["input", "reason"]
    assert (await desk().withdraw(sent["id"], 1))["state"] == "WITHDRAWN"
    (waiting,) = await desk().received()
    assert waiting["state"] == "WITHDRAWN"
    assert (await desk().accept(waiting["id"], 1))["__typename"] == "InvalidInput"
    assert [each["state"] for each in await desk("city").received()] == ["WITHDRAWN"]


async def test_a_decision_on_another_version_is_a_conflict(open_work: OpenWork, desk: Seat) -> None:
    async with open_work() as work:
        await handed(work, body_of("a", []))
    (waiting,) = await desk().received()
    refused = await desk().accept(waiting["id"], version=7)
    assert (refused["__typename"], refused["currentVersion"]) == ("Conflict", 1)
    assert [each["state"] for each in await desk().submissions()] == ["SUBMITTED"]


async def test_the_same_mutation_sent_twice_hands_over_once(audit: str, desk: Seat) -> None:
    first = await desk().submit(audit, clientMutationId="once")
    second = await desk().submit(audit, clientMutationId="once")
    assert first == second
    assert len(await desk("city").received()) == 1
