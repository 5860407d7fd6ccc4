"""The indicator system for beer: whole in structure and arithmetic, and computed by the engine."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpaudit import ContentPack
from cpaudit.contributions import Evidence, IndicatorSystem
from cpaudit.engine import Quantity, RatingState, rate

LIMITS = {
    "LGT-BEER-R1": ("WATER", "m3/m3"),
    "LGT-BEER-R2": ("ELEC", "kWh/m3"),
    "LGT-BEER-R3": ("COAL", "kgce/m3"),
    "LGT-BEER-R4": ("TOTEN", "kgce/m3"),
    "LGT-BEER-W1": ("WW", "m3/m3"),
    "LGT-BEER-W2": ("COD", "kg/m3"),
}
GRADES = ("I", "II", "III")


@pytest.fixture(scope="module")
def beer(light_industry: ContentPack) -> IndicatorSystem:
    (system,) = light_industry.indicator_systems
    return system


def values_at(system: IndicatorSystem, grade: str, **others: Any) -> dict[str, Any]:
    """Every indicator exactly at a grade."""
    place = GRADES.index(grade)
    values: dict[str, Any] = {
        each.code: grade
        if each.quantitative is None
        else Quantity(each.quantitative.thresholds.limits[place], each.quantitative.unit)
        for each in system.indicators
    }
    # An indicator whose grades all ask for the same is met, and then it is met at grade I.
    for each in system.indicators:
        if each.qualitative is not None and each.qualitative.uniform:
            values[each.code] = True
    return values | {code.replace("_", "-"): value for code, value in others.items()}


def test_thresholds_are_those_of_the_levels_in_the_pack(light_industry: ContentPack, beer: IndicatorSystem) -> None:
    """HJ/T 183-2006 as collected: unverified."""
    levels = {each.code: each for each in light_industry.benchmarks}

    for indicator in beer.indicators:
        if indicator.quantitative is None:
            continue
        key, unit = LIMITS[indicator.code]
        found = tuple(levels[f"LGT-HJ183-{key}-{grade}"] for grade in GRADES)
        assert indicator.quantitative.thresholds.limits == tuple(each.value for each in found)
        assert indicator.quantitative.unit == unit
        assert {f"{each.unit}/{each.per_unit}" for each in found} == {unit}
        assert {each.evidence for each in found} == {"unverified"}


def test_weights_add_up(beer: IndicatorSystem) -> None:
    assert math.fsum(category.weight for category in beer.categories) == 100
    for category in beer.categories:
        weights = [each.weight for each in beer.indicators if each.category == category.code]
        assert math.fsum(weights) == pytest.approx(1)


def test_it_rates_breweries_and_says_that_it_is_unverified(beer: IndicatorSystem) -> None:
    assert beer.rates("C1513")
    assert not beer.rates("C1441")
    assert {beer.evidence_of(each) for each in beer.indicators} == {Evidence.UNVERIFIED}
    assert {each.source for each in beer.indicators if each.qualitative is not None} == {"practice"}


@pytest.mark.parametrize("grade", GRADES)
def test_a_brewery_at_a_grade_gets_this_grade(beer: IndicatorSystem, grade: str) -> None:
    rating = rate(beer, values_at(beer, grade))

    assert rating.state is RatingState.RATED
    assert rating.grade is not None
    assert rating.grade.value == grade
    index = next(each for each in rating.indices if each.grade == grade)
    assert (index.lower, index.upper) == pytest.approx((100, 100))


def test_indices_are_the_weights_of_what_meets_a_grade(beer: IndicatorSystem) -> None:
    """All at grade I but electricity (35 x 0.2 = 7) and coal (7) at III: Y_I = 100 - 14 = 86."""
    rating = rate(beer, values_at(beer, "I", LGT_BEER_R2=Quantity(115, "kWh/m3"), LGT_BEER_R3=Quantity(130, "kgce/m3")))

    assert rating.indices[0].lower == pytest.approx(86)
    assert rating.grade is not None
    assert rating.grade.value == "I"


def test_a_limiting_indicator_caps_the_grade(beer: IndicatorSystem) -> None:
    """Water at grade II: Y_I = 100 - 35 x 0.3 = 89.5, but no better grade than II."""
    rating = rate(beer, values_at(beer, "I", LGT_BEER_R1=Quantity(8.0, "m3/m3")))

    assert rating.indices[0].lower == pytest.approx(89.5)
    assert rating.grade is not None
    assert rating.grade.value == "II"


def test_a_brewery_that_breaks_the_law_has_no_grade(beer: IndicatorSystem) -> None:
    assert rate(beer, values_at(beer, "I", LGT_BEER_M1=False)).state is RatingState.BELOW


def test_an_unknown_limiting_indicator_leaves_the_rating_incomplete(beer: IndicatorSystem) -> None:
    values = values_at(beer, "I")
    del values["LGT-BEER-W2"]
    rating = rate(beer, values)

    assert rating.state is RatingState.INCOMPLETE
    assert "LGT-BEER-W2" in rating.missing


@settings(deadline=None, max_examples=40)
@given(water=st.floats(0, 20), cod=st.floats(0, 30))
def test_less_water_and_cod_never_make_a_grade_worse(beer: IndicatorSystem, water: float, cod: float) -> None:
    order = {"I": 0, "II": 1, "III": 2, "BELOW": 3}

    def grade(share: float) -> int:
        rated = rate(
            beer,
            values_at(
                beer, "I", LGT_BEER_R1=Quantity(water * share, "m3/m3"), LGT_BEER_W2=Quantity(cod * share, "kg/m3")
            ),
        )
        assert rated.grade is not None
        return order[rated.grade.value]

    assert grade(0.5) <= grade(1)
