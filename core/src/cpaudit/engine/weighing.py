"""How much each indicator counts: weights of what applies, and shares of the products in what is asked of several.

The weights of one level are divided by the sum of those that apply, so that the weights of indicators which do
not apply are shared out within their category, in proportion. Where a whole category does not apply, its weight
is shared out among the others in the same way: otherwise an enterprise could not reach 100 for what it does not
have to do.

Indicators of one group ask the same of several products. The group has one weight, which its products share by
their output; the indicator of a product that is not made does not apply. Where an output is not known, the group
counts as a whole: it surely meets what all of its indicators meet, and may meet what one of them does.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cpaudit.engine.grades import GradeSpan, weakest
from cpaudit.engine.grading import GUIDE, Graded
from cpaudit.engine.indicator_systems import IndicatorScheme, SchemeIndicator
from cpaudit.engine.numbers import InvalidNumber
from cpaudit.engine.quantities import Quantity
from cpaudit.engine.trace import Arguments, Conversion, Formula, Input, Trace, formula
from cpaudit.engine.units import affine_between, parse
from cpaudit.errors import InvalidInput

SMALLEST_OUTPUT = 1e-60
"""No amount of a product comes near it, and shares of larger ones can be told from zero."""

Outputs = Mapping[str, Quantity | None]
"""How much was made of each product; None where that is not known."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What enters the index with one weight: an indicator, or a group whose shares are not known.

    Attributes:
        codes: of the indicators.
        label: code of the indicator, or key of the group.
        span: its grade.
        trace: how the grade came about.
        weight: ω, its share in the whole.
        weight_trace: how that came about.
    """

    codes: tuple[str, ...]
    label: str
    span: GradeSpan
    trace: Trace
    weight: float
    weight_trace: Trace


def check_outputs(scheme: IndicatorScheme, outputs: Outputs) -> None:
    """Do nothing where the outputs are amounts of the system's products, comparable within a group.

    Raises:
        InvalidInput: a product is not in the system.
        InvalidNumber: an output is negative, or too small to have a share.
        UnitError: outputs of one group do not measure the same thing.
    """
    for product, output in outputs.items():
        if product not in scheme.products:
            raise InvalidInput(f"no indicator is taken for the product {product!r}", path=("outputs", product))
        if output is not None and not (output.value == 0 or output.value >= SMALLEST_OUTPUT):
            raise InvalidNumber(f"{output} is no amount of a product", path=("outputs", product))
    for group in {each.group for each in scheme.indicators} - {""}:
        _comparable([each for each in scheme.indicators if each.group == group], outputs)


def is_made(indicator: SchemeIndicator, outputs: Outputs) -> bool:
    """Whether the product for which the indicator is taken is made, or may be."""
    output = outputs.get(indicator.product)
    return output is None or output.value > 0


def missing_outputs(scheme: IndicatorScheme, graded: Mapping[str, Graded], outputs: Outputs) -> tuple[str, ...]:
    """The products whose output has to be known to share out a weight."""
    missing = []
    for group in {each.group: None for each in scheme.indicators if each.group}:
        members = [each for each in scheme.indicators if each.group == group and graded[each.code].applies]
        if len(members) > 1:
            missing += [each.product for each in members if outputs.get(each.product) is None]
    return tuple(dict.fromkeys(missing))


def weigh(scheme: IndicatorScheme, graded: Mapping[str, Graded], outputs: Outputs) -> tuple[Entry, ...]:
    """What enters the index, in the order of the system; nothing where nothing applies.

    Args:
        graded: every indicator of the system.
        outputs: checked by :func:`check_outputs`.
    """
    applying = [each for each in scheme.indicators if graded[each.code].applies]
    weights = {code: _Weights(code, weight, applying) for code, weight in scheme.categories}
    whole = [Input("Σ w_i", each.category, label=code) for code, each in weights.items() if each.members]
    entries: list[Entry] = []
    seen: set[str] = set()
    for indicator in applying:
        if indicator.group in seen:
            continue
        members = [indicator]
        if indicator.group:
            seen.add(indicator.group)
            members = [each for each in applying if each.group == indicator.group]
        level = [*weights[indicator.category].inputs(indicator), *whole]
        entries += _entries(members, graded, outputs, level)
    return tuple(entries)


class _Weights:
    """The weights of one category."""

    def __init__(self, code: str, weight: float, applying: Sequence[SchemeIndicator]) -> None:
        self.code = code
        self.category = weight
        self.members: dict[str, float] = {}
        for each in applying:
            if each.category == code:
                self.members.setdefault(each.group or each.code, each.weight)

    def inputs(self, indicator: SchemeIndicator) -> list[Input]:
        """The indicator's weight and that of its category, with what they are divided by."""
        return [
            Input("w_i", self.category, label=self.code),
            Input("w_ij", indicator.weight, label=indicator.code),
            *(Input("Σ w_ij", weight, label=label) for label, weight in self.members.items()),
        ]


