"""The golden dairy: complete, and its figures pinned with their derivation."""

from __future__ import annotations

from pathlib import Path

import pytest

import cpaudit_light_industry
from content.light_industry.conftest import Ask
from cpaudit import ContentPack
from cpaudit.cli.demo.golden import GoldenAudit, read_golden_audit
from cpaudit.contributions import ChecklistItem, EvidenceRule, FlowDirection
from cpaudit.engine import close_balance, quantity
from cpaudit.phases import METHODS

MILK_PROCESSED, PRODUCT, WASTEWATER = 10_300, 10_000, 70_000
FUEL_GJ, ELECTRICITY_KWH = 9000, 1_500_000
LAST = 2024


@pytest.fixture(scope="module")
def golden() -> GoldenAudit:
    return read_golden_audit(Path(str(cpaudit_light_industry.__file__)).parent / "golden" / "dairy.yaml")


def answers(golden: GoldenAudit) -> dict[str, object]:
    return {code: answer for phase in golden.answers.by_phase.values() for code, answer in phase.items()}


def number(golden: GoldenAudit, code: str) -> float:
    return answers(golden)[code].amount.value  # type: ignore[attr-defined]


def measured(golden: GoldenAudit, key: str) -> float:
    return next(each.amount.value for each in golden.measurements if each.key == key)


def asked(golden: GoldenAudit, item: ChecklistItem) -> bool:
    if item.when is None:
        return True
    other = answers(golden).get(item.when.item)
    return other is not None and other.value in item.when.answers  # type: ignore[attr-defined]


def test_all_that_the_dairy_is_asked_is_answered_in_its_phase(golden: GoldenAudit, light_industry: ContentPack) -> None:
    due = {
        phase.key: {
            item.code
            for item in light_industry.checklist_items
            if item.step in {step.key for step in phase.steps} and asked(golden, item)
        }
        for phase in METHODS[golden.method].phases
    }

    assert {phase: set(given) for phase, given in golden.answers.by_phase.items()} == due
    assert sum(map(len, due.values())) == 105


def test_answers_have_the_evidence_that_they_need(golden: GoldenAudit, light_industry: ContentPack) -> None:
    required = {item.code for item in light_industry.checklist_items if item.evidence is EvidenceRule.REQUIRED}

    for code, answer in answers(golden).items():
        if code in required and answer.not_applicable_reason is None:  # type: ignore[attr-defined]
            assert answer.evidence in golden.answers.files, code  # type: ignore[attr-defined]


def test_wastewater_and_cod_are_table_6_9_of_the_ipcc(golden: GoldenAudit, ask: Ask) -> None:
    """10 000 t x 7 m3/t = 70 000 m3, x 2.7 kg/m3 = 189 t; after the options 65 000 m3 and 175.5 t."""
    before, after = golden.inventory

    assert before.activity.value == WASTEWATER == PRODUCT * 7
    assert after.activity.value == 65_000 == WASTEWATER - 4000 - 1000
    for line, tonnes in ((before, 189), (after, 175.5)):
        stream = {
            "name": "effluent",
            "volume": {"value": line.activity.value, "unit": "m3"},
            "concentration": {"value": 2700, "unit": "mg/L"},
        }
        assert ask("wastewater_load", streams=[stream]).value == pytest.approx(tonnes * 1000)


def test_planned_effects_are_what_the_wastewater_falls_by(golden: GoldenAudit) -> None:
    planned = {
        option.code: effect.planned.value
        for option in golden.options
        for effect in option.effects
        if effect.subject == "wastewater"
    }

    assert planned == {"LGT-O-01": 4000, "LGT-O-04": 1000}


def test_cleaning_takes_six_thousand_times_three_and_a_half_cubic_metres(golden: GoldenAudit, ask: Ask) -> None:
    """12 m3/h: 5 min pre-rinse 1.0; alkali 10 min 2.0, nine tenths returned, 0.2; 4 min 0.8; acid as alkali 0.2;
    6.5 min final rinse 1.3: 3.5 m3 a time, 21 000 m3 a year.
    """
    steps = [
        {
            "kind": kind,
            "flow": {"value": 12, "unit": "m3/h"},
            "duration": {"value": minutes, "unit": "min"},
            "returned": returned,
        }
        for kind, minutes, returned in (
            ("PRE_RINSE", 5, 0),
            ("ALKALI", 10, 0.9),
            ("INTERMEDIATE_RINSE", 4, 0),
            ("ACID", 10, 0.9),
            ("FINAL_RINSE", 6.5, 0),
        )
    ]
    water = ask("cleaning_water", steps=steps, cleanings=6000, output={"value": PRODUCT, "unit": "t"})

    assert water.value == pytest.approx(measured(golden, "cip_in"))
    assert water["w"] == pytest.approx(2.1)
    # The next round: 1 m3 of pre-rinse each time could be final rinse.
    assert water["S"] == pytest.approx(6000)


