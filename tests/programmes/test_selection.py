"""Pilots: nominated, scored by several, ranked, and approved by the leading group with reasons; all illustrative."""

from __future__ import annotations

from typing import Any

import pytest

from cpaudit.engine import panel_score, quantity, representativeness
from support.programmes import Desk
from support.world import Province

WEIGHTS = {"REPRESENTATIVENESS": 4, "LEADERSHIP": 3, "STRENGTH": 2, "MANAGEMENT": 1}
SECTOR = {"COD": (1000, "t/a"), "SO2": (20, "kt/a")}
RANKING = """query ($id: ID!) { pilotSelection(id: $id) { version state ranking {
  explain { formula }
  nominations { totalCount nodes { nomination enterpriseName total rank tied
    profile { industry year similarity score problem gaps { pollutant reason } pollutants { pollutant part share } }
    criteria { criterion weight value missing explain { formula }
      spread { lowest highest mean deviation assessors } scores { score counted evidence } } } } } } }"""
DECIDED = """query ($id: ID!) { pilotSelection(id: $id) { state approvedAt approvedByBody { kind } approvedBy { role }
  nominations { nodes { decision decisionReason decidedTotal decidedRank decidedCriteria { criterion value deviation }
    enterprise { name } } } } }"""


class Selecting:
    """A selection among three enterprises of the chemicals department."""

    def __init__(self, desk: Desk, province: Province) -> None:
        self.desk, self.province = desk, province
        self.programme = self.stage = self.selection = ""
        self.nominations: dict[str, str] = {}
        self.enterprises: dict[str, str] = {}

    async def open(self, **own: Any) -> None:
        """Open it, and nominate."""
        self.programme = await self.desk.programme()
        self.stage = (await self.desk.pinned(self.programme, industries=["26"]))["id"]
        weights = [{"criterion": name, "weight": weight} for name, weight in WEIGHTS.items()]
        given = {"stage": self.stage, "weights": weights, "places": 1, **own}
        self.selection = (await self.desk.do("openPilotSelection", given))["id"]
        self.enterprises = {"A": f"Enterprise:{self.province.enterprises['chem']}"}
        for code in ("B", "C"):
            self.enterprises[code] = await self.desk.enterprise(code)
        for code, enterprise in self.enterprises.items():
            given = {"selection": self.selection, "enterprise": enterprise, "grounds": "illustrative"}
            self.nominations[code] = (await self.desk.do("nominatePilot", given, as_="auditor"))["id"]

    async def loads(self, **own: dict[str, float | None]) -> None:
        """Loads of the sector, and of enterprises in tonnes a year."""
        for pollutant, (value, unit) in SECTOR.items():
            medium = "WATER" if pollutant == "COD" else "AIR"
            load = {"year": 2025, "medium": medium, "pollutant": pollutant, "source": "illustrative"}
            whole = {**load, "industry": "26", "amount": {"value": value, "unit": unit}}
            await self.desk.do("addSectorLoad", whole)
            for code, amounts in own.items():
                amount = amounts[pollutant]
                part = {**load, "enterprise": self.enterprises[code]}
                if amount is not None:
                    part["amount"] = {"value": amount, "unit": "t/a"}
                await self.desk.do("addEnterpriseLoad", part)

    async def score(self, code: str, as_: str, *scores: float) -> None:
        """Scores of the three criteria that are scored."""
        for criterion, score in zip(list(WEIGHTS)[1:], scores, strict=True):
            given = {"nomination": self.nominations[code], "criterion": criterion, "score": score}
            await self.desk.do("scorePilot", {**given, "evidence": f"seen by {as_}"}, as_=as_)

    async def ranking(self, as_: str = "viewer") -> Any:
        """The ranking as it stands."""
        return await self.desk.ask(RANKING, id=self.selection, as_=as_)

    async def ranked(self) -> dict[str, Any]:
        """Nominations by code."""
        names = {nomination: code for code, nomination in self.nominations.items()}
        nodes = (await self.ranking())["ranking"]["nominations"]["nodes"]
        return {names[each["nomination"]]: each for each in nodes}

    def decisions(self, **reasons: str | None) -> dict[str, Any]:
        """What is decided: A is selected, the others are not."""
        return {
            "id": self.selection,
            "expectedVersion": 1,
            "decisions": [
                {
                    "nomination": self.nominations[code],
                    "decision": "SELECTED" if code == "A" else "NOT_SELECTED",
                    "reason": reason,
                }
                for code, reason in reasons.items()
            ],
        }


