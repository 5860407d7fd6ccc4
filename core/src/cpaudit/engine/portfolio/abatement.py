"""The marginal abatement cost curve (边际减排成本曲线): what each further unit of reduction costs.

Positive costs are put in order by cost per unit reduced, cheapest first. For options that save more than they cost the
ratio says the wrong thing: at the same saving, the one that reduces *more* has the less negative ratio and would come
later (Taylor 2012, Energy Policy 48, 430-438). They come before all others, in the order of what they save a year; an
option that is better in both, saving and reduction, is then never behind the other. Where the ratio would have put them
otherwise, a finding says so; their ratio is shown and ranks nothing.

Options on one stream diminish in this order: each takes its fraction of what is left, and its yearly saving shrinks
with it, its annualised investment does not. An option comes after what it requires; of two that exclude each other the
first in order stays.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from cpaudit.engine import cash_flow
from cpaudit.engine.findings import Finding, finding
from cpaudit.engine.numbers import share
from cpaudit.engine.portfolio.options import Measure, Objective, Options, PortfolioOption, read_options
from cpaudit.engine.portfolio.overlaps import Streams, stream_share
from cpaudit.engine.portfolio.problem import read_measure
from cpaudit.engine.trace import Input, Trace, formula
from cpaudit.text import LocalizedText

_SOURCE = "marginal abatement cost: (annualised investment − yearly saving)/yearly reduction"


class NotOnCurve(StrEnum):
    """Why an option has no place on the curve."""

    UNKNOWN_COST = "UNKNOWN_COST"
    UNKNOWN_REDUCTION = "UNKNOWN_REDUCTION"
    NO_REDUCTION = "NO_REDUCTION"
    NOTHING_LEFT = "NOTHING_LEFT"
    EXCLUDED = "EXCLUDED"
    REQUIREMENT_MISSING = "REQUIREMENT_MISSING"


_SENTENCES: dict[NotOnCurve, tuple[str, str]] = {
    NotOnCurve.UNKNOWN_COST: (
        "投资、年收益、年限或贴现率未知",
        "its investment, its saving, its years or the discount rate is not known",
    ),
    NotOnCurve.UNKNOWN_REDUCTION: ("削减量未知", "its reduction is not known"),
    NotOnCurve.NO_REDUCTION: ("没有削减", "it reduces nothing"),
    NotOnCurve.NOTHING_LEFT: ("同一物流已被其他方案全部削减", "options before it leave nothing on the stream"),
    NotOnCurve.EXCLUDED: ("与排在前面的方案“{other}”互斥", "it is excluded by {other}, which comes before it"),
    NotOnCurve.REQUIREMENT_MISSING: (
        "所依赖的方案“{other}”不在曲线上",
        "it requires {other}, which is not on the curve",
    ),
}


@dataclass(frozen=True, slots=True)
class Abatement:
    """One option on the curve: a bar as wide as its reduction and as high as its cost per unit.

    Attributes:
        option: its name.
        annualised_investment: I·i/(1 − (1+i)^−n), with subsidies taken off.
        annual_saving: P that counts: less than alone where options before it act on the same stream.
        annual_cost: annualised investment − saving.
        reduction: that counts, above zero.
        alone: what it reduces alone.
        cost_per_unit: annual cost/reduction.
        cumulative_reduction, cumulative_cost: with all before it.
        trace: how the cost per unit came about.
    """

    option: str
    annualised_investment: float
    annual_saving: float
    annual_cost: float
    reduction: float
    alone: float
    cost_per_unit: float
    cumulative_reduction: float
    cumulative_cost: float
    trace: Trace


@dataclass(frozen=True, slots=True)
class OffCurve:
    """An option that has no place on the curve, and why."""

    option: str
    reason: NotOnCurve
    message: LocalizedText
    other: str | None = None


@dataclass(frozen=True, slots=True)
class AbatementCurve:
    """The options that reduce one subject, each after what is cheaper.

    Attributes:
        subject: what is reduced.
        steps: the bars from left to right.
        left_out: options that are not on the curve.
        findings: where the order differs from that by cost per unit, and what is assumed of streams.
    """

    subject: str
    steps: tuple[Abatement, ...]
    left_out: tuple[OffCurve, ...]
    findings: tuple[Finding, ...]

    @property
    def reduction(self) -> float:
        """Of all options on the curve."""
        return math.fsum(step.reduction for step in self.steps)

    @property
    def trace(self) -> Trace:
        """How the reduction of all came about."""
        inputs = [
            Input("R", step.reduction, label=step.option, trace=step.trace.inputs[-1].trace) for step in self.steps
        ]
        return _REDUCTION.trace(self.reduction, [Input("subject", self.subject), *inputs])

    def cost_of(self, reduction: float) -> float | None:
        """The cost per unit of the last unit of *reduction*; None where the curve does not reach it."""
        return next((step.cost_per_unit for step in self.steps if step.cumulative_reduction >= reduction), None)


@dataclass(frozen=True, slots=True)
class _Candidate:
    option: PortfolioOption
    payment: float
    saving: float
    reduction: float
    fraction: float

    def cost(self, left: float) -> float:
        """A year, where *left* of the stream is left; an option that costs money every year costs it in full."""
        return self.payment - (self.saving * left if self.saving > 0 else self.saving)

    def per_unit(self, left: float) -> float:
        return self.cost(left) / (self.reduction * left)


def abatement_curve(
    options: Options, *, subject: str | None = None, rate: float | None = None, streams: Streams | None = None
) -> AbatementCurve:
    """Put options in the order of what a unit of reduction costs.

    Args:
        options: as for :func:`select_portfolio`.
        subject: what is reduced; may be left out where the options reduce one thing only.
        rate: at which investments are annualised, for all options; by default each option's discount rate.
        streams: stream → subject → how much of it there is in a year.

    Raises:
        InvalidInput: no option reduces the subject, or a number is not finite or out of its range.
    """
    given = read_options(options)
    known = {name: None for option in given for name in option.reductions or ()}
    if subject is None and len(known) == 1:
        subject = next(iter(known))
    measure = read_measure(Objective.REDUCTION, subject, known)
    interest = None if rate is None else share(rate, "rate")
    off: dict[str, tuple[NotOnCurve, str]] = {}
    candidates: dict[str, _Candidate] = {}
    assumed: dict[str, None] = {}
    for option in given:
        found = _candidate(given, option, measure, interest, streams or {}, assumed)
        if isinstance(found, _Candidate):
            candidates[option.name] = found
        else:
            off[option.name] = (found, "")
    steps = _in_order(candidates, off)
    left_out = tuple(_off(option.name, *off[option.name]) for option in given if option.name in off)
    return AbatementCurve(measure.name, tuple(steps), left_out, tuple(_findings(steps, list(assumed))))


def _candidate(
    given: tuple[PortfolioOption, ...],
    option: PortfolioOption,
    measure: Measure,
    interest: float | None,
    streams: Streams,
    assumed: dict[str, None],
) -> _Candidate | NotOnCurve:
    reduction = option.value(measure)
    if reduction is None:
        return NotOnCurve.UNKNOWN_REDUCTION
    if reduction <= 0:
        return NotOnCurve.NO_REDUCTION
    rate = option.discount_rate if interest is None else interest
    if option.cost is None or option.annual_saving is None:
        return NotOnCurve.UNKNOWN_COST
    if option.cost and (option.years is None or rate is None):
        return NotOnCurve.UNKNOWN_COST
    payment = cash_flow.annuity(option.cost, rate or 0, option.years or 1) if option.cost else 0.0
    others = [other for other in given if other.stream == option.stream and (other.value(measure) or 0) > 0]
    fraction = 0.0
    if option.stream is not None and len(others) > 1:
        fraction, guessed = stream_share(given, option, measure, streams)
        if guessed:
            assumed[option.stream] = None
    return _Candidate(option, payment, option.annual_saving, reduction, fraction)


def _in_order(candidates: dict[str, _Candidate], off: dict[str, tuple[NotOnCurve, str]]) -> list[Abatement]:
    """Take the best of what is left, again and again; what is taken changes what the others bring."""
    left: dict[str, float] = {}
    steps: list[Abatement] = []
    placed: dict[str, None] = {}
    waiting = dict(candidates)
    while waiting:
        ready = [each for each in waiting.values() if all(name in placed for name in each.option.requires)]
        if not ready:
            break
        best = min(ready, key=lambda each: _key(each, left.get(each.option.stream or "", 1.0)))
        name, stream = best.option.name, best.option.stream or ""
        del waiting[name]
        rival = next((other for other in placed if _exclude(candidates[other].option, best.option)), None)
        remaining = left.get(stream, 1.0) if best.fraction else 1.0
        if rival is not None:
            off[name] = (NotOnCurve.EXCLUDED, rival)
        elif remaining <= 0:
            off[name] = (NotOnCurve.NOTHING_LEFT, "")
        else:
            placed[name] = None
            steps.append(_step(best, remaining, steps))
            left[stream] = left.get(stream, 1.0) * (1 - best.fraction)
    for name, each in waiting.items():
        missing = next(other for other in each.option.requires if other not in placed)
        off[name] = (NotOnCurve.REQUIREMENT_MISSING, missing)
    return steps


def _key(each: _Candidate, left: float) -> tuple[bool, float, float]:
    remaining = left if each.fraction else 1.0
    if remaining <= 0:
        return (True, math.inf, 0.0)
    cost = each.cost(remaining)
    return (cost >= 0, cost if cost < 0 else each.per_unit(remaining), -each.reduction * remaining)


def _exclude(one: PortfolioOption, other: PortfolioOption) -> bool:
    return other.name in one.excludes or one.name in other.excludes


def _step(each: _Candidate, left: float, before: list[Abatement]) -> Abatement:
    saving = each.saving * left if each.saving > 0 else each.saving
    reduction, cost = each.reduction * left, each.cost(left)
    counted = _COUNTED.trace(reduction, [Input("r", each.reduction), Input("left", left)])
    trace = _COST.trace(
        cost / reduction,
        [
            Input("A", each.payment, "1/a"),
            Input("P", each.saving, "1/a"),
            Input("left", left),
            counted.as_input(),
        ],
    )
    last = before[-1] if before else None
    return Abatement(
        each.option.name,
        each.payment,
        saving,
        cost,
        reduction,
        each.reduction,
        cost / reduction,
        reduction + (last.cumulative_reduction if last else 0.0),
        cost + (last.cumulative_cost if last else 0.0),
        trace,
    )


def _off(name: str, reason: NotOnCurve, other: str) -> OffCurve:
    zh, en = (sentence.format(other=other) for sentence in _SENTENCES[reason])
    return OffCurve(name, reason, LocalizedText({"zh-CN": zh, "en": en}), other or None)


def _findings(steps: list[Abatement], assumed: list[str]) -> list[Finding]:
    found = []
    ratios = [step.cost_per_unit for step in steps if step.annual_cost < 0]
    if ratios != sorted(ratios):
        found.append(
            finding(
                "NEGATIVE_COST_ORDER",
                "负成本方案按年净收益排序：按单位成本排序会使削减量大的方案反而靠后",
                "options of negative cost are in the order of what they save a year: by cost per unit, those that"
                " reduce more would come later",
            )
        )
    if assumed:
        names = ", ".join(assumed)
        found.append(
            finding(
                "STREAM_UNKNOWN",
                f"{names}：物流总量未知，按其中最大单项削减量计",
                f"{names}: how much is in the stream is not known; it is taken to hold what the largest of its options"
                " takes away",
            )
        )
    return found


_COUNTED = formula(
    "abatement.counted",
    "R",
    "计入的削减量",
    "reduction that counts",
    "R = r·left",
    _SOURCE,
    lambda a: a.number("r") * a.number("left"),
)
_COST = formula(
    "abatement.cost",
    "MAC",
    "单位削减成本",
    "cost per unit reduced",
    "MAC = (A − P·left)/R where P > 0, else (A − P)/R",
    _SOURCE,
    lambda a: (
        (a.number("A") - (a.number("P") * a.number("left") if a.number("P") > 0 else a.number("P"))) / a.number("R")
    ),
)
_REDUCTION = formula(
    "abatement.reduction",
    "ΣR",
    "累计削减量",
    "reduction of all options on the curve",
    "ΣR = Σ R",
    _SOURCE,
    lambda a: math.fsum(a.numbers("R")),
)
