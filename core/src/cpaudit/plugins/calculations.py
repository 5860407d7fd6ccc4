"""Is what a calculator gave a result that can be explained, and computed again?"""

from __future__ import annotations

import math

from cpaudit.contributions import Calculation
from cpaudit.engine import FORMULAS, Trace, is_unit, recompute
from cpaudit.plugins.answer_checks import exactly

MOST_VALUES = 200
"""Values of one calculation."""


class Unexplained(Exception):
    """A value does not follow from its trace."""


def checked(answer: object) -> Calculation:
    """A calculation whose every value is a number or unknown, and follows from its trace.

    Raises:
        TypeError: it is no calculation, or holds something that is no trace.
        Unexplained: a trace names a formula that nobody knows, or does not lead to its value.
    """
    calculation = exactly(Calculation)(answer)
    if len(calculation.further) >= MOST_VALUES:
        raise Unexplained(f"there are more than {MOST_VALUES} values")
    for value in values_of(calculation):
        _check(value)
    return calculation


def values_of(calculation: Calculation) -> tuple[Trace, ...]:
    """The values of a calculation, the one asked for first.

    Raises:
        TypeError: one is no trace.
    """
    values = (calculation.result, *calculation.further)
    for value in values:
        if not isinstance(value, Trace):
            raise TypeError(f"the calculation holds {type(value).__name__}, not only Trace")
    return values  # type: ignore[return-value]


def _check(trace: Trace) -> None:
    unknown = next((each.formula for each in trace.walk() if each.formula not in FORMULAS), None)
    if unknown is not None:
        raise Unexplained(f"the trace names the formula {unknown!r}, which no calculator lists")
    value = trace.value
    if value is not None and (
        isinstance(value, bool) or not isinstance(value, float | int) or not math.isfinite(value)
    ):
        raise Unexplained(f"{trace.symbol} is {value!r}, no finite number")
    if trace.unit and not is_unit(trace.unit):
        raise Unexplained(f"{trace.symbol} has the unit {trace.unit!r}, which nobody knows")
    again = recompute(trace)
    if (again is None) != (value is None) or (
        isinstance(again, float | int)
        and isinstance(value, float | int)
        and not math.isclose(again, value, rel_tol=1e-9)
    ):
        raise Unexplained(f"{trace.symbol} is {value!r}, its trace gives {again!r}")
