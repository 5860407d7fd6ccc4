"""Chapter 方案实施: schedule, funding, cost and effect, before and after."""

from __future__ import annotations

from cpaudit.reporting.blocks import Align, Cell, Tone
from cpaudit.reporting.cells import common_currency, money_cell, quantity_cell, yes_no_cell
from cpaudit.reporting.charts import before_after
from cpaudit.reporting.document import AuditReport, OptionEntry, OptionState
from cpaudit.reporting.draft import Draft
from cpaudit.reporting.formatting import format_percent
from cpaudit.reporting.labels import Label


def write_implementation(draft: Draft, report: AuditReport) -> None:
    """Write the chapter."""
    draft.chapter(Label.IMPLEMENTATION)
    _schedule(draft, report)
    _funding(draft, report)
    write_outcomes(draft, report)
    _before_after(draft, report)


def _schedule(draft: Draft, report: AuditReport) -> None:
    draft.section(Label.SCHEDULE)
    draft.table(
        Label.SCHEDULE,
        (
            (Label.CODE, 0.1),
            (Label.OPTION, 2.8),
            (Label.OWNER, 1.0),
            (Label.START, 1.1),
            (Label.END, 1.1),
            (Label.STATE, 1.0),
        ),
        (
            (
                option.code,
                option.name,
                option.owner,
                option.planned_start,
                option.planned_end,
                draft.word(option.state),
            )
            for option in report.options
            if _scheduled(option)
        ),
    )


def _scheduled(option: OptionEntry) -> bool:
    return option.state in (OptionState.RECOMMENDED, OptionState.SCHEDULED) or option.state.carried_out


def _funding(draft: Draft, report: AuditReport) -> None:
    names = {option.code: option.name for option in report.options}
    draft.section(Label.FUNDING)
    draft.table(
        Label.FUNDING,
        ((Label.CODE, 0.1), (Label.OPTION, 2.4), (Label.FUNDING_SOURCE, 2.0), (Label.AMOUNT, 1.2, Align.RIGHT)),
        (
            (funding.option, names.get(funding.option, ""), funding.source, money_cell(funding.amount))
            for funding in report.funding
        ),
    )


def write_outcomes(draft: Draft, report: AuditReport) -> None:
    """Write what the options that were carried out cost and brought."""
    measured = [
        (
            option,
            option.outcome,
            (
                option.economics.investment if option.economics else None,
                option.outcome.actual_cost,
                option.economics.annual_saving if option.economics else None,
                option.outcome.actual_saving,
            ),
        )
        for option in report.options
        if option.outcome
    ]
    currency = common_currency([money for _, _, amounts in measured for money in amounts])
    unit = f" ({currency})" if currency else ""
    headings = (Label.PLANNED_COST, Label.ACTUAL_COST, Label.PLANNED_SAVING, Label.ACTUAL_SAVING)
    draft.section(Label.OUTCOMES)
    draft.table(
        Label.OUTCOMES,
        (
            (Label.CODE, 0.1),
            (Label.OPTION, 2.2),
            *((draft.say(heading) + unit, 1.1, Align.RIGHT) for heading in headings),
            (Label.EFFECTIVE, 0.8, Align.CENTER),
        ),
        (
            (
                option.code,
                option.name,
                *(money_cell(money, with_currency=not currency) for money in amounts),
                yes_no_cell(outcome.effective, draft.language),
            )
            for option, outcome, amounts in measured
        ),
    )
    draft.table(
        Label.ENVIRONMENTAL_EFFECTS,
        (
            (Label.CODE, 0.1),
            (Label.OPTION, 2.6),
            (Label.EFFECT, 1.6),
            (Label.PLANNED_REDUCTION, 1.2, Align.RIGHT),
            (Label.REDUCTION, 1.2, Align.RIGHT),
        ),
        (
            (option.code, option.name, effect.name, quantity_cell(effect.planned), quantity_cell(effect.reduction))
            for option, outcome, _ in measured
            for effect in outcome.effects
        ),
    )


def _before_after(draft: Draft, report: AuditReport) -> None:
    draft.section(Label.BEFORE_AFTER)
    draft.chart(lambda key: before_after(key, report.inventory, draft.language))
    if not report.inventory:
        return
    draft.table(
        Label.BEFORE_AFTER,
        (
            (Label.ITEM, 2.4),
            (Label.BEFORE, 1.4, Align.RIGHT),
            (Label.AFTER, 1.4, Align.RIGHT),
            (Label.CHANGE, 1.0, Align.RIGHT),
        ),
        (
            (
                change.name,
                quantity_cell(change.before),
                quantity_cell(change.after),
                Cell(format_percent(change.change, signed=True)),
            )
            for change in report.inventory
        ),
    )
    for doubt in report.inventory_doubts:
        draft.note(Label.DOUBT.fill(draft.language, text=draft.text(doubt)), Tone.WARNING)
