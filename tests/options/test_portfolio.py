"""The portfolio of an audit's options and its abatement curve, over GraphQL; every figure is illustrative."""

from __future__ import annotations

from typing import Any

import pytest

from cpaudit.plugins import PluginHost
from options.acts import OptionActs

FIGURES = {
    "costClass": "MEDIUM",
    "priceYear": 2026,
    "lifeYears": 10,
    "taxRate": 0.25,
    "discountRate": 0.08,
}
FAULT = "... on InvalidInput { code message path remedy }"
PORTFOLIO = """
state value unit spent { amount currency priceYear } slack { amount } bound gap
chosen { code name cost { amount } counted } leftOut { code reason other message(lang: "en") }
totals { name value unit unknown alone } findings { code message(lang: "en") }
"""


async def _portfolio(options: OptionActs, arguments: str = "", shown: str = PORTFOLIO) -> dict[str, Any]:
    query = f"""query($id: ID!) {{ audit(id: $id) {{
        portfolio{arguments} {{ __typename ... on Portfolio {{ {shown} }} {FAULT} }} }} }}"""
    found: dict[str, Any] = (await options.graphql(query, as_="viewer", id=options.audit))["audit"]["portfolio"]
    return found


async def _curve(options: OptionActs, arguments: str = "") -> dict[str, Any]:
    query = f"""query($id: ID!) {{ audit(id: $id) {{ abatementCurve{arguments} {{ __typename
        ... on AbatementCurve {{ subject unit
          steps {{ code reduction alone costPerUnit annualCost {{ amount currency }} cumulativeReduction
                   explain {{ value formula }} }}
          leftOut {{ code reason }} findings {{ code }} }} {FAULT} }} }} }}"""
    found: dict[str, Any] = (await options.graphql(query, as_="viewer", id=options.audit))["audit"]["abatementCurve"]
    return found


async def _priced(options: OptionActs, code: str, investment: int, saving: int, **more: Any) -> dict[str, Any]:
    return await options.propose(code, **{**FIGURES, "investment": investment, "annualSaving": saving, **more})


@pytest.fixture
async def three(options: OptionActs) -> OptionActs:
    """Two options on the unit process U1 that take COD, and one without figures."""
    process = "query($id: ID!) { audit(id: $id) { unitProcesses { nodes { id } } } }"
    place = (await options.graphql(process, as_="viewer", id=options.audit))["audit"]["unitProcesses"]["nodes"][0]
    for code, investment, saving, cod in (("A", 100_000, 60_000, 30), ("B", 200_000, 70_000, 20)):
        made = await _priced(options, code, investment, saving, unitProcess=place["id"])
        await options.effect(made, cod, "t/a")
    await options.propose("C")
    return options


async def test_the_options_that_bring_most_within_a_budget(three: OptionActs) -> None:
    found = await _portfolio(three, "(budget: 150000)")
    assert found["__typename"] == "Portfolio"
    assert found["state"] == "OPTIMAL"
    assert [(each["code"], each["cost"]["amount"]) for each in found["chosen"]] == [("A", "100000.0")]
    assert found["spent"] == {"amount": "100000.0", "currency": "CNY", "priceYear": 2026}
    assert found["slack"] == {"amount": "50000.0"}
    assert found["unit"] == "CNY"
    assert found["bound"] >= found["value"] > 0
    assert {each["code"]: each["reason"] for each in found["leftOut"]} == {
        "B": "OVER_BUDGET",
        "C": "UNKNOWN_INVESTMENT",
    }
    totals = {each["name"]: each for each in found["totals"]}
    assert (totals["COD"]["value"], totals["COD"]["unit"]) == (30, "t/a")


async def test_options_on_one_unit_process_do_not_save_the_same_twice(three: OptionActs) -> None:
    found = await _portfolio(three, "(objective: ANNUAL_SAVING)")
    total = next(each for each in found["totals"] if each["name"] == "annual_saving")
    assert total["value"] < total["alone"]
    assert "STREAM_UNKNOWN" in [each["code"] for each in found["findings"]]
    assert "转化" in found["findings"][0]["message"]


async def test_a_reduction_is_an_objective_and_a_target(three: OptionActs) -> None:
    found = await _portfolio(three, '(objective: REDUCTION, subject: "COD", budget: 200000)')
    assert (found["value"], found["unit"]) == (30, "t/a")
    missed = await _portfolio(three, '(budget: 100000, targets: [{subject: "COD", least: 31}])')
    assert missed["state"] == "INFEASIBLE"
    assert missed["value"] is None
    assert [each["code"] for each in missed["findings"]] == ["TARGET_OUT_OF_REACH"]


async def test_a_mandatory_option_and_low_cost_first(options: OptionActs) -> None:
    await _priced(options, "BIG", 100_000, 90_000)
    await _priced(options, "SMALL", 20_000, 5000, costClass="LOW")
    chosen = "chosen { code }"
    assert (await _portfolio(options, "(budget: 100000)", chosen))["chosen"] == [{"code": "BIG"}]
    first = await _portfolio(options, "(budget: 100000, lowCostFirst: true)", chosen)
    assert first["chosen"] == [{"code": "SMALL"}]
    forced = await _portfolio(options, '(budget: 100000, mandatory: ["SMALL"])', chosen)
    assert forced["chosen"] == [{"code": "SMALL"}]


