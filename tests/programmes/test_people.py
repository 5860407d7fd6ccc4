"""Bodies, experts, trainings, consultations and norms; everybody in them is illustrative."""

from __future__ import annotations

import asyncio
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    is_required_input_field,
)

from cpaudit.programmes.schema import PROGRAMME_MUTATIONS
from support.own_content import Drafting
from support.programmes import NAME, Desk
from support.world import Province


async def running_audit(desk: Desk, enterprise: str) -> str:
    """An audit of the department."""
    query = """mutation ($enterprise: ID!) {
      startAudit(input: { enterprise: $enterprise, title: "审核（示例）" }) { ... on Audit { id } } }"""
    made: str = (await desk.ask(query, enterprise=enterprise))["id"]
    return made


async def test_bodies_stand_in_a_tree_of_one_programme(desk: Desk, province: Province) -> None:
    programme = await desk.programme()
    top = await desk.leading_group(programme, province)
    body = {"programme": programme, "parent": top, "name": NAME}
    office = await desk.do("addProgrammeBody", {**body, "kind": "OFFICE"})
    city = await desk.do("addProgrammeBody", {**body, "kind": "CITY_OFFICE", "parent": office["id"], "city": "示例市"})
    query = """query ($id: ID!) { programme(id: $id) { bodies { nodes {
      kind city parent { kind parent { kind } } seats { nodes { name role member { role } } } } } } }"""
    found = (await desk.ask(query, id=programme, as_="staff"))["bodies"]["nodes"]
    assert {each["kind"]: each["parent"] and each["parent"]["kind"] for each in found} == {
        "LEADING_GROUP": None,
        "OFFICE": "LEADING_GROUP",
        "CITY_OFFICE": "OFFICE",
    }
    assert next(each for each in found if each["kind"] == "LEADING_GROUP")["seats"]["nodes"] == [
        {"name": "组长（示例）", "role": "HEAD", "member": {"role": "TENANT_ADMIN"}}
    ]
    circle = {"id": top, "expectedVersion": 1, "parent": city["id"]}
    assert await desk.refused("changeProgrammeBody", circle) == "a body stands under itself"
    for wrong in ({"kind": "CITY_OFFICE"}, {"kind": "OFFICE", "city": "示例市"}):
        assert "a city office has a city" in await desk.refused("addProgrammeBody", {**body, **wrong})
    elsewhere = (await desk.do("addProgramme", {"code": "P2", "name": NAME}))["id"]
    assert "another programme" in await desk.refused(
        "addProgrammeBody", {**body, "kind": "OFFICE", "programme": elsewhere}
    )
    await desk.refused("removeProgrammeBody", {"id": office["id"], "expectedVersion": 1})


