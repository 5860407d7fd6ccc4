"""Who is eligible, as data: conditions over facts, each with an operator that goes with the kind of the fact.

A condition is ``{"fact": "OPTION_INVESTMENT", "operator": "AT_LEAST", "values": ["100000"]}``. All conditions of a
scheme have to be met. A fact that is not known meets nothing, and fails nothing: the condition is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeAlias

from cpaudit.engine.findings import verdict
from cpaudit.errors import InvalidInput
from cpaudit.funding.models import Showing
from cpaudit.text import LocalizedText

MOST_CONDITIONS = 30
MOST_VALUES = 50
LONGEST_VALUE = 120

Value: TypeAlias = "bool | Decimal | str"


class FactKind(StrEnum):
    """What a fact is, which says how it can be compared."""

    TRUTH = "TRUTH"
    NUMBER = "NUMBER"
    TEXT = "TEXT"


class Operator(StrEnum):
    """How a fact is compared with the values of a condition. AT_LEAST and AT_MOST include the value."""

    IS = "IS"
    IS_NOT = "IS_NOT"
    ONE_OF = "ONE_OF"
    AT_LEAST = "AT_LEAST"
    AT_MOST = "AT_MOST"


OPERATORS: Mapping[FactKind, frozenset[Operator]] = {
    FactKind.TRUTH: frozenset({Operator.IS}),
    FactKind.NUMBER: frozenset({Operator.AT_LEAST, Operator.AT_MOST}),
    FactKind.TEXT: frozenset({Operator.IS, Operator.IS_NOT, Operator.ONE_OF}),
}
"""The operators of each kind of fact."""


class Fact(StrEnum):
    """What a condition can be about. Money is in the option's currency; a payback that never comes is infinite."""

    ENTERPRISE_SIZE = "ENTERPRISE_SIZE"
    ENTERPRISE_DIVISION = "ENTERPRISE_DIVISION"
    ENTERPRISE_CITY = "ENTERPRISE_CITY"
    ENTERPRISE_EMPLOYEES = "ENTERPRISE_EMPLOYEES"
    AUDIT_ROUND = "AUDIT_ROUND"
    AUDIT_CONCLUDED = "AUDIT_CONCLUDED"
    LIMIT_EXCEEDED = "LIMIT_EXCEEDED"
    OPTION_COST_CLASS = "OPTION_COST_CLASS"
    OPTION_RECOMMENDED = "OPTION_RECOMMENDED"
    OPTION_FEASIBLE = "OPTION_FEASIBLE"
    OPTION_INVESTMENT = "OPTION_INVESTMENT"
    OPTION_ANNUAL_SAVING = "OPTION_ANNUAL_SAVING"
    OPTION_PAYBACK_YEARS = "OPTION_PAYBACK_YEARS"
    OPTION_NPV = "OPTION_NPV"
    REQUESTED_AMOUNT = "REQUESTED_AMOUNT"
    REQUESTED_SHARE = "REQUESTED_SHARE"
    SHOWN_HARDSHIP = "SHOWN_HARDSHIP"
    SHOWN_LARGE_BENEFIT = "SHOWN_LARGE_BENEFIT"
    SHOWN_DEMONSTRATION_VALUE = "SHOWN_DEMONSTRATION_VALUE"


def _named(zh: str, en: str) -> LocalizedText:
    return LocalizedText({"zh-CN": zh, "en": en})


FACTS: Mapping[Fact, tuple[FactKind, LocalizedText]] = {
    Fact.ENTERPRISE_SIZE: (FactKind.TEXT, _named("企业规模", "size of the enterprise")),
    Fact.ENTERPRISE_DIVISION: (FactKind.TEXT, _named("行业大类（GB/T 4754）", "division of GB/T 4754")),
    Fact.ENTERPRISE_CITY: (FactKind.TEXT, _named("所在城市", "city")),
    Fact.ENTERPRISE_EMPLOYEES: (FactKind.NUMBER, _named("职工人数", "employees")),
    Fact.AUDIT_ROUND: (FactKind.NUMBER, _named("审核轮次", "round of the audit")),
    Fact.AUDIT_CONCLUDED: (FactKind.TRUTH, _named("审核已结束", "audit concluded")),
    Fact.LIMIT_EXCEEDED: (FactKind.TRUTH, _named("审核前超标", "a limit exceeded before the audit")),
    Fact.OPTION_COST_CLASS: (FactKind.TEXT, _named("方案费用类别", "cost class of the option")),
    Fact.OPTION_RECOMMENDED: (FactKind.TRUTH, _named("方案已推荐", "option recommended")),
    Fact.OPTION_FEASIBLE: (FactKind.TRUTH, _named("方案经济可行", "option feasible by its economics")),
    Fact.OPTION_INVESTMENT: (FactKind.NUMBER, _named("总投资", "investment")),
    Fact.OPTION_ANNUAL_SAVING: (FactKind.NUMBER, _named("年效益", "annual saving")),
    Fact.OPTION_PAYBACK_YEARS: (FactKind.NUMBER, _named("投资偿还期（年）", "payback in years")),
    Fact.OPTION_NPV: (FactKind.NUMBER, _named("净现值", "net present value")),
    Fact.REQUESTED_AMOUNT: (FactKind.NUMBER, _named("申请金额", "amount applied for")),
    Fact.REQUESTED_SHARE: (FactKind.NUMBER, _named("申请金额占投资的比例", "share of the investment applied for")),
    Fact.SHOWN_HARDSHIP: (FactKind.TRUTH, _named("已证明资金确有困难", "hardship shown")),
    Fact.SHOWN_LARGE_BENEFIT: (FactKind.TRUTH, _named("已证明效益显著", "large benefit shown")),
    Fact.SHOWN_DEMONSTRATION_VALUE: (FactKind.TRUTH, _named("已证明示范价值", "demonstration value shown")),
}
"""Each fact: its kind and its name."""

