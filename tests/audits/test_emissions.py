"""The emission inventory of an audit: totals, CO₂-equivalents, contributions and what is odd; figures illustrative."""

from __future__ import annotations

import json

import pytest

from cpaudit.audits.models import InventoryLine, Scenario
from cpaudit.audits.services.emissions import Emissions, emissions_of
from cpaudit.audits.services.inventory import factor_of
from cpaudit.engine import Quantity, estimate, quantity, recompute, to_json
from cpaudit.errors import InvalidInput
from cpaudit.library import Library
from support.client import GraphqlClient
from support.stages import OpenWork

METHANOL = "chemical:factor:CHM-MEOH-CO2-CSR"
METHANE = "chemical:factor:CHM-MEOH-CH4"
CARBON_BLACK = "chemical:factor:CHM-CB-CH4-UNC"


@pytest.fixture
async def library(open_work: OpenWork) -> Library:
    """The library of the chemicals department."""
    async with open_work() as work:
        return work.library


def _line(name: str, pollutant: str, emission: Quantity, scenario: Scenario = Scenario.BEFORE) -> InventoryLine:
    return InventoryLine(
        tenant_id="t", audit_id="a", scenario=scenario, name=name, pollutant=pollutant, emission=emission
    )


def _estimated(library: Library, ref: str, activity: Quantity, name: str = "示例") -> InventoryLine:
    found = estimate(activity, factor_of(library, library.factor(ref)))
    line = _line(name, library.factor(ref).pollutant, found.emission)
    line.activity, line.factor, line.trace = activity, ref, json.loads(to_json(found.trace))
    return line


def _codes(found: Emissions) -> list[str]:
    return [each.code for each in found.doubts]


def test_a_scenario_without_lines_has_no_inventory_rather_than_an_empty_one(library: Library) -> None:
    assert emissions_of([_line("炉", "dust", quantity(1, "t"))], library, Scenario.AFTER) is None


def test_measured_and_estimated_lines_add_up_with_intervals_of_both_kinds(library: Library) -> None:
    lines = [
        _estimated(library, METHANOL, quantity(1000, "t{methanol}", lower=950, upper=1050)),
        _line("锅炉", "CO2", quantity(50, "t", lower=45, upper=55)),
        _estimated(library, METHANE, quantity(1000, "t{methanol}")),
    ]
    found = emissions_of(lines, library, Scenario.BEFORE, seed=1)
    assert found is not None
    carbon = found.held.totals["CO2"]
    assert carbon.value == pytest.approx(670 + 50)
    assert [each.method for each in carbon.uncertainties] == ["first-order propagation", "Monte Carlo"]
    assert found.held.co2e is not None
    assert found.held.co2e.value == pytest.approx(720 + 2.3 * 28)
    assert found.held.contributions.tolist() == pytest.approx([670 / 720, 50 / 720, 1])
    assert recompute(found.held.trace) == found.held.trace.value
    assert _codes(found) == []


def test_an_implausible_factor_and_a_double_count_are_pointed_at(library: Library) -> None:
    black = _estimated(library, CARBON_BLACK, quantity(10, "t{carbon_black}"))
    twice = [_estimated(library, METHANOL, quantity(7, "t{methanol}")) for _ in range(2)]
    found = emissions_of([black, *twice], library, Scenario.BEFORE)
    assert found is not None
    assert _codes(found) == ["FACTORS_OVERLAP", "FACTOR_RANGE"]


def test_a_line_whose_factor_the_library_no_longer_has_counts_as_it_was_computed(library: Library) -> None:
    line = _estimated(library, METHANOL, quantity(100, "t{methanol}"))
    found = emissions_of([line], Library.of(()), Scenario.BEFORE)
    assert found is not None
    assert found.held.totals["CO2"].value == line.emission.value
    assert "FACTOR_CHANGED" in [each.code for each in found.findings]


def test_a_unit_that_does_not_add_up_is_left_out_and_said(library: Library) -> None:
    lines = [_line("a", "COD", quantity(1, "t")), _line("b", "COD", quantity(300, "mg/L"))]
    found = emissions_of(lines, library, Scenario.BEFORE)
    assert found is not None
    assert found.held.totals["COD"].value == 1
    assert _codes(found) == ["UNITS_DIFFER"]


def test_an_unknown_set_of_potentials_is_refused(library: Library) -> None:
    with pytest.raises(InvalidInput):
        emissions_of([_line("a", "CO2", quantity(1, "t"))], library, Scenario.BEFORE, gwp="AR1")


async def test_the_inventory_is_read_over_graphql(graphql: GraphqlClient, audit_id: str) -> None:
    audit = f"Audit:{audit_id}"
    add = """mutation ($input: AddInventoryLineInput!) { addInventoryLine(input: $input) { __typename } }"""
    for activity, factor in ((1000, METHANOL), (1000, METHANE), (10, CARBON_BLACK)):
        given = {"audit": audit, "scenario": "BEFORE", "name": "示例", "factor": factor}
        given |= {"activity": {"value": activity, "unit": "t", "status": "MEASURED"}}
        answer = await graphql(add, input=given)
        assert answer["addInventoryLine"] == {"__typename": "InventoryLine"}
    document = """query ($id: ID!, $seed: Int) { audit(id: $id) {
        before: emissions(seed: $seed, gwp: AR6) {
            scenario gwp
            totals { pollutant amount { value(unit: "t") lower upper } intervals { method seed } explain { value } }
            co2e { pollutant amount { value unit } explain { text(lang: "en") json } }
            contributions(first: 2) { line name share co2eShare amount { value } explain { formula } }
            findings { code passed message(lang: "en") }
            explain { json }
        }
        after: emissions(scenario: AFTER) { scenario }
    } }"""
    found = (await graphql(document, id=audit, seed=7))["audit"]
    assert found["after"] is None
    before = found["before"]
    assert before["gwp"].startswith("AR6")
    assert [each["pollutant"] for each in before["totals"]] == ["CO2", "CH4"]
    assert before["totals"][0]["amount"]["value"] == pytest.approx(670)
    assert before["totals"][0]["intervals"][1] == {"method": "Monte Carlo", "seed": 7}
    assert before["co2e"]["amount"]["value"] == pytest.approx(670 + (2.3 + 0.287) * 27.9)
    assert len(before["contributions"]) == 2
    assert before["contributions"][0]["share"] == pytest.approx(1)
    assert ("FACTOR_RANGE", False) in [(each["code"], each["passed"]) for each in before["findings"]]
    assert before["explain"]["json"]["formula"] == "inventory.totals"
