"""Exact decimals: what is added up along the chain is added to the last digit, and written as decimal text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import isfinite

from cpaudit.engine.units import UnitError, compatible, ratio
from cpaudit.errors import InvalidInput

LONGEST_RATIO = 12
"""Significant digits up to which a conversion factor is taken for what its definition says, ``3.6`` for example. One
with more is the rounded quotient of another, and the definition is looked for the other way round."""


def exact(value: float | Decimal | int | str) -> Fraction:
    """The number that is written as *value*: of a float the shortest decimal that means it, ``0.1`` and not its bits.

    Raises:
        InvalidInput: it is no finite number.
    """
    try:
        if isinstance(value, float):
            if not isfinite(value):
                raise ValueError
            return Fraction(repr(value))
        if isinstance(value, Decimal) and not value.is_finite():
            raise ValueError
        return Fraction(value)
    except (ValueError, ZeroDivisionError) as error:
        raise InvalidInput(f"{value!r} is no finite number") from error


def decimal_text(number: Fraction) -> str:
    """The number in plain decimal notation, in full and with no zeros at its end.

    Raises:
        InvalidInput: its decimals never end.
    """
    twos, rest = _powers(number.denominator, 2)
    fives, rest = _powers(rest, 5)
    if rest != 1:
        raise InvalidInput(f"the decimals of {number} never end")
    places = max(twos, fives)
    digits = str(abs(number.numerator) * 10**places // number.denominator).zfill(places + 1)
    shown = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{shown}" if number < 0 else shown


@lru_cache(maxsize=4096)
def exact_ratio(source: str, target: str) -> Fraction | None:
    """How many *target* one *source* is, where that is exactly a decimal that ends; else None.

    Money is a unit of its own: ``CNY 2024`` converts to nothing else.
    """
    if source == target:
        return Fraction(1)
    try:
        if not compatible(source, target):
            return None
        there, back = ratio(source, target), ratio(target, source)
    except UnitError:
        return None
    found = _defined(there)
    if found is None:
        inverse = _defined(back)
        found = None if inverse is None else 1 / inverse
    if found is None or not _ends(found):
        return None
    return found


def common_unit(units: Iterable[str]) -> Mapping[str, tuple[str, Fraction]]:
    """Each of these units with the unit in which it is added up, and how many of that one it is.

    Units that convert exactly share one, the first by the alphabet to which all of them do; others stay by themselves.
    """
    left, found = sorted(set(units)), dict[str, tuple[str, Fraction]]()
    for target in left:
        if target in found:
            continue
        ratios = {unit: exact_ratio(unit, target) for unit in left if unit not in found}
        found |= {unit: (target, each) for unit, each in ratios.items() if each is not None}
    return found


def _defined(factor: float) -> Fraction | None:
    digits = Decimal(repr(factor)).as_tuple().digits
    significant = "".join(map(str, digits)).strip("0")
    return Fraction(repr(factor)) if factor and len(significant) <= LONGEST_RATIO else None


def _ends(number: Fraction) -> bool:
    return _powers(_powers(number.denominator, 2)[1], 5)[1] == 1


def _powers(number: int, prime: int) -> tuple[int, int]:
    """How often *prime* divides the number, and what is left of it."""
    count = 0
    while number % prime == 0:
        number //= prime
        count += 1
    return count, number
