"""The economics of options as somebody writes them who knows numpy and trusts the data: nothing is checked."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
PAYBACK_LIMIT = 10.0


class Options(NamedTuple):
    """One element for each option."""

    investment: Floats
    saving: Floats
    years: Floats
    tax: Floats
    rate: Floats


class Appraised(NamedTuple):
    """What follows."""

    depreciation: Floats
    taxable: Floats
    net_profit: Floats
    cash_flow: Floats
    payback_years: Floats
    npv: Floats
    npvr: Floats
    irr: Floats
    irr_interpolated: Floats
    feasible: NDArray[np.bool_]


def appraised(given: Options, benchmark: float) -> Appraised:
    """All columns."""
    investment, saving, years, tax, rate = given
    with np.errstate(all="ignore"):
        depreciation = investment / years
        taxable = saving - depreciation
        profit = np.where(taxable > 0, taxable * (1 - tax), taxable)
        flow = profit + depreciation
        payback = np.where(flow > 0, investment / flow, np.nan)
        payback[(investment == 0) & (flow >= 0)] = 0.0
        npv = _npv(investment, flow, years, rate)
        ratio = np.where(investment > 0, npv / investment, np.nan)
        root = _root(investment, flow, years)
        low = np.floor(root * 100) / 100
        first, second = (np.abs(_npv(investment, flow, years, each)) for each in (low, low + 0.01))
        interpolated = low + first * 0.01 / (first + second)
        feasible = ((payback < PAYBACK_LIMIT) | (payback == 0)) & (npv >= 0) & ((investment == 0) | (root >= benchmark))
    return Appraised(depreciation, taxable, profit, flow, payback, npv, ratio, root, interpolated, feasible)


def _npv(investment: Floats, flow: Floats, years: Floats, rate: Floats) -> Floats:
    factor = np.where(rate == 0, years, (1 - (1 + rate) ** -years) / rate)
    return flow * factor - investment


def _root(investment: Floats, flow: Floats, years: Floats) -> Floats:
    """Newton's steps from the left of the root: NPV is convex and falls."""
    roots = np.full(investment.size, np.nan)
    some = (investment > 0) & (flow > 0)
    paid, n = investment[some] / flow[some], years[some]
    r = np.maximum((n - paid) / (n * (n + 1) / 2), -0.9)
    for _ in range(100):
        r = np.where(np.abs(r) < 1e-6, 1e-6, r)
        left = (1 + r) ** -n
        value = (1 - left) / r
        slope = (n * left / (1 + r) - value) / r
        step = (paid - value) / slope
        r = np.maximum(r + step, -0.999)
        if np.max(np.abs(step)) < 1e-9:
            break
    roots[some] = r
    return roots
