"""Which grade one indicator reaches, from a number, a grade that was found, or the descriptions that are met."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from cpaudit.contributions import Direction
from cpaudit.engine.grades import GRADES, UNKNOWN, Grade, GradeSpan, from_met
from cpaudit.engine.indicator_systems import Limits, SchemeIndicator, Three
from cpaudit.engine.numbers import finite
from cpaudit.engine.quantities import Quantity, amount_in
from cpaudit.engine.trace import (
    Arguments,
    Conversion,
    FactorReference,
    Formula,
    Input,
    Trace,
    TraceError,
    Value,
    formula,
)
from cpaudit.engine.units import UnitError, affine_between, parse
from cpaudit.errors import InvalidInput

# a value on the limit has to pass in every unit in which it can be written
_SLACK = 1e-9


class Applicability(StrEnum):
    """That an indicator does not apply to the enterprise, in the place of a value."""

    NOT_APPLICABLE = "NOT_APPLICABLE"


NOT_APPLICABLE = Applicability.NOT_APPLICABLE

IndicatorValue: TypeAlias = (
    "Quantity | float | tuple[float, str] | Grade | str | bool"
    " | Mapping[str, bool | None] | Collection[str] | Applicability | None"
)
"""What is known of an indicator.

A quantity, a number in the indicator's own unit, or a pair of number and unit; the grade that was found, or its
letter; whether the demand is met, where all grades ask for the same; the grades whose description is met, or
for each grade whether it is, None where that is open; ``NOT_APPLICABLE``; None where nothing is known.
"""

_NOT_APPLICABLE = frozenset({"NOT_APPLICABLE", "NOT APPLICABLE", "N/A", "NA", "不适用"})
_LETTERS = {"Ⅰ": Grade.I, "Ⅱ": Grade.II, "Ⅲ": Grade.III}


@dataclass(frozen=True, slots=True)
class Graded:
    """One value, graded.

    Attributes:
        span: the grade, or between which grades it lies.
        quantity: the value as it was given, where it is a number.
        applies: False where the indicator does not apply to the enterprise.
        trace: how the grade came about.
    """

    span: GradeSpan
    quantity: Quantity | None
    applies: bool
    trace: Trace


def grade_value(indicator: SchemeIndicator, given: IndicatorValue, reference: FactorReference | None) -> Graded:
    """Grade one value.

    Raises:
        InvalidInput: the value is of no kind that the indicator takes.
        InvalidNumber: the number is not finite.
        UnitError: the value does not measure what the indicator measures.
    """
    path = ("values", indicator.code)
    if isinstance(given, str) and given.strip().upper() in _NOT_APPLICABLE:
        trace = _CHOSEN.trace(NOT_APPLICABLE.value, [Input("found", NOT_APPLICABLE.value, factor=reference)])
        return Graded(UNKNOWN, None, False, trace)
    if isinstance(given, str):
        return _chosen(GradeSpan.of(_letter(given, path)), reference)
    if indicator.limits is not None:
        return _measured(indicator.limits, given, reference, path)
    if given is None:
        return _chosen(UNKNOWN, reference)
    if isinstance(given, bool):
        if not indicator.uniform:
            raise InvalidInput("the grades ask for different things", path=path, remedy="say which grade is met")
        return _chosen(GradeSpan.of(Grade.I if given else Grade.BELOW), reference)
    return _described(given, reference, path)


def _letter(given: str, path: tuple[str, ...]) -> Grade:
    text = given.strip()
    try:
        return _LETTERS.get(text) or Grade(text.upper())
    except ValueError:
        remedy = "write I, II, III, BELOW, UNGRADED or NOT_APPLICABLE"
        raise InvalidInput(f"{given!r} is no grade", path=path, remedy=remedy) from None


def _chosen(span: GradeSpan, reference: FactorReference | None) -> Graded:
    return Graded(span, None, True, _CHOSEN.trace(span.as_value(), [Input("found", span.as_value(), factor=reference)]))


def _described(given: object, reference: FactorReference | None, path: tuple[str, ...]) -> Graded:
    if isinstance(given, Mapping):
        met = {_letter(str(grade), path): known for grade, known in given.items()}
    elif isinstance(given, Collection):
        chosen = {_letter(str(grade), path) for grade in given}
        met = {grade: grade in chosen for grade in {*GRADES, *chosen}}
    else:
        raise InvalidInput(f"{given!r} grades no description", path=path, remedy="say which grade is met")
    if not set(met) <= set(GRADES) or not all(known is None or isinstance(known, bool) for known in met.values()):
        raise InvalidInput("the descriptions of I, II and III are met or not", path=path, remedy="true, false or null")
    inputs = [Input(grade.value, met.get(grade), factor=reference) for grade in GRADES]
    span = from_met(met.get(grade) for grade in GRADES)
    return Graded(span, None, True, _DESCRIBED.trace(span.as_value(), inputs))


def _measured(limits: Limits, given: object, reference: FactorReference | None, path: tuple[str, ...]) -> Graded:
    quantity = amount_in(given, limits.unit, *path)
    value, conversion = None, None
    if quantity is not None:
        try:
            change = affine_between(parse(quantity.unit), parse(limits.unit))
        except UnitError as error:
            message = f"a value in {quantity.unit} cannot be held against limits in {limits.unit}"
            raise UnitError(message, *error.units, path=path, remedy=error.remedy) from error
        value = finite(change(quantity.value), *path)
        conversion = Conversion(quantity.value, quantity.unit, change.factor, change.offset)
    span = _reached(value, limits.direction, limits.thresholds, limits.upper)
    inputs = [Input("x", value, limits.unit, conversion=conversion), Input("direction", limits.direction.value)]
    for place, grade in enumerate(GRADES):
        inputs.append(Input(grade.value, limits.thresholds[place], limits.unit, factor=reference))
        if limits.upper is not None:
            inputs.append(Input(f"{grade} upper", limits.upper[place], limits.unit, factor=reference))
    return Graded(span, quantity, True, _MEASURED.trace(span.as_value(), inputs))


def _reached(value: float | None, direction: Direction, lower: Three, upper: Three | None) -> GradeSpan:
    if value is None:
        return UNKNOWN
    return from_met(
        _meets(value, direction, lower[place], None if upper is None else upper[place]) for place in range(len(GRADES))
    )


def _meets(value: float, direction: Direction, limit: float, upper: float | None) -> bool:
    at_most = value <= limit or _same(value, limit)
    at_least = value >= limit or _same(value, limit)
    if direction is Direction.LOWER_IS_BETTER:
        return at_most
    return at_least and (upper is None or value <= upper or _same(value, upper))


def _same(value: float, limit: float) -> bool:
    return math.isclose(value, limit, rel_tol=_SLACK)


def _regraded(arguments: Arguments) -> Value:
    direction = Direction(str(arguments.one("direction")))
    lower = (arguments.number("I"), arguments.number("II"), arguments.number("III"))
    upper: Three | None = None
    if direction is Direction.WITHIN_RANGE:
        upper = (arguments.number("I upper"), arguments.number("II upper"), arguments.number("III upper"))
    return _reached(arguments.maybe("x"), direction, lower, upper).as_value()


def _met(arguments: Arguments) -> Value:
    met: list[bool | None] = []
    for grade in GRADES:
        known = arguments.one(grade.value)
        if known is not None and not isinstance(known, bool):
            raise TraceError(f"whether {grade} is met is no truth value")
        met.append(known)
    return from_met(met).as_value()


GUIDE = "清洁生产评价指标体系编制通则（试行稿, 2013）"
"""The general guideline for indicator systems; its membership functions, index and grades are used here."""

_MEMBERSHIP = f"{GUIDE}, 隶属函数"
_MEASURED: Formula = formula(
    "rating.measured",
    "grade",
    "定量指标等级",
    "grade of a quantitative indicator",
    "best grade whose limit x meets",
    _MEMBERSHIP,
    _regraded,
)
_DESCRIBED = formula(
    "rating.described",
    "grade",
    "定性指标等级",
    "grade of a described indicator",
    "best grade whose description is met",
    _MEMBERSHIP,
    _met,
)
_CHOSEN = formula(
    "rating.chosen",
    "grade",
    "认定的指标等级",
    "grade of an indicator as it was found",
    "grade = found",
    _MEMBERSHIP,
    lambda a: a.one("found"),
)
