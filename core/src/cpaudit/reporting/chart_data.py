"""The data behind a chart, as numbers and not as printed, to be read by other programs."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

Datum: TypeAlias = str | float | bool | None

_BYTE_ORDER_MARK = "\ufeff"
# What makes a spreadsheet take a text for a formula, in full width too, as it is typed in Chinese.
_FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "|")


class DataFormat(StrEnum):
    """The file formats of a chart's data; the value is the file's suffix."""

    JSON = "json"
    CSV = "csv"


MEDIA_TYPES = {DataFormat.JSON: "application/json", DataFormat.CSV: "text/csv"}


@dataclass(frozen=True, slots=True)
class DataColumn:
    """A column: a name for programs, the same in all languages, and a heading for readers."""

    name: str
    heading: str


@dataclass(frozen=True, slots=True)
class ChartData:
    """A table of numbers, texts, truth values, and None for what is not known, which is never zero."""

    columns: tuple[DataColumn, ...]
    rows: tuple[tuple[Datum, ...], ...]


def datum(value: object) -> Datum:
    """A figure of a report as a datum: numbers in full, dates as ISO 8601 writes them."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return float(value)  # type: ignore[arg-type]


def to_json(key: str, title: str, alt: str, data: ChartData) -> str:
    """One JSON object: ``key``, ``title``, ``alt``, ``columns`` and ``rows``, each row by the names of columns."""
    names = [column.name for column in data.columns]
    return json.dumps(
        {
            "key": key,
            "title": title,
            "alt": alt,
            "columns": [{"name": column.name, "heading": column.heading} for column in data.columns],
            "rows": [dict(zip(names, row, strict=True)) for row in data.rows],
        },
        ensure_ascii=False,
        allow_nan=False,
        indent=2,
    )


def to_csv(data: ChartData) -> str:
    """Comma-separated values after RFC 4180, with a mark by which spreadsheets know UTF-8.

    Numbers are written in full with a point; what is not known is empty. A text that a spreadsheet would take for
    a formula has an apostrophe before it.
    """
    buffer = io.StringIO()
    buffer.write(_BYTE_ORDER_MARK)
    writer = csv.writer(buffer)
    writer.writerow([_cell(column.heading) for column in data.columns])
    writer.writerows([_cell(datum) for datum in row] for row in data.rows)
    return buffer.getvalue()


def _cell(datum: Datum) -> str:
    if datum is None:
        return ""
    if isinstance(datum, bool):
        return "true" if datum else "false"
    if isinstance(datum, float):
        return repr(datum)
    return f"'{datum}" if datum.lstrip(" ").startswith(_FORMULA_SIGNS) else datum
