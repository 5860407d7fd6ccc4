"""Balance diagram: inputs run in from the left, outputs out to the right, and what is missing is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cpaudit.reporting.chart_data import ChartData, datum
from cpaudit.reporting.charts.canvas import (
    BLUE,
    GREEN,
    GREY,
    LABEL,
    LINE_HEIGHT,
    MUTED,
    SMALL,
    VERMILLION,
    WHITE,
    WIDTH,
    Canvas,
    empty_state,
)
from cpaudit.reporting.charts.chart import Chart, data_of
from cpaudit.reporting.charts.lettering import wrap
from cpaudit.reporting.document import Balance, FlowQuantity
from cpaudit.reporting.formatting import format_number, format_percent
from cpaudit.reporting.labels import Label
from cpaudit.reporting.text import in_language, printable

_MOST_FLOWS = 10
_LABEL_WIDTH = 128.0
_NODE_WIDTH = 6.0
_BLOCK_WIDTH = 74.0
_BLOCK_HEIGHT = 150.0
_THINNEST = 0.8
_HATCH = "//////"


@dataclass(frozen=True, slots=True)
class _Band:
    """A flow as it is drawn."""

    name: str
    amount: float
    color: str
    hatch: str = ""


@dataclass(frozen=True, slots=True)
class _Node:
    """A band with its label, its thickness and the middle of its outer end."""

    band: _Band
    label: list[str]
    thickness: float
    y: float


def balance_diagram(key: str, balance: Balance, language: str) -> Chart:
    """Draw a balance over the audit focus; a flow that is not measured is named, not drawn as nothing."""
    name = in_language(balance.name, language)
    inputs = _bands(balance.inputs, BLUE, language)
    outputs = _bands(balance.outputs, GREEN, language)
    total = sum(band.amount for band in inputs)
    if balance.accumulation is not None and balance.accumulation.value is not None:
        stored = float(balance.accumulation.value)
        (outputs if stored > 0 else inputs).append(_Band(Label.ACCUMULATION.text(language), abs(stored), GREY))
    if balance.gap:
        side, label = (outputs, Label.UNACCOUNTED) if balance.gap > 0 else (inputs, Label.EXCESS)
        side.append(_Band(label.text(language), abs(balance.gap) * total, VERMILLION, _HATCH))
    rows = tuple(
        (side, band.name, f"{format_number(band.amount)} {printable(balance.unit)}")
        for side, bands in ((Label.INPUT.text(language), inputs), (Label.OUTPUT.text(language), outputs))
        for band in bands
    )
    drawable = total > 0 and any(band.amount > 0 for band in outputs)
    canvas = (
        _draw(balance, name, inputs, outputs, language) if drawable else empty_state(Label.NO_BALANCE.text(language))
    )
    return Chart(
        key=key,
        title=Label.BALANCE_DIAGRAM.fill(language, name=name),
        alt=Label.BALANCE_ALT.fill(
            language,
            name=name,
            inputs=len(balance.inputs),
            outputs=len(balance.outputs),
            gap=format_percent(balance.gap),
        ),
        columns=tuple(label.text(language) for label in (Label.SIDE, Label.STREAM, Label.VALUE)),
        rows=rows if drawable else (),
        figure=canvas.figure,
        data=_data(balance, language),
    )


def _data(balance: Balance, language: str) -> ChartData:
    """All streams of the balance, those that were not measured too."""
    sides = ((Label.INPUT, balance.inputs), (Label.OUTPUT, balance.outputs))
    rows = [
        (side.text(language), in_language(flow.name, language), datum(flow.quantity.value), balance.unit)
        for side, flows in sides
        for flow in flows
    ]
    if balance.accumulation is not None:
        stored = Label.ACCUMULATION.text(language)
        rows.append((stored, stored, datum(balance.accumulation.value), balance.unit))
    labels = (("side", Label.SIDE), ("stream", Label.STREAM), ("value", Label.VALUE), ("unit", Label.UNIT))
    return data_of(language, labels, rows)


def _bands(flows: Sequence[FlowQuantity], color: str, language: str) -> list[_Band]:
    bands = [
        _Band(in_language(flow.name, language), max(0.0, float(flow.quantity.value)), color)
        for flow in flows
        if flow.quantity.value is not None
    ]
    if len(bands) <= _MOST_FLOWS:
        return bands
    bands.sort(key=lambda band: -band.amount)
    kept, rest = bands[: _MOST_FLOWS - 1], bands[_MOST_FLOWS - 1 :]
    others = Label.OTHER_FLOWS.fill(language, count=len(rest))
    return [*kept, _Band(others, sum(band.amount for band in rest), color)]


def _draw(balance: Balance, name: str, inputs: Sequence[_Band], outputs: Sequence[_Band], language: str) -> Canvas:
    total = max(sum(band.amount for band in inputs), sum(band.amount for band in outputs))
    scale = _BLOCK_HEIGHT / total
    share_of = sum(band.amount for band in inputs if not band.hatch)
    left, left_height = _stack(inputs, scale, share_of, balance.unit)
    right, right_height = _stack(outputs, scale, share_of, balance.unit)
    unmeasured = [
        in_language(flow.name, language) for flow in (*balance.inputs, *balance.outputs) if flow.quantity.value is None
    ]
    note = wrap(Label.UNMEASURED_FLOWS.fill(language, names=", ".join(unmeasured)), WIDTH - 4, SMALL, lines=3)
    note_height = len(note) * SMALL * LINE_HEIGHT + 8 if unmeasured else 0.0
    height = max(left_height, right_height, _BLOCK_HEIGHT) + 12
    canvas = Canvas(height=height + note_height)
    block_left = (WIDTH - _BLOCK_WIDTH) / 2
    block_top = (height - _BLOCK_HEIGHT) / 2
    canvas.box((block_left, block_top), _BLOCK_WIDTH, _BLOCK_HEIGHT, color=MUTED)
    block_label = wrap(name, _BLOCK_WIDTH - 10, LABEL, lines=5, bold=True)
    canvas.lines((WIDTH / 2, height / 2), block_label, color=WHITE, align="center", bold=True)
    _side(canvas, left, (height - left_height) / 2, block_top, block_left, mirrored=False)
    _side(canvas, right, (height - right_height) / 2, block_top, block_left + _BLOCK_WIDTH, mirrored=True)
    if unmeasured:
        canvas.lines((2, height + note_height / 2), note, size=SMALL, color=MUTED)
    return canvas


def _stack(bands: Sequence[_Band], scale: float, share_of: float, unit: str) -> tuple[list[_Node], float]:
    """Place the outer ends below one another, each with room for its band and for its label."""
    nodes, top = [], 0.0
    for band in bands:
        name = wrap(band.name, _LABEL_WIDTH, LABEL)
        value = f"{format_number(band.amount)} {unit} ({format_percent(band.amount / share_of)})"
        label = [*name, *wrap(value, _LABEL_WIDTH, LABEL, lines=1)]
        thickness = max(_THINNEST, band.amount * scale)
        slot = max(thickness, len(label) * LABEL * LINE_HEIGHT) + 8
        nodes.append(_Node(band, label, thickness, top + slot / 2))
        top += slot
    return nodes, top


def _side(
    canvas: Canvas, nodes: Sequence[_Node], offset: float, block_top: float, block_edge: float, *, mirrored: bool
) -> None:
    """Draw one side from its labels to the block; *mirrored* is the right-hand one."""
    at_block = block_top
    outer = WIDTH - _LABEL_WIDTH - 4 - _NODE_WIDTH if mirrored else _LABEL_WIDTH + 4
    for node in nodes:
        y = offset + node.y
        thickness = node.thickness
        end = (block_edge, at_block + thickness / 2)
        start = (outer if mirrored else outer + _NODE_WIDTH, y)
        canvas.ribbon(start, end, thickness, color=node.band.color, hatch=node.band.hatch)
        canvas.box((outer, y - thickness / 2), _NODE_WIDTH, thickness, color=node.band.color)
        text_x = outer + _NODE_WIDTH + 4 if mirrored else outer - 4
        canvas.lines((text_x, y), node.label, size=LABEL, align="left" if mirrored else "right")
        at_block += thickness
