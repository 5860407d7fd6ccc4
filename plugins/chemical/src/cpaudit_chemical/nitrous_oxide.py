"""N2O of nitric and adipic acid, with what abatement destroys while it runs.

E = P·EF·(1 - DF·UF): 2006 IPCC Guidelines, Volume 3, Chapter 3, Sections 3.3.2 and 3.4.2 (tier 2). Factors, destruction
and utilisation are those of the pack unless the plant's own are given.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from pydantic import Field

from cpaudit import (
    Calculation,
    Calculator,
    CalculatorInput,
    Formula,
    Input,
    InvalidInput,
    LocalizedText,
    Quantity,
    Trace,
    convert,
)
from cpaudit_chemical.traced import amount, pack_figure

IPCC = "2006 IPCC Guidelines, Volume 3, Chapter 3, Sections 3.3.2 and 3.4.2"

EMISSION = Formula(
    key="chemical.n2o",
    symbol="E",
    name=LocalizedText({"zh-CN": "氧化亚氮排放量", "en": "N2O emitted"}),
    expression="E = P·EF·(1 - DF·UF)/1000",
    source=IPCC,
    compute=lambda given: given.number("P") * given.number("EF") * (1 - given.number("DF") * given.number("UF")) / 1000,
)

GENERATED = Formula(
    key="chemical.n2o_generated",
    symbol="G",
    name=LocalizedText({"zh-CN": "减排前的氧化亚氮", "en": "N2O before abatement"}),
    expression="G = P·EF/1000",
    source=IPCC,
    compute=lambda given: given.number("P") * given.number("EF") / 1000,
)

DESTROYED = Formula(
    key="chemical.n2o_destroyed",
    symbol="D",
    name=LocalizedText({"zh-CN": "分解的氧化亚氮", "en": "N2O destroyed"}),
    expression="D = G - E",
    source="balance of N2O around the abatement plant",
    compute=lambda given: given.number("G") - given.number("E"),
)

RESIDUAL = Formula(
    key="chemical.n2o_per_tonne",
    symbol="e",
    name=LocalizedText({"zh-CN": "吨产品氧化亚氮", "en": "N2O per tonne of product"}),
    expression="e = EF·(1 - DF·UF)",
    source=IPCC,
    compute=lambda given: given.number("EF") * (1 - given.number("DF") * given.number("UF")),
)


class NitricAcidProcess(StrEnum):
    """The kind of nitric acid plant, as Table 3.3 tells them apart."""

    NSCR = "NSCR"
    PROCESS_INTEGRATED = "PROCESS_INTEGRATED"
    LOW_PRESSURE = "LOW_PRESSURE"
    MEDIUM_PRESSURE = "MEDIUM_PRESSURE"
    HIGH_PRESSURE = "HIGH_PRESSURE"


class AdipicAcidAbatement(StrEnum):
    """How N2O of adipic acid is abated, as Table 3.4 tells it."""

    NONE = "NONE"
    CATALYTIC = "CATALYTIC"
    THERMAL = "THERMAL"
    RECYCLE_TO_NITRIC_ACID = "RECYCLE_TO_NITRIC_ACID"
    RECYCLE_TO_ADIPIC_ACID = "RECYCLE_TO_ADIPIC_ACID"


_NITRIC: Mapping[NitricAcidProcess, str] = {
    NitricAcidProcess.NSCR: "CHM-HNO3-N2O-NSCR",
    NitricAcidProcess.PROCESS_INTEGRATED: "CHM-HNO3-N2O-PI",
    NitricAcidProcess.LOW_PRESSURE: "CHM-HNO3-N2O-LP",
    NitricAcidProcess.MEDIUM_PRESSURE: "CHM-HNO3-N2O-MP",
    NitricAcidProcess.HIGH_PRESSURE: "CHM-HNO3-N2O-HP",
}
_ABATED = (NitricAcidProcess.NSCR, NitricAcidProcess.PROCESS_INTEGRATED)
"""Their factors count the abatement already."""

_ADIPIC: Mapping[AdipicAcidAbatement, str] = {
    AdipicAcidAbatement.CATALYTIC: "CAT",
    AdipicAcidAbatement.THERMAL: "THERM",
    AdipicAcidAbatement.RECYCLE_TO_NITRIC_ACID: "RNA",
    AdipicAcidAbatement.RECYCLE_TO_ADIPIC_ACID: "RAA",
}


class Abatement(CalculatorInput):
    """An abatement plant: both shares are known, or nothing is taken off."""

    destruction: Quantity = Field(description="Share of the N2O that enters and is destroyed, in %.")
    utilisation: Quantity = Field(description="Share of the production time in which it runs, in %.")


class NitricAcidInput(CalculatorInput):
    """A nitric acid plant in a period."""

    production: Quantity = Field(description="As 100 % HNO3, in t.")
    process: NitricAcidProcess
    factor: Quantity | None = Field(None, description="Measured before abatement, in kg/t; the default if left out.")
    abatement: Abatement | None = Field(None, description="Of a plant whose factor does not count it already.")


class AdipicAcidInput(CalculatorInput):
    """An adipic acid plant in a period."""

    production: Quantity = Field(description="In t.")
    technology: AdipicAcidAbatement
    factor: Quantity | None = Field(None, description="Measured before abatement, in kg/t; the default if left out.")
    abatement: Abatement | None = Field(None, description="The plant's own shares; the defaults if left out.")


def nitric_acid(given: NitricAcidInput) -> Calculation:
    """N2O of a nitric acid plant in t; further N2O before abatement, N2O destroyed, and N2O per tonne.

    Raises:
        InvalidInput: an amount cannot be used, or abatement would be counted twice.
    """
    if given.abatement is not None and given.process in _ABATED and given.factor is None:
        raise InvalidInput(
            "the default factor of this process counts the abatement already",
            path=("abatement",),
            remedy="leave it out, or give the factor measured before abatement",
        )
    default = pack_figure("EF", _NITRIC[given.process])
    factor = default if given.factor is None else amount("EF", given.factor, "kg/t", "factor")
    return _emitted(given.production, factor, *_shares(given.abatement))


def adipic_acid(given: AdipicAcidInput) -> Calculation:
    """N2O of an adipic acid plant in t; further N2O before abatement, N2O destroyed, and N2O per tonne.

    Raises:
        InvalidInput: an amount cannot be used, or there is an abatement plant of no kind.
    """
    code = _ADIPIC.get(given.technology)
    if code is None and given.abatement is not None:
        raise InvalidInput("a plant without abatement has no shares of it", path=("abatement",))
    default = pack_figure("EF", "CHM-ADA-N2O")
    factor = default if given.factor is None else amount("EF", given.factor, "kg/t", "factor")
    if code is None or given.abatement is not None:
        shares = _shares(given.abatement)
    else:
        shares = (
            pack_figure("DF", f"CHM-ADA-DF-{code}", 0.01, "1"),
            pack_figure("UF", f"CHM-ADA-UF-{code}", 0.01, "1"),
        )
    return _emitted(given.production, factor, *shares)


def _shares(abatement: Abatement | None) -> tuple[Input, Input]:
    if abatement is None:
        # What has no abatement plant destroys nothing: a known zero.
        return Input("DF", 0.0, "1"), Input("UF", 0.0, "1")
    inputs = []
    for symbol, name, share in (
        ("DF", "destruction", abatement.destruction),
        ("UF", "utilisation", abatement.utilisation),
    ):
        try:
            inputs.append(amount(symbol, share, "1", name))
        except InvalidInput as error:
            raise InvalidInput(error.message, path=("abatement", *error.path), remedy=error.remedy) from error
        if convert(share, "1").value > 1:
            raise InvalidInput("a share is at most 100 %", path=("abatement", name), remedy="give it as 98.5 %")
    return inputs[0], inputs[1]


def _emitted(production: Quantity, factor: Input, destruction: Input, utilisation: Input) -> Calculation:
    made = amount("P", production, "t", "production")
    inputs = (made, factor, destruction, utilisation)
    emitted = EMISSION.trace(EMISSION.of(inputs), inputs, unit="t")
    generated = GENERATED.trace(GENERATED.of(inputs[:2]), inputs[:2], unit="t")
    around: tuple[Input, ...] = (generated.as_input(), emitted.as_input())
    further: tuple[Trace, ...] = (
        generated,
        DESTROYED.trace(DESTROYED.of(around), around, unit="t"),
        RESIDUAL.trace(RESIDUAL.of(inputs[1:]), inputs[1:], unit="kg/t"),
    )
    return Calculation(emitted, further)


_FORMULAS = (EMISSION, GENERATED, DESTROYED, RESIDUAL)

NITRIC_ACID_N2O = Calculator(
    id="nitric_acid_n2o",
    name=LocalizedText({"zh-CN": "硝酸生产的氧化亚氮", "en": "N2O of nitric acid"}),
    description=LocalizedText(
        {
            "zh-CN": "产量乘以排放系数，扣除减排装置的分解率与运行率之积；有实测系数时用实测值。",
            "en": "Production times factor, less destruction times utilisation of abatement; a measured factor"
            " goes before the default",
        }
    ),
    input=NitricAcidInput,
    calculate=nitric_acid,
    formulas=_FORMULAS,
)

ADIPIC_ACID_N2O = Calculator(
    id="adipic_acid_n2o",
    name=LocalizedText({"zh-CN": "己二酸生产的氧化亚氮", "en": "N2O of adipic acid"}),
    description=NITRIC_ACID_N2O.description,
    input=AdipicAcidInput,
    calculate=adipic_acid,
    formulas=_FORMULAS,
)
