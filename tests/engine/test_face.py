"""The names, arguments and attributes by which other programs call the engine, with plain numbers, pairs and mappings.

Figures are illustrative where no published case is named; those cases are in tests/cases.
"""

from __future__ import annotations

import pytest

from cpaudit.engine import (
    ReduceFlow,
    UnitError,
    abatement_curve,
    annuity,
    appraise,
    close_balance,
    compare,
    compare_rounds,
    convert,
    effect,
    estimate,
    inventory,
    irr,
    multiply,
    npv,
    payback,
    price_losses,
    quantity,
    rank,
    rate,
    reconcile,
    select_portfolio,
    simulate,
)

PLANT = [("ore", None, "mill"), ("metal", "mill", None), ("slag", "mill", None)]
CLINKER = {"value": 0.52, "unit": "t", "per_unit": "t", "pollutant": "CO2", "lower": 0.50, "upper": 0.54}
SYSTEM = {
    "categories": {"energy": 3, "water": 1},
    "indicators": {
        "E1": {"category": "energy", "weight": 2, "limiting": True, "unit": "GJ/t", "thresholds": (4, 5, 6)},
        "W1": {"category": "water", "weight": 1, "unit": "m3/t", "thresholds": (1, 2, 3)},
    },
}


def test_quantities_have_value_unit_interval_and_status() -> None:
    found = quantity(5, "t", lower=4.5, upper=5.5, status="MEASURED")  # type: ignore[arg-type]
    assert (found.value, found.unit, found.lower, found.upper, found.status) == (5, "t", 4.5, 5.5, "MEASURED")
    in_kg = convert(found, "kg")
    assert (in_kg.value, in_kg.lower, in_kg.upper, in_kg.unit) == (5000, 4500, 5500, "kg")


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "expected"),
    [
        (1, "tce", "GJ", 29.3076),
        (1, "万元", "CNY", 10_000),
        (1, "CNY_10k", "万元", 1),
        (1, "kWh", "MJ", 3.6),
        (1, "gal", "L", 3.785411784),
        (1200, "mg/Nm3", "g/Nm3", 1.2),
        (3, "t{clinker}", "kg{clinker}", 3000),
    ],
)
def test_units_of_the_field_convert(value: float, unit: str, wanted: str, expected: float) -> None:
    assert convert(quantity(value, unit), wanted).value == pytest.approx(expected, rel=1e-12)


def test_concentration_flow_and_hours_give_a_mass() -> None:
    mass = multiply((1200, "mg/Nm3"), (36_000, "Nm3/h"), (8400, "h"), unit="t")
    assert mass.value == pytest.approx(362.88)


@pytest.mark.parametrize(("unit", "wanted"), [("t", "kWh"), ("万元", "t"), ("t{clinker}", "t{lime}"), ("Nm3", "m3")])
def test_a_nonsense_conversion_names_both_units(unit: str, wanted: str) -> None:
    with pytest.raises(UnitError) as caught:
        convert(quantity(1, unit), wanted)
    assert caught.value.units == (unit, wanted)
    assert unit in caught.value.message
    assert wanted in caught.value.message


def test_an_appraisal_has_the_figures_of_the_handbook() -> None:
    found = appraise(
        150,
        40,
        years=10,
        tax_rate=0.3,
        discount_rate=0.05,
        subsidy=0,
        horizon=10,
        benchmark_rate=0.1,
        cost_class="HIGH",
    )
    assert (found.depreciation, found.taxable, found.net_profit, found.cash_flow) == (15, 25, 17.5, 32.5)
    assert found.payback_years == pytest.approx(4.615, abs=0.001)
    assert found.npv == pytest.approx(100.96, abs=0.01)
    assert found.npvr == pytest.approx(found.npv / 150)
    assert found.irr == pytest.approx(0.172570, abs=1e-6)
    assert found.irr_interpolated == pytest.approx(0.1726, abs=5e-5)
    assert found.feasible is True
    assert all(reason.passed for reason in found.reasons)


def test_a_comparison_has_both_orders_and_says_where_they_conflict() -> None:
    small, large = (
        appraise(cost, saving, years=10, discount_rate=0.12) for cost, saving in ((31.67, 11.3), (73.82, 21.5))
    )
    found = compare({"small": small, "large": large})
    assert (found.npvr_order, found.npv_order, found.conflict) == (("small", "large"), ("large", "small"), True)
    assert compare([small, large]).npv_order == ("2", "1")


