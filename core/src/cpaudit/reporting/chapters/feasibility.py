"""Chapter 可行性分析: the studies and the economic results."""

from __future__ import annotations

from functools import partial

from cpaudit.reporting.blocks import Align, Cell
from cpaudit.reporting.cells import common_currency, irr_cell, money_cell, payback_cell, yes_no_cell
from cpaudit.reporting.chapters.choice import write_choice
from cpaudit.reporting.charts import option_economics
from cpaudit.reporting.charts.option_economics import currencies
from cpaudit.reporting.document import AuditReport
from cpaudit.reporting.draft import Draft
from cpaudit.reporting.formatting import format_percent
from cpaudit.reporting.labels import Label


def write_feasibility(draft: Draft, report: AuditReport) -> None:
    """Write the chapter."""
    draft.chapter(Label.FEASIBILITY)
    _studies(draft, report)
    _economics(draft, report)
    write_choice(draft, report)


def _studies(draft: Draft, report: AuditReport) -> None:
    names = {option.code: option.name for option in report.options}
    draft.section(Label.STUDIES)
    if not report.studies:
        draft.not_recorded(Label.STUDIES)
    for study in report.studies:
        name = draft.text(names.get(study.option, ""))
        draft.facts(
            Label.FEASIBILITY_STUDY.fill(draft.language, code=study.option, name=name),
            (
                (Label.TECHNICAL, study.technical),
                (Label.ENVIRONMENTAL, study.environmental),
                (Label.ECONOMIC, study.economic),
                (Label.RECOMMENDED, yes_no_cell(study.recommended, draft.language)),
                (Label.STUDY_CONCLUSION, study.conclusion),
            ),
        )


def _economics(draft: Draft, report: AuditReport) -> None:
    priced = [(option, option.economics) for option in report.options if option.economics]
    currency = common_currency(
        [money for _, result in priced for money in (result.investment, result.annual_saving, result.npv)]
    )
    unit = f" ({currency})" if currency else ""
    draft.section(Label.ECONOMIC_RESULTS)
    draft.table(
        Label.ECONOMIC_RESULTS,
        (
            (Label.CODE, 0.1),
            (draft.say(Label.INVESTMENT) + unit, 1.1, Align.RIGHT),
            (draft.say(Label.ANNUAL_SAVING) + unit, 1.1, Align.RIGHT),
            (Label.PAYBACK, 1.0, Align.RIGHT),
            (draft.say(Label.NPV) + unit, 1.1, Align.RIGHT),
            (Label.NPV_RATIO, 0.9, Align.RIGHT),
            (Label.IRR, 0.9, Align.RIGHT),
            (Label.FEASIBLE, 0.8, Align.CENTER),
        ),
        (
            (
                option.code,
                money_cell(result.investment, with_currency=not currency),
                money_cell(result.annual_saving, with_currency=not currency),
                payback_cell(result, draft.language),
                money_cell(result.npv, with_currency=not currency),
                Cell(format_percent(result.npv_ratio)),
                irr_cell(result, draft.language),
                yes_no_cell(result.feasible, draft.language),
            )
            for option, result in priced
        ),
    )
    judged = [(option, result.reasons) for option, result in priced if result.reasons]
    if judged:
        draft.table(
            Label.CRITERIA,
            ((Label.CODE, 0.1), (Label.OPTION, 2.0), (Label.CRITERIA, 4.0)),
            ((option.code, option.name, draft.listed(reasons)) for option, reasons in judged),
        )
    # An amount in one currency has no place on the axis of another.
    for each in currencies(report.options) or ("",):
        draft.chart(partial(option_economics, options=report.options, currency=each, language=draft.language))
