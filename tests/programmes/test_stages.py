"""Stages of a programme: what is planned, what audits take over, what is overdue."""

from __future__ import annotations

from typing import Any

from sqlmodel import select

from cpaudit.audits.models import AuditPhase
from cpaudit.storage.tables import now
from support.own_content import Drafting
from support.programmes import NAME, Desk
from support.stages import OpenWork
from support.world import Province

STAGE = """query ($id: ID!) { programmeStage(id: $id) {
  code kind startsOn endsOn industries regions sizeClasses method pinnedAt overlayRevision name(lang: "en")
  programme { code timeZone } clonedFrom { code } fromTenant fromHash patternPins { pack }
  pins { pack packVersion contentHash overlayRevision }
  targets { name measure goal { value unit } due reached { value } }
  deadlines { phase due }
  selections { leastAssessors places weights { criterion weight } }
  audits(first: 5) { nodes { audit { title method pins { pack packVersion contentHash overlayRevision } } } }
} }"""
OVERDUE = """query ($on: Date) { overduePhases(on: $on) {
  totalCount nodes { phase due days auditTitle enterpriseName stageName(lang: "zh-CN") } } }"""


def named(text: str) -> dict[str, Any]:
    return {"translations": [{"lang": "en", "text": text}]}


async def read(desk: Desk, stage: str, **options: Any) -> dict[str, Any]:
    found: dict[str, Any] = await desk.ask(STAGE, id=stage, **options)
    return found


async def test_a_stage_has_dates_a_scope_targets_and_deadlines(desk: Desk) -> None:
    programme = await desk.programme()
    scope = {"industries": ["26", "C2221"], "regions": ["示例市"], "sizeClasses": ["LARGE", "MEDIUM"]}
    stage = await desk.stage(programme, **scope)
    goal = {"value": 20, "unit": "1"}
    target = {"stage": stage["id"], "name": "audited", "measure": "AUDITS_STARTED", "goal": goal, "due": "2026-06-30"}
    await desk.do("addStageTarget", target)
    other = {"stage": stage["id"], "name": "COD", "goal": {"value": 5, "unit": "kt/a"}, "due": "2026-12-31"}
    await desk.do("addStageTarget", other)
    await desk.deadlines(stage["id"], "2026-02-01", "2026-03-01")
    found = await read(desk, stage["id"], as_="viewer")
    assert (found["kind"], found["startsOn"], found["endsOn"]) == ("PROVINCIAL_PILOT", "2026-01-01", "2026-12-31")
    assert (found["industries"], found["regions"]) == (["C26", "C2221"], ["示例市"])
    assert (found["sizeClasses"], found["programme"]["timeZone"]) == (["LARGE", "MEDIUM"], "Asia/Shanghai")
    assert [(each["name"], each["reached"]) for each in found["targets"]] == [("audited", {"value": 0}), ("COD", None)]
    assert [(each["phase"], each["due"]) for each in found["deadlines"]] == [
        ("ORGANIZATION", "2026-02-01"),
        ("PLANNING", "2026-03-01"),
    ]
    later = {"id": stage["id"], "expectedVersion": stage["version"], "endsOn": "2027-01-31"}
    assert (await desk.do("changeProgrammeStage", later, "endsOn"))["endsOn"] == "2027-01-31"
    assert (await desk.send("changeProgrammeStage", later))["__typename"] == "Conflict"
    listed = await desk.ask('{ programmeStages(filter: {search: "示例"}) { nodes { code } } }')
    assert listed["nodes"] == [{"code": "S1"}]


