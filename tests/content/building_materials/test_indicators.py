"""The indicators of cement: weights that add up, thresholds that are published levels, and a computed rating."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpaudit import ContentPack, Quantity
from cpaudit.contributions import IndicatorSystem
from cpaudit.engine import Grade, RatingState, rate

GRADES = (Grade.I, Grade.II, Grade.III)


@pytest.fixture(scope="module")
def cement(building_materials: ContentPack) -> IndicatorSystem:
    (system,) = building_materials.indicator_systems
    return system


def at(system: IndicatorSystem, grade: Grade) -> dict[str, Grade | Quantity]:
    """Values that just reach *grade* in every indicator."""
    values: dict[str, Grade | Quantity] = {}
    for indicator in system.indicators:
        if indicator.quantitative is None:
            values[indicator.code] = grade
        else:
            limit = indicator.quantitative.thresholds.limits[GRADES.index(grade)]
            values[indicator.code] = Quantity(limit, indicator.quantitative.unit)
    return values


def test_it_is_for_cement_and_says_that_it_is_unverified(cement: IndicatorSystem) -> None:
    assert cement.rates("C3011")
    assert not cement.rates("C3041")
    assert "未经核实" in cement.name["zh-CN"]
    assert "unverified" in cement.name["en"]
    assert cement.source == "practice"


def test_weights_add_up_exactly(cement: IndicatorSystem) -> None:
    assert sum(category.weight for category in cement.categories) == 100
    for category in cement.categories:
        assert sum(each.weight for each in cement.indicators if each.category == category.code) == 100


@pytest.mark.parametrize(
    ("indicator", "grade", "item", "end"),
    [
        ("BLD-IND-COAL", 0, "BLD-GB16780-COAL-advanced", "value"),
        ("BLD-IND-COAL", 1, "BLD-GB16780-COAL-access", "value"),
        ("BLD-IND-COAL", 2, "BLD-GB16780-COAL-limit", "value"),
        ("BLD-IND-DUST", 0, "BLD-CLM-DUST", "lower"),
        ("BLD-IND-DUST", 1, "BLD-CLM-DUST", "upper"),
        ("BLD-IND-DUST", 2, "BLD-GB4915-PM", "value"),
        ("BLD-IND-SO2", 0, "BLD-CLM-SO2", "lower"),
        ("BLD-IND-SO2", 1, "BLD-GB4915-SO2", "value"),
        ("BLD-IND-SO2", 2, "BLD-GB4915-SO2", "value"),
        ("BLD-IND-NOX", 0, "BLD-CLM-NOX", "lower"),
        ("BLD-IND-NOX", 1, "BLD-GB4915-NOX", "value"),
        ("BLD-IND-NOX", 2, "BLD-GB4915-NOX", "value"),
        ("BLD-IND-NH3", 0, "BLD-CLM-NH3", "lower"),
        ("BLD-IND-NH3", 2, "BLD-CLM-NH3", "upper"),
        ("BLD-IND-HG", 2, "BLD-CLM-HG", "value"),
        ("BLD-IND-CLINKER-RATIO", 0, "BLD-CEM-CF-UNK", "value"),
        ("BLD-IND-CLINKER-RATIO", 2, "BLD-CEM-CF-OPC", "value"),
        ("BLD-IND-CLINKER-CO2", 0, "BLD-CLK-CO2-CN-LARGE1", "value"),
        ("BLD-IND-CLINKER-CO2", 1, "BLD-CLK-CO2", "value"),
        ("BLD-IND-CLINKER-CO2", 2, "BLD-CLK-CO2-CN-NSP657", "value"),
    ],
)
def test_a_threshold_is_a_published_level_of_the_pack(
    building_materials: ContentPack, cement: IndicatorSystem, indicator: str, grade: int, item: str, end: str
) -> None:
    pack = building_materials
    levels = {each.code: each for each in (*pack.factors, *pack.benchmarks, *pack.consumptions)}
    found = next(each for each in cement.indicators if each.code == indicator)

    assert found.quantitative is not None
    assert found.quantitative.thresholds.limits[grade] == getattr(levels[item], end)


@pytest.mark.parametrize("grade", GRADES)
def test_who_reaches_a_grade_everywhere_is_rated_with_it(cement: IndicatorSystem, grade: Grade) -> None:
    rating = rate(cement, at(cement, grade))

    assert (rating.state, rating.grade) == (RatingState.RATED, grade)
    assert [index.lower for index in rating.indices if index.grade is grade] == [100]


def test_one_limiting_indicator_caps_the_grade(cement: IndicatorSystem) -> None:
    values = at(cement, Grade.I)

    for code, value, expected in (
        ("BLD-IND-COAL", Quantity(110, "kgce/t"), Grade.III),
        ("BLD-IND-COAL", Quantity(113, "kgce/t"), Grade.BELOW),
        ("BLD-IND-NOX", Quantity(401, "mg/Nm3"), Grade.BELOW),
        ("BLD-IND-KILN", Grade.II, Grade.II),
    ):
        assert rate(cement, {**values, code: value}).grade is expected


def test_coal_may_be_given_as_heat(cement: IndicatorSystem) -> None:
    """103 kgce/t x 29.3076 MJ/kgce = 3018.7 MJ/t."""
    values = at(cement, Grade.I)

    assert rate(cement, {**values, "BLD-IND-COAL": Quantity(3018, "MJ/t")}).grade is Grade.I
    assert rate(cement, {**values, "BLD-IND-COAL": Quantity(3.02, "GJ/t")}).grade is Grade.II


def test_a_limiting_indicator_that_is_unknown_leaves_the_rating_incomplete(cement: IndicatorSystem) -> None:
    values = {code: value for code, value in at(cement, Grade.I).items() if code != "BLD-IND-SO2"}
    rating = rate(cement, values)

    assert rating.state is RatingState.INCOMPLETE
    assert rating.missing == ("BLD-IND-SO2",)


def test_a_kiln_without_ammonia_shares_that_weight_out(cement: IndicatorSystem) -> None:
    rating = rate(cement, {**at(cement, Grade.II), "BLD-IND-NH3": "NOT_APPLICABLE"})

    assert rating.grade is Grade.II
    assert [index.lower for index in rating.indices if index.grade is Grade.II] == [pytest.approx(100)]


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_better_values_never_lower_an_index(cement: IndicatorSystem, data: st.DataObject) -> None:
    grades = data.draw(
        st.lists(st.sampled_from(GRADES), min_size=len(cement.indicators), max_size=len(cement.indicators))
    )
    better = data.draw(st.sampled_from([indicator.code for indicator in cement.indicators]))
    levels = {grade: at(cement, grade) for grade in GRADES}
    values = {
        indicator.code: levels[grade][indicator.code]
        for indicator, grade in zip(cement.indicators, grades, strict=True)
    }
    before = rate(cement, values)
    after = rate(cement, {**values, better: levels[Grade.I][better]})

    for lower, higher in zip(before.indices, after.indices, strict=True):
        assert higher.lower >= lower.lower - 1e-9
