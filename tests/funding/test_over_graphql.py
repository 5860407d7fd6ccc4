"""From the source of money to its last yuan, over GraphQL."""

from __future__ import annotations

from typing import Any

import pytest

from funding.acts import BENEFIT, HARDSHIP, OPTION, FundingActs

TOTALS = """query($s: String) { fundingTotals(stage: $s) {
    source currency applications applied undecided granted drawn used } }"""
ECONOMICS = """query($id: ID!, $w: Boolean) { option(id: $id) {
    fundedEconomics(withApplied: $w) { before { npv { amount } } after { npv { amount } feasible }
                                       findings { code message(lang: "en") } explain { value formula } }
    fundingApplications { id } funding { id source } } }"""


async def test_a_subsidy_needs_hardship_shown_and_a_large_benefit(funding: FundingActs) -> None:
    scheme = await funding.scheme(HARDSHIP, BENEFIT)
    assert [each["name"] for each in scheme["conditions"]] == ["hardship shown", "annual saving"]
    application = await funding.apply(scheme)
    assert application["eligibility"]["eligible"] is None
    assert [each["met"] for each in application["eligibility"]["conditions"]] == [None, True]
    refused = await funding.grant(application)
    assert refused["code"] == "INVALID_INPUT"
    assert "not known: SHOWN_HARDSHIP" in refused["message"]
    assert (await funding.show(application, "HARDSHIP", holds=False))["eligibility"]["eligible"] is False
    assert "not met: SHOWN_HARDSHIP" in (await funding.grant(application))["message"]
    assert (await funding.show(application, "HARDSHIP"))["eligibility"]["eligible"] is True
    granted = await funding.grant(application, "250000")
    assert (granted["state"], granted["granted"]["currency"]) == ("GRANTED", "CNY")
    # What is decided stays judged as it was, whatever the rules are by now.
    changed = await funding.act(
        "changeFundingScheme",
        "FundingScheme",
        id=scheme["id"],
        expectedVersion=1,
        conditions=[{"fact": "SHOWN_DEMONSTRATION_VALUE", "operator": "IS", "values": ["true"]}],
    )
    assert changed["version"] == 2
    (read,) = (await funding.read("{ fundingApplications { nodes { eligibility { eligible conditions { met } } } } }"))[
        "fundingApplications"
    ]["nodes"]
    assert read["eligibility"] == {"eligible": True, "conditions": [{"met": True}, {"met": True}]}
    assert (await funding.show(granted, "LARGE_BENEFIT"))["code"] == "INVALID_INPUT"


async def test_money_is_drawn_after_it_is_granted_and_used_after_it_is_drawn(funding: FundingActs) -> None:
    application = await funding.apply(await funding.scheme(), stage="provincial-pilots")
    assert (await funding.move(application, "DRAWDOWN", "1"))["path"] == ["input", "application"]
    granted = await funding.grant(application)
    for kind, amount, day, path in (
        ("DRAWDOWN", "300000.01", "2026-06-10", "amount"),
        ("USE", "1", "2026-06-10", "amount"),
        ("DRAWDOWN", "1", "2026-05-31", "on"),
        ("DRAWDOWN", "1", "2999-01-01", "on"),
        ("DRAWDOWN", "0", "2026-06-10", "amount"),
        ("DRAWDOWN", "-5", "2026-06-10", "amount"),
    ):
        assert (await funding.move(granted, kind, amount, day))["path"] == ["input", path], (kind, amount, day)
    drawn = await funding.move(granted, "DRAWDOWN", "200000", "2026-06-10")
    assert (await funding.move(granted, "USE", "1", "2026-06-09"))["code"] == "INVALID_INPUT"
    used = await funding.move(granted, "USE", "150000.5", "2026-06-12", as_="auditor")
    assert [each["kind"] for each in used["movements"]] == ["DRAWDOWN", "USE"]
    # What was used keeps what was drawn from being taken back.
    first = drawn["movements"][0]
    kept = await funding.act("removeFundingMovement", id=first["id"], expectedVersion=first["version"])
    assert kept["code"] == "INVALID_INPUT"
    (total,) = (await funding.read(TOTALS, s="provincial-pilots"))["fundingTotals"]
    figures = {name: float(total[name]) for name in ("applied", "undecided", "granted", "drawn", "used")}
    assert figures == {"applied": 300000, "undecided": 0, "granted": 300000, "drawn": 200000, "used": 150000.5}
    assert (await funding.read(TOTALS, s="roll-out"))["fundingTotals"] == []
    withdrawn = await funding.act(
        "withdrawFunding", as_="auditor", id=granted["id"], expectedVersion=granted["version"]
    )
    assert withdrawn["code"] == "INVALID_INPUT"


async def test_no_more_is_granted_than_the_scheme_and_the_option_allow(funding: FundingActs) -> None:
    scheme = await funding.scheme(budget="1600000")
    first, second = await funding.apply(scheme, "1000000"), await funding.apply(scheme, "900000")
    assert (await funding.grant(first, "1000001"))["path"] == ["input", "granted"]
    assert (await funding.grant(first, "1000000"))["state"] == "GRANTED"
    assert "600000" in (await funding.grant(second, "600001"))["message"]
    # The option costs 1 500 000.
    assert (await funding.grant(second, "500001"))["path"] == ["input", "granted"]
    assert (await funding.grant(second, "500000"))["state"] == "GRANTED"


