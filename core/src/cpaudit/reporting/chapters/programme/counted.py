"""Chapter 汇总依据: which packets are added up, and which audits are in them."""

from __future__ import annotations

from cpaudit.reporting.blocks import Align, Tone
from cpaudit.reporting.chapters.programme.sums import named
from cpaudit.reporting.document import CountedAudit, ProgrammeReport
from cpaudit.reporting.draft import CellContent, ColumnSpec, Draft
from cpaudit.reporting.kinds import DocumentKind
from cpaudit.reporting.programme_labels import ProgrammeLabel

SHORT_HASH = 12
"""Characters of a hash by which packets are told apart in the text; annex B has all of them."""


def write_counted(draft: Draft, report: ProgrammeReport) -> None:
    """Write the chapter."""
    draft.chapter(ProgrammeLabel.PACKETS)
    draft.sentence(ProgrammeLabel.PACKETS_SENTENCE, count=len(report.packets))
    if report.kind is DocumentKind.PROGRAMME_SUMMARY:
        _reports(draft, report)
        if not report.audits_known:
            draft.note(draft.say(ProgrammeLabel.AUDITS_MISSING), Tone.WARNING)
            return
    _audits(draft, report)


def _reports(draft: Draft, report: ProgrammeReport) -> None:
    draft.section(ProgrammeLabel.REPORTS)
    draft.table(
        ProgrammeLabel.REPORTS,
        (
            (ProgrammeLabel.NUMBER, 0.1, Align.RIGHT),
            (ProgrammeLabel.REPORT, 3.0),
            (ProgrammeLabel.OWNER, 2.0),
            (ProgrammeLabel.ENTERPRISES, 0.1, Align.RIGHT),
            (ProgrammeLabel.ACCEPTED_ON, 0.1),
            (ProgrammeLabel.HASH, 0.1),
        ),
        (
            (
                packet.number,
                packet.title,
                packet.owner,
                packet.enterprises,
                packet.accepted_on,
                packet.content_hash[:SHORT_HASH],
            )
            for packet in report.packets
        ),
    )


def _audits(draft: Draft, report: ProgrammeReport) -> None:
    """The audits; of a summary with the report that brings each, of a sector report with when it was accepted."""
    summary = report.kind is DocumentKind.PROGRAMME_SUMMARY
    accepted = {packet.number: packet.accepted_on for packet in report.packets}
    of_packet: ColumnSpec = (ProgrammeLabel.REPORT, 0.1, Align.RIGHT) if summary else (ProgrammeLabel.ACCEPTED_ON, 0.1)
    staged = any(draft.text(audit.stage) for audit in report.audits)
    draft.section(ProgrammeLabel.AUDITS_COUNTED)
    draft.table(
        ProgrammeLabel.AUDITS_COUNTED,
        (
            (ProgrammeLabel.NUMBER, 0.1, Align.RIGHT),
            (ProgrammeLabel.ENTERPRISE, 2.8),
            (ProgrammeLabel.CITY, 0.8),
            *(((ProgrammeLabel.STAGE, 1.0),) if staged else ()),
            (ProgrammeLabel.ROUND, 0.1, Align.RIGHT),
            of_packet,
            (ProgrammeLabel.REVIEW, 1.2),
            (ProgrammeLabel.HASH, 0.1),
        ),
        (
            (
                audit.number,
                audit.enterprise,
                named(draft, audit.city),
                *((named(draft, audit.stage),) if staged else ()),
                audit.round_number,
                audit.packet if summary else accepted.get(audit.packet),
                _review(draft, audit),
                audit.content_hash[:SHORT_HASH],
            )
            for audit in report.audits
        ),
    )


def _review(draft: Draft, audit: CountedAudit) -> CellContent:
    """Decision and score of the quality review."""
    decision = draft.text(audit.decision)
    return decision if audit.score is None else f"{decision} {audit.score}".strip()
