"""Process CO2 of clinker from the carbonates that are fed: tier 3 of the IPCC guidelines."""

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
    StepKey,
)
from cpaudit_building_materials.calculators.amounts import amount_of, share, taken, text
from cpaudit_building_materials.calculators.carbonate_factors import carbonate_factor
from cpaudit_building_materials.calculators.carbonates import DECOMPOSITION, MOST, CarbonateMass, entered
from cpaudit_building_materials.calculators.clinker_from_output import DustLost
from cpaudit_building_materials.calculators.intervals import with_interval

CARBON_TO_CO2 = 44 / 12

DUST_LEFT = Formula(
    key="building_materials.kiln_dust_not_calcined",
    symbol="E_d",
    name=text("外排窑灰中未分解碳酸盐对应的二氧化碳", "CO2 still bound in the lost kiln dust"),
    expression="E_d = M_d · C_d · (1 - F_d) · EF_d",
    source="2006 IPCC Guidelines, Volume 3, Equation 2.3, second term",
    compute=lambda given: given.number("M_d") * given.number("C_d") * (1 - given.number("F_d")) * given.number("EF_d"),
)

KEROGEN = Formula(
    key="building_materials.organic_carbon",
    symbol="E_k",
    name=text("原料有机碳二氧化碳", "CO2 from organic carbon of the raw materials"),
    expression="E_k = Σ M_k · X_k · 44/12",
    source="2006 IPCC Guidelines, Volume 3, Equation 2.3, third term",
    compute=lambda given: sum(
        (m * x * CARBON_TO_CO2 for m, x in zip(given.numbers("M_k"), given.numbers("X_k"), strict=True)), 0.0
    ),
)

RAW_MEAL_CO2 = Formula(
    key="building_materials.clinker_co2_tier3",
    symbol="E",
    name=text("熟料工艺二氧化碳（方法3）", "Process CO2 of clinker, tier 3"),
    expression="E = E_c - E_d + E_k",
    source="2006 IPCC Guidelines, Volume 3, Equation 2.3",
    compute=lambda given: given.number("E_c") - (given.maybe("E_d") or 0.0) + (given.maybe("E_k") or 0.0),
)


class OrganicCarbon(CalculatorInput):
    """A raw material with organic carbon: oil shale, some clays, fly ash with unburnt carbon."""

    mass: Quantity
    carbon_share: Quantity = Field(description="Total organic carbon of its dry mass.")


class ClinkerFromRawMealInput(CalculatorInput):
    """The carbonates of the kiln feed in a period; what comes back to the kiln as dust is not counted twice."""

    carbonates: tuple[CarbonateMass, ...] = Field(max_length=MOST)
    dust: DustLost | None = Field(None, description="Left out: none leaves the kiln system, and said so.")
    organic: tuple[OrganicCarbon, ...] = Field((), max_length=MOST)


def raw_meal_co2(given: ClinkerFromRawMealInput) -> Calculation:
    """The mass of CO2 in t; further: its terms."""
    carbonates = entered(given.carbonates, "carbonates")
    terms = [DECOMPOSITION.trace(DECOMPOSITION.of(carbonates), carbonates, unit="t")]
    inputs = [terms[0].as_input(symbol="E_c")]
    if given.dust is not None:
        dust = [
            taken("M_d", given.dust.mass, "t", "dust", "mass"),
            share("C_d", given.dust.carbonate_share, "dust", "carbonate_share"),
            share("F_d", given.dust.calcined, "dust", "calcined"),
            carbonate_factor("EF_d", given.dust.carbonate),
        ]
        terms.append(DUST_LEFT.trace(DUST_LEFT.of(dust), dust, unit="t"))
        inputs.append(terms[-1].as_input())
    if given.organic:
        organic: list[Input] = []
        for index, each in enumerate(given.organic):
            organic += [
                taken("M_k", each.mass, "t", "organic", index, "mass"),
                share("X_k", each.carbon_share, "organic", index, "carbon_share"),
            ]
        terms.append(KEROGEN.trace(KEROGEN.of(organic), organic, unit="t"))
        inputs.append(terms[-1].as_input())
    result = RAW_MEAL_CO2.trace(RAW_MEAL_CO2.of(inputs), inputs, unit="t")
    if amount_of(result.as_input()) < 0:
        raise InvalidInput("the dust holds more carbonate than was fed", path=("dust",))
    return Calculation(result, tuple(terms), (_NO_DUST,) if given.dust is None else ())


_NO_DUST = ReviewFinding(
    code="BLD_NO_KILN_DUST",
    severity=Severity.INFO,
    message=text(
        "未给出外排窑灰，按窑灰全部回窑计算，结果不会偏低",
        "Kiln dust is not given; all of it is taken to return to the kiln, which is not too low",
    ),
    step=StepKey.MEASUREMENT,
)


CLINKER_FROM_RAW_MEAL = Calculator(
    id="clinker_co2_from_raw_meal",
    name=RAW_MEAL_CO2.name,
    description=text(
        "由入窑碳酸盐质量与分解率计算，扣除外排窑灰中未分解部分，加上原料有机碳；不含燃料",
        "From the carbonates of the kiln feed, less what leaves undecomposed with the dust, plus organic carbon of the"
        " raw materials; without fuel",
    ),
    input=ClinkerFromRawMealInput,
    calculate=with_interval(raw_meal_co2),
    formulas=(RAW_MEAL_CO2, DECOMPOSITION, DUST_LEFT, KEROGEN),
)
