"""Provincial pilots: nominated, scored by several assessors, approved by the leading group with reasons."""

from __future__ import annotations

import random
from dataclasses import dataclass

from cpaudit.cli.demo.client import Client, DemoFailedError
from cpaudit.cli.province.plan import SEED, Planned
from cpaudit.cli.province.programme import Programme, member_id
from cpaudit.cli.province.tenants import Office, Province
from cpaudit.permissions import Role
from cpaudit.programmes.models import StageKind
from cpaudit.text import LocalizedText

WEIGHTS = {"REPRESENTATIVENESS": 4, "LEADERSHIP": 3, "STRENGTH": 2, "MANAGEMENT": 1}
SCORED = ("LEADERSHIP", "STRENGTH", "MANAGEMENT")
LOADS = {"COD": ("WATER", 5_000.0, 180.0), "SO2": ("AIR", 20_000.0, 700.0)}
"""Pollutant → medium, yearly load of the sector, usual load of one enterprise; tonnes a year, illustrative."""

LOAD_YEAR = 2024
ILLUSTRATIVE = LocalizedText({"zh-CN": "示例", "en": "illustrative"})
REASON = LocalizedText(
    {"zh-CN": "名额已满，得分较低（示例）", "en": "no place is left, and it scores lower (illustrative)"}
)
CONFLICT = LocalizedText({"zh-CN": "曾为该企业顾问（示例）", "en": "was its adviser (illustrative)"})

RANKING = """query($id: ID!) { pilotSelection(id: $id) { version state ranking { nominations(first: 100) { nodes {
    nomination rank total criteria { criterion value scores { counted } } } } } } }"""
DECIDED = """query($id: ID!) { pilotSelection(id: $id) { state nominations(first: 100) { nodes {
    enterprise { code } decision decisionReason decidedRank } } } }"""


@dataclass(frozen=True, slots=True)
class Selected:
    """What came of a selection.

    Attributes:
        refused: why the score of the assessor with a conflict of interest was not taken; empty where one enterprise
            alone was nominated.
        not_selected: reason by the enterprise's code.
    """

    department: str
    nominated: int
    selected: tuple[str, ...]
    not_selected: dict[str, str]
    refused: str


def select_pilots(office: Office, programme: Programme) -> Selected:
    """Have a department nominate, score and rank; its leading group approves the planned pilots."""
    auditor, expert = office.as_(Role.AUDITOR), office.as_(Role.EXPERT)
    admin = office.as_(Role.TENANT_ADMIN)
    nominated = [each for each in office.planned if each.nominated]
    pilots = [each for each in nominated if each.stage is StageKind.PROVINCIAL_PILOT]
    weights = [{"criterion": criterion, "weight": weight} for criterion, weight in WEIGHTS.items()]
    given = {"stage": programme.stages[StageKind.PROVINCIAL_PILOT], "weights": weights, "places": len(pilots)}
    selection = auditor.tell("openPilotSelection", "PilotSelection", {**given, "loadYear": LOAD_YEAR}).id
    _record_sector(auditor, office)
    ids: dict[str, str] = {}
    refused = ""
    for place, each in enumerate(nominated):
        enterprise = office.enterprises[each.code]
        told = {"selection": selection, "enterprise": enterprise, "grounds": auditor.words(ILLUSTRATIVE)}
        ids[each.code] = auditor.tell("nominatePilot", "Nomination", told).id
        _record_loads(auditor, enterprise, each)
        assessors = [auditor, expert]
        # The last of them, so that the expert may advise the pilots.
        if 0 < place == len(nominated) - 1:
            refused = _exclude_expert(office, enterprise, ids[each.code])
            assessors = [auditor, admin]
        for which, assessor in enumerate(assessors):
            _score(assessor, ids[each.code], each, which)
    _require_ranks(auditor, selection, len(nominated))
    version = auditor.ask(RANKING, id=selection)["pilotSelection"]["version"]
    decisions = [
        {"nomination": ids[each.code], "decision": "SELECTED"}
        if each in pilots
        else {"nomination": ids[each.code], "decision": "NOT_SELECTED", "reason": auditor.words(REASON)}
        for each in nominated
    ]
    approved = {"id": selection, "expectedVersion": version, "decisions": decisions}
    admin.tell("approvePilots", "PilotSelection", approved)
    return _decided(office.as_(Role.VIEWER), office, selection, refused)


