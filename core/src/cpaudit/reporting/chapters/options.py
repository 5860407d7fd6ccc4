"""Chapter 方案产生和筛选: the option register and its screening."""

from __future__ import annotations

from cpaudit.phases import CostClass
from cpaudit.reporting.blocks import Align, Cell, Mark, Tone
from cpaudit.reporting.cells import common_currency, money_cell
from cpaudit.reporting.document import AuditReport, OptionEntry, OptionState
from cpaudit.reporting.draft import Draft
from cpaudit.reporting.formatting import format_number
from cpaudit.reporting.labels import Label


def write_options(draft: Draft, report: AuditReport) -> None:
    """Write the chapter."""
    draft.chapter(Label.OPTIONS_AND_SCREENING)
    draft.section(Label.OPTION_REGISTER)
    if report.options:
        draft.sentence(
            Label.OPTIONS_SENTENCE,
            total=len(report.options),
            done=sum(option.state.carried_out for option in report.options),
            rejected=sum(option.state is OptionState.REJECTED for option in report.options),
        )
        _tally(draft, report.options)
    _register(draft, report.options)
    _reasons(draft, report.options)
    _screening(draft, report)
    rejected = [option for option in report.options if option.state is OptionState.REJECTED]
    if rejected:
        draft.section(Label.REJECTED_OPTIONS)
        draft.table(
            Label.REJECTED_OPTIONS,
            ((Label.CODE, 0.1), (Label.OPTION, 2.5), (Label.REASON, 2.5)),
            ((option.code, option.name, option.rejection) for option in rejected),
        )


def _tally(draft: Draft, options: tuple[OptionEntry, ...]) -> None:
    def row(name: str, counted: list[OptionEntry], tone: Tone = Tone.PLAIN) -> tuple[Cell, ...]:
        done = sum(option.state.carried_out for option in counted)
        rejected = sum(option.state is OptionState.REJECTED for option in counted)
        return tuple(Cell(text, tone=tone) for text in (name, str(len(counted)), str(done), str(rejected)))

    draft.table(
        Label.OPTION_TALLY,
        (
            (Label.COST_CLASS, 2.0),
            (Label.NUMBER_OF_OPTIONS, 1.0, Align.RIGHT),
            (Label.NUMBER_DONE, 1.0, Align.RIGHT),
            (Label.NUMBER_REJECTED, 1.0, Align.RIGHT),
        ),
        (
            *(
                row(draft.word(cost_class), [option for option in options if option.cost_class is cost_class])
                for cost_class in CostClass
            ),
            row(draft.say(Label.SUM), list(options), Tone.STRONG),
        ),
    )


def _register(draft: Draft, options: tuple[OptionEntry, ...]) -> None:
    invested = [option.economics.investment if option.economics else None for option in options]
    saved = [option.economics.annual_saving if option.economics else None for option in options]
    currency = common_currency([*invested, *saved])
    unit = f" ({currency})" if currency else ""
    draft.table(
        Label.OPTION_REGISTER,
        (
            (Label.CODE, 0.1),
            (Label.OPTION, 5.0),
            (Label.ASPECT, 1.0),
            (Label.COST_CLASS, 0.1),
            (Label.ORIGIN, 0.1),
            (Label.STATE, 0.1),
            (draft.say(Label.INVESTMENT) + unit, 0.6, Align.RIGHT),
            (draft.say(Label.ANNUAL_SAVING) + unit, 0.6, Align.RIGHT),
        ),
        (
            (
                option.code,
                _named(draft, option),
                draft.word(option.aspect),
                draft.word(option.cost_class),
                draft.word(option.origin),
                draft.word(option.state),
                money_cell(investment, with_currency=not currency),
                money_cell(saving, with_currency=not currency),
            )
            for option, investment, saving in zip(options, invested, saved, strict=True)
        ),
    )


def _reasons(draft: Draft, options: tuple[OptionEntry, ...]) -> None:
    proposed = [(option, option.proposal) for option in options if option.proposal is not None]
    if not proposed:
        return
    draft.table(
        Label.PROPOSAL_REASONS,
        ((Label.CODE, 0.1), (Label.OPTION, 2.0), (Label.REASON, 4.0), (Label.SCORE, 0.5, Align.RIGHT)),
        (
            (
                option.code,
                option.name,
                "\n".join(f"{draft.text(reason)} ({weight:+.1f})" for reason, weight in proposal.reasons),
                Cell(format_number(proposal.score)),
            )
            for option, proposal in proposed
        ),
    )


def _named(draft: Draft, option: OptionEntry) -> Cell:
    text = "\n".join(filter(None, map(draft.text, (option.name, option.description))))
    return Cell(text, () if option.verified else (Mark.UNVERIFIED,))


def _screening(draft: Draft, report: AuditReport) -> None:
    names = {option.code: option.name for option in report.options}
    draft.section(Label.SCREENING)
    draft.table(
        Label.SCREENING,
        (
            (Label.CODE, 0.1),
            (Label.OPTION, 2.6),
            (Label.VERDICT, 1.0),
            (Label.REASON, 1.8),
            (Label.TOTAL, 0.9, Align.RIGHT),
            (Label.RANK, 0.7, Align.RIGHT),
        ),
        (
            (
                record.option,
                names.get(record.option, ""),
                draft.word(record.verdict) if record.verdict else None,
                record.reason,
                Cell(format_number(record.total)),
                record.rank,
            )
            for record in report.screening
        ),
    )
