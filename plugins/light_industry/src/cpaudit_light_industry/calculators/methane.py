"""Methane of treating industrial wastewater: 2006 IPCC Guidelines, Volume 5, Chapter 6."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from cpaudit import Calculation, Calculator, CalculatorInput, Formula, Input, InvalidInput, Quantity
from cpaudit_light_industry.calculators.given import amount, number, result
from cpaudit_light_industry.wording import text

_CHAPTER = "2006 IPCC Guidelines, Volume 5, Chapter 6"


class Treatment(StrEnum):
    """How the wastewater is treated or discharged: the rows of Table 6.8."""

    UNTREATED_DISCHARGE = "UNTREATED_DISCHARGE"
    AEROBIC_WELL_MANAGED = "AEROBIC_WELL_MANAGED"
    AEROBIC_OVERLOADED = "AEROBIC_OVERLOADED"
    SLUDGE_DIGESTER = "SLUDGE_DIGESTER"
    ANAEROBIC_REACTOR = "ANAEROBIC_REACTOR"
    SHALLOW_LAGOON = "SHALLOW_LAGOON"
    DEEP_LAGOON = "DEEP_LAGOON"


CORRECTION = {
    Treatment.UNTREATED_DISCHARGE: 0.1,
    Treatment.AEROBIC_WELL_MANAGED: 0.0,
    Treatment.AEROBIC_OVERLOADED: 0.3,
    Treatment.SLUDGE_DIGESTER: 0.8,
    Treatment.ANAEROBIC_REACTOR: 0.8,
    Treatment.SHALLOW_LAGOON: 0.2,
    Treatment.DEEP_LAGOON: 0.8,
}
"""Methane correction factors of Table 6.8, fractions."""

CAPACITY = 0.25
"""B0 of Table 6.2 in kg CH4 per kg COD: one molecule of methane (16) for two of oxygen (64)."""


class WastewaterMethaneInput(CalculatorInput):
    """COD that goes to one treatment over a period."""

    cod: Quantity = Field(description="COD that enters the treatment over the period, in kg for example.")
    sludge: Quantity | None = Field(None, description="COD taken out with sludge over the period.")
    treatment: Treatment
    recovered: Quantity | None = Field(None, description="Methane recovered or flared over the period.")
    capacity: float = Field(CAPACITY, gt=0, le=1, description="B0 in kg CH4 per kg COD.")


EMISSION_FACTOR = Formula(
    key="light_industry.methane_factor",
    symbol="EF",
    name=text("甲烷排放系数", "Emission factor of methane"),
    expression="EF = B_0 · MCF",
    source=f"{_CHAPTER}, Equation 6.5",
    compute=lambda given: given.number("B_0") * given.number("MCF"),
)
METHANE = Formula(
    key="light_industry.wastewater_methane",
    symbol="E",
    name=text("废水处理甲烷排放", "Methane from wastewater treatment"),
    expression="E = (TOW - S) · EF - R",
    source=f"{_CHAPTER}, Equation 6.4",
    compute=lambda given: (given.number("TOW") - given.number("S")) * given.number("EF") - given.number("R"),
)


def wastewater_methane(asked: WastewaterMethaneInput) -> Calculation:
    """The methane emitted in kg, and the emission factor.

    Raises:
        InvalidInput: more COD leaves with sludge than enters, or more methane is recovered than forms.
    """
    factor = result(EMISSION_FACTOR, [Input("B_0", asked.capacity), Input("MCF", CORRECTION[asked.treatment])])
    organic = amount("TOW", asked.cod, "kg", "cod")
    # Equation 6.4 takes what is not recorded of S and R as zero; the guidelines give zero as their default.
    sludge = Input("S", 0.0, "kg") if asked.sludge is None else amount("S", asked.sludge, "kg", "sludge")
    recovered = Input("R", 0.0, "kg") if asked.recovered is None else amount("R", asked.recovered, "kg", "recovered")
    if number(sludge) > number(organic):
        raise InvalidInput("more COD leaves with the sludge than enters", path=("sludge",))
    emitted = result(METHANE, [organic, sludge, factor.as_input(), recovered], "kg")
    if number(emitted.as_input()) < 0:
        raise InvalidInput(
            "more methane is recovered than forms",
            path=("recovered",),
            remedy="check the COD and the meter of the biogas, or give a measured B0",
        )
    return Calculation(emitted, (factor,))


WASTEWATER_METHANE = Calculator(
    id="wastewater_methane",
    name=METHANE.name,
    description=text(
        "按处理方式的甲烷修正因子计算，并扣除污泥带走的有机物和回收的沼气",
        "By the methane correction factor of the treatment, less what leaves with sludge and what is recovered",
    ),
    input=WastewaterMethaneInput,
    calculate=wastewater_methane,
    formulas=(EMISSION_FACTOR, METHANE),
)
