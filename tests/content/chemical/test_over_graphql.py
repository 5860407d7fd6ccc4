"""The chemical namespace over GraphQL: a field of its own, calculators, and what they say to wrong input."""

from __future__ import annotations

import pytest

from support.client import GraphqlClient

REACTION = """{ chemical { reaction(equation: "CaCO3 -> CaO + CO2") {
    equation product atomEconomy eFactor eFactorOfMasses chemicalYield consumption { substance kilogramsPerTonne }
    explain { symbol name substance value unit formula source inputs { symbol substance value unit } } } } }"""

CALCULATED = """... on Calculation { result { symbol quantity { value unit } explain { formula source text } }
    further { symbol quantity { value unit } } findings { code severity } }
    ... on InvalidInput { message path remedy }"""

KILOTONNE = 'production: { value: 1, unit: "kt" }'

CALCULATORS = f"""query($gas: ChemicalTailGasInput!) {{ chemical {{
    acid: acidSo2(input: {{ conversion: {{ value: 99.73, unit: "%" }} }}) {{ {CALCULATED} }}
    gas: acidTailGas(input: $gas) {{ {CALCULATED} }}
    nitric: nitricAcidN2o(input: {{ {KILOTONNE}, process: HIGH_PRESSURE }}) {{ {CALCULATED} }}
    adipic: adipicAcidN2o(input: {{ {KILOTONNE}, technology: THERMAL }}) {{ {CALCULATED} }}
    stoichiometry: reactionStoichiometry(input: {{ equation: "N2 + 3 H2 -> 2 NH3" }}) {{ {CALCULATED} }}
    wrong: reactionStoichiometry(input: {{ equation: "N2 + H2 -> NH3" }}) {{ {CALCULATED} }}
}} }}"""


async def test_the_namespace_answers(graphql: GraphqlClient) -> None:
    """One server for all of it: a schema takes longer to build than the questions to answer."""
    reaction = (await graphql(REACTION))["chemical"]["reaction"]
    assert (reaction["equation"], reaction["product"]) == ("CaCO3 -> CaO + CO2", "CaO")
    assert reaction["atomEconomy"] == pytest.approx(56.03, abs=0.005)
    assert reaction["eFactor"] == pytest.approx(0.785, abs=0.0005)
    assert (reaction["eFactorOfMasses"], reaction["chemicalYield"]) == (False, None)
    assert [each["substance"] for each in reaction["consumption"]] == ["CaCO3"]
    steps = {(each["symbol"], each["substance"]): each for each in reaction["explain"]}
    assert steps["AE", ""]["formula"].startswith("AE = 100")
    assert [each["substance"] for each in steps["M", "CaCO3"]["inputs"]] == ["C", "C", "Ca", "Ca", "O", "O"]

    gas = {
        "gasFlow": {"value": 36, "unit": "kNm3/h"},
        "concentration": {"value": 1200, "unit": "mg/Nm3"},
        "hours": 8400,
        "acid": {"value": 145, "unit": "kt"},
        "concentrationAfter": {"value": 400, "unit": "mg/Nm3"},
    }
    found = (await graphql(CALCULATORS, gas=gas))["chemical"]
    assert found["acid"]["result"]["quantity"]["value"] == pytest.approx(1.768, abs=0.0005)
    assert found["gas"]["result"]["quantity"] == {"value": pytest.approx(362.88), "unit": "t"}
    assert "36000 Nm3/h" in found["gas"]["result"]["explain"]["text"]
    assert found["nitric"]["result"]["quantity"]["value"] == pytest.approx(9)
    assert found["adipic"]["result"]["quantity"]["value"] == pytest.approx(300 * (1 - 0.985 * 0.97))
    assert "Table 3.4" in found["adipic"]["result"]["explain"]["text"]
    assert found["stoichiometry"]["result"]["quantity"] == {"value": pytest.approx(100), "unit": "%"}
    assert "not balanced" in found["wrong"]["message"]
    assert found["wrong"]["path"] == ["input", "equation"]

    (error,) = await graphql.errors('{ chemical { reaction(equation: "N2 + H2 -> NH3") { atomEconomy } } }')
    assert error["extensions"]["code"] == "INVALID_INPUT"
    assert "H 2 on the left" in error["message"]
