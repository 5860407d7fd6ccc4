"""The outline of an audit report (企业清洁生产审核报告): what it says, in which order, as neutral blocks."""

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
from cpaudit.reporting.chapters.overview import audit_period
from cpaudit.reporting.document import AuditReport
from cpaudit.reporting.draft import Draft
from cpaudit.reporting.formatting import UNKNOWN, format_long_date
from cpaudit.reporting.kinds import ReportKind
from cpaudit.reporting.labels import Label
from cpaudit.reporting.text import in_language, require_language

Chapter = Callable[[Draft, AuditReport], None]

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


def outline(report: AuditReport, language: str) -> Outline:
    """Write *report* in *language*; every renderer begins here.

    Raises:
        InvalidInput: there is no report in this language.
    """
    draft = Draft(require_language(language))
    for write in CHAPTERS if report.kind is ReportKind.AUDIT else INTERIM_CHAPTERS:
        write(draft, report)
    return Outline(language, _title_page(report, language), tuple(draft.blocks))


def _title_page(report: AuditReport, language: str) -> TitlePage:
    facts = (
        (Label.ROUND, Label.ROUND_NUMBER.fill(language, number=report.round_number)),
        (Label.METHOD, in_language(report.method, language)),
        (Label.PERIOD, audit_period(report)),
        (Label.ISSUED_BY, in_language(report.issued_by, language) or UNKNOWN),
        (Label.ISSUED_ON, format_long_date(report.issued_on, language)),
    )
    return TitlePage(
        title=report.kind.heading.text(language),
        subtitle=in_language(report.enterprise.name, language),
        facts=tuple((label.text(language), value) for label, value in facts),
        warning=Label.ILLUSTRATIVE_WARNING.text(language) if report.illustrative else "",
    )
