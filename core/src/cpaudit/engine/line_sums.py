"""The lines of an inventory in the units of their factors, and their sums by factor, in as few passes as it takes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cpaudit.engine.inventory_lines import Floats, Indices, InventoryLines

_SPARSE = 2**16
"""Pairs of unit and factor beyond which only those that occur are tabled, where they outnumber the lines."""


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """How n lines become the units of their factors, by pair of unit and factor.

    Attributes:
        pair: n positions in ``ratios`` and ``factors``.
        ratios: of each pair that occurs, the factor's activity units in one of the line's; zero elsewhere.
        factors: position of each pair's factor.
        unstated: whether some line leaves open which product it counts, as its factor asks.
    """

    pair: Indices
    ratios: Floats
    factors: Indices
    unstated: bool

    @classmethod
    def of(cls, lines: InventoryLines) -> Changes:
        """The changes of *lines*.

        Raises:
            UnitError: an activity does not measure what its factor is per.
        """
        width = len(lines.factors)
        pair = lines.factor_index if len(lines.units) == 1 else lines.unit_index * width + lines.factor_index
        if len(lines.units) * width <= max(_SPARSE, len(lines)):
            codes = np.arange(len(lines.units) * width)
            used = np.flatnonzero(np.bincount(pair, minlength=len(codes)))
        else:
            codes, pair = np.unique(pair, return_inverse=True)
            used = np.arange(len(codes))
        ratios, unstated = np.zeros(len(codes)), False
        for place in used.tolist():
            unit, factor = lines.units[codes[place] // width], lines.factors[codes[place] % width]
            ratios[place] = factor.activity_ratio(unit)
            unstated = unstated or not factor.states_product(unit)
        return cls(pair, ratios, codes % width, unstated)

    def changed(self, values: Floats) -> Floats:
        """n values, each in the unit of its factor."""
        changed = self.ratios.take(self.pair)
        changed *= values
        return changed

    def sums_of_squares(self, values: Floats, count: int) -> Floats:
        """For each of *count* factors the sum of the squares of its values, in its own unit; NaN counts as zero."""
        squares = np.square(values)
        by_pair = np.bincount(self.pair, squares, len(self.ratios))
        if np.isnan(by_pair).any():
            by_pair = np.bincount(self.pair, np.nan_to_num(squares, nan=0.0, posinf=np.inf), len(self.ratios))
        return in_order(by_pair * self.ratios**2, self.factors, count)


def in_order(values: Floats, groups: Indices | None = None, count: int = 1) -> Floats:
    """*count* sums of the values of each group, added up one after the other, so that a trace can do the same."""
    places = np.zeros(len(values), dtype=np.intp) if groups is None else groups
    return np.bincount(places, values, count).astype(np.float64, copy=False)
