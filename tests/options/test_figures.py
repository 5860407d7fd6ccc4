"""What is computed from an option: economics, comparison, payback, effectiveness, ranking."""

from __future__ import annotations

from typing import Any

import pytest

from options.acts import OptionActs
from support.client import GraphqlClient

CASE_A = {
    "investment": "1500000",
    "annualSaving": "400000",
    "lifeYears": 10,
    "taxRate": 0.3,
    "discountRate": 0.05,
    "benchmarkRate": 0.1,
    "priceYear": 2010,
    "costClass": "HIGH",
}
"""Source: Chinese training text 清洁生产审核 经济评估 例题, printed in 万元; the price year is illustrative."""

SCHEME = {"lifeYears": 10, "taxRate": 0, "discountRate": 0.12, "costClass": "HIGH"}
CASE_B = [
    {"code": "一", "investment": "316700", "annualSaving": "113000", **SCHEME},
    {"code": "二", "investment": "738200", "annualSaving": "215000", **SCHEME},
]

CASE_C = [
    ("2280", "21050", 1),
    ("4650", "6950", 8),
    ("0", "350", 0),
    ("350", "3290", 1),
    ("90", "440", 3),
    ("13030", "22100", 7),
]
"""Dairy: cost, saving per year, months printed. Source: El-Haggar (2007), Table 2.17."""

TEN_THOUSAND = 10_000


async def test_case_a_the_economics_of_an_option(options: OptionActs) -> None:
    economics = (
        await options.read(
            await options.propose(**CASE_A),
            """economics {
                depreciation { amount currency priceYear } taxable { amount } netProfit { amount } cashFlow { amount }
                paybackYears immediate npv { amount } npvr irr irrInterpolated feasible
                reasons { code passed zh: message(lang: "zh-CN") en: message(lang: "en") }
                explain { symbol value inputs { symbol value explain { formula source } } }
            }""",
        )
    )["economics"]
    assert economics["depreciation"] == {"amount": "150000.0", "currency": "CNY", "priceYear": 2010}
    assert float(economics["taxable"]["amount"]) == 25 * TEN_THOUSAND
    assert float(economics["netProfit"]["amount"]) == pytest.approx(17.5 * TEN_THOUSAND)
    assert float(economics["cashFlow"]["amount"]) == pytest.approx(32.5 * TEN_THOUSAND)
    assert economics["paybackYears"] == pytest.approx(4.6, abs=0.05)
    assert economics["immediate"] is False
    assert float(economics["npv"]["amount"]) == pytest.approx(100.96 * TEN_THOUSAND, abs=0.01 * TEN_THOUSAND)
    assert economics["irrInterpolated"] == pytest.approx(0.1726, abs=0.00005)
    assert economics["irr"] == pytest.approx(0.172570, abs=0.0000005)
    assert economics["feasible"] is True
    assert [(reason["code"], reason["passed"]) for reason in economics["reasons"]] == [
        ("PAYBACK", True),
        ("NPV", True),
        ("IRR", True),
    ]
    assert all(reason["zh"] != reason["en"] for reason in economics["reasons"])
    explain = economics["explain"]
    npv = next(each for each in explain["inputs"] if each["symbol"] == "NPV")
    assert explain["value"] is True
    assert npv["value"] == pytest.approx(float(economics["npv"]["amount"]))
    assert npv["explain"]["formula"] == "NPV = Σ_{j=1..n} F/(1+i)^j − I"


@pytest.mark.parametrize("unknown", ["investment", "annualSaving", "lifeYears", "taxRate", "discountRate"])
async def test_an_unknown_figure_is_not_taken_for_zero(options: OptionActs, unknown: str) -> None:
    option = await options.propose(**{**CASE_A, unknown: None})
    assert await options.read(option, "economics { immediate } economicsMissing") == {
        "economics": None,
        "economicsMissing": [unknown],
    }


async def test_without_a_benchmark_rate_nothing_is_called_feasible(options: OptionActs) -> None:
    option = await options.propose(**{**CASE_A, "benchmarkRate": None})
    assert (await options.read(option, "economics { feasible }"))["economics"]["feasible"] is None


