"""Annexes A and B: every sum to the last digit with its packets, and the packets with their hashes."""

from __future__ import annotations

from cpaudit.reporting.blocks import Align, Cell, Mark
from cpaudit.reporting.document import ProgrammeReport
from cpaudit.reporting.draft import Draft
from cpaudit.reporting.formatting import format_exact, format_numbers
from cpaudit.reporting.kinds import DocumentKind
from cpaudit.reporting.programme_labels import ProgrammeLabel


def write_sums_annex(draft: Draft, report: ProgrammeReport) -> None:
    """Write annex A."""
    draft.chapter(ProgrammeLabel.ANNEX_SUMS, number="A")
    draft.sentence(ProgrammeLabel.SUMS_SENTENCE)
    draft.table(
        ProgrammeLabel.ANNEX_SUMS,
        (
            (ProgrammeLabel.FIGURE, 1.1),
            (ProgrammeLabel.SUBJECT, 1.2),
            (ProgrammeLabel.EXACT_SUM, 1.3, Align.RIGHT),
            (ProgrammeLabel.UNIT, 1.0),
            (ProgrammeLabel.ADDED, 1.6),
            (ProgrammeLabel.UNKNOWN, 0.8),
        ),
        (
            (
                line.figure,
                line.subject,
                Cell(format_exact(line.sum.value), () if line.sum.complete else (Mark.INCOMPLETE,)),
                line.sum.unit,
                format_numbers(line.sum.known),
                format_numbers(line.sum.unknown),
            )
            for line in report.sums
        ),
    )


def write_packets_annex(draft: Draft, report: ProgrammeReport) -> None:
    """Write annex B."""
    draft.chapter(ProgrammeLabel.ANNEX_PACKETS, number="B")
    summary = report.kind is DocumentKind.PROGRAMME_SUMMARY
    draft.section(ProgrammeLabel.REPORTS if summary else ProgrammeLabel.AUDITS_COUNTED)
    columns = (
        (ProgrammeLabel.NUMBER, 0.1, Align.RIGHT),
        (ProgrammeLabel.REPORT if summary else ProgrammeLabel.ENTERPRISE, 1.6),
        (ProgrammeLabel.OWNER, 1.2),
        (ProgrammeLabel.FULL_HASH, 2.6),
    )
    rows = [(each.number, each.title, each.owner, each.content_hash) for each in report.packets]
    draft.table(ProgrammeLabel.REPORTS if summary else ProgrammeLabel.AUDITS_COUNTED, columns, rows)
    if summary and report.audits_known:
        draft.section(ProgrammeLabel.AUDITS_COUNTED)
        audits = [(each.number, each.enterprise, each.owner, each.content_hash) for each in report.audits]
        columns = (columns[0], (ProgrammeLabel.ENTERPRISE, 1.6), *columns[2:])
        draft.table(ProgrammeLabel.AUDITS_COUNTED, columns, audits)
    if report.not_counted:
        draft.section(ProgrammeLabel.NOT_COUNTED_PACKETS)
        draft.table(
            ProgrammeLabel.NOT_COUNTED_PACKETS,
            ((ProgrammeLabel.FULL_HASH, 1.0),),
            ((content_hash,) for content_hash in report.not_counted),
        )
