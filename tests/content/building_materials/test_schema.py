"""What clients see of the plugin: calculators that explain themselves, the carbonates, the kiln line of an audit."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from support.client import GraphqlClient
from support.world import Province

README = Path(__file__).parents[3] / "plugins" / "building_materials" / "README.md"

CALCULATIONS = """
query {
  building_materials {
    clinkerCo2FromRawMeal(input: {
      carbonates: [{ carbonate: CALCITE, mass: { value: 1, unit: "kt" }, calcined: { value: 100, unit: "%" } }]
    }) { ...found }
    carbonateCo2(input: {
      carbonates: [{ carbonate: DOLOMITE, mass: { value: 2, unit: "t" }, calcined: { value: 50, unit: "%" } }]
    }) { ...found }
    limeCo2(input: { limes: [{ type: HIGH_CALCIUM, mass: { value: 100, unit: "t" }, hydrated: true }] }) { ...found }
    glassCo2(input: {
      melts: [{ glass: NOT_KNOWN, melted: { value: 1, unit: "t" }, cullet: { value: 50, unit: "%" } }]
    }) { ...found }
    clinkerModuli(input: {
      cao: { value: 66, unit: "%" } sio2: { value: 22, unit: "%" } al2o3: { value: 5.5, unit: "%" }
      fe2o3: { value: 3.5, unit: "%" } freeLime: { value: 1, unit: "%" }
    }) { ...found }
    stackLoad(input: {
      concentration: { value: 320, unit: "mg/Nm3" } measuredOxygen: { value: 8, unit: "%" }
      referenceOxygen: { value: 10, unit: "%" } gasFlow: { value: 300000, unit: "Nm3/h" }
      output: { value: 120, unit: "t/h" }
    }) { ...found }
    wrong: clinkerCo2(input: { clinker: { value: 1, unit: "t" }, cao: { value: 65, unit: "1" } }) { ...found }
  }
}
fragment found on CalculationResult {
  ... on Calculation { result { quantity { value unit } explain { formula source inputs { symbol } } } }
  ... on Fault { code path }
}
"""

KILN_LINE = """
query($audit: ID!) {
  audit(id: $audit) {
    building_materials { kilnLine { cao { value unit status } computedCo2 { value } clinker { value } } }
  }
}
"""


def result_type(sdl: str) -> str:
    """The union with which calculators answer."""
    found = re.search(r"  limeCo2\(input: \w+!\): (\w+)!", sdl)
    assert found is not None
    return found[1]


async def test_calculators_answer_with_figures_and_formulas(graphql: GraphqlClient) -> None:
    sdl = (await graphql.http.get("/schema.graphql", headers=graphql.headers("auditor", "building"))).text
    query = CALCULATIONS.replace("CalculationResult", result_type(sdl))
    answers = (await graphql(query, tenant="building"))["building_materials"]

    def value(field: str) -> float:
        quantity: dict[str, Any] = answers[field]["result"]["quantity"]
        return float(quantity["value"])

    assert value("clinkerCo2FromRawMeal") == pytest.approx(439.71)
    assert value("carbonateCo2") == pytest.approx(0.47732)
    assert value("limeCo2") == pytest.approx(100 * 0.75 * 1.02 * 0.97)
    assert value("glassCo2") == pytest.approx(0.1)
    assert value("stackLoad") == pytest.approx(0.8)
    assert answers["stackLoad"]["result"]["quantity"]["unit"] == "kg/t"
    assert answers["glassCo2"]["result"]["explain"] == {
        "formula": "E = Σ M_i · EF_i · (1 - CR_i)",
        "source": "2006 IPCC Guidelines, Volume 3, Equation 2.11",
        "inputs": [{"symbol": "M_i"}, {"symbol": "EF_i"}, {"symbol": "CR_i"}],
    }
    assert answers["wrong"] == {"code": "INVALID_INPUT", "path": ["input", "cao"]}


async def test_the_query_of_the_readme_answers(graphql: GraphqlClient) -> None:
    """975 000 t x (0.65 x 0.785 + 0.015 x 44.009/40.304) x 1.02."""
    (query,) = re.findall(r"```graphql\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    answer = (await graphql(query, tenant="building"))["building_materials"]
    expected = 975_000 * (0.65 * 0.785 + 0.015 * 44.009 / 40.304) * 1.02

    assert answer["clinkerCo2"]["result"]["quantity"] == {"value": pytest.approx(expected), "unit": "t"}
    assert len(answer["carbonates"]) == 7
    assert answer["carbonates"][0] == {
        "carbonate": "CALCITE",
        "co2": 0.43971,
        "factor": "building_materials:factor:BLD-CARB-CACO3",
    }


async def test_an_audit_tells_its_kiln_line(graphql: GraphqlClient, province: Province) -> None:
    async def tell(mutation: str, **given: Any) -> dict[str, Any]:
        name = mutation[0].upper() + mutation[1:]
        query = f"""mutation($input: {name}Input!) {{
            {mutation}(input: $input) {{ ... on Audit {{ id }} ... on Fault {{ code message }} }} }}"""
        told: dict[str, Any] = (await graphql(query, tenant="building", input=given))[mutation]
        return told

    enterprise = f"Enterprise:{province.enterprises['building']}"
    audit = (await tell("startAudit", enterprise=enterprise, title="示例审计", illustrative=True))["id"]

    assert (await graphql(KILN_LINE, tenant="building", audit=audit))["audit"]["building_materials"] == {
        "kilnLine": None
    }

    await tell("applyProcessTemplate", audit=audit, template="building_materials:process_template:BLD-KILN")
    item = "building_materials:checklist_item:BLD-ASM-101"
    cao = {"value": 65, "unit": "%", "status": "MEASURED"}
    await tell("answerChecklistItems", audit=audit, answers=[{"item": item, "amount": cao}])
    line = (await graphql(KILN_LINE, tenant="building", audit=audit))["audit"]["building_materials"]["kilnLine"]

    assert line == {"cao": cao, "computedCo2": {"value": pytest.approx(0.520455)}, "clinker": None}
