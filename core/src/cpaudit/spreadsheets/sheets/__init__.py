"""The sheets of each workbook, one module for each kind of records."""

from cpaudit.spreadsheets.sheets.answers import ANSWERS
from cpaudit.spreadsheets.sheets.enterprises import ENTERPRISE_SHEETS
from cpaudit.spreadsheets.sheets.flows import FLOWS
from cpaudit.spreadsheets.sheets.measurements import MEASURED
from cpaudit.spreadsheets.sheets.options import OPTIONS

__all__ = ["AUDIT_SHEETS", "ENTERPRISE_SHEETS"]

AUDIT_SHEETS = (FLOWS, MEASURED, ANSWERS, OPTIONS)
"""What is recorded in one audit, in the order in which it is read."""
