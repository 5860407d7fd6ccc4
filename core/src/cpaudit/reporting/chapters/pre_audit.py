"""Chapter 预审核: figures of three years, pollution sources, rating, audit focus, targets."""

from __future__ import annotations

from cpaudit.reporting.blocks import Align, Cell, Tone
from cpaudit.reporting.cells import quantity_cell
from cpaudit.reporting.chapters.compliance import write_limits
from cpaudit.reporting.chapters.ratings import write_ratings
from cpaudit.reporting.chapters.yearly import write_yearly_table
from cpaudit.reporting.document import AuditReport, FocusRanking, RatingStage
from cpaudit.reporting.draft import Draft
from cpaudit.reporting.formatting import format_number
from cpaudit.reporting.labels import Label


def write_pre_audit(draft: Draft, report: AuditReport) -> None:
    """Write the chapter."""
    draft.chapter(Label.PRE_AUDIT)
    draft.section(Label.YEARLY_FIGURES)
    write_yearly_table(draft, Label.YEARLY_FIGURES, report.yearly, with_kind=True)
    draft.paragraph(report.profile_note)
    _sources(draft, report)
    draft.section(Label.COMPLIANCE)
    if report.compliance:
        draft.paragraph(report.compliance)
    else:
        draft.not_recorded(Label.COMPLIANCE)
    write_limits(draft, report)
    draft.section(Label.RATINGS)
    write_ratings(draft, report, RatingStage.BEFORE)
    _focus(draft, report.focus)
    _targets(draft, report)


def _sources(draft: Draft, report: AuditReport) -> None:
    draft.section(Label.POLLUTION_SOURCES)
    draft.table(
        Label.POLLUTION_SOURCES,
        (
            (Label.SOURCE, 1.4),
            (Label.MEDIUM, 0.8),
            (Label.POLLUTANT, 1.0),
            (Label.DESTINATION, 1.5),
            (Label.DISCHARGED, 1.2, Align.RIGHT),
        ),
        (
            (
                source.name,
                source.medium,
                source.pollutant,
                source.destination,
                quantity_cell(source.discharge),
            )
            for source in report.sources
        ),
    )


def _focus(draft: Draft, ranking: FocusRanking | None) -> None:
    draft.section(Label.FOCUS_RANKING)
    if ranking is None or not ranking.candidates:
        draft.not_recorded(Label.FOCUS_TABLE)
        return
    chosen = [candidate.name for candidate in ranking.candidates if candidate.chosen]
    if chosen:
        draft.sentence(Label.FOCUS_SENTENCE, focus=draft.listed(chosen))
    else:
        draft.sentence(Label.FOCUS_OPEN)
    draft.paragraph(ranking.reason)
    # Factors run down and candidates across: a ranking has more factors than candidates, and this is how the
    # handbook prints it.
    tones = [Tone.STRONG if candidate.chosen else Tone.PLAIN for candidate in ranking.candidates]
    scores = (
        (
            factor.name,
            Cell(format_number(factor.weight)),
            *(
                Cell(format_number(candidate.scores[position]), tone=tone)
                for candidate, tone in zip(ranking.candidates, tones, strict=True)
            ),
        )
        for position, factor in enumerate(ranking.factors)
    )
    totals = (
        Cell(draft.say(Label.TOTAL), tone=Tone.STRONG),
        Cell(""),
        *(Cell(format_number(candidate.total), tone=Tone.STRONG) for candidate in ranking.candidates),
    )
    ranks = (
        Cell(draft.say(Label.RANK), tone=Tone.STRONG),
        Cell(""),
        *(Cell(format_number(candidate.rank), tone=Tone.STRONG) for candidate in ranking.candidates),
    )
    draft.table(
        Label.FOCUS_TABLE,
        (
            (Label.FACTOR, 2.0),
            (Label.WEIGHT, 0.9, Align.RIGHT),
            *((draft.text(candidate.name), 1.0, Align.RIGHT) for candidate in ranking.candidates),
        ),
        (*scores, totals, ranks),
    )


def _targets(draft: Draft, report: AuditReport) -> None:
    draft.section(Label.TARGETS)
    draft.table(
        Label.TARGETS,
        (
            (Label.TARGET, 2.2),
            (Label.BASELINE, 1.1, Align.RIGHT),
            (Label.NEAR_TERM, 1.1, Align.RIGHT),
            (Label.NEAR_DUE, 1.0),
            (Label.LONG_TERM, 1.1, Align.RIGHT),
            (Label.LONG_DUE, 1.0),
        ),
        (
            (
                target.name,
                quantity_cell(target.baseline),
                quantity_cell(target.near),
                target.near_due,
                quantity_cell(target.long),
                target.long_due,
            )
            for target in report.targets
        ),
    )
