"""The outline of a document: what it says, in which order, as neutral blocks."""

from __future__ import annotations

from collections.abc import Callable

from cpaudit.reporting.blocks import Outline, TitlePage
from cpaudit.reporting.chapters import (
    write_annex,
    write_audit,
    write_conclusion,
    write_continuation,
    write_feasibility,
    write_implementation,
    write_interim_results,
    write_next_steps,
    write_options,
    write_overview,
    write_plugins,
    write_pre_audit,
    write_preparation,
)
from cpaudit.reporting.chapters.commendation import write_commended, write_considered, write_hashes, write_list
from cpaudit.reporting.chapters.overview import audit_period
from cpaudit.reporting.chapters.programme import (
    write_best,
    write_counted,
    write_economics,
    write_emissions,
    write_option_counts,
    write_packets_annex,
    write_programme_overview,
    write_standing,
    write_sums_annex,
    write_unknown,
)
from cpaudit.reporting.chapters.programme.overview import report_period
from cpaudit.reporting.document import AuditReport, CommendationReport, Document, ProgrammeReport
from cpaudit.reporting.draft import Draft
from cpaudit.reporting.formatting import UNKNOWN, format_long_date
from cpaudit.reporting.kinds import ReportKind
from cpaudit.reporting.labels import Label
from cpaudit.reporting.phrases import Phrase
from cpaudit.reporting.programme_labels import ProgrammeLabel
from cpaudit.reporting.text import in_language, require_language

Chapter = Callable[[Draft, AuditReport], None]
Facts = tuple[tuple[Phrase, str], ...]

CHAPTERS: tuple[Chapter, ...] = (
    write_overview,
    write_preparation,
    write_pre_audit,
    write_audit,
    write_options,
    write_feasibility,
    write_implementation,
    write_continuation,
    write_conclusion,
    write_plugins,
    write_annex,
)
"""The chapters in the order in which enterprises in China report, whatever method the audit followed."""


INTERIM_CHAPTERS: tuple[Chapter, ...] = (
    write_overview,
    write_preparation,
    write_pre_audit,
    write_audit,
    write_options,
    write_interim_results,
    write_next_steps,
    write_annex,
)
"""The chapters of an interim report."""


PROGRAMME_CHAPTERS: tuple[Callable[[Draft, ProgrammeReport], None], ...] = (
    write_programme_overview,
    write_counted,
    write_emissions,
    write_option_counts,
    write_economics,
    write_standing,
    write_best,
    write_unknown,
    write_sums_annex,
    write_packets_annex,
)
"""The chapters of a sector report and of a programme summary."""


COMMENDATION_CHAPTERS: tuple[Callable[[Draft, CommendationReport], None], ...] = (
    write_list,
    write_commended,
    write_considered,
    write_hashes,
)
"""The chapters of a list for commendation."""


def outline(document: Document, language: str) -> Outline:
    """Write *document* in *language*; every renderer begins here.

    Raises:
        InvalidInput: there is no report in this language.
    """
    draft = Draft(require_language(language))
    match document:
        case AuditReport():
            for write in CHAPTERS if document.kind is ReportKind.AUDIT else INTERIM_CHAPTERS:
                write(draft, document)
            facts = _facts_of_audit(document, language)
        case ProgrammeReport():
            for write_chapter in PROGRAMME_CHAPTERS:
                write_chapter(draft, document)
            facts = _facts_of_programme(document, language)
        case CommendationReport():
            for write_part in COMMENDATION_CHAPTERS:
                write_part(draft, document)
            facts = ((ProgrammeLabel.LIST_STATE, in_language(document.state, language)),)
    return Outline(language, _title_page(document, facts, language), tuple(draft.blocks))


def _facts_of_audit(report: AuditReport, language: str) -> Facts:
    return (
        (Label.ROUND, Label.ROUND_NUMBER.fill(language, number=report.round_number)),
        (Label.METHOD, in_language(report.method, language)),
        (Label.PERIOD, audit_period(report)),
    )


def _facts_of_programme(report: ProgrammeReport, language: str) -> Facts:
    return (
        (ProgrammeLabel.PERIOD, report_period(report)),
        (ProgrammeLabel.VERSION, ProgrammeLabel.VERSION_NUMBER.fill(language, number=report.version)),
        (ProgrammeLabel.ISSUED_TO, in_language(report.issued_to, language) or UNKNOWN),
    )


def _title_page(document: Document, facts: Facts, language: str) -> TitlePage:
    issued: Facts = (
        (Label.ISSUED_BY, in_language(document.issued_by, language) or UNKNOWN),
        (Label.ISSUED_ON, format_long_date(document.issued_on, language)),
    )
    warnings = (
        Label.ILLUSTRATIVE_WARNING.text(language) if document.illustrative else "",
        ProgrammeLabel.DRAFT_WARNING.text(language)
        if isinstance(document, CommendationReport) and document.draft
        else "",
    )
    return TitlePage(
        title=document.kind.heading.text(language),
        subtitle=in_language(document.name, language),
        facts=tuple((label.text(language), value) for label, value in (*facts, *issued)),
        warning="\n".join(filter(None, warnings)),
    )
