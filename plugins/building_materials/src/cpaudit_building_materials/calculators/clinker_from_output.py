"""Process CO2 of clinker from its output and its composition: tier 2 of the IPCC guidelines."""

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
    Trace,
)
from cpaudit_building_materials.calculators.amounts import amount_of, of_pack, positive, share, taken, text
from cpaudit_building_materials.calculators.carbonate_factors import Carbonate, carbonate_factor
from cpaudit_building_materials.calculators.intervals import with_interval
from cpaudit_building_materials.calculators.molar_masses import CAO_OF_ALITE, CO2, MGO

CAO_RATIO = 0.785
"""t CO2 for a tonne of CaO from carbonate, as Equation 2.4 prints it; the molar masses give 0.78479."""

DEFAULT_DUST_CORRECTION = 1.02

CLINKER_FACTOR = Formula(
    key="building_materials.clinker_factor",
    symbol="EF_cl",
    name=text("熟料排放系数（未计窑灰）", "Emission factor of clinker, before kiln dust"),
    expression="EF_cl = (CaO - CaO_nc) · r_CaO + (MgO - MgO_nc) · r_MgO",
    source="2006 IPCC Guidelines, Volume 3, Equation 2.4; MgO as in the Cement CO2 Protocol v3, method B1",
    compute=lambda given: (
        (given.number("CaO") - given.number("CaO_nc")) * given.number("r_CaO")
        + (given.number("MgO") - given.number("MgO_nc")) * given.number("r_MgO")
    ),
)

DUST_CORRECTION = Formula(
    key="building_materials.kiln_dust_correction",
    symbol="CF_ckd",
    name=text("窑灰修正系数", "Correction for kiln dust"),
    expression="CF_ckd = 1 + (M_d / M_cl) · C_d · F_d · (EF_c / EF_cl)",
    source="2006 IPCC Guidelines, Volume 3, Equation 2.5",
    compute=lambda given: (
        1
        + given.number("M_d")
        / given.number("M_cl")
        * given.number("C_d")
        * given.number("F_d")
        * given.number("EF_c")
        / given.number("EF_cl")
    ),
)

CLINKER_CO2 = Formula(
    key="building_materials.clinker_co2",
    symbol="E",
    name=text("熟料工艺二氧化碳（方法2）", "Process CO2 of clinker, tier 2"),
    expression="E = M_cl · EF_cl · CF_ckd",
    source="2006 IPCC Guidelines, Volume 3, Equation 2.2",
    compute=lambda given: given.number("M_cl") * given.number("EF_cl") * given.number("CF_ckd"),
)


class DustLost(CalculatorInput):
    """Kiln dust that leaves the kiln system and does not come back: bypass dust, filter dust that is dumped."""

    mass: Quantity = Field(description="In the same period as the clinker.")
    carbonate_share: Quantity = Field(description="C_d: share of the original carbonate in the dust, before burning.")
    calcined: Quantity = Field(description="F_d: share of that carbonate that is decomposed.")
    carbonate: Carbonate = Field(Carbonate.CALCITE, description="Of which the dust is made.")


class ClinkerFromOutputInput(CalculatorInput):
    """A period of the kiln line. What is not known is left out, not written as zero."""

    clinker: Quantity = Field(description="Output of clinker.")
    cao: Quantity = Field(description="CaO of the clinker, total, by analysis.")
    cao_not_from_carbonate: Quantity | None = Field(
        None, description="Of the clinker's mass: CaO from slag, fly ash, carbide slag; left out: none, and said so."
    )
    mgo: Quantity | None = Field(None, description="MgO of the clinker; left out: it is not counted, and said so.")
    mgo_not_from_carbonate: Quantity | None = Field(
        None, description="Of the clinker's mass: MgO that was no carbonate."
    )
    dust: DustLost | None = Field(None, description="Left out: the default correction of 1.02 is taken, and said so.")