async def test_an_expert_is_booked_once_when_he_is_free_and_has_no_interest(desk: Desk, province: Province) -> None:
    enterprise = f"Enterprise:{province.enterprises['chem']}"
    audit = await running_audit(desk, enterprise)
    fields = {"industries": ["26"], "aspects": ["PROCESS_CONTROL"], "topics": ["脱硫"]}
    expert = await desk.expert(**fields)
    found = await desk.ask('{ experts(filter: {search: "脱硫"}) { nodes { industries aspects topics } } }')
    assert found["nodes"] == [{"industries": ["C26"], "aspects": ["PROCESS_CONTROL"], "topics": ["脱硫"]}]

    def days(starts_on: str, ends_on: str) -> dict[str, str]:
        return {"expert": expert, "audit": audit, "task": "balances", "startsOn": starts_on, "endsOn": ends_on}

    assert "not known whether" in await desk.refused("assignExpert", days("2026-12-20", "2027-01-02"))
    first = await desk.do("assignExpert", days("2026-05-04", "2026-05-06"), as_="auditor")
    assert "is taken from 2026-05-04" in await desk.refused("assignExpert", days("2026-05-06", "2026-05-08"))
    assert "before it starts" in await desk.refused("assignExpert", days("2026-05-08", "2026-05-07"))
    away = {"expert": expert, "startsOn": "2026-07-01", "endsOn": "2026-07-31", "available": False}
    await desk.do("addExpertAvailability", away)
    assert "not available from 2026-07-01" in await desk.refused("assignExpert", days("2026-06-30", "2026-07-01"))
    cancel = {"id": first["id"], "expectedVersion": 1, "reason": "ill"}
    await desk.do("cancelAssignment", cancel)
    await desk.do("assignExpert", days("2026-05-06", "2026-05-08"))

    asked = {"enterprise": enterprise, "subject": "s", "request": "r"}
    consultation = await desk.do("requestConsultation", asked)
    visit = {"id": consultation["id"], "expectedVersion": 1, "expert": expert, "visitOn": "2026-05-07"}
    assert "is taken" in await desk.refused("scheduleVisit", visit)
    visit = await desk.do("scheduleVisit", {**visit, "visitOn": "2026-05-11"})
    assert "is taken" in await desk.refused("assignExpert", days("2026-05-11", "2026-05-11"))
    moved = {"id": consultation["id"], "expectedVersion": 2, "expert": expert, "visitOn": "2026-05-11"}
    await desk.do("scheduleVisit", moved)

    at_once = await asyncio.gather(*(desk.send("assignExpert", days("2026-09-01", "2026-09-03")) for _ in range(3)))
    assert sorted(each["__typename"] for each in at_once) == ["ExpertAssignment", "InvalidInput", "InvalidInput"]

    conflict = {"enterprise": enterprise, "expert": expert, "reason": "adviser"}
    await desk.do("declareConflictOfInterest", conflict)
    assert "conflict of interest" in await desk.refused("assignExpert", days("2026-10-01", "2026-10-02"))
    await desk.do("changeExpert", {"id": expert, "expectedVersion": 1, "active": False})
    assert "is not active" in await desk.refused("assignExpert", days("2026-10-01", "2026-10-02"))
    assert (await desk.ask("{ expertAssignments { totalCount } }", as_="staff"))["totalCount"] == 3
    other = await running_audit(desk, await desk.enterprise("E2"))
    second = await desk.expert("X2")
    await desk.do("assignExpert", {**days("2026-09-01", "2026-09-03"), "expert": second, "audit": other})
    assert (await desk.ask("{ expertAssignments { totalCount } }", as_="staff"))["totalCount"] == 3


async def test_a_training_session_has_attendance_and_a_test(desk: Desk, province: Province) -> None:
    programme = await desk.programme()
    session = {"programme": programme, "topic": "审核方法", "audience": "ENTERPRISE_STAFF", "hours": 12}
    session |= {"startsOn": "2026-01-10", "endsOn": "2026-01-11", "fullMarks": 100, "passMark": 60}
    made = await desk.do("addTrainingSession", session)
    own = f"Enterprise:{province.enterprises['chem']}"
    rows: dict[str, tuple[dict[str, Any], bool | None]] = {
        "甲": ({"attended": True, "marks": 60, "enterprise": own}, True),
        "乙": ({"attended": True, "marks": 59.5}, False),
        "丙": ({"attended": True}, None),
        "丁": ({"attended": False}, None),
        "戊": ({}, None),
    }
    for name, (given, passed) in rows.items():
        answer = await desk.do("addTrainingAttendance", {"session": made["id"], "name": name, **given}, "passed")
        assert answer["passed"] is passed, name
    query = """query ($id: ID!) { trainingSession(id: $id) {
      attendance(filter: { attended: true }) { totalCount nodes { name passed session { topic } } } } }"""
    assert (await desk.ask(query, id=made["id"]))["attendance"]["totalCount"] == 3
    assert (await desk.ask(query, id=made["id"], as_="staff"))["attendance"]["nodes"] == [
        {"name": "甲", "passed": True, "session": {"topic": "审核方法"}}
    ]
    entry = {"session": made["id"], "name": "己"}
    for wrong in ({"marks": 10}, {"attended": True, "marks": 101}, {"attended": True, "marks": -1}, {"name": "甲"}):
        await desk.refused("addTrainingAttendance", {**entry, **wrong})
    change = {"id": made["id"], "expectedVersion": 1}
    for wrong in ({"fullMarks": 50}, {"passMark": 101}, {"hours": 0}, {"endsOn": "2026-01-01"}, {"passMark": None}):
        await desk.refused("changeTrainingSession", {**change, **wrong})
    await desk.refused("removeTrainingSession", change)


