"""Emissions are activity x factor in checked units, with intervals that two methods agree on."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpaudit.engine import (
    Distribution,
    EstimateState,
    Factor,
    Finding,
    InvalidNumber,
    InventoryLines,
    UnitError,
    convert,
    estimate,
    inventory,
    quantity,
    warming_potentials,
)
from cpaudit.errors import InvalidInput

CLINKER = Factor(0.52, "t", "t", "CO2", "clinker", 0.50, 0.54, Distribution.NORMAL)
NITRIC = Factor(9, "kg", "t", "N2O", "nitric_acid", 5.4, 12.6, Distribution.NORMAL)
DUST = Factor(0.2, "kg", "t", "dust")


def _codes(warnings: Iterable[Finding]) -> list[str]:
    return [warning.code for warning in warnings]


def test_an_emission_and_its_co2_equivalents() -> None:
    result = estimate(quantity(2, "kt{nitric_acid}"), NITRIC)
    assert result.emission.value == pytest.approx(18_000)
    assert result.emission.unit == "kg"
    assert result.co2e is not None
    assert result.co2e.value == pytest.approx(18 * 265)
    assert result.co2e.unit == "t"
    assert result.emission.lower == pytest.approx(18_000 * 0.6)
    assert result.emission.upper == pytest.approx(18_000 * 1.4)
    assert result.monte_carlo is None


@pytest.mark.parametrize("unit", ["t{cement}", "m3", "GJ", "degC"])
def test_an_activity_that_the_factor_is_not_per_is_refused(unit: str) -> None:
    with pytest.raises(UnitError):
        estimate(quantity(1, unit), CLINKER)


def test_an_activity_that_does_not_say_its_product_is_taken_with_a_warning() -> None:
    assert "PRODUCT_NOT_STATED" in _codes(estimate(quantity(1, "t"), CLINKER).warnings)
    assert "PRODUCT_NOT_STATED" not in _codes(estimate(quantity(1, "t{clinker}"), CLINKER).warnings)


def test_no_activity_is_said() -> None:
    result = estimate(quantity(0, "t{clinker}"), CLINKER, seed=1)
    assert result.state is EstimateState.NO_ACTIVITY
    assert result.emission.value == 0
    assert result.interval is None
    assert result.monte_carlo is None
    assert _codes(result.warnings) == ["NO_ACTIVITY"]


def test_a_negative_activity_is_refused_with_its_line() -> None:
    with pytest.raises(InvalidNumber) as caught:
        inventory([(quantity(1, "t"), CLINKER), (quantity(-1, "t"), CLINKER)])
    assert caught.value.path == ("lines", 1)


@pytest.mark.parametrize(
    "fields",
    [
        {"value": math.nan},
        {"value": -1},
        {"lower": 0.1},
        {"lower": 0.6, "upper": 0.7},
        {"lower": 0, "upper": 1, "distribution": Distribution.LOGNORMAL},
        {"lower": 1e-9, "upper": 1e9, "distribution": Distribution.LOGNORMAL},
        {"lower": 0.1, "upper": math.inf},
        {"pollutant": ""},
        {"unit": "kgCO2"},
        {"per_unit": "degC"},
    ],
)
def test_a_factor_that_makes_no_sense_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        Factor(**{"value": 0.5, "unit": "t", "per_unit": "t", "pollutant": "CO2", **fields})


def test_totals_contributions_and_units_of_an_inventory() -> None:
    lines = [
        (quantity(1000, "t{clinker}"), CLINKER),
        (quantity(3000, "t{clinker}"), CLINKER),
        (quantity(10, "t{nitric_acid}"), NITRIC),
        (quantity(500, "t"), DUST),
        (quantity(1000, "kWh"), Factor(0.8, "kg", "kWh", "CO2")),
    ]
    result = inventory(lines)
    assert list(result.totals) == ["CO2", "N2O", "dust"]
    assert result.totals["CO2"].value == pytest.approx(520 + 1560 + 0.8)
    assert result.totals["CO2"].unit == "t"
    assert result.totals["dust"].value == pytest.approx(100)
    assert result.totals["dust"].interval is None
    assert result.co2e is not None
    assert result.co2e.value == pytest.approx(2080.8 + 0.09 * 265)
    assert result.contributions[[0, 1, 4]].sum() == pytest.approx(1)
    assert result.co2e_contributions is not None
    assert result.co2e_contributions.sum() == pytest.approx(1)
    assert result.co2e_contributions[3] == 0
    assert _codes(result.warnings) == ["RANGE_UNKNOWN"]


def test_factors_of_one_pollutant_in_units_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(UnitError):
        inventory([(quantity(1, "t"), DUST), (quantity(1, "t"), Factor(1, "m3", "t", "dust"))])


def test_lines_with_one_factor_share_its_error() -> None:
    one = inventory([(quantity(1000, "t{clinker}"), CLINKER)]).totals["CO2"].interval
    ten = inventory([(quantity(100, "t{clinker}"), CLINKER)] * 10).totals["CO2"].interval
    assert one is not None
    assert ten is not None
    assert ten.upper - ten.lower == pytest.approx(one.upper - one.lower)


def test_independent_activities_average_out() -> None:
    sharp = Factor(1, "t", "t", "CO2")
    one = inventory([(quantity(100, "t", lower=90, upper=110), sharp)]).totals["CO2"].interval
    four = inventory([(quantity(100, "t", lower=90, upper=110), sharp)] * 4).totals["CO2"].interval
    assert one is not None
    assert four is not None
    assert four.upper - four.lower == pytest.approx(2 * (one.upper - one.lower))


@pytest.mark.parametrize("distribution", list(Distribution))
def test_mean_and_deviation_are_those_of_the_sample(distribution: Distribution) -> None:
    factor = Factor(1.0, "t", "t", "CO2", lower=0.7, upper=1.5, distribution=distribution)
    sample = factor.sample(np.random.default_rng(7), 200_000)
    mean, deviation = factor.mean_and_deviation()
    assert sample.mean() == pytest.approx(mean, rel=0.005)
    assert sample.std() == pytest.approx(deviation, rel=0.01)


@settings(max_examples=25)
@given(
    st.lists(st.tuples(st.floats(1, 1e4), st.floats(0.01, 0.2), st.floats(0.01, 0.1)), min_size=1, max_size=5),
    st.integers(0, 2**32 - 1),
)
def test_analytic_and_monte_carlo_intervals_agree(lines: list[tuple[float, float, float]], seed: int) -> None:
    pairs = [
        (
            quantity(activity, "t", lower=activity * (1 - spread), upper=activity * (1 + spread)),
            Factor(
                value,
                "t",
                "t",
                "CO2",
                "",
                value * (1 - width),
                value * (1 + width),
                Distribution.NORMAL,
            ),
        )
        for value, (activity, width, spread) in enumerate(lines, start=2)
    ]
    total = inventory(pairs, seed=seed).totals["CO2"]
    assert total.interval is not None
    assert total.monte_carlo is not None
    half = (total.interval.upper - total.interval.lower) / 2
    # the standard error of a 2.5 % quantile of 10 000 normal draws is 1.4 % of the half-width; six of them
    assert total.monte_carlo.lower == pytest.approx(total.interval.lower, abs=0.085 * half)
    assert total.monte_carlo.upper == pytest.approx(total.interval.upper, abs=0.085 * half)


def test_a_seed_gives_the_same_interval_again() -> None:
    lines = [(quantity(100, "t{clinker}", lower=95, upper=105), CLINKER)]
    first, again, other = (inventory(lines, seed=seed).totals["CO2"].monte_carlo for seed in (3, 3, 4))
    assert first == again
    assert first != other
    assert first is not None
    assert (first.seed, first.draws) == (3, 10_000)


def test_columns_and_pairs_give_the_same_inventory() -> None:
    rng = np.random.default_rng(1)
    activity = rng.uniform(1, 100, 1000)
    columns = InventoryLines(
        activity=activity,
        unit_index=np.arange(1000) % 2,
        factor_index=np.arange(1000) % 3,
        units=("t", "kg"),
        factors=(CLINKER, NITRIC, DUST),
    )
    pairs = [columns.line(position) for position in range(1000)]
    by_column, by_pair = inventory(columns, seed=1), inventory(pairs, seed=1)
    assert np.allclose(by_column.emissions, by_pair.emissions, rtol=1e-14)
    for pollutant, total in by_column.totals.items():
        assert by_pair.totals[pollutant].value == pytest.approx(total.value, rel=1e-12)
        if total.interval is not None:
            other = by_pair.totals[pollutant].interval
            assert other is not None
            assert other.upper == pytest.approx(total.interval.upper, rel=1e-12)


def test_an_interval_that_is_known_of_some_lines_counts_for_these() -> None:
    sharp = Factor(2, "t", "t", "CO2")
    known = inventory([(quantity(100, "t", lower=90, upper=110), sharp)]).totals["CO2"].interval
    mixed = inventory([(quantity(100, "t", lower=90, upper=110), sharp), (quantity(50, "kg"), sharp)])
    assert known is not None
    assert mixed.totals["CO2"].interval is not None
    width = mixed.totals["CO2"].interval.upper - mixed.totals["CO2"].interval.lower
    assert width == pytest.approx(known.upper - known.lower)


def test_many_factors_with_many_units_are_the_same_inventory_as_line_by_line() -> None:
    products = [f"p{number}" for number in range(300)]
    pairs = [
        (quantity(place + 1, f"kg{{{name}}}", lower=place, upper=place + 3), Factor(place + 1, "g", "t", "dust", name))
        for place, name in enumerate(products)
    ]
    whole = inventory(pairs)
    alone = [inventory([pair]) for pair in pairs]
    assert whole.totals["dust"].value == pytest.approx(sum(each.totals["dust"].value for each in alone))
    assert whole.totals["dust"].interval is not None
    halves = [each.totals["dust"].interval for each in alone]
    assert whole.totals["dust"].interval.upper - whole.totals["dust"].value == pytest.approx(
        math.hypot(*((half.upper - half.lower) / 2 for half in halves if half is not None))
    )


def test_columns_that_do_not_fit_are_refused() -> None:
    def lines(**changed: Any) -> InventoryLines:
        good: dict[str, Any] = {
            "activity": np.array([1.0, 2.0]),
            "unit_index": np.array([0, 0]),
            "factor_index": np.array([0, 0]),
            "units": ("t",),
            "factors": (DUST,),
        }
        return InventoryLines(**{**good, **changed})

    assert len(lines()) == 2
    for changed in (
        {"activity": np.array([1.0, np.nan])},
        {"activity": np.array([1.0, np.inf])},
        {"activity": np.array([1.0, 1e61])},
        {"lower": np.array([-np.inf, 0.0])},
        {"factor_index": np.array([0, 1])},
        {"unit_index": np.array([0, -1])},
        {"unit_index": np.array([0])},
        {"lower": np.array([0.0, 3.0])},
        {"upper": np.array([2.0])},
        {"activity": np.array([]), "unit_index": np.array([], int), "factor_index": np.array([], int)},
    ):
        with pytest.raises(InvalidInput):
            lines(**changed)


def test_an_emission_beyond_any_amount_is_refused() -> None:
    with pytest.raises(InvalidNumber):
        estimate(quantity(1e50, "t"), Factor(1e50, "t", "t", "CO2"))


def test_a_greenhouse_gas_without_potential_leaves_no_total_of_equivalents() -> None:
    sulphur_hexafluoride = Factor(1, "kg", "t", "SF6")
    lines = [(quantity(1, "t{clinker}"), CLINKER), (quantity(1, "t"), sulphur_hexafluoride)]
    assert inventory(lines, gwp="AR5").co2e is not None
    incomplete = inventory(lines, gwp="AR6")
    assert incomplete.co2e is None
    assert "CO2E_INCOMPLETE" in _codes(incomplete.warnings)


def test_a_gas_by_volume_has_no_equivalents() -> None:
    methane = Factor(10, "Nm3", "t", "CH4")
    assert "CO2E_INCOMPLETE" in _codes(estimate(quantity(1, "t"), methane).warnings)


@pytest.mark.parametrize(("name", "methane", "nitrous_oxide"), [("AR4", 25, 298), ("AR5", 28, 265), ("AR6", 27.9, 273)])
def test_the_sets_of_warming_potentials(name: str, methane: float, nitrous_oxide: float) -> None:
    found = warming_potentials(name)
    assert (found.values["CO2"], found.values["CH4"], found.values["N2O"]) == (1, methane, nitrous_oxide)
    assert name in found.source


def test_an_unknown_set_of_warming_potentials_is_refused() -> None:
    with pytest.raises(InvalidInput, match="AR7"):
        estimate(quantity(1, "t"), DUST, gwp="AR7")


@given(st.floats(0, 1e9), st.sampled_from(["t", "kg", "lb", "万t"]))
def test_an_emission_does_not_depend_on_the_unit_of_the_activity(value: float, unit: str) -> None:
    activity = quantity(value, "t{clinker}")
    other = convert(activity, f"{unit}{{clinker}}")
    assert estimate(other, CLINKER).emission.value == pytest.approx(
        estimate(activity, CLINKER).emission.value, rel=1e-12
    )
