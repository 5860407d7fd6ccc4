"""The lines of an emission inventory as columns, so that a million of them are a few arrays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cpaudit.engine.factors import Factor, GivenFactor, as_factor
from cpaudit.engine.numbers import LARGEST, InvalidNumber
from cpaudit.engine.quantities import Amount, Quantity, as_quantity
from cpaudit.errors import InvalidInput

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class InventoryLines:
    """Activities and the factor of each, n lines over k factors and u units.

    Attributes:
        activity: n activities, zero or more.
        unit_index: n positions in ``units``.
        factor_index: n positions in ``factors``.
        units: u units of activity.
        factors: k factors. Lines with the same factor share its error, so state each factor once.
        lower: n lower ends of the activities' 95 % intervals, NaN where not known; None where none is.
        upper: n upper ends, likewise.

    Raises:
        InvalidNumber: an activity is negative or not finite, or lies outside its interval.
        InvalidInput: there are no lines, or the columns do not fit each other.
    """

    activity: Floats
    unit_index: Indices
    factor_index: Indices
    units: tuple[str, ...]
    factors: tuple[Factor, ...]
    lower: Floats | None = None
    upper: Floats | None = None

    def __post_init__(self) -> None:
        count = len(self.activity)
        if not count:
            raise InvalidInput("the inventory has no lines", path=("lines",))
        for name, index, table in (
            ("unit_index", self.unit_index, self.units),
            ("factor_index", self.factor_index, self.factors),
        ):
            if len(index) != count or index.min() < 0 or index.max() >= len(table):
                raise InvalidInput(
                    f"{name} does not point into its {len(table)} entries for {count} lines", path=(name,)
                )
        # a NaN is the least of its column, so that two passes find whatever is wrong
        if not self.activity.min() >= 0 or self.activity.max() > LARGEST:
            self._check(~np.isfinite(self.activity), "the activity is not finite")
            self._check(self.activity < 0, "the activity is negative")
            self._check(self.activity > LARGEST, "the activity is larger than any amount")
        for name, ends in (("lower", self.lower), ("upper", self.upper)):
            if ends is None:
                continue
            if len(ends) != count:
                raise InvalidInput(f"{name} has {len(ends)} ends for {count} lines", path=(name,))
            beyond = ends > self.activity if name == "lower" else ends < self.activity
            self._check(beyond | np.isinf(ends), f"the activity lies outside its interval ({name})")

    def __len__(self) -> int:
        return len(self.activity)

    @classmethod
    def of(cls, lines: Iterable[tuple[Amount, GivenFactor]]) -> InventoryLines:
        """The columns of pairs of activity and factor; equal factors are one factor.

        Raises:
            InvalidInput: a line is no such pair; otherwise as for the class.
        """
        pairs = [_pair(line, place) for place, line in enumerate(lines)]
        units: dict[str, int] = {}
        factors: dict[Factor, int] = {}
        return cls(
            activity=np.array([activity.value for activity, _ in pairs], dtype=np.float64),
            unit_index=_index([units.setdefault(activity.unit, len(units)) for activity, _ in pairs]),
            factor_index=_index([factors.setdefault(factor, len(factors)) for _, factor in pairs]),
            units=tuple(units),
            factors=tuple(factors),
            lower=_ends(activity.lower for activity, _ in pairs),
            upper=_ends(activity.upper for activity, _ in pairs),
        )

    def line(self, position: int) -> tuple[Quantity, Factor]:
        """One line as activity and factor."""
        lower = None if self.lower is None or np.isnan(self.lower[position]) else float(self.lower[position])
        upper = None if self.upper is None or np.isnan(self.upper[position]) else float(self.upper[position])
        unit = self.units[self.unit_index[position]]
        return Quantity(float(self.activity[position]), unit, lower, upper), self.factors[self.factor_index[position]]

    def _check(self, wrong: NDArray[np.bool_], message: str) -> None:
        if wrong.any():
            position = int(wrong.argmax())
            raise InvalidNumber(f"{message}: {self.activity[position]:g}", path=("lines", position))


def _pair(line: object, place: int) -> tuple[Quantity, Factor]:
    if not isinstance(line, tuple | list) or len(line) != 2:
        raise InvalidInput(
            "a line is an activity with its factor", path=("lines", place), remedy="give (quantity, Factor)"
        )
    return as_quantity(line[0], "lines", place), as_factor(line[1], "lines", place)


def _index(positions: ArrayLike) -> Indices:
    return np.asarray(positions, dtype=np.intp)


def _ends(ends: Iterable[float | None]) -> Floats | None:
    known = list(ends)
    if all(end is None for end in known):
        return None
    return np.array([np.nan if end is None else end for end in known], dtype=np.float64)
