"""Refrigeration: cold that products need, coefficient of performance, and what other temperatures would save."""

from __future__ import annotations

from pydantic import Field

from cpaudit import (
    Calculation,
    Calculator,
    CalculatorInput,
    Formula,
    Input,
    InvalidInput,
    Quantity,
    ReviewFinding,
    Severity,
    Trace,
)
from cpaudit_light_industry.calculators.given import amount, given, number, positive, result
from cpaudit_light_industry.wording import text

_CARNOT = "Carnot's theorem, for a refrigerator between two temperatures"


class CooledProduct(CalculatorInput):
    """Something that is cooled without freezing."""

    name: str = Field(max_length=200)
    mass: Quantity
    specific_heat: Quantity = Field(description="In kJ/(kg·K) for example.")
    from_temperature: Quantity
    to_temperature: Quantity
    regenerated: float = Field(0.0, ge=0, lt=1, description="Share of the cooling that a regenerator takes over.")


class CoolingLoadInput(CalculatorInput):
    """What a refrigeration plant cools over a period."""

    products: tuple[CooledProduct, ...] = Field(min_length=1, max_length=50)
    other: Quantity | None = Field(None, description="Heat that comes in otherwise over the period: walls, doors.")


class RefrigerationInput(CalculatorInput):
    """A compression plant over a period."""

    cold: Quantity = Field(description="Heat taken out over the period.")
    electricity: Quantity = Field(description="Of the compressors over the same period.")
    evaporating: Quantity = Field(description="Evaporating temperature.")
    condensing: Quantity = Field(description="Condensing temperature.")
    new_evaporating: Quantity | None = Field(None, description="Evaporating temperature after a change.")
    new_condensing: Quantity | None = Field(None, description="Condensing temperature after a change.")


def _heat(given_masses: tuple[float, ...], *others: tuple[float, ...]) -> float:
    heats, starts, ends, shares = others
    return sum(
        (
            mass * heat * (start - end) * (1 - share)
            for mass, heat, start, end, share in zip(given_masses, heats, starts, ends, shares, strict=True)
        ),
        0.0,
    )


COOLING_LOAD = Formula(
    key="light_industry.cooling_load",
    symbol="Q_0",
    name=text("冷负荷", "Cooling load"),
    expression="Q_0 = Σ m · c · (T_1 - T_2) · (1 - ε) + Q_x",
    source="sensible heat; energy balance of a regenerator",
    compute=lambda given: (
        _heat(*(given.numbers(symbol) for symbol in ("m", "c", "T_1", "T_2", "ε"))) / 1000 + (given.maybe("Q_x") or 0.0)
    ),
)
PERFORMANCE = Formula(
    key="light_industry.cop",
    symbol="COP",
    name=text("制冷系数", "Coefficient of performance"),
    expression="COP = Q_0 / W",
    source="definition of the coefficient of performance",
    compute=lambda given: given.number("Q_0") / given.number("W"),
)
CARNOT = Formula(
    key="light_industry.carnot_cop",
    symbol="COP_C",
    name=text("卡诺制冷系数", "Coefficient of performance of Carnot"),
    expression="COP_C = T_0 / (T_k - T_0)",
    source=_CARNOT,
    compute=lambda given: given.number("T_0") / (given.number("T_k") - given.number("T_0")),
)
QUALITY = Formula(
    key="light_industry.exergy_efficiency",
    symbol="ζ",
    name=text("热力完善度", "Share of the Carnot performance that is reached"),
    expression="ζ = COP / COP_C",
    source="definition of the second-law efficiency",
    compute=lambda given: given.number("COP") / given.number("COP_C"),
)
SAVED = Formula(
    key="light_industry.refrigeration_saving",
    symbol="ΔW",
    name=text("制冷节电量", "Electricity saved"),
    expression="ΔW = W - Q_0 / (ζ · COP_C)",
    source=f"{_CARNOT}, at an unchanged second-law efficiency",
    compute=lambda given: given.number("W") - given.number("Q_0") / (given.number("ζ") * given.number("COP_C")),
)