def clinker_co2(given: ClinkerFromOutputInput) -> Calculation:
    """The mass of CO2 in t; further: the factor of the clinker, and the correction where it is computed."""
    clinker = positive("M_cl", given.clinker, "t", "clinker")
    factor_inputs = _composition(given)
    factor = CLINKER_FACTOR.trace(CLINKER_FACTOR.of(factor_inputs), factor_inputs, unit="t/t")
    own = factor.as_input()
    if amount_of(own) <= 0:
        raise InvalidInput("no CaO or MgO from carbonates is left", path=("cao",))
    notes = [] if given.mgo is not None else [_MGO_LEFT_OUT]
    if given.cao_not_from_carbonate is None:
        notes.append(_ALL_FROM_CARBONATE)
    if given.dust is None:
        notes.append(_DEFAULT_DUST)
        reference = of_pack("", "ipcc-2006-v3", "Section 2.2.1.2, p. 2.12")
        correction = Input("CF_ckd", DEFAULT_DUST_CORRECTION, factor=reference)
        further: tuple[Trace, ...] = (factor,)
    else:
        dust_inputs = [
            taken("M_d", given.dust.mass, "t", "dust", "mass"),
            clinker,
            share("C_d", given.dust.carbonate_share, "dust", "carbonate_share"),
            share("F_d", given.dust.calcined, "dust", "calcined"),
            carbonate_factor("EF_c", given.dust.carbonate),
            own,
        ]
        corrected = DUST_CORRECTION.trace(DUST_CORRECTION.of(dust_inputs), dust_inputs)
        correction = corrected.as_input()
        further = (factor, corrected)
    inputs = [clinker, own, correction]
    return Calculation(CLINKER_CO2.trace(CLINKER_CO2.of(inputs), inputs, unit="t"), further, tuple(notes))


def _composition(given: ClinkerFromOutputInput) -> list[Input]:
    """CaO and MgO with what of them was no carbonate; what is not given counts as not there, and is noted."""
    none = Quantity(0, "%")
    cao = share("CaO", given.cao, "cao")
    if amount_of(cao) > CAO_OF_ALITE:
        raise InvalidInput(
            f"more CaO than pure alite holds ({CAO_OF_ALITE:.1%})",
            path=("cao",),
            remedy="check the analysis, and whether the share is a percentage",
        )
    inputs = [
        cao,
        share("CaO_nc", given.cao_not_from_carbonate or none, "cao_not_from_carbonate"),
        share("MgO", given.mgo or none, "mgo"),
        share("MgO_nc", given.mgo_not_from_carbonate or none, "mgo_not_from_carbonate"),
    ]
    values = [amount_of(each) for each in inputs]
    if values[0] + values[2] > 1:
        raise InvalidInput("CaO and MgO are together more than the clinker", path=("mgo",))
    for whole, part, name in ((0, 1, "cao_not_from_carbonate"), (2, 3, "mgo_not_from_carbonate")):
        if values[part] > values[whole]:
            raise InvalidInput("it is more than there is in all", path=(name,))
    default = of_pack("BLD-CLK-CO2", "ipcc-2006-v3", "Equation 2.4")
    return [*inputs, Input("r_CaO", CAO_RATIO, "t/t", factor=default), Input("r_MgO", CO2 / MGO, "t/t")]


_MGO_LEFT_OUT = ReviewFinding(
    code="BLD_MGO_NOT_COUNTED",
    severity=Severity.WARNING,
    message=text(
        "未给出熟料氧化镁含量，镁的碳酸盐分解未计入",
        "MgO of the clinker is not given; CO2 from its carbonate is left out",
    ),
    step=StepKey.MEASUREMENT,
)

_ALL_FROM_CARBONATE = ReviewFinding(
    code="BLD_ALL_CAO_FROM_CARBONATE",
    severity=Severity.INFO,
    message=text(
        "未给出非碳酸盐来源的氧化钙，全部氧化钙按碳酸盐计，结果不会偏低",
        "CaO that was no carbonate is not given; all CaO is taken to be from carbonate, which is not too low",
    ),
    step=StepKey.MEASUREMENT,
)

_DEFAULT_DUST = ReviewFinding(
    code="BLD_DEFAULT_KILN_DUST",
    severity=Severity.INFO,
    message=text(
        "未给出外排窑灰，采用默认修正系数1.02", "Kiln dust is not given; the default correction of 1.02 is taken"
    ),
    evidence=(text("IPCC 2006第3卷2.12页", "IPCC 2006, Volume 3, p. 2.12"),),
    step=StepKey.MEASUREMENT,
)


CLINKER_FROM_OUTPUT = Calculator(
    id="clinker_co2",
    name=CLINKER_CO2.name,
    description=text(
        "由熟料产量、氧化钙和氧化镁含量及外排窑灰计算碳酸盐分解二氧化碳；不含燃料",
        "CO2 from calcination by clinker output, CaO and MgO of the clinker and lost kiln dust; without fuel",
    ),
    input=ClinkerFromOutputInput,
    calculate=with_interval(clinker_co2),
    formulas=(CLINKER_CO2, CLINKER_FACTOR, DUST_CORRECTION),
)
