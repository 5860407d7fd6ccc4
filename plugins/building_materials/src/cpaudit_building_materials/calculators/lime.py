"""Process CO2 of lime by type, with lost kiln dust and the water of hydrated lime."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from pydantic import Field

from cpaudit import Calculation, Calculator, CalculatorInput, Formula, Input, InvalidInput, Quantity
from cpaudit_building_materials.calculators.amounts import of_pack, taken, text
from cpaudit_building_materials.calculators.intervals import with_interval

DUST_CORRECTION = 1.02
HYDRATED = 0.97

LIME_CO2 = Formula(
    key="building_materials.lime_co2",
    symbol="E",
    name=text("石灰工艺二氧化碳", "Process CO2 of lime"),
    expression="E = Σ M_i · EF_i · CF_lkd · C_h,i",
    source="2006 IPCC Guidelines, Volume 3, Equations 2.6 and 2.8; water of hydrated lime: IPCC 2000, p. 3.22",
    compute=lambda given: (
        sum(
            (
                m * ef * h
                for m, ef, h in zip(given.numbers("M_i"), given.numbers("EF_i"), given.numbers("C_h,i"), strict=True)
            ),
            0.0,
        )
        * given.number("CF_lkd")
    ),
)


class LimeType(StrEnum):
    """A type of lime of Table 2.4 of the 2006 IPCC Guidelines, Volume 3."""

    HIGH_CALCIUM = "HIGH_CALCIUM"
    DOLOMITIC = "DOLOMITIC"
    DOLOMITIC_DEVELOPING = "DOLOMITIC_DEVELOPING"
    HYDRAULIC = "HYDRAULIC"
    NOT_KNOWN = "NOT_KNOWN"


FACTORS: Mapping[LimeType, tuple[float, str]] = {
    LimeType.HIGH_CALCIUM: (0.75, "BLD-LIME-HICAL"),
    LimeType.DOLOMITIC: (0.86, "BLD-LIME-DOLDEV"),
    LimeType.DOLOMITIC_DEVELOPING: (0.77, "BLD-LIME-DOLDVG"),
    LimeType.HYDRAULIC: (0.59, "BLD-LIME-HYDR"),
    LimeType.NOT_KNOWN: (0.75, "BLD-LIME-DEF"),
}


class LimeMass(CalculatorInput):
    """Lime of one type."""

    type: LimeType
    mass: Quantity
    hydrated: bool = Field(False, description="Whether the mass is that of slaked lime.")


class LimeInput(CalculatorInput):
    """The lime of a period."""

    limes: tuple[LimeMass, ...] = Field(max_length=20)
    dust_is_lost: bool = Field(True, description="Whether kiln dust leaves the plant: the default correction of 1.02.")


def lime_co2(given: LimeInput) -> Calculation:
    """The mass of CO2 in t."""
    if not given.limes:
        raise InvalidInput("without lime there is nothing to compute", path=("limes",), remedy="give at least one type")
    inputs = []
    for index, each in enumerate(given.limes):
        label, (value, item) = each.type.value.lower(), FACTORS[each.type]
        inputs += [
            taken("M_i", each.mass, "t", "limes", index, "mass", label=label),
            Input("EF_i", value, "t/t", label, factor=of_pack(item, "ipcc-2006-v3", "Table 2.4 / Eq 2.8")),
            Input("C_h,i", HYDRATED if each.hydrated else 1.0, label=label),
        ]
    dust = of_pack("", "ipcc-2006-v3", "p. 2.24") if given.dust_is_lost else None
    inputs.append(Input("CF_lkd", DUST_CORRECTION if given.dust_is_lost else 1.0, factor=dust))
    return Calculation(LIME_CO2.trace(LIME_CO2.of(inputs), inputs, unit="t"))


LIME = Calculator(
    id="lime_co2",
    name=LIME_CO2.name,
    description=text(
        "按石灰品种的排放系数、窑灰修正和消石灰含水修正计算；不含燃料",
        "By the factor of each type of lime, corrected for lost dust and for the water of hydrated lime; without fuel",
    ),
    input=LimeInput,
    calculate=with_interval(lime_co2),
    formulas=(LIME_CO2,),
)
