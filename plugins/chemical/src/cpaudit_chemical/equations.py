"""Reaction equations: read, and checked to be balanced element by element."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from cpaudit import InvalidInput
from cpaudit_chemical.compounds import Compound, compound

LONGEST_EQUATION = 400
MOST_SUBSTANCES = 12
"""On one side."""

_ARROW = re.compile(r"\s*(?:<=>|<->|-+>|=+>|→|⟶|⇌|⇄|=+)\s*")
_TERM = re.compile(r"(?P<times>\d{1,6}(?:\.\d{1,6})?(?:/\d{1,6})?)?\s*[*·]?\s*(?P<formula>[A-Z(\[].*)")


@dataclass(frozen=True, slots=True)
class Term:
    """A substance with its stoichiometric coefficient ν."""

    compound: Compound
    coefficient: Fraction

    @property
    def formula(self) -> str:
        """The formula of the substance."""
        return self.compound.formula

    def __str__(self) -> str:
        times = "" if self.coefficient == 1 else f"{self.coefficient} "
        return f"{times}{self.formula}"


@dataclass(frozen=True, slots=True)
class Equation:
    """A balanced reaction equation."""

    reactants: tuple[Term, ...]
    products: tuple[Term, ...]

    def reactant(self, formula: str) -> Term | None:
        """The reactant with this formula."""
        return next((term for term in self.reactants if term.formula == formula), None)

    def product(self, formula: str) -> Term | None:
        """The product with this formula."""
        return next((term for term in self.products if term.formula == formula), None)

    def __str__(self) -> str:
        return " -> ".join(" + ".join(map(str, side)) for side in (self.reactants, self.products))


def equation(written: str) -> Equation:
    """Read an equation such as ``2 SO2 + O2 + 2 H2O -> 2 H2SO4``.

    Coefficients are whole numbers, decimals or fractions (``1/2``) before a formula; the sides are parted by ``->``,
    ``→`` or ``=``.

    Raises:
        InvalidInput: it is no equation, a formula cannot be read, or it is not balanced; the message then tells for
            each element how many atoms stand on either side.
    """
    if len(written) > LONGEST_EQUATION:
        raise InvalidInput(f"an equation has at most {LONGEST_EQUATION} characters")
    sides = _ARROW.split(written.strip())
    if len(sides) != 2 or not all(sides):
        raise InvalidInput(
            "an equation has reactants, one arrow, and products", remedy="write it like N2 + 3 H2 -> 2 NH3"
        )
    reactants, products = (tuple(_terms(side)) for side in sides)
    both = {term.formula for term in reactants} & {term.formula for term in products}
    if both:
        raise InvalidInput(
            f"{', '.join(sorted(both))} stands on both sides", remedy="cancel what is not used up, a catalyst too"
        )
    unbalanced = list(_unbalanced(reactants, products))
    if unbalanced:
        raise InvalidInput(f"the equation is not balanced: {'; '.join(unbalanced)}", remedy="correct the coefficients")
    return Equation(reactants, products)


def _terms(side: str) -> Iterator[Term]:
    parts = [part.strip() for part in side.split("+")]
    if len(parts) > MOST_SUBSTANCES:
        raise InvalidInput(f"a side has at most {MOST_SUBSTANCES} substances")
    seen: set[str] = set()
    for part in parts:
        found = _TERM.fullmatch(part)
        if found is None:
            raise InvalidInput(
                f"{part[:60]!r} is no coefficient with a formula", remedy="leave charges out; write it like 3 H2"
            )
        term = Term(compound(found["formula"]), _coefficient(found["times"]))
        if term.formula in seen:
            raise InvalidInput(f"{term.formula} stands twice on one side", remedy="add its coefficients up")
        seen.add(term.formula)
        yield term


def _coefficient(written: str | None) -> Fraction:
    whole, _, below = (written or "1").partition("/")
    if below and not int(below):
        raise InvalidInput(f"{written} divides by zero")
    value = Fraction(whole) / int(below or 1)
    if value <= 0:
        raise InvalidInput("a coefficient is above zero")
    return value


def _unbalanced(reactants: Iterable[Term], products: Iterable[Term]) -> Iterator[str]:
    left, right = _atoms(reactants), _atoms(products)
    for symbol in sorted(left.keys() | right.keys()):
        before, after = left.get(symbol, Fraction(0)), right.get(symbol, Fraction(0))
        if before != after:
            yield f"{symbol} {before} on the left, {after} on the right"


def _atoms(side: Iterable[Term]) -> dict[str, Fraction]:
    atoms: dict[str, Fraction] = {}
    for term in side:
        for symbol, count in term.compound.atoms.items():
            atoms[symbol] = atoms.get(symbol, Fraction(0)) + count * term.coefficient
    return atoms
