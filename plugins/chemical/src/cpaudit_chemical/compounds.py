"""What a chemical formula holds, and what a mole of it weighs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from molmass import ELEMENTS, FormulaError
from molmass import Formula as Molecule

from cpaudit import Formula, Input, InvalidInput, LocalizedText, Trace

LONGEST_FORMULA = 80
MOST_ATOMS = 100_000
"""Atoms of one molecule; more is a slip of the pen."""

_HYDRATE = re.compile(r"[·.•∙⋅]")
_PART = re.compile(r"(?P<times>\d{1,4})?(?P<formula>[A-Z(\[][A-Za-z0-9()\[\]]*)")
# molmass reads (III) as three iodine atoms and [2H] as deuterium; in a works formula both are something else.
_VALENCE = re.compile(r"\((?:II|III|IV|V|VI|VII|VIII)\)")
_ISOTOPE = re.compile(r"[(\[]\d")
_TRANSLATED = str.maketrans("₀₁₂₃₄₅₆₇₈₉（）［］", "0123456789()[]")

MOLAR_MASS = Formula(
    key="chemical.molar_mass",
    symbol="M",
    name=LocalizedText({"zh-CN": "摩尔质量", "en": "Molar mass"}),
    expression="M = Σ n·A",
    source="IUPAC standard atomic weights, as the package molmass has them",
    compute=lambda given: sum((n * a for n, a in zip(given.numbers("n"), given.numbers("A"), strict=True)), 0.0),
)


@dataclass(frozen=True, slots=True)
class Compound:
    """A neutral compound.

    Attributes:
        formula: as it was written, without spaces, subscripts as digits.
        atoms: how many of each element, by symbol.
        molar_mass: in g/mol, from the atomic weights.
    """

    formula: str
    atoms: Mapping[str, int]
    molar_mass: Trace

    @property
    def grams_per_mole(self) -> float:
        """The molar mass in g/mol."""
        return float(self.molar_mass.value)  # type: ignore[arg-type]

    def as_input(self, symbol: str = "M") -> Input:
        """The molar mass as the input of a formula, named by the compound."""
        return self.molar_mass.as_input(symbol=symbol, label=self.formula)


@lru_cache(maxsize=1024)
def compound(written: str) -> Compound:
    """The compound that a molecular formula stands for: brackets, and water of crystallisation behind a dot.

    Charges, isotopes, valences and abbreviations such as ``Et`` are refused: what an audit weighs is a neutral
    substance of known elements.

    Raises:
        InvalidInput: it is no such formula.
    """
    formula = "".join(written.translate(_TRANSLATED).split())
    if not 0 < len(formula) <= LONGEST_FORMULA:
        raise InvalidInput(f"a formula has 1 to {LONGEST_FORMULA} characters", remedy="write it like Ca(OH)2")
    atoms: Counter[str] = Counter()
    for position, part in enumerate(_HYDRATE.split(formula)):
        found = _PART.fullmatch(part)
        if found is None or (position == 0 and found["times"]) or _VALENCE.search(part) or _ISOTOPE.search(part):
            raise _unreadable(written)
        for symbol, count in _atoms(found["formula"], written).items():
            atoms[symbol] += count * int(found["times"] or 1)
    if not 0 < atoms.total() <= MOST_ATOMS or not all(atoms.values()):
        raise _unreadable(written)
    inputs: list[Input] = []
    for symbol, count in atoms.items():
        inputs.append(Input("n", float(count), label=symbol))
        inputs.append(Input("A", float(ELEMENTS[symbol].mass), "g/mol", label=symbol))
    return Compound(formula, atoms, MOLAR_MASS.trace(MOLAR_MASS.of(inputs), inputs, unit="g/mol"))


def _atoms(formula: str, written: str) -> Mapping[str, int]:
    try:
        molecule = Molecule(
            formula, parse_groups=False, parse_oligos=False, parse_fractions=False, parse_arithmetic=False
        )
        atoms = {symbol: int(item.count) for symbol, item in molecule.composition().items()}
    except (FormulaError, RecursionError) as error:
        raise _unreadable(written) from error
    # Deuterium, tritium and electrons have symbols of their own there and are no elements.
    if any(symbol not in ELEMENTS or not symbol.isalpha() for symbol in atoms):
        raise _unreadable(written)
    return atoms


def _unreadable(written: str) -> InvalidInput:
    return InvalidInput(
        f"{written[:LONGEST_FORMULA]!r} is no formula of a neutral compound",
        remedy="write it like Ca(OH)2 or CuSO4·5H2O, without charge, valence and abbreviations",
    )
