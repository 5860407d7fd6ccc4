"""People of the programme: training, experts, advice on site, questions that are settled, a norm from experience."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cpaudit.cli.demo.client import DemoFailedError, Held
from cpaudit.cli.demo.recording import as_read
from cpaudit.cli.province.auditing import Carried
from cpaudit.cli.province.programme import BEGAN, Programme, day, member_id
from cpaudit.cli.province.tenants import Office, Province
from cpaudit.permissions import Role
from cpaudit.programmes.models import StageKind
from cpaudit.text import LocalizedText

SEATS_A_TRAINING = 20
QUESTIONS = "{ questions(filter: { state: PUBLISHED }, first: 50) { nodes { id } } }"
RECEIVED = "{ receivedDocuments(first: 50) { nodes { id version kind state } } }"
FACTOR = "query($p: String!) { library { emissionFactors(first: 1, filter: { pack: $p }) { nodes { ref } } } }"
SESSION = """query($id: ID!) { trainingSession(id: $id) { attendance(first: 100) { totalCount nodes { passed } } } }"""


def _text(zh: str, en: str) -> LocalizedText:
    return LocalizedText({"zh-CN": f"示例：{zh}", "en": f"Illustrative: {en}"})


TOPIC = _text("清洁生产审核方法", "the method of the audit")
PARTICIPANT = LocalizedText({"zh-CN": "学员（示例）", "en": "Participant (illustrative)"})
SUBJECT = _text("重点工序的平衡测试", "measuring the balance of the focus")
REQUEST = _text("请专家到现场指导计量。", "please help us measure on site.")
ADVICE = _text("先校准计量器具，再连续测三个班次。", "calibrate the meters, then measure three shifts in a row.")
OUTCOME = _text("已按建议补测。", "measured again as advised.")
NORM = _text("审核技术规范", "technical norm of the audit")
BASIS = _text("依据为示例，不引用任何条文", "the basis is made up and cites no law")
SETTLED = {
    "TECHNICAL": (
        _text("缺实测时能否用估算？", "may estimates stand in for measurements?"),
        _text("须说明理由。", "with reasons."),
    ),
    "POLICY": (_text("补助可否与贷款同时申请？", "may subsidies and loans be combined?"), _text("可以。", "they may.")),
    "LAW": (_text("审核报告是否公开？", "is the report public?"), _text("结论公开。", "its conclusions are.")),
}


@dataclass(frozen=True, slots=True)
class People:
    """What there is of people and their questions, counted."""

    trained: int
    passed: int
    consultations: int
    questions: int
    told_to: int
    norms: int


def train(province: Province, programmes: dict[str, Programme]) -> tuple[int, int]:
    """Train officials and enterprise staff, with a test; gives how many came and how many passed."""
    trained = passed = 0
    for office in [province.lead, *province.departments.values()]:
        client = office.as_(Role.AUDITOR)
        audience = "OFFICIALS" if office is province.lead else "ENTERPRISE_STAFF"
        began = day(BEGAN[StageKind.PROVINCIAL_PILOT] - 5).isoformat()
        given = {"programme": programmes[office.code].id, "topic": client.words(TOPIC), "audience": audience}
        days = {"startsOn": began, "endsOn": began, "hours": 6, "fullMarks": 100, "passMark": 60}
        session = client.tell("addTrainingSession", "TrainingSession", {**given, **days}).id
        for place, each in enumerate(office.planned[:SEATS_A_TRAINING] or [None] * 3):
            told: dict[str, object] = {
                "session": session,
                "name": f"{client.words(PARTICIPANT)} {place + 1}",
                "attended": True,
            }
            if each is not None:
                told |= {"enterprise": office.enterprises[each.code]}
            # Of some the marks are not known yet, and not everybody passes.
            if place % 7 != 6:
                told |= {"marks": 50 + (place * 13) % 50}
            client.tell("addTrainingAttendance", "TrainingAttendance", told)
        seen = client.ask(SESSION, id=session)["trainingSession"]["attendance"]
        trained += seen["totalCount"]
        passed += sum(each["passed"] is True for each in seen["nodes"])
    return trained, passed


def advise(province: Province, programmes: dict[str, Programme], carried: Sequence[Carried]) -> People:
    """Experts advise pilots, questions are settled and published to all, norms are drafted from what was learnt."""
    trained, passed = train(province, programmes)
    consultations = norms = 0
    for office in province.departments.values():
        pilot = next(each for each in carried if each.office is office and each.planned.concluded)
        expert = _expert(office, pilot)
        consultation = _consult(office, pilot, expert)
        consultations += 1
        _settle(office, programmes[office.code], "TECHNICAL", {"audit": pilot.audit, "consultation": consultation})
        _norm(office, pilot, consultation)
        norms += 1
    published = [_settle(province.lead, programmes[province.lead.code], kind, {}) for kind in ("POLICY", "LAW")]
    told_to = _publish_to_all(province, published)
    questions = len(province.departments) + len(published)
    return People(trained, passed, consultations, questions, told_to, norms)


def _expert(office: Office, pilot: Carried) -> str:
    """An expert, booked for a pilot that he has no interest in."""
    client = office.as_(Role.AUDITOR)
    name = LocalizedText({"zh-CN": "专家甲（示例）", "en": "Expert A (illustrative)"})
    member = member_id(office.as_(Role.TENANT_ADMIN), office.logins[Role.EXPERT].email)
    given = {"code": "X1", "name": client.words(name), "member": member, "illustrative": True}
    expert = client.tell("addExpert", "Expert", given).id
    began = BEGAN[StageKind.PROVINCIAL_PILOT]
    free = {"expert": expert, "startsOn": day(began).isoformat(), "endsOn": day(-30).isoformat()}
    client.tell("addExpertAvailability", "ExpertAvailability", free)
    days = {"startsOn": day(began - 60).isoformat(), "endsOn": day(began - 62).isoformat()}
    booked = {"expert": expert, "audit": pilot.audit, "task": client.words(SUBJECT), **days}
    client.tell("assignExpert", "ExpertAssignment", booked)
    return expert


def _consult(office: Office, pilot: Carried, expert: str) -> str:
    """From the request of the enterprise's staff to the follow-up; gives the consultation's id."""
    staff, auditor = office.staff[pilot.planned.code].client, office.as_(Role.AUDITOR)
    asked = {
        "enterprise": office.enterprises[pilot.planned.code],
        "audit": pilot.audit,
        "subject": staff.words(SUBJECT),
        "request": staff.words(REQUEST),
    }
    held = staff.tell("requestConsultation", "Consultation", asked)
    began = BEGAN[StageKind.PROVINCIAL_PILOT]
    visit = {"expert": expert, "visitOn": day(began - 90).isoformat()}
    held = auditor.tell("scheduleVisit", "Consultation", {**as_read(held), **visit})
    advice = {"advice": auditor.words(ADVICE), "followUpDue": day(began - 150).isoformat()}
    held = office.as_(Role.EXPERT).tell("recordAdvice", "Consultation", {**as_read(held), **advice})
    followed = {"outcome": "FOLLOWED", "text": staff.words(OUTCOME), "on": day(began - 140).isoformat()}
    return staff.tell("recordFollowUp", "Consultation", {**as_read(held), **followed}).id


def _settle(office: Office, programme: Programme, kind: str, about: dict[str, str]) -> str:
    """A question from its asking to its publication; gives its id."""
    asker, admin = office.as_(Role.AUDITOR), office.as_(Role.TENANT_ADMIN)
    asked, answer = SETTLED[kind]
    given = {"kind": kind, "title": asker.words(asked), "text": asker.words(asked), **about}
    held = asker.tell("raiseQuestion", "Question", given)
    held = admin.tell("takeUpQuestion", "Question", {**as_read(held), "body": programme.leading_group})
    settled = {"answer": admin.words(answer), "basis": admin.words(BASIS)}
    held = admin.tell("settleQuestion", "Question", {**as_read(held), **settled})
    return admin.tell("publishQuestion", "Question", as_read(held)).id


def _publish_to_all(province: Province, questions: Sequence[str]) -> int:
    """Offer settled questions to every other body, which publishes them to its members; gives to how many."""
    others = [each for each in province.offices() if each is not province.lead]
    admin = province.lead.as_(Role.TENANT_ADMIN)
    for office in others:
        offer = {"questions": list(questions), "title": admin.words(SETTLED["POLICY"][0]), "tenant": office.code}
        admin.tell("offerQuestions", "OfferedDocument", offer)
        client = office.as_(Role.TENANT_ADMIN)
        nodes = client.ask(RECEIVED)["receivedDocuments"]["nodes"]
        (waiting,) = [each for each in nodes if each["kind"] == "SETTLED_QUESTIONS" and each["state"] == "OPEN"]
        client.tell("acceptQuestions", "ReceivedDocument", as_read(Held(waiting["id"], waiting["version"])))
        seen = office.as_(Role.VIEWER).ask(QUESTIONS)["questions"]["nodes"]
        if len(seen) < len(questions):
            raise DemoFailedError(f"the viewer of {office.code} does not see the settled questions")
    return len(others)


def _norm(office: Office, pilot: Carried, consultation: str) -> None:
    """A technical norm that rests on a pilot and becomes a revision of the department's overlay."""
    expert, auditor = office.as_(Role.EXPERT), office.as_(Role.AUDITOR)
    text = expert.words(NORM)
    norm = expert.tell("addTechnicalNorm", "TechnicalNorm", {"code": "N1", "title": text, "rationale": text})
    for source in ({"audit": pilot.audit}, {"consultation": consultation}):
        expert.tell("addNormSource", "NormSource", {"norm": norm.id, "note": text, **source}, versioned=False)
    draft = expert.tell("beginOverlay", "OverlayDraft", {"title": text})
    linked = {**as_read(norm), "draft": draft.id}
    expert.tell("linkNormToDraft", "TechnicalNorm", linked)
    pack = pilot.planned.plugin
    ref = expert.ask(FACTOR, p=pack)["library"]["emissionFactors"]["nodes"][0]["ref"]
    change = {"draft": draft.id, "expectedVersion": draft.version, "ref": ref, "path": ["note"], "value": text}
    draft = expert.tell("overrideItemField", "OverlayDraft", {**change, "reason": text})
    drafted = {"draft": draft.id, "expectedVersion": draft.version}
    draft = expert.tell("submitOverlay", "OverlayDraft", drafted)
    drafted = {"draft": draft.id, "expectedVersion": draft.version}
    auditor.tell("publishOverlay", "OverlayRevision", drafted, versioned=False)
