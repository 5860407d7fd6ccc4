"""Eligibility, spending, economics and totals by their rules alone."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpaudit.engine import recompute
from cpaudit.engine.financing import Loan, finance, mean_interest
from cpaudit.errors import InvalidInput
from cpaudit.funding.conditions import (
    FACTS,
    OPERATORS,
    Condition,
    Fact,
    FactKind,
    Operator,
    check_conditions,
    judge,
    read_conditions,
    read_judged,
)
from cpaudit.funding.economics import Source, funded_economics
from cpaudit.funding.models import FundingForm, FundingScheme, MovementKind
from cpaudit.funding.movements import Movement, check_movements, drawn_and_used
from cpaudit.options.figures import OptionFigures
from cpaudit.options.models import FundingSource
from cpaudit.phases import CostClass
from cpaudit.text import LANGUAGES

CASE_A: dict[str, Any] = {"years": 10, "tax_rate": 0.30, "discount_rate": 0.05}
VALUES = {FactKind.TRUTH: "true", FactKind.NUMBER: "1", FactKind.TEXT: "甲"}


def condition(fact: Fact, operator: Operator, *values: str) -> Condition:
    return Condition(fact, operator, values)


@pytest.mark.parametrize("fact", Fact)
@pytest.mark.parametrize("operator", Operator)
def test_each_fact_takes_the_operators_of_its_kind_and_no_other(fact: Fact, operator: Operator) -> None:
    kind, name = FACTS[fact]
    assert set(name) == set(LANGUAGES)
    wanted = condition(fact, operator, VALUES[kind])
    if operator in OPERATORS[kind]:
        check_conditions([wanted])
        assert read_conditions([wanted.stored()]) == (wanted,)
        assert wanted.met_by(None) is None
    else:
        with pytest.raises(InvalidInput) as refused:
            check_conditions([wanted])
        assert refused.value.path == ("input", "conditions", 0, "operator")


@pytest.mark.parametrize(
    ("fact", "operator", "values", "value", "met"),
    [
        (Fact.SHOWN_HARDSHIP, Operator.IS, ("true",), True, True),
        (Fact.SHOWN_HARDSHIP, Operator.IS, ("true",), False, False),
        (Fact.OPTION_INVESTMENT, Operator.AT_LEAST, ("100000.5",), Decimal("100000.5"), True),
        (Fact.OPTION_PAYBACK_YEARS, Operator.AT_MOST, ("5",), Decimal("Infinity"), False),
        (Fact.ENTERPRISE_SIZE, Operator.ONE_OF, ("SMALL", "MICRO"), "MEDIUM", False),
        (Fact.ENTERPRISE_CITY, Operator.IS_NOT, ("示例市",), "他市", True),
    ],
)
def test_a_condition_compares(fact: Fact, operator: Operator, values: Any, value: Any, met: bool) -> None:
    assert condition(fact, operator, *values).met_by(value) is met


@pytest.mark.parametrize(
    ("fact", "operator", "values"),
    [
        (Fact.OPTION_INVESTMENT, Operator.AT_LEAST, ("viel",)),
        (Fact.OPTION_INVESTMENT, Operator.AT_LEAST, ("NaN",)),
        (Fact.OPTION_INVESTMENT, Operator.AT_LEAST, ("Infinity",)),
        (Fact.OPTION_INVESTMENT, Operator.AT_LEAST, ("1", "2")),
        (Fact.SHOWN_HARDSHIP, Operator.IS, ("yes",)),
        (Fact.SHOWN_HARDSHIP, Operator.IS, ()),
        (Fact.ENTERPRISE_CITY, Operator.IS, ("",)),
        (Fact.ENTERPRISE_CITY, Operator.IS, ("x" * 121,)),
        (Fact.ENTERPRISE_CITY, Operator.ONE_OF, ("x",) * 51),
        (Fact.ENTERPRISE_CITY, Operator.IS, ("a\0",)),
    ],
)
def test_a_condition_that_cannot_be_judged_is_refused(fact: Fact, operator: Operator, values: Any) -> None:
    with pytest.raises(InvalidInput):
        check_conditions([condition(fact, operator, *values)])


@given(st.lists(st.sampled_from([True, False, None]), max_size=6))
def test_only_what_is_known_to_be_met_is_eligible(shown: list[bool | None]) -> None:
    facts = list(Fact)[: len(shown)]
    conditions = [condition(Fact.SHOWN_HARDSHIP, Operator.IS, "true") for _ in facts]
    judged = [
        judge([each], {Fact.SHOWN_HARDSHIP: value}).judged[0] for each, value in zip(conditions, shown, strict=True)
    ]
    found = read_judged([each.stored() for each in judged])
    assert found.judged == tuple(judged)
    assert found.eligible is (False if False in shown else None if None in shown else True)


DAY = date(2026, 1, 1)
amounts = st.integers(1, 100).map(Decimal)
movements = st.lists(
    st.builds(Movement, st.sampled_from(MovementKind), amounts, st.integers(0, 5).map(lambda n: DAY + timedelta(n))),
    max_size=8,
)


@given(amounts, movements)
def test_no_more_is_drawn_than_granted_nor_used_than_drawn_on_any_day(granted: Decimal, made: list[Movement]) -> None:
    days = sorted({each.on for each in made})
    sound = all(
        drawn <= granted and used <= drawn
        for day in days
        for drawn, used in (drawn_and_used(each for each in made if each.on <= day),)
    )
    if sound:
        check_movements(granted, made)
    else:
        with pytest.raises(InvalidInput):
            check_movements(granted, made)


def test_the_interest_of_a_loan_is_that_of_its_schedule() -> None:
    loan = Loan(900_000, 0.06, 5)
    left, paid = loan.principal, 0.0
    for _ in range(loan.years):
        paid += left * loan.rate
        left -= loan.principal / loan.years
    found = mean_interest(loan, 10)
    assert found.value == pytest.approx(paid / 10)
    assert recompute(found) == found.value


def test_without_money_from_others_nothing_changes() -> None:
    found = finance(1_500_000, 400_000, **CASE_A)
    assert found.before == found.after
    # Case A as it is printed.
    assert found.before.npv == pytest.approx(1_009_564, abs=1)
    assert recompute(found.trace) == 0


@given(st.floats(0, 1_500_000), st.floats(0, 0.2), st.integers(1, 20), st.floats(0, 0.3))
def test_grants_and_reliefs_help_and_interest_costs(grant: float, rate: float, years: int, tax: float) -> None:
    before = finance(1_500_000, 400_000, **CASE_A).before.npv
    assert finance(1_500_000, 400_000, **CASE_A, grants=grant).after.npv >= before - 1e-6
    assert finance(1_500_000, 400_000, **CASE_A, reduced_tax_rate=tax).after.npv >= before - 1e-6
    assert finance(1_500_000, 400_000, **CASE_A, loans=(Loan(500_000, rate, years),)).after.npv <= before + 1e-6


@pytest.mark.parametrize("given", [{"grants": 1_500_001}, {"reduced_tax_rate": 0.31}, {"loans": (Loan(1, 2, 1),)}])
def test_money_that_cannot_be_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        finance(1_500_000, 400_000, **CASE_A, **given)


def figures(**columns: Any) -> OptionFigures:
    known = {
        "cost_class": CostClass.HIGH,
        "investment": Decimal(1_500_000),
        "subsidy": None,
        "annual_saving": Decimal(400_000),
        "life_years": 10,
        "tax_rate": 0.3,
        "discount_rate": 0.05,
        "benchmark_rate": 0.1,
    }
    return OptionFigures(**{**known, **columns})


def source(form: FundingForm, amount: int, **terms: Any) -> Source:
    scheme = FundingScheme(tenant_id="t", code="x", name="示例", source=FundingSource.OWN_FUNDS, form=form, **terms)
    return Source(scheme, Decimal(amount))


def test_each_source_says_what_it_changes() -> None:
    found = funded_economics(
        figures(),
        [
            source(FundingForm.GRANT, 300_000),
            source(FundingForm.LOAN, 500_000, interest_rate=0.06, repayment_years=5),
            source(FundingForm.TAX_RELIEF, 100_000, reduced_tax_rate=0.15),
            source(FundingForm.OWN, 700_000),
        ],
    )
    assert [each.code for each in found.findings] == ["GRANT", "LOAN", "TAX_RELIEF", "OWN_FUNDS"]
    assert found.financed is not None
    assert (found.financed.before.net_investment, found.financed.after.net_investment) == (1_500_000, 1_200_000)
    assert found.financed.after.annual_saving == pytest.approx(400_000 - 500_000 * 0.06 * 3 / 10)
    assert found.financed.after.tax_rate == 0.15


def test_what_is_not_known_of_an_option_leaves_its_economics_unknown() -> None:
    found = funded_economics(figures(annual_saving=None), [source(FundingForm.GRANT, 1)])
    assert (found.financed, [each.code for each in found.findings]) == (None, ["FIGURES_MISSING"])
