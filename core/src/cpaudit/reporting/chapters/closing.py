"""Conclusion (结论) and annex (附录): results, open matters, and by what content and formulas they came about."""

from __future__ import annotations

from cpaudit.reporting.blocks import Align, Tone
from cpaudit.reporting.cells import quantity_cell, yes_no_cell
from cpaudit.reporting.chapters.ratings import write_ratings
from cpaudit.reporting.document import AuditReport, RatingStage
from cpaudit.reporting.draft import Draft
from cpaudit.reporting.labels import Label
from cpaudit.reporting.text import printable


def write_conclusion(draft: Draft, report: AuditReport) -> None:
    """Write the chapter of conclusions."""
    draft.chapter(Label.CONCLUSION)
    draft.section(Label.FINDINGS)
    if report.conclusion:
        draft.paragraph(report.conclusion)
    else:
        draft.not_recorded(Label.FINDINGS)
    _targets_against_results(draft, report)
    draft.section(Label.RATINGS)
    write_ratings(draft, report, RatingStage.BEFORE, RatingStage.AFTER)
    if report.blockers:
        write_blockers(draft, report)


def write_annex(draft: Draft, report: AuditReport) -> None:
    """Write the annex."""
    draft.chapter(Label.ANNEX, number="A")
    draft.section(Label.CONTENT_PINS)
    if report.pins:
        draft.sentence(Label.PINS_SENTENCE)
    draft.table(
        Label.CONTENT_PINS,
        ((Label.PACK, 1.4), (Label.VERSION, 0.8), (Label.CONTENT_HASH, 3.2)),
        ((pin.pack, pin.version, pin.content_hash) for pin in report.pins),
    )
    draft.section(Label.FORMULAS)
    draft.table(
        Label.FORMULAS,
        ((Label.NAME, 1.2), (Label.FORMULA, 2.6), (Label.FORMULA_SOURCE, 1.8)),
        ((formula.name, formula.formula, formula.source) for formula in report.formulas),
    )
    if report.notes:
        draft.section(Label.NOTES)
    for note in report.notes:
        text = draft.text(note.text)
        if note.illustrative:
            draft.note(Label.ILLUSTRATIVE_PREFIX.fill(draft.language, text=text), Tone.WARNING)
        else:
            draft.note(printable(text))


def _targets_against_results(draft: Draft, report: AuditReport) -> None:
    draft.section(Label.TARGETS_AGAINST_RESULTS)
    if report.targets:
        reached = sum(target.reached is True for target in report.targets)
        draft.sentence(Label.TARGETS_SENTENCE, total=len(report.targets), reached=reached)
    draft.table(
        Label.TARGETS_AGAINST_RESULTS,
        (
            (Label.TARGET, 2.2),
            (Label.BASELINE, 1.1, Align.RIGHT),
            (Label.NEAR_TERM, 1.1, Align.RIGHT),
            (Label.LONG_TERM, 1.1, Align.RIGHT),
            (Label.RESULT, 1.1, Align.RIGHT),
            (Label.REACHED, 0.8, Align.CENTER),
        ),
        (
            (
                target.name,
                quantity_cell(target.baseline),
                quantity_cell(target.near),
                quantity_cell(target.long),
                quantity_cell(target.result),
                yes_no_cell(target.reached, draft.language),
            )
            for target in report.targets
        ),
    )


def write_blockers(draft: Draft, report: AuditReport) -> None:
    """Write what keeps phases from closing."""
    draft.section(Label.BLOCKERS)
    draft.sentence(Label.BLOCKERS_SENTENCE)
    draft.table(
        Label.BLOCKERS,
        ((Label.PHASE, 1.4), (Label.MATTER, 2.6), (Label.REMEDY, 2.2)),
        (
            (blocker.phase, f"{draft.text(blocker.message)} [{blocker.code}]", blocker.remedy)
            for blocker in report.blockers
        ),
    )
