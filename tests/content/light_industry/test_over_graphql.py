"""What a department sees of the plugin over GraphQL: calculators with their traces, levels, nothing of it elsewhere."""

from __future__ import annotations

import pytest

from support.client import GraphqlClient

CLEANING = """
query Cleaning($input: LightIndustryCleaningWaterInput!) {
  light_industry {
    cleaningWater(input: $input) {
      ... on Calculation {
        result { quantity { value unit status } explain { formula source inputs { symbol value unit } } }
        further { symbol quantity { value unit } }
      }
      ... on Fault { code message path }
    }
    againstLevel(code: "LGT-BEER-BAT-WW", value: 620, unit: "L/m3") {
      position level { code unit lower upper locator } value { value unit }
    }
  }
}
"""
RINSE = {"kind": "PRE_RINSE", "flow": {"value": 12, "unit": "m3/h"}, "duration": {"value": 5, "unit": "min"}}


async def test_a_department_computes_and_compares(graphql: GraphqlClient) -> None:
    asked = {"steps": [RINSE, {**RINSE, "kind": "FINAL_RINSE", "returned": 0.5}], "cleanings": 100}
    answer = (await graphql(CLEANING, tenant="light", input=asked))["light_industry"]

    water = answer["cleaningWater"]
    assert water["result"]["quantity"] == {"value": pytest.approx(150), "unit": "m3", "status": "CALCULATED"}
    assert water["result"]["explain"]["formula"] == "W_n = n · W"
    assert [each["symbol"] for each in water["further"]] == ["W", "V", "ρ", "S"]
    level = answer["againstLevel"]
    assert (level["position"], level["level"]["locator"]) == ("BELOW", "Table 6")
    assert level["value"] == {"value": pytest.approx(0.62), "unit": "m3/m3"}


async def test_what_cannot_be_is_told_with_its_path(graphql: GraphqlClient) -> None:
    asked = {"steps": [{**RINSE, "duration": {"value": -5, "unit": "min"}}], "cleanings": 1}
    answer = (await graphql(CLEANING, tenant="light", input=asked))["light_industry"]["cleaningWater"]

    assert answer["code"] == "INVALID_INPUT"
    assert answer["path"] == ["input", "steps", "0", "duration"]


async def test_another_department_has_none_of_it(graphql: GraphqlClient) -> None:
    errors = await graphql.errors("{ light_industry { cleaningWater { __typename } } }", tenant="chem")

    assert [error["message"] for error in errors] == ["Cannot query field 'light_industry' on type 'Query'."]