@pytest.fixture
def selecting(desk: Desk, province: Province) -> Selecting:
    return Selecting(desk, province)


async def test_several_assessors_loads_and_conflicts_of_interest_make_the_ranking(
    desk: Desk, province: Province, selecting: Selecting
) -> None:
    await selecting.open()
    await selecting.loads(A={"COD": 10, "SO2": 200}, B={"COD": 100, "SO2": 0}, C={"COD": 1, "SO2": None})
    await selecting.score("A", "auditor", 4, 5, 6)
    await selecting.score("A", "expert", 8, 5, 7)
    for code in ("B", "C"):
        await selecting.score(code, "auditor", 7, 7, 7)
        await selecting.score(code, "expert", 7, 7, 7)
    found = await selecting.ranked()
    a, b, c = found["A"], found["B"], found["C"]
    assert (a["rank"], b["rank"], c["rank"]) == (1, 2, None)
    # A has the same part of each pollutant, B discharges one of two: S is 1 and a half, R 10 and 5.5.
    assert (a["profile"]["similarity"], b["profile"]["similarity"]) == (pytest.approx(1), 0.5)
    assert (a["profile"]["industry"], a["profile"]["year"]) == ("C26", 2025)
    sector = {name: quantity(value, unit) for name, (value, unit) in SECTOR.items()}
    own = representativeness({"COD": quantity(100, "t/a"), "SO2": quantity(0, "t/a")}, sector)
    assert b["criteria"][0]["value"] == own.score
    assert a["total"] == pytest.approx(4 * 10 + 3 * 6 + 2 * 5 + 1 * 6.5)
    assert b["total"] == pytest.approx(4 * 5.5 + 6 * 7)
    assert c["criteria"][0]["missing"] == "SO2 (AIR): ENTERPRISE_UNKNOWN"
    assert (c["total"], c["profile"]["gaps"]) == (None, [{"pollutant": "SO2 (AIR)", "reason": "ENTERPRISE_UNKNOWN"}])
    spread = panel_score({"auditor": 4, "expert": 8})
    assert spread is not None
    assert a["criteria"][1]["spread"] == {
        "lowest": 4,
        "highest": 8,
        "mean": 6,
        "deviation": spread.deviation,
        "assessors": 2,
    }

    # A score replaces one's own first; a conflict that is declared later takes it out of the count.
    await selecting.score("A", "auditor", 5, 5, 6)
    assert (await selecting.ranked())["A"]["criteria"][1]["value"] == 6.5
    conflict = {
        "enterprise": selecting.enterprises["A"],
        "member": desk.member(province, "expert"),
        "reason": "adviser",
    }
    declared = await desk.do("declareConflictOfInterest", conflict, as_="expert")
    a = (await selecting.ranked())["A"]
    assert (a["total"], a["criteria"][1]["missing"]) == (None, "1 of at least 2 assessors have scored it")
    assert [(each["score"], each["counted"]) for each in a["criteria"][1]["scores"]] == [(5, True), (8, False)]
    refused = {"nomination": selecting.nominations["A"], "criterion": "STRENGTH", "score": 9, "evidence": "x"}
    assert "conflict of interest" in await desk.refused("scorePilot", refused, "Denied", as_="expert")
    await selecting.score("A", "admin", 8, 5, 7)
    assert (await selecting.ranked())["A"]["total"] == pytest.approx(40 + 3 * 6.5 + 10 + 6.5)
    ended = {"id": declared["id"], "expectedVersion": 1, "reason": "over"}
    await desk.do("endConflictOfInterest", ended, as_="auditor")
    assert (await selecting.ranked())["A"]["criteria"][1]["spread"]["assessors"] == 3


