"""What changed from one round to the next: values, grades and emission totals, and whether for the better."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cpaudit.contributions import Direction, QuantityStatus
from cpaudit.engine.emission_inventory import Inventory
from cpaudit.engine.findings import Finding, finding
from cpaudit.engine.grades import Grade, better
from cpaudit.engine.numbers import finite
from cpaudit.engine.quantities import Quantity
from cpaudit.engine.rating_result import Rating
from cpaudit.engine.round_figures import NO_FIGURE, Figure, Figures, figures_of, kind_of
from cpaudit.engine.trace import Arguments, Conversion, Formula, Input, Trace, Value, formula
from cpaudit.engine.units import UnitError, affine_between, parse
from cpaudit.errors import InvalidInput


class Change(StrEnum):
    """Whether something became better; UNKNOWN where one side, or what is better, is not known."""

    BETTER = "BETTER"
    WORSE = "WORSE"
    SAME = "SAME"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class ComparedFigure:
    """One indicator or pollutant in both rounds.

    Attributes:
        code: of the indicator, or the pollutant.
        before: None where it is not known.
        after: None where it is not known.
        absolute: after − before, in the unit of ``before``; None where one is not known.
        relative: absolute/|before|; None where one is not known or it was zero.
        change: of the value; of the grade, where there is no number.
        grade_before: ``UNGRADED`` where it is not known, or nothing is graded here.
        grade_after: likewise.
        grade_change: whether the grade became better.
        trace: how ``change`` came about.
    """

    code: str
    before: Quantity | None
    after: Quantity | None
    absolute: Quantity | None
    relative: float | None
    change: Change
    grade_before: Grade
    grade_after: Grade
    grade_change: Change
    trace: Trace = field(repr=False)


@dataclass(frozen=True, slots=True)
class RoundComparison:
    """Two successive rounds, or the enterprise before and after one.

    Attributes:
        rows: in the order of *before*, then what is only in *after*.
        grade_before: of the rating; None where there is none or it is not certain.
        grade_after: likewise.
        grade_change: whether the grade of the rating became better.
        warnings: OTHER_SYSTEM where the ratings are of different systems, OTHER_POTENTIALS where the inventories
            take different warming potentials.
        trace: the changes of the rows, in their order.
    """

    rows: tuple[ComparedFigure, ...]
    grade_before: Grade | None
    grade_after: Grade | None
    grade_change: Change
    warnings: tuple[Finding, ...]
    trace: Trace = field(repr=False)

    def row(self, code: str) -> ComparedFigure:
        """The row of an indicator or pollutant.

        Raises:
            InvalidInput: there is none.
        """
        for each in self.rows:
            if each.code == code:
                return each
        raise InvalidInput(f"nothing is compared under {code!r}", path=(code,))


def compare_rounds(
    before: Figures, after: Figures, *, direction: Direction | Mapping[str, Direction] | None = None
) -> RoundComparison:
    """Hold one round against the one before.

    Args:
        before: a rating, an emission inventory (fewer emissions are better), or plain values by indicator:
            quantities, numbers without unit, or pairs of number and unit.
        after: the same kind.
        direction: which way plain values get better, for all or by indicator; without it their change is UNKNOWN.

    Raises:
        InvalidInput: the two are not of one kind, or there is nothing to compare.
        InvalidNumber: a number is not finite.
        UnitError: before and after do not measure the same thing.
    """
    first, second = figures_of(before, direction, "before"), figures_of(after, direction, "after")
    if kind_of(before) is not kind_of(after):
        raise InvalidInput(
            f"a {kind_of(before).__name__} is not compared with a {kind_of(after).__name__}", path=("after",)
        )
    if not first and not second:
        raise InvalidInput("there is nothing to compare", path=("before",))
    rows = tuple(_row(code, first.get(code, NO_FIGURE), second.get(code, NO_FIGURE)) for code in {**first, **second})
    grades = tuple(each.grade if isinstance(each, Rating) else None for each in (before, after))
    change, overall = _grade_change(grades[0] or Grade.UNGRADED, grades[1] or Grade.UNGRADED)
    inputs = [row.trace.as_input(label=row.code) for row in rows]
    graded = [overall.as_input()] if isinstance(before, Rating) else []
    trace = _ROUNDS.trace(tuple(row.change.value for row in rows), [*inputs, *graded])
    return RoundComparison(rows, grades[0], grades[1], change, _warnings(before, after), trace)


def _row(code: str, before: Figure, after: Figure) -> ComparedFigure:
    grade_change, grade_trace = _grade_change(before.grade, after.grade)
    if before.value is None or after.value is None:
        inputs = [Input("before", None), Input("after", None), grade_trace.as_input()]
        for position, side in enumerate((before, after)):
            if side.value is not None:
                inputs[position] = Input(("before", "after")[position], side.value.value, side.value.unit)
        trace = _CHANGE.trace(grade_change.value, inputs)
        return ComparedFigure(
            code, before.value, after.value, None, None, grade_change, before.grade, after.grade, grade_change, trace
        )
    inputs = _values(code, before.value, after.value)
    difference = _traced(_ABSOLUTE, inputs, unit=inputs[0].unit)
    share = _traced(_RELATIVE, inputs)
    # The later round's system is the one to judge by; without it, the earlier one's.
    side = after if after.direction is not None else before
    inputs = [*inputs, Input("direction", None if side.direction is None else side.direction.value)]
    if side.ideal is not None:
        change = affine_between(parse(side.unit), parse(inputs[0].unit))
        for symbol, end in zip(("lower", "upper"), side.ideal, strict=True):
            conversion = Conversion(end, side.unit, change.factor, change.offset)
            inputs.append(Input(symbol, change(end), inputs[0].unit, conversion=conversion))
    inputs += [grade_trace.as_input(), difference.as_input(), share.as_input()]
    trace = _traced(_CHANGE, inputs)
    absolute, relative = difference.value, share.value
    return ComparedFigure(
        code,
        before.value,
        after.value,
        Quantity(absolute, inputs[0].unit, status=QuantityStatus.CALCULATED) if isinstance(absolute, float) else None,
        relative if isinstance(relative, float) else None,
        Change(str(trace.value)),
        before.grade,
        after.grade,
        grade_change,
        trace,
    )


def _values(code: str, before: Quantity, after: Quantity) -> list[Input]:
    """Both values in one unit: that of *before*, or K where that is a scale with a zero of its own."""
    unit = "K" if parse(before.unit).offset else before.unit
    inputs = []
    for symbol, given in (("before", before), ("after", after)):
        try:
            change = affine_between(parse(given.unit), parse(unit))
        except UnitError as error:
            message = f"{code} is given in {before.unit} before and in {after.unit} after"
            raise UnitError(message, before.unit, after.unit, path=(symbol, code), remedy=error.remedy) from error
        conversion = Conversion(given.value, given.unit, change.factor, change.offset)
        inputs.append(Input(symbol, finite(change(given.value), symbol, code), unit, conversion=conversion))
    return inputs


def _traced(rule: Formula, inputs: list[Input], *, unit: str = "") -> Trace:
    return rule.trace(rule.compute(Arguments((each.symbol, each.value) for each in inputs)), inputs, unit=unit)


def _grade_change(before: Grade, after: Grade) -> tuple[Change, Trace]:
    trace = _traced(_GRADES, [Input("before", before.value), Input("after", after.value)])
    return Change(str(trace.value)), trace


def _warnings(before: Figures, after: Figures) -> tuple[Finding, ...]:
    if isinstance(before, Inventory) and isinstance(after, Inventory) and before.gwp.name != after.gwp.name:
        names = f"{before.gwp.name}, {after.gwp.name}"
        zh, en = f"前后采用不同的增温潜势：{names}", f"different warming potentials before and after: {names}"
        return (finding("OTHER_POTENTIALS", zh, en),)
    if not isinstance(before, Rating) or not isinstance(after, Rating) or before.scheme == after.scheme:
        return ()
    return (
        finding(
            "OTHER_SYSTEM",
            "前后两次评级所用指标体系不同，等级不可直接比较",
            "the ratings are of different indicator systems: their grades do not compare directly",
        ),
    )


def _compared_grades(arguments: Arguments) -> Value:
    before, after = Grade(str(arguments.one("before"))), Grade(str(arguments.one("after")))
    if Grade.UNGRADED in (before, after):
        return Change.UNKNOWN.value
    return (Change.SAME if before is after else Change.BETTER if better(after, before) else Change.WORSE).value


def _changed(arguments: Arguments) -> Value:
    before, after = arguments.maybe("before"), arguments.maybe("after")
    if before is None or after is None:
        return arguments.one("grade change")
    given = arguments.one("direction")
    if after == before:
        return Change.SAME.value
    if given is None:
        return Change.UNKNOWN.value
    distance = _distance(Direction(str(given)), arguments.maybe("lower"), arguments.maybe("upper"))
    was, now = distance(before), distance(after)
    return (Change.SAME if now == was else Change.BETTER if now < was else Change.WORSE).value


def _distance(direction: Direction, lower: float | None, upper: float | None) -> Callable[[float], float]:
    """How far a value is from the best; only the order of what it gives has a meaning."""
    if direction is Direction.HIGHER_IS_BETTER:
        return lambda value: -value
    if direction is Direction.WITHIN_RANGE and lower is not None and upper is not None:
        return lambda value: max(lower - value, value - upper, 0.0)
    return lambda value: value


def _difference(arguments: Arguments) -> Value:
    return arguments.number("after") - arguments.number("before")


def _relative(arguments: Arguments) -> Value:
    before = arguments.number("before")
    return None if before == 0 else (arguments.number("after") - before) / abs(before)


_METHOD = "cpaudit method, rounds of an audit (持续清洁生产)"
_ABSOLUTE: Formula = formula("rounds.absolute", "Δ", "变化量", "change", "Δ = after − before", _METHOD, _difference)
_RELATIVE = formula(
    "rounds.relative",
    "δ",
    "变化率",
    "relative change",
    "δ = (after − before)/|before|; none where before = 0",
    _METHOD,
    _relative,
)
_GRADES = formula(
    "rounds.grades",
    "grade change",
    "等级变化",
    "change of the grade",
    "I before II before III before BELOW; UNKNOWN where one is not known",
    _METHOD,
    _compared_grades,
)
_CHANGE = formula(
    "rounds.change",
    "change",
    "变化方向",
    "whether it became better",
    "by the direction, or the distance from the range of grade I; by the grade where there is no number",
    _METHOD,
    _changed,
)
_ROUNDS = formula(
    "rounds.comparison",
    "changes",
    "轮次对比",
    "what changed between the rounds",
    "all changes",
    _METHOD,
    lambda a: a.all("change"),
)
