"""Workbooks as tests read, change and write them, by another library than wrote them."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet


class Book:
    """A workbook that was saved from the product, and what somebody does to it."""

    def __init__(self, content: bytes) -> None:
        self.workbook = load_workbook(io.BytesIO(content))

    def sheet(self, name: str) -> Worksheet:
        found: Any = self.workbook[name]
        assert isinstance(found, Worksheet)
        return found

    def titles(self, name: str) -> list[str]:
        return [str(cell.value or "").removesuffix(" *") for cell in self.sheet(name)[1]]

    def rows(self, name: str) -> list[dict[str, Any]]:
        titles = self.titles(name)
        return [
            dict(zip(titles, row, strict=False))
            for row in self.sheet(name).iter_rows(min_row=2, values_only=True)
            if any(value is not None for value in row)
        ]

    def put(self, name: str, row: int, **cells: Any) -> None:
        """Type into a row, by the columns' titles with underscores for blanks."""
        titles = [title.replace(" ", "_") for title in self.titles(name)]
        for title, value in cells.items():
            self.sheet(name).cell(row, titles.index(title) + 1).value = value

    def save(self) -> bytes:
        return saved(self.workbook)


def saved(workbook: Workbook) -> bytes:
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def sheet_of(name: str, *rows: list[Any]) -> bytes:
    """A workbook of one sheet."""
    workbook = Workbook()
    page: Any = workbook.active
    page.title = name
    for row in rows:
        page.append(row)
    return saved(workbook)
