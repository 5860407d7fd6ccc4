"""What the pack of light industry holds, and that its parts fit together."""

from __future__ import annotations

from collections import Counter

import pytest

from cpaudit import ContentPack, PhaseKey
from cpaudit.contributions import AnswerKind, ChecklistItem, EvidenceRule

INDUSTRIES = {
    "LGT-DAIRY-CHK": {"dairy"},
    "LGT-BREWERY-CHK": {"brewery"},
    "LGT-PAPER-CHK": {"pulp", "pulp_and_paper", "paper"},
}
BRANCH = "LGT-ORG-003"


def items_of(pack: ContentPack) -> list[ChecklistItem]:
    return [item for checklist in pack.checklists for item in checklist.items]


def test_every_row_that_was_collected_is_in_the_pack(light_industry: ContentPack) -> None:
    """150 rows: 45 factors, 105 levels and limits; nothing was left out."""
    codes = [each.code for each in (*light_industry.factors, *light_industry.benchmarks, *light_industry.consumptions)]

    assert len(codes) == len(set(codes)) == 150
    assert (len(light_industry.factors), len(light_industry.benchmarks)) == (45, 105)
    assert len(light_industry.options) == 46


def test_levels_and_limits_are_no_factors(light_industry: ContentPack) -> None:
    codes = {factor.code for factor in light_industry.factors}

    assert not {code for code in codes if code.startswith(("LGT-PP-", "LGT-GB", "LGT-HJ")) or "BAT" in code}


def test_what_was_not_read_is_unverified(light_industry: ContentPack) -> None:
    unread = {"hjt-183-2006", "tan-2013", "gb-3544-2008", "gb-19821-2005", "gb-4287-2012", "gb-30486-2013"}

    for level in light_industry.benchmarks:
        assert (level.evidence == "unverified") is (level.source in unread), level.code


def test_ranges_that_were_printed_per_hectolitre_are_ten_times_per_cubic_metre(light_industry: ContentPack) -> None:
    levels = {each.code: each for each in light_industry.benchmarks}

    assert (levels["LGT-BEER-BAT-EN"].lower, levels["LGT-BEER-BAT-EN"].upper) == (0.2, 0.5)
    assert (levels["LGT-BEER-BAT-WW"].lower, levels["LGT-BEER-BAT-WW"].upper) == (1.5, 5)
    assert (levels["LGT-SOFT-BAT-WW"].lower, levels["LGT-SOFT-BAT-WW"].upper) == (0.8, 2)


def test_methane_factors_are_capacity_times_correction(light_industry: ContentPack) -> None:
    """2006 IPCC Guidelines, Volume 5, Equation 6.5."""
    factors = {each.code: each for each in light_industry.factors if each.pollutant == "CH4"}
    capacity = factors.pop("LGT-WW-BO-COD").value
    corrections = {code.removeprefix("LGT-WW-MCF-"): each.value / capacity for code, each in factors.items()}

    assert corrections == pytest.approx(
        {"UNTR": 0.1, "AERWELL": 0, "AERBAD": 0.3, "DIG": 0.8, "REACT": 0.8, "SHALLOW": 0.2, "DEEP": 0.8}
    )


def test_make_up_carbonates_give_off_their_share_of_co2(light_industry: ContentPack) -> None:
    factors = {each.code: each.value for each in light_industry.factors}

    assert factors["LGT-PULP-CACO3"] == pytest.approx(44.0095 / 100.0869, abs=5e-4)
    assert factors["LGT-PULP-NA2CO3"] == pytest.approx(44.0095 / 105.9884, abs=5e-4)


def test_the_checklists_are_long_enough_to_audit_each_industry(light_industry: ContentPack) -> None:
    items = items_of(light_industry)

    assert len(items) >= 190
    assert {item.phase for item in items} >= {
        PhaseKey.ORGANIZATION,
        PhaseKey.PLANNING,
        PhaseKey.PRE_ASSESSMENT,
        PhaseKey.ASSESSMENT,
        PhaseKey.OPTION_GENERATION,
        PhaseKey.FEASIBILITY,
        PhaseKey.IMPLEMENTATION,
        PhaseKey.CONCLUSION,
    }
    for branch in ("dairy", "brewery", "pulp_and_paper"):
        assert len([item for item in items if item.when is None or branch in item.when.answers]) >= 100, branch


def test_a_negative_answer_leads_somewhere(light_industry: ContentPack) -> None:
    for item in items_of(light_industry):
        if item.answer is AnswerKind.YES_NO_PARTIAL:
            assert item.suggests or item.guidance or item.evidence is EvidenceRule.REQUIRED, item.code
        if item.answer is AnswerKind.NUMBER:
            assert item.guidance, item.code


def test_a_question_of_one_industry_is_asked_in_that_industry_only(light_industry: ContentPack) -> None:
    for checklist in light_industry.checklists:
        for item in checklist.items:
            if checklist.code in INDUSTRIES and item.when is not None and item.when.item == BRANCH:
                assert set(item.when.answers) <= INDUSTRIES[checklist.code], item.code
            elif checklist.code in INDUSTRIES:
                assert item.when is not None, item.code


def test_the_branch_is_asked_before_all_that_hangs_on_it(light_industry: ContentPack) -> None:
    branch = next(item for item in items_of(light_industry) if item.code == BRANCH)

    assert branch.phase is PhaseKey.ORGANIZATION
    assert branch.when is None
    named = {answer for item in items_of(light_industry) if item.when for answer in item.when.answers}
    assert named >= {"dairy", "brewery", "pulp", "paper", "edible_oil", "sugar", "textile", "leather"}


def test_every_option_is_suggested_by_a_question(light_industry: ContentPack) -> None:
    suggested = {code for item in items_of(light_industry) for code in item.suggests}

    assert {option.code for option in light_industry.options} <= suggested


def test_requirements_lead_to_options_and_exclusions_are_mutual(light_industry: ContentPack) -> None:
    options = {option.code: option for option in light_industry.options}

    for option in options.values():
        for other in option.excludes:
            assert option.code in options[other].excludes
        for other in option.requires:
            assert option.code not in options[other].requires
    assert options["LGT-O-29"].requires == ("LGT-O-30",)
    assert options["LGT-O-25"].requires == ("LGT-O-24",)


def test_every_option_says_what_it_is(light_industry: ContentPack) -> None:
    for option in light_industry.options:
        assert option.description is not None, option.code
        assert 1 <= len(option.aspects) <= 3
        for reduction in option.reductions:
            assert option.evidence == "unverified", option.code
            assert reduction.unit == "%"


def test_the_templates_are_those_of_the_industries(light_industry: ContentPack) -> None:
    templates = {template.code: template for template in light_industry.process_templates}

    assert set(templates) == {"LGT-DAIRY", "LGT-BREWERY", "LGT-KRAFT", "LGT-PAPER"}
    for template in templates.values():
        pointed = [stream for stream in template.streams if stream.measured_at is not None]
        assert len(pointed) >= len(template.streams) / 2, template.code
        assert any(unit.code == "wastewater_plant" for unit in template.unit_processes)


@pytest.mark.parametrize("code", ["LGT-DAIRY", "LGT-BREWERY", "LGT-KRAFT", "LGT-PAPER"])
def test_each_unit_process_takes_something_in_and_gives_something_out(light_industry: ContentPack, code: str) -> None:
    template = next(each for each in light_industry.process_templates if each.code == code)
    taken = Counter(stream.destination for stream in template.streams)
    given = Counter(stream.origin for stream in template.streams)

    for unit in template.unit_processes:
        assert taken[unit.code], unit.code
        assert given[unit.code], unit.code