def test_cleaning_takes_three_fifths_of_the_water_that_is_metered(golden: GoldenAudit) -> None:
    """21 000 of 21 000 + 8000 + 6000 = 35 000 m3/a; 80 000 m3/a are taken in all."""
    metered = [measured(golden, key) for key in ("cip_in", "tankers", "make_up")]

    assert sum(metered) == 35_000
    assert metered[0] / sum(metered) == pytest.approx(0.6)


@pytest.mark.parametrize(("balance", "gap"), [(0, 222 / 10_300), (1, 630 / 21_000)])
def test_balances_close_within_their_tolerance(golden: GoldenAudit, balance: int, gap: float) -> None:
    """Milk: 10 300 - 9750 - 250 - 8 - 70 = 222 t; water of cleaning: 21 000 - 20 370 = 630 m3."""
    lines = golden.balances[balance].lines

    def side(direction: FlowDirection) -> list[object]:
        return [quantity(measured(golden, line.measurement), "1") for line in lines if line.direction is direction]

    closure = close_balance(side(FlowDirection.INPUT), side(FlowDirection.OUTPUT))  # type: ignore[arg-type]
    assert closure.gap_fraction == pytest.approx(gap)
    assert gap < golden.balances[balance].tolerance


def test_specific_figures_follow_from_the_yearly_ones(golden: GoldenAudit) -> None:
    """The tonne of coal equivalent is 29.3076 GJ (GB/T 2589)."""
    flows = {flow.substance["en"]: flow.by_year[LAST].value for flow in golden.annual_flows}

    assert (flows["boiler fuel"], flows["electricity"]) == (FUEL_GJ, ELECTRICITY_KWH)
    assert flows["wastewater"] == WASTEWATER
    assert number(golden, "LGT-PRE-008") == pytest.approx(flows["fresh water"] / PRODUCT)
    assert number(golden, "LGT-PRE-024") == pytest.approx(ELECTRICITY_KWH / PRODUCT)
    energy = FUEL_GJ + ELECTRICITY_KWH * 0.0036
    assert number(golden, "LGT-PRE-025") == pytest.approx(energy / 29.3076 * 1000 / PRODUCT, abs=5e-4)
    assert number(golden, "LGT-DRY-008") == pytest.approx(WASTEWATER / MILK_PROCESSED, abs=5e-4)
    assert number(golden, "LGT-DRY-009") == pytest.approx(energy / 3.6 / MILK_PROCESSED, abs=5e-5)
    assert number(golden, "LGT-DRY-014") == pytest.approx(100 * (64 - 4) / (72 - 4), abs=5e-3)


def test_the_focus_is_where_the_weighted_sum_is_largest(golden: GoldenAudit) -> None:
    """10 x 9 + 8 x 9 + 8 x 8 + 7 x 3 + 5 x 6 + 2 x 7 = 291, against 191 and 186."""
    weights = {factor.code: factor.weight for factor in golden.focus_factors}
    totals = [
        sum(weights[code] * score for code, score in candidate.scores.items()) for candidate in golden.focus_candidates
    ]

    assert totals == [291, 191, 186]
    assert golden.focus_candidates[0].chosen_because is not None


def test_options_are_case_c_and_level_control_is_worth_it(golden: GoldenAudit) -> None:
    """El-Haggar (2007), Table 2.17; LGT-O-06 without tax over 10 years at 10 %: 22 100 x 6.144567 - 13 030."""
    figures = {each.code: each.figures for each in golden.options if each.code.startswith("LGT-")}

    assert sum(each.investment for each in figures.values()) == 20_400
    assert sum(each.annual_saving for each in figures.values()) == 54_180
    level = figures["LGT-O-06"]
    assert float(level.investment / level.annual_saving) * 12 == pytest.approx(7, abs=0.5)
    factor = (1 - 1.1**-10) / 0.10
    assert factor == pytest.approx(6.144567, abs=5e-7)
    assert float(level.annual_saving) * factor - float(level.investment) == pytest.approx(122_764.9, abs=0.1)
