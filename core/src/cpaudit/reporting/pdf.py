"""The report as pages, a PDF with its fonts in it, tagged for readers who do not see it."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

import matplotlib
import typst

from cpaudit.reporting.blocks import Block, Cell, FactTable, Figure, Heading, Note, Outline, Paragraph, Table
from cpaudit.reporting.document import Document
from cpaudit.reporting.fonts import font_path
from cpaudit.reporting.labels import Label
from cpaudit.reporting.outline import outline
from cpaudit.reporting.widths import column_shares

_TEMPLATE = "report.typ"
_DATA = "report.json"
_SHORT_TABLE = 12
# What stands in a block that does not break has to fit on a page: some characters of table text, whatever the columns.
_LONG_TABLE, _LONG_CELL = 1500, 300
_LONGEST_RUNNING_NAME = 60


def render_pdf(report: Document, language: str) -> bytes:
    """Render *report* in *language* as PDF 1.7 with vector charts; nothing is fetched.

    The same report gives the same file.

    Raises:
        ConfigurationError: the package was installed without its fonts.
        InvalidInput: there is no report in this language.
    """
    written = outline(report, language)
    with tempfile.TemporaryDirectory(prefix="cpaudit-pdf-") as name:
        root = Path(name)
        for index, chart in enumerate(written.charts):
            (root / _chart_file(index)).write_text(chart.svg, "utf-8")
        (root / _DATA).write_text(json.dumps(_data(written, report.issued_on), ensure_ascii=False), "utf-8")
        main = root / _TEMPLATE
        main.write_bytes(files("cpaudit.reporting").joinpath("templates", _TEMPLATE).read_bytes())
        # The template may read what is in this folder and nothing else; a package it might name is looked for in
        # the same folder, where there is none.
        compiler = typst.Compiler(
            main, root=root, font_paths=_fonts(), package_path=root, package_cache_path=root, ignore_system_fonts=True
        )
        moment = dt.datetime.combine(report.issued_on, dt.time(), dt.UTC)
        pages = compiler.compile(format="pdf", timestamp=moment)
    # The library's types tell of pictures, too, of which there is one for each page.
    if not isinstance(pages, bytes):
        raise TypeError("a PDF is one file")
    return pages


@cache
def _fonts() -> typst.Fonts:
    """Noto Sans SC, and after it matplotlib's own font, which has what the first lacks, such as the 2 of CO₂."""
    paths = [font_path().parent, Path(matplotlib.get_data_path(), "fonts", "ttf")]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=paths)


def _chart_file(index: int) -> str:
    return f"chart-{index}.svg"


def _data(written: Outline, issued_on: dt.date) -> Mapping[str, object]:
    """The outline as the template reads it."""
    page = written.title_page
    figures = iter(range(len(written.blocks)))
    return {
        "language": written.language,
        "title": page.title,
        "subtitle": page.subtitle,
        "running_title": f"{_shorten(page.subtitle, _LONGEST_RUNNING_NAME)}　{page.title}",
        "warning": page.warning,
        "issued_on": {"year": issued_on.year, "month": issued_on.month, "day": issued_on.day},
        "contents": Label.CONTENTS.text(written.language),
        "page": Label.PAGE.fill(written.language, page="\0", pages="\0").split("\0"),
        "cover": _facts(FactTable("", tuple((name, Cell(value)) for name, value in page.facts))),
        "blocks": [_block(block, figures) for block in written.blocks],
    }


def _shorten(text: str, longest: int) -> str:
    """*text* in one line, cut where it is longer than *longest* characters."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def _block(block: Block, figures: Iterator[int]) -> Mapping[str, object]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": block.numbered_text}
        case Paragraph():
            return {"kind": "paragraph", "text": block.text}
        case Note():
            return {"kind": "note", "text": block.text, "tone": block.tone}
        case Table():
            return {
                "kind": "table",
                "caption": block.caption,
                "whole": _whole(tuple(block.rows)),
                "shares": column_shares(block),
                "columns": [{"heading": column.heading, "align": column.align} for column in block.columns],
                "rows": [{"long": _long(row), "cells": [_cell(cell) for cell in row]} for row in block.rows],
                "footnotes": block.footnotes,
            }
        case FactTable():
            return _facts(block)
        case Figure():
            chart = block.chart
            return {
                "kind": "figure",
                "caption": block.caption,
                "file": _chart_file(next(figures)),
                "width": chart.width_inches,
                "alt": chart.alt,
            }


def _facts(block: FactTable) -> Mapping[str, object]:
    return {
        "kind": "facts",
        "caption": block.caption,
        "whole": _whole(tuple((Cell(name), cell) for name, cell in block.facts)),
        "facts": [{"name": name, "cell": _cell(cell), "long": _long((cell,))} for name, cell in block.facts],
        "footnotes": block.footnotes,
    }


def _whole(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a table is short enough to move to the next page rather than break."""
    return len(rows) <= _SHORT_TABLE and sum(_length(cell.text) for row in rows for cell in row) <= _LONG_TABLE


def _length(text: str) -> int:
    """Characters, where a line break takes as much room as a line of a narrow column."""
    return len(text) + 20 * text.count("\n")


def _long(row: Sequence[Cell]) -> bool:
    """Whether a row may break over pages, because it might not fit on one."""
    return any(_length(cell.text) > _LONG_CELL for cell in row)


def _cell(cell: Cell) -> Mapping[str, str]:
    return {"text": cell.text, "marks": "".join(cell.marks), "tone": cell.tone}
