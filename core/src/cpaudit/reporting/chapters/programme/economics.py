"""Chapters 方案 and 投资与效益: how many options, what they cost and bring, and who paid."""

from __future__ import annotations

from collections.abc import Sequence

from cpaudit.reporting.blocks import Align
from cpaudit.reporting.chapters.programme.sums import FEWEST_DRAWN, breakdowns, named, printed, sum_cell
from cpaudit.reporting.charts import BarRow, amount_bars
from cpaudit.reporting.document import Group, MoneySum, NamedSum, ProgrammeReport
from cpaudit.reporting.draft import CellContent, Draft
from cpaudit.reporting.formatting import UNKNOWN, format_number
from cpaudit.reporting.phrases import Phrase
from cpaudit.reporting.programme_labels import ProgrammeLabel

_MONEY = (
    (ProgrammeLabel.INVESTMENT, 1.1, Align.RIGHT),
    (ProgrammeLabel.COST, 1.1, Align.RIGHT),
    (ProgrammeLabel.SAVING_PLANNED, 1.1, Align.RIGHT),
    (ProgrammeLabel.SAVING, 1.1, Align.RIGHT),
    (ProgrammeLabel.PAYBACK, 0.9, Align.RIGHT),
)


def write_option_counts(draft: Draft, report: ProgrammeReport) -> None:
    """Write how many options there are of each state, and of each class of those that were carried out."""
    draft.chapter(ProgrammeLabel.OPTIONS)
    for heading, column, sums in (
        (ProgrammeLabel.OPTIONS_BY_STATE, ProgrammeLabel.STATE, report.options),
        (ProgrammeLabel.OPTIONS_BY_CLASS, ProgrammeLabel.OPTIONS_CARRIED_OUT, report.carried_out),
    ):
        draft.section(heading)
        _counts(draft, heading, column, sums)


def _counts(draft: Draft, heading: Phrase, column: Phrase, sums: Sequence[NamedSum]) -> None:
    if sums:
        rows = [BarRow(each.name, (each.sum.number,)) for each in sums]
        series = (ProgrammeLabel.NUMBER_OF_OPTIONS,)
        draft.chart(lambda key: amount_bars(key, draft.say(heading), rows, draft.language, series=series, names=column))
    draft.table(
        heading,
        ((column, 2.0), (ProgrammeLabel.NUMBER_OF_OPTIONS, 1.0, Align.RIGHT)),
        ((each.name, sum_cell(each.sum)) for each in sums),
    )


def write_economics(draft: Draft, report: ProgrammeReport) -> None:
    """Write investment, saving and payback, in all and broken down, and the funding."""
    draft.chapter(ProgrammeLabel.ECONOMICS)
    draft.section(ProgrammeLabel.MONEY_TABLE)
    draft.table(
        ProgrammeLabel.MONEY_TABLE,
        ((ProgrammeLabel.MONEY_UNIT, 1.3), *_MONEY),
        ((money.unit, *_amounts(draft, money)) for money in report.money),
    )
    for place, money in enumerate(report.money):
        unit = printed(draft, money.unit)
        for heading, name, groups in breakdowns(
            report,
            ProgrammeLabel.MONEY_BY_CITY,
            ProgrammeLabel.MONEY_BY_STAGE,
            ProgrammeLabel.MONEY_BY_SECTOR,
        ):
            _by_group(draft, heading.fill(draft.language, unit=unit), name, groups, place, unit)
    draft.section(ProgrammeLabel.FUNDING)
    draft.table(
        ProgrammeLabel.FUNDING,
        ((ProgrammeLabel.FUNDING_SOURCE, 2.0), (ProgrammeLabel.AMOUNT, 1.2, Align.RIGHT), (ProgrammeLabel.UNIT, 0.8)),
        ((each.name, sum_cell(each.sum), each.sum.unit) for each in report.funding),
    )


def _amounts(draft: Draft, money: MoneySum) -> tuple[CellContent, ...]:
    sums = (money.investment, money.cost, money.saving_planned, money.saving)
    return (*map(sum_cell, sums), _payback(draft, money))


def _payback(draft: Draft, money: MoneySum) -> str:
    if money.payback_years is None:
        return UNKNOWN
    years = format_number(money.payback_years, decimals=1)
    return ProgrammeLabel.PAYBACK_PLANNED.fill(draft.language, years=years) if money.payback_planned else years


def _by_group(draft: Draft, title: str, name: Phrase, groups: Sequence[Group], place: int, unit: str) -> None:
    rows = [
        BarRow(named(draft, group.name), (group.money[place].cost.number, group.money[place].saving.number))
        for group in groups
    ]
    draft.section(title)
    if len(groups) >= FEWEST_DRAWN:
        series = (ProgrammeLabel.COST, ProgrammeLabel.SAVING)
        draft.chart(lambda key: amount_bars(key, title, rows, draft.language, series=series, names=name, unit=unit))
    draft.table(
        title,
        ((name, 1.3), (ProgrammeLabel.OPTIONS_CARRIED_OUT, 0.7, Align.RIGHT), *_MONEY),
        ((named(draft, group.name), sum_cell(group.options), *_amounts(draft, group.money[place])) for group in groups),
    )
