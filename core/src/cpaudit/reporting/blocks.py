"""The neutral blocks of which a report consists, the same for every file format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from cpaudit.reporting.charts.chart import Chart


class Mark(StrEnum):
    """A sign beside a figure that a footnote explains."""

    UNVERIFIED = "†"
    ESTIMATED = "‡"
    BEFORE_TAX = "§"
    INCOMPLETE = "*"


class Align(StrEnum):
    """Where the text of a column stands."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Tone(StrEnum):
    """What a cell or a note wants the reader to feel."""

    PLAIN = "plain"
    GOOD = "good"
    WARNING = "warning"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table."""

    text: str
    marks: tuple[Mark, ...] = ()
    tone: Tone = Tone.PLAIN

    @property
    def marked_text(self) -> str:
        """The text with its marks."""
        return self.text + "".join(self.marks)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its alignment, and its weight when the table's width is shared out.

    A weight near zero makes a column as narrow as its words.
    """

    heading: str
    align: Align = Align.LEFT
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading; level 1 begins a chapter."""

    level: int
    number: str
    text: str

    @property
    def anchor(self) -> str:
        """A name by which the heading can be linked to."""
        return f"section-{self.number.replace('.', '-')}"

    @property
    def numbered_text(self) -> str:
        """Number and text, as they stand in the report and in its table of contents."""
        return f"{self.number} {self.text}"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a line break begins a new line."""

    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """A remark that stands out of the text."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; ``footnotes`` explain the marks in it."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    footnotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FactTable:
    """Names and their values, two columns without a heading row."""

    caption: str
    facts: tuple[tuple[str, Cell], ...]
    footnotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its caption."""

    caption: str
    chart: Chart


Block = Heading | Paragraph | Note | Table | FactTable | Figure


@dataclass(frozen=True, slots=True)
class TitlePage:
    """What stands on the cover."""

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """A report in one language, ready to be rendered."""

    language: str
    title_page: TitlePage
    blocks: tuple[Block, ...]

    @property
    def headings(self) -> Iterator[Heading]:
        """The headings, in order: the table of contents."""
        return (block for block in self.blocks if isinstance(block, Heading))

    @property
    def charts(self) -> Iterator[Chart]:
        """The charts, in order."""
        return (block.chart for block in self.blocks if isinstance(block, Figure))