async def test_a_consultation_goes_from_request_to_follow_up(desk: Desk, province: Province) -> None:
    own = f"Enterprise:{province.enterprises['chem']}"
    other = await desk.enterprise("E2")
    given = {"enterprise": own, "subject": "尾气（示例）", "request": "Where does the SO2 come from?"}
    await desk.refused("requestConsultation", {**given, "enterprise": other}, "NotFound", as_="staff")
    foreign = await running_audit(desk, other)
    await desk.refused("requestConsultation", {**given, "audit": foreign}, "NotFound", as_="staff")
    asked = await desk.do("requestConsultation", given, "state", as_="staff")
    expert = await desk.expert(member=desk.member(province, "expert"))

    def at(version: int, **own: Any) -> dict[str, Any]:
        return {"id": asked["id"], "expectedVersion": version, **own}

    assert "requested" in await desk.refused("recordAdvice", at(1, advice="x"), as_="expert")
    await desk.refused("scheduleVisit", at(1, expert=expert, visitOn="2026-06-01"), "Denied", as_="staff")
    await desk.do("scheduleVisit", at(1, expert=expert, visitOn="2026-06-01"), as_="auditor")
    assert (await desk.send("recordAdvice", at(1, advice="x"), as_="expert"))["__typename"] == "Conflict"
    await desk.refused("recordAdvice", at(2, advice="x", followUpDue="2026-05-01"), as_="expert")
    advice = at(2, advice="Raise the temperature of the converter.", followUpDue="2026-09-01")
    await desk.refused("recordAdvice", advice, "Denied", as_="adviser")
    await desk.do("recordAdvice", advice, as_="expert")
    await desk.refused("declineConsultation", at(3, reason="late"))
    followed = at(3, outcome="PARTLY", text="Half of it is done.", on="2026-09-02")
    await desk.refused("recordFollowUp", {**followed, "on": "2026-05-01"}, as_="staff")
    done = await desk.do("recordFollowUp", followed, "state outcome followedUpOn advisedBy { role }", as_="staff")
    assert (done["state"], done["outcome"], done["advisedBy"]) == ("FOLLOWED_UP", "PARTLY", {"role": "EXPERT"})
    elsewhere = await desk.do("requestConsultation", {**given, "enterprise": other})
    await desk.do("declineConsultation", {"id": elsewhere["id"], "expectedVersion": 1, "reason": "no time"})
    seen = "{ consultations { nodes { state } } }"
    assert (await desk.ask(seen, as_="staff"))["nodes"] == [{"state": "FOLLOWED_UP"}]
    assert len((await desk.ask(seen, as_="viewer"))["nodes"]) == 2