def _record_sector(client: Client, office: Office) -> None:
    industry = office.planned[0].plugin
    code = client.ask("{ enterprises(first: 1) { nodes { gb4754 } } }")["enterprises"]["nodes"][0]["gb4754"]
    for pollutant, (medium, sector, _) in LOADS.items():
        given = {"industry": code[:3], "year": LOAD_YEAR, "medium": medium, "pollutant": pollutant}
        amount = {"value": sector, "unit": "t/a"}
        client.tell("addSectorLoad", "SectorLoad", {**given, "amount": amount, "source": f"{industry} {SEED}"})


def _record_loads(client: Client, enterprise: str, planned: Planned) -> None:
    dice = random.Random(f"{SEED}:{planned.code}:loads")  # noqa: S311 - illustrative figures
    for pollutant, (medium, _, usual) in LOADS.items():
        amount = {"value": round(usual * planned.flows * dice.uniform(0.5, 1.5), 1), "unit": "t/a"}
        given = {"enterprise": enterprise, "year": LOAD_YEAR, "medium": medium, "pollutant": pollutant}
        source = client.words(ILLUSTRATIVE)
        client.tell("addEnterpriseLoad", "EnterpriseLoad", {**given, "amount": amount, "source": source})


def _exclude_expert(office: Office, enterprise: str, nomination: str) -> str:
    expert = office.logins[Role.EXPERT]
    member = member_id(office.as_(Role.TENANT_ADMIN), expert.email)
    conflict = {"enterprise": enterprise, "member": member, "reason": expert.client.words(CONFLICT)}
    expert.client.tell("declareConflictOfInterest", "ConflictOfInterest", conflict)
    given = {"nomination": nomination, "criterion": SCORED[0], "score": 9, "evidence": "-"}
    return expert.client.refused("scorePilot", "Denied", given)


def _score(assessor: Client, nomination: str, planned: Planned, place: int) -> None:
    """Scores of one of the assessors; ``place`` says which, so that they differ."""
    dice = random.Random(f"{SEED}:{planned.code}:{place}")  # noqa: S311 - illustrative figures
    low = 6 if planned.stage is StageKind.PROVINCIAL_PILOT else 3
    for criterion in SCORED:
        given = {"nomination": nomination, "criterion": criterion, "score": dice.randint(low, low + 3)}
        assessor.tell("scorePilot", "PilotScore", {**given, "evidence": assessor.words(ILLUSTRATIVE)})


def _require_ranks(client: Client, selection: str, nominated: int) -> None:
    nodes = client.ask(RANKING, id=selection)["pilotSelection"]["ranking"]["nominations"]["nodes"]
    ranked = [each for each in nodes if each["rank"] is not None]
    if len(ranked) != nominated:
        raise DemoFailedError(f"{nominated - len(ranked)} of {nominated} nominations have no rank")


def _decided(client: Client, office: Office, selection: str, refused: str) -> Selected:
    nodes = client.ask(DECIDED, id=selection)["pilotSelection"]["nominations"]["nodes"]
    return Selected(
        office.code,
        len(nodes),
        tuple(each["enterprise"]["code"] for each in nodes if each["decision"] == "SELECTED"),
        {each["enterprise"]["code"]: each["decisionReason"] for each in nodes if each["decision"] == "NOT_SELECTED"},
        refused,
    )


def select_all(province: Province, programmes: dict[str, Programme]) -> list[Selected]:
    """Select the provincial pilots of every department."""
    return [select_pilots(office, programmes[office.code]) for office in province.departments.values()]
