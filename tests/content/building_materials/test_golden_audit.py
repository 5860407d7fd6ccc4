"""The golden audit of a kiln line: its figures, each derived again from what it names as their basis."""

from __future__ import annotations

from pathlib import Path

import pytest

from cpaudit import ContentPack, Quantity
from cpaudit.audits.models import Scenario
from cpaudit.cli.demo.golden import GoldenAudit, read_golden_audit
from cpaudit.engine import Grade, RatingState, rate
from cpaudit.phases import HANDBOOK_1996

GOLDEN = Path(__file__).parents[3] / "plugins/building_materials/src/cpaudit_building_materials/golden/kiln_line.yaml"
CLINKER = 1_300_000 * 0.75
"""t/a: cement output by the clinker ratio, both illustrative."""

PER_TONNE = 0.65 * 0.785 * 1.02
"""t CO2/t clinker, 2006 IPCC Guidelines, Volume 3, Equation 2.4."""


@pytest.fixture(scope="module")
def golden() -> GoldenAudit:
    return read_golden_audit(GOLDEN)


def measured(golden: GoldenAudit, key: str) -> float:
    return next(each.amount.value for each in golden.measurements if each.key == key)


def test_the_kiln_balance_follows_from_output_and_composition(golden: GoldenAudit) -> None:
    assert measured(golden, "clinker") == CLINKER
    assert measured(golden, "process_co2") == pytest.approx(CLINKER * PER_TONNE, abs=0.05)
    assert measured(golden, "kiln_dust") == pytest.approx(CLINKER * 0.02)

    gap = 1 - CLINKER * (1 + PER_TONNE + 0.02) / measured(golden, "kiln_feed")

    assert gap == pytest.approx(0.0067, abs=5e-5)
    assert abs(gap) < golden.balances[0].tolerance


def test_targets_and_effects_follow_from_the_clinker_ratio(golden: GoldenAudit) -> None:
    """0.52 t/t by 975 000 t and by 910 000 t; a tonne of cement: 0.52 x 0.75 and 0.52 x 0.70."""
    total, relative, _ = golden.targets
    assert total.result is not None
    assert relative.result is not None
    assert total.baseline.value == pytest.approx(0.52 * CLINKER)
    assert total.result.value == pytest.approx(0.52 * 1_300_000 * 0.70)
    assert relative.baseline.value == pytest.approx(0.52 * 0.75)
    assert relative.result.value == pytest.approx(0.52 * 0.70)
    (effect,) = next(option for option in golden.options if option.code == "BLD-O-51").effects
    assert effect.planned.value == pytest.approx(1_300_000 * (0.75 - 0.70) * 0.52)


def indicator_values(golden: GoldenAudit, scenario: Scenario) -> dict[str, Grade | Quantity | None]:
    (rating,) = (each for each in golden.ratings if each.scenario is scenario)
    return {
        value.indicator: (None if value.grade is None else Grade(value.grade.value))
        if value.amount is None
        else Quantity(value.amount.value, value.amount.unit)
        for value in rating.values
    }


@pytest.mark.parametrize(
    ("scenario", "expected"), [(Scenario.BEFORE, (10.5, 49.25, 82)), (Scenario.AFTER, (10.5, 58.5, 85))]
)
def test_the_rating_is_computed_and_coal_keeps_it_below(
    building_materials: ContentPack, golden: GoldenAudit, scenario: Scenario, expected: tuple[float, ...]
) -> None:
    """By category weight x share of indicator weights that reach the grade.

    I: emissions 20 x Hg 15 % + product 5 x ratio 60 % + management 15 x law 30 % = 3 + 3 + 4.5.
    II before: equipment 20 x 60 % + recycling 15 x 30 % + emissions 20 + product 3 + management 15 x 65 % = 49.25;
    after: fans add 20 x 15 %, waste heat 25 x 25 %. III before: 20 x 85 % + 25 x 40 % + 15 + 20 + 5 + 15 = 82; after
    with the fans 85. Coal, 60 % of energy and limiting, is above 112 kgce/t both times.
    """
    (system,) = building_materials.indicator_systems
    rating = rate(system, indicator_values(golden, scenario))

    assert [index.lower for index in rating.indices] == [pytest.approx(value) for value in expected]
    assert [index.upper for index in rating.indices] == [pytest.approx(value) for value in expected]
    assert (rating.state, rating.grade) == (RatingState.BELOW, Grade.BELOW)


def test_values_of_the_rating_are_those_of_the_audit(golden: GoldenAudit) -> None:
    heat = {each.scenario: each.actual.value for each in golden.benchmarks}
    for scenario, ratio in ((Scenario.BEFORE, 75), (Scenario.AFTER, 70)):
        values = indicator_values(golden, scenario)
        coal, share, co2 = (values[f"BLD-IND-{code}"] for code in ("COAL", "CLINKER-RATIO", "CLINKER-CO2"))
        assert isinstance(coal, Quantity)
        assert isinstance(share, Quantity)
        assert isinstance(co2, Quantity)
        assert coal.value == pytest.approx(heat[scenario] / 29.3076, abs=0.005)
        assert share.value == ratio
        assert co2.value == pytest.approx(PER_TONNE)


def test_every_question_that_a_cement_works_is_asked_is_answered(
    building_materials: ContentPack, golden: GoldenAudit
) -> None:
    given = {code: answer for answers in golden.answers.by_phase.values() for code, answer in answers.items()}
    expected = set()
    for item in building_materials.checklist_items:
        condition = item.when
        if condition is None or (condition.item in given and given[condition.item].value in condition.answers):
            expected.add(item.code)

    assert set(given) == expected
    assert len(given) == 98
    for phase, answers in golden.answers.by_phase.items():
        steps = {step.key for step in HANDBOOK_1996.phase(phase).steps}
        asked = {item.code for item in building_materials.checklist_items if item.step in steps}
        assert set(answers) <= asked, phase
