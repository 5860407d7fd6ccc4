"""Sections 方案组合 and 边际减排成本: which options are chosen, how sure that is, and what a reduction costs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from cpaudit.reporting.blocks import Align, Tone
from cpaudit.reporting.cells import money_cell
from cpaudit.reporting.charts import abatement, tornado
from cpaudit.reporting.document import AbatementCurve, AuditReport, OmittedOption, Portfolio
from cpaudit.reporting.draft import Draft
from cpaudit.reporting.formatting import format_money, format_percent
from cpaudit.reporting.labels import Label


def write_choice(draft: Draft, report: AuditReport) -> None:
    """Write both sections."""
    names = {option.code: draft.text(option.name) for option in report.options}
    draft.section(Label.PORTFOLIO)
    if report.choice_obstacle:
        draft.note(report.choice_obstacle, Tone.WARNING)
    elif report.portfolio is None:
        draft.not_recorded(Label.PORTFOLIO)
    else:
        _portfolio(draft, report.portfolio, names)
    if report.curves:
        draft.section(Label.ABATEMENT_CURVES)
        draft.sentence(Label.ABATEMENT_NOTE)
    for curve in report.curves:
        _curve(draft, curve, names)


def _portfolio(draft: Draft, portfolio: Portfolio, names: dict[str, str]) -> None:
    draft.sentence(
        Label.PORTFOLIO_UNLIMITED if portfolio.budget is None else Label.PORTFOLIO_WITHIN,
        budget=format_money(portfolio.budget),
        count=len(portfolio.chosen),
        spent=format_money(portfolio.spent),
        value=format_money(portfolio.value),
    )
    draft.table(
        Label.CHOSEN_OPTIONS,
        (
            (Label.CODE, 0.1),
            (Label.OPTION, 3.0),
            (Label.NET_COST, 1.4, Align.RIGHT),
            (Label.COUNTED_NPV, 1.4, Align.RIGHT),
        ),
        (
            (each.option, names.get(each.option, ""), money_cell(each.cost), money_cell(each.counted))
            for each in portfolio.chosen
        ),
    )
    _omitted(draft, Label.OMITTED_OPTIONS, portfolio.omitted, names)
    for finding in portfolio.findings:
        draft.note(finding)
    if portfolio.swings:
        draft.sentence(Label.TORNADO_NOTE, spread=format_percent(portfolio.spread, decimals=0))
        draft.chart(partial(tornado, portfolio=portfolio, language=draft.language))


def _curve(draft: Draft, curve: AbatementCurve, names: dict[str, str]) -> None:
    draft.chart(partial(abatement, curve=curve, language=draft.language))
    _omitted(draft, Label.NOT_ON_CURVE.fill(draft.language, subject=curve.subject), curve.omitted, names)
    for finding in curve.findings:
        draft.note(finding)


def _omitted(draft: Draft, caption: Label | str, omitted: Sequence[OmittedOption], names: dict[str, str]) -> None:
    if omitted:
        draft.table(
            caption,
            ((Label.CODE, 0.1), (Label.OPTION, 3.0), (Label.REASON, 2.8)),
            ((each.option, names.get(each.option, ""), each.reason) for each in omitted),
        )
