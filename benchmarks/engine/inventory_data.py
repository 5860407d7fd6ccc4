"""The lines that every contender estimates; illustrative, and the same in every run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cpaudit.engine import Distribution, Factor, warming_potentials

SEED = 7
FACTORS = 200
UNITS = ("t", "kg", "kt")
RATIOS = (1.0, 1e-3, 1e3)
POLLUTANTS = ("CO2", "CH4", "N2O", "SO2", "NOx", "dust")
SPREAD = 0.05
"""Half-width of the activities' intervals, as a fraction."""


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """n lines over k factors, as columns; pollutants and distributions by position."""

    activity: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    unit_index: NDArray[np.intp]
    factor_index: NDArray[np.intp]
    units: tuple[str, ...]
    factors: tuple[Factor, ...]
    ratios: NDArray[np.float64]
    values: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    shapes: NDArray[np.intp]
    pollutants: NDArray[np.intp]
    warming: NDArray[np.float64]

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """The columns by name, without what is the project's own."""
        return {name: getattr(self, name) for name in self.__slots__ if name not in ("units", "factors")}


def lines_of(count: int) -> Lines:
    """*count* lines."""
    generator = np.random.default_rng(SEED)
    unit_index = generator.integers(0, len(UNITS), count)
    activity = generator.uniform(1, 100, count) / np.array(RATIOS)[unit_index]
    values = generator.uniform(0.1, 5, FACTORS)
    width = generator.uniform(0.05, 0.6, FACTORS)
    low, high = values * (1 - width), values * (1 + width)
    shapes, pollutants = np.arange(FACTORS) % len(Distribution), np.arange(FACTORS) % len(POLLUTANTS)
    factors = tuple(
        Factor(float(value), "t", "t", POLLUTANTS[pollutant], "", float(bottom), float(top), list(Distribution)[shape])
        for value, bottom, top, shape, pollutant in zip(values, low, high, shapes, pollutants, strict=True)
    )
    potentials = warming_potentials("AR5").values
    return Lines(
        activity,
        activity * (1 - SPREAD),
        activity * (1 + SPREAD),
        unit_index,
        generator.integers(0, FACTORS, count),
        UNITS,
        factors,
        np.array(RATIOS),
        values,
        low,
        high,
        shapes,
        pollutants,
        np.array([potentials.get(name, 0.0) for name in POLLUTANTS]),
    )