async def test_a_conflict_of_an_expert_is_one_of_his_membership(
    desk: Desk, province: Province, selecting: Selecting
) -> None:
    await selecting.open(leastAssessors=1)
    expert = await desk.expert(member=desk.member(province, "expert"))
    conflict = {"enterprise": selecting.enterprises["B"], "expert": expert, "reason": "owns shares"}
    await desk.refused("declareConflictOfInterest", conflict, "Denied", as_="viewer")
    declared = await desk.do("declareConflictOfInterest", conflict, as_="auditor")
    given = {"nomination": selecting.nominations["B"], "criterion": "STRENGTH", "score": 9, "evidence": "x"}
    await desk.refused("scorePilot", given, "Denied", as_="expert")
    both = {**conflict, "member": desk.member(province, "expert")}
    assert "and not both" in await desk.refused("declareConflictOfInterest", both)
    own = {"enterprise": selecting.enterprises["B"], "member": desk.member(province, "auditor"), "reason": "kin"}
    mine = await desk.do("declareConflictOfInterest", own, as_="auditor")
    await desk.refused(
        "endConflictOfInterest", {"id": mine["id"], "expectedVersion": 1, "reason": "x"}, "Denied", as_="auditor"
    )
    assert declared["version"] == 1
    seen = "{ conflictsOfInterest { totalCount } }"
    assert (await desk.ask(seen, as_="viewer"), await desk.ask(seen, as_="staff")) == (
        {"totalCount": 2},
        {"totalCount": 0},
    )


async def test_the_leading_group_approves_the_list_and_reasons_stay(
    desk: Desk, province: Province, selecting: Selecting
) -> None:
    await selecting.open()
    await selecting.loads(A={"COD": 10, "SO2": 200}, B={"COD": 10, "SO2": 200}, C={"COD": 1, "SO2": None})
    for code in ("A", "B"):
        await selecting.score(code, "auditor", 6, 6, 6)
        await selecting.score(code, "expert", 6, 6, 6)
    ranked = await selecting.ranked()
    assert [(ranked[code]["rank"], ranked[code]["tied"]) for code in ("A", "B")] == [(1, True), (1, True)]
    start = {"stage": selecting.stage, "enterprise": selecting.enterprises["A"], "title": "示例"}
    assert "has not approved" in await desk.refused("startStageAudit", start)

    given = selecting.decisions(A=None, B="its kiln is replaced this year", C="loads are not known")
    await desk.refused("approvePilots", given, "Denied", as_="auditor")
    assert "leading group" in await desk.refused("approvePilots", given, "Denied")
    await desk.leading_group(selecting.programme, province)
    for wrong, told in (
        (selecting.decisions(A=None, B=None, C="x"), "a text is needed here"),
        (selecting.decisions(A=None, B="x"), "1 nominations are not decided"),
        (selecting.decisions(B="x", C="x"), "1 nominations are not decided"),
        ({**given, "decisions": [*given["decisions"], given["decisions"][0]]}, "the nomination is decided twice"),
        (
            {**given, "decisions": [{**each, "decision": "SELECTED"} for each in given["decisions"]]},
            "there are 1 places, not 3",
        ),
    ):
        assert await desk.refused("approvePilots", wrong) == told
    await desk.do("approvePilots", given)

    decided = await desk.ask(DECIDED, id=selecting.selection, as_="viewer")
    assert (decided["state"], decided["approvedByBody"]) == ("APPROVED", {"kind": "LEADING_GROUP"})
    kept = [
        (each["decision"], each["decisionReason"], each["decidedRank"], each["decidedCriteria"][0]["value"])
        for each in decided["nominations"]["nodes"]
    ]
    assert kept == [
        ("SELECTED", None, 1, 10),
        ("NOT_SELECTED", "its kiln is replaced this year", 1, 10),
        ("NOT_SELECTED", "loads are not known", None, None),
    ]
    # What was decided stays, whatever is recorded later.
    conflict = {"enterprise": selecting.enterprises["A"], "member": desk.member(province, "expert"), "reason": "late"}
    await desk.do("declareConflictOfInterest", conflict)
    assert await desk.ask(DECIDED, id=selecting.selection, as_="viewer") == decided
    closed = "the leading group has approved the list already"
    score = {"nomination": selecting.nominations["A"], "criterion": "STRENGTH", "score": 9, "evidence": "x"}
    assert await desk.refused("scorePilot", score) == closed
    nominate = {"selection": selecting.selection, "enterprise": await desk.enterprise("D"), "grounds": "x"}
    assert await desk.refused("nominatePilot", nominate) == closed
    change = {"id": selecting.selection, "expectedVersion": 2, "places": 9}
    assert await desk.refused("changePilotSelection", change) == closed
    withdraw = {"id": selecting.nominations["B"], "expectedVersion": 2, "reason": "x"}
    assert await desk.refused("withdrawNomination", withdraw) == closed

    await desk.refused("startStageAudit", {**start, "enterprise": selecting.enterprises["B"]})
    await desk.do("startStageAudit", start)


