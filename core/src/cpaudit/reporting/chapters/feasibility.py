"""Chapter 可行性分析: the studies and the economic results."""

from __future__ import annotations

from functools import partial

from cpaudit.reporting.blocks import Align, Cell
from cpaudit.reporting.cells import common_currency, irr_cell, money_cell, payback_cell, quantity_cell, yes_no_cell
from cpaudit.reporting.chapters.choice import write_choice
from cpaudit.reporting.chapters.missing import missing_data
from cpaudit.reporting.charts import before_after, option_economics
from cpaudit.reporting.charts.option_economics import currencies
from cpaudit.reporting.document import AuditReport, WhatIf
from cpaudit.reporting.draft import Draft
from cpaudit.reporting.formatting import format_percent, format_quantity
from cpaudit.reporting.labels import Label


def write_feasibility(draft: Draft, report: AuditReport) -> None:
    """Write the chapter."""
    draft.chapter(Label.FEASIBILITY)
    _studies(draft, report)
    _economics(draft, report)
    if report.what_if is not None:
        _what_if(draft, report.what_if)
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


def _what_if(draft: Draft, what_if: WhatIf) -> None:
    draft.section(Label.WHAT_IF)
    if what_if.steps:
        draft.sentence(Label.WHAT_IF_SENTENCE, count=len(what_if.steps))
        draft.chart(
            lambda key: before_after(
                key, what_if.changes, draft.language, title=Label.WHAT_IF_CHART, legend=(Label.BEFORE, Label.AFTER)
            )
        )
    draft.table(
        Label.WHAT_IF_STEPS,
        ((Label.CODE, 0.1), (Label.OPTION, 2.4), (Label.SAVED_COST, 1.2, Align.RIGHT), (Label.SAVED_EMISSIONS, 2.0)),
        (
            (
                step.option,
                step.name,
                quantity_cell(step.saved_cost),
                draft.listed(f"{draft.text(name)} {format_quantity(amount)}" for name, amount in step.saved_emissions),
            )
            for step in what_if.steps
        ),
    )
    missing_data(draft, what_if.missing)
