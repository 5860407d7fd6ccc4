"""A calculator with a formula of its own."""

from __future__ import annotations

from cpaudit import Calculation, Calculator, CalculatorInput, Formula, Input, LocalizedText, Quantity


class Doubled(CalculatorInput):
    """What is doubled."""

    amount: Quantity


TWICE = Formula(
    key="dummy.twice",
    symbol="y",
    name=LocalizedText({"zh-CN": "两倍", "en": "Twice"}),
    expression="y = 2·x",
    source="illustrative",
    compute=lambda given: 2 * given.number("x"),
)


def twice(asked: Doubled) -> Calculation:
    """Twice the amount, in its unit."""
    inputs = (Input("x", asked.amount.value, asked.amount.unit),)
    return Calculation(TWICE.trace(TWICE.of(inputs), inputs, unit=asked.amount.unit))


DOUBLED = Calculator(
    id="doubled",
    name=TWICE.name,
    description=LocalizedText({"zh-CN": "示例计算", "en": "An illustrative calculation"}),
    input=Doubled,
    calculate=twice,
    formulas=(TWICE,),
)
