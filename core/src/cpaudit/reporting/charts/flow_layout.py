"""Where the parts of a flow diagram go: unit processes below one another, so that labels have room at both sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cpaudit.reporting.charts.canvas import LABEL, LINE_HEIGHT, WIDTH
from cpaudit.reporting.charts.flow_order import flow_order
from cpaudit.reporting.charts.lettering import wrap
from cpaudit.reporting.document import DiagramFlow, DiagramUnit, FlowDiagram
from cpaudit.reporting.formatting import format_number
from cpaudit.reporting.text import in_language, printable

LEFT_LABEL = 112.0
BOX_LEFT, BOX_WIDTH = 168.0, 112.0
LANES_LEFT = BOX_LEFT + BOX_WIDTH + 10
BESIDE_LANES = 25.0
"""From the lanes to the labels at the right: the last bend of an output, and its end."""
LANE_GAP = 5.0
_BETWEEN = 30.0
_PADDING = 6.0
_WIDEST = 88.0
_LANES_WIDEST = 34.0
_THINNEST = 0.8


@dataclass
class Placed:
    """A flow with its thickness and where it touches what it joins."""

    flow: DiagramFlow
    thickness: float
    label: list[str] = field(default_factory=list)
    label_y: float = 0.0
    start: float = 0.0
    end: float = 0.0
    lane: float = 0.0

    @property
    def known(self) -> bool:
        """Whether it is measured."""
        return self.flow.amount.value is not None


@dataclass
class Row:
    """A unit process: its box, and what comes in and goes out at its sides, above and below."""

    unit: DiagramUnit
    label: list[str]
    left: list[Placed] = field(default_factory=list)
    above: list[Placed] = field(default_factory=list)
    below: list[Placed] = field(default_factory=list)
    right: list[Placed] = field(default_factory=list)
    lanes_out: list[Placed] = field(default_factory=list)
    lanes_in: list[Placed] = field(default_factory=list)
    top: float = 0.0
    box_top: float = 0.0
    box_height: float = 0.0
    height: float = 0.0


@dataclass(frozen=True)
class Layout:
    """The whole diagram: rows from the top, flows, and the sizes that follow."""

    rows: tuple[Row, ...]
    flows: tuple[Placed, ...]
    lanes_right: float
    height: float


def lay_out(diagram: FlowDiagram, language: str) -> Layout:
    """Place every unit process and flow."""
    order = flow_order(diagram)
    widest = _widest(diagram, order)
    rows = {
        unit.code: Row(unit, wrap(in_language(unit.name, language), BOX_WIDTH - 10, LABEL, lines=3, bold=True))
        for unit in sorted(diagram.units, key=lambda unit: order[unit.code])
    }
    placed = tuple(_place(flow, rows, order, widest) for flow in diagram.flows)
    lanes_right = _lanes(rows, order)
    for each in placed:
        each.label = _label(each.flow, rows, order, WIDTH - lanes_right - BESIDE_LANES - 2, diagram.unit, language)
    top = 4.0
    for row in rows.values():
        _measure(row, top)
        top += row.height + _BETWEEN
    return Layout(tuple(rows.values()), placed, lanes_right, top - _BETWEEN + 4)


def goes_down(flow: DiagramFlow, order: Mapping[str, int]) -> bool:
    """Whether it runs straight into the next unit process."""
    if flow.source is None or flow.destination is None:
        return False
    return order[flow.destination] == order[flow.source] + 1


def _widest(diagram: FlowDiagram, order: Mapping[str, int]) -> float:
    """The flow that is as wide as a band may be: the largest throughput, or more where lanes would be too wide."""
    through = max(
        (
            max(_sum(diagram.flows, unit.code, "source"), _sum(diagram.flows, unit.code, "destination"))
            for unit in diagram.units
        ),
        default=0.0,
    )
    round_about = sum(
        float(flow.amount.value or 0)
        for flow in diagram.flows
        if flow.source is not None and flow.destination is not None and not goes_down(flow, order)
    )
    return max(through, round_about * _WIDEST / _LANES_WIDEST)


def _sum(flows: Sequence[DiagramFlow], code: str, end: str) -> float:
    return sum(float(flow.amount.value or 0) for flow in flows if getattr(flow, end) == code)


def _place(flow: DiagramFlow, rows: dict[str, Row], order: Mapping[str, int], widest: float) -> Placed:
    part = float(flow.amount.value or 0) / widest if widest else 0.0
    placed = Placed(flow, max(_THINNEST, part * _WIDEST))
    if flow.source is None:
        rows[str(flow.destination)].left.append(placed)
    elif flow.destination is None:
        rows[flow.source].right.append(placed)
    elif goes_down(flow, order):
        rows[flow.source].below.append(placed)
        rows[flow.destination].above.append(placed)
    else:
        rows[flow.source].lanes_out.append(placed)
        rows[flow.destination].lanes_in.append(placed)
    return placed


def _label(
    flow: DiagramFlow, rows: dict[str, Row], order: Mapping[str, int], right: float, unit: str, language: str
) -> list[str]:
    """Name and amount in the room there is: at the left, between two boxes, or at the right."""
    name = in_language(flow.name, language)
    amount = flow.amount.value
    value = format_number(amount) if amount is None else f"{format_number(amount)} {printable(unit)}"
    if goes_down(flow, order):
        return wrap(f"{name} {value}", BOX_LEFT, LABEL, lines=2)
    if flow.source is not None and flow.destination is not None:
        name = f"{name} → {in_language(rows[flow.destination].unit.name, language)}"
    width = LEFT_LABEL if flow.source is None else right
    return [*wrap(name, width, LABEL, lines=2), *wrap(value, width, LABEL, lines=1)]


def _lanes(rows: dict[str, Row], order: Mapping[str, int]) -> float:
    """Give each flow that goes round a lane of its own, the shortest ways inside; gives where the lanes end."""
    round_about = [each for row in rows.values() for each in row.lanes_out]
    round_about.sort(key=lambda each: abs(order[str(each.flow.source)] - order[str(each.flow.destination)]))
    right = LANES_LEFT
    for each in round_about:
        each.lane = right + each.thickness / 2
        right += each.thickness + LANE_GAP
    return right


def _measure(row: Row, top: float) -> None:
    """Heights of a row and the places of what touches it."""
    at_right = [*row.lanes_in, *row.right, *row.lanes_out]
    labelled = [*row.right, *row.lanes_out]
    touching = max(_thickness(row.left), _thickness(at_right))
    row.box_height = max(len(row.label) * LABEL * LINE_HEIGHT + 2 * _PADDING, touching + _PADDING)
    left_height, right_height = _slots(row.left), _slots(labelled)
    row.height = max(row.box_height, left_height, right_height)
    row.top = top
    row.box_top = top + (row.height - row.box_height) / 2
    middle = top + row.height / 2
    _label_slots(row.left, middle - left_height / 2)
    _label_slots(labelled, middle - right_height / 2)
    y = middle - _thickness(row.left) / 2
    for each in row.left:
        each.end = y + each.thickness / 2
        y += each.thickness
    y = middle - _thickness(at_right) / 2
    for each in at_right:
        place = y + each.thickness / 2
        if each in row.lanes_in:
            each.end = place
        else:
            each.start = place
        y += each.thickness
    for side, name in ((row.above, "end"), (row.below, "start")):
        x = BOX_LEFT + BOX_WIDTH / 2 - _thickness(side) / 2
        for each in side:
            setattr(each, name, x + each.thickness / 2)
            x += each.thickness


def _thickness(flows: Sequence[Placed]) -> float:
    return sum(each.thickness for each in flows)


def _slots(flows: Sequence[Placed]) -> float:
    return sum(_slot(each) for each in flows)


def _slot(placed: Placed) -> float:
    return max(placed.thickness, len(placed.label) * LABEL * LINE_HEIGHT) + _PADDING


def _label_slots(flows: Sequence[Placed], top: float) -> None:
    for each in flows:
        each.label_y = top + _slot(each) / 2
        top += _slot(each)
