"""Water of cleaning in place (就地清洗), step by step, and what of the final rinse could be used again."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from cpaudit import Calculation, Calculator, CalculatorInput, Formula, Input, Quantity, Trace
from cpaudit_light_industry.calculators.given import amount, number, positive, result
from cpaudit_light_industry.wording import text

_IDENTITY = "flow times duration; water balance of a cleaning"


class CleaningStepKind(StrEnum):
    """The steps of a cleaning, in their usual order."""

    PRE_RINSE = "PRE_RINSE"
    ALKALI = "ALKALI"
    INTERMEDIATE_RINSE = "INTERMEDIATE_RINSE"
    ACID = "ACID"
    DISINFECTION = "DISINFECTION"
    FINAL_RINSE = "FINAL_RINSE"


class CleaningStep(CalculatorInput):
    """One step of a cleaning."""

    kind: CleaningStepKind
    flow: Quantity = Field(description="Flow through what is cleaned, in m3/h for example.")
    duration: Quantity = Field(description="How long it runs, in min for example.")
    returned: float = Field(0.0, ge=0, le=1, description="Share of the volume that comes from a recovery tank.")


class CleaningWaterInput(CalculatorInput):
    """A cleaning programme, and how often it runs over the period."""

    steps: tuple[CleaningStep, ...] = Field(min_length=1, max_length=20)
    cleanings: float = Field(gt=0, le=1e6, description="Cleanings over the period.")
    output: Quantity | None = Field(None, description="Mass of product over the same period.")


def _volumes(given_flows: tuple[float, ...], durations: tuple[float, ...]) -> list[float]:
    return [flow * duration for flow, duration in zip(given_flows, durations, strict=True)]


CIRCULATED = Formula(
    key="light_industry.cleaning_volume",
    symbol="V",
    name=text("一次清洗的过流水量", "Water through one cleaning"),
    expression="V = Σ q · t",
    source=_IDENTITY,
    compute=lambda given: sum(_volumes(given.numbers("q"), given.numbers("t")), 0.0),
)
FRESH = Formula(
    key="light_industry.cleaning_fresh_water",
    symbol="W",
    name=text("一次清洗的新水量", "Fresh water of one cleaning"),
    expression="W = Σ q · t · (1 - r)",
    source=_IDENTITY,
    compute=lambda given: sum(
        (
            volume * (1 - share)
            for volume, share in zip(_volumes(given.numbers("q"), given.numbers("t")), given.numbers("r"), strict=True)
        ),
        0.0,
    ),
)
TOTAL = Formula(
    key="light_industry.cleaning_water",
    symbol="W_n",
    name=text("就地清洗新水量", "Fresh water for cleaning in place"),
    expression="W_n = n · W",
    source=_IDENTITY,
    compute=lambda given: given.number("n") * given.number("W"),
)
REUSED = Formula(
    key="light_industry.cleaning_reuse",
    symbol="ρ",
    name=text("清洗水回用率", "Share of the water that is used again"),
    expression="ρ = 1 - W / V",
    source=_IDENTITY,
    compute=lambda given: 1 - given.number("W") / given.number("V"),
)
SPECIFIC = Formula(
    key="light_industry.specific_cleaning_water",
    symbol="w",
    name=text("单位产品清洗新水量", "Cleaning water per tonne of product"),
    expression="w = W_n / P",
    source="definition of a specific volume",
    compute=lambda given: given.number("W_n") / given.number("P"),
)
RECOVERABLE = Formula(
    key="light_industry.recoverable_rinse",
    symbol="S",
    name=text("末次冲洗水可替代的预冲洗新水量", "Fresh pre-rinse that final rinse could replace"),
    expression="S = n · min(W_pre, max(0, V_final - (V_pre - W_pre)))",
    source="water balance: no more can be replaced than is needed, and than the final rinse still has",
    compute=lambda given: (
        given.number("n")
        * min(
            given.number("W_pre"), max(0.0, given.number("V_final") - (given.number("V_pre") - given.number("W_pre")))
        )
    ),
)


def cleaning_water(asked: CleaningWaterInput) -> Calculation:
    """Fresh water over the period in m3; further: per cleaning, share used again, per tonne, what could be saved.

    What could be saved is told where the programme has a pre-rinse and a final rinse: the final rinse of one
    cleaning, kept in a tank, is the pre-rinse of the next. What the pre-rinse has returned to it already counts
    as taken from the final rinse.
    """
    inputs: list[Input] = []
    for place, step in enumerate(asked.steps):
        label = step.kind.value
        inputs += [
            amount("q", step.flow, "m3/h", "steps", place, "flow", label=label),
            amount("t", step.duration, "h", "steps", place, "duration", label=label),
            Input("r", step.returned, label=label),
        ]
    cleanings = Input("n", asked.cleanings)
    circulated = result(CIRCULATED, [each for each in inputs if each.symbol != "r"], "m3")
    fresh = result(FRESH, inputs, "m3")
    total = result(TOTAL, [cleanings, fresh.as_input()], "m3")
    further = [fresh, circulated]
    if number(circulated.as_input()) > 0:
        further.append(result(REUSED, [fresh.as_input(), circulated.as_input()], "1"))
    if asked.output is not None:
        further.append(result(SPECIFIC, [total.as_input(), positive("P", asked.output, "t", "output")], "m3/t"))
    further += _recoverable(inputs, cleanings)
    return Calculation(total, tuple(further))


def _recoverable(inputs: list[Input], cleanings: Input) -> list[Trace]:
    final = [each for each in inputs if each.label == CleaningStepKind.FINAL_RINSE and each.symbol != "r"]
    needed = [each for each in inputs if each.label == CleaningStepKind.PRE_RINSE]
    if not final or not needed:
        return []
    drained = result(CIRCULATED, final, "m3").as_input(symbol="V_final")
    whole = result(CIRCULATED, [each for each in needed if each.symbol != "r"], "m3").as_input(symbol="V_pre")
    replaced = result(FRESH, needed, "m3").as_input(symbol="W_pre")
    return [result(RECOVERABLE, [cleanings, drained, whole, replaced], "m3")]


CLEANING_WATER = Calculator(
    id="cleaning_water",
    name=TOTAL.name,
    description=text(
        "按清洗步骤的流量、时间和回用比例计算新水量，并给出末次冲洗水可替代的预冲洗水量",
        "Fresh water from flow, duration and returned share of each step, and the pre-rinse that final rinse could be",
    ),
    input=CleaningWaterInput,
    calculate=cleaning_water,
    formulas=(CIRCULATED, FRESH, TOTAL, REUSED, SPECIFIC, RECOVERABLE),
)