async def test_a_norm_is_drafted_from_experience_as_a_revision_of_the_overlay(
    desk: Desk, province: Province, drafting: Drafting
) -> None:
    norm = await desk.do("addTechnicalNorm", {"code": "N1", "title": "示例规范", "rationale": "r"}, as_="expert")
    await drafting.begin("示例规范")
    link = {"id": norm["id"], "expectedVersion": 1, "draft": f"OverlayDraft:{drafting.id.partition(':')[2]}"}
    assert "rests on experience" in await desk.refused("linkNormToDraft", link, as_="expert")
    audit = await running_audit(desk, f"Enterprise:{province.enterprises['chem']}")
    question = await desk.do("raiseQuestion", {"kind": "TECHNICAL", "title": "t", "text": "x"})
    source = {"norm": norm["id"], "note": "measured there"}
    await desk.refused("addNormSource", {**source}, as_="expert")
    await desk.refused("addNormSource", {**source, "audit": audit, "question": question["id"]}, as_="expert")
    assert "not settled" in await desk.refused("addNormSource", {**source, "question": question["id"]}, as_="expert")
    await desk.do("addNormSource", {**source, "audit": audit}, as_="expert")
    await desk.do("linkNormToDraft", link, as_="expert")
    await drafting.override("chemical:factor:CHM-NH3-CO2-CSR", "value", 1.5)
    await drafting.submit()
    query = "{ technicalNorms { nodes { code sources { note audit { title } } draft { state revision { number } } } } }"
    (found,) = (await desk.ask(query))["nodes"]
    assert (found["draft"], found["sources"]) == (
        {"state": "SUBMITTED", "revision": None},
        [{"note": "measured there", "audit": {"title": "审核（示例）"}}],
    )
    await drafting.publish()
    (found,) = (await desk.ask(query))["nodes"]
    assert found["draft"] == {"state": "PUBLISHED", "revision": {"number": 1}}
    assert "is published" in await desk.refused("linkNormToDraft", {**link, "expectedVersion": 2}, as_="expert")
    assert (await desk.ask(query, as_="staff"))["nodes"] == []


TYPES = {
    "programme": "Programme",
    "stage": "ProgrammeStage",
    "body": "ProgrammeBody",
    "parent": "ProgrammeBody",
    "enterprise": "Enterprise",
    "expert": "Expert",
    "audit": "Audit",
    "session": "TrainingSession",
    "selection": "PilotSelection",
    "nomination": "Nomination",
    "norm": "TechnicalNorm",
    "draft": "OverlayDraft",
    "questions": "Question",
}
SCALARS = {"String": "x", "Int": 1, "Float": 1.0, "Boolean": True, "Date": "2026-01-01"}
ONES_OWN = {"declareConflictOfInterest", "createCalendarFeed", "revokeCalendarFeed"}
"""What everybody may do about himself."""


def least(asked: GraphQLInputType, field: str, of: str) -> Any:
    """The least input that the schema takes, with ids of nothing."""
    if isinstance(asked, GraphQLNonNull):
        return least(asked.of_type, field, of)
    if isinstance(asked, GraphQLList):
        return [least(asked.of_type, field, of)]
    if isinstance(asked, GraphQLInputObjectType):
        return {
            name: least(each.type, name, of) for name, each in asked.fields.items() if is_required_input_field(each)
        }
    if isinstance(asked, GraphQLEnumType):
        return next(iter(asked.values))
    name = get_named_type(asked).name
    if name == "ID":
        return f"{of if field == 'id' else TYPES[field]}:{'0' * 32}"
    return "t" if field == "unit" else SCALARS[name]


SUBJECTS = {
    "approvePilots": "PilotSelection",
    "acceptStagePattern": "ReceivedDocument",
    "withdrawDocument": "OfferedDocument",
}


async def test_a_viewer_changes_nothing_and_is_told_so_before_anything_is_looked_up(desk: Desk) -> None:
    names = [
        field.name
        if "_" not in field.name
        else "".join(part if not place else part.capitalize() for place, part in enumerate(field.name.split("_")))
        for mutations in PROGRAMME_MUTATIONS
        for field in mutations.__strawberry_definition__.fields  # type: ignore[attr-defined]
    ]
    assert len(names) > 50
    removed = {f"remove{type_}": type_ for type_ in ("ProgrammeStage", "StageTarget", "StageDeadline", "ProgrammeBody")}
    removed |= {f"remove{type_}": type_ for type_ in ("ExpertAvailability", "TrainingSession", "TrainingAttendance")}
    removed |= {f"remove{type_}": type_ for type_ in ("EnterpriseLoad", "SectorLoad")}
    for name in names:
        of = removed.get(name) or SUBJECTS.get(name) or desk.answer_of(name).name
        asked = desk.schema.mutation_type.fields[name].args["input"].type  # type: ignore[union-attr]
        answered = await desk.send(name, least(asked, "input", of), as_="viewer")
        if name not in ONES_OWN:
            assert answered["__typename"] == "Denied", (name, answered)
