"""A chart that a plugin asks for: bars or lines of some series over common categories."""

from __future__ import annotations

from itertools import pairwise

from cpaudit.contributions import ReportChart, ReportChartKind
from cpaudit.reporting.chart_data import ChartData, DataColumn
from cpaudit.reporting.charts.canvas import (
    BLUE,
    GREEN,
    GREY,
    INK,
    LABEL,
    MUTED,
    ORANGE,
    PALE,
    SKY,
    SMALL,
    VERMILLION,
    Canvas,
)
from cpaudit.reporting.charts.chart import Chart
from cpaudit.reporting.charts.lettering import wrap
from cpaudit.reporting.formatting import UNKNOWN, format_number
from cpaudit.reporting.labels import Label
from cpaudit.reporting.text import in_language

_COLOURS = (BLUE, ORANGE, GREEN, SKY, VERMILLION, GREY)
_NAMES = 130.0
_LEFT = 140.0
_VALUES = 70.0
_BAR = 11.0
_GAP = 10.0
_PLOT = 180.0


def plugin_chart(key: str, *, chart: ReportChart, language: str) -> Chart:
    """Draw a plugin's chart; a value that is not known is a gap, and a dash in the data."""
    categories = [in_language(each, language) for each in chart.categories]
    names = [in_language(each.name, language) for each in chart.series]
    draw = _bars if chart.kind is ReportChartKind.BARS else _lines
    headings = [f"{name} ({chart.unit})" if chart.unit else name for name in names]
    columns = tuple(series.values for series in chart.series)
    return Chart(
        key=key,
        title=in_language(chart.caption, language),
        alt=in_language(chart.sentence, language),
        columns=(Label.CATEGORY.text(language), *headings),
        rows=tuple(
            (category, *(UNKNOWN if values[row] is None else format_number(values[row]) for values in columns))
            for row, category in enumerate(categories)
        ),
        figure=draw(chart, categories, names).figure,
        data=ChartData(
            (
                DataColumn("category", Label.CATEGORY.text(language)),
                *(DataColumn(f"series{place}", heading) for place, heading in enumerate(headings, start=1)),
            ),
            tuple((category, *(values[row] for values in columns)) for row, category in enumerate(categories)),
        ),
    )


def _span(chart: ReportChart) -> tuple[float, float]:
    known = [value for series in chart.series for value in series.values if value is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    return (low, high) if high > low else (0.0, 1.0)


def _legend(canvas: Canvas, names: list[str], unit: str, y: float) -> None:
    x = 0.0
    for place, name in enumerate(names):
        canvas.box((x, y - 4), 8, 8, color=_COLOURS[place % len(_COLOURS)])
        canvas.text((x + 12, y), name, size=SMALL, color=MUTED)
        x += 12 + 7.0 * max(4, len(name)) + 12
    if unit:
        canvas.text((canvas.width, y), unit, size=SMALL, color=MUTED, align="right")


def _bars(chart: ReportChart, categories: list[str], names: list[str]) -> Canvas:
    group = _BAR * len(names) + _GAP
    canvas = Canvas(group * len(categories) + 30)
    low, high = _span(chart)
    scale = (canvas.width - _LEFT - _VALUES) / (high - low)
    zero = _LEFT - low * scale
    for row, category in enumerate(categories):
        top = row * group
        canvas.lines((_NAMES, top + (group - _GAP) / 2), wrap(category, _NAMES, SMALL), size=SMALL, align="right")
        for place, series in enumerate(chart.series):
            y, value = top + place * _BAR, series.values[row]
            if value is not None:
                start, end = sorted((zero, zero + value * scale))
                canvas.box((start, y), max(end - start, 0.5), _BAR - 2, color=_COLOURS[place % len(_COLOURS)])
            shown = UNKNOWN if value is None else format_number(value)
            canvas.text((zero + max(value or 0.0, 0.0) * scale + 4, y + _BAR / 2 - 1), shown, size=SMALL, color=INK)
    canvas.line([(zero, 0), (zero, group * len(categories))])
    _legend(canvas, names, chart.unit, group * len(categories) + 18)
    return canvas


def _lines(chart: ReportChart, categories: list[str], names: list[str]) -> Canvas:
    canvas = Canvas(_PLOT + 50)
    low, high = _span(chart)
    step = (canvas.width - 80) / max(1, len(categories) - 1)
    places = [60 + row * step for row in range(len(categories))]

    def height(value: float) -> float:
        return 10 + (_PLOT - 20) * (high - value) / (high - low)

    for value in (low, high):
        canvas.line([(60, height(value)), (canvas.width - 20, height(value))], color=PALE)
        canvas.text((54, height(value)), format_number(value), size=SMALL, color=MUTED, align="right")
    for x, category in zip(places, categories, strict=True):
        canvas.text((x, _PLOT + 8), category, size=LABEL, align="center")
    for place, series in enumerate(chart.series):
        colour = _COLOURS[place % len(_COLOURS)]
        points = [None if value is None else (x, height(value)) for x, value in zip(places, series.values, strict=True)]
        for start, end in pairwise(points):
            if start is not None and end is not None:
                canvas.line([start, end], color=colour, width=1.5)
        for point in points:
            if point is not None:
                canvas.box((point[0] - 2, point[1] - 2), 4, 4, color=colour)
    _legend(canvas, names, chart.unit, _PLOT + 32)
    return canvas
