"""A chart: what it shows, as data and as pictures."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from matplotlib.figure import Figure

from cpaudit.reporting.chart_data import ChartData, DataColumn, Datum
from cpaudit.reporting.phrases import Phrase

PNG_DPI = 200
POINTS_PER_INCH = 72

# Identifiers in matplotlib's SVG, and the references to them.
_IDENTIFIER = re.compile(r'(?<= id=")[^"]+(?=")')
_REFERENCE = re.compile(r'(?<=url\(#)[^)]+(?=\))|(?<=href="#)[^"]+(?=")')
_PROLOGUE = re.compile(r"^.*?(?=<svg)", re.DOTALL)


@dataclass(frozen=True)
class Chart:
    """A drawn chart with the data in it; the pictures are made when they are first asked for.

    Attributes:
        key: unique among the charts of one document; it keeps the identifiers of inlined SVGs apart.
        title: what the chart shows.
        alt: the same as a sentence, for readers who do not see it.
        columns: headings of *rows*.
        rows: the data as printed in the chart; empty where there was nothing to draw.
        data: the data behind it as numbers, with what is not drawn and what is not known.
    """

    key: str
    title: str
    alt: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figure: Figure = field(repr=False, compare=False)
    data: ChartData

    @property
    def width_inches(self) -> float:
        """The width at which the text in the chart has the size it was drawn for."""
        return float(self.figure.get_figwidth())

    @cached_property
    def svg(self) -> str:
        """An ``<svg>`` element to be placed inline: text as paths, the same bytes for the same chart."""
        buffer = io.StringIO()
        nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        self.figure.savefig(buffer, format="svg", metadata=nothing)
        drawing = _PROLOGUE.sub("", buffer.getvalue(), count=1)
        names = {name: f"{self.key}-{index}" for index, name in enumerate(dict.fromkeys(_IDENTIFIER.findall(drawing)))}
        drawing = _IDENTIFIER.sub(lambda match: names[match[0]], drawing)
        return _REFERENCE.sub(lambda match: names[match[0]], drawing)

    @cached_property
    def png(self) -> bytes:
        """The chart as PNG at 200 dpi."""
        buffer = io.BytesIO()
        self.figure.savefig(buffer, format="png", dpi=PNG_DPI, metadata={"Software": None})
        return buffer.getvalue()


def data_of(language: str, labels: Iterable[tuple[str, Phrase]], rows: Iterable[tuple[Datum, ...]]) -> ChartData:
    """The data behind a chart.

    Args:
        labels: name for programs and heading of each column.
        rows: one value for each of them.
    """
    return ChartData(tuple(DataColumn(name, label.text(language)) for name, label in labels), tuple(rows))
