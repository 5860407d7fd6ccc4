"""Workbooks to fill in: titles that stay in sight, drop-downs, what each column takes, and what is recorded so far."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from cpaudit.spreadsheets.layout import CellKind, Column, Record, Sheet, texts

ID, VERSION = "cpaudit_id", "cpaudit_version"
"""Titles of the two hidden columns by which a row is known again."""

GUIDE = texts("填写说明", "How to fill in")
_LISTS = "lists"
_EMPTY_ROWS = 500
"""Rows below the last record that have drop-downs too."""

_YES_NO = texts("是", "yes"), texts("否", "no")

_RULES = (
    texts(
        "每行一条记录。标题可移动，不可改名；标*的列必须填写，空单元格表示未知，绝不当作零。",
        "One record a row. Titles may be moved and not renamed; columns with * have to be filled in. An empty cell "
        "is unknown, never zero.",
    ),
    texts(
        "右侧两列隐藏列用于识别已有记录，请勿改动。新记录直接写在末尾。删除一行不会删除记录。",
        "Two hidden columns at the right tell recorded rows; leave them as they are. New records go below. "
        "Deleting a row deletes no record.",
    ),
    texts(
        "数值与单位分列填写，单位须为系统认识的单位，例如 t/a、m3/d、kWh、mg/L、万元。",
        "Numbers and units have columns of their own; units are those that the system knows, t/a, m3/d, kWh, mg/L "
        "for example.",
    ),
    texts(
        "日期写成 2026-01-31。以文本填写的数字按导入时声明的小数点和千位分隔符读取。",
        "Dates are written 2026-01-31. Numbers typed as text are read with the separators declared at the import.",
    ),
    texts(
        "不执行公式，只取其保存的结果；含宏的文件不被接受。",
        "Formulas are not run: what they came to is taken. Files with macros are refused.",
    ),
)

_KINDS: Mapping[CellKind, Any] = {
    CellKind.TEXT: texts("文本", "text"),
    CellKind.WHOLE: texts("整数", "a whole number"),
    CellKind.NUMBER: texts("数字", "a number"),
    CellKind.MONEY: texts("金额", "an amount of money"),
    CellKind.DATE: texts("日期", "a date"),
    CellKind.YES_NO: texts("是/否", "yes or no"),
    CellKind.CHOICE: texts("从列表选择", "one of the list"),
}


def title_of(column: Column, language: str) -> str:
    """A column's title in a file; an asterisk where it has to be filled in."""
    return column.title.in_language(language) + (" *" if column.required else "")


def write_workbook(sheets: Sequence[tuple[Sheet, Sequence[Record]]], language: str) -> bytes:
    """An XLSX file with these sheets and records. Text is written as text: nothing becomes a formula or a link."""
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    with xlsxwriter.Workbook(buffer, options) as workbook:
        formats = {
            "title": workbook.add_format(
                {"bold": True, "bg_color": "#DCE9F2", "border": 1, "text_wrap": True, "valign": "top"}
            ),
            "required": workbook.add_format(
                {"bold": True, "bg_color": "#FCE4B8", "border": 1, "text_wrap": True, "valign": "top"}
            ),
            "text": workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
            "date": workbook.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
            "plain": workbook.add_format({"valign": "top"}),
            "fixed": workbook.add_format(
                {"num_format": "@", "text_wrap": True, "valign": "top", "font_color": "#666666"}
            ),
        }
        _write_guide(workbook, [sheet for sheet, _ in sheets], language, formats)
        lists = _Lists(workbook)
        for sheet, records in sheets:
            _write_sheet(workbook, sheet, records, language, formats, lists)
        lists.write()
    return buffer.getvalue()


def _fit(page: Any) -> None:
    """Printed, all columns stand on one page."""
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)


