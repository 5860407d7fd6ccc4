"""Flows as linear equations: each stream is a constant and parts of other streams, loops solved as one system."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import scipy

from cpaudit.engine.trace import Arguments, Formula, Input, Trace, TraceError, formula
from cpaudit.errors import InvalidInput

_NOTHING = 1e-12
"""A flow of this part of what it is the difference of is nothing but last digits."""


class UnsolvableFlows(InvalidInput):
    """A loop in which everything comes back, so that there is no steady state."""

    code = "NO_STEADY_STATE"


@dataclass
class Equation:
    """``flow = constant + Σ coefficient · flow of another stream``, in the units of the streams."""

    constant: float = 0.0
    terms: dict[str, float] = field(default_factory=dict)

    def scaled(self, factor: float) -> Equation:
        """Each part times *factor*."""
        return Equation(self.constant * factor, {stream: each * factor for stream, each in self.terms.items()})

    def plus(self, other: Equation, factor: float = 1.0) -> Equation:
        """The sum of both, the other times *factor*."""
        terms = dict(self.terms)
        for stream, each in other.terms.items():
            terms[stream] = terms.get(stream, 0.0) + each * factor
        return Equation(self.constant + other.constant * factor, terms)


def solve_equations(constants: Sequence[float], terms: Iterable[tuple[int, int, float]]) -> tuple[float, ...]:
    """The flows.

    Args:
        constants: of each stream.
        terms: place of a stream, place of the one it depends on, coefficient.

    Raises:
        UnsolvableFlows: there is no steady state.
    """
    count = len(constants)
    given = np.array(constants, dtype=float)
    listed = list(terms)
    rows, columns = (np.array([each[end] for each in listed], dtype=np.int64) for end in (0, 1))
    values = np.array([each[2] for each in listed], dtype=float)
    parts = scipy.sparse.csc_array((values, (rows, columns)), shape=(count, count))
    try:
        flows = scipy.sparse.linalg.splu(
            scipy.sparse.csc_array(scipy.sparse.identity(count, format="csc") - parts)
        ).solve(given)
    except RuntimeError as error:
        raise _unsolvable() from error
    if not np.isfinite(flows).all():
        raise _unsolvable()
    # Once more by the equations themselves, so that a flow is as exact as what it is made of, whatever its unit.
    flows = given + parts @ flows
    flows[np.abs(flows) <= _NOTHING * (np.abs(given) + abs(parts) @ np.abs(flows))] = 0.0
    return tuple(float(each) for each in flows)


def solve(equations: Mapping[str, Equation]) -> dict[str, float]:
    """The flow in each stream; raises as :func:`solve_equations` does."""
    return dict(zip(equations, solve_equations(*_told(equations)), strict=True))


def flow_inputs(equations: Mapping[str, Equation]) -> tuple[Input, ...]:
    """The equations, for the trace of any of their flows."""
    constants, terms = _told(equations)
    streams = tuple(equations)
    return (
        *(Input("b", each, label=stream) for stream, each in zip(streams, constants, strict=True)),
        *(Input("row", float(row), label=streams[row]) for row, _, _ in terms),
        *(Input("column", float(column), label=streams[column]) for _, column, _ in terms),
        *(Input("k", value, label=f"{streams[row]} ← {streams[column]}") for row, column, value in terms),
    )


def flow_trace(stream: str, place: int, told: Sequence[Input], value: float | None, unit: str) -> Trace:
    """How the flow in a stream came about.

    Args:
        place: of the stream among the equations.
        told: the equations, from :func:`flow_inputs`.
        value: None where it is not known.
    """
    known = value is not None
    return _FLOW.trace(value, [*told, Input("stream", float(place), label=stream), Input("known", known)], unit=unit)


def _told(equations: Mapping[str, Equation]) -> tuple[list[float], list[tuple[int, int, float]]]:
    place = {stream: row for row, stream in enumerate(equations)}
    terms = [
        (row, place[stream], value)
        for row, equation in enumerate(equations.values())
        for stream, value in equation.terms.items()
        if value
    ]
    return [each.constant for each in equations.values()], terms


def _unsolvable() -> UnsolvableFlows:
    return UnsolvableFlows(
        "what flows in a loop never leaves it", path=("options",), remedy="recycle less than everything"
    )


def _flow(arguments: Arguments) -> float | None:
    if arguments.one("known") is False:
        return None
    rows, columns, values = (arguments.numbers(symbol) for symbol in ("row", "column", "k"))
    if not len(rows) == len(columns) == len(values):
        raise TraceError("an equation is told in part only")
    terms = [(int(row), int(column), value) for row, column, value in zip(rows, columns, values, strict=True)]
    return solve_equations(arguments.numbers("b"), terms)[int(arguments.number("stream"))]


_FLOW: Formula = formula(
    "what_if.flow",
    "F",
    "流量",
    "flow",
    "F = b + k·F, for all streams at once",
    "cpaudit method, what-if (方案模拟)",
    _flow,
)
