"""The sheets of each workbook."""

from cpaudit.spreadsheets.sheets.audit import AUDIT_SHEETS
from cpaudit.spreadsheets.sheets.enterprises import ENTERPRISE_SHEETS

__all__ = ["AUDIT_SHEETS", "ENTERPRISE_SHEETS"]