async def test_what_cannot_be_planned_is_refused_with_its_place(desk: Desk) -> None:
    programme = await desk.programme()
    stage = (await desk.stage(programme))["id"]
    await desk.deadlines(stage, "2026-02-01", "2026-03-01")
    base = {"programme": programme, "kind": "ROLL_OUT", "name": NAME, "startsOn": "2026-01-01", "endsOn": "2026-02-01"}
    refused: list[tuple[str, dict[str, Any], list[str]]] = [
        ("addProgramme", {"code": "P1", "name": NAME}, ["input", "code"]),
        ("addProgramme", {"code": "P2", "name": NAME, "timeZone": "Mars/Base"}, ["input", "timeZone"]),
        ("addProgrammeStage", {**base, "code": "S1"}, ["input", "code"]),
        ("addProgrammeStage", {**base, "code": "\x00"}, ["input", "code"]),
        ("addProgrammeStage", {**base, "code": "S2", "name": named("a\x00")}, ["input", "name", "en"]),
        ("addProgrammeStage", {**base, "code": "S2", "name": named("x" * 301)}, ["input", "name", "en"]),
        ("addProgrammeStage", {**base, "code": "S2", "endsOn": "2025-12-31"}, ["input", "endsOn"]),
        ("addProgrammeStage", {**base, "code": "S2", "industries": ["99"]}, ["input", "industries", "0"]),
        ("addProgrammeStage", {**base, "code": "S2", "industries": ["26", "C26"]}, ["input", "industries"]),
        ("addProgrammeStage", {**base, "code": "S2", "regions": [" "]}, ["input", "regions", "0"]),
        ("addProgrammeStage", {**base, "code": "S2", "regions": ["x"] * 999}, ["input", "regions"]),
        ("addStageDeadline", {"stage": stage, "phase": "PRE_AUDIT", "due": "2026-06-01"}, ["input", "phase"]),
        ("addStageDeadline", {"stage": stage, "phase": "ASSESSMENT", "due": "2026-02-15"}, ["input", "due"]),
        ("addStageDeadline", {"stage": stage, "phase": "ASSESSMENT", "due": "2027-02-15"}, ["input", "due"]),
        ("addStageDeadline", {"stage": stage, "phase": "PLANNING", "due": "2026-03-02"}, ["input", "phase"]),
        (
            "addStageTarget",
            {"stage": stage, "name": "n", "measure": "AUDITS_CONCLUDED", "goal": {"value": 1, "unit": "t"}}
            | {"due": "2026-03-01"},
            ["input", "goal", "unit"],
        ),
        ("changeProgrammeStage", {"id": stage, "expectedVersion": 1, "endsOn": "2026-02-10"}, ["input", "endsOn"]),
        ("changeProgrammeStage", {"id": stage, "expectedVersion": 1, "method": "GUIDE_2018"}, ["input", "method"]),
        ("removeProgrammeStage", {"id": stage, "expectedVersion": 1}, ["input", "id"]),
    ]
    for mutation, given, path in refused:
        answered = await desk.send(mutation, given)
        assert (answered["__typename"], answered["path"]) == ("InvalidInput", path), answered


def of_plugin(pins: list[dict[str, Any]]) -> dict[str, Any]:
    """The pin of the department's own plugin, beside that of the pack which all share."""
    assert sorted(pin["pack"] for pin in pins) == ["chemical", "common"]
    return next(pin for pin in pins if pin["pack"] == "chemical")


async def test_an_audit_takes_over_the_method_and_the_content_of_its_stage(
    desk: Desk, province: Province, drafting: Drafting
) -> None:
    programme = await desk.programme()
    stage = await desk.stage(programme, method="GUIDE_2018", industries=["C26"])
    enterprise = f"Enterprise:{province.enterprises['chem']}"
    start = {"stage": stage["id"], "enterprise": enterprise, "title": "示例"}
    assert "pinned no content" in await desk.refused("startStageAudit", start)
    pinned = await desk.do("pinStageContent", {"id": stage["id"], "expectedVersion": 1}, "overlayRevision")
    assert pinned["overlayRevision"] is None

    found = await desk.ask('{ library { emissionFactors(first: 1, filter: {pack: "chemical"}) { nodes { ref } } } }')
    ref = found["emissionFactors"]["nodes"][0]["ref"]
    await drafting.begin()
    await drafting.override(ref, "value", 1.5)
    await drafting.submit()
    await drafting.publish()
    audit = await desk.do("startStageAudit", start, "method pins { pack contentHash overlayRevision }")
    found = await read(desk, stage["id"])
    kept, own = of_plugin(found["pins"]), of_plugin(audit["pins"])
    assert (audit["method"], own["contentHash"], own["overlayRevision"]) == ("GUIDE_2018", kept["contentHash"], None)

    other = await desk.do("pinStageContent", {"id": (await desk.stage(programme, "S2"))["id"], "expectedVersion": 1})
    newer = await read(desk, other["id"])
    assert newer["overlayRevision"] == 1
    changed = of_plugin(newer["pins"])
    assert changed["overlayRevision"] == "1"
    assert changed["contentHash"] != kept["contentHash"]
    elsewhere = await desk.enterprise("E2")
    again = {"stage": other["id"], "enterprise": elsewhere, "title": "示例"}
    audit = await desk.do("startStageAudit", again, "pins { pack contentHash overlayRevision }")
    assert of_plugin(audit["pins"])["contentHash"] == changed["contentHash"]
    assert of_plugin(audit["pins"])["overlayRevision"] == "1"

    repin = {"id": stage["id"], "expectedVersion": pinned["version"]}
    assert "use what it has pinned" in await desk.refused("pinStageContent", repin)
    assert "is running" in await desk.refused("startStageAudit", start)
    outside = await desk.enterprise("E3", gb4754="C3011")
    told = await desk.refused("startStageAudit", {**start, "enterprise": outside})
    assert told == "the stage's scope leaves out the industry C3011"


