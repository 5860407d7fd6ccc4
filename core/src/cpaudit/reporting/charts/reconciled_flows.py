"""Measured and reconciled flows with their 95 % intervals, each stream on its own scale because flows differ by far."""

from __future__ import annotations

from cpaudit.reporting.chart_data import datum
from cpaudit.reporting.charts.canvas import (
    BLUE,
    GREY,
    LABEL,
    LINE_HEIGHT,
    MUTED,
    PALE,
    SMALL,
    VERMILLION,
    Canvas,
    empty_state,
)
from cpaudit.reporting.charts.chart import Chart, data_of
from cpaudit.reporting.charts.lettering import text_width, wrap
from cpaudit.reporting.document import FlowInterval, ReconciledFlow, Reconciliation
from cpaudit.reporting.formatting import format_number
from cpaudit.reporting.labels import Label
from cpaudit.reporting.text import in_language

MOST_FLOWS = 24
_NAME_WIDTH = 120.0
_LEFT = 132.0
_ROW = 26.0
_LEGEND = 24.0
_FOOT = 16.0
_DOT = 4.0
_CAP = 3.0


def reconciled_flows(key: str, reconciliation: Reconciliation, language: str) -> Chart:
    """Draw the streams whose flow is known, suspects first where they are too many to draw."""
    name = in_language(reconciliation.substance, language) or Label.WHOLE_FLOWS.text(language)
    known = [flow for flow in reconciliation.flows if flow.adjusted is not None]
    drawn = sorted(known, key=lambda flow: flow.suspect_rank is None)[:MOST_FLOWS] if len(known) > MOST_FLOWS else known
    rows = tuple(_row(flow, language) for flow in drawn)
    title = Label.RECONCILIATION_CHART.fill(language, name=name)
    canvas = (
        _draw(drawn, len(known) - len(drawn), language)
        if drawn
        else empty_state(Label.NO_RECONCILIATION.text(language))
    )
    items = "; ".join(f"{stream} {before} → {after} {reconciliation.unit}" for stream, before, _, after, _ in rows)
    heads = (Label.STREAM, Label.MEASURED_VALUE, Label.INTERVAL, Label.ADJUSTED_VALUE, Label.INTERVAL)
    return Chart(
        key=key,
        title=f"{title} ({reconciliation.unit})" if reconciliation.unit else title,
        alt=Label.RECONCILIATION_ALT.fill(language, name=name, items=items),
        columns=tuple(label.text(language) for label in heads),
        rows=rows,
        figure=canvas.figure,
        data=data_of(
            language,
            (
                ("stream", Label.STREAM),
                ("classification", Label.CLASSIFICATION),
                ("measured", Label.MEASURED_VALUE),
                ("measuredLower", Label.LOWER_END),
                ("measuredUpper", Label.UPPER_END),
                ("adjusted", Label.ADJUSTED_VALUE),
                ("adjustedLower", Label.LOWER_END),
                ("adjustedUpper", Label.UPPER_END),
                ("unit", Label.UNIT),
                ("suspectRank", Label.SUSPECT),
            ),
            (
                (
                    in_language(flow.name, language),
                    flow.classification.value,
                    *_ends(flow.measured),
                    *_ends(flow.adjusted),
                    reconciliation.unit,
                    datum(flow.suspect_rank),
                )
                for flow in reconciliation.flows
            ),
        ),
    )


def _ends(flow: FlowInterval | None) -> tuple[float | None, float | None, float | None]:
    return (None, None, None) if flow is None else (flow.value, flow.lower, flow.upper)


def interval_text(flow: FlowInterval | None) -> str:
    """The ends of the interval of a flow."""
    if flow is None:
        return format_number(None)
    return f"{format_number(flow.lower)} – {format_number(flow.upper)}"


def _row(flow: ReconciledFlow, language: str) -> tuple[str, str, str, str, str]:
    return (
        in_language(flow.name, language),
        format_number(flow.measured.value if flow.measured else None),
        interval_text(flow.measured),
        format_number(flow.adjusted.value if flow.adjusted else None),
        interval_text(flow.adjusted),
    )


def _draw(flows: list[ReconciledFlow], more: int, language: str) -> Canvas:
    canvas = Canvas(height=_LEGEND + _ROW * len(flows) + (_FOOT if more else 4))
    _legend(canvas, language)
    texts = [_row(flow, language) for flow in flows]
    widest = max(text_width(f"{before} → {after}", SMALL) for _, before, _, after, _ in texts)
    right = canvas.width - widest - 10
    for index, (flow, (name, before, _, after, _)) in enumerate(zip(flows, texts, strict=True)):
        middle = _LEGEND + _ROW * (index + 0.5)
        lines = wrap(name, _NAME_WIDTH, LABEL, lines=int(_ROW // (LABEL * LINE_HEIGHT)))
        canvas.lines((_NAME_WIDTH, middle), lines, align="right")
        canvas.line([(_LEFT, middle + _ROW / 2), (right, middle + _ROW / 2)], color=PALE, width=0.5)
        color = GREY if flow.suspect_rank is None else VERMILLION
        both = [each for each in (flow.measured, flow.adjusted) if each is not None]
        low, high = min(each.lower for each in both), max(each.upper for each in both)
        room = (right - _LEFT - 2 * _DOT) / ((high - low) or 1.0)
        for each, shade, y in ((flow.measured, color, middle - 4.5), (flow.adjusted, BLUE, middle + 4.5)):
            if each is not None:
                ends = [_LEFT + _DOT + (value - low) * room for value in (each.lower, each.value, each.upper)]
                _whisker(canvas, ends, y, shade)
        canvas.text((right + 8, middle), f"{before} → {after}", size=SMALL, color=MUTED)
    if more:
        canvas.text((_LEFT, canvas.height - 6), Label.MORE_FLOWS.fill(language, count=more), size=SMALL, color=MUTED)
    return canvas


def _whisker(canvas: Canvas, ends: list[float], y: float, color: str) -> None:
    left, middle, right = ends
    canvas.line([(left, y), (right, y)], color=color, width=1.2)
    for end in (left, right):
        canvas.line([(end, y - _CAP), (end, y + _CAP)], color=color, width=1.0)
    canvas.box((middle - _DOT / 2, y - _DOT / 2), _DOT, _DOT, color=color)


def _legend(canvas: Canvas, language: str) -> None:
    left = _LEFT
    for label, color in (
        (Label.MEASURED_VALUE, GREY),
        (Label.SUSPECT_MEASUREMENT, VERMILLION),
        (Label.ADJUSTED_VALUE, BLUE),
    ):
        canvas.box((left, 5), 10, 8, color=color)
        canvas.text((left + 14, 9), label.text(language), size=SMALL, color=MUTED)
        left += 30 + text_width(label.text(language), SMALL)
