"""Sulphuric acid: how the conversion of SO2, the SO2 that is left and the acid that is made hang together.

Of 1 mol of SO2 before the first bed x becomes H2SO4 and 1 - x leaves with the tail gas, whence
E = 1000·M(SO2)/M(H2SO4)·(1 - x)/x, in kg of SO2 per tonne of 100 % acid: 653.2·(1 - x)/x, the rule behind AP-42,
Table 8.10-1. Sulphur that is lost before the converter, or as mist, is not part of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from cpaudit import (
    Calculation,
    Calculator,
    CalculatorInput,
    Formula,
    Input,
    InvalidInput,
    LocalizedText,
    Quantity,
    ReviewFinding,
    Severity,
    Trace,
    convert,
)
from cpaudit_chemical.compounds import MOLAR_MASS, compound
from cpaudit_chemical.traced import amount, published

AP42 = "stoichiometry; US EPA, AP-42, Section 8.10, Table 8.10-1 follows it"

SO2_LEFT = Formula(
    key="chemical.so2_of_conversion",
    symbol="E",
    name=LocalizedText({"zh-CN": "吨酸二氧化硫", "en": "SO2 per tonne of acid"}),
    expression="E = 1000·M(SO2)/M(H2SO4)·(1 - x)/x",
    source=AP42,
    compute=lambda given: (
        1000 * given.number("M(SO2)") / given.number("M(H2SO4)") * (1 - given.number("x")) / given.number("x")
    ),
)

CONVERSION = Formula(
    key="chemical.conversion_of_so2",
    symbol="x",
    name=LocalizedText({"zh-CN": "二氧化硫总转化率", "en": "Total conversion of SO2"}),
    expression="x = 100/(1 + E·M(H2SO4)/(1000·M(SO2)))",
    source=AP42,
    compute=lambda given: 100 / (1 + given.number("E") * given.number("M(H2SO4)") / (1000 * given.number("M(SO2)"))),
)

SULPHUR = Formula(
    key="chemical.sulphur_burnt",
    symbol="S",
    name=LocalizedText({"zh-CN": "吨酸燃硫", "en": "Sulphur burnt per tonne of acid"}),
    expression="S = 1000·M(S)/(M(H2SO4)·x)",
    source="stoichiometry",
    compute=lambda given: 1000 * given.number("M(S)") / (given.number("M(H2SO4)") * given.number("x")),
)

EMISSION = Formula(
    key="chemical.so2_of_tail_gas",
    symbol="m",
    name=LocalizedText({"zh-CN": "尾气二氧化硫年排放量", "en": "SO2 with the tail gas in a year"}),
    expression="m = V·c·t/10^9",
    source="mass flow = volume flow x concentration, both at standard conditions",
    compute=lambda given: given.number("V") * given.number("c") * given.number("t") / 1e9,
)

SPECIFIC = Formula(
    key="chemical.so2_per_acid",
    symbol="E",
    name=LocalizedText({"zh-CN": "吨酸二氧化硫", "en": "SO2 per tonne of acid"}),
    expression="E = 1000·m/P",
    source="definition",
    compute=lambda given: 1000 * given.number("m") / given.number("P"),
)

AVOIDED = Formula(
    key="chemical.so2_avoided",
    symbol="Δm",
    name=LocalizedText({"zh-CN": "二氧化硫年减排量", "en": "SO2 avoided in a year"}),
    expression="Δm = V·(c - c')·t/10^9",
    source="BREF LVIC-AAF (2007), Tables 4.11 and 4.12",
    compute=lambda given: given.number("V") * (given.number("c") - given.number("c'")) * given.number("t") / 1e9,
)

GAINED = Formula(
    key="chemical.acid_gained",
    symbol="ΔP",
    name=LocalizedText({"zh-CN": "多产酸（折100%）", "en": "Acid gained (100 %)"}),
    expression="ΔP = Δm·M(H2SO4)/M(SO2)",
    source="BREF LVIC-AAF (2007), Tables 4.11 and 4.12",
    compute=lambda given: given.number("Δm") * given.number("M(H2SO4)") / given.number("M(SO2)"),
)


class ConversionInput(CalculatorInput):
    """The conversion of SO2 from before the first bed to behind the last."""

    conversion: Quantity = Field(description="Above 0 and at most 100 %, as a share: 99.8 %.")


class TailGasInput(CalculatorInput):
    """The tail gas of an acid plant; gas volumes are at 0 °C and 101.325 kPa."""

    gas_flow: Quantity = Field(description="In Nm3/h.")
    concentration: Quantity = Field(description="Of SO2, in mg/Nm3.")
    hours: float = Field(gt=0, le=8784, description="Of operation in a year.")
    acid: Quantity | None = Field(None, description="Made in the year, as 100 % H2SO4, in t.")
    concentration_after: Quantity | None = Field(None, description="Of SO2, behind a measure, in mg/Nm3.")


def masses(*formulas: str) -> tuple[Input, ...]:
    """The molar masses of compounds as inputs ``M(SO2)``."""
    return tuple(compound(formula).molar_mass.as_input(symbol=f"M({formula})", label=formula) for formula in formulas)


def so2_of_conversion(given: ConversionInput) -> Calculation:
    """SO2 left per tonne of acid; further the sulphur burnt for it.

    Raises:
        InvalidInput: the conversion is no share, or not above 0 and at most 1.
    """
    share = amount("x", given.conversion, "1", "conversion")
    if not 0 < convert(given.conversion, "1").value <= 1:
        raise InvalidInput(
            "a conversion is above 0 and at most 100 %", path=("conversion",), remedy="give it as 99.8 %, or 0.998"
        )
    left = (*masses("SO2", "H2SO4"), share)
    burnt = (*masses("S", "H2SO4"), share)
    return Calculation(
        SO2_LEFT.trace(SO2_LEFT.of(left), left, unit="kg/t"),
        (SULPHUR.trace(SULPHUR.of(burnt), burnt, unit="kg/t"),),
    )


def conversion_of(so2_per_tonne: float) -> float:
    """The conversion in % that leaves so much SO2, in kg per tonne of 100 % acid."""
    return _number(CONVERSION, Input("E", so2_per_tonne, "kg/t"))


def so2_at(conversion: float) -> float:
    """SO2 left in kg per tonne of 100 % acid at a conversion in %."""
    return _number(SO2_LEFT, Input("x", conversion / 100, "1"))


def _number(formula: Formula, given: Input) -> float:
    value = formula.of((given, *masses("SO2", "H2SO4")))
    if not isinstance(value, float):
        raise TypeError(f"{formula.key} gave no number")
    return value


def tail_gas(given: TailGasInput) -> Calculation:
    """SO2 in a year; further, where the acid made is known, SO2 per tonne and conversion, and what a measure changes.

    Raises:
        InvalidInput: an amount is below zero or does not measure what it should, or no acid was made.
    """
    flow = amount("V", given.gas_flow, "Nm3/h", "gas_flow")
    before = amount("c", given.concentration, "mg/Nm3", "concentration")
    hours = Input("t", given.hours, "h")
    inputs = (flow, before, hours)
    emission = EMISSION.trace(EMISSION.of(inputs), inputs, unit="t")
    further: list[Trace] = []
    findings: list[ReviewFinding] = []
    if given.acid is not None:
        further += _per_acid(emission, given.acid)
        findings += _beyond_the_best(further[-1])
    if given.concentration_after is not None:
        after = amount("c'", given.concentration_after, "mg/Nm3", "concentration_after")
        changed = (flow, before, after, hours)
        avoided = AVOIDED.trace(AVOIDED.of(changed), changed, unit="t")
        gain = (avoided.as_input(), *masses("H2SO4", "SO2"))
        further += [avoided, GAINED.trace(GAINED.of(gain), gain, unit="t")]
    return Calculation(emission, tuple(further), tuple(findings))


def _per_acid(emission: Trace, acid: Quantity) -> tuple[Trace, Trace]:
    made = amount("P", acid, "t", "acid")
    if acid.value == 0:
        raise InvalidInput("no acid was made, so nothing is per tonne of it", path=("acid",))
    inputs = (emission.as_input(), made)
    specific = SPECIFIC.trace(SPECIFIC.of(inputs), inputs, unit="kg/t")
    left = (specific.as_input(), *masses("H2SO4", "SO2"))
    return specific, CONVERSION.trace(CONVERSION.of(left), left, unit="%")


def _beyond_the_best(conversion: Trace) -> Iterator[ReviewFinding]:
    best = published("CHM-H2SO4-BAT-CONV-NEW")
    reached = conversion.value
    if best.upper is not None and isinstance(reached, float) and reached > best.upper:
        yield ReviewFinding(
            code="CHM_CONVERSION_DOUBTFUL",
            severity=Severity.WARNING,
            message=LocalizedText(
                {
                    "zh-CN": f"转化率{reached:.3f}%高于新建装置最佳水平{best.upper}%：核对气量、浓度的标准状态和产量",
                    "en": f"a conversion of {reached:.3f} % is above {best.upper} %, the best of new plants: check gas"
                    " flow, standard conditions and output",
                }
            ),
            evidence=(best.name,),
        )


ACID_SO2 = Calculator(
    id="acid_so2",
    name=SO2_LEFT.name,
    description=LocalizedText(
        {
            "zh-CN": "由总转化率计算吨酸（折100%）排出的SO2和燃硫量；不含滤渣和酸雾中的硫。",
            "en": "SO2 left and sulphur burnt per tonne of 100 % acid from the total conversion, without the sulphur of"
            " filter residue and mist",
        }
    ),
    input=ConversionInput,
    calculate=so2_of_conversion,
    formulas=(MOLAR_MASS, SO2_LEFT, SULPHUR),
)

ACID_TAIL_GAS = Calculator(
    id="acid_tail_gas",
    name=EMISSION.name,
    description=LocalizedText(
        {
            "zh-CN": "由尾气量和浓度计算SO2年排放量、吨酸排放、总转化率，以及措施后的减排量和多产酸。",
            "en": "SO2 in a year from flow and concentration of the tail gas, SO2 per tonne, conversion, and what a"
            " measure avoids and gains",
        }
    ),
    input=TailGasInput,
    calculate=tail_gas,
    formulas=(MOLAR_MASS, EMISSION, SPECIFIC, CONVERSION, AVOIDED, GAINED),
)
