"""The 95 % interval of weighted sums of activity x factor, by first-order propagation and by Monte Carlo.

IPCC 2006 Guidelines, Volume 1, Chapter 3: approach 1 and approach 2. Lines with the same factor share its
error; activities, and different factors, are independent of each other; activities are normal.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cpaudit.engine.factors import Z95
from cpaudit.engine.inventory_lines import Floats, InventoryLines
from cpaudit.engine.line_sums import Changes, in_order
from cpaudit.engine.trace import Uncertainty

FIRST_ORDER = "first-order propagation"
MONTE_CARLO = "Monte Carlo"
LEVEL = 0.95


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """What is uncertain, by factor (k of them).

    Attributes:
        lines: the inventory.
        sums: k sums of the activities, in the factors' units.
        variances: k variances of these sums.
    """

    lines: InventoryLines
    sums: Floats
    variances: Floats

    @classmethod
    def of(cls, lines: InventoryLines, changes: Changes, activities: Floats) -> Spread:
        """The spread of *lines*, whose *activities* in the factors' units follow by *changes*."""
        count = len(lines.factors)
        sums = in_order(activities, lines.factor_index, count)
        if lines.lower is None or lines.upper is None:
            return cls(lines, sums, np.zeros(count))
        widths = changes.sums_of_squares(lines.upper - lines.lower, count)
        return cls(lines, sums, widths / (2 * Z95) ** 2)

    def first_order(self, weights: Floats) -> list[Uncertainty | None]:
        """Mean ± 1.96 σ of each of the t weighted sums (*weights* is t x k); None where nothing is uncertain."""
        moments = np.array([factor.mean_and_deviation() for factor in self.lines.factors])
        values = np.array([factor.value for factor in self.lines.factors])
        means = weights @ (moments[:, 0] * self.sums)
        variances = weights**2 @ ((moments[:, 1] * self.sums) ** 2 + values**2 * self.variances)
        half = Z95 * np.sqrt(variances)
        return [
            Uncertainty(float(mean - width), float(mean + width), FIRST_ORDER, LEVEL) if width > 0 else None
            for mean, width in zip(means, half, strict=True)
        ]

    def monte_carlo(self, weights: Floats, seed: int, draws: int) -> list[Uncertainty | None]:
        """The 2.5th and 97.5th percentile of each of the t weighted sums; None where nothing is uncertain."""
        generator = np.random.default_rng(seed)
        sampled = np.zeros((len(weights), draws))
        moving = np.zeros(len(weights), dtype=bool)
        deviations = np.sqrt(self.variances)
        for place, factor in enumerate(self.lines.factors):
            emission = factor.sample(generator, draws)
            if deviations[place] > 0:
                emission = emission * generator.normal(self.sums[place], deviations[place], draws)
            else:
                emission = emission * self.sums[place]
            rows = np.flatnonzero(weights[:, place])
            sampled[rows] += np.outer(weights[rows, place], emission)
            if deviations[place] > 0 or (factor.is_uncertain and self.sums[place] > 0):
                moving[rows] = True
        tail = (1 - LEVEL) / 2
        lower, upper = np.quantile(sampled, [tail, 1 - tail], axis=1)
        return [
            Uncertainty(float(low), float(high), MONTE_CARLO, LEVEL, seed, draws) if moves else None
            for low, high, moves in zip(lower, upper, moving, strict=True)
        ]
