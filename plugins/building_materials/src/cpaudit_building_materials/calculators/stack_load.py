"""From a concentration in a stack to the load and to the emission for a tonne of product, at a reference oxygen."""

from __future__ import annotations

from pydantic import Field

from cpaudit import Calculation, Calculator, CalculatorInput, Formula, Input, InvalidInput, Quantity, Trace
from cpaudit_building_materials.calculators.amounts import amount_of, positive, taken, text
from cpaudit_building_materials.calculators.intervals import with_interval

OXYGEN_OF_AIR = 21.0
"""% by volume, as the BAT conclusions write it."""

AT_REFERENCE = Formula(
    key="building_materials.at_reference_oxygen",
    symbol="E_R",
    name=text("基准氧含量下的浓度", "Concentration at the reference oxygen"),
    expression="E_R = E_M · (21 - O_R) / (21 - O_M)",
    source="Decision 2013/163/EU, general considerations; likewise Decision 2012/134/EU",
    compute=lambda given: (
        given.number("E_M") * (OXYGEN_OF_AIR - given.number("O_R")) / (OXYGEN_OF_AIR - given.number("O_M"))
    ),
)

LOAD = Formula(
    key="building_materials.stack_load",
    symbol="m",
    name=text("排放速率", "Load of the stack"),
    expression="m = E_M · V_M",
    source="definition; concentration and volume at the measured oxygen, dry, 0 °C, 101.325 kPa",
    compute=lambda given: given.number("E_M") * given.number("V_M") / 1e6,
)

PER_TONNE_OF_LOAD = Formula(
    key="building_materials.load_per_tonne",
    symbol="e",
    name=text("吨产品排放量", "Emission for a tonne of product"),
    expression="e = m / P",
    source="definition",
    compute=lambda given: given.number("m") / given.number("P"),
)

PER_TONNE_OF_VOLUME = Formula(
    key="building_materials.concentration_per_tonne",
    symbol="e",
    name=text("吨产品排放量（按单位产品烟气量）", "Emission for a tonne of product, by specific gas volume"),
    expression="e = E_R · v",
    source="Decision 2012/134/EU, Table 2: conversion factor = specific volume",
    compute=lambda given: given.number("E_R") * given.number("v") / 1e6,
)


class StackLoadInput(CalculatorInput):
    """A concentration, with the gas flow and the output of the same time, or with a specific volume of gas."""

    concentration: Quantity = Field(description="As measured, dry, at standard conditions, in mg/Nm3.")
    measured_oxygen: Quantity = Field(description="By volume, dry, measured with the concentration.")
    reference_oxygen: Quantity = Field(description="Of the limit: 10 % for cement kilns, 11 % for lime kilns.")
    gas_flow: Quantity | None = Field(None, description="Dry, at standard conditions and the measured oxygen: Nm3/h.")
    output: Quantity | None = Field(None, description="Of product in the same time: t/h.")
    specific_volume: Quantity | None = Field(None, description="Dry, at the reference oxygen: Nm3/t.")


def stack_load(given: StackLoadInput) -> Calculation:
    """kg per tonne; further: the concentration at the reference oxygen in mg/Nm3 and, by flow, the load in kg/h.

    Raises:
        InvalidInput: an oxygen content leaves no flue gas, or neither or both ways to a tonne are given.
    """
    concentration = taken("E_M", given.concentration, "mg/Nm3", "concentration")
    inputs = [
        concentration,
        _oxygen("O_R", given.reference_oxygen, "reference_oxygen"),
        _oxygen("O_M", given.measured_oxygen, "measured_oxygen"),
    ]
    reference = AT_REFERENCE.trace(AT_REFERENCE.of(inputs), inputs, unit="mg/Nm3")
    match given.gas_flow, given.output, given.specific_volume:
        case Quantity() as flow, Quantity() as output, None:
            return _of_flow(concentration, flow, output, reference)
        case None, None, Quantity() as volume:
            per_tonne = [reference.as_input(), positive("v", volume, "Nm3/t", "specific_volume")]
            result = PER_TONNE_OF_VOLUME.trace(PER_TONNE_OF_VOLUME.of(per_tonne), per_tonne, unit="kg/t")
            return Calculation(result, (reference,))
        case _:
            raise InvalidInput(
                "a tonne is reached by gas flow and output, or by a specific volume",
                path=("gas_flow",),
                remedy="give gasFlow with output, or specificVolume alone",
            )


def _of_flow(concentration: Input, flow: Quantity, output: Quantity, reference: Trace) -> Calculation:
    """What the stack gives off does not depend on the reference oxygen: measured concentration, measured volume."""
    gas = [concentration, taken("V_M", flow, "Nm3/h", "gas_flow")]
    load = LOAD.trace(LOAD.of(gas), gas, unit="kg/h")
    per_tonne = [load.as_input(), positive("P", output, "t/h", "output")]
    result = PER_TONNE_OF_LOAD.trace(PER_TONNE_OF_LOAD.of(per_tonne), per_tonne, unit="kg/t")
    return Calculation(result, (reference, load))


def _oxygen(symbol: str, given: Quantity, name: str) -> Input:
    entered = taken(symbol, given, "%", name)
    if amount_of(entered) >= OXYGEN_OF_AIR:
        raise InvalidInput("that is air, not flue gas", path=(name,), remedy="give less than 21 %")
    return entered


STACK_LOAD = Calculator(
    id="stack_load",
    name=text("烟囱浓度折算吨产品排放量", "From stack concentration to emission per tonne"),
    description=text(
        "先把实测浓度折算到基准氧含量用于对标，再按实测烟气量和产量或单位产品烟气量计算吨产品排放量",
        "Brings a concentration to the reference oxygen, for comparison with a limit, and gives kg per tonne by gas"
        " flow and output or by a specific volume of gas",
    ),
    input=StackLoadInput,
    calculate=with_interval(stack_load),
    formulas=(AT_REFERENCE, LOAD, PER_TONNE_OF_LOAD, PER_TONNE_OF_VOLUME),
)
