"""A review says what it found and why the score is what it is; a reviewer decides, and the list is to be approved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cpaudit.audits.models import Answer, Audit
from cpaudit.enterprises.models import Department, DepartmentKind, Enterprise, SizeClass
from cpaudit.phases import MethodKey
from cpaudit.work import Work
from submissions.world import Desk, body_of, handed
from support.stages import OpenWork
from support.world import Province

Seat = Callable[..., Desk]

REVIEW = "id version score complete unjudged reasons { code findings points } findings { code path message }"
OWN_WORDS = [f"本厂第 {n} 号装置的密封点已全部更换并登记" for n in range(6)]


async def review(desk: Desk, **of: str) -> dict[str, Any]:
    return await desk.act("reviewQuality", REVIEW, "QualityReview", of)


async def decide(desk: Desk, found: dict[str, Any], decision: str = "PASSED", reason: str = "已核对原始记录") -> Any:
    given = {"id": found["id"], "expectedVersion": found["version"], "decision": decision, "reason": reason}
    fields = "decision decisionReason decidedBy { name } version"
    return await desk.act("decideQualityReview", fields, "QualityReview", given)


def reasons(found: dict[str, Any]) -> dict[str, int]:
    return {each["code"]: each["findings"] for each in found["reasons"]}


async def test_an_audit_is_reviewed_by_what_is_on_record(
    audit: str, open_work: OpenWork, province: Province, desk: Seat
) -> None:
    first = await review(desk(as_="expert"), audit=audit)
    # All phases were closed at once, and nobody has recorded which departments produce.
    assert reasons(first) == {"PHASE_IN_MINUTES": 8}
    assert first["score"] == "85"
    assert first["complete"] is False
    assert "TEAM_WITHOUT_PRODUCTION" in first["unjudged"]
    assert "BALANCE_UNMEASURED" not in first["unjudged"]

    async with open_work() as work:
        own = {"tenant_id": work.actor.tenant, "enterprise_id": province.enterprises["chem"]}
        await work.add(Department(**own, name="电镀一班", kind=DepartmentKind.PRODUCTION), "departmentAdded")
    again = await review(desk(), audit=audit)
    assert reasons(again) == {"PHASE_IN_MINUTES": 8, "TEAM_WITHOUT_PRODUCTION": 1}
    assert again["score"] == "70"


async def test_answers_are_compared_within_the_tenant_and_with_what_it_was_handed(
    audit: str, open_work: OpenWork, desk: Seat
) -> None:
    row_id = audit.removeprefix("Audit:")

    async def answer(work: Work, audit_id: str) -> None:
        for n, words in enumerate(OWN_WORDS):
            own = {"tenant_id": work.actor.tenant, "audit_id": audit_id}
            work.session.add(Answer(**own, item=f"chemical:checklist_item:X{n}", value=words))
        await work.session.flush()

    async with open_work() as work:
        await answer(work, row_id)
        other = Enterprise(
            tenant_id=work.actor.tenant, code="b", name="抄袭示例厂", gb4754="C2611", size_class=SizeClass.SMALL
        )
        await work.add(other, "enterpriseRegistered")
        copy = Audit(
            tenant_id=work.actor.tenant, enterprise_id=other.id, method=MethodKey.HANDBOOK_1996, title="第一轮"
        )
        await work.add(copy, "auditStarted")
        await answer(work, copy.id)
    found = await review(desk(), audit=f"Audit:{copy.id}")
    (copied,) = [each for each in found["findings"] if each["code"] == "ANSWERS_COPIED"]
    assert "所属示例企业" in copied["message"]

    # The city sees it too, in the packets that it was handed, and only there.
    sent = await desk().submit(audit, copies=("city",))
    digests = {"answers": await _digests(open_work, sent["packet"]["id"])}
    async with open_work() as work:
        await handed(work, body_of("c", [], facts=digests), to="chem", copies=("city",))
    last = (await desk("city").received("id"))[-1]["id"]
    in_city = await review(desk("city"), submission=last)
    assert reasons(in_city) == {"ANSWERS_COPIED": 1}
    async with open_work("auditor", "light") as work:
        alone = await handed(work, body_of("d", [], facts=digests), to="light")
    assert reasons(await review(desk("light"), submission=f"ReceivedSubmission:{alone}")) == {}


async def _digests(open_work: OpenWork, packet: str) -> list[str]:
    from cpaudit.submissions.models import Packet
    from cpaudit.submissions.packets import open_packet

    async with open_work() as work:
        opened = open_packet(await work.get(Packet, packet.removeprefix("Packet:")))
    digests: list[str] = opened.body["facts"]["answers"]
    assert len(digests) == len(OWN_WORDS)
    assert not any(words in str(opened.content) for words in OWN_WORDS)
    return digests


async def test_a_reviewer_decides_once_and_with_a_reason(audit: str, desk: Seat) -> None:
    await desk().submit(audit)
    found = await review(desk(as_="expert"), audit=audit)
    for role in ("staff", "viewer"):
        assert (await review(desk(as_=role), audit=audit))["__typename"] == "Denied"
        assert (await decide(desk(as_=role), found))["__typename"] == "Denied"
    assert (await decide(desk(), found, reason=" "))["path"] == ["input", "reason"]
    decided = await decide(desk(), found, "NEEDS_WORK")
    assert (decided["decision"], decided["version"]) == ("NEEDS_WORK", 2)
    assert (await decide(desk(), {**found, "version": 2}))["message"] == "the review is decided already"
    (received,) = await desk().received("qualityScore qualityDecision")
    assert received == {"qualityScore": "85", "qualityDecision": "NEEDS_WORK"}
    listed = "{ qualityReviews(filter: { hasDecision: true }) { nodes { title } } }"
    assert len((await desk().read(listed))["qualityReviews"]["nodes"]) == 1
    assert (await desk(as_="staff").read(listed))["qualityReviews"]["nodes"] == []
    assert (await desk("city", "admin").read(listed))["qualityReviews"]["nodes"] == []


async def test_a_tenant_sets_what_reviews_weigh(audit: str, desk: Seat) -> None:
    async def set_weights(as_: str = "admin", version: int = 0, **given: Any) -> dict[str, Any]:
        told = {"expectedVersion": version, "reason": "试点期间", **given}
        fields = "version points { key value default } thresholds { key value }"
        return await desk(as_=as_).act("setReviewWeights", fields, "ReviewWeights", told)

    assert (await set_weights("auditor"))["__typename"] == "Denied"
    for points, path in (
        ([{"key": "PHASE_IN_MINUTES", "value": "101"}], "PHASE_IN_MINUTES"),
        ([{"key": "PHASE_IN_MINUTES", "value": "1/3"}], "PHASE_IN_MINUTES"),
        ([{"key": "no code", "value": "1"}], "no code"),
    ):
        assert (await set_weights(points=points))["path"][-1] == path
    assert (await set_weights(thresholds=[{"key": "patience", "value": "1"}]))["path"][-1] == "patience"

    done = await set_weights(
        points=[{"key": "PHASE_IN_MINUTES", "value": "2.5"}], thresholds=[{"key": "most_counted", "value": "4"}]
    )
    assert done["version"] == 1
    assert {"key": "PHASE_IN_MINUTES", "value": "2.5", "default": "5"} in done["points"]
    assert (await review(desk(), audit=audit))["score"] == "90"
    assert (await set_weights(version=0))["__typename"] == "Conflict"
    assert (await set_weights(version=1))["version"] == 2
    assert (await review(desk(), audit=audit))["score"] == "85"


GOOD: dict[str, str | None] = {
    "OPTIONS_CARRIED_OUT": "3",
    "EFFECTIVE_SHARE": "1",
    "TARGETS_MET_SHARE": "1",
    "LARGEST_REDUCTION": "0.4",
    "SMALLEST_REDUCTION": "0",
}
ENTRIES = """
id version state criteria { measure atLeast name } entries(orderBy: ENTERPRISE_ASC) {
  nodes { id version enterprise met commended reason results { criterion value met } } }
