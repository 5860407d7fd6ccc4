"""Each rule against going through the motions finds what it should, and says where it cannot judge."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cpaudit.contributions import Severity
from cpaudit.quality.found import Found, both, read, written
from cpaudit.quality.rules import Other, judged, score
from cpaudit.quality.weights import POINTS, Weights
from submissions.world import EMPTY_FACTS

DEFAULTS = Weights.of({}, {})
ALL = {code for code in POINTS if not code.startswith("PLUGIN_")}


def facts(**given: Any) -> dict[str, Any]:
    return {**EMPTY_FACTS, **given}


def codes(found: list[Found]) -> list[str]:
    return [each.code for each in found]


def checklist(yes: int, no: int = 0, not_applicable: int = 0) -> dict[str, Any]:
    return {"checklist": "glass:checklist:a", "yes": yes, "partial": 0, "no": no, "notApplicable": not_applicable}


def saving(amount: str, lower: str | None, upper: str | None, currency: str = "CNY") -> dict[str, Any]:
    known = {"lower": lower, "upper": upper, "currency": "CNY", "year": 2020}
    return {
        "option": "F1",
        "template": "glass:option:A",
        "saving": amount,
        "currency": currency,
        "priceYear": 2024,
        "range": known,
    }


def effect(value: str, unit: str = "t", option: str = "F1", subject: str = "H2O") -> dict[str, Any]:
    return {"option": option, "subject": subject, "value": value, "unit": unit, "carriedOut": True}


def flow(value: str, unit: str = "t", kind: str = "INPUT", subject: str = "h2o") -> dict[str, Any]:
    return {"kind": kind, "subject": subject, "value": value, "unit": unit}


def test_nothing_recorded_is_neither_a_finding_nor_a_pass() -> None:
    found, unjudged = judged(facts(), [], DEFAULTS)
    assert found == []
    assert {"BALANCE_UNMEASURED", "ANSWERS_COPIED", "CHECKLIST_ALL_YES", "TEAM_WITHOUT_PRODUCTION"} <= set(unjudged)


def test_a_balance_in_which_nothing_was_measured() -> None:
    balances = [
        {"name": "水", "lines": 3, "known": 3, "measured": 0, "explained": True},
        {"name": "硫", "lines": 3, "known": 3, "measured": 1, "explained": False},
    ]
    found, unjudged = judged(facts(balances=balances), [], DEFAULTS)
    assert [(each.code, each.path) for each in found] == [("BALANCE_UNMEASURED", ("balances", "水"))]
    assert "BALANCE_UNMEASURED" not in unjudged


def test_a_checklist_with_nothing_but_yes() -> None:
    assert codes(judged(facts(checklists=[checklist(10, not_applicable=4)]), [], DEFAULTS)[0]) == ["CHECKLIST_ALL_YES"]
    assert codes(judged(facts(checklists=[checklist(10, no=1)]), [], DEFAULTS)[0]) == []
    # Too short to be judged.
    found, unjudged = judged(facts(checklists=[checklist(9)]), [], DEFAULTS)
    assert (found, "CHECKLIST_ALL_YES" in unjudged) == ([], True)
    stricter = Weights.of({}, {"all_yes_share": "0.9", "all_yes_least": "5"})
    assert codes(judged(facts(checklists=[checklist(9, no=1)]), [], stricter)[0]) == ["CHECKLIST_ALL_YES"]


def test_a_saving_far_outside_the_range_of_the_library() -> None:
    inside = [saving("100", "20", "100"), saving("1000", "20", "100"), saving("2", "20", "100")]
    assert codes(judged(facts(savings=inside), [], DEFAULTS)[0]) == []
    for outside in (saving("1001", "20", "100"), saving("1.9", "20", "100"), saving("1001", None, "100")):
        assert codes(judged(facts(savings=[outside]), [], DEFAULTS)[0]) == ["SAVING_OUT_OF_RANGE"]
    # Other money is not compared, and an option from nowhere has no range.
    for unknown in (saving("9999", "20", "100", "EUR"), {**saving("9999", None, None), "range": None}):
        found, unjudged = judged(facts(savings=[unknown]), [], DEFAULTS)
        assert (found, "SAVING_OUT_OF_RANGE" in unjudged) == ([], True)


def test_more_saved_than_there_is() -> None:
    there = [flow("1000", "kg"), flow("0.5", kind="DISCHARGE")]
    assert codes(judged(facts(effects=[effect("1")], consumption=there), [], DEFAULTS)[0]) == []
    both_options = [effect("0.6"), effect("500", "kg", "F2")]
    (found,) = judged(facts(effects=both_options, consumption=there), [], DEFAULTS)[0]
    assert (found.code, found.path, found.severity) == (
        "SAVING_ABOVE_CONSUMPTION",
        ("options", "F1", "F2"),
        Severity.SERIOUS,
    )
    # Emissions of several lines add up; a volume is not compared with a mass.
    emitted = [flow("0.4", kind="EMISSION", subject="COD"), flow("0.4", kind="EMISSION", subject="COD")]
    assert judged(facts(effects=[effect("0.7", subject="COD")], consumption=emitted), [], DEFAULTS)[0] == []
    found_none, unjudged = judged(facts(effects=[effect("9", "m3")], consumption=there), [], DEFAULTS)
    assert (found_none, "SAVING_ABOVE_CONSUMPTION" in unjudged) == ([], True)


def test_evidence_that_is_missing_reused_or_shared() -> None:
    evidence = {"files": [["f1", 4], ["f2", 3]], "missing": ["glass:checklist_item:X"]}
    others = [Other("别厂", frozenset(), frozenset({"f2"})), Other("第三厂", frozenset(), frozenset())]
    found, _ = judged(facts(evidence=evidence), others, DEFAULTS)
    assert sorted((each.code, each.path[-1]) for each in found) == [
        ("EVIDENCE_MISSING", "glass:checklist_item:X"),
        ("EVIDENCE_REUSED", "f1"),
        ("EVIDENCE_SHARED", "f2"),
    ]
    assert "别厂" in next(each for each in found if each.code == "EVIDENCE_SHARED").message["zh-CN"]


def test_a_phase_that_was_closed_in_minutes() -> None:
    phases = [{"phase": "PLANNING", "minutes": "29"}, {"phase": "ASSESSMENT", "minutes": "30"}]
    assert [each.path for each in judged(facts(phases=phases), [], DEFAULTS)[0]] == [("phases", "PLANNING")]


def test_a_team_of_staff_offices_only() -> None:
    def team(from_production: int | None, members: int = 3, *unknown: str) -> dict[str, Any]:
        known = {"departments": ["厂部", *unknown], "production": ["车间"], "unknown": list(unknown)}
        known["fromProduction"] = from_production  # type: ignore[assignment]
        return facts(team={"members": members, **known})

    (certain,) = judged(team(0), [], DEFAULTS)[0]
    (less_so,) = judged(team(0, 3, "一车间"), [], DEFAULTS)[0]
    assert certain.code == less_so.code == "TEAM_WITHOUT_PRODUCTION"
    assert (certain.severity, less_so.severity) == (Severity.SERIOUS, Severity.WARNING)
    assert codes(judged(team(1), [], DEFAULTS)[0]) == []
    # Which departments produce is not on record: that is unknown.
    found, unjudged = judged(team(None), [], DEFAULTS)
    assert (found, "TEAM_WITHOUT_PRODUCTION" in unjudged) == ([], True)


digests = st.frozensets(st.sampled_from([f"{n:032x}" for n in range(12)]))


@given(digests, digests)
def test_copying_is_seen_from_both_sides_alike(a: frozenset[str], b: frozenset[str]) -> None:
    def found(own: frozenset[str], other: frozenset[str]) -> list[str]:
        return codes(judged(facts(answers=sorted(own)), [Other("x", other, frozenset())], DEFAULTS)[0])

    expected = min(len(a), len(b)) >= 5 and Fraction(len(a & b), min(len(a), len(b))) >= Fraction("0.8")
    assert found(a, b) == (["ANSWERS_COPIED"] if expected else [])
    assert found(a, b) == found(b, a)


@given(st.lists(st.sampled_from(sorted(ALL)), max_size=30))
def test_a_score_is_100_less_its_reasons_and_no_finding_raises_it(given_codes: list[str]) -> None:
    found = [Found(code, Severity.WARNING, both("示例", "example")) for code in given_codes]
    left, reasons = score(found, DEFAULTS)
    assert left == max(100 - sum(points for *_, points in reasons), 0)
    assert {code: count for code, count, _ in reasons} == {code: given_codes.count(code) for code in set(given_codes)}
    for code in ALL:
        assert score([*found, Found(code, Severity.WARNING, both("示例", "example"))], DEFAULTS)[0] <= left


def test_what_a_plugin_finds_weighs_by_its_severity_or_by_its_own_code() -> None:
    finding = Found("GLS_CULLET", Severity.SERIOUS, both("示例", "example"), plugin="glass")
    assert score([finding], DEFAULTS)[0] == 90
    assert score([finding], Weights.of({"GLS_CULLET": "2.5"}, {}))[0] == Fraction("97.5")
    assert score([finding] * 9, DEFAULTS)[0] == 70
    assert read(written(finding)) == finding


def test_every_code_has_points_in_both_languages() -> None:
    assert all(set(each.name) == {"zh-CN", "en"} for each in POINTS.values())
