"""Whether what goes into a process comes out of it again: mass, water, energy, or one substance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from cpaudit.contributions import QuantityStatus
from cpaudit.engine.findings import Finding, finding
from cpaudit.engine.numbers import InvalidNumber, finite, share
from cpaudit.engine.quantities import Amount, Quantity, as_quantity
from cpaudit.engine.trace import Arguments, Conversion, Formula, Input, Trace, formula
from cpaudit.engine.units import Unit, UnitError, affine_between, parse
from cpaudit.errors import InvalidInput

TOLERANCE = 0.05
STATED_GAP_ROUNDING = 0.005
"""A stated gap in whole percents may differ by this fraction of the inputs from the data."""
_SLACK = 1e-9


class ClosureState(StrEnum):
    """What can be said about a balance.

    CLOSED: the gap is within the tolerance. OPEN: it is not, and needs an explanation. INCOMPLETE: a stream
    is missing, so that there is no gap to judge. UNDEFINED: the inputs do not add up to more than zero,
    so that the gap is no fraction of anything.
    """

    CLOSED = "CLOSED"
    OPEN = "OPEN"
    INCOMPLETE = "INCOMPLETE"
    UNDEFINED = "UNDEFINED"


@dataclass(frozen=True, slots=True)
class Closure:
    """A balance, in the unit of its first known stream.

    Attributes:
        inputs: the streams, None where one was not measured.
        outputs: the streams, None where one was not measured.
        accumulation: what stayed inside; None for none.
        tolerance: of the gap, as a fraction of the inputs.
        unit: of the gap.
        state: what can be said.
        gap: inputs − outputs − accumulation, with its 95 % interval where every stream has one; None where
            a stream is missing.
        gap_fraction: gap/inputs; None where it is not defined.
        within_tolerance: |gap_fraction| ≤ tolerance; None where it is not defined.
        warnings: MISSING_STREAM, NO_INPUTS, NO_OUTPUTS and STATED_GAP_DISAGREES, as they apply.
    """

    inputs: tuple[Quantity | None, ...]
    outputs: tuple[Quantity | None, ...]
    accumulation: Quantity | None
    tolerance: float
    unit: str
    state: ClosureState
    gap: Quantity | None
    gap_fraction: float | None
    within_tolerance: bool | None
    warnings: tuple[Finding, ...]

    @property
    def trace(self) -> Trace:
        """How the gap fraction came about."""
        streams = [
            *(_traced("in", stream, self.unit, str(place)) for place, stream in enumerate(self.inputs, 1)),
            *(_traced("out", stream, self.unit, str(place)) for place, stream in enumerate(self.outputs, 1)),
        ]
        if self.accumulation is not None:
            streams.append(_traced("accumulation", self.accumulation, self.unit, ""))
        gap = _GAP.trace(None if self.gap is None else self.gap.value, streams, unit=self.unit)
        incoming = [item for item in streams if item.symbol == "in"]
        return _FRACTION.trace(self.gap_fraction, [gap.as_input(), *incoming])


def close_balance(
    inputs: Sequence[Amount | None],
    outputs: Sequence[Amount | None],
    *,
    accumulation: Amount | None = None,
    tolerance: float = TOLERANCE,
    stated_gap: float | Amount | None = None,
) -> Closure:
    """Close a balance: gap = (inputs − outputs − accumulation)/inputs, from the data.

    Units may be mixed as they come. For a substance, give each stream as flow x concentration
    (:func:`cpaudit.engine.multiply`). Energy is signed, since an export may turn out an import; all other
    streams are zero or more, and only the accumulation may be negative (stock used up).

    Args:
        inputs: streams in; None for one that was not measured, which is not zero.
        outputs: streams out; None for one that was not measured.
        accumulation: increase of what is inside; None for none.
        tolerance: largest gap that needs no explanation, as a fraction of the inputs.
        stated_gap: a gap that somebody wrote down, as a fraction of the inputs or as a quantity. The data
            decide; one that disagrees with them is a warning.

    Raises:
        InvalidInput: no stream is known, or a stream that is not energy is negative.
        UnitError: the streams do not measure the same thing.
    """
    allowed = share(tolerance, "tolerance")
    streams_in, streams_out = _streams("inputs", inputs), _streams("outputs", outputs)
    stored = None if accumulation is None else as_quantity(accumulation, "accumulation")
    known = [stream for stream in (*streams_in, *streams_out) if stream is not None]
    if not known:
        raise InvalidInput("no stream of the balance is known", path=("inputs",), remedy="measure at least one")
    unit = known[0].unit
    incoming, outgoing = _values(streams_in, unit), _values(streams_out, unit)
    warnings = _missing(streams_in, streams_out, stored)
    difference = None if warnings else _gap(incoming, outgoing, None if stored is None else _in_unit(stored, unit))
    fraction = _fraction(difference, incoming)
    within = None if fraction is None else abs(fraction) <= allowed * (1 + _SLACK)
    if stated_gap is not None:
        warnings += _disagreement(stated_gap, difference, fraction, incoming, unit)
    return Closure(
        streams_in,
        streams_out,
        stored,
        allowed,
        unit,
        _state(difference, within),
        None if difference is None else _with_interval(difference, streams_in, streams_out, stored, unit),
        fraction,
        within,
        warnings,
    )


def _streams(name: str, amounts: Sequence[Amount | None]) -> tuple[Quantity | None, ...]:
    streams = tuple(None if each is None else as_quantity(each, name, place) for place, each in enumerate(amounts))
    _check_signs(name, streams)
    return streams


def _state(gap: float | None, within: bool | None) -> ClosureState:
    if gap is None:
        return ClosureState.INCOMPLETE
    if within is None:
        return ClosureState.UNDEFINED
    return ClosureState.CLOSED if within else ClosureState.OPEN


def _missing(
    inputs: Sequence[Quantity | None], outputs: Sequence[Quantity | None], accumulation: Quantity | None
) -> tuple[Finding, ...]:
    found = [
        finding("MISSING_STREAM", f"第 {place} 股{zh}未测量", f"{en} {place} was not measured")
        for zh, en, streams in (("输入", "input", inputs), ("输出", "output", outputs))
        for place, stream in enumerate(streams, start=1)
        if stream is None
    ]
    if not inputs:
        found.append(finding("NO_INPUTS", "没有输入物流", "there is no input stream"))
    if not outputs and accumulation is None:
        found.append(finding("NO_OUTPUTS", "没有输出物流", "there is no output stream"))
    return tuple(found)


def _disagreement(
    stated: float | Amount, gap: float | None, fraction: float | None, incoming: list[float | None], unit: str
) -> tuple[Finding, ...]:
    if isinstance(stated, Quantity | tuple):
        claimed = _in_unit(as_quantity(stated, "stated_gap"), unit)
        if gap is None:
            return ()
        slack = STATED_GAP_ROUNDING * abs(math.fsum(value for value in incoming if value is not None))
        agrees, shown, found = abs(claimed - gap) <= slack * (1 + _SLACK), f"{claimed:.6g} {unit}", f"{gap:.6g} {unit}"
    else:
        claimed = finite(stated, "stated_gap")
        if fraction is None:
            return ()
        agrees = abs(claimed - fraction) <= STATED_GAP_ROUNDING * (1 + _SLACK)
        shown, found = f"{claimed:.2%}", f"{fraction:.2%}"
    if agrees:
        return ()
    return (
        finding(
            "STATED_GAP_DISAGREES",
            f"填报的差值 {shown} 与数据计算的 {found} 不符",
            f"the stated gap {shown} is not the one of the data, {found}",
        ),
    )


def _check_signs(name: str, streams: Sequence[Quantity | None]) -> None:
    for place, stream in enumerate(streams):
        if stream is not None and stream.value < 0 and not is_signed(parse(stream.unit)):
            raise InvalidNumber(
                f"{stream} is negative", path=(name, place), remedy="enter it on the other side of the balance"
            )


def is_signed(unit: Unit) -> bool:
    """Energy, power, both per mass, and shares of a total may be negative."""
    physical = {name: power for name, power in unit.dimensions.items() if name.startswith("[")}
    if not physical:
        return True
    mass, length, time = (physical.pop(name, 0) for name in ("[mass]", "[length]", "[time]"))
    return not physical and length == 2 and mass in (0, 1) and time in (-2, -3)


def additive_factor(source_unit: str, unit: str) -> float:
    """What turns a flow in one unit into another, whatever product it is of.

    Raises:
        UnitError: they do not measure the same thing, or are temperatures, which do not add up.
    """
    source, target = parse(source_unit).without_products(), parse(unit).without_products()
    if source.offset or target.offset:
        raise UnitError(f"temperatures do not add up to a balance: {source_unit}, {unit}", source_unit, unit)
    return affine_between(source, target).factor


def _in_unit(stream: Quantity, unit: str) -> float:
    return finite(stream.value * additive_factor(stream.unit, unit), unit)


def _values(streams: Sequence[Quantity | None], unit: str) -> list[float | None]:
    return [None if stream is None else _in_unit(stream, unit) for stream in streams]


def _gap(
    incoming: Sequence[float | None], outgoing: Sequence[float | None], accumulation: float | None
) -> float | None:
    terms = [*incoming, *(None if value is None else -value for value in outgoing), -(accumulation or 0.0)]
    known = [term for term in terms if term is not None]
    if not incoming or len(known) < len(terms) or (not outgoing and accumulation is None):
        return None
    try:
        return math.fsum(known)
    except OverflowError as error:
        raise InvalidNumber("the streams add up to more than a number can hold", path=("inputs",)) from error


def _fraction(gap: float | None, incoming: Sequence[float | None]) -> float | None:
    if gap is None:
        return None
    total = math.fsum(value for value in incoming if value is not None)
    return gap / total if total > 0 else None


def _with_interval(
    gap: float,
    inputs: Sequence[Quantity | None],
    outputs: Sequence[Quantity | None],
    accumulation: Quantity | None,
    unit: str,
) -> Quantity:
    """The gap with the root of the summed squares of the streams' half-intervals on either side."""
    down, up = [], []
    taken = [*outputs] if accumulation is None else [*outputs, accumulation]
    for stream, is_input in (*((stream, True) for stream in inputs), *((stream, False) for stream in taken)):
        if stream is None or stream.lower is None or stream.upper is None:
            return Quantity(gap, unit, status=QuantityStatus.CALCULATED)
        factor = additive_factor(stream.unit, unit)
        below, above = (stream.value - stream.lower) * factor, (stream.upper - stream.value) * factor
        down.append(below if is_input else above)
        up.append(above if is_input else below)
    return Quantity(gap, unit, gap - math.hypot(*down), gap + math.hypot(*up), QuantityStatus.CALCULATED)


def _traced(symbol: str, stream: Quantity | None, unit: str, label: str) -> Input:
    if stream is None:
        return Input(symbol, None, unit, label)
    factor = additive_factor(stream.unit, unit)
    return Input(symbol, stream.value * factor, unit, label, Conversion(stream.value, stream.unit, factor))


def _numbers(arguments: Arguments, symbol: str) -> list[float | None]:
    return [value if isinstance(value, float) else None for value in arguments.all(symbol)]


_METHOD = "cpaudit method, balance (物料平衡)"
_GAP: Formula = formula(
    "balance.gap",
    "gap",
    "差值",
    "closure gap",
    "gap = Σ in − Σ out − accumulation",
    _METHOD,
    lambda a: _gap(_numbers(a, "in"), _numbers(a, "out"), a.maybe("accumulation")),
)
_FRACTION = formula(
    "balance.gap_fraction",
    "gap fraction",
    "相对差值",
    "closure gap as a fraction of the inputs",
    "gap fraction = gap/Σ in",
    _METHOD,
    lambda a: _fraction(a.maybe("gap"), _numbers(a, "in")),
)
