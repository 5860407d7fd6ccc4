"""Sankey diagram of the process: every band as wide as what flows, from the inputs down to product and loss."""

from __future__ import annotations

from collections.abc import Iterable

from cpaudit.reporting.chart_data import datum
from cpaudit.reporting.charts.canvas import (
    BLUE,
    GREEN,
    GREY,
    LABEL,
    LINE_HEIGHT,
    MUTED,
    SKY,
    SMALL,
    VERMILLION,
    WHITE,
    WIDTH,
    Canvas,
    empty_state,
)
from cpaudit.reporting.charts.chart import Chart, data_of
from cpaudit.reporting.charts.flow_layout import (
    BESIDE_LANES,
    BOX_LEFT,
    BOX_WIDTH,
    LEFT_LABEL,
    Layout,
    Placed,
    Row,
    lay_out,
)
from cpaudit.reporting.charts.lettering import text_width, wrap
from cpaudit.reporting.document import FlowDiagram, FlowRole
from cpaudit.reporting.formatting import format_quantity
from cpaudit.reporting.labels import Label
from cpaudit.reporting.text import in_language, printable
from cpaudit.reporting.words import word

MOST_UNITS = 14
_COLORS = {
    FlowRole.INPUT: BLUE,
    FlowRole.INTERNAL: SKY,
    FlowRole.PRODUCT: GREEN,
    FlowRole.LOSS: VERMILLION,
}
_NODE = 5.0
_LEGEND = 20.0


def flow_diagram(key: str, diagram: FlowDiagram | None, language: str) -> Chart:
    """Draw the flows of a process to one scale; what is not measured is a dashed line, not nothing."""
    names = {} if diagram is None else {unit.code: in_language(unit.name, language) for unit in diagram.units}
    outside = Label.OUTSIDE.text(language)
    flows = () if diagram is None else diagram.flows
    rows = tuple(
        (
            in_language(flow.name, language),
            names.get(flow.source or "", outside),
            names.get(flow.destination or "", outside),
            format_quantity(flow.amount),
        )
        for flow in flows
    )
    drawable = diagram is not None and any(flow.amount.value for flow in flows)
    if diagram is None or not drawable:
        canvas = empty_state(Label.NO_FLOWS.text(language))
    elif not _runs_through(diagram):
        canvas = empty_state(Label.TOO_FEW_FLOWS.text(language))
    elif len(diagram.units) > MOST_UNITS:
        canvas = empty_state(Label.TOO_MANY_UNITS.fill(language, most=MOST_UNITS))
    else:
        canvas = _draw(diagram, language)
    return Chart(
        key=key,
        title=Label.FLOW_DIAGRAM.text(language),
        alt=Label.FLOW_DIAGRAM_ALT.fill(
            language,
            units=len(names),
            flows=len(flows),
            unit="" if diagram is None else printable(diagram.unit),
            items="; ".join(f"{name} {value}" for name, _, _, value in rows),
        ),
        columns=tuple(label.text(language) for label in (Label.STREAM, Label.FROM, Label.TO, Label.VALUE)),
        rows=rows if drawable else (),
        figure=canvas.figure,
        data=data_of(
            language,
            (
                ("stream", Label.STREAM),
                ("from", Label.FROM),
                ("to", Label.TO),
                ("value", Label.VALUE),
                ("unit", Label.UNIT),
                ("role", Label.KIND),
            ),
            (
                (*row[:3], datum(flow.amount.value), flow.amount.unit, flow.role.value)
                for row, flow in zip(rows, flows, strict=True)
            ),
        ),
    )


def _runs_through(diagram: FlowDiagram) -> bool:
    """Whether some unit process has a known input and a known output, so that bands have something to show."""
    known = [flow for flow in diagram.flows if flow.amount.value]
    return not {flow.source for flow in known}.isdisjoint({flow.destination for flow in known} - {None})


def _draw(diagram: FlowDiagram, language: str) -> Canvas:
    layout = lay_out(diagram, language)
    note = _note(diagram, language)
    canvas = Canvas(height=_LEGEND + layout.height + len(note) * SMALL * LINE_HEIGHT + 6)
    _legend(canvas, language)
    for row in layout.rows:
        for each in row.left:
            _input(canvas, each)
        for each in row.below:
            _down(canvas, row, layout, each)
        for each in row.lanes_out:
            _round(canvas, layout, each)
        for each in row.right:
            _output(canvas, layout, each)
    for row in layout.rows:
        canvas.box((BOX_LEFT, _LEGEND + row.box_top), BOX_WIDTH, row.box_height, color=MUTED)
        at = (BOX_LEFT + BOX_WIDTH / 2, _LEGEND + row.box_top + row.box_height / 2)
        canvas.lines(at, row.label, color=WHITE, align="center", bold=True)
    if note:
        middle = canvas.height - 3 - len(note) * SMALL * LINE_HEIGHT / 2
        canvas.lines((2, middle), note, size=SMALL, color=MUTED)
    return canvas


