"""The chemical pack: that all of it is there, hangs together, and agrees with arithmetic."""

from __future__ import annotations

import re

import pytest

from cpaudit import ContentPack, StepKey
from cpaudit.contributions import shared_pack
from cpaudit.phases import HANDBOOK_1996, PhaseKey

LEFT_OUT = {"CHM-C2H4-GAF-ASIA"}
"""A regional multiplier, no figure by itself; the factors of ethylene name it in their notes."""


def test_figures_are_factors_levels_or_specific_use(chemical: ContentPack) -> None:
    kinds = (chemical.factors, chemical.benchmarks, chemical.consumptions)
    codes = [item.code for kind in kinds for item in kind]

    assert [len(kind) for kind in kinds] == [93, 25, 12]
    assert len(set(codes)) == len(codes)
    assert not LEFT_OUT & set(codes)


def test_no_published_level_is_a_factor(chemical: ContentPack) -> None:
    assert not any(re.search(r"BAT|-GB$|-FUEL-|-DF-|-UF-", factor.code) for factor in chemical.factors)
    assert {level.level.value for level in chemical.benchmarks} == {"bat_ael", "bat_range", "reported", "guideline"}


def test_the_stated_point_of_a_range_is_the_one_that_the_note_names(chemical: ContentPack) -> None:
    named = [
        level for level in (*chemical.benchmarks, *chemical.consumptions) if level.note and "the value is" in level.note
    ]

    assert len(named) >= 14
    for level in named:
        assert level.note is not None
        if "midpoint" in level.note:
            assert level.lower is not None
            assert level.upper is not None
            assert level.value == pytest.approx((level.lower + level.upper) / 2), level.code
        elif "upper end" in level.note:
            assert level.value == level.upper, level.code
        else:
            assert level.value == level.lower, level.code


@pytest.mark.parametrize(
    ("route", "carbon_kg_per_gj"), [("CSR", 15.3), ("XAR", 15.3), ("POX", 21.0), ("MIX-NG", 15.3), ("MIX-POX", 21.0)]
)
def test_ammonia_gives_off_the_carbon_of_the_energy_it_uses(
    chemical: ContentPack, route: str, carbon_kg_per_gj: float
) -> None:
    """2006 IPCC Guidelines, Volume 3, Table 3.1: energy × carbon content × 44/12 (case F for CSR)."""
    energy = next(each.value for each in chemical.consumptions if each.code == f"CHM-NH3-FUEL-{route}")
    factor = next(each.value for each in chemical.factors if each.code == f"CHM-NH3-CO2-{route}")

    assert energy is not None
    assert factor == pytest.approx(energy * carbon_kg_per_gj * 44 / 12 / 1000, abs=6e-4)


def test_every_option_of_the_industry_is_there(chemical: ContentPack) -> None:
    numbers = [*range(1, 15), *range(20, 34), *range(40, 47)]

    assert {option.code for option in chemical.options} == {f"CHM-O-{number:02}" for number in numbers}
    assert all(option.description is not None for option in chemical.options)


def test_exclusions_are_mutual(chemical: ContentPack) -> None:
    pairs = {(option.code, other) for option in chemical.options for other in option.excludes}

    assert ("CHM-O-05", "CHM-O-06") in pairs
    assert {(other, code) for code, other in pairs} == pairs


def test_the_checklists_are_long_enough_in_every_phase(chemical: ContentPack) -> None:
    items = chemical.checklist_items
    phases = {phase: [item for item in items if item.phase is phase] for phase in PhaseKey}

    assert len(items) == 162
    assert all(len(phases[phase.key]) >= 5 for phase in HANDBOOK_1996.phases)


def test_a_negative_answer_leads_to_an_option_to_evidence_or_to_a_measurement(chemical: ContentPack) -> None:
    for item in chemical.checklist_items:
        if item.answer == "yes_no_partial":
            assert item.suggests or item.evidence == "required" or item.guidance, item.code
        else:
            assert item.guidance, item.code


def test_every_option_is_suggested_by_a_question(chemical: ContentPack) -> None:
    suggested = {code for item in chemical.checklist_items for code in item.suggests}

    assert {option.code for option in chemical.options} <= suggested
    assert suggested <= {option.code for option in (*chemical.options, *shared_pack().options)}


def test_what_does_not_apply_to_a_plant_is_not_asked(chemical: ContentPack) -> None:
    """Each branch is a choice of the survey, and every question of its checklist hangs on it."""
    conditional = {"CHM-ACID", "CHM-AMM", "CHM-N2O", "CHM-BATCH", "CHM-INORG"}
    by_code = {item.code: item for item in chemical.checklist_items}
    for checklist in chemical.checklists:
        for item in checklist.items:
            assert (item.when is not None) is (checklist.code in conditional), item.code
            while item.when is not None:
                item = by_code[item.when.item]
            assert item.step is StepKey.SITE_SURVEY or checklist.code not in conditional, item.code


def test_templates_name_where_each_emission_is_measured(chemical: ContentPack) -> None:
    assert [template.code for template in chemical.process_templates] == ["CHM-AMMONIA", "CHM-SULPHURIC"]
    for template in chemical.process_templates:
        for stream in template.streams:
            if stream.kind == "EMISSION":
                assert stream.destination is None
                assert stream.measured_at is not None, stream.code


def test_ammonia_keeps_carbon_that_is_vented_apart_from_carbon_that_is_used(chemical: ContentPack) -> None:
    template = next(each for each in chemical.process_templates if each.code == "CHM-AMMONIA")
    carbon = {stream.code: stream.kind for stream in template.streams if stream.substance == "CO2"}

    assert carbon == {"reformer_flue_co2": "EMISSION", "vented_co2": "EMISSION", "recovered_co2": "PRODUCT"}


def test_a_unit_process_that_an_option_or_question_names_is_on_a_map(chemical: ContentPack) -> None:
    units = {unit.code for template in chemical.process_templates for unit in template.unit_processes}
    named = {code for option in chemical.options for code in option.processes}
    named |= {item.process for item in chemical.checklist_items if item.process is not None}

    assert named <= units
    assert {"converter", "primary_reformer", "condensate_stripper"} <= named