SHOWN: Mapping[Fact, Showing] = {
    Fact.SHOWN_HARDSHIP: Showing.HARDSHIP,
    Fact.SHOWN_LARGE_BENEFIT: Showing.LARGE_BENEFIT,
    Fact.SHOWN_DEMONSTRATION_VALUE: Showing.DEMONSTRATION_VALUE,
}
"""The facts that somebody has to show."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition. Values are texts, as they are stored: numbers in decimals, ``true`` and ``false``."""

    fact: Fact
    operator: Operator
    values: tuple[str, ...]

    def stored(self) -> dict[str, object]:
        """As a scheme keeps it."""
        return {"fact": self.fact.value, "operator": self.operator.value, "values": list(self.values)}

    def met_by(self, value: Value | None) -> bool | None:
        """Whether a fact with this value meets it; None where the value is not known."""
        if value is None:
            return None
        wanted = [_read(FACTS[self.fact][0], each) for each in self.values]
        if self.operator is Operator.AT_LEAST:
            return Decimal(value) >= Decimal(wanted[0])
        if self.operator is Operator.AT_MOST:
            return Decimal(value) <= Decimal(wanted[0])
        return (value not in wanted) if self.operator is Operator.IS_NOT else value in wanted


@dataclass(frozen=True, slots=True)
class Judged:
    """A condition beside the fact it is about: met, not met, or None for unknown."""

    condition: Condition
    value: Value | None
    met: bool | None

    def stored(self) -> dict[str, object]:
        """As an application keeps it."""
        value = None if self.value is None else told(self.value)
        return {**self.condition.stored(), "value": value, "met": self.met}


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether an application is eligible: True only where every condition is known to be met."""

    judged: tuple[Judged, ...]

    @property
    def eligible(self) -> bool | None:
        return verdict(each.met for each in self.judged)


def judge(conditions: Iterable[Condition], facts: Mapping[Fact, Value | None]) -> Eligibility:
    """Hold facts against conditions; a fact that is left out is not known."""
    return Eligibility(
        tuple(Judged(each, facts.get(each.fact), each.met_by(facts.get(each.fact))) for each in conditions)
    )


def read_conditions(stored: Iterable[Mapping[str, object]]) -> tuple[Condition, ...]:
    """Conditions as a scheme keeps them."""
    return tuple(
        Condition(Fact(str(each["fact"])), Operator(str(each["operator"])), tuple(map(str, _listed(each["values"]))))
        for each in stored
    )


def read_judged(stored: Iterable[Mapping[str, object]]) -> Eligibility:
    """Conditions as an application keeps them since its decision."""
    judged = []
    for each in stored:
        (condition,) = read_conditions([each])
        value, met = each["value"], each["met"]
        read = None if value is None else _read(FACTS[condition.fact][0], str(value))
        judged.append(Judged(condition, read, met if isinstance(met, bool) else None))
    return Eligibility(tuple(judged))


def check_conditions(conditions: Sequence[Condition]) -> None:
    """Do nothing where each condition can be judged.

    Raises:
        InvalidInput: there are too many; an operator does not go with its fact, or a value is none of its kind.
    """
    if len(conditions) > MOST_CONDITIONS:
        raise InvalidInput(f"more than {MOST_CONDITIONS} conditions", path=("input", "conditions"))
    for place, each in enumerate(conditions):
        path = ("input", "conditions", place)
        kind = FACTS[each.fact][0]
        if each.operator not in OPERATORS[kind]:
            raise InvalidInput(
                f"{each.fact} is not compared by {each.operator}",
                path=(*path, "operator"),
                remedy=f"use {', '.join(sorted(OPERATORS[kind]))}",
            )
        most = MOST_VALUES if each.operator is Operator.ONE_OF else 1
        if not 1 <= len(each.values) <= most:
            raise InvalidInput(f"{each.operator} takes 1 to {most} values", path=(*path, "values"))
        for number, value in enumerate(each.values):
            _check_value(kind, value, (*path, "values", number))


def _check_value(kind: FactKind, value: str, path: tuple[str | int, ...]) -> None:
    if not value.strip() or len(value) > LONGEST_VALUE or "\0" in value:
        raise InvalidInput(f"a value has 1 to {LONGEST_VALUE} characters", path=path)
    try:
        read = _read(kind, value)
        if isinstance(read, Decimal) and not read.is_finite():
            raise ValueError(value)
    except (InvalidOperation, ValueError) as error:
        wanted = "a finite decimal number" if kind is FactKind.NUMBER else "true or false"
        raise InvalidInput(f"{value!r} is not {wanted}", path=path) from error


def told(value: Value) -> str:
    """A value as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _read(kind: FactKind, text: str) -> Value:
    if kind is FactKind.TEXT:
        return text
    if kind is FactKind.NUMBER:
        number = Decimal(text)
        if number.is_nan():
            raise ValueError(text)
        return number
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


def _listed(values: object) -> list[object]:
    return values if isinstance(values, list) else []
