"""Phase 3: pollution sources, yearly flows, audit focus, targets."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from cpaudit.audits.models import FocusCandidate, FocusFactor
from cpaudit.audits.services.survey import focus_ranking
from cpaudit.storage.event_log import Event
from support.client import GraphqlClient


def _factor(code: str, weight: float) -> FocusFactor:
    return FocusFactor(tenant_id="t", audit_id="a", code=code, name=code, weight=weight)


def _candidate(name: str, **scores: float) -> FocusCandidate:
    return FocusCandidate(tenant_id="t", audit_id="a", name=name, scores=scores)


def test_candidates_are_ranked_by_the_sum_of_weight_times_score() -> None:
    ranking = focus_ranking(
        [_factor("waste", 10), _factor("cost", 8)],
        [_candidate("A", waste=5, cost=10), _candidate("B", waste=10, cost=6)],
    )
    assert ranking is not None
    assert [(row.candidate, row.total, row.rank) for row in ranking.rows] == [("B", 148.0, 1), ("A", 130.0, 2)]


@pytest.mark.parametrize(
    ("factors", "candidates"),
    [([], [_candidate("A")]), ([_factor("waste", 10)], []), ([_factor("waste", 10)], [_candidate("A")])],
    ids=["no factor", "no candidate", "a score is missing"],
)
def test_there_is_no_ranking_before_everything_is_scored(
    factors: list[FocusFactor], candidates: list[FocusCandidate]
) -> None:
    assert focus_ranking(factors, candidates) is None


@pytest.fixture
async def candidates(mutate: Any, audit_id: str) -> list[str]:
    """Ids of two candidates in an audit with one factor of the code ``waste``."""
    await mutate("addFocusFactor", audit=f"Audit:{audit_id}", code="waste", name="废弃物量", weight=10)
    return [
        (await mutate("addFocusCandidate", audit=f"Audit:{audit_id}", name=name))["id"] for name in ("一车间", "二车间")
    ]


async def test_ties_are_shown_as_ties(
    mutate: Any, graphql: GraphqlClient, candidates: list[str], audit_id: str
) -> None:
    for candidate in candidates:
        scored = await mutate(
            "scoreFocusCandidate",
            "scores { factor score }",
            id=candidate,
            expectedVersion=1,
            scores=[{"factor": "waste", "score": 7}],
        )
        assert scored["scores"] == [{"factor": "waste", "score": 7.0}]
    query = """query ($id: ID!) {
        node(id: $id) {
            ... on Audit { focusRanking { tied rows { candidate total rank } explain { text } } }
        }
    }"""
    ranking = (await graphql(query, id=f"Audit:{audit_id}"))["node"]["focusRanking"]
    assert ranking["tied"] is True
    assert [(row["total"], row["rank"]) for row in ranking["rows"]] == [(70.0, 1), (70.0, 1)]
    assert "Σ" in ranking["explain"]["text"]


@pytest.mark.parametrize(
    ("factor", "score"), [("waste", 0.5), ("waste", 11), ("fame", 5)], ids=["too low", "too high", "unknown factor"]
)
async def test_a_score_is_from_1_to_10_and_by_a_factor_of_the_audit(
    mutate: Any, candidates: list[str], factor: str, score: float
) -> None:
    answer = await mutate(
        "scoreFocusCandidate", id=candidates[0], expectedVersion=1, scores=[{"factor": factor, "score": score}]
    )
    assert answer["path"] == ["input", "scores", factor]
    assert (answer["__typename"], answer["code"]) == ("InvalidInput", "INVALID_SCORE")


async def test_a_factor_that_was_scored_stays(
    mutate: Any, graphql: GraphqlClient, candidates: list[str], audit_id: str
) -> None:
    await mutate("scoreFocusCandidate", id=candidates[0], expectedVersion=1, scores=[{"factor": "waste", "score": 3}])
    query = "query ($id: ID!) { node(id: $id) { ... on Audit { focusFactors { id } } } }"
    (factor,) = (await graphql(query, id=f"Audit:{audit_id}"))["node"]["focusFactors"]
    answer = await mutate("removeFocusFactor", id=factor["id"], expectedVersion=1)
    assert "'一车间'" in answer["message"]
    await mutate(
        "scoreFocusCandidate", id=candidates[0], expectedVersion=2, scores=[{"factor": "waste", "score": None}]
    )
    removed = await mutate("removeFocusFactor", id=factor["id"], expectedVersion=1)
    assert removed["__typename"] == "RemovedRecord"


@pytest.mark.parametrize("weight", [0, -1])
async def test_a_factor_has_weight(mutate: Any, audit_id: str, weight: float) -> None:
    answer = await mutate("addFocusFactor", audit=f"Audit:{audit_id}", code="x", name="x", weight=weight)
    assert (answer["__typename"], answer["path"]) == ("InvalidInput", ["input", "weight"])


async def test_an_audit_has_one_focus_and_choosing_another_is_one_event(
    mutate: Any, open_work: Any, candidates: list[str]
) -> None:
    first, second = candidates
    chosen = await mutate("chooseAuditFocus", "chosen version", id=first, expectedVersion=1, reason="得分最高")
    assert (chosen["chosen"], chosen["version"]) == (True, 2)
    await mutate("chooseAuditFocus", id=second, expectedVersion=1, reason="一车间停产")
    async with open_work() as work:
        found = {f"FocusCandidate:{each.id}": each for each in await work.all(FocusCandidate)}
        assert [found[first].chosen, found[second].chosen] == [False, True]
        assert found[first].version == 3
        events = (await work.session.exec(select(Event).where(Event.action == "auditFocusChosen"))).all()
        assert len(events) == 2
    kept = await mutate("removeFocusCandidate", id=second, expectedVersion=2)
    assert "is the audit focus" in kept["message"]


async def test_a_focus_is_chosen_for_a_reason(mutate: Any, candidates: list[str]) -> None:
    answer = await mutate("chooseAuditFocus", id=candidates[0], expectedVersion=1, reason=" ")
    assert (answer["__typename"], answer["path"]) == ("InvalidInput", ["input", "reason"])


TARGET = {
    "indicator": "吨产品水耗",
    "horizon": "NEAR",
    "basis": "RELATIVE",
    "baseline": {"value": 12, "unit": "m3/t"},
    "goal": {"value": 10000, "unit": "L/t"},
    "due": "1998-12-31",
}


async def test_a_target_is_held_against_its_result(mutate: Any, audit_id: str) -> None:
    target = await mutate("addTarget", "id version result { unit }", audit=f"Audit:{audit_id}", **TARGET)
    assert target["result"] is None
    done = await mutate(
        "recordTargetResult",
        'result { value(unit: "L/t") status }',
        id=target["id"],
        expectedVersion=1,
        result={"value": 9.5, "unit": "m3/t", "status": "MEASURED"},
    )
    assert done["result"] == {"value": pytest.approx(9500), "status": "MEASURED"}


async def test_a_goal_measures_what_the_baseline_does(mutate: Any, audit_id: str) -> None:
    answer = await mutate("addTarget", audit=f"Audit:{audit_id}", **{**TARGET, "goal": {"value": 5, "unit": "kWh"}})
    assert answer["path"] == ["input", "goal", "unit"]
    assert "kWh" in answer["message"]
    assert "m3/t" in answer["message"]


async def test_there_is_one_yearly_flow_for_each_year_kind_and_substance(mutate: Any, audit_id: str) -> None:
    flow = {"audit": f"Audit:{audit_id}", "year": 1996, "kind": "INPUT", "substance": "硫铁矿"}
    first = await mutate("recordAnnualFlow", **flow, amount={"value": 1200, "unit": "t"})
    assert first["__typename"] == "AnnualFlow"
    again = await mutate("recordAnnualFlow", **flow, amount={"value": 1300, "unit": "t"})
    assert again["__typename"] == "InvalidInput"
    changed = await mutate(
        "changeAnnualFlow", "amount { value }", id=first["id"], expectedVersion=1, amount={"value": 1300, "unit": "t"}
    )
    assert changed["amount"]["value"] == 1300


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"year": 12}, ["input", "year"]),
        ({"amount": {"value": -1, "unit": "t"}}, ["input", "amount", "value"]),
        ({"amount": {"value": 1, "unit": "bushelz"}}, ["input", "amount"]),
    ],
    ids=["no year", "negative", "no unit"],
)
async def test_a_yearly_flow_that_makes_no_sense_is_refused(
    mutate: Any, audit_id: str, given: dict[str, Any], path: list[str]
) -> None:
    flow = {"year": 1996, "kind": "INPUT", "substance": "硫铁矿", "amount": {"value": 1, "unit": "t"}, **given}
    answer = await mutate("recordAnnualFlow", audit=f"Audit:{audit_id}", **flow)
    assert (answer["__typename"], answer["path"]) == ("InvalidInput", path)


async def test_a_pollution_source_may_have_an_unknown_amount(mutate: Any, audit_id: str) -> None:
    source = await mutate(
        "addPollutionSource",
        "medium amount { value }",
        audit=f"Audit:{audit_id}",
        name="酸洗废水",
        medium="WATER",
        pollutant="COD",
    )
    assert source["amount"] is None
