"""How a result came about, down to the data, and how to compute it again from that alone.

A *formula* is registered once, with its symbols, its source and the function that computes it. A *trace*
records one use of it: the value, and for each symbol the input, which may have been converted, come from
an emission factor, or be a result with a trace of its own. A symbol that occurs several times is a sum's
running index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from cpaudit.errors import CpauditError
from cpaudit.text import LocalizedText

Value: TypeAlias = "float | bool | str | tuple[Value, ...] | None"


class TraceError(CpauditError):
    """A trace from which nothing can be recomputed."""

    code = "TRACE_ERROR"


@dataclass(frozen=True, slots=True)
class Conversion:
    """The value as it was given: ``input = value · factor + offset``."""

    value: float
    unit: str
    factor: float
    offset: float = 0.0


@dataclass(frozen=True, slots=True)
class FactorReference:
    """Where a factor or a threshold comes from: the item of a pack in one version, and its place in the source."""

    pack: str = ""
    version: str = ""
    item: str = ""
    source: str = ""
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """An interval that holds the value with probability ``level``, and how it was found."""

    lower: float
    upper: float
    method: str
    level: float = 0.95
    seed: int | None = None
    draws: int | None = None


@dataclass(frozen=True, slots=True)
class Input:
    """What stands for one symbol of a formula.

    Attributes:
        symbol: the formula's symbol.
        value: what entered the formula, in ``unit``.
        unit: empty for money in the currency of the caller, and for pure numbers.
        label: which one, where the symbol occurs several times.
        conversion: how it was converted before it entered.
        factor: the emission factor it is, or the library's item whose threshold it is.
        trace: how it was computed, where it is itself a result.
    """

    symbol: str
    value: Value
    unit: str = ""
    label: str = ""
    conversion: Conversion | None = None
    factor: FactorReference | None = None
    trace: Trace | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """One value, the formula it comes from (as it stood then), and the inputs."""

    formula: str
    symbol: str
    expression: str
    source: str
    value: Value
    unit: str = ""
    inputs: tuple[Input, ...] = ()
    uncertainties: tuple[Uncertainty, ...] = ()

    def walk(self) -> Iterator[Trace]:
        """This trace and every one below it."""
        yield self
        for item in self.inputs:
            if item.trace is not None:
                yield from item.trace.walk()

    def as_input(self, *, symbol: str | None = None, label: str = "") -> Input:
        """This result as the input of another."""
        return Input(symbol or self.symbol, self.value, self.unit, label, trace=self)


class Arguments:
    """The inputs of one computation, by symbol, in their order."""

    __slots__ = ("_values",)

    def __init__(self, pairs: Iterable[tuple[str, Value]]) -> None:
        self._values: dict[str, list[Value]] = {}
        for symbol, value in pairs:
            self._values.setdefault(symbol, []).append(value)

    def all(self, symbol: str) -> tuple[Value, ...]:
        """Every value of a symbol; none where it does not occur."""
        return tuple(self._values.get(symbol, ()))

    def one(self, symbol: str) -> Value:
        """The value of a symbol that occurs once; None where it does not occur."""
        values = self.all(symbol)
        if len(values) > 1:
            raise TraceError(f"the symbol {symbol} occurs {len(values)} times")
        return values[0] if values else None

    def maybe(self, symbol: str) -> float | None:
        """The number that a symbol stands for, None where it is missing."""
        value = self.one(symbol)
        if value is None or isinstance(value, bool) or not isinstance(value, float | int):
            if value is None:
                return None
            raise TraceError(f"the symbol {symbol} is no number")
        return float(value)

    def number(self, symbol: str) -> float:
        """The number that a symbol stands for."""
        value = self.maybe(symbol)
        if value is None:
            raise TraceError(f"the symbol {symbol} is missing")
        return value

    def numbers(self, symbol: str) -> tuple[float, ...]:
        """Every number of a symbol."""
        values = self.all(symbol)
        if not all(isinstance(value, float | int) for value in values):
            raise TraceError(f"the symbol {symbol} is missing in places")
        return tuple(float(value) for value in values if isinstance(value, float | int))


@dataclass(frozen=True, slots=True)
class Formula:
    """A rule of the method.

    Attributes:
        key: stable identifier.
        symbol: of what it gives.
        name: of what it gives.
        expression: in the symbols of the source.
        source: document and section.
        compute: the value from the inputs.
    """

    key: str
    symbol: str
    name: LocalizedText
    expression: str
    source: str
    compute: Callable[[Arguments], Value]

    def of(self, inputs: Iterable[Input]) -> Value:
        """What it gives for these inputs, as :func:`recompute` will."""
        return self.compute(Arguments((item.symbol, item.value) for item in inputs))

    def trace(
        self, value: Value, inputs: Iterable[Input], *, unit: str = "", uncertainties: Iterable[Uncertainty] = ()
    ) -> Trace:
        """The record of one use of this formula."""
        return Trace(
            self.key, self.symbol, self.expression, self.source, value, unit, tuple(inputs), tuple(uncertainties)
        )


FORMULAS: dict[str, Formula] = {}


def formula(
    key: str, symbol: str, zh: str, en: str, expression: str, source: str, compute: Callable[[Arguments], Value]
) -> Formula:
    """Register a formula.

    Raises:
        TraceError: the key is taken.
    """
    if key in FORMULAS:
        raise TraceError(f"the formula {key} exists already")
    FORMULAS[key] = Formula(key, symbol, LocalizedText({"zh-CN": zh, "en": en}), expression, source, compute)
    return FORMULAS[key]


def recompute(trace: Trace) -> Value:
    """The value again, from the data at the leaves of the trace alone.

    Raises:
        TraceError: the formula is not known, or is no longer the one that the trace records.
    """
    known = FORMULAS.get(trace.formula)
    if known is None:
        raise TraceError(f"there is no formula {trace.formula}")
    if known.expression != trace.expression:
        raise TraceError(
            f"{trace.formula} is now {known.expression}, the trace was made with {trace.expression}",
            remedy="recompute with the release that made the trace",
        )
    return known.compute(Arguments((item.symbol, _entered(item)) for item in trace.inputs))


def _entered(item: Input) -> Value:
    value = item.value if item.trace is None else recompute(item.trace)
    if item.conversion is None:
        return value
    if item.trace is None:
        value = item.conversion.value
    if not isinstance(value, float | int):
        raise TraceError(f"the symbol {item.symbol} is no number and was converted")
    return value * item.conversion.factor + item.conversion.offset
