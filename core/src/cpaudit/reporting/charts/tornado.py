"""Tornado: for each input a bar from the value at its lower end to that at its upper end, widest on top."""

from __future__ import annotations

from collections.abc import Callable

from cpaudit.reporting.charts.canvas import (
    BLUE,
    INK,
    LABEL,
    MUTED,
    ORANGE,
    SMALL,
    VERMILLION,
    Canvas,
    empty_state,
)
from cpaudit.reporting.charts.chart import Chart, data_of
from cpaudit.reporting.charts.lettering import text_width, wrap
from cpaudit.reporting.document import Portfolio, Swing
from cpaudit.reporting.formatting import UNKNOWN, format_number, format_percent
from cpaudit.reporting.labels import Label
from cpaudit.reporting.text import in_language

_NAME_WIDTH = 150.0
_BARS_LEFT = 164.0
_ROW = 27.0
_BAR = 13.0
_HEAD = 40.0
_FOOT = 16.0
_COLUMNS = (
    Label.INPUT_VARIED,
    Label.LOWER_END,
    Label.UPPER_END,
    Label.NPV_AT_LOW,
    Label.NPV_AT_HIGH,
    Label.CHOICE,
)
_STRIPE = "#F6F8FA"


def tornado(key: str, portfolio: Portfolio, language: str) -> Chart:
    """Draw how the net present value of a portfolio answers to its inputs."""
    base = portfolio.value.amount if portfolio.value else None
    bars = portfolio.swings if base is not None else ()
    rows = tuple(_row(bar, language) for bar in bars)
    title = Label.TORNADO.text(language)
    axis = f"{Label.NPV.text(language)} ({portfolio.spent.currency})"
    canvas = (
        _draw(bars, rows, float(base or 0), axis, language) if bars else empty_state(Label.NO_TORNADO.text(language))
    )
    return Chart(
        key=key,
        title=title,
        alt=Label.TORNADO_ALT.fill(language, items="; ".join(f"{row[0]} {row[3]}–{row[4]}" for row in rows)),
        columns=tuple(label.text(language) for label in _COLUMNS),
        rows=rows,
        figure=canvas.figure,
        data=data_of(
            language,
            (
                ("option", Label.CODE),
                ("input", Label.INPUT_VARIED),
                ("low", Label.LOWER_END),
                ("high", Label.UPPER_END),
                ("valueLow", Label.NPV_AT_LOW),
                ("valueHigh", Label.NPV_AT_HIGH),
                ("currency", Label.CURRENCY),
                ("changesChoice", Label.CHOICE_CHANGES_NOTE),
            ),
            (
                (
                    bar.option,
                    in_language(bar.input, language),
                    bar.low,
                    bar.high,
                    bar.value_low,
                    bar.value_high,
                    portfolio.spent.currency,
                    bar.changes_choice,
                )
                for bar in bars
            ),
        ),
    )


def _row(bar: Swing, language: str) -> tuple[str, str, str, str, str, str]:
    name = " ".join(filter(None, (bar.option, in_language(bar.input, language))))
    values = (_value(bar.value_low), _value(bar.value_high))
    changes = Label.CHOICE_CHANGES if bar.changes_choice else Label.CHOICE_STAYS
    return (name, _end(bar, bar.low), _end(bar, bar.high), *values, changes.text(language))


def _end(bar: Swing, value: float) -> str:
    return format_percent(value) if bar.is_rate else format_number(value)


def _value(value: float | None) -> str:
    return UNKNOWN if value is None else format_number(value, decimals=0 if abs(value) >= 100 else 2)


def _draw(bars: tuple[Swing, ...], rows: tuple[tuple[str, ...], ...], base: float, axis: str, language: str) -> Canvas:
    canvas = Canvas(height=_HEAD + _ROW * len(bars) + _FOOT)
    ends = [value for bar in bars for value in (bar.value_low, bar.value_high) if value is not None]
    lowest, highest = min(base, *ends), max(base, *ends)
    margin = max(text_width(text, SMALL) for row in rows for text in row[3:5]) + 6
    left, right = _BARS_LEFT + margin, canvas.width - margin - 4
    scale = (right - left) / ((highest - lowest) or 1.0)

    def at(value: float) -> float:
        return left + (value - lowest) * scale

    bottom = _HEAD + _ROW * len(bars)
    _legend(canvas, language)
    for index, (bar, row) in enumerate(zip(bars, rows, strict=True)):
        middle = _HEAD + _ROW * (index + 0.5)
        if index % 2:
            canvas.box((0, middle - _ROW / 2), canvas.width, _ROW, color=_STRIPE)
        name = row[0] + (" ●" if bar.changes_choice else "")
        canvas.lines((_NAME_WIDTH, middle - 5), wrap(name, _NAME_WIDTH, LABEL, lines=1), align="right")
        canvas.text(
            (_NAME_WIDTH, middle + 6.5),
            f"{_end(bar, bar.low)} – {_end(bar, bar.high)}",
            size=SMALL,
            color=MUTED,
            align="right",
        )
        for value, color in ((bar.value_low, ORANGE), (bar.value_high, BLUE)):
            if value is not None:
                start, end = sorted((at(base), at(value)))
                canvas.box((start, middle - _BAR / 2), end - start, _BAR, color=color)
        _ends(canvas, bar, at, base, middle)
        if None in (bar.value_low, bar.value_high):
            note = Label.NOT_FEASIBLE_END.text(language)
            canvas.text((at(base) - 6, middle), note, size=SMALL, color=VERMILLION, align="right")
    canvas.line([(at(base), _HEAD - 4), (at(base), bottom)], color=INK, width=0.9)
    canvas.text((at(base), _HEAD - 11), _value(base), size=SMALL, align="center", bold=True)
    canvas.text((_NAME_WIDTH, _HEAD - 11), axis, size=SMALL, color=MUTED, align="right")
    if any(bar.changes_choice for bar in bars):
        canvas.text((0, bottom + 9), f"● {Label.CHOICE_CHANGES_NOTE.text(language)}", size=SMALL, color=MUTED)
    return canvas


def _ends(canvas: Canvas, bar: Swing, at: Callable[[float], float], base: float, middle: float) -> None:
    known = [value for value in (bar.value_low, bar.value_high) if value is not None]
    below, above = min([base, *known]), max([base, *known])
    if below < base:
        canvas.text((at(below) - 4, middle), _value(below), size=SMALL, color=MUTED, align="right")
    if above > base:
        canvas.text((at(above) + 4, middle), _value(above), size=SMALL, color=MUTED)


def _legend(canvas: Canvas, language: str) -> None:
    left = _BARS_LEFT
    for label, color in ((Label.INPUT_LOW, ORANGE), (Label.INPUT_HIGH, BLUE)):
        canvas.box((left, 4), 10, 8, color=color)
        canvas.text((left + 14, 8), label.text(language), size=SMALL, color=MUTED)
        left += 30 + text_width(label.text(language), SMALL)
