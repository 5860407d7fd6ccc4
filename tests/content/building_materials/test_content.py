"""What the pack of building materials has to offer, beyond what every pack has."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from cpaudit import Aspect, ContentPack, PhaseKey
from cpaudit.contributions import AnswerKind, ChecklistItem, EvidenceRule
from cpaudit.phases import HANDBOOK_1996

INDUSTRIES = ("cement", "lime", "glass", "ceramics", "bricks")
LEFT_OUT = ("BLD-CLK-CKD", "BLD-LIME-LKD", "BLD-LIME-HYD")
"""Corrections of other factors, no factors themselves: the calculators carry them."""


def suggested(pack: ContentPack) -> set[str]:
    return {code for item in pack.checklist_items for code in item.suggests}


def industries_of(item: ChecklistItem) -> frozenset[str]:
    if item.when is None or item.when.item != "BLD-ORG-003":
        return frozenset(INDUSTRIES)
    return frozenset(item.when.answers) - {"several"}


def test_every_usable_row_of_the_collected_facts_is_there(building_materials: ContentPack) -> None:
    """142 rows were collected; 139 are delivered, and the changelog names the three that are not, with the reason."""
    pack = building_materials
    codes = [item.code for items in (pack.factors, pack.benchmarks, pack.consumptions) for item in items]

    assert (len(pack.factors), len(pack.benchmarks), len(pack.consumptions)) == (93, 29, 17)
    assert len(set(codes)) == 139
    assert not set(LEFT_OUT) & set(codes)


def test_the_changelog_names_every_row_left_out() -> None:
    project = Path(__file__).parents[3] / "plugins" / "building_materials"
    changelog = (project / "CHANGELOG.md").read_text("utf-8")

    assert all(f"`{code}`" in changelog for code in LEFT_OUT)


def test_every_option_is_there_and_none_of_the_shared_pack(building_materials: ContentPack) -> None:
    codes = {option.code for option in building_materials.options}

    assert len(codes) == 38
    assert all(code.startswith("BLD-O-") for code in codes)


def test_every_option_is_suggested_by_a_question(building_materials: ContentPack) -> None:
    assert {option.code for option in building_materials.options} <= suggested(building_materials)


def test_options_that_exclude_each_other_say_so_on_both_sides(building_materials: ContentPack) -> None:
    excludes = {option.code: set(option.excludes) for option in building_materials.options}

    for code, others in excludes.items():
        for other in others:
            assert code in excludes[other], (code, other)


def test_every_option_is_described_in_both_languages(building_materials: ContentPack) -> None:
    assert all(option.description is not None for option in building_materials.options)
    assert all(1 <= len(option.aspects) <= 3 for option in building_materials.options)


def test_checklists_are_large_enough_for_each_industry(building_materials: ContentPack) -> None:
    items = list(building_materials.checklist_items)

    assert len(items) >= 120
    for industry in INDUSTRIES:
        own = [item for item in items if industry in industries_of(item)]
        phases = {HANDBOOK_1996.phase_of(item.step).key for item in own}
        assert phases == {phase.key for phase in HANDBOOK_1996.phases}, industry
        assert {item.aspect for item in own} == set(Aspect), industry


def test_every_negative_answer_leads_somewhere(building_materials: ContentPack) -> None:
    """To options, to evidence, or to guidance that says what to measure, where and in which unit, or what to list."""
    for item in building_materials.checklist_items:
        leads = bool(item.suggests) or item.evidence is EvidenceRule.REQUIRED or item.guidance is not None
        assert leads or item.answer is AnswerKind.CHOICE, item.code


def test_numbers_are_asked_with_guidance_and_evidence(building_materials: ContentPack) -> None:
    numbers = [item for item in building_materials.checklist_items if item.answer is AnswerKind.NUMBER]

    assert len(numbers) >= 7
    for item in numbers:
        assert item.guidance is not None, item.code
        assert item.evidence is EvidenceRule.REQUIRED, item.code


def test_a_works_of_one_industry_is_not_asked_about_another(building_materials: ContentPack) -> None:
    processes = {
        template.code: {unit.code for unit in template.unit_processes}
        for template in building_materials.process_templates
    }
    owners = {
        "BLD-KILN": "cement",
        "BLD-GLASS": "glass",
        "BLD-TILE": "ceramics",
        "BLD-LIME": "lime",
        "BLD-BRICK": "bricks",
    }

    assert processes.keys() == owners.keys()
    for item in building_materials.checklist_items:
        for template, industry in owners.items():
            if item.process in processes[template] and item.when is not None and item.when.item == "BLD-ORG-003":
                assert industries_of(item) == {industry}, item.code
    for item in building_materials.checklist_items:
        assert item.process is None or item.when is not None, item.code


def test_every_unit_process_has_a_question_or_an_option(building_materials: ContentPack) -> None:
    asked = {item.process for item in building_materials.checklist_items}
    acted_on = {code for option in building_materials.options for code in option.processes}
    units = {unit.code for template in building_materials.process_templates for unit in template.unit_processes}

    assert units <= asked | acted_on


def test_templates_measure_what_balances_need(building_materials: ContentPack) -> None:
    for template in building_materials.process_templates:
        kinds = Counter(stream.kind for stream in template.streams if stream.measured_at is not None)
        assert len(kinds) >= 3, template.code
        codes = [stream.code for stream in template.streams]
        assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("gas", "concentration_kg", "volume"),
    [("BLD-GLS-CONV-CONT", 0.0015, 1500), ("BLD-GLS-CONV-FLAT", 0.0025, 2500), ("BLD-GLS-CONV-FIBRE", 0.0045, 4500)],
)
def test_a_printed_conversion_is_a_volume_of_gas(
    building_materials: ContentPack, gas: str, concentration_kg: float, volume: float
) -> None:
    """Decision 2012/134/EU, Table 2: kg/t for each mg/Nm3 is 10^-6 kg/mg times Nm3/t."""
    factor = next(factor for factor in building_materials.factors if factor.code == gas)

    assert (factor.value, factor.unit, factor.pollutant) == (volume, "Nm3", "flue_gas")
    assert factor.value * 1e-6 == pytest.approx(concentration_kg)


def test_national_coal_limits_and_the_best_techniques_tell_of_one_thing(building_materials: ContentPack) -> None:
    """112 kgce/t x 29.3076 MJ/kgce = 3282 MJ/t, just inside the range of best techniques (2900 to 3300)."""
    use = {item.code: item for item in building_materials.consumptions}
    limit, heat = use["BLD-GB16780-COAL-limit"], use["BLD-CLM-ENERGY"]

    assert limit.value is not None
    assert heat.lower is not None
    assert heat.upper is not None
    assert heat.lower <= limit.value * 29.3076 <= heat.upper


def test_a_bat_level_states_which_point_of_its_range_the_value_is(building_materials: ContentPack) -> None:
    for item in (*building_materials.benchmarks, *building_materials.consumptions):
        if item.lower is not None and item.upper is not None:
            assert item.note is not None, item.code
            point = "upper end" if item.value == item.upper else "midpoint"
            assert point in item.note, item.code
            if point == "midpoint":
                assert item.value == pytest.approx((item.lower + item.upper) / 2), item.code


def test_limits_of_china_are_called_limits_and_are_unverified(building_materials: ContentPack) -> None:
    limits = [item for item in building_materials.benchmarks if item.code.startswith("BLD-GB")]

    assert len(limits) == 6
    for item in limits:
        assert item.evidence == "unverified"
        assert item.note is not None
        assert "statutory emission limit" in item.note


def test_phase_one_asks_for_the_industry_before_anything_depends_on_it(building_materials: ContentPack) -> None:
    first = next(item for item in building_materials.checklist_items if item.code == "BLD-ORG-003")

    assert HANDBOOK_1996.phase_of(first.step).key is PhaseKey.ORGANIZATION
    assert {choice.key for choice in first.choices} == {*INDUSTRIES, "several"}


@pytest.mark.parametrize(("carbonate", "for_a_tonne_of_oxide"), [("BLD-CARB-CACO3", 0.785), ("BLD-CARB-MGCO3", 1.092)])
def test_what_a_carbonate_loses_is_what_its_oxide_is_reckoned_with(
    building_materials: ContentPack, carbonate: str, for_a_tonne_of_oxide: float
) -> None:
    """CO2 of a tonne of carbonate over the oxide that is left, 1 - CO2: the ratios of Equation 2.4 and of the CSI."""
    lost = next(factor.value for factor in building_materials.factors if factor.code == carbonate)

    assert lost / (1 - lost) == pytest.approx(for_a_tonne_of_oxide, abs=5e-4)


def test_high_calcium_lime_is_nearly_all_cao(building_materials: ContentPack) -> None:
    """0.75 t CO2/t at 0.785 t/t CaO: 95.5 % CaO, where 100 % is the most that can be."""
    factors = {factor.code: factor.value for factor in building_materials.factors}

    assert 0.9 < factors["BLD-LIME-HICAL"] / 0.785 <= 1
    assert factors["BLD-LIME-HYDR"] < factors["BLD-LIME-HICAL"] < factors["BLD-LIME-DOLDEV"]


def test_uncontrolled_dust_is_more_than_controlled(building_materials: ContentPack) -> None:
    factors = {factor.code: factor for factor in building_materials.factors}
    steps = [code.removesuffix("-UC") for code in factors if code.startswith("BLD-TILE-PM-") and code.endswith("-UC")]

    assert len(steps) == 6
    for step in steps:
        loose, held = factors[f"{step}-UC"], factors[f"{step}-C"]
        assert loose.process == held.process
        assert loose.lower is not None
        assert held.upper is not None
        assert loose.lower > held.upper