async def test_the_effect_on_an_options_economics_is_shown_and_explained(funding: FundingActs) -> None:
    loan = await funding.scheme(
        code="L",
        name="污染防治基金贷款",
        source="POLLUTION_PREVENTION_FUND",
        form="LOAN",
        interestRate=0.03,
        repaymentYears=5,
    )
    (line,) = (await funding.read(ECONOMICS, id=OPTION))["option"]["funding"]
    application = await funding.apply(loan, "900000", funding=line["id"])
    found = (await funding.read(ECONOMICS, id=OPTION))["option"]["fundedEconomics"]
    assert (found["findings"], found["explain"]["value"]) == ([], 0)
    found = (await funding.read(ECONOMICS, id=OPTION, w=True))["option"]["fundedEconomics"]
    assert [each["code"] for each in found["findings"]] == ["LOAN"]
    before, after = (float(found[each]["npv"]["amount"]) for each in ("before", "after"))
    assert before > after
    assert found["explain"]["value"] == pytest.approx(after - before)
    await funding.grant(application, "900000")
    granted = (await funding.read(ECONOMICS, id=OPTION))["option"]
    assert granted["fundedEconomics"] == found
    assert [each["id"] for each in granted["fundingApplications"]] == [application["id"]]


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"form": "LOAN"}, "form"),
        ({"source": "BANK_LOAN", "form": "LOAN", "repaymentYears": 5}, "interestRate"),
        ({"source": "BANK_LOAN", "form": "LOAN", "interestRate": 2.0, "repaymentYears": 5}, "interestRate"),
        ({"source": "BANK_LOAN", "form": "LOAN", "interestRate": 0.1, "repaymentYears": 0}, "repaymentYears"),
        ({"interestRate": 0.1}, "interestRate"),
        ({"budget": "-1"}, "budget"),
        ({"currency": "yuan"}, "currency"),
        ({"code": " "}, "code"),
        ({"openFrom": "2026-02-01", "openUntil": "2026-01-01"}, "openUntil"),
    ],
)
async def test_a_source_that_cannot_be_is_refused(funding: FundingActs, given: dict[str, Any], path: str) -> None:
    assert (await funding.scheme(**given))["path"] == ["input", path]


async def test_an_application_that_cannot_be_is_refused(funding: FundingActs) -> None:
    scheme = await funding.scheme(openFrom="2026-01-01", openUntil="2026-12-31")
    assert (await funding.scheme())["path"] == ["input", "code"]
    dollars = await funding.scheme(code="D", currency="USD")
    for given, wanted, path in (
        ({"appliedOn": "2025-12-31"}, scheme, "appliedOn"),
        ({"appliedOn": "2999-12-31"}, scheme, "appliedOn"),
        ({"amount": "0"}, scheme, "amount"),
        ({"option": "Option:" + "5" * 31 + "4"}, scheme, "option"),
        ({"option": "Option:" + "0" * 32}, scheme, "option"),
        ({"stage": "x" * 65}, scheme, "stage"),
        ({}, dollars, "scheme"),
    ):
        assert (await funding.apply(wanted, **given))["path"] == ["input", path], given
    (line,) = (await funding.read(ECONOMICS, id=OPTION))["option"]["funding"]
    assert (await funding.apply(scheme, funding=line["id"]))["path"] == ["input", "funding"]


async def test_everybody_does_what_his_role_allows(funding: FundingActs) -> None:
    assert (await funding.scheme(as_="auditor"))["code"] == "DENIED"
    scheme = await funding.scheme()
    assert (await funding.apply(scheme, as_="viewer"))["code"] == "DENIED"
    # Staff of another enterprise see neither the option nor its money.
    assert (await funding.apply(scheme, as_="staff"))["code"] == "NOT_FOUND"
    application = await funding.apply(scheme)
    assert (await funding.grant(application, as_="auditor"))["code"] == "DENIED"
    assert (await funding.show(application, "HARDSHIP", as_="viewer"))["code"] == "DENIED"
    assert (await funding.grant({**application, "version": 7}))["currentVersion"] == 1
    granted = await funding.grant(application)
    assert (await funding.move(granted, "DRAWDOWN", "1", as_="auditor"))["code"] == "DENIED"
    assert (await funding.read("{ fundingApplications { totalCount } }", as_="staff"))["fundingApplications"] == {
        "totalCount": 0
    }
    assert (await funding.read(TOTALS, as_="staff"))["fundingTotals"] == []
    other = await funding.graphql("{ fundingSchemes { totalCount } fundingTotals { source } }", tenant="light")
    assert other == {"fundingSchemes": {"totalCount": 0}, "fundingTotals": []}


async def test_a_limit_that_is_exceeded_is_a_fact_of_the_audit(funding: FundingActs) -> None:
    exceeded = {"fact": "LIMIT_EXCEEDED", "operator": "IS", "values": ["true"]}
    application = await funding.apply(await funding.scheme(exceeded))
    # The permit's concentration was not measured: it is not known whether a limit is exceeded.
    assert application["eligibility"]["eligible"] is None
    refused = await funding.act(
        "refuseFunding", id=application["id"], expectedVersion=1, decidedOn="2026-06-01", reason="超标情况不明"
    )
    assert (refused["state"], refused["eligibility"]["eligible"]) == ("REFUSED", None)
