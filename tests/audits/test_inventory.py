"""Emissions before and after the audit, and benchmarks."""

from __future__ import annotations

from typing import Any

import pytest

from cpaudit.audits.models import InventoryLine, Scenario
from cpaudit.audits.services.inventory import totals
from cpaudit.contributions import EmissionFactor, Evidence
from cpaudit.engine import Quantity, recompute
from support.client import GraphqlClient


def _line(scenario: Scenario, pollutant: str, value: float, unit: str) -> InventoryLine:
    emission = Quantity(value, unit)
    return InventoryLine(
        tenant_id="t", audit_id="a", scenario=scenario, name="x", pollutant=pollutant, emission=emission
    )


def test_totals_are_in_the_unit_of_the_first_line_and_unknown_is_not_zero() -> None:
    (total,) = totals([_line(Scenario.BEFORE, "COD", 2, "t"), _line(Scenario.BEFORE, "COD", 500, "kg")])
    assert (total.pollutant, total.unit, total.after) == ("COD", "t", None)
    assert total.before is not None
    assert total.before.amount.value == pytest.approx(2.5)
    assert recompute(total.before.trace) == pytest.approx(2.5)


def test_a_mass_and_a_concentration_are_never_added() -> None:
    found = totals(
        [
            _line(Scenario.BEFORE, "COD", 2, "t"),
            _line(Scenario.BEFORE, "COD", 300, "mg/L"),
            _line(Scenario.AFTER, "COD", 0.1, "kg/m3"),
        ]
    )
    assert [total.unit for total in found] == ["t", "mg/L"]
    assert found[1].after is not None
    assert found[1].after.amount.value == pytest.approx(100)


def _factor(factors: tuple[EmissionFactor, ...], *, evidence: Evidence) -> EmissionFactor:
    return next(each for each in factors if each.evidence is evidence and "{" not in each.per_unit and each.value > 0)


@pytest.fixture
async def factors(open_work: Any) -> tuple[EmissionFactor, ...]:
    """The emission factors of the chemicals department's library."""
    async with open_work() as work:
        found: tuple[EmissionFactor, ...] = work.library.factors()
        return found


ESTIMATED = """id version pollutant unverified factor emission { value unit }
    explain { inputs { factor { pack version item source locator } } }"""


async def test_an_emission_is_activity_times_factor_and_says_where_the_factor_is_from(
    mutate: Any, audit_id: str, factors: tuple[EmissionFactor, ...]
) -> None:
    factor = _factor(factors, evidence=Evidence.VERIFIED)
    line = await mutate(
        "addInventoryLine",
        ESTIMATED,
        audit=f"Audit:{audit_id}",
        scenario="BEFORE",
        name="主要装置",
        activity={"value": 3, "unit": factor.per_unit},
        factor=factor.ref,
    )
    assert (line["pollutant"], line["factor"], line["unverified"]) == (factor.pollutant, factor.ref, False)
    assert line["emission"] == {"value": pytest.approx(3 * factor.value), "unit": factor.unit}
    told = next(each["factor"] for each in line["explain"]["inputs"] if each["factor"])
    assert (told["pack"], told["item"], told["locator"]) == ("chemical", factor.ref, factor.locator)
    assert told["version"]
    assert told["source"]
    changed = await mutate(
        "changeInventoryLine",
        ESTIMATED,
        id=line["id"],
        expectedVersion=1,
        activity={"value": 4, "unit": factor.per_unit},
    )
    assert changed["emission"]["value"] == pytest.approx(4 * factor.value)
    measured = await mutate(
        "changeInventoryLine",
        "factor activity { value } emission { value } explain { source }",
        id=line["id"],
        expectedVersion=2,
        activity=None,
        factor=None,
        pollutant=factor.pollutant,
        emission={"value": 1, "unit": "kg"},
    )
    assert measured == {
        "__typename": "InventoryLine",
        "factor": None,
        "activity": None,
        "emission": {"value": 1},
        "explain": None,
    }


