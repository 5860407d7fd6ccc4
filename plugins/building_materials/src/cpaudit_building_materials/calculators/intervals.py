"""The interval of a result from the intervals of the figures given: first order, one figure at a time."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from pydantic import BaseModel

from cpaudit import Calculation, CalculatorInput, Quantity, Trace, Uncertainty

METHOD = "first order, one figure at a time"

_Input = TypeVar("_Input", bound=CalculatorInput)
_Model = TypeVar("_Model", bound=BaseModel)


def with_interval(calculate: Callable[[_Input], Calculation]) -> Callable[[_Input], Calculation]:
    """*calculate*, whose traces tell a 95 % interval where a figure that is given has one.

    Each figure is moved to its ends while the others stay; the moves of a result are independent and add up as
    squares. A figure without an interval counts as exact. Constants of a source have none here.

    Raises:
        InvalidInput: of *calculate*, also where an end of an interval cannot be: a share above 100 %.
    """

    def calculated(given: _Input) -> Calculation:
        found = calculate(given)
        traces = _traces(found)
        below, above = [0.0] * len(traces), [0.0] * len(traces)
        for moved in _moved(given):
            for place, trace in enumerate(_traces(calculate(moved))):
                step = _number(trace) - _number(traces[place])
                side = above if step > 0 else below
                side[place] += step * step
        result, *further = (
            _with(trace, math.sqrt(low), math.sqrt(high)) for trace, low, high in zip(traces, below, above, strict=True)
        )
        return replace(found, result=result, further=tuple(further))

    return calculated


def _traces(found: Calculation) -> list[Trace]:
    return [each for each in (found.result, *found.further) if isinstance(each, Trace)]


def _number(trace: Trace) -> float:
    return float(trace.value) if isinstance(trace.value, float | int) else math.nan


def _with(trace: Trace, below: float, above: float) -> Trace:
    if below == 0 and above == 0:
        return trace
    value = _number(trace)
    return replace(trace, uncertainties=(Uncertainty(value - below, value + above, METHOD),))


def _moved(given: _Model) -> Iterator[_Model]:
    """*given* with one figure at the lower or upper end of its interval, for each figure and end."""
    for name in type(given).model_fields:
        for other in _ends(getattr(given, name)):
            yield given.model_copy(update={name: other})


def _ends(value: object) -> Iterator[object]:
    if isinstance(value, Quantity):
        for end in (value.lower, value.upper):
            if end is not None and end != value.value:
                yield Quantity(end, value.unit, status=value.status)
    elif isinstance(value, BaseModel):
        yield from _moved(value)
    elif isinstance(value, tuple):
        for index, each in enumerate(value):
            for other in _ends(each):
                yield (*value[:index], other, *value[index + 1 :])
