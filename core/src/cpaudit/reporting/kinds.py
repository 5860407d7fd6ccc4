"""The kinds of reports on an audit."""

from __future__ import annotations

from enum import StrEnum


class ReportKind(StrEnum):
    """What a report on an audit is for."""

    AUDIT = "AUDIT"
