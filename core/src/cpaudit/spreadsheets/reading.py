"""An XLSX file as plain rows. The file is somebody's: nothing in it is run, followed or believed.

openpyxl reads XML through defusedxml where that is installed, which refuses entities; it is a dependency for that.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook

from cpaudit import zips
from cpaudit.errors import InvalidInput
from cpaudit.spreadsheets.cells import Unreadable

LARGEST_FILE = 25_000_000
"""Bytes of a file."""

LARGEST_UNPACKED = 400_000_000
"""Bytes of all that is packed in a file: a full sheet of a million rows and a few columns."""

LARGEST_RATIO = 400
"""What is packed in a file ÷ the file; of a table of numbers it is 5 to 100."""

MOST_PARTS = 2_000
MOST_COLUMNS = 100
MOST_SHEETS = 50
LAST_ROW = 100_000
"""Empty rows count up to here: a file may have one row at the end of a sheet and nothing before."""

_ERRORS = re.compile(r"#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|GETTING_DATA|SPILL!|CALC!)")
_MACROS = ("vbaproject.bin", "macrosheets/", "vbadata.xml")
_NOT_XLSX = "the file is no XLSX workbook"
_SAVE_AS = "save it as XLSX in a spreadsheet program"


@dataclass(frozen=True, slots=True)
class FileSheet:
    """A sheet as it stands in a file.

    Attributes:
        name: of its tab.
        rows: each row's cells from column A on, trailing empty ones left out; row 1 first.
    """

    name: str
    rows: list[tuple[object, ...]]


def read_workbook(content: bytes, most_rows: int) -> list[FileSheet]:
    """All sheets of a file.

    Values are taken as the file stores them: a formula counts as what it last came to, and is not worked out.

    Args:
        most_rows: of all sheets together.

    Raises:
        InvalidInput: it is no XLSX file, holds macros, unpacks to far more than it is, or has too many rows.
    """
    names = _inspect(content)
    try:
        formulas = _formula_sheets(content, names)
    except zips.UNREADABLE as error:
        raise InvalidInput("the file is damaged", path=("file",), remedy=_SAVE_AS) from error
    rows_left = most_rows
    sheets = []
    for name, rows in _tables(content):
        kept: list[tuple[object, ...]] = []
        for row in rows:
            rows_left -= bool(row)
            if rows_left < 0 or len(kept) >= LAST_ROW:
                raise InvalidInput(
                    f"the file has more than {most_rows} rows",
                    path=("file", name),
                    remedy="split it into several files; delete empty rows before others",
                )
            kept.append(row)
        while kept and not kept[-1]:
            kept.pop()
        sheets.append(FileSheet(name, kept))
    return _with_formulas(content, sheets) if formulas else sheets


def _inspect(content: bytes) -> list[str]:
    """The names of a file's parts, if nothing speaks against opening it."""
    if not content:
        raise InvalidInput("the file is empty", path=("file",), remedy="send the workbook")
    if len(content) > LARGEST_FILE:
        raise InvalidInput(
            f"the file has {len(content)} bytes, more than {LARGEST_FILE}",
            path=("file",),
            remedy="split it into several files",
        )
    try:
        parts = zips.entries_of(content)
    except zipfile.BadZipFile as error:
        raise InvalidInput(_NOT_XLSX, path=("file",), remedy=_SAVE_AS) from error
    if len(parts) > MOST_PARTS or any(map(zips.is_encrypted, parts)):
        raise InvalidInput(_NOT_XLSX, path=("file",), remedy=_SAVE_AS)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > LARGEST_UNPACKED or unpacked > max(len(content), 1) * LARGEST_RATIO:
        raise InvalidInput(
            f"the file unpacks to {unpacked} bytes", path=("file",), remedy="delete empty rows and columns, or split it"
        )
    names = [part.filename for part in parts]
    if any(mark in name.casefold() for name in names for mark in _MACROS):
        raise InvalidInput("the file holds macros", path=("file",), remedy="save it as XLSX without macros")
    if "[Content_Types].xml" not in names:
        raise InvalidInput(_NOT_XLSX, path=("file",), remedy=_SAVE_AS)
    return names


def _formula_sheets(content: bytes, names: list[str]) -> bool:
    """Whether any sheet holds a formula; sheets are unpacked piece by piece, and no further than they say."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in names:
            if not name.startswith("xl/worksheets/"):
                continue
            with archive.open(name) as part:
                tail = b""
                while piece := part.read(1 << 20):
                    if re.search(rb"<(?:\w+:)?f[\s>/]", tail + piece):
                        return True
                    tail = piece[-8:]
    return False


def _tables(content: bytes, *, data_only: bool = True) -> Iterator[tuple[str, Iterator[tuple[object, ...]]]]:
    workbook: Any = None
    try:
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False)
        if len(workbook.worksheets) > MOST_SHEETS:
            raise InvalidInput(f"the file has more than {MOST_SHEETS} sheets", path=("file",), remedy="split it")
        for sheet in workbook.worksheets:
            # What a file says of its size is not believed; it is read row by row.
            sheet.reset_dimensions()
            yield sheet.title, _rows(sheet)
    except InvalidInput:
        raise
    except Exception as error:
        # The reader has no error of its own: a damaged file shows as whatever fails first.
        raise InvalidInput("the file is damaged", path=("file",), remedy=_SAVE_AS) from error
    finally:
        if workbook is not None:
            workbook.close()


def _rows(sheet: Any) -> Iterator[tuple[object, ...]]:
    for row in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
        cells = [Unreadable.ERROR if isinstance(value, str) and _ERRORS.fullmatch(value) else value for value in row]
        while cells and cells[-1] in (None, ""):
            cells.pop()
        yield tuple(cells)


def _with_formulas(content: bytes, sheets: list[FileSheet]) -> list[FileSheet]:
    """The same sheets, where a formula that was never worked out is told from an empty cell."""
    for sheet, (_, rows) in zip(sheets, _tables(content, data_only=False), strict=True):
        for index, row in enumerate(rows):
            if index >= LAST_ROW:
                break
            marked = list(sheet.rows[index]) if index < len(sheet.rows) else []
            marked += [None] * (len(row) - len(marked))
            for column, value in enumerate(row):
                if marked[column] is None and isinstance(value, str) and value.startswith("="):
                    marked[column] = Unreadable.FORMULA
            while index >= len(sheet.rows):
                sheet.rows.append(())
            sheet.rows[index] = tuple(marked)
    return sheets