async def test_a_city_follows_the_provincial_pattern(desk: Desk) -> None:
    programme = await desk.programme()
    stage = await desk.pinned(programme, industries=["26"])
    await desk.deadlines(stage["id"], "2026-02-01", "2026-03-01")
    goal = {"value": 20, "unit": "1"}
    target = {"stage": stage["id"], "name": "audited", "measure": "AUDITS_STARTED", "goal": goal, "due": "2026-06-30"}
    await desk.do("addStageTarget", target)
    weights = [
        {"criterion": name, "weight": weight}
        for name, weight in (("REPRESENTATIVENESS", 4), ("LEADERSHIP", 3), ("STRENGTH", 2), ("MANAGEMENT", 1))
    ]
    await desk.do("openPilotSelection", {"stage": stage["id"], "weights": weights, "places": 7})
    clone = {"stage": stage["id"], "code": "CITY", "startsOn": "2027-01-01", "regions": ["示例市"]}
    city = await desk.do("cloneStage", {**clone, "kind": "MUNICIPAL_PILOT"})
    first, second = await read(desk, stage["id"]), await read(desk, city["id"])
    assert (second["clonedFrom"], second["kind"], second["regions"]) == ({"code": "S1"}, "MUNICIPAL_PILOT", ["示例市"])
    assert (second["startsOn"], second["endsOn"]) == ("2027-01-01", "2027-12-31")
    assert [each["due"] for each in second["deadlines"]] == ["2027-02-01", "2027-03-01"]
    assert [each["due"] for each in second["targets"]] == ["2027-06-30"]
    for same in ("industries", "method", "pins", "selections", "name", "overlayRevision"):
        assert second[same] == first[same], same
    assert "code" in await desk.refused("cloneStage", clone)
    assert (await desk.refused("cloneStage", {**clone, "code": "X", "startsOn": "9999-12-01"})).startswith("the stage")


async def test_what_is_overdue_is_computed_from_open_audits(
    desk: Desk, province: Province, open_work: OpenWork
) -> None:
    programme = await desk.programme()
    stage = await desk.pinned(programme)
    await desk.deadlines(stage["id"], "2026-02-01", "2026-03-01")
    assert (await desk.ask(OVERDUE, on="2026-12-31"))["totalCount"] == 0
    own = f"Enterprise:{province.enterprises['chem']}"
    titles = {"own": own, "other": await desk.enterprise("E2")}
    audits = {
        title: await desk.do("startStageAudit", {"stage": stage["id"], "enterprise": enterprise, "title": title})
        for title, enterprise in titles.items()
    }
    assert (await desk.ask(OVERDUE, on="2026-02-01"))["totalCount"] == 0
    found = await desk.ask(OVERDUE, on="2026-03-03")
    assert [(each["phase"], each["days"]) for each in found["nodes"]] == [
        ("ORGANIZATION", 30),
        ("ORGANIZATION", 30),
        ("PLANNING", 2),
        ("PLANNING", 2),
    ]
    mine = await desk.ask(OVERDUE, on="2026-02-02", as_="staff")
    assert [(each["auditTitle"], each["stageName"]) for each in mine["nodes"]] == [("own", "示例")]
    async with open_work("auditor") as work:
        audit_id = audits["own"]["id"].partition(":")[2]
        query = select(AuditPhase).where(AuditPhase.audit_id == audit_id, AuditPhase.key == "ORGANIZATION")
        phase = (await work.session.exec(query)).one()
        await work.change(phase, None, "phaseCompleted", passed_at=now())
    found = await desk.ask(OVERDUE, on="2026-02-02")
    assert [each["auditTitle"] for each in found["nodes"]] == ["other"]
    by_stage = await desk.ask(
        'query ($id: ID!) { programmeStage(id: $id) { overdue(on: "2026-02-02", first: 1) { totalCount } } }',
        id=stage["id"],
    )
    assert by_stage["overdue"]["totalCount"] == 1
    assert (await read(desk, stage["id"]))["audits"]["nodes"][0]["audit"]["title"] == "own"
    assert (await read(desk, stage["id"], as_="staff"))["audits"]["nodes"][0]["audit"]["title"] == "own"
    assert len((await read(desk, stage["id"], as_="staff"))["audits"]["nodes"]) == 1