def test_flows_are_discounted_from_the_second_on() -> None:
    assert npv(0.1, [-100, 110]) == pytest.approx(0)
    assert irr([-100, 110]) == pytest.approx(0.1)
    assert irr([100, 110]) is None
    assert annuity(1_090_000, 0.06, 15) == pytest.approx(112_229, abs=1)
    assert payback(0, 350) == 0
    assert payback(2280, 0) is None


def test_a_balance_closes_over_units_mixed_as_they_come() -> None:
    found = close_balance([(1, "t"), (500, "kg")], [(1.4, "t")], accumulation=(50, "kg"), tolerance=0.05)
    assert found.gap is not None
    assert found.gap.value == pytest.approx(0.05)
    assert found.gap_fraction == pytest.approx(0.05 / 1.5)
    assert (found.within_tolerance, found.warnings) == (True, ())
    disagreeing = close_balance([(1, "t")], [(0.9, "t")], stated_gap=0.02)
    assert [warning.code for warning in disagreeing.warnings] == ["STATED_GAP_DISAGREES"]
    missing = close_balance([(1, "t"), None], [(0.9, "t")])
    assert (missing.state, missing.gap, missing.within_tolerance) == ("INCOMPLETE", None, None)
    heat = close_balance([(3, "GJ"), (-1, "GJ")], [(2000, "MJ")])
    assert heat.gap_fraction == pytest.approx(0)


@pytest.mark.parametrize("network", [PLANT, {code: (origin, end) for code, origin, end in PLANT}], ids=["list", "dict"])
def test_a_network_is_reconciled(network: object) -> None:
    found = reconcile(network, {"ore": (102, 2), "metal": (70, 1), "slag": None})  # type: ignore[arg-type]
    assert found.state == "NO_REDUNDANCY"
    found = reconcile(network, {"ore": (102, 2), "metal": (70, 1), "slag": (30, 1)})  # type: ignore[arg-type]
    flows = {each.code: each.adjusted.value for each in found.streams if each.adjusted is not None}
    assert flows["ore"] == pytest.approx(flows["metal"] + flows["slag"], abs=1e-9)
    assert found.adjusted["ore"].upper is not None
    assert found.chi_square.statistic == pytest.approx((102 - 100) ** 2 / (4 + 1 + 1))
    assert (found.chi_square.degrees_of_freedom, found.chi_square.passed, found.suspects) == (1, True, ())


def test_losses_bear_what_was_spent_on_them() -> None:
    found = price_losses(
        PLANT,
        {"ore": 100, "metal": 70, "slag": 30},
        products=["metal"],
        prices={"ore": 10},
        energy={"mill": 200},
        system={"mill": 100},
        treatment={"slag": 2},
    )
    (slag,) = found.losses
    assert (slag.material, slag.energy, slag.system, slag.treatment) == (300, 60, 30, 60)
    assert found.total == 1360
    assert found.loss_share == pytest.approx(450 / 1360)


def test_an_emission_has_its_interval_its_equivalents_and_its_trace() -> None:
    found = estimate((100, "t"), CLINKER, gwp="AR5", seed=1)
    assert (found.emission.value, found.emission.unit) == (52, "t")
    assert found.interval is not None
    assert found.monte_carlo is not None
    assert found.interval.lower < 52 < found.interval.upper
    assert found.monte_carlo.seed == 1
    assert found.co2e is not None
    assert found.co2e.value == pytest.approx(52)


def test_an_inventory_adds_up_by_pollutant_and_in_equivalents() -> None:
    methane = {"value": 2, "unit": "kg", "per_unit": "t", "pollutant": "CH4"}
    found = inventory([((100, "t"), CLINKER), ((50, "t"), CLINKER), ((10, "t"), methane)], seed=1)
    assert {pollutant: total.value for pollutant, total in found.totals.items()} == pytest.approx(
        {"CO2": 78, "CH4": 20}
    )
    assert found.co2e is not None
    assert found.co2e.value == pytest.approx(78 + 0.02 * 28)
    assert found.contributions.tolist() == pytest.approx([100 / 150, 50 / 150, 1])
    assert found.totals["CO2"].interval is not None
    assert found.totals["CO2"].monte_carlo is not None


