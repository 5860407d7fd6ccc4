"""What a row of yearly payments is worth: net present value, internal rate of return, annuity, payback.

Flow 0 falls at the start and is not discounted; flow j falls at the end of year j. The arithmetic is
pyxirr's; scipy finds the root where pyxirr's search ends without one. Equal yearly flows have closed forms, see
:mod:`cpaudit.engine.level_flows`.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np
import pyxirr
import scipy

from cpaudit.engine import level_flows
from cpaudit.engine.numbers import InvalidNumber, finite, known, non_negative, positive
from cpaudit.errors import InvalidInput

LONGEST_HORIZON = 1000
_POINT = 0.01
_NOTHING = 1e-12


def npv(rate: float, flows: Sequence[float]) -> float:
    """NPV = Σ_{j=0..n} flow_j/(1+i)^j.

    Args:
        rate: i, per year, above -1.
        flows: payments, flow 0 undiscounted.

    Raises:
        InvalidInput: no flows, a number that is not finite, a rate of -100 % or less, or a sum too large.
    """
    payments = _payments(flows)
    discount = finite(rate, "rate")
    if discount <= -1:
        raise InvalidNumber(f"a rate of {discount:g} leaves nothing to discount", path=("rate",))
    value = pyxirr.npv(discount, payments)
    if value is None or not math.isfinite(value):
        raise InvalidNumber("the present value is too large for a number", path=("flows",))
    return value


def irr(flows: Sequence[float]) -> float | None:
    """The rate at which the NPV of *flows* is zero, above -1; None where there is none.

    Flows that change their sign once have one root at most (Descartes). Where they change it more often
    and have several, the smallest root that is not negative counts, or the largest negative one.

    Raises:
        InvalidInput: no flows, or a number that is not finite.
    """
    payments = _payments(flows)
    signs = [payment > 0 for payment in payments if payment]
    changes = sum(a != b for a, b in itertools.pairwise(signs))
    if not changes:
        return None
    if changes == 1:
        root = pyxirr.irr(payments, silent=True)
        return root if root is not None and -1 < root < math.inf else _bracketed(payments)
    return _first(_roots(payments))


def interpolated_irr(flows: Sequence[float]) -> float | None:
    """The handbook's IRR = i₁ + NPV₁·(i₂ − i₁)/(NPV₁ + |NPV₂|), i₁ and i₂ being the whole percents around the root.

    None where there is no root, or none above -99 %.

    Raises:
        InvalidInput: no flows, or a number that is not finite.
    """
    root = irr(flows)
    if root is None:
        return None
    low = math.floor(root / _POINT) * _POINT
    if low <= -1:
        return None
    at_low, at_high = npv(low, flows), npv(low + _POINT, flows)
    weight = abs(at_low) + abs(at_high)
    return low + abs(at_low) * _POINT / weight if weight else low


def annuity(investment: float, rate: float, years: float) -> float:
    """The equal yearly payment that repays *investment* with interest: A = I·i/(1 − (1+i)^−n).

    Args:
        investment: I.
        rate: i, per year; 0 gives I/n.
        years: n, above 0.

    Raises:
        InvalidNumber: a number is not finite or out of its range.
    """
    amount, interest, life = finite(investment, "investment"), non_negative(rate, "rate"), positive(years, "years")
    payment = amount / float(level_flows.annuity_factor(interest, life))
    if not math.isfinite(payment):
        raise InvalidNumber("the annuity is too large for a number")
    return payment


def payback(cost: float, saving: float) -> float | None:
    """N = I/F in years: 0 where there is no cost to recover (immediate), None where it is never recovered.

    Raises:
        InvalidNumber: a number is not finite, or the cost is negative.
    """
    return known(level_flows.payback(non_negative(cost, "cost"), finite(saving, "saving")))


def _payments(flows: Sequence[float]) -> list[float]:
    if not len(flows):
        raise InvalidInput("there are no flows", path=("flows",))
    if len(flows) > LONGEST_HORIZON + 1:
        raise InvalidInput(f"flows over more than {LONGEST_HORIZON} years", path=("flows",))
    return [finite(flow, "flows", position) for position, flow in enumerate(flows)]


def _bracketed(payments: list[float]) -> float | None:
    """The only root, searched in u = −ln(1+i), with the largest exponential taken out."""
    scale = max(abs(payment) for payment in payments)
    years = np.arange(len(payments))
    amounts = np.asarray(payments) / scale

    def worth(log_discount: float) -> float:
        exponents = years * log_discount
        return float(amounts @ np.exp(exponents - exponents.max()))

    limit = 700.0
    if worth(-limit) * worth(limit) > 0:
        return None
    root = math.expm1(-scipy.optimize.brentq(worth, -limit, limit, xtol=1e-15))
    return root if root > -1 else None


def _roots(payments: list[float]) -> list[float]:
    """Every real root i > −1, from the polynomial in x = 1/(1+i)."""
    largest = max(abs(payment) for payment in payments)
    # a last payment that is next to nothing puts a root next to −1 that means nothing, and spoils the others
    last = max(year for year, payment in enumerate(payments) if abs(payment) > _NOTHING * largest)
    found = np.roots(payments[last::-1])
    real = found[(np.abs(found.imag) <= 1e-8 * np.abs(found)) & (found.real > 0)].real
    return sorted(float(1 / x - 1) for x in real)


def _first(roots: list[float]) -> float | None:
    # a root of exactly zero may come out a hair below it
    return next((root for root in roots if root >= -1e-12), roots[-1] if roots else None)
