"""A report while it is being written: chapters, captions and footnotes number themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

from cpaudit.reporting.blocks import (
    Align,
    Block,
    Cell,
    Column,
    FactTable,
    Figure,
    Heading,
    Mark,
    Note,
    Paragraph,
    Table,
    Tone,
)
from cpaudit.reporting.charts.chart import Chart
from cpaudit.reporting.formatting import UNKNOWN, format_date
from cpaudit.reporting.labels import Label
from cpaudit.reporting.phrases import Phrase
from cpaudit.reporting.programme_labels import ProgrammeLabel
from cpaudit.reporting.text import Text, in_language, printable
from cpaudit.reporting.words import word

ColumnSpec = tuple[Phrase | str, float] | tuple[Phrase | str, float, Align]
CellContent = Cell | Text | dt.date | int | None

_FOOTNOTES = {
    Mark.UNVERIFIED: Label.UNVERIFIED_FOOTNOTE,
    Mark.ESTIMATED: Label.ESTIMATED_FOOTNOTE,
    Mark.BEFORE_TAX: Label.BEFORE_TAX_FOOTNOTE,
    Mark.INCOMPLETE: ProgrammeLabel.INCOMPLETE_FOOTNOTE,
}


class Draft:
    """Collects the blocks of a report in one language.

    Every text that enters a block passes through here and is printable afterwards, so that a renderer has to
    escape only what its own format requires.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.blocks: list[Block] = []
        self._chapter = ""
        self._chapters = self._sections = self._tables = self._figures = 0

    def chapter(self, title: Phrase, *, number: str | None = None) -> None:
        """Begin a chapter; *number* overrides the count, for an annex with a letter."""
        if number is None:
            self._chapters += 1
        self._chapter = number or str(self._chapters)
        self._sections = self._tables = self._figures = 0
        self.blocks.append(Heading(1, self._chapter, title.text(self.language)))

    def section(self, title: Phrase | str) -> None:
        """Begin a section of the chapter."""
        self._sections += 1
        self.blocks.append(Heading(2, f"{self._chapter}.{self._sections}", self._words(title)))

    def paragraph(self, text: Text) -> None:
        """Add running text, where there is any."""
        if content := in_language(text, self.language).strip():
            self.blocks.append(Paragraph(content))

    def sentence(self, label: Phrase, **gaps: object) -> None:
        """Add a sentence of the catalogue with its gaps filled."""
        self.blocks.append(Paragraph(printable(label.fill(self.language, **gaps))))

    def note(self, text: Text, tone: Tone = Tone.PLAIN) -> None:
        """Add a remark that stands out."""
        self.blocks.append(Note(in_language(text, self.language), tone))

    def not_recorded(self, what: Phrase | str) -> None:
        """Say that there is nothing to show, which is not the same as showing nothing."""
        self.blocks.append(Note(Label.NOT_RECORDED.fill(self.language, what=self._words(what))))

    def table(
        self, caption: Phrase | str, columns: Sequence[ColumnSpec], rows: Iterable[Sequence[CellContent]]
    ) -> None:
        """Add a table, or say that nothing was recorded where it has no rows."""
        cells = tuple(tuple(map(self.cell, row)) for row in rows)
        if not cells:
            self.not_recorded(caption)
            return
        headings = tuple(
            Column(self._words(column[0]), column[2] if len(column) == 3 else Align.LEFT, column[1])
            for column in columns
        )
        footnotes = self._footnotes(cell for row in cells for cell in row)
        self.blocks.append(Table(self._table_caption(caption), headings, cells, footnotes))

    def facts(self, caption: Phrase | str, facts: Sequence[tuple[Phrase | str, CellContent]]) -> None:
        """Add names and their values."""
        cells = tuple((self._words(name), self.cell(value)) for name, value in facts)
        footnotes = self._footnotes(cell for _, cell in cells)
        self.blocks.append(FactTable(self._table_caption(caption), cells, footnotes))

    def chart(self, draw: Callable[[str], Chart]) -> None:
        """Add the chart that *draw* makes of a key which no other chart of the report has."""
        self._figures += 1
        number = f"{self._chapter}-{self._figures}"
        chart = draw(f"figure-{number}")
        caption = Label.FIGURE_CAPTION.fill(self.language, number=number, caption=chart.title)
        self.blocks.append(Figure(caption, chart))

    def cell(self, content: CellContent) -> Cell:
        """*content* as a cell; what is unknown or empty is a dash."""
        if isinstance(content, Cell):
            return content
        if content is None or isinstance(content, dt.date):
            return Cell(format_date(content))
        if isinstance(content, int):
            return Cell(f"{content:,}")
        return Cell(self.text(content).strip() or UNKNOWN)

    def text(self, text: Text) -> str:
        """*text* in the language of the report."""
        return in_language(text, self.language)

    def listed(self, texts: Iterable[Text]) -> str:
        """*texts* as a list in one line."""
        return ("；" if self.language == "zh-CN" else "; ").join(map(self.text, texts))

    def word(self, member: StrEnum) -> str:
        """The word for a state, an origin or a class."""
        return word(member, self.language)

    def say(self, label: Phrase) -> str:
        """The label in the language of the report."""
        return label.text(self.language)

    def _words(self, title: Phrase | str) -> str:
        return title.text(self.language) if isinstance(title, Phrase) else printable(title)

    def _table_caption(self, caption: Phrase | str) -> str:
        self._tables += 1
        number = f"{self._chapter}-{self._tables}"
        return Label.TABLE_CAPTION.fill(self.language, number=number, caption=self._words(caption))

    def _footnotes(self, cells: Iterable[Cell]) -> tuple[str, ...]:
        used = {mark for cell in cells for mark in cell.marks}
        return tuple(label.text(self.language) for mark, label in _FOOTNOTES.items() if mark in used)
