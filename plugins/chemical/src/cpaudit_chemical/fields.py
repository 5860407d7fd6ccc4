"""The field ``chemical { reaction(…) { … } }``: a reaction at a glance, for clients that want no calculator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cpaudit import GraphqlExtension, GraphqlField, LocalizedText, Trace
from cpaudit_chemical.reaction import FORMULAS, ReactionInput, SubstanceMass, reckon

_NAMES = {formula.key: formula.name for formula in FORMULAS}


@dataclass(frozen=True)
class ReactionSymbol:
    """What stands for a symbol of a step; ``substance`` says which, where the symbol occurs several times."""

    symbol: str
    substance: str
    value: float | None
    unit: str


@dataclass(frozen=True)
class ReactionStep:
    """One step of the reckoning, with its formula, where that comes from, and what entered."""

    symbol: str
    name: LocalizedText
    substance: str
    value: float | None
    unit: str
    formula: str
    source: str
    inputs: tuple[ReactionSymbol, ...]


@dataclass(frozen=True)
class ReactantConsumption:
    """How much of a reactant a tonne of product takes at full yield, in kg/t."""

    substance: str
    kilograms_per_tonne: float


@dataclass(frozen=True)
class Reaction:
    """What follows from a balanced equation and, where masses are given, from them; null is not known.

    Attributes:
        equation: as it was understood.
        product: to which the figures refer.
        atom_economy: in %.
        e_factor: kg of waste per kg of product: of the masses where all are known, else of the equation at full yield.
        e_factor_of_masses: whether it is that of the masses.
        chemical_yield: in %.
        yield_loss: in kg of product.
        explain: every step, from the molar masses on.
    """

    equation: str
    product: str
    atom_economy: float
    e_factor: float
    e_factor_of_masses: bool
    chemical_yield: float | None
    yield_loss: float | None
    consumption: tuple[ReactantConsumption, ...]
    explain: tuple[ReactionStep, ...]


def reaction(equation: str, product: str = "", masses: tuple[SubstanceMass, ...] = ()) -> Reaction:
    """Atom economy, E-factor and yield of a reaction: `N2 + 3 H2 -> 2 NH3`. Auxiliaries: `reactionStoichiometry`."""
    found = reckon(ReactionInput(equation=equation, product=product, masses=masses))
    e_factor = found.e_factor or found.least_e_factor
    reactants = [term.formula for term in found.equation.reactants]
    consumption = list(zip(found.consumption, reactants, strict=True))
    results = ((found.atom_economy, ""), (e_factor, ""), *consumption, *((trace, "") for trace in found.of_masses))
    return Reaction(
        equation=str(found.equation),
        product=found.product.formula,
        atom_economy=_number(found.atom_economy),
        e_factor=_number(e_factor),
        e_factor_of_masses=found.e_factor is not None,
        chemical_yield=None if found.chemical_yield is None else _number(found.chemical_yield),
        yield_loss=None if found.loss is None else _number(found.loss),
        consumption=tuple(ReactantConsumption(formula, _number(trace)) for trace, formula in consumption),
        explain=_steps(results),
    )


def _steps(results: Iterable[tuple[Trace, str]]) -> tuple[ReactionStep, ...]:
    """The steps of several results with their substances, each once, what a step rests on before it."""
    steps: dict[ReactionStep, None] = {}
    for result, of in results:
        for trace, substance in reversed(_below(result, of)):
            steps.setdefault(_step(trace, substance))
    return tuple(steps)


def _below(trace: Trace, substance: str) -> list[tuple[Trace, str]]:
    found = [(trace, substance)]
    for each in trace.inputs:
        if each.trace is not None:
            found += _below(each.trace, each.label)
    return found


def _step(trace: Trace, substance: str) -> ReactionStep:
    inputs = tuple(
        ReactionSymbol(each.symbol, each.label, _number_or_none(each.value), each.unit) for each in trace.inputs
    )
    return ReactionStep(
        symbol=trace.symbol,
        name=_NAMES[trace.formula],
        substance=substance,
        value=_number_or_none(trace.value),
        unit=trace.unit,
        formula=trace.expression,
        source=trace.source,
        inputs=inputs,
    )


def _number(trace: Trace) -> float:
    value = _number_or_none(trace.value)
    if value is None:
        raise TypeError(f"{trace.symbol} is no number")
    return value


def _number_or_none(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


FIELDS = GraphqlExtension(queries=(GraphqlField(resolve=reaction),))
