"""Reaction stoichiometry: how much of what goes in can become product, and how much did.

Atom economy after B. M. Trost, Science 254 (1991) 1471; E-factor after R. A. Sheldon, Green Chemistry 9 (2007)
1273, for the equation alone and, where masses are known, for the plant. As there, water that is an auxiliary is left
out; water that reacts or forms is part of the mass balance and counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

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
    ReviewFinding,
    Severity,
    Trace,
    convert,
)
from cpaudit_chemical import reaction_formulas as rules
from cpaudit_chemical.compounds import MOLAR_MASS
from cpaudit_chemical.equations import LONGEST_EQUATION, Equation, Term, equation
from cpaudit_chemical.traced import amount

MOST_AUXILIARIES = 20


class SubstanceMass(CalculatorInput):
    """How much of a substance of the equation was charged, or obtained, as the pure substance."""

    substance: str = Field(max_length=80, description="Its formula, as in the equation.")
    mass: Quantity


class Auxiliary(CalculatorInput):
    """A solvent, washing liquid or other auxiliary that does not react."""

    name: str = Field(min_length=1, max_length=80)
    mass: Quantity = Field(description="What was charged.")
    recovered: Quantity | None = Field(None, description="What of it goes back into use; unknown counts as nothing.")
    water: bool = Field(False, description="Whether it is water, which the E-factor leaves out.")


class ReactionInput(CalculatorInput):
    """A reaction, and what is known of the masses of one batch or period."""

    equation: str = Field(max_length=LONGEST_EQUATION, description="Balanced: N2 + 3 H2 -> 2 NH3.")
    product: str = Field("", max_length=80, description="Formula of the product; the first on the right if left out.")
    masses: tuple[SubstanceMass, ...] = Field((), max_length=24)
    auxiliaries: tuple[Auxiliary, ...] = Field((), max_length=MOST_AUXILIARIES)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What follows from a reaction; None where a mass that it takes is not known.

    Attributes:
        atom_economy: %, of the equation.
        least_e_factor: kg of co-products per kg of product, of the equation at full yield.
        consumption: kg of each reactant per tonne of product at full yield, in the order of the equation.
        theoretical: kg of product that the limiting reactant can give.
        chemical_yield: % of that.
        loss: kg of product that did not come; below zero where more was weighed than can be.
        e_factor: kg of waste per kg of product, water left out, of the masses given.
        unknown: the substances whose mass is missing for the values that are None.
    """

    equation: Equation
    product: Term
    atom_economy: Trace
    least_e_factor: Trace
    consumption: tuple[Trace, ...]
    theoretical: Trace | None = None
    chemical_yield: Trace | None = None
    loss: Trace | None = None
    e_factor: Trace | None = None
    unknown: tuple[str, ...] = ()

    @property
    def of_masses(self) -> tuple[Trace, ...]:
        """The values that follow from the masses, as far as they are known."""
        found = (self.chemical_yield, self.theoretical, self.loss, self.e_factor)
        return tuple(trace for trace in found if trace is not None)


def reckon(given: ReactionInput) -> Reckoned:
    """Everything that follows from the equation and the masses.

    Raises:
        InvalidInput: the equation cannot be read or is not balanced, a substance does not stand in it, or a mass
            is below zero.
    """
    try:
        read = equation(given.equation)
    except InvalidInput as error:
        raise InvalidInput(error.message, path=("equation",), remedy=error.remedy) from error
    product = _product(read, given.product)
    masses = dict(_masses(read, given.masses))
    stoichiometry = [*_side("r", read.reactants), *_one("P", product)]
    economy = rules.ATOM_ECONOMY.trace(rules.ATOM_ECONOMY.of(stoichiometry), stoichiometry, unit="%")
    least = [*_side("c", [term for term in read.products if term is not product]), *_one("P", product)]
    reckoned = Reckoned(
        equation=read,
        product=product,
        atom_economy=economy,
        least_e_factor=rules.LEAST_E_FACTOR.trace(rules.LEAST_E_FACTOR.of(least), least, unit="kg/kg"),
        consumption=tuple(_consumption(term, product) for term in read.reactants),
    )
    return _with_masses(reckoned, masses, given.auxiliaries)


def _with_masses(reckoned: Reckoned, masses: dict[str, Input], auxiliaries: Sequence[Auxiliary]) -> Reckoned:
    reactants = [term.formula for term in reckoned.equation.reactants]
    if not masses and not auxiliaries:
        return reckoned
    unknown = tuple(each for each in (*reactants, reckoned.product.formula) if each not in masses)
    if unknown:
        # A limiting reactant among substances of unknown mass cannot be named, and waste not be summed up.
        return replace(reckoned, unknown=unknown)
    charged = [masses[formula] for formula in reactants]
    obtained = masses[reckoned.product.formula]
    if obtained.value == 0:
        raise InvalidInput("no product was obtained, so nothing is per product", path=("masses",))
    inputs = [*charged, *_side("r", reckoned.equation.reactants), *_one("P", reckoned.product)]
    theoretical = rules.THEORETICAL.trace(rules.THEORETICAL.of(inputs), inputs, unit="kg")
    if theoretical.value == 0:
        raise InvalidInput("a reactant was not charged, so there is no reaction", path=("masses",))
    compared = [_named(obtained, "m_P"), theoretical.as_input()]
    waste = [*(_named(each, "m_in") for each in charged), *_auxiliaries(auxiliaries), _named(obtained, "m_P")]
    return replace(
        reckoned,
        theoretical=theoretical,
        chemical_yield=rules.YIELD.trace(rules.YIELD.of(compared), compared, unit="%"),
        loss=rules.YIELD_LOSS.trace(rules.YIELD_LOSS.of(compared), compared, unit="kg"),
        e_factor=rules.E_FACTOR.trace(rules.E_FACTOR.of(waste), waste, unit="kg/kg"),
    )