def cooling_load(asked: CoolingLoadInput) -> Calculation:
    """The heat to be taken out over the period, in MJ.

    Raises:
        InvalidInput: something does not get colder.
    """
    inputs: list[Input] = []
    for place, each in enumerate(asked.products):
        path = ("products", place)
        start = given("T_1", each.from_temperature, "degC", *path, "fromTemperature", label=each.name)
        end = given("T_2", each.to_temperature, "degC", *path, "toTemperature", label=each.name)
        if number(end) > number(start):
            raise InvalidInput(f"{each.name} does not get colder", path=(*path, "toTemperature"))
        inputs += [
            amount("m", each.mass, "kg", *path, "mass", label=each.name),
            positive("c", each.specific_heat, "kJ/(kg·K)", *path, "specificHeat", label=each.name),
            start,
            end,
            Input("ε", each.regenerated, label=each.name),
        ]
    if asked.other is not None:
        inputs.append(amount("Q_x", asked.other, "MJ", "other"))
    return Calculation(result(COOLING_LOAD, inputs, "MJ"))


def refrigeration(asked: RefrigerationInput) -> Calculation:
    """The coefficient of performance; further: Carnot's, the share of it, and what new temperatures save in kWh.

    Raises:
        InvalidInput: the condensing temperature is not above the evaporating one.
    """
    cold = amount("Q_0", asked.cold, "kWh", "cold")
    electricity = positive("W", asked.electricity, "kWh", "electricity")
    performance = result(PERFORMANCE, [cold, electricity], "1")
    best = _carnot(asked.evaporating, asked.condensing, "condensing")
    quality = result(QUALITY, [performance.as_input(), best.as_input()], "1")
    further = [best, quality]
    changed = asked.new_evaporating is not None or asked.new_condensing is not None
    if changed and number(quality.as_input()) > 0:
        after = _carnot(
            asked.new_evaporating or asked.evaporating,
            asked.new_condensing or asked.condensing,
            "newEvaporating" if asked.new_condensing is None else "newCondensing",
        )
        further.append(result(SAVED, [electricity, cold, quality.as_input(), after.as_input()], "kWh"))
    return Calculation(performance, tuple(further), tuple(_impossible(quality)))


def _carnot(evaporating: Quantity, condensing: Quantity, wrong: str) -> Trace:
    low = positive("T_0", evaporating, "K", "evaporating" if wrong == "condensing" else wrong)
    high = positive("T_k", condensing, "K", wrong)
    if number(high) <= number(low):
        raise InvalidInput("the condensing temperature is not above the evaporating one", path=(wrong,))
    return result(CARNOT, [low, high], "1")


def _impossible(quality: Trace) -> list[ReviewFinding]:
    if number(quality.as_input()) <= 1:
        return []
    return [
        ReviewFinding(
            code="LGT_BEYOND_CARNOT",
            severity=Severity.SERIOUS,
            message=text(
                "制冷系数高于卡诺循环：检查冷量、电量和温度",
                "no plant does better than Carnot's: check cold, electricity and temperatures",
            ),
            path=("cold",),
        )
    ]


COOLING_LOAD_CALCULATOR = Calculator(
    id="cooling_load",
    name=COOLING_LOAD.name,
    description=text(
        "产品冷却（不冻结）的显热负荷，扣除热回收段承担的部分",
        "Sensible heat of products that are cooled and not frozen, less what a regenerator takes over",
    ),
    input=CoolingLoadInput,
    calculate=cooling_load,
    formulas=(COOLING_LOAD,),
)
REFRIGERATION = Calculator(
    id="refrigeration",
    name=PERFORMANCE.name,
    description=text(
        "实测制冷系数与卡诺制冷系数之比，以及提高蒸发温度、降低冷凝温度的节电量（热力完善度不变）",
        "Performance against Carnot's, and what warmer evaporation or colder condensation saves at the same quality",
    ),
    input=RefrigerationInput,
    calculate=refrigeration,
    formulas=(PERFORMANCE, CARNOT, QUALITY, SAVED),
)