@pytest.mark.parametrize(
    ("given", "path", "told"),
    [
        ({}, ["input", "emission"], "measured, or comes from"),
        ({"emission": {"value": 1, "unit": "t"}}, ["input", "pollutant"], "pollutant"),
        ({"emission": {"value": -1, "unit": "t"}, "pollutant": "COD"}, ["input", "emission", "value"], "negative"),
        ({"activity": {"value": 1, "unit": "t"}, "factor": "x:factor:y"}, ["input", "factor"], "x:factor:y"),
        ({"activity": {"value": 1, "unit": "t"}}, ["input", "emission"], "factor"),
    ],
    ids=["nothing", "no pollutant", "negative", "an unknown factor", "an activity without factor"],
)
async def test_an_emission_without_a_sound_basis_is_refused(
    mutate: Any, audit_id: str, given: dict[str, Any], path: list[str], told: str
) -> None:
    answer = await mutate("addInventoryLine", audit=f"Audit:{audit_id}", scenario="BEFORE", name="x", **given)
    assert (answer["__typename"], answer["path"]) == ("InvalidInput", path)
    assert told in answer["message"] + answer["remedy"]


async def test_an_activity_in_the_wrong_unit_is_refused_with_both_units(
    mutate: Any, audit_id: str, factors: tuple[EmissionFactor, ...]
) -> None:
    factor = next(each for each in factors if each.per_unit == "t")
    answer = await mutate(
        "addInventoryLine",
        audit=f"Audit:{audit_id}",
        scenario="BEFORE",
        name="x",
        activity={"value": 1, "unit": "kWh"},
        factor=factor.ref,
    )
    assert (answer["__typename"], answer["path"]) == ("InvalidInput", ["input", "activity", "unit"])
    assert "kWh" in answer["message"]
    assert "per t" in answer["message"]


async def test_an_audit_shows_its_totals_before_and_after(mutate: Any, graphql: GraphqlClient, audit_id: str) -> None:
    audit = f"Audit:{audit_id}"
    for scenario, value in (("BEFORE", 12), ("BEFORE", 8), ("AFTER", 15)):
        emission = {"value": value, "unit": "t"}
        await mutate(
            "addInventoryLine", audit=audit, scenario=scenario, name="排口", pollutant="SO2", emission=emission
        )
    query = """query ($id: ID!) { node(id: $id) { ... on Audit { inventoryTotals {
        pollutant unit before { amount { value } explain { formula } } after { amount { value } } } } } }"""
    assert (await graphql(query, id=audit))["node"]["inventoryTotals"] == [
        {
            "pollutant": "SO2",
            "unit": "t",
            "before": {"amount": {"value": 20}, "explain": {"formula": "Σ E"}},
            "after": {"amount": {"value": 15}},
        }
    ]


BENCHMARK = {
    "scenario": "BEFORE",
    "indicator": "吨酸电耗",
    "actual": {"value": 110, "unit": "kWh/t"},
    "reference": {"value": 0.4, "unit": "GJ/t"},
    "grade": "II",
    "source": "清洁生产标准（示例）",
}


async def test_an_indicator_is_held_against_a_published_level(mutate: Any, audit_id: str) -> None:
    benchmark = await mutate("addBenchmark", "grade reference { unit }", audit=f"Audit:{audit_id}", **BENCHMARK)
    assert (benchmark["grade"], benchmark["reference"]) == ("II", {"unit": "GJ/t"})


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"actual": None}, ["input", "grade"]),
        ({"source": ""}, ["input", "source"]),
        ({"actual": {"value": 5, "unit": "m3/t"}}, ["input", "actual", "unit"]),
    ],
    ids=["unknown is never a pass", "no figure without a source", "another kind of unit"],
)
async def test_a_benchmark_that_proves_nothing_is_refused(
    mutate: Any, audit_id: str, change: dict[str, Any], path: list[str]
) -> None:
    answer = await mutate("addBenchmark", audit=f"Audit:{audit_id}", **{**BENCHMARK, **change})
    assert (answer["__typename"], answer["path"]) == ("InvalidInput", path)


