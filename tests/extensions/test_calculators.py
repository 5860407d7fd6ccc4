"""Calculators are asked over GraphQL: typed input, faults as data, a result that explains itself."""

from __future__ import annotations

import pytest

from cpaudit.contributions import Calculation, Calculator
from cpaudit.engine import FORMULAS, Trace, is_unit, recompute
from cpaudit.plugins import PluginHost, PluginSource, PluginStatus
from support.client import GraphqlClient
from support.everything import BATCH, BatchGasInput, Everything, batch_gas, text

ASK = """
query Ask($input: GlassBatchGasInput!) {
  glass { batchGas(input: $input) {
    __typename
    ... on Calculation {
      result {
        symbol name(lang: "en") quantity { value(unit: "kg") unit status }
        explain { formula source inputs { symbol value } }
      }
      further { symbol }
      findings { code plugin severity }
    }
    ... on Fault { code message path }
    ... on PluginFailed { plugin }
  } }
}
"""
SODA = {"mass": {"value": 2000, "unit": "kg"}, "gas": 0.415}


async def test_a_calculator_answers_with_a_quantity_and_how_it_came_about(graphql: GraphqlClient) -> None:
    answer = (await graphql(ASK, input={"carbonates": [SODA], "cullet": 0.5}))["glass"]["batchGas"]

    assert answer["result"]["quantity"] == {"value": pytest.approx(415.0), "unit": "t", "status": "CALCULATED"}
    assert answer["result"]["name"] == "Gas from the batch"
    assert answer["result"]["explain"]["formula"] == "E = Σ m · f · (1 - c)"
    assert [(each["symbol"], each["value"]) for each in answer["result"]["explain"]["inputs"]] == [
        ("m", 2.0),
        ("f", 0.415),
        ("c", 0.5),
    ]
    assert answer["findings"] == [{"code": "GLS_DRY", "plugin": "glass", "severity": "INFO"}]


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"carbonates": [SODA, {**SODA, "gas": 2}]}, ["input", "carbonates", "1", "gas"]),
        ({"carbonates": [SODA], "cullet": -1}, ["input", "cullet"]),
        ({"carbonates": [{**SODA, "mass": {"value": 1, "unit": "furlong"}}]}, ["input", "carbonates", "0", "mass"]),
        ({"carbonates": [{**SODA, "mass": {"value": 1, "unit": "m"}}]}, ["input"]),
        ({"carbonates": []}, ["input", "carbonates"]),
        ({"carbonates": [SODA] * 6}, ["input", "carbonates"]),
    ],
)
async def test_an_input_that_cannot_be_is_told_where_it_is_wrong(
    graphql: GraphqlClient, with_all: PluginHost, given: dict[str, object], path: list[str]
) -> None:
    answer = (await graphql(ASK, input=given))["glass"]["batchGas"]

    assert answer["__typename"] == "InvalidInput"
    assert answer["path"][: len(path)] == path
    assert {each.name: each.health.status for each in with_all.plugins}["glass"] is PluginStatus.READY


async def test_who_has_not_enabled_the_plugin_has_no_calculator(graphql: GraphqlClient) -> None:
    errors = await graphql.errors("{ glass { batchGas { __typename } } }", tenant="light")

    assert [error["message"] for error in errors] == ["Cannot query field 'glass' on type 'Query'."]


def test_a_traced_result_is_computed_again_from_its_data(with_all: PluginHost) -> None:
    given = BatchGasInput.model_validate({"carbonates": [{"mass": {"value": 1, "unit": "t"}, "gas": 0.4}]})
    calculator = with_all.contributed("glass").calculators["batch_gas"]

    answer = with_all.call_calculator("glass", calculator, given)

    assert answer.value is not None
    assert isinstance(answer.value.result, Trace)
    assert recompute(answer.value.result) == pytest.approx(0.4)
    assert FORMULAS["glass.batch_gas"] is BATCH


def falsified(given: BatchGasInput) -> Calculation:
    honest = batch_gas(given).result
    assert isinstance(honest, Trace)
    return Calculation(BATCH.trace(7.0, honest.inputs, unit="t"))


def strange(given: BatchGasInput) -> Calculation:
    return Calculation(Trace("glass.unheard_of", "E", "E", "", 1.0, "t"))


def unmeasurable(given: BatchGasInput) -> Calculation:
    honest = batch_gas(given).result
    assert isinstance(honest, Trace)
    return Calculation(BATCH.trace(honest.value, honest.inputs, unit="furlong"))


@pytest.mark.parametrize(
    ("calculate", "reason"),
    [
        (falsified, "its trace gives"),
        (strange, "glass.unheard_of"),
        (unmeasurable, "furlong"),
        (lambda given: 3.0, "not Calculation"),
        (lambda given: Calculation(3.0), "holds float"),
        (lambda given: 1 / 0, "ZeroDivisionError"),
    ],
)
def test_a_result_that_does_not_follow_from_its_trace_is_a_fault(calculate: object, reason: str) -> None:
    host = PluginHost([PluginSource.of_object("glass", Everything())], known_unit=is_unit)
    name = text("气体", "Gas")
    calculator = Calculator(
        id="gas", name=name, description=name, input=BatchGasInput, calculate=calculate, formulas=[BATCH]
    )
    given = BatchGasInput.model_validate({"carbonates": [{"mass": {"value": 1, "unit": "t"}, "gas": 0.4}]})

    answer = host.call_calculator("glass", calculator, given)

    assert answer.fault is not None
    assert reason in answer.fault.message
    assert host.plugins[0].health.status is PluginStatus.DEGRADED
