"""The chapters of a sector report or a programme summary, each a function that writes into a draft."""

from cpaudit.reporting.chapters.programme.annexes import write_packets_annex, write_sums_annex
from cpaudit.reporting.chapters.programme.best import write_best
from cpaudit.reporting.chapters.programme.counted import write_counted
from cpaudit.reporting.chapters.programme.economics import write_economics, write_option_counts
from cpaudit.reporting.chapters.programme.emissions import write_emissions
from cpaudit.reporting.chapters.programme.overview import write_programme_overview
from cpaudit.reporting.chapters.programme.standing import write_standing
from cpaudit.reporting.chapters.programme.unknown import write_unknown

__all__ = [
    "write_best",
    "write_counted",
    "write_economics",
    "write_emissions",
    "write_option_counts",
    "write_packets_annex",
    "write_programme_overview",
    "write_standing",
    "write_sums_annex",
    "write_unknown",
]
