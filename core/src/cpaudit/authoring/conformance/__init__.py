"""The conformance kit of plugins: ``cpaudit plugin check``."""

from cpaudit.authoring.conformance.coverage import WHOLE_PLANT, Coverage, CoverageRow, coverage_of
from cpaudit.authoring.conformance.findings import CheckResult, CheckStatus, ConformanceReport, Finding, Severity
from cpaudit.authoring.conformance.kit import check

__all__ = [
    "WHOLE_PLANT",
    "CheckResult",
    "CheckStatus",
    "ConformanceReport",
    "Coverage",
    "CoverageRow",
    "Finding",
    "Severity",
    "check",
    "coverage_of",
]
