"""The chapters of an audit report, each a function that writes into a draft."""

from cpaudit.reporting.chapters.audit import write_audit
from cpaudit.reporting.chapters.closing import write_annex, write_conclusion
from cpaudit.reporting.chapters.continuation import write_continuation
from cpaudit.reporting.chapters.feasibility import write_feasibility
from cpaudit.reporting.chapters.implementation import write_implementation
from cpaudit.reporting.chapters.interim import write_interim_results, write_next_steps
from cpaudit.reporting.chapters.options import write_options
from cpaudit.reporting.chapters.overview import write_overview
from cpaudit.reporting.chapters.plugins import write_plugins
from cpaudit.reporting.chapters.pre_audit import write_pre_audit
from cpaudit.reporting.chapters.preparation import write_preparation

__all__ = [
    "write_annex",
    "write_audit",
    "write_conclusion",
    "write_continuation",
    "write_feasibility",
    "write_implementation",
    "write_interim_results",
    "write_next_steps",
    "write_options",
    "write_overview",
    "write_plugins",
    "write_pre_audit",
    "write_preparation",
]
