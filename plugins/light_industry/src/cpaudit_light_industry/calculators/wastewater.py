"""Load of wastewater streams, and what a treatment removes of COD, nitrogen and phosphorus."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from cpaudit import (
    Calculation,
    Calculator,
    CalculatorInput,
    Formula,
    InvalidInput,
    Quantity,
    ReviewFinding,
    Severity,
    Trace,
)
from cpaudit_light_industry.calculators.given import amount, number, positive, result
from cpaudit_light_industry.wording import text

_IDENTITY = "mass balance: concentration times volume"


class Measure(StrEnum):
    """What a treatment is judged by."""

    COD = "COD"
    TOTAL_NITROGEN = "TOTAL_NITROGEN"
    TOTAL_PHOSPHORUS = "TOTAL_PHOSPHORUS"


class WastewaterStream(CalculatorInput):
    """A stream of wastewater over the period."""

    name: str = Field(max_length=200)
    volume: Quantity = Field(description="Volume over the period, in m3 for example.")
    concentration: Quantity = Field(description="Mean over the period, weighted by flow, in mg/L for example.")


class WastewaterLoadInput(CalculatorInput):
    """The streams of one drain or one plant over one period."""

    streams: tuple[WastewaterStream, ...] = Field(min_length=1, max_length=50)
    output: Quantity | None = Field(None, description="Mass of product over the same period.")


class RemovalMeasurement(CalculatorInput):
    """The concentrations of one measure before and after treatment, each weighted by flow."""

    measure: Measure
    influent: Quantity
    effluent: Quantity


class WastewaterRemovalInput(CalculatorInput):
    """A treatment over one period."""

    influent_volume: Quantity
    effluent_volume: Quantity | None = Field(None, description="Left out where as much leaves as enters.")
    measured: tuple[RemovalMeasurement, ...] = Field(min_length=1, max_length=3)


LOAD = Formula(
    key="light_industry.wastewater_load",
    symbol="L",
    name=text("废水污染负荷", "Load of the wastewater"),
    expression="L = Σ V · c",
    source=_IDENTITY,
    compute=lambda given: sum((v * c for v, c in zip(given.numbers("V"), given.numbers("c"), strict=True)), 0.0),
)
MIXED = Formula(
    key="light_industry.mixed_concentration",
    symbol="c_m",
    name=text("混合浓度", "Concentration when mixed"),
    expression="c_m = L / Σ V",
    source=_IDENTITY,
    compute=lambda given: given.number("L") / sum(given.numbers("V")),
)
SPECIFIC_LOAD = Formula(
    key="light_industry.specific_load",
    symbol="l",
    name=text("单位产品污染负荷", "Load per tonne of product"),
    expression="l = L / P",
    source="definition of a specific load",
    compute=lambda given: given.number("L") / given.number("P"),
)
SPECIFIC_VOLUME = Formula(
    key="light_industry.specific_wastewater",
    symbol="q",
    name=text("单位产品废水量", "Wastewater per tonne of product"),
    expression="q = Σ V / P",
    source="definition of a specific volume",
    compute=lambda given: sum(given.numbers("V")) / given.number("P"),
)
REMOVED = Formula(
    key="light_industry.removed_load",
    symbol="R",
    name=text("去除量", "Load removed"),
    expression="R = V_in · c_in - V_out · c_out",
    source=_IDENTITY,
    compute=lambda given: given.number("V_in") * given.number("c_in") - given.number("V_out") * given.number("c_out"),
)
REMOVAL = Formula(
    key="light_industry.removal_efficiency",
    symbol="η",
    name=text("去除率", "Removal efficiency"),
    expression="η = 1 - V_out · c_out / (V_in · c_in)",
    source="definition of a removal efficiency, by load",
    compute=lambda given: (
        1 - given.number("V_out") * given.number("c_out") / (given.number("V_in") * given.number("c_in"))
    ),
)


def wastewater_load(asked: WastewaterLoadInput) -> Calculation:
    """The load in kg, the concentration of the mix in kg/m3 and, with an output, both per tonne of product."""
    volumes, pairs = [], []
    for place, stream in enumerate(asked.streams):
        volume = amount("V", stream.volume, "m3", "streams", place, "volume", label=stream.name)
        share = amount("c", stream.concentration, "kg/m3", "streams", place, "concentration", label=stream.name)
        volumes.append(volume)
        pairs += [volume, share]
    load = result(LOAD, pairs, "kg")
    further: list[Trace] = []
    if sum(map(number, volumes)) > 0:
        further.append(result(MIXED, [load.as_input(), *volumes], "kg/m3"))
    if asked.output is not None:
        output = positive("P", asked.output, "t", "output")
        further += [
            result(SPECIFIC_LOAD, [load.as_input(), output], "kg/t"),
            result(SPECIFIC_VOLUME, [*volumes, output], "m3/t"),
        ]
    return Calculation(load, tuple(further))


def wastewater_removal(asked: WastewaterRemovalInput) -> Calculation:
    """The removal efficiency of the first measure; further: of the others, and every load removed in kg.

    What rises in a treatment has a negative efficiency, and a finding says so.

    Raises:
        InvalidInput: nothing enters the treatment, or a measure is given twice.
    """
    entering = positive("V_in", asked.influent_volume, "m3", "influentVolume")
    left_out = asked.effluent_volume is None
    leaving = amount(
        "V_out",
        asked.effluent_volume or asked.influent_volume,
        "m3",
        "influentVolume" if left_out else "effluentVolume",
    )
    efficiencies, removed, findings = [], [], []
    for place, each in enumerate(asked.measured):
        if each.measure in (before.measure for before in asked.measured[:place]):
            raise InvalidInput(f"{each.measure} is given twice", path=("measured", place, "measure"))
        name = each.measure.value
        inputs = [
            entering,
            positive("c_in", each.influent, "kg/m3", "measured", place, "influent", label=name),
            leaving,
            amount("c_out", each.effluent, "kg/m3", "measured", place, "effluent", label=name),
        ]
        efficiencies.append(result(REMOVAL, inputs, "1"))
        removed.append(result(REMOVED, inputs, "kg"))
        if number(removed[-1].as_input()) < 0:
            findings.append(_more_leaves(name, place))
    return Calculation(efficiencies[0], (*efficiencies[1:], *removed), tuple(findings))


def _more_leaves(measure: str, place: int) -> ReviewFinding:
    return ReviewFinding(
        code="LGT_LOAD_RISES",
        severity=Severity.WARNING,
        message=text(
            f"{measure} 出水负荷高于进水：检查采样时段、流量和回流",
            f"more {measure} leaves than enters: check the times of sampling, the flows and return flows",
        ),
        path=("measured", place),
    )


WASTEWATER_LOAD = Calculator(
    id="wastewater_load",
    name=LOAD.name,
    description=text(
        "各股废水的负荷、混合浓度和单位产品负荷；浓度须为流量加权平均",
        "Load of streams of wastewater, concentration of the mix, load per tonne; concentrations are weighted by flow",
    ),
    input=WastewaterLoadInput,
    calculate=wastewater_load,
    formulas=(LOAD, MIXED, SPECIFIC_LOAD, SPECIFIC_VOLUME),
)
WASTEWATER_REMOVAL = Calculator(
    id="wastewater_removal",
    name=REMOVAL.name,
    description=text(
        "处理设施对化学需氧量、总氮和总磷的去除率与去除量，按负荷计",
        "What a treatment removes of COD, total nitrogen and total phosphorus, by load and not by concentration",
    ),
    input=WastewaterRemovalInput,
    calculate=wastewater_removal,
    formulas=(REMOVED, REMOVAL),
)
