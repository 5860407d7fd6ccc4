"""The programme: planned by the leading group, followed by departments and cities, cloned for the roll-out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from cpaudit.cli.demo.client import Client, DemoFailedError, Held
from cpaudit.cli.demo.recording import as_read
from cpaudit.cli.province.plan import city_name
from cpaudit.cli.province.tenants import Office, Province
from cpaudit.permissions import Role
from cpaudit.phases import METHODS, MethodKey
from cpaudit.programmes.models import StageKind
from cpaudit.text import LocalizedText

STAGE_DAYS = 365
DAYS_A_PHASE = 45
"""Between the deadlines of two phases."""

BEGAN = {StageKind.PROVINCIAL_PILOT: 700, StageKind.MUNICIPAL_PILOT: 330, StageKind.ROLL_OUT: 200}
"""How many days ago each stage began: of the later ones, some deadlines are still to come."""

SIZES = ("LARGE", "MEDIUM")
STAGE_NAMES = {
    StageKind.PROVINCIAL_PILOT: LocalizedText({"zh-CN": "省级试点（示例）", "en": "Provincial pilots (illustrative)"}),
    StageKind.MUNICIPAL_PILOT: LocalizedText({"zh-CN": "市级试点（示例）", "en": "Municipal pilots (illustrative)"}),
    StageKind.ROLL_OUT: LocalizedText({"zh-CN": "全面推行（示例）", "en": "Roll-out (illustrative)"}),
}
PROGRAMME_NAME = LocalizedText(
    {"zh-CN": "清洁生产审核计划（示例）", "en": "Cleaner production programme (illustrative)"}
)
BODY_NAMES = {
    "LEADING_GROUP": LocalizedText({"zh-CN": "领导小组（示例）", "en": "Leading group (illustrative)"}),
    "OFFICE": LocalizedText({"zh-CN": "领导小组办公室（示例）", "en": "Office of the leading group (illustrative)"}),
    "TECHNICAL_GROUP": LocalizedText({"zh-CN": "技术组（示例）", "en": "Technical group (illustrative)"}),
}
HEAD = LocalizedText({"zh-CN": "组长（示例）", "en": "Head (illustrative)"})

MEMBERS = "{ members(first: 100) { nodes { id email } } }"
RECEIVED = "{ receivedDocuments(first: 20) { nodes { id version kind state title } } }"
STAGE = "query($id: ID!) { programmeStage(id: $id) { id version pins { pack contentHash } } }"


@dataclass
class Programme:
    """The programme as one tenant has it."""

    id: str
    leading_group: str
    stages: dict[StageKind, str] = field(default_factory=dict)


def named(text: LocalizedText) -> dict[str, object]:
    """A text in all its languages, as an input takes it."""
    return {"translations": [{"lang": language, "text": text[language]} for language in text]}


def day(ago: int) -> date:
    """The day so many days ago."""
    return date.today() - timedelta(days=ago)  # noqa: DTZ011 - the programme's days are those of whoever runs it


def member_id(client: Client, email: str) -> str:
    """The id of a member by its address."""
    nodes = client.ask(MEMBERS)["members"]["nodes"]
    return str(next(each["id"] for each in nodes if each["email"] == email))


def plan_programme(province: Province) -> dict[str, Programme]:
    """Plan all three stages and hand the patterns on; gives the programme of each office by its code."""
    lead = _of_the_leading_group(province)
    programmes = {province.lead.code: lead}
    for office in province.departments.values():
        programmes[office.code] = own = _begin(office)
        _follow(province.lead, lead.stages[StageKind.PROVINCIAL_PILOT], office, own, StageKind.PROVINCIAL_PILOT, ())
        # Before pilots are selected: whoever follows the pattern later selects none.
        clone = {
            "stage": own.stages[StageKind.PROVINCIAL_PILOT],
            "code": "S3",
            "kind": StageKind.ROLL_OUT.value,
            "name": named(STAGE_NAMES[StageKind.ROLL_OUT]),
            "startsOn": day(BEGAN[StageKind.ROLL_OUT]).isoformat(),
        }
        made = office.as_(Role.TENANT_ADMIN).tell("cloneStage", "ProgrammeStage", clone)
        own.stages[StageKind.ROLL_OUT] = made.id
    for letter, office in province.cities.items():
        programmes[office.code] = own = _begin(office)
        region = city_name(letter).in_language(province.lead.as_(Role.TENANT_ADMIN).language)
        clone = {
            "stage": lead.stages[StageKind.PROVINCIAL_PILOT],
            "code": f"S2-{letter}",
            "kind": StageKind.MUNICIPAL_PILOT.value,
            "name": named(STAGE_NAMES[StageKind.MUNICIPAL_PILOT]),
            "startsOn": day(BEGAN[StageKind.MUNICIPAL_PILOT]).isoformat(),
            "regions": [region],
        }
        pattern = province.lead.as_(Role.TENANT_ADMIN).tell("cloneStage", "ProgrammeStage", clone).id
        _follow(province.lead, pattern, office, own, StageKind.MUNICIPAL_PILOT, (region,))
    return programmes


def _of_the_leading_group(province: Province) -> Programme:
    office = province.lead
    programme = _begin(office)
    client = office.as_(Role.TENANT_ADMIN)
    body = {"programme": programme.id, "parent": programme.leading_group}
    for kind in ("OFFICE", "TECHNICAL_GROUP"):
        client.tell("addProgrammeBody", "ProgrammeBody", {**body, "kind": kind, "name": named(BODY_NAMES[kind])})
    for letter in province.cities:
        city = city_name(letter)
        told = {**body, "kind": "CITY_OFFICE", "name": named(city), "city": client.words(city)}
        client.tell("addProgrammeBody", "ProgrammeBody", told)
    industries = sorted({golden.audit.enterprise.gb4754[:3] for golden in province.goldens.values()})
    began = BEGAN[StageKind.PROVINCIAL_PILOT]
    stage = client.tell(
        "addProgrammeStage",
        "ProgrammeStage",
        {
            "programme": programme.id,
            "code": "S1",
            "kind": StageKind.PROVINCIAL_PILOT.value,
            "name": named(STAGE_NAMES[StageKind.PROVINCIAL_PILOT]),
            "startsOn": day(began).isoformat(),
            "endsOn": day(began - STAGE_DAYS).isoformat(),
            "industries": industries,
            "sizeClasses": list(SIZES),
        },
    )
    for number, phase in enumerate(METHODS[MethodKey.HANDBOOK_1996].phases, start=1):
        due = day(began - number * DAYS_A_PHASE).isoformat()
        deadline = {"stage": stage.id, "phase": phase.key.value, "due": due}
        client.tell("addStageDeadline", "StageDeadline", deadline)
    for measure in ("AUDITS_STARTED", "AUDITS_CONCLUDED"):
        goal = {"value": len(province.planned), "unit": "1"}
        due = day(began - STAGE_DAYS).isoformat()
        target = {"stage": stage.id, "name": measure, "measure": measure, "goal": goal, "due": due}
        client.tell("addStageTarget", "StageTarget", target)
    programme.stages[StageKind.PROVINCIAL_PILOT] = stage.id
    return programme


def _begin(office: Office) -> Programme:
    """A programme with its leading group, in which the administrator sits."""
    login = office.logins[Role.TENANT_ADMIN]
    client = login.client
    given = {"code": "CP", "name": named(PROGRAMME_NAME), "illustrative": True}
    programme = client.tell("addProgramme", "Programme", given).id
    kind = "LEADING_GROUP"
    body = {"programme": programme, "kind": kind, "name": named(BODY_NAMES[kind])}
    group = client.tell("addProgrammeBody", "ProgrammeBody", body).id
    seat = {"body": group, "member": member_id(client, login.email), "name": client.words(HEAD)}
    began = max(BEGAN.values()) + 30
    client.tell("addBodySeat", "BodySeat", {**seat, "role": "HEAD", "startsOn": day(began).isoformat()})
    return Programme(programme, group)


def _follow(
    lead: Office, pattern: str, office: Office, own: Programme, stage: StageKind, regions: Sequence[str]
) -> None:
    """Offer the pattern of a stage to an office, which accepts it and pins its own content."""
    client = office.as_(Role.TENANT_ADMIN)
    offer = {"stage": pattern, "tenant": office.code}
    lead.as_(Role.TENANT_ADMIN).tell("offerStagePattern", "OfferedDocument", offer)
    (received,) = _waiting(client)
    given = {
        **as_read(received),
        "programme": own.id,
        "code": {StageKind.PROVINCIAL_PILOT: "S1", StageKind.MUNICIPAL_PILOT: "S2"}[stage],
        "startsOn": day(BEGAN[stage]).isoformat(),
        "regions": list(regions),
    }
    made = client.tell("acceptStagePattern", "ProgrammeStage", given)
    own.stages[stage] = made.id
    if office.planned:
        client.tell("pinStageContent", "ProgrammeStage", as_read(made))
        if not client.ask(STAGE, id=made.id)["programmeStage"]["pins"]:
            raise DemoFailedError(f"the stage of {office.code} has pinned no content")


def _waiting(client: Client) -> list[Held]:
    nodes = client.ask(RECEIVED)["receivedDocuments"]["nodes"]
    return [Held(each["id"], each["version"]) for each in nodes if each["state"] == "OPEN"]
