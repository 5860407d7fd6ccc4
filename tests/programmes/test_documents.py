"""What one tenant hands to another: frozen, accepted as a copy, and never read across."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from cpaudit.programmes.models import ReceivedDocument
from support.programmes import NAME, Desk
from support.stages import OpenWork
from support.world import Province

OFFERED = "contentHash content toTenant withdrawn title"
RECEIVED = """{ receivedDocuments { nodes {
  id version kind fromTenant title content contentHash state stage { code } } } }"""
STAGE = """query ($id: ID!) { programmeStage(id: $id) {
  code kind startsOn endsOn pinnedAt fromTenant fromHash pins { contentHash } patternPins { pack contentHash }
  deadlines { phase due } regions } }"""


async def received(desk: Desk, tenant: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await desk.ask(RECEIVED, tenant=tenant))["nodes"]
    return found


async def test_a_city_accepts_the_pattern_of_a_stage_as_a_document(desk: Desk) -> None:
    programme = await desk.programme()
    stage = await desk.pinned(programme)
    await desk.deadlines(stage["id"], "2026-02-01", "2026-03-01")
    given = {"stage": stage["id"], "tenant": "city"}
    offer = await desk.do("offerStagePattern", given, OFFERED)
    assert await desk.do("offerStagePattern", given, OFFERED) == offer
    assert hashlib.sha256(offer["content"].encode()).hexdigest() == offer["contentHash"]
    (document,) = await received(desk, "city")
    assert (document["fromTenant"], document["content"], document["state"]) == ("chem", offer["content"], "OPEN")
    for tenant in ("chem", "light", "lead"):
        assert await received(desk, tenant) == []
    assert await desk.ask(STAGE, tenant="city", id=stage["id"]) is None

    own = await desk.programme("city")
    accept = {"id": document["id"], "expectedVersion": document["version"], "programme": own, "code": "C1"}
    accept |= {"startsOn": "2027-03-01", "regions": ["示例市"], "kind": "MUNICIPAL_PILOT"}
    made = await desk.do("acceptStagePattern", accept, tenant="city")
    found = await desk.ask(STAGE, tenant="city", id=made["id"])
    assert (found["kind"], found["startsOn"], found["endsOn"]) == ("MUNICIPAL_PILOT", "2027-03-01", "2028-02-28")
    assert [each["due"] for each in found["deadlines"]] == ["2027-04-01", "2027-04-29"]
    assert (found["fromTenant"], found["fromHash"]) == ("chem", offer["contentHash"])
    # The city has not enabled what the department pinned, so that nothing is pinned in silence.
    assert (found["pinnedAt"], found["pins"]) == (None, [])
    assert {pin["pack"] for pin in found["patternPins"]} == {"chemical", "common"}
    (document,) = await received(desk, "city")
    assert (document["state"], document["stage"]) == ("ACCEPTED", {"code": "C1"})
    again = await desk.refused("acceptStagePattern", {**accept, "code": "C2"}, tenant="city")
    assert again == "the document is accepted"

    back = {"id": offer["id"], "expectedVersion": offer["version"]}
    assert (await desk.do("withdrawDocument", back, OFFERED))["withdrawn"]
    assert (await received(desk, "city"))[0]["state"] == "ACCEPTED"
    assert await desk.ask(STAGE, tenant="city", id=made["id"]) == found


async def test_who_has_the_same_content_pins_it_with_the_pattern(desk: Desk) -> None:
    stage = await desk.pinned(await desk.programme())
    await desk.do("offerStagePattern", {"stage": stage["id"], "tenant": "light"})
    (document,) = await received(desk, "light")
    enable = 'mutation { enablePlugin(plugin: "chemical") { __typename } }'
    await desk.graphql(enable, as_="admin", tenant="light")
    own = await desk.programme("light")
    accept = {"id": document["id"], "expectedVersion": 1, "programme": own, "code": "C1", "startsOn": "2027-01-01"}
    made = await desk.do("acceptStagePattern", accept, tenant="light")
    found = await desk.ask(STAGE, tenant="light", id=made["id"])
    assert len(found["pins"]) == 2
    hashes = [{pin["contentHash"] for pin in found[pins]} for pins in ("pins", "patternPins")]
    assert hashes[0] == hashes[1]


async def test_a_document_that_was_withdrawn_declined_or_changed_is_not_accepted(
    desk: Desk, open_work: OpenWork
) -> None:
    stage = await desk.stage(await desk.programme())
    own = await desk.programme("city")

    async def offered(title: str) -> tuple[dict[str, Any], dict[str, Any]]:
        name = {"translations": [{"lang": "en", "text": title}]}
        await desk.do("changeProgrammeStage", {"id": stage["id"], "expectedVersion": stage["version"], "name": name})
        stage["version"] += 1
        offer = await desk.do("offerStagePattern", {"stage": stage["id"], "tenant": "city"})
        document = next(each for each in await received(desk, "city") if each["id"].endswith(offer["id"][-32:]))
        accept = {"id": document["id"], "expectedVersion": 1, "programme": own, "code": title}
        return offer, {**accept, "startsOn": "2027-01-01"}

    offer, accept = await offered("withdrawn")
    await desk.do("withdrawDocument", {"id": offer["id"], "expectedVersion": 1})
    assert await desk.refused("acceptStagePattern", accept, tenant="city") == "the document is withdrawn"

    _, accept = await offered("declined")
    await desk.do("declineDocument", {"id": accept["id"], "expectedVersion": 1}, tenant="city")
    assert await desk.refused("acceptStagePattern", accept, tenant="city") == "the document is declined"
    answered = await desk.send("acceptQuestions", {"id": accept["id"], "expectedVersion": 2}, tenant="city")
    assert answered["message"] == "the document is a stage pattern"

    for content, told in (("{}", "not what its hash is of"), (None, "holds no pattern")):
        _, accept = await offered(f"changed {told}")
        async with open_work("admin", "city") as work:
            row = await work.get(ReceivedDocument, accept["id"].partition(":")[2])
            said = json.dumps({**json.loads(row.content), "days": -1}) if content is None else content
            digest = row.content_hash if content is not None else hashlib.sha256(said.encode()).hexdigest()
            row.content, row.content_hash = said, digest
            work.session.add(row)
        assert told in await desk.refused("acceptStagePattern", {**accept, "code": "X"}, tenant="city")


async def test_documents_are_the_administrators_and_go_to_other_tenants_that_exist(desk: Desk) -> None:
    stage = await desk.stage(await desk.programme())
    given = {"stage": stage["id"], "tenant": "city"}
    await desk.refused("offerStagePattern", given, "Denied", as_="auditor")
    await desk.refused("offerStagePattern", {**given, "tenant": "nowhere"}, "NotFound")
    await desk.refused("offerStagePattern", {**given, "tenant": "chem"})
    (error,) = await desk.graphql.errors("{ receivedDocuments { totalCount } }", as_="auditor")
    assert error["extensions"]["code"] == "DENIED"


async def test_settled_questions_are_published_to_all_members_and_handed_to_other_tenants(
    desk: Desk, province: Province
) -> None:
    programme = await desk.programme()
    body = await desk.leading_group(programme, province)
    asked = {"kind": "LAW", "title": "示例问题", "text": "Which limit counts?"}
    question = await desk.do("raiseQuestion", asked, "state enterprise { name }", as_="staff")
    assert (question["state"], question["enterprise"]["name"]) == ("RAISED", "示例省化工厅所属示例企业")
    other = await desk.do("raiseQuestion", {**asked, "title": "另一问题"}, as_="auditor")
    seen = "{ questions { nodes { id title state answer fromTenant enterprise { name } } } }"
    assert [each["title"] for each in (await desk.ask(seen, as_="staff"))["nodes"]] == ["示例问题"]

    def at(version: int, **own: Any) -> dict[str, Any]:
        return {"id": question["id"], "expectedVersion": version, **own}

    taken = await desk.do("takeUpQuestion", at(1, body=body), "state reviewedBy { kind }", as_="auditor")
    assert (taken["state"], taken["reviewedBy"]) == ("UNDER_REVIEW", {"kind": "LEADING_GROUP"})
    await desk.refused("settleQuestion", at(2, answer="The stricter one."), "Denied", as_="auditor")
    assert "text is needed" in await desk.refused("settleQuestion", at(2, answer="The stricter one."))
    await desk.refused("publishQuestion", at(2))
    settled = await desk.do("settleQuestion", at(2, answer="The stricter one.", basis="illustrative"), "state")
    assert settled["state"] == "SETTLED"
    await desk.refused("withdrawQuestion", at(3, reason="late"))
    offer = {"questions": [question["id"]], "title": "汇编（示例）", "tenant": "light"}
    assert "is not published" in await desk.refused("offerQuestions", offer)
    await desk.do("publishQuestion", at(3), "publishedAt settledBy { kind }")
    await desk.do(
        "withdrawQuestion", {"id": other["id"], "expectedVersion": 1, "reason": "settled elsewhere"}, as_="auditor"
    )

    handed = await desk.do("offerQuestions", offer, OFFERED)
    assert "示例省化工厅" not in handed["content"]
    (document,) = await received(desk, "light")
    assert (await desk.ask(seen, tenant="light"))["nodes"] == []
    await desk.do("acceptQuestions", {"id": document["id"], "expectedVersion": 1}, tenant="light")
    (taken_over,) = (await desk.ask(seen, as_="staff", tenant="light"))["nodes"]
    assert (taken_over["state"], taken_over["answer"], taken_over["fromTenant"], taken_over["enterprise"]) == (
        "PUBLISHED",
        "The stricter one.",
        "chem",
        None,
    )
    further = {"questions": [taken_over["id"]], "title": "x", "tenant": "city"}
    assert "offered by that one" in await desk.refused("offerQuestions", further, tenant="light")
    await desk.refused("offerQuestions", {**offer, "questions": []})


async def test_a_question_is_settled_by_who_sits_in_a_leading_group_today(desk: Desk, province: Province) -> None:
    question = await desk.do("raiseQuestion", {"kind": "POLICY", "title": "t", "text": "x"})
    given = {"id": question["id"], "expectedVersion": 1, "answer": "yes"}
    assert "leading group" in await desk.refused("settleQuestion", given, "Denied")
    programme = await desk.programme()
    body = await desk.do("addProgrammeBody", {"programme": programme, "kind": "LEADING_GROUP", "name": NAME})
    seat = {"body": body["id"], "member": desk.member(province, "admin"), "name": "示例", "startsOn": "2020-01-01"}
    past = await desk.do("addBodySeat", {**seat, "endsOn": "2020-12-31"})
    await desk.refused("settleQuestion", given, "Denied")
    await desk.do("changeBodySeat", {"id": past["id"], "expectedVersion": 1, "endsOn": None})
    await desk.do("settleQuestion", given)