async def test_the_tornado_and_the_explanation_come_with_the_portfolio(options: OptionActs) -> None:
    await _priced(options, "A", 100_000, 60_000)
    await _priced(options, "B", 100_000, 55_000)
    found = await _portfolio(
        options,
        "(budget: 100000)",
        """tornado(spread: 0.3, most: 4) { option input base low high stated valueLow valueHigh changesChoice enters }
           value explain { value formula inputs { symbol label explain { formula } } }""",
    )
    assert len(found["tornado"]) == 4
    bar = next(each for each in found["tornado"] if (each["option"], each["input"]) == ("A", "annual_saving"))
    assert (bar["low"], bar["high"]) == (42_000, 78_000)
    assert bar["changesChoice"]
    assert bar["enters"] == ["B"]
    assert bar["valueLow"] < found["value"] < bar["valueHigh"]
    assert found["explain"]["value"] == found["value"]


async def test_what_templates_exclude_is_not_chosen_together(options: OptionActs) -> None:
    adopted = {}
    for code in ("CHM-O-05", "CHM-O-06"):
        made = await options.act("adoptLibraryOption", audit=options.audit, template=f"chemical:option:{code}")
        adopted[code] = made["code"]
        changed = await options.move(
            made,
            "changeOption",
            **{**FIGURES, "currency": "EUR", "investment": 1000, "annualSaving": 900 if code == "CHM-O-05" else 800},
        )
        assert changed["__typename"] == "Option", changed
    found = await _portfolio(options)
    assert [each["code"] for each in found["chosen"]] == [adopted["CHM-O-05"]]
    assert [(each["reason"], each["other"]) for each in found["leftOut"]] == [("EXCLUDED", adopted["CHM-O-05"])]


async def test_an_input_is_varied_over_the_range_that_its_template_states(
    options: OptionActs, host: PluginHost
) -> None:
    template = next(
        each for each in host.pack("chemical").options if each.investment and each.investment.upper is not None
    )
    assert template.investment is not None
    made = await options.act("adoptLibraryOption", audit=options.audit, template=template.ref)
    rates = {name: FIGURES[name] for name in ("lifeYears", "taxRate", "discountRate")}
    await options.move(made, "changeOption", annualSaving=1_500_000, **rates)
    found = await _portfolio(options, "", "tornado { input low high stated }")
    bars = {each["input"]: each for each in found["tornado"]}
    assert bars["investment"] == {
        "input": "investment",
        "low": float(template.investment.lower or 0),
        "high": float(template.investment.upper or 0),
        "stated": True,
    }
    assert bars["annual_saving"] == {
        "input": "annual_saving",
        "low": 1_200_000,
        "high": 1_800_000,
        "stated": False,
    }


async def test_money_of_several_currencies_is_a_fault(options: OptionActs) -> None:
    await _priced(options, "A", 100_000, 60_000)
    await _priced(options, "B", 100_000, 60_000, currency="EUR")
    found = await _portfolio(options, "(budget: 1)")
    assert found["__typename"] == "InvalidInput"
    assert "A in CNY of 2026, B in EUR of 2026" in found["message"]
    assert "changeOption" in found["remedy"]
    assert (await _curve(options, '(subject: "COD")'))["__typename"] == "InvalidInput"


async def test_units_that_do_not_convert_are_a_fault(options: OptionActs) -> None:
    for code, unit in (("A", "t/a"), ("B", "GJ/a")):
        await options.effect(await _priced(options, code, 10, 5), 3, unit)
    found = await _portfolio(options)
    assert found["__typename"] == "InvalidInput"
    assert found["path"] == ["options", "B", "effects", "COD"]


@pytest.mark.parametrize(
    "arguments", ["(budget: -1)", '(objective: REDUCTION, subject: "dust")', '(mandatory: ["ZZ"])', '(subject: "COD")']
)
async def test_arguments_that_make_no_sense_are_a_fault(three: OptionActs, arguments: str) -> None:
    found = await _portfolio(three, arguments)
    assert found["__typename"] == "InvalidInput"
    assert found["path"]


async def test_an_audit_without_options_has_no_portfolio(options: OptionActs) -> None:
    assert (await _portfolio(options))["__typename"] == "InvalidInput"


async def test_a_rejected_option_does_not_compete(options: OptionActs) -> None:
    await options.move(await _priced(options, "A", 10, 9), "rejectOption", reason="示例")
    await _priced(options, "B", 10, 9)
    found = await _portfolio(options)
    assert [each["code"] for each in found["chosen"]] == ["B"]
    assert found["leftOut"] == []


async def test_the_abatement_curve_puts_options_in_the_order_of_their_cost(options: OptionActs) -> None:
    await options.effect(await _priced(options, "SAVES", 0, 5000, costClass="NONE"), 500, "kg/a")
    await options.effect(await _priced(options, "DEAR", 0, -9000), 1, "t/a")
    await options.effect(await _priced(options, "CHEAP", 0, -1000), 2, "t/a")
    await options.propose("UNKNOWN")
    curve = await _curve(options)
    assert (curve["subject"], curve["unit"]) == ("COD", "kg/a")
    assert [each["code"] for each in curve["steps"]] == ["SAVES", "CHEAP", "DEAR"]
    assert curve["steps"][1]["reduction"] == pytest.approx(2000)
    assert curve["steps"][1]["costPerUnit"] == pytest.approx(0.5)
    assert curve["steps"][2]["cumulativeReduction"] == pytest.approx(3500)
    assert curve["steps"][0]["annualCost"]["currency"] == "CNY"
    assert curve["steps"][0]["explain"]["value"] == curve["steps"][0]["costPerUnit"]
    assert curve["leftOut"] == [{"code": "UNKNOWN", "reason": "UNKNOWN_REDUCTION"}]
    assert [each["code"] for each in curve["findings"]] == ["OVERLAP_NOT_KNOWN"]
