"""What a plugin adds to the report of an audit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from cpaudit.contributions.audit_view import QuantityView
from cpaudit.contributions.review_findings import check_texts
from cpaudit.errors import InvalidInput
from cpaudit.text import LocalizedText

LARGEST_TABLE = 2000
"""Cells of one table."""

LARGEST_CHART = 500
"""Values of one chart."""

ReportValue: TypeAlias = LocalizedText | QuantityView | str | int | float | Decimal | None
"""What a cell of a table may hold; None is unknown and is printed as a dash, never as zero."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTable:
    """A table; every row has as many cells as there are columns."""

    caption: LocalizedText
    columns: tuple[LocalizedText, ...]
    rows: tuple[tuple[ReportValue, ...], ...]

    def __post_init__(self) -> None:
        check_texts(self.caption, "caption")
        if not isinstance(self.columns, tuple) or not self.columns:
            raise InvalidInput("a tuple of column headings is expected", path=("columns",))
        check_texts(self.columns, "columns")
        if not isinstance(self.rows, tuple) or len(self.rows) * len(self.columns) > LARGEST_TABLE:
            raise InvalidInput(f"a tuple of rows with at most {LARGEST_TABLE} cells is expected", path=("rows",))
        for number, row in enumerate(self.rows):
            if not isinstance(row, tuple) or len(row) != len(self.columns):
                raise InvalidInput(f"a tuple of {len(self.columns)} cells is expected", path=("rows", number))
            for cell in row:
                if isinstance(cell, bool) or not isinstance(cell, ReportValue):
                    raise InvalidInput(f"{type(cell).__name__} cannot be printed", path=("rows", number))


class ReportChartKind(StrEnum):
    """How a chart is drawn."""

    BARS = "BARS"
    LINES = "LINES"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSeries:
    """One series of a chart; a value for each category, None where it is not known."""

    name: LocalizedText
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportChart:
    """A chart of one or more series over the same categories.

    Attributes:
        sentence: what the chart shows, for those who cannot see it.
        unit: of all values; empty for pure numbers.
    """

    caption: LocalizedText
    sentence: LocalizedText
    categories: tuple[LocalizedText, ...]
    series: tuple[ReportSeries, ...]
    unit: str = ""
    kind: ReportChartKind = ReportChartKind.BARS

    def __post_init__(self) -> None:
        check_texts(self.caption, "caption")
        check_texts(self.sentence, "sentence")
        if not isinstance(self.categories, tuple) or not self.categories:
            raise InvalidInput("a tuple of names is expected", path=("categories",))
        check_texts(self.categories, "categories")
        if not isinstance(self.kind, ReportChartKind) or not isinstance(self.unit, str):
            raise InvalidInput("kind is a ReportChartKind, unit a text", path=("kind",))
        if not isinstance(self.series, tuple) or not self.series:
            raise InvalidInput("a tuple of ReportSeries is expected", path=("series",))
        if len(self.series) * len(self.categories) > LARGEST_CHART:
            raise InvalidInput(f"a chart has at most {LARGEST_CHART} values", path=("series",))
        for number, series in enumerate(self.series):
            if not isinstance(series, ReportSeries):
                raise InvalidInput("a ReportSeries is expected", path=("series", number))
            check_texts(series.name, "series", "name")
            if not isinstance(series.values, tuple) or len(series.values) != len(self.categories):
                raise InvalidInput(f"{len(self.categories)} values are expected", path=("series", number, "values"))
            if not all(value is None or _is_finite(value) for value in series.values):
                raise InvalidInput("a value is no finite number", path=("series", number, "values"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSection:
    """A section of a report: a heading, and below it paragraphs, tables and charts in the order given."""

    heading: LocalizedText
    parts: tuple[LocalizedText | ReportTable | ReportChart, ...]

    def __post_init__(self) -> None:
        check_texts(self.heading, "heading")
        if not isinstance(self.parts, tuple):
            raise InvalidInput("a tuple of texts, tables and charts is expected", path=("parts",))
        for number, part in enumerate(self.parts):
            if not isinstance(part, LocalizedText | ReportTable | ReportChart):
                raise InvalidInput(f"{type(part).__name__} cannot be printed", path=("parts", number))


def _is_finite(value: object) -> bool:
    return isinstance(value, float | int) and not isinstance(value, bool) and math.isfinite(value)