def _entries(
    members: Sequence[SchemeIndicator], graded: Mapping[str, Graded], outputs: Outputs, level: list[Input]
) -> list[Entry]:
    shares = _output_inputs(members, outputs) if len(members) > 1 else []
    if shares is None:
        return [_whole_group(members, graded, level)]
    entries = []
    for position, indicator in enumerate(members):
        inputs = [*level, *([Input("q", shares[position].value, shares[0].unit)] if shares else []), *shares]
        weight, trace = _weighed(inputs)
        found = graded[indicator.code]
        entries.append(Entry((indicator.code,), indicator.code, found.span, found.trace, weight, trace))
    return entries


def _whole_group(members: Sequence[SchemeIndicator], graded: Mapping[str, Graded], level: list[Input]) -> Entry:
    span = weakest(graded[each.code].span for each in members)
    inputs = [graded[each.code].trace.as_input(label=each.code) for each in members]
    weight, weight_trace = _weighed(level)
    return Entry(
        tuple(each.code for each in members),
        members[0].group,
        span,
        _GROUP.trace(span.as_value(), inputs),
        weight,
        weight_trace,
    )


def _output_inputs(members: Sequence[SchemeIndicator], outputs: Outputs) -> list[Input] | None:
    """The output of each member's product, all in the unit of the first; None where one is not known."""
    unit = ""
    inputs = []
    for each in members:
        output = outputs.get(each.product)
        if output is None:
            return None
        unit = unit or output.unit
        change = affine_between(parse(output.unit).without_products(), parse(unit).without_products())
        conversion = Conversion(output.value, output.unit, change.factor)
        inputs.append(Input("Σ q", change(output.value), unit, each.product, conversion))
    return inputs


def _comparable(members: Sequence[SchemeIndicator], outputs: Outputs) -> None:
    known = [(each.product, output) for each in members if (output := outputs.get(each.product)) is not None]
    for product, output in known:
        try:
            change = affine_between(parse(output.unit).without_products(), parse(known[0][1].unit).without_products())
        except InvalidInput as error:
            error.path = ("outputs", product)
            raise
        if change.offset or parse(output.unit).offset:
            raise InvalidInput("a temperature is no output", path=("outputs", product))


def _weighed(inputs: list[Input]) -> tuple[float, Trace]:
    weight = _weight(Arguments((each.symbol, each.value) for each in inputs))
    return weight, _WEIGHT.trace(weight, inputs)


def _weight(arguments: Arguments) -> float:
    category = arguments.number("w_i") / math.fsum(arguments.numbers("Σ w_i"))
    within = arguments.number("w_ij") / math.fsum(arguments.numbers("Σ w_ij"))
    output = arguments.maybe("q")
    return category * within * (1.0 if output is None else output / math.fsum(arguments.numbers("Σ q")))


_WEIGHT: Formula = formula(
    "rating.weight",
    "ω",
    "指标权重",
    "weight of an indicator",
    "ω = w_i/Σ w_i · w_ij/Σ w_ij · q/Σ q, over what applies; q where products share a weight",
    f"{GUIDE}, 权重; weights by output after the practice of industry systems for several products",
    _weight,
)
_GROUP = formula(
    "rating.group",
    "grade",
    "产品组等级",
    "grade of a group whose outputs are not known",
    "from the worst to the best grade of its indicators",
    f"{GUIDE}, 隶属函数",
    lambda a: weakest(GradeSpan.from_value(value) for value in a.all("grade")).as_value(),
)
