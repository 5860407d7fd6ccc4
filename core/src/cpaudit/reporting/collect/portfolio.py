"""The choice among options as a report tells it: by net present value, within the funding on record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from cpaudit import engine
from cpaudit.errors import CpauditError
from cpaudit.gates.figures import chosen_options, funding, option_records
from cpaudit.gates.snapshot import Snapshot
from cpaudit.library import Library
from cpaudit.options import portfolio
from cpaudit.options.models import Option
from cpaudit.options.portfolio import SPREAD, Candidates
from cpaudit.reporting import document as doc
from cpaudit.reporting.figures import Money
from cpaudit.reporting.text import Text
from cpaudit.text import LocalizedText

MOST_BARS = 10
MOST_VARIED = 60
"""With more options than this a report has no tornado: each bar chooses twice anew."""
MOST_CURVES = 4

_INPUTS: Mapping[str, Text] = {
    "investment": LocalizedText({"zh-CN": "投资", "en": "investment"}),
    "annual_saving": LocalizedText({"zh-CN": "年收益", "en": "annual saving"}),
    "discount_rate": LocalizedText({"zh-CN": "贴现率", "en": "discount rate"}),
    "budget": LocalizedText({"zh-CN": "预算", "en": "budget"}),
}

_OBSTACLE = "方案的货币、价格年份或计量单位不一致，或没有未否决的方案，无法进行组合选择。"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a report says of the choice; ``obstacle`` where it cannot be made, ``traces`` how it came about."""

    portfolio: doc.Portfolio | None = None
    curves: tuple[doc.AbatementCurve, ...] = ()
    obstacle: Text = ""
    traces: tuple[engine.Trace, ...] = ()


def choice(snapshot: Snapshot, library: Library) -> Choice:
    """The portfolio and the curves of an audit."""
    try:
        given = portfolio.candidates(*option_records(snapshot), library)
        budget = funding(snapshot)
        found = chosen_options(given, budget)
        curves = [(subject, portfolio.curve(given, subject)) for subject in given.units]
        drawn = [(subject, each) for subject, each in curves if each.steps][:MOST_CURVES]
        return Choice(
            None if found is None else _portfolio(found, given, budget),
            tuple(_curve(subject, each, given) for subject, each in drawn),
            traces=(*(() if found is None else (found.trace,)), *(each.trace for _, each in drawn)),
        )
    except CpauditError as error:
        if not snapshot.of(Option):
            return Choice()
        return Choice(obstacle=LocalizedText({"zh-CN": _OBSTACLE, "en": f"No choice can be made: {error.message}."}))


def _portfolio(found: engine.Portfolio, given: Candidates, budget: Decimal | None) -> doc.Portfolio:
    varied = len(given.options) <= MOST_VARIED
    swings = engine.tornado(found, spread=SPREAD, most=MOST_BARS) if varied else ()
    costs = {option.name: option.cost for option in given.options}
    return doc.Portfolio(
        budget=None if budget is None else _money(float(budget), given),
        spent=_money(found.spent, given),
        value=None if found.value is None else _money(found.value, given),
        chosen=tuple(
            doc.ChosenOption(code, _money(costs[code], given), _money(counted, given))
            for code, counted in zip(found.chosen, found.counted, strict=True)
        ),
        omitted=tuple(doc.OmittedOption(each.option, each.message) for each in found.left_out),
        swings=tuple(_swing(each) for each in swings if each.span > 0),
        spread=SPREAD,
        findings=tuple(each.message for each in (*given.findings, *found.findings)),
    )


def _swing(bar: engine.Swing) -> doc.Swing:
    return doc.Swing(
        option=bar.option or "",
        input=_INPUTS.get(bar.input, bar.input),
        low=bar.low,
        high=bar.high,
        value_low=bar.value_low,
        value_high=bar.value_high,
        changes_choice=bar.changes_choice,
        is_rate=bar.input == "discount_rate",
    )


def _curve(subject: str, found: engine.AbatementCurve, given: Candidates) -> doc.AbatementCurve:
    # what has nothing to do with the subject is no gap in its curve
    acting = [each for each in found.left_out if each.reason is not engine.NotOnCurve.NO_REDUCTION]
    return doc.AbatementCurve(
        subject=subject,
        unit=given.units[subject],
        currency=given.currency or "",
        steps=tuple(
            doc.AbatementStep(
                step.option,
                given.names[step.option],
                step.reduction,
                step.cost_per_unit,
                step.cumulative_reduction,
            )
            for step in found.steps
        ),
        omitted=tuple(doc.OmittedOption(each.option, each.message) for each in acting),
        findings=tuple(each.message for each in found.findings),
    )


def _money(amount: float | None, given: Candidates) -> Money:
    return Money(amount, given.currency or "", given.price_year)
