"""CSV content files: one item a row, with a fixed set of columns that stand for paths in the item."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cpaudit.contributions.documents import JsonLike
from cpaudit.contributions.problems import Location, ProblemLog
from cpaudit.errors import PathPart

Columns = Mapping[str, tuple[str, ...]]
"""Name of a column → path of its value in the item."""


@dataclass(frozen=True, slots=True)
class CsvPlace:
    """Where a row stands, and in which cell each path of the item."""

    file: str
    line: int
    cells: Mapping[tuple[PathPart, ...], int]

    def locate(self, path: Sequence[PathPart]) -> Location:
        for length in range(len(path), 0, -1):
            cell = self.cells.get(tuple(path[:length]))
            if cell is not None:
                return Location(self.file, self.line, cell)
        return Location(self.file, self.line, 0)


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One row as an item's data; a cell that is empty is a value that is not given."""

    data: JsonLike
    place: CsvPlace

    def locate(self, path: Sequence[PathPart]) -> Location:
        return self.place.locate(path)


def parse_csv(text: str, file: str, columns: Columns, log: ProblemLog, *, strict: bool) -> Iterator[CsvRow]:
    """The rows of a CSV file with a header; what is wrong is noted in *log* and its row left out.

    A column that *columns* does not know is an error if *strict*, else a warning.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        if not _check_header(header, file, columns, log, strict=strict):
            return
        known = [(cell, columns[name]) for cell, name in enumerate(header) if name in columns]
        cells: dict[tuple[PathPart, ...], int] = {path: cell + 1 for cell, path in known}
        line = reader.line_num + 1
        for row in reader:
            if len(row) == len(header):
                yield CsvRow(_item(row, known), CsvPlace(file, line, cells))
            elif row:
                log.error(Location(file, line), (), f"the row has {len(row)} cells, the header has {len(header)}")
            line = reader.line_num + 1
    except csv.Error as error:
        log.error(Location(file, reader.line_num), (), f"is not CSV: {error}")


def _check_header(header: Sequence[str], file: str, columns: Columns, log: ProblemLog, *, strict: bool) -> bool:
    before = len(log.problems)
    note = log.error if strict else log.warn
    for cell, name in enumerate(header, start=1):
        if name not in columns:
            note(Location(file, 1, cell), (name,), "unknown column")
        if name in header[: cell - 1]:
            log.error(Location(file, 1, cell), (name,), "the column is given twice")
    missing = [name for name in columns if name not in header]
    if missing:
        log.error(Location(file, 1), (), f"columns are missing: {', '.join(missing)}")
    return len(log.problems) == before


def _item(row: Sequence[str], known: Sequence[tuple[int, tuple[str, ...]]]) -> dict[str, JsonLike]:
    item: dict[str, Any] = {}
    for cell, path in known:
        text = row[cell].strip()
        if text:
            target = item
            for part in path[:-1]:
                target = target.setdefault(part, {})
            target[path[-1]] = text
    return item
