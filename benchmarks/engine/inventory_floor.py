"""The inventory as somebody writes it who knows numpy and trusts the data: nothing is checked, nothing explained."""

from __future__ import annotations

import numpy as np
from benchmarks.engine.inventory_data import Lines
from numpy.typing import NDArray

Z95 = 1.959963984540054
Floats = NDArray[np.float64]


def first_order(data: Lines) -> list[float]:
    """Emissions and shares of all lines; of each total value and upper end of the interval, CO₂-equivalents last."""
    return _figures(*_propagated(data))


def both(data: Lines, seed: int, draws: int) -> tuple[list[float], Floats]:
    """The same, and both ends of the intervals by Monte Carlo."""
    totals, half, means, weights, sums, variances = _propagated(data)
    generator = np.random.default_rng(seed)
    sampled = _sampled(data, generator, draws)
    sampled *= generator.normal(sums, np.sqrt(variances), (draws, len(sums))).T
    return _figures(totals, half, means), np.quantile(weights @ sampled, [0.025, 0.975], axis=1)


def _figures(totals: Floats, half: Floats, means: Floats, *_: Floats) -> list[float]:
    return [float(figure) for pair in zip(totals, means + half, strict=True) for figure in pair]


def _propagated(data: Lines) -> tuple[Floats, ...]:
    count = len(data.values)
    change = data.ratios[data.unit_index]
    activity = data.activity * change
    emissions = activity * data.values[data.factor_index]
    sums = np.bincount(data.factor_index, activity, count)
    variances = np.bincount(data.factor_index, ((data.upper - data.lower) * change / (2 * Z95)) ** 2, count)
    by_pollutant = np.bincount(data.pollutants[data.factor_index], emissions)
    shares = emissions / by_pollutant[data.pollutants[data.factor_index]]
    assert len(shares) == len(data.activity)
    weights = np.zeros((len(by_pollutant) + 1, count))
    weights[data.pollutants, np.arange(count)] = 1
    weights[-1] = data.warming[data.pollutants]
    mean, deviation = _moments(data)
    half = Z95 * np.sqrt(weights**2 @ ((deviation * sums) ** 2 + data.values**2 * variances))
    totals = np.append(by_pollutant, by_pollutant @ data.warming)
    return totals, half, weights @ (mean * sums), weights, sums, variances


def _moments(data: Lines) -> tuple[Floats, Floats]:
    low, mode, high = data.low, data.values, data.high
    centre, spread = (np.log(low) + np.log(high)) / 2, (np.log(high) - np.log(low)) / (2 * Z95)
    log_mean = np.exp(centre + spread**2 / 2)
    means = ((low + high) / 2, (low + mode + high) / 3, mode, log_mean)
    deviations = (
        (high - low) / np.sqrt(12),
        np.sqrt(((high - low) ** 2 - (mode - low) * (high - mode)) / 18),
        (high - low) / (2 * Z95),
        log_mean * np.sqrt(np.expm1(spread**2)),
    )
    return np.choose(data.shapes, means), np.choose(data.shapes, deviations)


def _sampled(data: Lines, generator: np.random.Generator, draws: int) -> Floats:
    sampled = np.empty((len(data.values), draws))
    for shape in range(4):
        chosen = np.flatnonzero(data.shapes == shape)
        low, mode, high = (column[chosen, None] for column in (data.low, data.values, data.high))
        size = (len(chosen), draws)
        if shape == 0:
            sampled[chosen] = generator.uniform(low, high, size)
        elif shape == 1:
            sampled[chosen] = generator.triangular(low, mode, high, size)
        elif shape == 2:
            sampled[chosen] = generator.normal(mode, (high - low) / (2 * Z95), size)
        else:
            bottom, top = np.log(low), np.log(high)
            sampled[chosen] = generator.lognormal((bottom + top) / 2, (top - bottom) / (2 * Z95), size)
    return sampled