FUEL = """id version pollutant unverified factor heatingValue activity { value unit } emission { value lower upper }
    explain { inputs { symbol unit explain { formula value inputs { symbol factor { item } } } } }"""
GAS = "common:heating_value:ENE-NCV-NATURAL-GAS"


async def test_a_fuel_is_burnt_by_its_heating_value_and_the_energy_stands_in_the_derivation(
    graphql: GraphqlClient, mutate: Any, audit_id: str
) -> None:
    line = await mutate(
        "addInventoryLine",
        FUEL,
        audit=f"Audit:{audit_id}",
        scenario="BEFORE",
        name="锅炉天然气",
        activity={"value": 1000, "unit": "t"},
        factor="common:factor:ENE-CO2-NATURAL-GAS",
        heatingValue=GAS,
    )
    # 1000 t x 48.0 GJ/t x 56.1 kg/GJ
    assert line["emission"]["value"] == pytest.approx(2_692_800)
    assert line["emission"]["lower"] < 2_692_800 < line["emission"]["upper"]
    assert (line["pollutant"], line["unverified"], line["heatingValue"]) == ("CO2", False, GAS)
    assert line["activity"] == {"value": 1000, "unit": "t"}
    energy = next(each for each in line["explain"]["inputs"] if each["symbol"] == "A")
    assert (energy["unit"], energy["explain"]["formula"]) == ("TJ{natural_gas}", "Q = B·q")
    assert energy["explain"]["value"] == pytest.approx(48)
    assert {"symbol": "q", "factor": {"item": GAS}} in energy["explain"]["inputs"]

    summed = await graphql(
        f"""{{ audit(id: "Audit:{audit_id}") {{
            emissions(scenario: BEFORE) {{ totals {{ pollutant amount {{ value(unit: "t") }} }} findings {{ code }} }}
        }} }}"""
    )
    (total,) = summed["audit"]["emissions"]["totals"]
    assert total["amount"]["value"] == pytest.approx(2692.8)
    assert "FACTOR_CHANGED" not in {each["code"] for each in summed["audit"]["emissions"]["findings"]}

    halved = await mutate(
        "changeInventoryLine",
        FUEL,
        id=line["id"],
        expectedVersion=line["version"],
        activity={"value": 500, "unit": "t"},
    )
    assert halved["emission"]["value"] == pytest.approx(1_346_400)
    measured = await mutate(
        "changeInventoryLine",
        FUEL,
        id=line["id"],
        expectedVersion=halved["version"],
        activity=None,
        factor=None,
        heatingValue=None,
        emission={"value": 3, "unit": "t"},
        pollutant="CO2",
    )
    assert (measured["heatingValue"], measured["explain"]) == (None, None)


@pytest.mark.parametrize(
    ("given", "path", "told"),
    [
        ({"heatingValue": "common:heating_value:none"}, ["input", "heatingValue"], "no heating value"),
        ({"heatingValue": "common:heating_value:ENE-NCV-GAS-OIL"}, ["input", "heatingValue"], "of gas_oil"),
        ({}, ["input", "activity", "unit"], "heating value"),
        ({"heatingValue": GAS, "activity": {"value": 1, "unit": "m3"}}, ["input", "activity", "unit"], "m3"),
        (
            {"heatingValue": GAS, "activity": None, "factor": None, "emission": {"value": 1, "unit": "t"}},
            ["input", "emission"],
            "measured, or comes from",
        ),
    ],
    ids=["an unknown one", "that of another fuel", "none", "an amount it is not per", "without a factor"],
)
async def test_a_fuel_without_a_fitting_heating_value_is_refused(
    mutate: Any, audit_id: str, given: dict[str, Any], path: list[str], told: str
) -> None:
    basis = {"activity": {"value": 1, "unit": "t"}, "factor": "common:factor:ENE-CO2-NATURAL-GAS"}
    answer = await mutate("addInventoryLine", audit=f"Audit:{audit_id}", scenario="BEFORE", name="x", **(basis | given))
    assert (answer["__typename"], answer["path"]) == ("InvalidInput", path)
    assert told in answer["message"] + answer["remedy"]
