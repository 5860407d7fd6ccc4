"""A factor far beside the others, or with another gas's number, is pointed at; all figures illustrative."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpaudit.engine import Factor, FactorReference, estimate, inventory, plausibility, quantity
from cpaudit.errors import InvalidInput

MEDIUM = Factor(7, "kg", "t", "N2O", "nitric_acid", 5.6, 8.4, reference=FactorReference("one", "1", "one:factor:MP"))
HIGH = Factor(9, "kg", "t", "N2O", "nitric_acid", reference=FactorReference("two", "1", "two:factor:HP"))
CARBON = Factor(0.52, "t", "t", "CO2", "clinker", reference=FactorReference("one", "1", "one:factor:CO2"))


def test_a_factor_is_held_against_those_of_every_pack() -> None:
    found = plausibility(Factor(2500, "g", "t", "N2O", "nitric_acid"), [MEDIUM, HIGH])
    assert found.plausible is True
    assert found.compared == (MEDIUM, HIGH)
    assert (found.lowest, found.highest) == (5600, 9000)


@pytest.mark.parametrize(("value", "plausible"), [(0.55, False), (0.57, True), (89, True), (91, False), (0, False)])
def test_ten_times_beyond_the_range_is_implausible(value: float, plausible: bool) -> None:
    found = plausibility(Factor(value, "kg", "t", "N2O", "nitric_acid"), [MEDIUM, HIGH])
    assert found.plausible is plausible
    assert [(each.code, each.passed) for each in found.findings] == [("FACTOR_RANGE", plausible)]


def test_the_allowance_may_be_narrower_but_not_less_than_the_range() -> None:
    candidate = Factor(10, "kg", "t", "N2O", "nitric_acid")
    assert plausibility(candidate, [MEDIUM, HIGH], allowance=1).plausible is False
    for allowance in (0.5, math.nan, math.inf):
        with pytest.raises(InvalidInput):
            plausibility(candidate, [MEDIUM], allowance=allowance)


@pytest.mark.parametrize(
    "other",
    [
        replace(HIGH, pollutant="NOx"),
        replace(HIGH, per_product="adipic_acid"),
        replace(HIGH, per_unit="Nm3"),
        replace(HIGH, unit="Nm3"),
        replace(HIGH, per_product="", process="boiler"),
    ],
)
def test_a_factor_of_something_else_is_not_comparable_and_unknown_is_no_pass(other: Factor) -> None:
    found = plausibility(MEDIUM, [other])
    assert found.plausible is None
    assert found.compared == ()
    assert (found.lowest, found.highest) == (None, None)


def test_factors_without_product_compare_within_their_process() -> None:
    boiler = Factor(3, "kg", "t", "NOx", process="Boiler")
    assert plausibility(boiler, [replace(boiler, value=4, process="boiler ")]).plausible is True
    assert plausibility(boiler, [replace(boiler, value=4, process="kiln")]).plausible is None
    assert plausibility(boiler, [replace(boiler, value=4, process="")]).plausible is None


def test_a_factor_is_not_held_against_itself() -> None:
    assert plausibility(MEDIUM, [MEDIUM, replace(MEDIUM, lower=6.9, upper=7.1)]).plausible is None


def test_an_n2o_factor_equal_to_the_co2_one_is_caught() -> None:
    copied = Factor(520, "kg", "t", "N2O", "clinker", reference=FactorReference("one", "1", "one:factor:N2O"))
    found = plausibility(copied, [CARBON])
    assert found.plausible is False
    assert found.copied_from == CARBON
    assert found.findings[-1].code == "FACTOR_COPIED"
    lines = [(quantity(1, "t{clinker}"), CARBON), (quantity(1, "t{clinker}"), copied)]
    caught = [each for each in inventory(lines).warnings if each.code == "FACTOR_COPIED"]
    assert len(caught) == 1
    assert "one:factor:N2O" in caught[0].message["en"]


def test_equal_numbers_of_different_activities_or_of_no_greenhouse_gas_are_a_coincidence() -> None:
    assert plausibility(replace(CARBON, pollutant="N2O", per_product="lime"), [CARBON]).copied_from is None
    assert plausibility(replace(CARBON, pollutant="dust"), [CARBON]).copied_from is None
    assert plausibility(replace(CARBON, pollutant="N2O", value=0), [replace(CARBON, value=0)]).copied_from is None
    assert not [each for each in estimate(quantity(1, "t{clinker}"), CARBON).warnings if each.code == "FACTOR_COPIED"]


@given(st.floats(1e-3, 1e3), st.sampled_from(["kg", "g", "t", "lb"]), st.sampled_from(["t", "kg", "万t"]))
def test_plausibility_does_not_depend_on_the_choice_of_units(value: float, unit: str, per_unit: str) -> None:
    candidate = Factor(value, "kg", "t", "N2O", "nitric_acid")
    spelled = Factor(1, unit, per_unit, "N2O", "nitric_acid")
    other = replace(spelled, value=value * (spelled.value_ratio(candidate) or 0))
    assert plausibility(other, [MEDIUM, HIGH]).plausible is plausibility(candidate, [MEDIUM, HIGH]).plausible