def test_candidates_are_ranked_and_ties_share_a_rank() -> None:
    found = rank(
        {"waste": 10, "cost": 5},
        {"a": {"waste": 4, "cost": 4}, "b": {"waste": 9, "cost": 1}, "c": {"waste": 4, "cost": 4}},
    )
    assert [(row.candidate, row.total, row.rank) for row in found.rows] == [("b", 95, 1), ("a", 60, 2), ("c", 60, 2)]


def test_a_rating_has_its_grade_its_indices_and_what_is_missing() -> None:
    found = rate(SYSTEM, {"E1": 4.5, "W1": (900, "L/t")})
    assert (found.state, found.grade) == ("RATED", "II")
    assert {grade.value: y for grade, y in found.y.items()} == pytest.approx({"I": 25, "II": 100, "III": 100})
    unknown = rate(SYSTEM, {"W1": 0.5})
    assert (unknown.state, unknown.grade, unknown.missing) == ("INCOMPLETE", None, ("E1",))
    assert [each.code for each in unknown.limiting] == ["E1"]
    changed = compare_rounds(unknown, found)
    assert {row.code: row.change.value for row in changed.rows} == {"E1": "UNKNOWN", "W1": "WORSE"}


def test_options_are_chosen_under_a_budget() -> None:
    options = [
        {"name": "a", "investment": 6, "npv": 10, "reductions": {"COD": 3}},
        {"name": "b", "investment": 5, "npv": 6, "reductions": {"COD": 2}},
        {"name": "c", "investment": 5, "npv": 6, "requires": ["b"], "reductions": {"COD": 1}},
        {"name": "d", "investment": 0, "npv": 1, "excludes": ["a"]},
    ]
    found = select_portfolio(options, budget=10, objective="npv", spread=0.2)
    assert (found.chosen, found.value, found.spent) == (("b", "c", "d"), 13, 10)
    assert found.reasons == {"a": "EXCLUDED"}
    assert found.bound is not None
    assert found.bound >= 13
    assert found.sensitivity[0].span >= found.sensitivity[-1].span


def test_the_abatement_curve_begins_with_what_is_cheapest() -> None:
    options = {
        "dear": {"investment": 100, "annual_saving": 0, "years": 10, "reductions": {"SO2": 1}},
        "cheap": {"investment": 10, "annual_saving": 0, "years": 10, "reductions": {"SO2": 2}},
    }
    found = abatement_curve(options, subject="SO2", rate=0.06)
    assert [step.option for step in found.steps] == ["cheap", "dear"]
    assert found.steps[-1].cumulative_reduction == pytest.approx(3)
    assert found.steps[0].cost_per_unit == pytest.approx(annuity(10, 0.06, 10) / 2)


def test_options_are_simulated_before_anything_is_built() -> None:
    found = simulate(
        PLANT,
        {"less slag": ReduceFlow("slag", 0.5)},
        flows={"ore": 100, "metal": 70, "slag": 30},
        prices={"ore": 10},
        emission_factors={"slag": {"dust": 0.01}},
    )
    before, after = found.before, found.after
    assert before.values == {"ore": 100, "metal": 70, "slag": 30}
    assert after.values == pytest.approx({"ore": 100, "metal": 85, "slag": 15})
    assert (before.cost, after.cost) == (1000, 1000)
    assert {pollutant: amount and amount.value for pollutant, amount in after.emissions.items()} == {"dust": 0.15}
    closure = after.balances["mill"]
    assert closure is not None
    assert closure.gap_fraction == pytest.approx(0)


@pytest.mark.parametrize(
    ("planned", "actual", "effective"),
    [
        ((100, 50), (80, 60), True),
        ((100, 50), (79, 60), False),
        ((100, 50), (80, 61), False),
        ((100, 50), (None, 60), None),
    ],
)
def test_an_effect_is_held_against_the_plan(
    planned: tuple[float, float], actual: tuple[float | None, float], effective: bool | None
) -> None:
    assert effect(planned, actual).effective is effective
    by_name = [{"effect": each[0], "cost": each[1]} for each in (planned, actual)]
    assert effect(*by_name).effective is effective
