"""From the rows of a file to records: each cell read, each row tried, every problem told with its cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum

from openpyxl.utils import get_column_letter
from sqlalchemy.exc import IntegrityError

from cpaudit.errors import CpauditError, Denied, InvalidInput
from cpaudit.spreadsheets.cells import Misread, read_cell, same
from cpaudit.spreadsheets.layout import Column, Record, Sheet, Subject, Value, Values, texts
from cpaudit.spreadsheets.number_format import NumberFormat
from cpaudit.spreadsheets.reading import FileSheet
from cpaudit.spreadsheets.writing import GUIDE, ID, VERSION
from cpaudit.text import LANGUAGES, LocalizedText
from cpaudit.work import Work

MOST_PROBLEMS = 500
"""Problems of one file that are told; the rest is counted."""


class ImportMode(StrEnum):
    """What is recorded where a row is refused: nothing of the file, or all other rows."""

    ALL_OR_NOTHING = "ALL_OR_NOTHING"
    ROW_BY_ROW = "ROW_BY_ROW"


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Why something of a file is not taken.

    Attributes:
        sheet: the tab's name in the file.
        cell: ``C7``; of a whole row its first cell, of a whole sheet empty.
        code: stable kind of problem.
    """

    sheet: str
    cell: str
    code: str
    message: LocalizedText
    remedy: LocalizedText


@dataclass(slots=True)
class SheetOutcome:
    """What came of a sheet's rows, or would come of them."""

    sheet: str
    title: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0


@dataclass(slots=True)
class ImportReport:
    """What an import did, or would do.

    Attributes:
        applied: whether anything was recorded.
        problem_count: of all problems, told or not.
    """

    dry_run: bool
    mode: ImportMode
    applied: bool = False
    sheets: list[SheetOutcome] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    problem_count: int = 0

    def tell(self, problem: CellProblem) -> None:
        """Count a problem, and keep it while there are few."""
        self.problem_count += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where a file's sheet has its columns."""

    columns: dict[str, int]
    id: int | None
    version: int | None


async def import_sheets(
    work: Work,
    subject: Subject,
    known: Sequence[Sheet],
    found: Sequence[FileSheet],
    *,
    mode: ImportMode,
    dry_run: bool,
    numbers: NumberFormat,
) -> ImportReport:
    """Record the rows of a file in the order of *known*; with *dry_run*, find out what that would do.

    Raises:
        Denied: the actor may not do what the rows ask for.
    """
    report = ImportReport(dry_run, mode)
    matched = _matched(known, found, report)
    announced = len(work.announcements)
    async with work.session.begin_nested() as all_rows:
        for sheet, file_sheet in matched:
            await _import_sheet(work, subject, sheet, file_sheet, numbers, report)
        refused = report.problem_count and mode is ImportMode.ALL_OR_NOTHING
        report.applied = not dry_run and not refused and any(each.added or each.changed for each in report.sheets)
        if dry_run or refused:
            await all_rows.rollback()
            del work.announcements[announced:]
    return report


def _matched(
    known: Sequence[Sheet], found: Sequence[FileSheet], report: ImportReport
) -> Iterator[tuple[Sheet, FileSheet]]:
    by_name = {name.casefold(): sheet for sheet in known for name in (sheet.key, *sheet.title.values())}
    guides = {*(each.casefold() for each in GUIDE.values()), "lists"}
    pairs: dict[str, FileSheet] = {}
    for file_sheet in found:
        name = file_sheet.name.strip().casefold()
        if name in guides:
            continue
        sheet = by_name.get(name)
        if sheet is None or sheet.key in pairs:
            zh = "、".join(each.title.in_language("zh-CN") for each in known)
            en = ", ".join(each.title.in_language("en") for each in known)
            report.tell(
                CellProblem(
                    file_sheet.name,
                    "",
                    "UNKNOWN_SHEET",
                    texts("没有这张表，或出现两次", "there is no such sheet, or it is there twice"),
                    texts(f"表名为：{zh}", f"name it one of {en}"),
                )
            )
        else:
            pairs[sheet.key] = file_sheet
    return iter([(sheet, pairs[sheet.key]) for sheet in known if sheet.key in pairs])


