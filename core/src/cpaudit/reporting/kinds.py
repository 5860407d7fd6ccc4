"""The kinds of documents that cpaudit writes."""

from __future__ import annotations

from enum import StrEnum

from cpaudit.reporting.labels import Label
from cpaudit.reporting.phrases import Phrase
from cpaudit.reporting.programme_labels import ProgrammeLabel


class ReportKind(StrEnum):
    """What a report on an audit is for."""

    AUDIT = "AUDIT"
    INTERIM = "INTERIM"

    @property
    def heading(self) -> Phrase:
        """What stands on the cover."""
        return self.document.heading

    @property
    def document(self) -> DocumentKind:
        """The same among all kinds of documents."""
        return DocumentKind(self.value)


class DocumentKind(StrEnum):
    """What a document is; a tenant can have a Word template for each. The first two are of an audit."""

    AUDIT = "AUDIT"
    INTERIM = "INTERIM"
    SECTOR_REPORT = "SECTOR_REPORT"
    PROGRAMME_SUMMARY = "PROGRAMME_SUMMARY"
    COMMENDATION_LIST = "COMMENDATION_LIST"

    @property
    def heading(self) -> Phrase:
        """What stands on the cover."""
        return _HEADINGS[self]


_HEADINGS: dict[DocumentKind, Phrase] = {
    DocumentKind.AUDIT: Label.REPORT_TITLE,
    DocumentKind.INTERIM: Label.INTERIM_TITLE,
    DocumentKind.SECTOR_REPORT: ProgrammeLabel.SECTOR_TITLE,
    DocumentKind.PROGRAMME_SUMMARY: ProgrammeLabel.SUMMARY_TITLE,
    DocumentKind.COMMENDATION_LIST: ProgrammeLabel.COMMENDATION_TITLE,
}