async def test_scores_nominations_and_loads_that_make_no_sense_are_refused(desk: Desk, selecting: Selecting) -> None:
    await selecting.open()
    nomination = selecting.nominations["A"]
    score = {"nomination": nomination, "criterion": "STRENGTH", "score": 9, "evidence": "x"}
    for wrong, told in (
        ({"criterion": "REPRESENTATIVENESS"}, "representativeness is computed from loads"),
        ({"score": 0.5}, "0.5 is not between 1 and 10"),
        ({"score": 11}, "11 is not between 1 and 10"),
        ({"evidence": "  "}, "a text is needed here"),
    ):
        assert await desk.refused("scorePilot", {**score, **wrong}) == told
    weights = [{"criterion": name, "weight": weight} for name, weight in WEIGHTS.items()]
    for wrong_weights in (weights[:3], [*weights, weights[0]], [*weights[:3], {**weights[3], "weight": 0}]):
        given = {"id": selecting.selection, "expectedVersion": 1, "weights": wrong_weights}
        await desk.refused("changePilotSelection", given)
    outside = {"selection": selecting.selection, "enterprise": await desk.enterprise("X", gb4754="C3011")}
    assert "scope leaves out" in await desk.refused("nominatePilot", {**outside, "grounds": "x"})
    twice = {"selection": selecting.selection, "enterprise": selecting.enterprises["A"], "grounds": "x"}
    await desk.refused("nominatePilot", twice)
    load = {"enterprise": selecting.enterprises["A"], "year": 2025, "medium": "WATER", "pollutant": "COD"}
    load |= {"source": "illustrative", "amount": {"value": 5, "unit": "t/a"}}
    await desk.do("addEnterpriseLoad", load)
    for wrong_load in (load, {**load, "year": 3}, {**load, "year": 2024, "amount": {"value": -5, "unit": "t/a"}}):
        await desk.refused("addEnterpriseLoad", wrong_load)
    sector = {**load, "industry": "26", "amount": {"value": 5, "unit": "kWh/a"}}
    del sector["enterprise"]
    assert "does not convert" in await desk.refused("addSectorLoad", sector)


async def test_enterprise_staff_sees_its_own_nomination_and_no_scores(desk: Desk, selecting: Selecting) -> None:
    await selecting.open()
    await selecting.score("A", "auditor", 4, 5, 6)
    query = """query ($id: ID!) { pilotSelection(id: $id) { ranking { explain { formula } }
      nominations { totalCount nodes { enterprise { name } scores { score } } } } }"""
    own = await desk.ask(query, id=selecting.selection, as_="staff")
    assert (own["ranking"], own["nominations"]["totalCount"], own["nominations"]["nodes"][0]["scores"]) == (None, 1, [])
    full = await desk.ask(query, id=selecting.selection, as_="viewer")
    assert (full["nominations"]["totalCount"], len(full["nominations"]["nodes"][0]["scores"])) == (3, 3)
    profile = "query ($id: ID!) { pollutionProfile(enterprise: $id) { problem similarity } }"
    assert await desk.ask(profile, id=selecting.enterprises["B"], as_="staff") is None
    assert await desk.ask(profile, id=selecting.enterprises["A"], as_="staff") == {
        "problem": "no load of the sector is recorded",
        "similarity": None,
    }
