"""The moduli by which a cement chemist reads a clinker: lime saturation, silica and alumina modulus (熟料率值)."""

from __future__ import annotations

from pydantic import Field

from cpaudit import Calculation, Calculator, CalculatorInput, Formula, Input, InvalidInput, Quantity
from cpaudit_building_materials.calculators.amounts import amount_of, share, text
from cpaudit_building_materials.calculators.intervals import with_interval
from cpaudit_building_materials.calculators.molar_masses import AL2O3, CAO, FE2O3, SIO2, SOURCE

LIME_SATURATION = Formula(
    key="building_materials.lime_saturation",
    symbol="KH",
    name=text("石灰饱和系数", "Lime saturation coefficient KH"),
    expression="KH = (CaO - f_CaO - n_A · Al2O3 - n_F · Fe2O3) / (n_S · SiO2)",
    source="CaO bound in C3A, C4AF and C3S, by molar masses (the usual 1.65, 0.35 and 2.8)",
    compute=lambda given: (
        (
            given.number("CaO")
            - given.number("f_CaO")
            - given.number("n_A") * given.number("Al2O3")
            - given.number("n_F") * given.number("Fe2O3")
        )
        / (given.number("n_S") * given.number("SiO2"))
    ),
)

SILICA_MODULUS = Formula(
    key="building_materials.silica_modulus",
    symbol="SM",
    name=text("硅率", "Silica modulus"),
    expression="SM = SiO2 / (Al2O3 + Fe2O3)",
    source="definition",
    compute=lambda given: given.number("SiO2") / (given.number("Al2O3") + given.number("Fe2O3")),
)

ALUMINA_MODULUS = Formula(
    key="building_materials.alumina_modulus",
    symbol="IM",
    name=text("铝率", "Alumina modulus"),
    expression="IM = Al2O3 / Fe2O3",
    source="definition",
    compute=lambda given: given.number("Al2O3") / given.number("Fe2O3"),
)

PER_ALUMINA = 3 * CAO / AL2O3
PER_FERRITE = CAO / FE2O3
PER_SILICA = 3 * CAO / SIO2
LEAST_ALUMINA_MODULUS = AL2O3 / FE2O3
"""Below it there is not enough Al2O3 for C4AF, and the coefficients of KH are others."""


class ClinkerModuliInput(CalculatorInput):
    """An analysis of clinker, shares of its mass."""

    cao: Quantity
    sio2: Quantity
    al2o3: Quantity
    fe2o3: Quantity
    free_lime: Quantity = Field(description="f-CaO, which is not bound.")


def moduli(given: ClinkerModuliInput) -> Calculation:
    """KH; further: SM and IM. All are pure numbers."""
    cao, free = share("CaO", given.cao, "cao"), share("f_CaO", given.free_lime, "free_lime")
    silica, alumina, iron = (
        share("SiO2", given.sio2, "sio2"),
        share("Al2O3", given.al2o3, "al2o3"),
        share("Fe2O3", given.fe2o3, "fe2o3"),
    )
    for each, name in ((silica, "sio2"), (alumina, "al2o3"), (iron, "fe2o3")):
        if amount_of(each) == 0:
            raise InvalidInput("it has to be above zero", path=(name,))
    if sum(amount_of(each) for each in (cao, silica, alumina, iron)) > 1:
        raise InvalidInput("the oxides are together more than the clinker", path=("cao",))
    if amount_of(free) > amount_of(cao):
        raise InvalidInput("there is more free lime than CaO", path=("free_lime",))
    if amount_of(alumina) / amount_of(iron) < LEAST_ALUMINA_MODULUS:
        raise InvalidInput(
            f"the alumina modulus is below {LEAST_ALUMINA_MODULUS:.2f}: this KH is for clinker with C3A and C4AF",
            path=("al2o3",),
        )
    bound = [
        cao,
        free,
        Input("n_A", PER_ALUMINA),
        alumina,
        Input("n_F", PER_FERRITE),
        iron,
        Input("n_S", PER_SILICA),
        silica,
    ]
    return Calculation(
        LIME_SATURATION.trace(LIME_SATURATION.of(bound), bound),
        (
            SILICA_MODULUS.trace(SILICA_MODULUS.of(given_3 := [silica, alumina, iron]), given_3),
            ALUMINA_MODULUS.trace(ALUMINA_MODULUS.of(given_2 := [alumina, iron]), given_2),
        ),
    )


CLINKER_MODULI = Calculator(
    id="clinker_moduli",
    name=text("熟料率值", "Moduli of clinker"),
    description=text(
        f"由熟料化学分析计算石灰饱和系数、硅率和铝率；系数来自摩尔质量（{SOURCE}）",
        f"Lime saturation, silica and alumina modulus from an analysis; coefficients from molar masses ({SOURCE})",
    ),
    input=ClinkerModuliInput,
    calculate=with_interval(moduli),
    formulas=(LIME_SATURATION, SILICA_MODULUS, ALUMINA_MODULUS),
)