"""


async def test_who_did_outstandingly_is_commended_on_stated_criteria(open_work: OpenWork, desk: Seat) -> None:
    given = {"a": GOOD, "b": {**GOOD, "LARGEST_REDUCTION": "0.05"}, "c": {**GOOD, "EFFECTIVE_SHARE": None}, "d": GOOD}
    async with open_work() as work:
        for code, measures in given.items():
            await handed(work, body_of(code, [], **measures))
    for each in await desk().received("id version title"):
        if not each["title"].endswith("d"):
            await decide(desk(), await review(desk(), submission=each["id"]))
    for each in await desk().received("id version"):
        await desk().accept(each["id"], each["version"])

    made = await desk().act("composeCommendations", ENTRIES, "CommendationList", {"title": "试点表彰"})
    entries = {each["enterprise"][-1]: each for each in made["entries"]["nodes"]}
    assert {code: (each["met"], each["commended"]) for code, each in entries.items()} == {
        "a": (True, True),
        "b": (False, False),
        # Unknown is no reason to commend, and nobody has reviewed the last.
        "c": (None, False),
        "d": (None, False),
    }
    assert {"criterion": "LARGEST_REDUCTION", "value": "0.05", "met": False} in entries["b"]["results"]
    assert {"criterion": "QUALITY_DECISION", "value": None, "met": None} in entries["d"]["results"]

    # The leading group holds what the report names against criteria of its own, and approves.
    await desk().report("submitSectorReport")
    (report,) = await desk("lead").received("id version")
    await desk("lead").accept(report["id"], report["version"])
    name = {"translations": [{"lang": "zh-CN", "text": "削减率"}, {"lang": "en", "text": "reduction"}]}
    criteria = [{"measure": "LARGEST_REDUCTION", "atLeast": "0.05", "name": name}]
    of_province = await desk("lead").act(
        "composeCommendations", ENTRIES, "CommendationList", {"title": "全省表彰", "criteria": criteria}
    )
    assert [each["commended"] for each in of_province["entries"]["nodes"]] == [True, True, True, False]

    unwanted = of_province["entries"]["nodes"][1]
    left_out = {"id": unwanted["id"], "expectedVersion": 1, "reason": "受到行政处罚"}
    admin = desk("lead", "admin")
    assert (await desk("lead").act("leaveOutOfCommendations", "id", "CommendationList", left_out))[
        "__typename"
    ] == "Denied"
    await admin.act("leaveOutOfCommendations", "id", "CommendationList", left_out)
    approval = {"id": of_province["id"], "expectedVersion": 1, "reason": "领导小组会议通过"}
    approved = await admin.act("approveCommendations", ENTRIES, "CommendationList", approval)
    assert approved["state"] == "APPROVED"
    assert [each["commended"] for each in approved["entries"]["nodes"]] == [True, False, True, False]
    assert (await admin.act("discardCommendations", "id", "CommendationList", {**approval, "expectedVersion": 2}))[
        "message"
    ] == "the list is approved"
    late = {**left_out, "id": of_province["entries"]["nodes"][0]["id"]}
    assert (await admin.act("leaveOutOfCommendations", "id", "CommendationList", late))["path"] == ["input", "id"]


async def test_a_list_states_sound_criteria(open_work: OpenWork, desk: Seat) -> None:
    async with open_work() as work:
        await handed(work, body_of("a", [], **GOOD))
    (each,) = await desk().received("id")

    async def compose(**given: Any) -> dict[str, Any]:
        return await desk().act("composeCommendations", "id", "CommendationList", {"title": "表彰", **given})

    assert "nothing is accepted" in (await compose())["message"]
    await desk().accept(each["id"])
    name = {"translations": [{"lang": "en", "text": "score"}]}
    score = {"measure": "QUALITY_SCORE", "atLeast": "60", "name": name}
    assert (await compose(criteria=[]))["path"] == ["input", "criteria"]
    assert (await compose(criteria=[score, score]))["path"] == ["input", "criteria"]
    for wrong in ("", "1e3", "nan", "1/2", "0" * 50):
        assert (await compose(criteria=[{**score, "atLeast": wrong}]))["path"][-1] == "atLeast"
    made = await compose(criteria=[score])
    nobody = {"id": made["id"], "expectedVersion": 1, "reason": "示例"}
    refused = await desk(as_="admin").act("approveCommendations", "id", "CommendationList", nobody)
    assert refused["remedy"] == "discard it"