def _input(canvas: Canvas, placed: Placed) -> None:
    y, color = _LEGEND + placed.label_y, _COLORS[placed.flow.role]
    start = (LEFT_LABEL + 4 + _NODE, y)
    _band(canvas, start, (BOX_LEFT, _LEGEND + placed.end), placed, color)
    canvas.box((LEFT_LABEL + 4, y - placed.thickness / 2), _NODE, placed.thickness, color=color)
    canvas.lines((LEFT_LABEL, y), placed.label, align="right")


def _output(canvas: Canvas, layout: Layout, placed: Placed) -> None:
    y, color = _LEGEND + placed.label_y, _COLORS[placed.flow.role]
    right = layout.lanes_right + BESIDE_LANES - _NODE - 4
    _band(canvas, (BOX_LEFT + BOX_WIDTH, _LEGEND + placed.start), (right, y), placed, color)
    canvas.box((right, y - placed.thickness / 2), _NODE, placed.thickness, color=color)
    canvas.lines((right + _NODE + 4, y), placed.label)


def _round(canvas: Canvas, layout: Layout, placed: Placed) -> None:
    """A flow that goes back, or past the next unit process: out to its lane, along it, and in again."""
    side, half = BOX_LEFT + BOX_WIDTH, placed.thickness / 2
    start, end = _LEGEND + placed.start, _LEGEND + placed.end
    color = _COLORS[placed.flow.role]
    if placed.known:
        turn = 1 if end > start else -1
        outer, inner = placed.lane + half, placed.lane - half
        canvas.polygon(
            [
                (side, start - turn * half),
                (outer, start - turn * half),
                (outer, end + turn * half),
                (side, end + turn * half),
                (side, end - turn * half),
                (inner, end - turn * half),
                (inner, start + turn * half),
                (side, start + turn * half),
            ],
            color=color,
            alpha=0.55,
        )
    else:
        canvas.dashes([(side, start), (placed.lane, start), (placed.lane, end), (side, end)], color=GREY)
    arrow = max(3.0, half)
    canvas.polygon([(side, end), (side + arrow + 2, end - arrow), (side + arrow + 2, end + arrow)], color=color)
    y = _LEGEND + placed.label_y
    right = layout.lanes_right + BESIDE_LANES - _NODE - 4
    canvas.line([(placed.lane, start), (right, y)], color=color)
    canvas.lines((right + _NODE + 4, y), placed.label)


def _down(canvas: Canvas, row: Row, layout: Layout, placed: Placed) -> None:
    below = layout.rows[layout.rows.index(row) + 1]
    top, bottom = _LEGEND + row.box_top + row.box_height, _LEGEND + below.box_top
    if placed.known:
        canvas.column((placed.start, top), (placed.end, bottom), placed.thickness, color=_COLORS[placed.flow.role])
    else:
        canvas.dashes([(placed.start, top), (placed.end, bottom)], color=GREY)
    siblings = row.below
    first = min(each.start - each.thickness / 2 for each in siblings)
    # The label stands where the gap between the rows is certain to be free: beside all bands that run down.
    step = (below.top - row.top - row.height) / len(siblings)
    y = _LEGEND + row.top + row.height + step * (siblings.index(placed) + 0.5)
    canvas.lines((first - 5, y), placed.label[:2], align="right", size=LABEL if len(siblings) == 1 else SMALL)


def _band(canvas: Canvas, start: tuple[float, float], end: tuple[float, float], placed: Placed, color: str) -> None:
    if placed.known:
        canvas.ribbon(start, end, placed.thickness, color=color)
    else:
        canvas.dashes([start, end], color=GREY)


def _legend(canvas: Canvas, language: str) -> None:
    left = 2.0
    for role, color in _COLORS.items():
        name = word(role, language)
        canvas.box((left, 4), 10, 8, color=color)
        canvas.text((left + 14, 8), name, size=SMALL, color=MUTED)
        left += 30 + text_width(name, SMALL)


def _note(diagram: FlowDiagram, language: str) -> list[str]:
    """What is not drawn, or drawn as a dashed line."""
    unmeasured = [in_language(flow.name, language) for flow in diagram.flows if flow.amount.value is None]
    others = [in_language(name, language) for name in diagram.others]
    return [
        *_said(Label.DASHED_FLOWS, unmeasured, language),
        *_said(Label.OTHER_KINDS, others, language),
    ]


def _said(label: Label, names: Iterable[str], language: str) -> list[str]:
    listed = list(names)
    return wrap(label.fill(language, names=", ".join(listed)), WIDTH - 4, SMALL, lines=3) if listed else []
