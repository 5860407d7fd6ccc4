"""The chapters of a list for commendation: who, on which criteria, and who was considered beside them."""

from __future__ import annotations

from collections.abc import Sequence

from cpaudit.reporting.blocks import Align, Cell, Tone
from cpaudit.reporting.document import CommendationEntry, CommendationReport
from cpaudit.reporting.draft import ColumnSpec, Draft
from cpaudit.reporting.labels import Label
from cpaudit.reporting.programme_labels import ProgrammeLabel


def write_list(draft: Draft, report: CommendationReport) -> None:
    """Write the list at a glance and the criteria."""
    draft.chapter(ProgrammeLabel.LIST)
    draft.facts(
        ProgrammeLabel.LIST,
        (
            (ProgrammeLabel.LIST_STATE, report.state),
            (ProgrammeLabel.CONSIDERED, len(report.commended) + len(report.others)),
            (ProgrammeLabel.COMMENDED_COUNT, len(report.commended)),
            (ProgrammeLabel.COMPOSED_ON, report.composed_on),
            (ProgrammeLabel.DECIDED_ON, report.decided_on),
            (ProgrammeLabel.DECISION_REASON, report.reason),
        ),
    )
    draft.section(ProgrammeLabel.CRITERIA)
    draft.sentence(ProgrammeLabel.CRITERIA_SENTENCE)
    draft.table(
        ProgrammeLabel.CRITERIA,
        (
            (ProgrammeLabel.NUMBER, 0.1, Align.RIGHT),
            (ProgrammeLabel.CRITERION, 3.0),
            (ProgrammeLabel.AT_LEAST, 0.8, Align.RIGHT),
        ),
        ((place, each.name, each.at_least) for place, each in enumerate(report.criteria, 1)),
    )


def write_commended(draft: Draft, report: CommendationReport) -> None:
    """Write who is commended, and the figures on which that rests."""
    draft.chapter(ProgrammeLabel.COMMENDED)
    if not report.commended:
        draft.note(draft.say(ProgrammeLabel.NOBODY))
        return
    if ranked_by := draft.text(report.ranked_by):
        draft.sentence(ProgrammeLabel.RANKED_SENTENCE, criterion=ranked_by)
    draft.table(
        ProgrammeLabel.COMMENDED,
        (
            (ProgrammeLabel.RANK, 0.1, Align.RIGHT),
            (ProgrammeLabel.ENTERPRISE, 3.0),
            (ProgrammeLabel.INDUSTRY_CODE, 0.1),
            (ProgrammeLabel.OWNER, 1.6),
        ),
        ((each.rank, each.enterprise, each.industry, each.owner) for each in report.commended),
    )
    draft.section(ProgrammeLabel.FIGURES_OF_CRITERIA)
    _figures(draft, report, report.commended, (ProgrammeLabel.RANK, 0.1, Align.RIGHT))


def write_considered(draft: Draft, report: CommendationReport) -> None:
    """Write who was considered and is not commended, and why."""
    draft.chapter(ProgrammeLabel.OTHERS)
    if not report.others:
        draft.note(draft.say(ProgrammeLabel.NOBODY_ELSE))
        return
    draft.table(
        ProgrammeLabel.OTHERS,
        (
            (ProgrammeLabel.ENTERPRISE, 1.6),
            (ProgrammeLabel.OWNER, 1.1),
            (ProgrammeLabel.REASONS, 3.0),
        ),
        ((each.enterprise, each.owner, each.reason) for each in report.others),
    )
    draft.section(ProgrammeLabel.FIGURES_OF_CRITERIA)
    _figures(draft, report, report.others)


def write_hashes(draft: Draft, report: CommendationReport) -> None:
    """Write the packets on which the list rests."""
    draft.chapter(ProgrammeLabel.ANNEX_PACKETS, number="A")
    draft.table(
        ProgrammeLabel.ANNEX_PACKETS,
        ((ProgrammeLabel.ENTERPRISE, 1.6), (ProgrammeLabel.OWNER, 1.2), (ProgrammeLabel.FULL_HASH, 2.6)),
        ((each.enterprise, each.owner, each.content_hash) for each in (*report.commended, *report.others)),
    )


def _figures(
    draft: Draft, report: CommendationReport, entries: Sequence[CommendationEntry], *leading: ColumnSpec
) -> None:
    """A column for each criterion, by its number in the list of criteria."""
    draft.sentence(ProgrammeLabel.FIGURES_SENTENCE)
    draft.table(
        ProgrammeLabel.FIGURES_OF_CRITERIA,
        (
            *leading,
            (ProgrammeLabel.ENTERPRISE, 2.4),
            *((f"{place}", 0.8, Align.RIGHT) for place, _ in enumerate(report.criteria, 1)),
        ),
        (
            (
                *((each.rank,) if leading else ()),
                each.enterprise,
                *(
                    Cell(
                        draft.text(result.value) if result.value is not None else draft.say(Label.NOT_KNOWN),
                        tone=Tone.PLAIN if result.met else Tone.WARNING,
                    )
                    for result in each.results
                ),
            )
            for each in entries
        ),
    )
