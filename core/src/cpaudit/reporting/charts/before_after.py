"""Before and after: pairs of bars, each pair on its own scale because its unit is its own."""

from __future__ import annotations

from collections.abc import Sequence

from cpaudit.reporting.chart_data import ChartData, datum
from cpaudit.reporting.charts.canvas import (
    BLUE,
    GREY,
    INK,
    LABEL,
    LINE_HEIGHT,
    MUTED,
    SMALL,
    Canvas,
    empty_state,
)
from cpaudit.reporting.charts.chart import Chart, data_of
from cpaudit.reporting.charts.lettering import text_width, wrap
from cpaudit.reporting.document import InventoryChange
from cpaudit.reporting.figures import Quantity
from cpaudit.reporting.formatting import format_percent, format_quantity
from cpaudit.reporting.labels import Label
from cpaudit.reporting.phrases import Phrase
from cpaudit.reporting.text import in_language

_NAME_WIDTH = 120.0
_BARS_LEFT = 130.0
_CHANGE_WIDTH = 46.0
_ROW = 36.0
_BAR = 12.0
_LEGEND = 24.0


def before_after(
    key: str,
    changes: Sequence[InventoryChange],
    language: str,
    *,
    title: Phrase = Label.BEFORE_AFTER,
    legend: tuple[Phrase, Phrase] = (Label.BEFORE_AUDIT, Label.AFTER_AUDIT),
) -> Chart:
    """Draw what was, or would be, discharged, consumed or spent before and after.

    Args:
        title: of the chart.
        legend: what before and after mean.
    """
    known = [change for change in changes if change.before.value is not None or change.after.value is not None]
    rows = tuple(
        (
            in_language(change.name, language),
            format_quantity(change.before),
            format_quantity(change.after),
            format_percent(change.change, signed=True),
        )
        for change in known
    )
    canvas = _draw(known, rows, legend, language) if known else empty_state(Label.NO_INVENTORY.text(language))
    return Chart(
        key=key,
        title=title.text(language),
        alt=Label.BEFORE_AFTER_ALT.fill(language, items="; ".join(f"{name} {change}" for name, _, _, change in rows)),
        columns=tuple(label.text(language) for label in (Label.ITEM, Label.BEFORE, Label.AFTER, Label.CHANGE)),
        rows=rows,
        figure=canvas.figure,
        data=_data(changes, language),
    )


def _data(changes: Sequence[InventoryChange], language: str) -> ChartData:
    labels = {
        "item": Label.ITEM,
        "before": Label.BEFORE,
        "beforeUnit": Label.UNIT,
        "after": Label.AFTER,
        "afterUnit": Label.UNIT,
        "change": Label.CHANGE,
    }
    return data_of(
        language,
        labels.items(),
        (
            (
                in_language(each.name, language),
                datum(each.before.value),
                each.before.unit,
                datum(each.after.value),
                each.after.unit,
                datum(each.change),
            )
            for each in changes
        ),
    )


def _draw(
    changes: Sequence[InventoryChange],
    rows: Sequence[tuple[str, str, str, str]],
    legend: tuple[Phrase, Phrase],
    language: str,
) -> Canvas:
    canvas = Canvas(height=_LEGEND + _ROW * len(changes) + 4)
    _legend(canvas, legend, language)
    widest_value = max(text_width(text, SMALL) for _, before, after, _ in rows for text in (before, after))
    room = canvas.width - _BARS_LEFT - widest_value - _CHANGE_WIDTH - 12
    for index, (change, (name, before, after, percent)) in enumerate(zip(changes, rows, strict=True)):
        middle = _LEGEND + _ROW * (index + 0.5)
        lines = wrap(name, _NAME_WIDTH, LABEL, lines=int(_ROW // (LABEL * LINE_HEIGHT)))
        canvas.lines((_NAME_WIDTH, middle), lines, align="right")
        largest = max(_length(change.before), _length(change.after)) or 1.0
        for quantity, text, color, top in (
            (change.before, before, GREY, middle - _BAR - 0.5),
            (change.after, after, BLUE, middle + 0.5),
        ):
            length = room * _length(quantity) / largest
            canvas.box((_BARS_LEFT, top), length, _BAR, color=color)
            canvas.text((_BARS_LEFT + length + 4, top + _BAR / 2), text, size=SMALL, color=MUTED)
        canvas.text((canvas.width - 2, middle), percent, color=INK, align="right", bold=True)
    canvas.line([(_BARS_LEFT, _LEGEND), (_BARS_LEFT, canvas.height - 4)])
    return canvas


def _legend(canvas: Canvas, legend: tuple[Phrase, Phrase], language: str) -> None:
    left = _BARS_LEFT
    for label, color in zip(legend, (GREY, BLUE), strict=True):
        canvas.box((left, 5), 10, 8, color=color)
        canvas.text((left + 14, 9), label.text(language), size=SMALL, color=MUTED)
        left += 30 + text_width(label.text(language), SMALL)


def _length(quantity: Quantity) -> float:
    return max(0.0, float(quantity.value)) if quantity.value is not None else 0.0