async def test_case_b_two_schemes_that_npv_ranks_otherwise(options: OptionActs, graphql: GraphqlClient) -> None:
    ids = [(await options.propose(**scheme))["id"] for scheme in CASE_B]
    document = """query($ids: [ID!]!) { compareOptions(ids: $ids) {
        conflict findings { code message(lang: "en") }
        rows { code npvrRank npvRank economics { npv { amount } npvr paybackYears irr } }
    } }"""
    compared = (await graphql(document, ids=ids))["compareOptions"]
    assert [(row["code"], row["npvrRank"], row["npvRank"]) for row in compared["rows"]] == [("一", 1, 2), ("二", 2, 1)]
    assert compared["conflict"] is True
    assert compared["findings"] == [
        {"code": "NPVR_NPV_CONFLICT", "message": "NPVR and NPV rank these options differently"}
    ]
    first, second = (row["economics"] for row in compared["rows"])
    assert float(first["npv"]["amount"]) == pytest.approx(32.1775 * TEN_THOUSAND, abs=0.5)
    assert float(second["npv"]["amount"]) == pytest.approx(47.6598 * TEN_THOUSAND, abs=0.5)
    assert (first["npvr"], second["npvr"]) == (
        pytest.approx(1.01603, abs=0.000005),
        pytest.approx(0.64562, abs=0.000005),
    )
    assert (first["paybackYears"], second["paybackYears"]) == (
        pytest.approx(2.80265, abs=0.000005),
        pytest.approx(3.43349, abs=0.000005),
    )
    assert (first["irr"], second["irr"]) == (pytest.approx(0.33730, abs=0.000005), pytest.approx(0.26306, abs=0.000005))


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ({"currency": "EUR"}, "currencies"),
        ({"priceYear": 1996}, "different years"),
        ({"discountRate": None}, "discount_rate is missing"),
    ],
)
async def test_what_cannot_be_compared_is_refused(
    options: OptionActs, graphql: GraphqlClient, second: dict[str, Any], told: str
) -> None:
    ids = [(await options.propose(**CASE_B[0]))["id"], (await options.propose(**{**CASE_B[1], **second}))["id"]]
    document = "query($ids: [ID!]!) { compareOptions(ids: $ids) { conflict } }"
    (error,) = await graphql.errors(document, ids=ids)
    assert told in error["message"]
    assert error["extensions"]["code"] == "INVALID_INPUT"


async def test_options_of_others_are_not_compared(options: OptionActs, graphql: GraphqlClient) -> None:
    ids = [(await options.propose(**scheme))["id"] for scheme in CASE_B]
    document = "query($ids: [ID!]!) { compareOptions(ids: $ids) { conflict } }"
    for stranger in ({"as_": "staff"}, {"tenant": "light"}):
        (error,) = await graphql.errors(document, ids=ids, **stranger)
        assert error["extensions"]["code"] == "NOT_FOUND"


async def test_case_c_simple_payback_in_months(options: OptionActs) -> None:
    for position, (cost, saving, months) in enumerate(CASE_C):
        option = await options.propose(f"D{position}", investment=cost, annualSaving=saving, currency="USD")
        found = (await options.read(option, "paybackMonths"))["paybackMonths"]
        # The print rounds to whole months, sometimes up.
        assert found == (0 if months == 0 else pytest.approx(months, abs=1))


async def test_an_option_is_effective_at_four_fifths_of_the_effect_for_six_fifths_of_the_cost(
    options: OptionActs,
) -> None:
    option = await options.propose(investment="1000", annualSaving="500")
    effect = await options.effect(option, 10)
    option = await options.implemented(option, actualCost="1200")
    fields = "effectiveness { effective parts { subject effectRatio costRatio effective reasons { code passed } } }"
    unmeasured = (await options.read(option, fields))["effectiveness"]
    assert unmeasured["effective"] is None
    assert [part["effectRatio"] for part in unmeasured["parts"]] == [None, None]

    actual = {"value": 8000, "unit": "kg/a"}
    await options.act("recordOptionEffect", "OptionEffect", id=effect["id"], expectedVersion=1, actual=actual)
    option = await options.move(option, "verifyOption", verifiedOn="2026-06-01", actualSaving="399")
    judged = (await options.read(option, fields))["effectiveness"]
    assert judged["effective"] is False
    assert [(part["subject"], part["effective"]) for part in judged["parts"]] == [("COD", True), (None, False)]
    assert judged["parts"][0]["effectRatio"] == pytest.approx(0.8)
    assert judged["parts"][0]["costRatio"] == pytest.approx(1.2)


