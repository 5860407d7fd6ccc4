"""The charts of a report."""

from cpaudit.reporting.charts.balance_diagram import balance_diagram
from cpaudit.reporting.charts.before_after import before_after
from cpaudit.reporting.charts.chart import Chart
from cpaudit.reporting.charts.option_economics import option_economics
from cpaudit.reporting.charts.phase_progress import phase_progress
from cpaudit.reporting.charts.reconciled_flows import reconciled_flows

__all__ = ["Chart", "balance_diagram", "before_after", "option_economics", "phase_progress", "reconciled_flows"]
