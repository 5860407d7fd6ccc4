"""Cooling tower water and the energy of a three-phase drive."""

from __future__ import annotations

import math

from pydantic import Field

from cpaudit import Calculation, Calculator, CalculatorInput, Formula, Input, InvalidInput, Quantity
from cpaudit_light_industry.calculators.given import amount, number, positive, result
from cpaudit_light_industry.wording import text

_BALANCE = "balance of water and of dissolved salts of a cooling tower; drift is left out"


class CoolingTowerInput(CalculatorInput):
    """A cooling tower over a period."""

    circulated: Quantity = Field(description="Water through the tower over the period, in m3 for example.")
    evaporated: float = Field(gt=0, lt=1, description="Share of the water through the tower that evaporates.")
    make_up_conductivity: float = Field(gt=0, description="Of the make-up water.")
    blow_down_conductivity: float = Field(gt=0, description="Of the blow-down, in the same unit.")


class ThreePhaseInput(CalculatorInput):
    """What a clamp meter shows of a drive, and how long it runs."""

    voltage: Quantity = Field(description="Between two phases.")
    current: Quantity = Field(description="In a phase.")
    power_factor: float = Field(gt=0, le=1)
    duration: Quantity


EVAPORATION = Formula(
    key="light_industry.tower_evaporation",
    symbol="E",
    name=text("冷却塔蒸发量", "Evaporation of the cooling tower"),
    expression="E = V · e",
    source=_BALANCE,
    compute=lambda given: given.number("V") * given.number("e"),
)
CYCLES = Formula(
    key="light_industry.cycles_of_concentration",
    symbol="C",
    name=text("浓缩倍数", "Cycles of concentration"),
    expression="C = κ_B / κ_M",
    source=_BALANCE,
    compute=lambda given: given.number("κ_B") / given.number("κ_M"),
)
MAKE_UP = Formula(
    key="light_industry.tower_make_up",
    symbol="M",
    name=text("冷却塔补水量", "Make-up of the cooling tower"),
    expression="M = E · C / (C - 1)",
    source=_BALANCE,
    compute=lambda given: given.number("E") * given.number("C") / (given.number("C") - 1),
)
BLOW_DOWN = Formula(
    key="light_industry.tower_blow_down",
    symbol="B",
    name=text("冷却塔排污量", "Blow-down of the cooling tower"),
    expression="B = M - E",
    source=_BALANCE,
    compute=lambda given: given.number("M") - given.number("E"),
)
ELECTRICITY = Formula(
    key="light_industry.three_phase_energy",
    symbol="W",
    name=text("三相用电量", "Energy of a three-phase drive"),
    expression="W = √3 · U · I · cos φ · t",
    source="power of a balanced three-phase system",
    compute=lambda given: math.sqrt(3) * math.prod(given.number(symbol) for symbol in ("U", "I", "cosφ", "t")) / 1000,
)


def cooling_tower(asked: CoolingTowerInput) -> Calculation:
    """Make-up water over the period in m3; further: evaporation, cycles of concentration, blow-down.

    Raises:
        InvalidInput: the blow-down is no more concentrated than the make-up.
    """
    evaporation = result(
        EVAPORATION, [amount("V", asked.circulated, "m3", "circulated"), Input("e", asked.evaporated)], "m3"
    )
    cycles = result(CYCLES, [Input("κ_B", asked.blow_down_conductivity), Input("κ_M", asked.make_up_conductivity)], "1")
    if number(cycles.as_input()) <= 1:
        raise InvalidInput("the blow-down is no more concentrated than the make-up", path=("blowDownConductivity",))
    make_up = result(MAKE_UP, [evaporation.as_input(), cycles.as_input()], "m3")
    blow_down = result(BLOW_DOWN, [make_up.as_input(), evaporation.as_input()], "m3")
    return Calculation(make_up, (evaporation, cycles, blow_down))


def three_phase_electricity(asked: ThreePhaseInput) -> Calculation:
    """The energy of the drive over the time it runs, in kWh."""
    inputs = [
        positive("U", asked.voltage, "V", "voltage"),
        amount("I", asked.current, "A", "current"),
        Input("cosφ", asked.power_factor),
        amount("t", asked.duration, "h", "duration"),
    ]
    return Calculation(result(ELECTRICITY, inputs, "kWh"))


COOLING_TOWER = Calculator(
    id="cooling_tower",
    name=MAKE_UP.name,
    description=text(
        "由蒸发量和电导率确定浓缩倍数、补水量和排污量；不计飘水",
        "Cycles of concentration, make-up and blow-down from evaporation and conductivities; drift is left out",
    ),
    input=CoolingTowerInput,
    calculate=cooling_tower,
    formulas=(EVAPORATION, CYCLES, MAKE_UP, BLOW_DOWN),
)
THREE_PHASE_ELECTRICITY = Calculator(
    id="three_phase_electricity",
    name=ELECTRICITY.name,
    description=text(
        "由钳形表读数计算压缩机、泵等三相设备的用电量",
        "Energy of compressors, pumps and other three-phase drives from the readings of a clamp meter",
    ),
    input=ThreePhaseInput,
    calculate=three_phase_electricity,
    formulas=(ELECTRICITY,),
)
