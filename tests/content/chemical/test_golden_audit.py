"""The golden audit of the acid plant: its figures, each with its derivation, and its rating.

The plant is that of BREF LVIC-AAF (2007), Tables 4.11 and 4.12 (case D): 36 000 Nm³/h of tail gas for 8400 h/a,
145 000 t/a of acid; 1200 mg SO2/Nm³ before, 400 mg with caesium catalyst.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import cpaudit_chemical
from cpaudit import ContentPack
from cpaudit.audits.models import Scenario
from cpaudit.cli.demo.golden import GoldenAudit, read_golden_audit
from cpaudit.contributions import IndicatorSystem
from cpaudit.engine import Rating, rate
from cpaudit.phases import HANDBOOK_1996
from cpaudit_chemical.acid import conversion_of
from cpaudit_chemical.compounds import compound

HOURS, GAS, ACID = 8400, 36_000, 145_000
BEFORE = GAS * 1200e-9 * HOURS
AFTER = GAS * 400e-9 * HOURS


@pytest.fixture(scope="module")
def golden() -> GoldenAudit:
    (package,) = cpaudit_chemical.__path__
    return read_golden_audit(Path(package, "golden", "sulphuric_acid.yaml"))


@pytest.fixture(scope="module")
def system(chemical: ContentPack) -> IndicatorSystem:
    return next(each for each in chemical.indicator_systems if each.code == "CHM-I-ACID")


def values(golden: GoldenAudit, scenario: Scenario) -> dict[str, tuple[float, str] | str]:
    """What the audit records of each indicator, as the engine takes it."""
    (rating,) = [each for each in golden.ratings if each.scenario is scenario]
    found: dict[str, tuple[float, str] | str] = {}
    for value in rating.values:
        if value.amount is not None:
            found[value.indicator] = (value.amount.value, value.amount.unit)
        else:
            assert value.grade is not None
            found[value.indicator] = value.grade.value
    return found


def rated(golden: GoldenAudit, system: IndicatorSystem, scenario: Scenario) -> tuple[Rating, dict[str, float]]:
    rating = rate(system, values(golden, scenario))
    for index in rating.indices:
        assert index.lower == index.upper
    return rating, {index.grade.value: index.lower for index in rating.indices}


def test_weights_add_up_and_three_indicators_limit(system: IndicatorSystem) -> None:
    assert sum(category.weight for category in system.categories) == 100
    for category in system.categories:
        weights = [each.weight for each in system.indicators if each.category == category.code]
        assert sum(weights) == pytest.approx(1)
    assert [each.code for each in system.indicators if each.limiting] == ["R-SULPHUR", "E-SO2", "M-LAW"]


def test_thresholds_of_conversion_are_levels_of_the_pack(chemical: ContentPack, system: IndicatorSystem) -> None:
    levels = {level.code: level for level in chemical.benchmarks}
    limits = {each.code: each.quantitative.thresholds.limits for each in system.indicators if each.quantitative}

    assert limits["E-CONV"] == (
        levels["CHM-H2SO4-BAT-CONV-NEW"].lower,
        levels["CHM-H2SO4-BAT-CONV-EXIST"].lower,
        99.73,
    )
    for percent, kilograms in zip(limits["E-CONV"], limits["E-SO2"], strict=True):
        assert conversion_of(kilograms) == pytest.approx(percent, abs=0.001)
    assert limits["E-SO2"][2] == levels["CHM-H2SO4-SO2-DC4"].value
    assert limits["E-TAIL"] == (300, 400, levels["CHM-H2SO4-BAT-SO2"].upper)
    mist = levels["CHM-H2SO4-BAT-MIST"]
    assert limits["E-MIST"] == (mist.lower, mist.upper, mist.upper)


def test_what_the_plant_emits_is_gas_times_concentration_times_hours(golden: GoldenAudit) -> None:
    emissions = {line.scenario: line.emission.value for line in golden.inventory if line.emission is not None}

    assert (pytest.approx(362.88), pytest.approx(120.96)) == (BEFORE, AFTER)
    assert emissions == {Scenario.BEFORE: pytest.approx(BEFORE), Scenario.AFTER: pytest.approx(AFTER)}


def test_sulphur_is_balanced_to_four_parts_in_a_thousand(golden: GoldenAudit) -> None:
    """47 850 fed − 145 000·M(S)/M(H2SO4) in acid − 362.88·M(S)/M(SO2) in tail gas − 90 in residue."""
    held = {each.key: each.amount.value for each in golden.measurements}
    sulphur = compound("S").grams_per_mole

    assert held["sulphur_in_acid"] == pytest.approx(ACID * sulphur / compound("H2SO4").grams_per_mole, rel=2e-4)
    assert held["sulphur_in_tail_gas"] == pytest.approx(BEFORE * sulphur / compound("SO2").grams_per_mole, rel=5e-4)
    out = held["sulphur_in_acid"] + held["sulphur_in_tail_gas"] + held["sulphur_in_residue"]
    assert 1 - out / held["sulphur_fed"] == pytest.approx(0.0037, abs=0.0001)


@pytest.mark.parametrize(("scenario", "emitted"), [(Scenario.BEFORE, BEFORE), (Scenario.AFTER, AFTER)])
def test_indicators_follow_from_what_was_measured(golden: GoldenAudit, scenario: Scenario, emitted: float) -> None:
    found = values(golden, scenario)
    specific = 1000 * emitted / ACID

    assert found["E-SO2"] == (pytest.approx(specific, abs=0.0005), "kg/t")
    assert found["E-CONV"] == (pytest.approx(conversion_of(specific), abs=0.0005), "%")
    assert found["E-TAIL"] == (pytest.approx(emitted / HOURS / GAS * 1e9), "mg/Nm3")
    assert found["R-SULPHUR"] == (pytest.approx(1000 * 47_850 / ACID), "kg/t")


def test_before_the_audit_the_plant_is_below_grade_iii(golden: GoldenAudit, system: IndicatorSystem) -> None:
    """Y_III: conversion, SO2 and tail gas fail, 25·(0.3 + 0.3 + 0.2), and compliance, 15·0.4: 100 − 20 − 6 = 74."""
    rating, indices = rated(golden, system, Scenario.BEFORE)

    assert (rating.state, rating.grade) == ("BELOW", "BELOW")
    assert indices["III"] == pytest.approx(74)


def test_after_the_audit_it_is_grade_ii(golden: GoldenAudit, system: IndicatorSystem) -> None:
    """Y_II: all but fresh water, at III: 100 − 25·0.15 = 96.25. Y_I: route 20·0.5 and compliance 15·0.4: 16."""
    rating, indices = rated(golden, system, Scenario.AFTER)

    assert (rating.state, rating.grade) == ("RATED", "II")
    assert indices == {"I": pytest.approx(16), "II": pytest.approx(96.25), "III": pytest.approx(100)}


def test_an_indicator_that_is_not_known_leaves_the_grade_open(golden: GoldenAudit, system: IndicatorSystem) -> None:
    known = values(golden, Scenario.AFTER)
    del known["E-SO2"]

    assert rate(system, known).state == "INCOMPLETE"


def test_the_audit_answers_every_question_that_applies_in_all_eight_phases(
    golden: GoldenAudit, chemical: ContentPack
) -> None:
    given = {code: answer for answers in golden.answers.by_phase.values() for code, answer in answers.items()}
    asked = {
        item.code
        for item in chemical.checklist_items
        if item.when is None or ((other := given.get(item.when.item)) is not None and other.value in item.when.answers)
    }

    assert set(golden.answers.by_phase) == {phase.key for phase in HANDBOOK_1996.phases}
    assert set(given) == asked
    for item in chemical.checklist_items:
        answer = given.get(item.code)
        if answer is not None and answer.not_applicable_reason is None and item.evidence == "required":
            assert answer.evidence is not None, item.code


def test_neither_retrofit_pays_and_the_cheaper_one_meets_the_order(golden: GoldenAudit) -> None:
    """Table 4.11: 21 200 − 21 800 − 33 700 − 15 500 − 8900 EUR/a; Table 4.12: 18 800 EUR/a for 40 m³ at 4000 EUR."""
    figures = {option.code: option.figures for option in golden.options}

    assert float(figures["CHM-O-05"].annual_saving) == 21_200 - 21_800 - 33_700 - 15_500 - 8900
    assert float(figures["CHM-O-05"].investment) == 1_090_000
    assert (float(figures["CHM-O-06"].annual_saving), float(figures["CHM-O-06"].investment)) == (18_800, 40 * 4000)
