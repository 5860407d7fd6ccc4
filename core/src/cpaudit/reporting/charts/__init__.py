"""The charts of a report."""

from cpaudit.reporting.charts.abatement import abatement
from cpaudit.reporting.charts.amount_bars import BarRow, amount_bars
from cpaudit.reporting.charts.balance_diagram import balance_diagram
from cpaudit.reporting.charts.before_after import before_after
from cpaudit.reporting.charts.chart import Chart
from cpaudit.reporting.charts.flow_diagram import flow_diagram
from cpaudit.reporting.charts.grade_index import grade_index
from cpaudit.reporting.charts.option_economics import option_economics
from cpaudit.reporting.charts.phase_progress import phase_progress
from cpaudit.reporting.charts.reconciled_flows import reconciled_flows
from cpaudit.reporting.charts.tornado import tornado

__all__ = [
    "BarRow",
    "Chart",
    "abatement",
    "amount_bars",
    "balance_diagram",
    "before_after",
    "flow_diagram",
    "grade_index",
    "option_economics",
    "phase_progress",
    "reconciled_flows",
    "tornado",
]
