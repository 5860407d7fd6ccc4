"""The handbook's formulas where every year brings the same: elementwise, over single numbers and whole columns alike.

Each formula of the economics of options is defined here once; :func:`cpaudit.engine.appraise` applies it to one
option, :func:`cpaudit.engine.appraise_many` to many. NaN stands for a value that does not exist: a payback that
never comes, a ratio to nothing, a rate of return without a root. Source: 企业清洁生产审计手册, economic evaluation of
options (方案经济评估), unless a function names another.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.float64]
Column: TypeAlias = "float | Numbers"

POINT = 0.01
_LAST_STEP = 1e-9
"""Newton's steps square their error: what follows on one so small changes no digit."""
_MOST_STEPS = 60
_NEXT_TO_NOTHING = 1e-300
_FLAT = 1e-7


class LevelFlows(NamedTuple):
    """What follows from the figures of options, one element for each option."""

    depreciation: Numbers
    taxable: Numbers
    net_profit: Numbers
    cash_flow: Numbers
    payback_years: Numbers
    npv: Numbers
    npvr: Numbers
    irr: Numbers
    irr_interpolated: Numbers


def level_flows(
    investment: Column, saving: Column, years: Column, tax_rate: Column, rate: Column, horizon: Column
) -> LevelFlows:
    """Everything from I, P, Y, the tax rate, i and n."""
    with np.errstate(over="ignore"):
        written_off = depreciation(investment, years)
        taxed = taxable(saving, written_off)
        profit = net_profit(taxed, tax_rate)
        flow = cash_flow(profit, written_off)
        value = npv(investment, flow, rate, horizon)
    root = irr(investment, flow, horizon)
    return LevelFlows(
        written_off,
        taxed,
        profit,
        flow,
        payback(investment, flow),
        value,
        npvr(value, investment),
        root,
        irr_interpolated(investment, flow, horizon, root),
    )


def depreciation(investment: Column, years: Column) -> Numbers:
    """D = I/Y."""
    return np.divide(investment, years)


def taxable(saving: Column, depreciation: Column) -> Numbers:
    """T = P − D."""
    return np.subtract(saving, depreciation)


def net_profit(taxable: Column, tax_rate: Column) -> Numbers:
    """E = T·(1 − tax rate); a negative T pays no tax."""
    profit: Numbers = np.multiply(taxable, 1 - np.multiply(tax_rate, np.greater(taxable, 0)))
    return profit


def cash_flow(net_profit: Column, depreciation: Column) -> Numbers:
    """F = E + D."""
    return np.add(net_profit, depreciation)


def payback(investment: Column, flow: Column) -> Numbers:
    """N = I/F: 0 where there is nothing to recover, NaN where it is never recovered."""
    amount, yearly = np.asarray(investment, float), np.asarray(flow, float)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        years = np.where(yearly > 0, amount / yearly, np.nan)
    years = np.where((amount == 0) & (yearly >= 0), 0.0, years)
    return np.where(np.isfinite(years), years, np.nan)


def annuity_factor(rate: Column, years: Column) -> Numbers:
    """(P/A, i, n) = Σ_{j=1..n} 1/(1+i)^j = (1 − (1+i)^−n)/i; n at i = 0.

    By expm1 and log1p: written as it stands, rates below 1e-9 cost all digits.
    """
    interest, life = np.asarray(rate, float), np.asarray(years, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = -np.expm1(-life * np.log1p(interest)) / interest
    return np.where(interest == 0, life, factor)


def npv(investment: Column, flow: Column, rate: Column, horizon: Column) -> Numbers:
    """NPV = Σ_{j=1..n} F/(1+i)^j − I."""
    return np.subtract(np.multiply(flow, annuity_factor(rate, horizon)), investment)


def npvr(npv: Column, investment: Column) -> Numbers:
    """NPVR = NPV/I; NaN where nothing is invested."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        ratio = np.divide(npv, investment)
    return np.where(np.isfinite(ratio), ratio, np.nan)


def irr(investment: Column, flow: Column, horizon: Column) -> Numbers:
    """The root of Σ_{j=1..n} F/(1+r)^j = I above −1, to the last digits; NaN where there is none.

    With I > 0 and F > 0 there is exactly one (Descartes). ln Σ e^(−ju) over u = ln(1+r) is convex and falls with a
    slope between −n and −1, so Newton's steps reach it from anywhere, and from the left never pass it. The first
    guess is the larger of two tangents' roots, both left of it.
    """
    amount, yearly, life = np.broadcast_arrays(*(np.asarray(each, float) for each in (investment, flow, horizon)))
    shape = amount.shape
    amount, yearly, life = amount.ravel(), yearly.ravel(), life.ravel()
    roots = np.full(amount.shape, np.nan)
    some = np.flatnonzero((amount > 0) & (yearly > 0))
    target, n = np.log(amount[some]) - np.log(yearly[some]), life[some]
    u = np.maximum((np.log(n) - target) * 2 / (n + 1), -target)
    moving = np.ones(u.shape, bool)
    for _ in range(_MOST_STEPS):
        value, slope = _log_factor(u, n)
        # a root that is found rests, so that it does not depend on what else is in the column
        step = np.where(moving, (target - value) / slope, 0.0)
        u += step
        moving = np.abs(step) > _LAST_STEP
        if not moving.any():
            break
    with np.errstate(over="ignore"):
        found = np.expm1(u)
    roots[some] = np.where((found > -1) & (found < np.inf), found, np.nan)
    return roots.reshape(shape)


def irr_interpolated(investment: Column, flow: Column, horizon: Column, root: Column) -> Numbers:
    """IRR = i₁ + NPV₁·(i₂ − i₁)/(NPV₁ + |NPV₂|), i₁ and i₂ the whole percents around the root; NaN below −99 %."""
    with np.errstate(over="ignore", invalid="ignore"):
        low = np.floor(np.divide(root, POINT)) * POINT
        low = np.where((low > -1) & (low < np.inf), low, np.nan)
        at_low, at_high = (np.abs(npv(investment, flow, rate, horizon)) for rate in (low, low + POINT))
        weight = at_low + at_high
        inner = np.where(weight > 0, at_low * POINT / np.where(weight > 0, weight, 1), 0.0)
        # where the worth of a payment next to -100 % is no number any more, nothing can be interpolated
        return np.where(np.isfinite(weight), low + inner, np.nan)


def _log_factor(u: Numbers, n: Numbers) -> tuple[Numbers, Numbers]:
    """ln Σ_{j=1..n} e^(−ju) and its derivative, with the largest exponential taken out."""
    w = np.maximum(np.abs(u), _NEXT_TO_NOTHING)
    whole, one = np.expm1(-n * w), np.expm1(-w)
    inner = np.log(whole / one)
    # next to zero the difference of two large numbers is left with no digits, and the slope is that at zero
    slope = np.where(w > _FLAT, (1 + one) / one - n * (1 + whole) / whole, (1 - n) / 2)
    rises = u < 0
    return np.where(rises, inner - n * u, inner - u), np.where(rises, -slope - n, slope - 1)
