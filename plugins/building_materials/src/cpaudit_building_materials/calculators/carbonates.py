"""CO2 from the decomposition of carbonates, whatever is burnt or molten: ceramics, glass batch, lime, flux."""

from __future__ import annotations

from pydantic import Field

from cpaudit import Calculation, Calculator, CalculatorInput, Formula, Input, InvalidInput, Quantity
from cpaudit_building_materials.calculators.amounts import share, taken, text
from cpaudit_building_materials.calculators.carbonate_factors import Carbonate, carbonate_factor
from cpaudit_building_materials.calculators.intervals import with_interval

MOST = 40
"""Lines of one calculation."""

DECOMPOSITION = Formula(
    key="building_materials.carbonate_decomposition",
    symbol="E",
    name=text("碳酸盐分解二氧化碳", "CO2 from the decomposition of carbonates"),
    expression="E = Σ M_i · F_i · EF_i",
    source="2006 IPCC Guidelines, Volume 3, Equations 2.12 and 2.16",
    compute=lambda given: sum(
        (
            m * f * ef
            for m, f, ef in zip(given.numbers("M_i"), given.numbers("F_i"), given.numbers("EF_i"), strict=True)
        ),
        0.0,
    ),
)


class CarbonateMass(CalculatorInput):
    """A carbonate that is calcined."""

    carbonate: Carbonate
    mass: Quantity = Field(description="Of the pure carbonate, dry; of a limestone its share of CaCO3.")
    calcined: Quantity = Field(description="Share that is decomposed: 100 % where nothing else was found.")


class CarbonatesInput(CalculatorInput):
    """What is calcined."""

    carbonates: tuple[CarbonateMass, ...] = Field(max_length=MOST)


def entered(carbonates: tuple[CarbonateMass, ...], *path: str | int) -> list[Input]:
    """The masses, shares and factors, in the order of the formula's sum.

    Raises:
        InvalidInput: there is no carbonate, or an amount is none.
    """
    if not carbonates:
        raise InvalidInput("without carbonates nothing decomposes", path=path, remedy="give at least one")
    inputs = []
    for index, each in enumerate(carbonates):
        label = each.carbonate.value.lower()
        inputs += [
            taken("M_i", each.mass, "t", *path, index, "mass", label=label),
            share("F_i", each.calcined, *path, index, "calcined", label=label),
            carbonate_factor("EF_i", each.carbonate, label=label),
        ]
    return inputs


def decompose(given: CarbonatesInput) -> Calculation:
    """The mass of CO2 in t."""
    inputs = entered(given.carbonates, "carbonates")
    return Calculation(DECOMPOSITION.trace(DECOMPOSITION.of(inputs), inputs, unit="t"))


CARBONATES = Calculator(
    id="carbonate_co2",
    name=DECOMPOSITION.name,
    description=text(
        "按碳酸盐质量、分解率和化学计量系数计算，适用于陶瓷、玻璃配合料、石灰和脱硫剂（IPCC 2006第3卷方法3）",
        "From mass, calcined share and stoichiometric factor of each carbonate: ceramics, glass batch, lime, sorbents"
        " (tier 3 of IPCC 2006, Volume 3)",
    ),
    input=CarbonatesInput,
    calculate=with_interval(decompose),
    formulas=(DECOMPOSITION,),
)
