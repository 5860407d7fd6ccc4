"""How much of a limit is left: limit − discharge, in the unit of the limit."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum

from cpaudit.contributions import QuantityStatus
from cpaudit.engine.numbers import finite
from cpaudit.engine.quantities import Quantity
from cpaudit.engine.trace import Arguments, Conversion, Formula, Input, Trace, Value, formula
from cpaudit.engine.units import affine_between, parse

SAME = 1e-12
"""Relative difference up to which a discharge is at its limit: what converting between units leaves behind."""


class Keeping(StrEnum):
    """Whether a limit is kept. UNKNOWN is no pass."""

    WITHIN = "WITHIN"
    EXCEEDED = "EXCEEDED"
    UNKNOWN = "UNKNOWN"


class Bound(StrEnum):
    """What a figure says of the discharge that is limited: it is that much, at most or at least that much."""

    EXACT = "EXACT"
    AT_MOST = "AT_MOST"
    AT_LEAST = "AT_LEAST"


@dataclass(frozen=True, slots=True)
class Headroom:
    """A discharge held against its limit.

    Attributes:
        amount: limit − discharge in the unit of the limit; below zero where the limit is exceeded.
        used: discharge/limit; None where the limit is zero.
        keeping: what the figure shows.
        trace: how the amount came about.
    """

    amount: Quantity
    used: float | None
    keeping: Keeping
    trace: Trace = field(repr=False)


def headroom(limit: Quantity, discharge: Quantity, bound: Bound = Bound.EXACT) -> Headroom:
    """Hold a discharge against a limit. A discharge at the limit keeps it.

    What is known to be at most the figure is WITHIN where the figure is, and else UNKNOWN; what is at least the
    figure is EXCEEDED where the figure is, and else UNKNOWN.

    Raises:
        UnitError: the two do not measure the same thing, whatever product is named.
        InvalidNumber: the discharge is too large for a number in the unit of the limit.
    """
    change = affine_between(parse(discharge.unit).without_products(), parse(limit.unit).without_products())
    emitted = finite(change(discharge.value), "discharge")
    conversion = Conversion(discharge.value, discharge.unit, change.factor, change.offset)
    inputs = [Input("L", limit.value, limit.unit), Input("D", emitted, limit.unit, conversion=conversion)]
    left = limit.value - emitted
    return Headroom(
        Quantity(left, limit.unit, status=QuantityStatus.CALCULATED),
        emitted / limit.value if limit.value else None,
        _keeping(limit.value, emitted, bound),
        _HEADROOM.trace(left, inputs, unit=limit.unit),
    )


def _keeping(limit: float, emitted: float, bound: Bound) -> Keeping:
    exceeded = emitted > limit and not math.isclose(emitted, limit, rel_tol=SAME)
    if exceeded:
        return Keeping.UNKNOWN if bound is Bound.AT_MOST else Keeping.EXCEEDED
    return Keeping.UNKNOWN if bound is Bound.AT_LEAST else Keeping.WITHIN


def _left(arguments: Arguments) -> Value:
    return arguments.number("L") - arguments.number("D")


_HEADROOM: Formula = formula(
    "regulation.headroom",
    "h",
    "余量",
    "headroom",
    "h = L − D",
    "cpaudit method, integration with regulation (排污许可与总量控制)",
    _left,
)
