"""Process CO2 of glass: the carbonates of the batch, less what comes in as cullet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

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
    StepKey,
)
from cpaudit_building_materials.calculators.amounts import amount_of, of_pack, share, taken, text
from cpaudit_building_materials.calculators.intervals import with_interval

GLASS_CO2 = Formula(
    key="building_materials.glass_co2",
    symbol="E",
    name=text("玻璃配合料二氧化碳", "Process CO2 of glass"),
    expression="E = Σ M_i · EF_i · (1 - CR_i)",
    source="2006 IPCC Guidelines, Volume 3, Equation 2.11",
    compute=lambda given: sum(
        (
            m * ef * (1 - cr)
            for m, ef, cr in zip(given.numbers("M_i"), given.numbers("EF_i"), given.numbers("CR_i"), strict=True)
        ),
        0.0,
    ),
)


class GlassType(StrEnum):
    """A type of glass of Table 2.6 of the 2006 IPCC Guidelines, Volume 3."""

    FLOAT = "FLOAT"
    CONTAINER_FLINT = "CONTAINER_FLINT"
    CONTAINER_AMBER_OR_GREEN = "CONTAINER_AMBER_OR_GREEN"
    FIBRE_E_GLASS = "FIBRE_E_GLASS"
    FIBRE_INSULATION = "FIBRE_INSULATION"
    TABLEWARE = "TABLEWARE"
    LABORATORY_OR_PHARMACEUTICAL = "LABORATORY_OR_PHARMACEUTICAL"
    LIGHTING = "LIGHTING"
    NOT_KNOWN = "NOT_KNOWN"


@dataclass(frozen=True, slots=True)
class GlassFactor:
    """A row of Table 2.6: tonnes of CO2 from a tonne of glass without cullet, and the usual cullet ratio."""

    value: float
    item: str
    least_cullet: float
    most_cullet: float


FACTORS: Mapping[GlassType, GlassFactor] = {
    GlassType.FLOAT: GlassFactor(0.21, "BLD-GLASS-FLOAT", 0.10, 0.25),
    GlassType.CONTAINER_FLINT: GlassFactor(0.21, "BLD-GLASS-CFLINT", 0.30, 0.60),
    GlassType.CONTAINER_AMBER_OR_GREEN: GlassFactor(0.21, "BLD-GLASS-CAMB", 0.30, 0.80),
    GlassType.FIBRE_E_GLASS: GlassFactor(0.19, "BLD-GLASS-EGLASS", 0.0, 0.15),
    GlassType.FIBRE_INSULATION: GlassFactor(0.25, "BLD-GLASS-INSUL", 0.10, 0.50),
    GlassType.TABLEWARE: GlassFactor(0.1, "BLD-GLASS-TABLE", 0.20, 0.60),
    GlassType.LABORATORY_OR_PHARMACEUTICAL: GlassFactor(0.03, "BLD-GLASS-LAB", 0.30, 0.75),
    GlassType.LIGHTING: GlassFactor(0.2, "BLD-GLASS-LIGHT", 0.40, 0.70),
    GlassType.NOT_KNOWN: GlassFactor(0.2, "BLD-GLASS-T1", 0.5, 0.5),
}


class Melt(CalculatorInput):
    """Glass of one type that was molten."""

    glass: GlassType
    melted: Quantity = Field(description="Glass drawn from the furnace, not only what was sold.")
    cullet: Quantity = Field(description="Share of cullet in the charge, own and bought.")


class GlassInput(CalculatorInput):
    """The melts of a period."""

    melts: tuple[Melt, ...] = Field(max_length=40)


def glass_co2(given: GlassInput) -> Calculation:
    """The mass of CO2 in t, with a note where the cullet ratio is not the usual one of that glass."""
    if not given.melts:
        raise InvalidInput("without a melt there is nothing to compute", path=("melts",), remedy="give at least one")
    inputs, notes = [], []
    for index, melt in enumerate(given.melts):
        label, row = melt.glass.value.lower(), FACTORS[melt.glass]
        cullet = share("CR_i", melt.cullet, "melts", index, "cullet", label=label)
        inputs += [
            taken("M_i", melt.melted, "t", "melts", index, "melted", label=label),
            Input("EF_i", row.value, "t/t", label, factor=of_pack(row.item, "ipcc-2006-v3", "Table 2.6")),
            cullet,
        ]
        if not row.least_cullet <= amount_of(cullet) <= row.most_cullet:
            notes.append(_unusual(melt.glass, row, amount_of(cullet), index))
    return Calculation(GLASS_CO2.trace(GLASS_CO2.of(inputs), inputs, unit="t"), findings=tuple(notes))


def _unusual(glass: GlassType, row: GlassFactor, cullet: float, index: int) -> ReviewFinding:
    usual = f"{row.least_cullet:.0%}-{row.most_cullet:.0%}"
    return ReviewFinding(
        code="BLD_CULLET_UNUSUAL",
        severity=Severity.INFO,
        message=text(
            f"碎玻璃比例{cullet:.1%}不在该类玻璃的常见范围内",
            f"A cullet ratio of {cullet:.1%} is not usual for this glass",
        ),
        evidence=(text(f"{glass.value}：IPCC 2006第3卷表2.6，{usual}", f"{glass.value}: Table 2.6 prints {usual}"),),
        path=("melts", index, "cullet"),
        step=StepKey.MEASUREMENT,
    )


GLASS = Calculator(
    id="glass_co2",
    name=GLASS_CO2.name,
    description=text(
        "按玻璃品种、熔化量和碎玻璃比例计算配合料碳酸盐分解二氧化碳；不含燃料",
        "CO2 of the batch by type of glass, melted mass and cullet ratio; without fuel",
    ),
    input=GlassInput,
    calculate=with_interval(glass_co2),
    formulas=(GLASS_CO2,),
)
