"""Rounds: what changed, by how much, and whether for the better; the figures are made up."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpaudit.contributions import Direction
from cpaudit.engine import (
    Change,
    Factor,
    Grade,
    QuantityStatus,
    UnitError,
    compare_rounds,
    inventory,
    quantity,
    rate,
    recompute,
)
from cpaudit.errors import InvalidInput

SYSTEM: dict[str, Any] = {
    "categories": {"all": 1},
    "indicators": {
        "energy": {"category": "all", "weight": 1, "limiting": True, "unit": "GJ/t", "thresholds": (4, 5, 6)},
        "reuse": {"category": "all", "weight": 1, "unit": "%", "thresholds": (95, 90, 80)},
        "pH": {"category": "all", "weight": 1, "thresholds": [(6.5, 8.5), (6, 9), (5, 10)]},
        "plan": {"category": "all", "weight": 1},
    },
}
LOWER = Direction.LOWER_IS_BETTER


def test_two_ratings_are_compared_by_value_and_by_grade() -> None:
    before = rate(SYSTEM, {"energy": quantity(5000, "MJ/t"), "reuse": 91, "pH": 9.5, "plan": False})
    after = rate(SYSTEM, {"energy": 4, "reuse": 90, "pH": 9.2, "plan": True})
    found = compare_rounds(before, after)
    energy = found.row("energy")
    assert energy.absolute == quantity(-1000, "MJ/t", status=QuantityStatus.CALCULATED)
    assert energy.relative == pytest.approx(-0.2)
    assert [(row.code, row.change, row.grade_change) for row in found.rows] == [
        ("energy", Change.BETTER, Change.BETTER),
        ("reuse", Change.WORSE, Change.SAME),
        ("pH", Change.BETTER, Change.SAME),
        ("plan", Change.BETTER, Change.BETTER),
    ]
    assert (found.grade_before, found.grade_after, found.grade_change) == (Grade.BELOW, Grade.III, Change.BETTER)
    assert found.warnings == ()


def test_what_is_not_known_on_one_side_is_unknown() -> None:
    found = compare_rounds(rate(SYSTEM, {"reuse": 91}), rate(SYSTEM, {"energy": 4, "reuse": 91}))
    assert [(row.code, row.change) for row in found.rows][:2] == [("energy", Change.UNKNOWN), ("reuse", Change.SAME)]
    assert found.row("energy").absolute is None
    assert found.row("energy").after == quantity(4, "GJ/t")
    assert found.grade_change is Change.UNKNOWN


def test_ratings_of_different_systems_are_compared_with_a_warning() -> None:
    other = {**SYSTEM, "categories": {"all": 2}}
    values = {"energy": 4, "reuse": 99, "pH": 7, "plan": True}
    assert [each.code for each in compare_rounds(rate(SYSTEM, values), rate(other, values)).warnings] == [
        "OTHER_SYSTEM"
    ]


def test_emission_totals_are_better_where_they_are_lower() -> None:
    dust, carbon = Factor(2, "kg", "t", "dust"), Factor(0.5, "t", "t", "CO2")
    before = inventory([(quantity(10, "t"), dust), (quantity(10, "t"), carbon)])
    after = inventory([(quantity(8, "t"), dust), (quantity(12, "t"), carbon)], gwp="AR6")
    found = compare_rounds(before, after)
    changes = {row.code: row.change for row in found.rows}
    assert changes == {"dust": Change.BETTER, "CO2": Change.WORSE, "CO2e": Change.WORSE}
    assert [row.relative for row in found.rows] == pytest.approx([-0.2, 0.2, 0.2])
    assert [each.code for each in found.warnings] == ["OTHER_POTENTIALS"]
    assert found.grade_before is None


def test_plain_values_need_a_direction_to_be_better() -> None:
    before: dict[str, Any] = {"steam": quantity(2, "t"), "yield": 80, "new": None, "gone": (3, "t")}
    after: dict[str, Any] = {"steam": quantity(1500, "kg"), "yield": 85, "new": 4}
    undirected = compare_rounds(before, after)
    assert {row.change for row in undirected.rows} == {Change.UNKNOWN}
    assert undirected.row("steam").relative == pytest.approx(-0.25)
    directed = compare_rounds(before, after, direction={"steam": LOWER, "yield": Direction.HIGHER_IS_BETTER})
    changes = {row.code: row.change for row in directed.rows}
    unknown = Change.UNKNOWN
    assert changes == {"steam": Change.BETTER, "yield": Change.BETTER, "new": unknown, "gone": unknown}


def test_a_change_from_zero_has_no_ratio_and_one_on_a_temperature_scale_is_in_kelvin() -> None:
    found = compare_rounds({"spills": 0, "gas": (180, "degC")}, {"spills": 2, "gas": (150, "degC")}, direction=LOWER)
    assert (found.row("spills").relative, found.row("spills").change) == (None, Change.WORSE)
    cooler = found.row("gas").absolute
    assert cooler is not None
    assert cooler.unit == "K"
    assert cooler.value == pytest.approx(-30)


@pytest.mark.parametrize(
    ("before", "after"),
    [({}, {}), ({"a": 1}, None), ({"a": 1}, [1]), ({"a": math.nan}, {"a": 1}), (rate(SYSTEM, {}), {"energy": 4})],
)
def test_bad_input_is_a_named_error(before: Any, after: Any) -> None:
    with pytest.raises(InvalidInput):
        compare_rounds(before, after)
    with pytest.raises(InvalidInput):
        compare_rounds({"a": 1}, {"a": 2}).row("b")


def test_figures_that_do_not_measure_the_same_are_refused_with_both_units() -> None:
    with pytest.raises(UnitError, match="in t before and in GJ after") as caught:
        compare_rounds({"steam": (1, "t")}, {"steam": (1, "GJ")})
    assert caught.value.path == ("after", "steam")


VALUES = st.dictionaries(st.sampled_from("abc"), st.floats(-1e6, 1e6) | st.none(), min_size=1)


@given(VALUES, VALUES, st.sampled_from([Direction.LOWER_IS_BETTER, Direction.HIGHER_IS_BETTER]))
def test_going_back_turns_better_into_worse(before: Any, after: Any, direction: Direction) -> None:
    there, back = compare_rounds(before, after, direction=direction), compare_rounds(after, before, direction=direction)
    opposite = {Change.BETTER: Change.WORSE, Change.WORSE: Change.BETTER}
    for row in there.rows:
        assert back.row(row.code).change is opposite.get(row.change, row.change)
    assert recompute(there.trace) == there.trace.value
