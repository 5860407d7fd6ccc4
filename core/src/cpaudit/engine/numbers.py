"""Which plain numbers the engine takes: finite, real, within the range that their meaning allows."""

from __future__ import annotations

import math
from decimal import Decimal
from numbers import Real
from typing import SupportsFloat

from cpaudit.errors import InvalidInput, PathPart

LARGEST = 1e60
"""No mass, energy or money comes near it, and products of a few such numbers stay finite."""


class InvalidNumber(InvalidInput):
    """A value that is no finite real number, or lies outside what it can mean."""

    code = "INVALID_NUMBER"


def finite(value: object, *path: PathPart) -> float:
    """*value* as a float.

    Raises:
        InvalidNumber: it is no real number, NaN, infinite, or larger than any amount can be.
    """
    if isinstance(value, bool) or not isinstance(value, Real | Decimal):
        raise InvalidNumber(f"{value!r} is not a number", path=path)
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise InvalidNumber(f"{value!r} is not a finite number", path=path)
    if abs(number) > LARGEST:
        raise InvalidNumber(f"{number:g} is larger than any amount", path=path, remedy=f"at most {LARGEST:g}")
    return number


def known(value: SupportsFloat) -> float | None:
    """*value* as a float, and None where the computation gave NaN for what does not exist."""
    number = float(value)
    return None if math.isnan(number) else number


def non_negative(value: object, *path: PathPart) -> float:
    """*value* as a float that is zero or more.

    Raises:
        InvalidNumber: it is not.
    """
    number = finite(value, *path)
    if number < 0:
        raise InvalidNumber(f"{number:g} is negative", path=path)
    return number


def positive(value: object, *path: PathPart) -> float:
    """*value* as a float above zero.

    Raises:
        InvalidNumber: it is not.
    """
    number = finite(value, *path)
    if number <= 0:
        raise InvalidNumber(f"{number:g} is not above zero", path=path)
    return number


def share(value: object, *path: PathPart) -> float:
    """*value* as a float from 0 to 1; a share or a yearly rate.

    Raises:
        InvalidNumber: it is not.
    """
    number = finite(value, *path)
    if not 0 <= number <= 1:
        raise InvalidNumber(f"{number:g} is not between 0 and 1", path=path, remedy="write 30 % as 0.3")
    return number