def _product(read: Equation, wanted: str) -> Term:
    if not wanted.strip():
        return read.products[0]
    found = read.product("".join(wanted.split()))
    if found is None:
        known = ", ".join(term.formula for term in read.products)
        raise InvalidInput(f"{wanted!r} is none of the products", path=("product",), remedy=f"choose one of {known}")
    return found


def _masses(read: Equation, given: Sequence[SubstanceMass]) -> Iterator[tuple[str, Input]]:
    seen: set[str] = set()
    for index, each in enumerate(given):
        formula = "".join(each.substance.split())
        if read.reactant(formula) is None and read.product(formula) is None:
            raise InvalidInput(
                f"{each.substance!r} does not stand in the equation", path=("masses", index, "substance")
            )
        if formula in seen:
            raise InvalidInput(f"the mass of {formula} is given twice", path=("masses", index, "substance"))
        seen.add(formula)
        try:
            yield formula, amount("m", each.mass, "kg", "mass", label=formula)
        except InvalidInput as error:
            raise InvalidInput(error.message, path=("masses", index, *error.path), remedy=error.remedy) from error


def _auxiliaries(given: Sequence[Auxiliary]) -> Iterator[Input]:
    for index, each in enumerate(given):
        if each.water:
            continue
        try:
            charged = amount("m_in", each.mass, "kg", "mass", label=each.name)
            returned = () if each.recovered is None else (each.recovered,)
            back = [amount("m_back", part, "kg", "recovered", label=each.name) for part in returned]
        except InvalidInput as error:
            raise InvalidInput(error.message, path=("auxiliaries", index, *error.path), remedy=error.remedy) from error
        if each.recovered is not None and convert(each.recovered, "kg").value > convert(each.mass, "kg").value:
            raise InvalidInput("more is recovered than was charged", path=("auxiliaries", index, "recovered"))
        yield charged
        yield from back


def _side(symbol: str, terms: Sequence[Term]) -> Iterator[Input]:
    for term in terms:
        yield Input(f"ν_{symbol}", float(term.coefficient), label=term.formula)
        yield term.compound.as_input(f"M_{symbol}")


def _one(symbol: str, term: Term) -> Iterator[Input]:
    return _side(symbol, (term,))


def _consumption(reactant: Term, product: Term) -> Trace:
    inputs = [*_one("r", reactant), *_one("P", product)]
    return rules.CONSUMPTION.trace(rules.CONSUMPTION.of(inputs), inputs, unit="kg/t")


def _named(given: Input, symbol: str) -> Input:
    return Input(symbol, given.value, given.unit, given.label, given.conversion)


def calculate(given: ReactionInput) -> Calculation:
    """The atom economy; further the E-factors, consumption of each reactant, and yield and loss of the masses."""
    found = reckon(given)
    further = (found.least_e_factor, *found.consumption, *found.of_masses)
    return Calculation(found.atom_economy, further, tuple(_findings(found)))


def _findings(found: Reckoned) -> Iterator[ReviewFinding]:
    if found.unknown:
        missing = ", ".join(found.unknown)
        yield ReviewFinding(
            code="CHM_MASS_UNKNOWN",
            severity=Severity.INFO,
            message=LocalizedText(
                {
                    "zh-CN": f"缺少{missing}的质量，不能计算收率和E因子",
                    "en": f"yield and E-factor are not known, because the mass of {missing} is missing",
                }
            ),
            path=("masses",),
        )
    if found.loss is not None and isinstance(found.loss.value, float) and found.loss.value < 0:
        yield ReviewFinding(
            code="CHM_YIELD_ABOVE_ALL",
            severity=Severity.SERIOUS,
            message=LocalizedText(
                {
                    "zh-CN": "产物多于反应物所能生成的量：核对称量、含量和水分",
                    "en": "more product was weighed than the reactants can give: check weighing, assay and moisture",
                }
            ),
            path=("masses",),
        )


FORMULAS: tuple[Formula, ...] = (
    MOLAR_MASS,
    rules.ATOM_ECONOMY,
    rules.LEAST_E_FACTOR,
    rules.CONSUMPTION,
    rules.THEORETICAL,
    rules.YIELD,
    rules.YIELD_LOSS,
    rules.E_FACTOR,
)

REACTION = Calculator(
    id="reaction_stoichiometry",
    name=LocalizedText({"zh-CN": "反应化学计量", "en": "Reaction stoichiometry"}),
    description=LocalizedText(
        {
            "zh-CN": "由配平的方程式计算原子经济性、E因子和理论消耗；给出质量时还计算收率和收率损失。质量按纯物质计。",
            "en": "Atom economy, E-factor and theoretical consumption of a balanced equation, and yield and its loss"
            " where masses are given. Masses are those of the pure substances",
        }
    ),
    input=ReactionInput,
    calculate=calculate,
    formulas=FORMULAS,
)