class _Lists:
    """The drop-downs' entries, on a hidden sheet: a list in the drop-down itself has 255 characters at most."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self._workbook = workbook
        self._places: dict[tuple[str, ...], int] = {}

    def reference(self, entries: tuple[str, ...]) -> str:
        """Where these entries stand."""
        column = self._places.setdefault(entries, len(self._places))
        letter = xlsxwriter.utility.xl_col_to_name(column)
        return f"={_LISTS}!${letter}$1:${letter}${len(entries)}"

    def write(self) -> None:
        sheet = self._workbook.add_worksheet(_LISTS)
        sheet.hide()
        for entries, column in self._places.items():
            for row, entry in enumerate(entries):
                sheet.write_string(row, column, entry)


def _write_guide(
    workbook: xlsxwriter.Workbook, sheets: Sequence[Sheet], language: str, formats: Mapping[str, Any]
) -> None:
    guide = workbook.add_worksheet(GUIDE.in_language(language))
    guide.set_column(0, 0, 24)
    guide.set_column(1, 1, 28)
    guide.set_column(2, 2, 70)
    guide.hide_gridlines(2)
    _fit(guide)
    row = 0
    for rule in _RULES:
        guide.merge_range(row, 0, row, 2, rule.in_language(language), formats["text"])
        guide.set_row(row, 32)
        row += 1
    row += 1
    for sheet in sheets:
        guide.write_string(row, 0, sheet.title.in_language(language), formats["title"])
        guide.write_blank(row, 1, None, formats["title"])
        guide.write_blank(row, 2, None, formats["title"])
        row += 1
        for column in sheet.columns:
            guide.write_string(row, 0, title_of(column, language), formats["text"])
            guide.write_string(row, 1, _KINDS[column.kind].in_language(language), formats["text"])
            told = "" if column.help is None else column.help.in_language(language)
            if column.choices:
                told = " / ".join(each.name.in_language(language) for each in column.choices)
            guide.write_string(row, 2, told, formats["text"])
            row += 1
        row += 1


def _write_sheet(
    workbook: xlsxwriter.Workbook,
    sheet: Sheet,
    records: Sequence[Record],
    language: str,
    formats: Mapping[str, Any],
    lists: _Lists,
) -> None:
    page = workbook.add_worksheet(_tab(sheet, language))
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    _fit(page)
    page.set_row(0, 32)
    last = len(records) + (_EMPTY_ROWS if sheet.add is not None else 0)
    for index, column in enumerate(sheet.columns):
        cells = formats[_format_of(column)]
        page.set_column(index, index, column.width, cells)
        page.write_string(0, index, title_of(column, language), formats["required" if column.required else "title"])
        _validate(page, index, max(last, 1), column, language, lists)
    first_hidden = len(sheet.columns)
    page.set_column(first_hidden, first_hidden + 1, 10, None, {"hidden": True})
    page.write_string(0, first_hidden, ID)
    page.write_string(0, first_hidden + 1, VERSION)
    for number, record in enumerate(records, start=1):
        for index, column in enumerate(sheet.columns):
            _write_cell(page, number, index, column, record.values.get(column.key), language, formats)
        if record.id is not None:
            page.write_string(number, first_hidden, record.id)
            page.write_number(number, first_hidden + 1, record.version)
    if records:
        page.autofilter(0, 0, len(records), len(sheet.columns) - 1)


def _tab(sheet: Sheet, language: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", sheet.title.in_language(language))[:31]


def _format_of(column: Column) -> str:
    if column.unchanging or column.informative:
        return "fixed"
    if column.kind is CellKind.DATE:
        return "date"
    return "text" if column.kind in (CellKind.TEXT, CellKind.CHOICE, CellKind.YES_NO) else "plain"


def _validate(page: Any, index: int, last: int, column: Column, language: str, lists: _Lists) -> None:
    told = column.help.in_language(language)[:255] if column.help is not None else ""
    message = {"input_title": column.title.in_language(language)[:32], "input_message": told} if told else {}
    if column.kind is CellKind.CHOICE:
        entries = tuple(each.name.in_language(language) for each in column.choices)
    elif column.kind is CellKind.YES_NO:
        entries = tuple(each.in_language(language) for each in _YES_NO)
    else:
        entries = column.suggestions
    if entries:
        strict = column.kind is not CellKind.TEXT
        rule = {"validate": "list", "source": lists.reference(entries), "show_error": strict}
    elif column.kind in (CellKind.NUMBER, CellKind.MONEY, CellKind.WHOLE):
        # Numbers may be typed as text with the declared separators, so that this one only warns.
        rule = {
            "validate": "decimal",
            "criteria": "between",
            "minimum": -1e300,
            "maximum": 1e300,
            "error_type": "warning",
        }
    elif message:
        rule = {"validate": "any"}
    else:
        return
    page.data_validation(1, index, last, index, {**rule, **message})


def _write_cell(
    page: Any, row: int, index: int, column: Column, value: object, language: str, formats: Mapping[str, Any]
) -> None:
    cells = formats[_format_of(column)]
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_string(row, index, _YES_NO[0 if value else 1].in_language(language), cells)
    elif isinstance(value, int | float | Decimal):
        page.write_number(row, index, value, cells)
    elif isinstance(value, date):
        page.write_datetime(row, index, value, cells)
    elif column.kind is CellKind.CHOICE:
        named = next((each.name.in_language(language) for each in column.choices if each.value == value), str(value))
        page.write_string(row, index, named, cells)
    else:
        page.write_string(row, index, str(value), cells)