async def test_an_effect_is_measured_in_what_it_was_planned_in(options: OptionActs) -> None:
    option = await options.propose()
    assert (await options.effect(option, 0))["path"] == ["input", "planned", "value"]
    effect = await options.effect(option, 10)
    assert (await options.effect(option, 5))["__typename"] == "InvalidInput"
    record = {"id": effect["id"], "expectedVersion": 1, "actual": {"value": 1, "unit": "kWh"}}
    early = await options.act("recordOptionEffect", "OptionEffect", **record)
    assert "implementOption" in early["remedy"]
    await options.implemented(option)
    assert (await options.act("recordOptionEffect", "OptionEffect", **record))["path"] == ["input", "actual", "unit"]


async def test_funding_is_in_the_money_of_its_option(options: OptionActs) -> None:
    option = await options.propose(currency="EUR", priceYear=2007)
    given = {"option": option["id"], "source": "ENVIRONMENTAL_SUBSIDY"}
    assert (await options.act("addFunding", "Funding", amount="0", **given))["path"] == ["input", "amount"]
    funding = await options.act("addFunding", "Funding", amount="300", **given)
    assert funding["amount"] == {"amount": "300", "currency": "EUR", "priceYear": 2007}
    read = await options.read(option, "funding { source amount { amount } }")
    assert read["funding"] == [{"source": "ENVIRONMENTAL_SUBSIDY", "amount": {"amount": "300"}}]
    await options.act("removeFunding", "RemovedRecord", id=funding["id"], expectedVersion=1)
    assert (await options.read(option, "funding { id }"))["funding"] == []


async def test_options_are_ranked_by_the_weighted_sum_of_their_scores(
    options: OptionActs, graphql: GraphqlClient
) -> None:
    """Weights and scores are illustrative; Σ W·R is worked out by hand."""
    ranking = """query($a: ID!) { screeningRanking(audit: $a) {
        rows { option code total rank } unscored explain { value }
    } }"""
    factors = {"effect": 10, "cost": 7}
    for code, weight in factors.items():
        await options.act(
            "setScreeningFactor", "ScreeningFactor", audit=options.audit, code=code, name=code, weight=weight
        )
    ids = {}
    for code, scores in (("F1", (4, 9)), ("F2", (10, 5)), ("F3", (10, 5))):
        option = await options.propose(code)
        ids[code] = option["id"]
        given = [{"factor": factor, "score": score} for factor, score in zip(factors, scores, strict=True)]
        await options.move(option, "scoreOption", scores=given)
    ids["F4"] = (await options.propose("F4"))["id"]
    found = (await graphql(ranking, a=options.audit))["screeningRanking"]
    assert [(row["code"], row["total"], row["rank"]) for row in found["rows"]] == [
        ("F2", 135, 1),
        ("F3", 135, 1),
        ("F1", 103, 3),
    ]
    assert found["rows"][0]["option"] == ids["F2"]
    assert found["unscored"] == [ids["F4"]]
    assert found["explain"]["value"] == [3, 1, 1]
    assert (await graphql(ranking, a=options.audit, as_="staff"))["screeningRanking"]["rows"] == []


async def test_a_score_is_from_one_to_ten_by_a_factor_of_the_audit(options: OptionActs) -> None:
    factor = {"audit": options.audit, "code": "effect", "name": "效果"}
    assert (await options.act("setScreeningFactor", "ScreeningFactor", weight=0, **factor))["path"] == [
        "input",
        "weight",
    ]
    made = await options.act("setScreeningFactor", "ScreeningFactor", weight=10, **factor)
    again = await options.act("setScreeningFactor", "ScreeningFactor", weight=8, **factor)
    assert (again["__typename"], again["currentVersion"]) == ("Conflict", 1)
    changed = await options.act("setScreeningFactor", "ScreeningFactor", weight=8, expectedVersion=1, **factor)
    assert changed == {"__typename": "ScreeningFactor", "id": made["id"], "version": 2, "weight": 8}

    option = await options.propose()
    for scores in ([("effect", 11)], [("effect", 0.5)], [("beauty", 5)]):
        given = [{"factor": code, "score": score} for code, score in scores]
        assert (await options.move(option, "scoreOption", scores=given))["code"] == "INVALID_SCORE"
    option = await options.move(option, "scoreOption", scores=[{"factor": "effect", "score": 7}])
    removing = {"id": made["id"], "expectedVersion": 2}
    refused = await options.act("removeScreeningFactor", "RemovedRecord", **removing)
    assert "F1" in refused["message"]
    await options.move(option, "scoreOption", scores=[{"factor": "effect", "score": None}])
    assert (await options.act("removeScreeningFactor", "RemovedRecord", **removing))["id"] == made["id"]
