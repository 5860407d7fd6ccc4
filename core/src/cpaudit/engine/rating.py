"""Index rating (清洁生产评价指标体系): which grade an enterprise reaches, and what is missing to say so."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from cpaudit import contributions
from cpaudit.engine.grades import GRADES, UNKNOWN, Grade, GradeSpan
from cpaudit.engine.grading import GUIDE, NOT_APPLICABLE, IndicatorValue, grade_value
from cpaudit.engine.indicator_systems import IndicatorScheme, scheme_of_pack
from cpaudit.engine.plain_systems import read_plain_system
from cpaudit.engine.quantities import Quantity, amount_in
from cpaudit.engine.rating_reasons import reasons_of
from cpaudit.engine.rating_result import LEAST_INDEX, SLACK, GradeIndex, IndicatorGrade, Rating, RatingState
from cpaudit.engine.trace import Arguments, Formula, Input, Value, formula
from cpaudit.engine.units import PURE_NUMBER
from cpaudit.engine.weighing import Entry, check_outputs, is_made, missing_outputs, weigh
from cpaudit.errors import InvalidInput


def rate(
    system: contributions.IndicatorSystem | IndicatorScheme | Mapping[str, object],
    values: Mapping[str, IndicatorValue],
    *,
    outputs: Mapping[str, Quantity | float | tuple[float, str] | None] | None = None,
    version: str = "",
) -> Rating:
    """Rate an enterprise: Y_g = Σ w_i Σ w_ij·Y_g(x_ij), Y_g(x) = 100 for an indicator that meets grade g, else 0.

    Grade I: Y_I ≥ 85, and every limiting indicator at I. Grade II: Y_II ≥ 85, and every limiting indicator at II
    or better. Grade III: Y_III = 100. What is not known is no pass: a limiting indicator that is not graded leaves
    the rating INCOMPLETE; another one makes Y a range, and the grade is given only where the whole range gives it.

    Args:
        system: of a pack, or plain dictionaries as in :mod:`cpaudit.engine.plain_systems`.
        values: by the code of the indicator; see :data:`~cpaudit.engine.grading.IndicatorValue`. One that is not
            named is not known.
        outputs: how much was made of each product; numbers without unit are amounts of one kind. Needed only
            where indicators of a group share a weight, or are for products that are not made (output 0).
        version: of the pack, for the trace.

    Raises:
        InvalidInput: the system has no such indicator or product, a value is of the wrong kind, or the system
            does not fit together.
        InvalidNumber: a number is not finite, a weight not above zero, an output negative.
        UnitError: a value does not measure what its indicator measures.
    """
    scheme = _scheme(system, version)
    for code in values:
        scheme.indicator(code)
    made = {product: amount_in(output, PURE_NUMBER, "outputs", product) for product, output in (outputs or {}).items()}
    check_outputs(scheme, made)
    graded = {
        each.code: grade_value(each, values.get(each.code) if is_made(each, made) else NOT_APPLICABLE, scheme.reference)
        for each in scheme.indicators
    }
    entries = weigh(scheme, graded, made)
    indices = tuple(_index(grade, entries) for grade in GRADES) if entries else ()
    weights = {entry.label: entry.weight for entry in entries}
    indicators = tuple(
        IndicatorGrade(
            each.code,
            each.category,
            each.limiting,
            graded[each.code].applies,
            graded[each.code].quantity,
            graded[each.code].span,
            weights.get(each.code),
            graded[each.code].trace,
        )
        for each in scheme.indicators
    )
    return _rating(scheme, indices, indicators, missing_outputs(scheme, graded, made))


def _rating(
    scheme: IndicatorScheme,
    indices: tuple[GradeIndex, ...],
    indicators: tuple[IndicatorGrade, ...],
    products: tuple[str, ...],
) -> Rating:
    limiting = [each for each in indicators if each.limiting and each.applies]
    bounds = [(index.lower, index.upper) for index in indices]
    found = _grade(bounds, [each.span for each in limiting])
    if not indices:
        state = RatingState.NOT_APPLICABLE
    elif found is None:
        state = RatingState.INCOMPLETE
    else:
        state = RatingState.BELOW if found is Grade.BELOW else RatingState.RATED
    count = Input("applicable", float(sum(each.applies for each in indicators)), factor=scheme.reference)
    inputs = [
        count,
        *(index.trace.as_input(symbol=f"Y_{index.grade}") for index in indices),
        *(each.trace.as_input(symbol="limiting", label=each.code) for each in limiting),
    ]
    trace = _GRADE.trace(None if found is None else found.value, inputs)
    reasons = reasons_of(indices, indicators, products)
    return Rating(state, found, indices, indicators, products, reasons, scheme, trace)


def _scheme(system: object, version: str) -> IndicatorScheme:
    if isinstance(system, IndicatorScheme):
        return system
    if isinstance(system, contributions.IndicatorSystem):
        return scheme_of_pack(system, version)
    if isinstance(system, Mapping):
        return read_plain_system(system)
    raise InvalidInput(f"{type(system).__name__} is no indicator system", path=("system",))


def _index(grade: Grade, entries: tuple[Entry, ...]) -> GradeIndex:
    inputs = [Input("g", grade.value)]
    for entry in entries:
        inputs.append(entry.weight_trace.as_input(label=entry.label))
        inputs.append(entry.trace.as_input(symbol="x", label=entry.label))
    lower, upper = _bounds(grade, [entry.weight for entry in entries], [entry.span for entry in entries])
    return GradeIndex(grade, lower, upper, _INDEX.trace(_bounds_value(lower, upper), inputs))


def _bounds(grade: Grade, weights: Iterable[float], spans: Iterable[GradeSpan]) -> tuple[float, float]:
    pairs = list(zip(weights, spans, strict=True))
    whole = math.fsum(weight for weight, _ in pairs)
    lower = math.fsum(weight for weight, span in pairs if span.surely(grade))
    upper = math.fsum(weight for weight, span in pairs if span.possibly(grade))
    return 100 * (lower / whole), 100 * (upper / whole)


def _grade(bounds: list[tuple[float, float]], limiting: list[GradeSpan]) -> Grade | None:
    """The best grade whose demands are surely met; None where a better one may be met, or nothing is known."""
    if not bounds or UNKNOWN in limiting:
        return None
    for grade, (lower, upper) in zip(GRADES, bounds, strict=True):
        least = LEAST_INDEX[grade] - SLACK
        if lower >= least and all(span.surely(grade) for span in limiting):
            return grade
        if upper >= least and all(span.possibly(grade) for span in limiting):
            return None
    return Grade.BELOW


def _bounds_value(lower: float, upper: float) -> Value:
    return lower if lower == upper else (lower, upper)


def _index_again(arguments: Arguments) -> Value:
    spans = [GradeSpan.from_value(value) for value in arguments.all("x")]
    return _bounds_value(*_bounds(Grade(str(arguments.one("g"))), arguments.numbers("ω"), spans))


def _grade_again(arguments: Arguments) -> Value:
    bounds = []
    for grade in GRADES:
        value = arguments.one(f"Y_{grade}")
        if isinstance(value, tuple):
            lower, upper = value
        else:
            lower = upper = value
        if isinstance(lower, float) and isinstance(upper, float):
            bounds.append((lower, upper))
    found = _grade(bounds, [GradeSpan.from_value(value) for value in arguments.all("limiting")])
    return None if found is None else found.value


_INDEX: Formula = formula(
    "rating.index",
    "Y",
    "综合评价指数",
    "index of a grade",
    "Y_g = Σ ω·Y_g(x)/Σ ω, Y_g(x) = 100 where x meets g, else 0; bounds where a grade is not known",
    f"{GUIDE}, 综合评价指数计算",
    _index_again,
)
_GRADE = formula(
    "rating.grade",
    "grade",
    "清洁生产水平等级",
    "grade",
    "I: Y_I ≥ 85, limiting at I; II: Y_II ≥ 85, limiting at II or better; III: Y_III = 100; missing where not certain",
    f"{GUIDE}, 清洁生产水平评定",
    _grade_again,
)