async def _import_sheet(
    work: Work, subject: Subject, sheet: Sheet, file_sheet: FileSheet, numbers: NumberFormat, report: ImportReport
) -> None:
    outcome = SheetOutcome(sheet.key, file_sheet.name)
    report.sheets.append(outcome)
    if not file_sheet.rows:
        return
    places = _places(sheet, file_sheet, report)
    if places is None:
        return
    records = await sheet.read(work, subject)
    by_id = {record.id: record for record in records if record.id is not None}
    by_identity = {_identity(sheet, record.values): record for record in records}
    seen: dict[object, int] = {}
    for number, row in enumerate(file_sheet.rows[1:], start=2):
        if not any(_at(row, index) not in (None, "") for index in places.columns.values()):
            continue
        values, misread = _read_row(sheet, row, places, numbers)
        if misread:
            for column, problem in misread:
                report.tell(_misread(file_sheet.name, number, places.columns[column.key], problem))
            outcome.refused += 1
            continue
        record = by_id.get(str(_at(row, places.id))) if places.id is not None else None
        record = record or by_identity.get(_identity(sheet, values))
        told = (record.id or _identity(sheet, record.values)) if record else _identity(sheet, values)
        if told in seen:
            report.tell(_twice(file_sheet.name, number, seen[told]))
            outcome.refused += 1
            continue
        seen[told] = number
        await _take(work, subject, sheet, file_sheet.name, number, places, row, record, values, outcome, report)


async def _take(
    work: Work,
    subject: Subject,
    sheet: Sheet,
    tab: str,
    number: int,
    places: _Places,
    row: tuple[object, ...],
    record: Record | None,
    values: Values,
    outcome: SheetOutcome,
    report: ImportReport,
) -> None:
    if record is not None:
        values = {**record.values, **values}
        differing = [key for key in values if not same(record.values.get(key), values[key])]
        if not differing:
            outcome.unchanged += 1
            return
        fixed = next((each for each in sheet.columns if each.unchanging and each.key in differing), None)
        if fixed is not None:
            report.tell(_fixed(tab, number, places.columns[fixed.key]))
            outcome.refused += 1
            return
        if _outdated(_at(row, places.version), record):
            report.tell(_changed_meanwhile(tab, number))
            outcome.refused += 1
            return
    elif sheet.add is None:
        report.tell(_not_to_be_added(tab, number))
        outcome.refused += 1
        return
    announced = len(work.announcements)
    try:
        async with work.session.begin_nested():
            if record is not None:
                await sheet.change(work, subject, record, values)
            elif sheet.add is not None:
                await sheet.add(work, subject, values)
    except Denied:
        raise
    except (CpauditError, IntegrityError) as error:
        del work.announcements[announced:]
        report.tell(_refused(sheet, tab, number, places, error))
        outcome.refused += 1
        return
    if record is None or record.id is None:
        outcome.added += 1
    else:
        outcome.changed += 1


def _places(sheet: Sheet, file_sheet: FileSheet, report: ImportReport) -> _Places | None:
    """Where the columns are, by the titles in the first row; None where one is missing without which nothing goes."""
    by_title = {
        title.casefold(): column
        for column in sheet.columns
        for title in (column.key, *(column.title.in_language(each) for each in LANGUAGES))
    }
    columns: dict[str, int] = {}
    ids: dict[str, int] = {}
    for index, cell in enumerate(file_sheet.rows[0]):
        title = str(cell or "").strip().removesuffix("*").strip()
        if not title:
            continue
        if title in (ID, VERSION):
            ids[title] = index
            continue
        column = by_title.get(title.casefold())
        if column is None or column.key in columns:
            report.tell(
                CellProblem(
                    file_sheet.name,
                    f"{get_column_letter(index + 1)}1",
                    "UNKNOWN_COLUMN",
                    texts(f"没有名为“{title}”的列，或出现两次", f"there is no column {title!r}, or it is there twice"),
                    texts("删除此列，或改回模板中的标题", "delete it, or give it a title of the template"),
                )
            )
        else:
            columns[column.key] = index
    missing = [column for column in sheet.columns if column.required and column.key not in columns]
    for column in missing:
        report.tell(
            CellProblem(
                file_sheet.name,
                "A1",
                "COLUMN_MISSING",
                texts(
                    f"缺少列“{column.title.in_language('zh-CN')}”",
                    f"the column {column.title.in_language('en')!r} is missing",
                ),
                texts("从模板中恢复此列", "take it over from the template"),
            )
        )
    return None if missing else _Places(columns, ids.get(ID), ids.get(VERSION))


