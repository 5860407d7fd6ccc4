"""The kinds of reports on an audit."""

from __future__ import annotations

from enum import StrEnum

from cpaudit.reporting.labels import Label


class ReportKind(StrEnum):
    """What a report on an audit is for."""

    AUDIT = "AUDIT"
    INTERIM = "INTERIM"

    @property
    def heading(self) -> Label:
        """What stands on the cover."""
        return Label.REPORT_TITLE if self is ReportKind.AUDIT else Label.INTERIM_TITLE
