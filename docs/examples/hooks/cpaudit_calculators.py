"""A calculator: the CO2 that limestone gives off when all of it is calcined, from the masses of the molecules."""

from cpaudit import (
    Calculation,
    Calculator,
    CalculatorInput,
    Conversion,
    Formula,
    Input,
    LocalizedText,
    Quantity,
    convert,
    hookimpl,
    quantity,
)

CO2 = 12.011 + 2 * 15.999
CACO3 = 40.078 + 12.011 + 3 * 15.999

STOICHIOMETRY = Formula(
    key="glass.limestone_co2",
    symbol="E",
    name=LocalizedText({"zh-CN": "石灰石分解二氧化碳", "en": "CO2 from limestone"}),
    expression="E = m·M(CO2)/M(CaCO3)",
    source="IUPAC standard atomic weights 2021, abridged",
    compute=lambda given: given.number("m") * given.number("M(CO2)") / given.number("M(CaCO3)"),
)


class Limestone(CalculatorInput):
    """What is asked for."""

    limestone: Quantity


def limestone_co2(asked: Limestone) -> Calculation:
    """The mass of CO2, with the conversion and the molar masses on record."""
    given = asked.limestone
    to_tonnes = convert(quantity(1, given.unit), "t").value
    inputs = (
        Input("m", given.value * to_tonnes, "t", conversion=Conversion(given.value, given.unit, to_tonnes)),
        Input("M(CO2)", CO2, "g/mol"),
        Input("M(CaCO3)", CACO3, "g/mol"),
    )
    return Calculation(STOICHIOMETRY.trace(STOICHIOMETRY.of(inputs), inputs, unit="t"))


@hookimpl
def cpaudit_calculators() -> tuple[Calculator[Limestone], ...]:
    """The field ``limestoneCo2`` of the plugin's namespace."""
    return (
        Calculator(
            id="limestone_co2",
            name=STOICHIOMETRY.name,
            description=LocalizedText({"zh-CN": "假定完全分解", "en": "All of the limestone is taken to be calcined"}),
            input=Limestone,
            calculate=limestone_co2,
            formulas=(STOICHIOMETRY,),
        ),
    )