def _read_row(
    sheet: Sheet, row: tuple[object, ...], places: _Places, numbers: NumberFormat
) -> tuple[dict[str, Value], list[tuple[Column, Misread]]]:
    values: dict[str, Value] = {}
    misread: list[tuple[Column, Misread]] = []
    for column in sheet.columns:
        if column.key not in places.columns or column.informative:
            continue
        try:
            value = read_cell(_at(row, places.columns[column.key]), column, numbers)
        except Misread as problem:
            misread.append((column, problem))
            continue
        if value is None:
            value = column.default
        elif column.in_one_form is not None:
            with suppress(InvalidInput):
                value = column.in_one_form(value)
        values[column.key] = value
    return values, misread


def _at(row: tuple[object, ...], index: int | None) -> object:
    return row[index] if index is not None and index < len(row) else None


def _identity(sheet: Sheet, values: Values) -> tuple[object, ...]:
    """What tells a row from others; a column that the file lacks says what is usual."""
    usual = {column.key: column.default for column in sheet.columns}
    told = (values.get(key, usual[key]) for key in sheet.identity)
    return tuple(None if value == "" else value for value in told)


def _outdated(version: object, record: Record) -> bool:
    """Whether the file was made from an earlier state; one that says nothing was not made from any."""
    return isinstance(version, int | float) and version != record.version


def _cell(number: int, index: int = 0) -> str:
    return f"{get_column_letter(index + 1)}{number}"


def _misread(tab: str, number: int, index: int, problem: Misread) -> CellProblem:
    return CellProblem(
        tab,
        _cell(number, index),
        "MISREAD",
        texts(problem.zh, problem.en),
        texts(problem.remedy_zh, problem.remedy_en),
    )


def _twice(tab: str, number: int, before: int) -> CellProblem:
    return CellProblem(
        tab,
        _cell(number),
        "TWICE",
        texts(f"与第 {before} 行是同一条记录", f"it is the same record as row {before}"),
        texts("合并这两行", "make one row of them"),
    )


def _fixed(tab: str, number: int, index: int) -> CellProblem:
    return CellProblem(
        tab,
        _cell(number, index),
        "UNCHANGING",
        texts("此列不能通过导入修改", "an import does not change this column"),
        texts("恢复原值，或新增一行", "put back what it said, or add a row"),
    )


def _changed_meanwhile(tab: str, number: int) -> CellProblem:
    return CellProblem(
        tab,
        _cell(number),
        "CONFLICT",
        texts("导出之后该记录已被修改", "the record was changed after the export"),
        texts("重新导出后再修改", "export it again, and change that"),
    )


def _not_to_be_added(tab: str, number: int) -> CellProblem:
    return CellProblem(
        tab,
        _cell(number),
        "UNKNOWN_ROW",
        texts("没有这一行对应的内容", "there is nothing to which this row belongs"),
        texts("删除此行；此表不能新增行", "delete it: rows cannot be added to this sheet"),
    )


def _refused(sheet: Sheet, tab: str, number: int, places: _Places, error: CpauditError | IntegrityError) -> CellProblem:
    if isinstance(error, IntegrityError):
        return CellProblem(
            tab,
            _cell(number),
            "REFUSED",
            texts("数据库拒绝了此行", "the database refuses the row"),
            texts("检查是否与另一条记录重复", "see whether another record is the same"),
        )
    column = sheet.column_told_by(error.path)
    index = places.columns.get(column.key, 0) if column is not None else 0
    remedy = error.remedy or "correct the row"
    return CellProblem(
        tab, _cell(number, index), error.code, LocalizedText({"en": error.message}), LocalizedText({"en": remedy})
    )
