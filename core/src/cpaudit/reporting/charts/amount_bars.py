"""Amounts of one unit side by side: a row for each name, with a bar for each series, on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cpaudit.names import camel_case
from cpaudit.reporting.chart_data import ChartData, DataColumn, datum
from cpaudit.reporting.charts.canvas import (
    BLUE,
    GREY,
    LABEL,
    LINE_HEIGHT,
    MUTED,
    ORANGE,
    SMALL,
    VERMILLION,
    Canvas,
    empty_state,
)
from cpaudit.reporting.charts.chart import Chart
from cpaudit.reporting.charts.lettering import text_width, wrap
from cpaudit.reporting.figures import Number
from cpaudit.reporting.formatting import format_number
from cpaudit.reporting.phrases import Phrase
from cpaudit.reporting.programme_labels import ProgrammeLabel
from cpaudit.reporting.text import Text, in_language

DIGITS = 6
MOST_ROWS = 40

_NAME_WIDTH = 120.0
_BARS_LEFT = 130.0
_BAR = 10.0
_BETWEEN = 9.0
_LEGEND = 24.0
_COLORS = (GREY, BLUE, ORANGE)


@dataclass(frozen=True, slots=True)
class BarRow:
    """One name with an amount for each series; None is not known and has no bar."""

    name: Text
    amounts: tuple[Number | None, ...]


def amount_bars(
    key: str,
    title: str,
    rows: Sequence[BarRow],
    language: str,
    *,
    series: Sequence[Phrase],
    names: Phrase = ProgrammeLabel.NAME,
    unit: str = "",
) -> Chart:
    """Draw *rows* in their order; what is not known of all series is in the data and not drawn.

    Args:
        series: what each amount of a row is.
        names: what the names are.
        unit: of all amounts; empty for counts.
    """
    labelled = [(in_language(row.name, language), row.amounts) for row in rows]
    known = [(name, amounts) for name, amounts in labelled if any(each is not None for each in amounts)]
    printed = tuple((name, *(format_number(each, digits=DIGITS) for each in amounts)) for name, amounts in known)
    canvas = _draw(known, series, language) if known else empty_state(ProgrammeLabel.NOTHING_TO_DRAW.text(language))
    headings = [label.text(language) for label in series]
    items = "; ".join(f"{name} {', '.join(amounts)}" for name, *amounts in printed)
    return Chart(
        key=key,
        title=title,
        alt=ProgrammeLabel.CHART_ALT.fill(language, title=title, items=items),
        columns=(names.text(language), *headings),
        rows=printed,
        figure=canvas.figure,
        data=ChartData(
            (
                DataColumn("name", names.text(language)),
                *(
                    DataColumn(camel_case(label.name.lower()), f"{heading} ({unit})" if unit else heading)
                    for label, heading in zip(series, headings, strict=True)
                ),
            ),
            tuple((name, *map(datum, amounts)) for name, amounts in labelled),
        ),
    )


def _draw(rows: Sequence[tuple[str, tuple[Number | None, ...]]], series: Sequence[Phrase], language: str) -> Canvas:
    shown, left_out = rows[:MOST_ROWS], len(rows) - MOST_ROWS
    legend = _LEGEND if len(series) > 1 else 4.0
    names = [wrap(name, _NAME_WIDTH, LABEL) for name, _ in shown]
    row = max(len(series) * _BAR, max(map(len, names)) * LABEL * LINE_HEIGHT) + _BETWEEN
    bottom = legend + row * len(shown)
    canvas = Canvas(height=bottom + (20 if left_out > 0 else 6))
    if len(series) > 1:
        _legend(canvas, series, language)
    values = [float(each) for _, amounts in shown for each in amounts if each is not None]
    texts = [format_number(each, digits=DIGITS) for _, amounts in shown for each in amounts]
    lowest, highest = min(0.0, *values), max(0.0, *values)
    room = canvas.width - _BARS_LEFT - max(text_width(text, SMALL) for text in texts) - 10
    scale = room / ((highest - lowest) or 1.0)
    zero = _BARS_LEFT - lowest * scale
    colors = _COLORS if len(series) > 1 else _COLORS[1:]
    for index, (_, amounts) in enumerate(shown):
        middle = legend + row * (index + 0.5)
        top = middle - len(series) * _BAR / 2
        canvas.lines((_NAME_WIDTH, middle), names[index], align="right")
        for place, amount in enumerate(amounts):
            at = top + place * _BAR
            length = 0.0 if amount is None else float(amount) * scale
            start, end = sorted((zero, zero + length))
            color = VERMILLION if length < 0 else colors[place]
            canvas.box((start, at + 0.5), end - start, _BAR - 1, color=color)
            text = format_number(amount, digits=DIGITS)
            # Beside the bar, and right of the zero line: never over a bar or a name.
            canvas.text((max(end, zero) + 4, at + _BAR / 2), text, size=SMALL, color=MUTED)
    canvas.line([(zero, legend), (zero, bottom)])
    if left_out > 0:
        note = ProgrammeLabel.MORE_ROWS.fill(language, count=left_out)
        canvas.text((_BARS_LEFT, canvas.height - 9), note, size=SMALL, color=MUTED)
    return canvas


def _legend(canvas: Canvas, series: Sequence[Phrase], language: str) -> None:
    left = _BARS_LEFT
    for label, color in zip(series, _COLORS, strict=False):
        canvas.box((left, 5), 10, 8, color=color)
        canvas.text((left + 14, 9), label.text(language), size=SMALL, color=MUTED)
        left += 30 + text_width(label.text(language), SMALL)
