"""A calculator: the water that the baths of one batch of dyeing take."""

from __future__ import annotations

from pydantic import Field

from cpaudit import (
    Calculation,
    Calculator,
    CalculatorInput,
    Conversion,
    CpauditError,
    Formula,
    Input,
    InvalidInput,
    LocalizedText,
    Quantity,
    convert,
    hookimpl,
    quantity,
)

BATH_WATER = Formula(
    key="dyeing.bath_water",
    symbol="V",
    name=LocalizedText({"zh-CN": "染浴用水", "en": "Water of the baths"}),
    expression="V = m·L·n",
    source="definition of the liquor ratio (浴比): volume of the bath per mass of fabric",
    compute=lambda given: given.number("m") * given.number("L") * given.number("n"),
)


class BathWater(CalculatorInput):
    """What is asked for."""

    fabric: Quantity
    liquor_ratio: Quantity
    baths: int = Field(1, ge=1, description="Baths that are filled for one batch, rinsing included.")


def bath_water(asked: BathWater) -> Calculation:
    """The water of one batch, with both conversions on record."""
    inputs = (
        _converted("m", "fabric", asked.fabric, "kg"),
        _converted("L", "liquorRatio", asked.liquor_ratio, "L/kg"),
        Input("n", asked.baths),
    )
    return Calculation(BATH_WATER.trace(BATH_WATER.of(inputs), inputs, unit="L"))


def _converted(symbol: str, field: str, given: Quantity, unit: str) -> Input:
    try:
        factor = convert(quantity(1, given.unit), unit).value
    except CpauditError as error:
        raise InvalidInput(
            f"{given.unit} does not convert to {unit}", path=(field,), remedy=f"give an amount in {unit}"
        ) from error
    return Input(symbol, given.value * factor, unit, conversion=Conversion(given.value, given.unit, factor))


@hookimpl
def cpaudit_calculators() -> tuple[Calculator[BathWater], ...]:
    """The field ``bathWater`` of the plugin's namespace."""
    return (
        Calculator(
            id="bath_water",
            name=BATH_WATER.name,
            description=LocalizedText({"zh-CN": "一缸染色各浴的用水量", "en": "The water of all baths of one batch"}),
            input=BathWater,
            calculate=bath_water,
            formulas=(BATH_WATER,),
        ),
    )
