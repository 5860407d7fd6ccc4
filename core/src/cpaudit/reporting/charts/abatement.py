"""Abatement curve: one bar an option, as wide as what it reduces and as high as a unit of that costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from matplotlib.ticker import MaxNLocator

from cpaudit.reporting.charts.canvas import (
    BLUE,
    GREEN,
    GREY,
    INK,
    LINE_HEIGHT,
    MUTED,
    PALE,
    SMALL,
    WHITE,
    Canvas,
    Point,
    empty_state,
)
from cpaudit.reporting.charts.chart import Chart, data_of
from cpaudit.reporting.charts.lettering import text_width, wrap
from cpaudit.reporting.document import AbatementCurve, AbatementStep
from cpaudit.reporting.formatting import format_number
from cpaudit.reporting.labels import Label
from cpaudit.reporting.text import in_language, printable

_TOP = 26.0
_PLOT = 170.0
_PLOT_OF_ONE = 70.0
_PLOT_MORE = 50.0
_AXIS = 40.0
_RIGHT = 8.0
_MOST_STEPS = 24
_TICKS = 6
_KEY_ROW = SMALL * LINE_HEIGHT + 2.5
_LIGHT = {BLUE: "#5C9FCB", GREEN: "#5FBFA3"}


def abatement(key: str, curve: AbatementCurve, language: str) -> Chart:
    """Draw the marginal abatement cost curve of one subject."""
    rows = tuple(
        (
            step.option,
            in_language(step.name, language),
            format_number(step.reduction),
            format_number(step.cost_per_unit),
            format_number(step.cumulative),
        )
        for step in curve.steps
    )
    per_unit = _per_unit(curve)
    heads = (
        Label.CODE.text(language),
        Label.OPTION.text(language),
        f"{Label.YEARLY_REDUCTION.text(language)} ({printable(curve.unit)})",
        f"{Label.COST_PER_UNIT.text(language)} ({per_unit})",
        f"{Label.CUMULATIVE.text(language)} ({printable(curve.unit)})",
    )
    canvas = _draw(curve, language) if curve.steps else empty_state(Label.NO_CURVE.text(language))
    return Chart(
        key=key,
        title=Label.ABATEMENT_CURVE.fill(language, subject=printable(curve.subject)),
        alt=Label.ABATEMENT_ALT.fill(
            language,
            subject=printable(curve.subject),
            items="; ".join(f"{row[0]} {row[3]} {per_unit}, {row[2]} {printable(curve.unit)}" for row in rows),
        ),
        columns=heads,
        rows=rows,
        figure=canvas.figure,
        data=data_of(
            language,
            (
                ("option", Label.CODE),
                ("name", Label.OPTION),
                ("reduction", Label.YEARLY_REDUCTION),
                ("unit", Label.UNIT),
                ("costPerUnit", Label.COST_PER_UNIT),
                ("currency", Label.CURRENCY),
                ("cumulative", Label.CUMULATIVE),
            ),
            (
                (
                    step.option,
                    in_language(step.name, language),
                    step.reduction,
                    curve.unit,
                    step.cost_per_unit,
                    curve.currency,
                    step.cumulative,
                )
                for step in curve.steps
            ),
        ),
    )


def _per_unit(curve: AbatementCurve) -> str:
    # cost and reduction are both of a year, so that the year falls out of their ratio
    return f"{curve.currency}/{printable(curve.unit).removesuffix('/a')}"


def _draw(curve: AbatementCurve, language: str) -> Canvas:
    steps = curve.steps[:_MOST_STEPS]
    more = len(curve.steps) - len(steps)
    # one wide bar says little, and takes as little room
    plot = min(_PLOT, _PLOT_OF_ONE + _PLOT_MORE * (len(steps) - 1))
    canvas = Canvas(height=_TOP + plot + _AXIS + _KEY_ROW * (len(steps) + (more > 0)) + 4)
    costs = [step.cost_per_unit for step in steps]
    ticks = _ticks(min(0.0, *costs), max(0.0, *costs))
    low, high = min(ticks[0], *costs), max(ticks[-1], *costs)
    left = max(text_width(format_number(tick), SMALL) for tick in ticks) + 10
    reach = steps[-1].cumulative
    width = canvas.width - _RIGHT - left

    def x_of(reduction: float) -> float:
        return left + width * reduction / reach

    def y_of(cost: float) -> float:
        return _TOP + plot * (high - cost) / ((high - low) or 1.0)

    axis = f"{Label.COST_PER_UNIT.text(language)} ({_per_unit(curve)})"
    canvas.text((0, 9), axis, size=SMALL, color=MUTED)
    for tick in ticks:
        canvas.line([(left, y_of(tick)), (canvas.width - _RIGHT, y_of(tick))], color=PALE, width=0.6)
        canvas.text((left - 6, y_of(tick)), format_number(tick), size=SMALL, color=MUTED, align="right")
    for index, step in enumerate(steps):
        _bar(canvas, index, step, x_of, y_of)
    canvas.line([(left, y_of(0)), (canvas.width - _RIGHT, y_of(0))], color=INK, width=0.9)
    bottom = _TOP + plot
    canvas.line([(left, bottom), (canvas.width - _RIGHT, bottom)], color=GREY)
    for tick in _ticks(0.0, reach):
        if tick <= reach * 1.0001:
            canvas.line([(x_of(tick), bottom), (x_of(tick), bottom + 3)], color=GREY)
            canvas.text((x_of(tick), bottom + 10), format_number(tick), size=SMALL, color=MUTED, align="center")
    below = f"{Label.CUMULATIVE.text(language)} ({printable(curve.unit)})"
    canvas.text((left + width / 2, bottom + 23), below, size=SMALL, color=MUTED, align="center")
    _key(canvas, steps, more, bottom + _AXIS, curve, language)
    return canvas


def _bar(
    canvas: Canvas, index: int, step: AbatementStep, x_of: Callable[[float], float], y_of: Callable[[float], float]
) -> None:
    start, end = x_of(step.cumulative - step.reduction), x_of(step.cumulative)
    top, bottom = sorted((y_of(0), y_of(step.cost_per_unit)))
    # next to each other in two shades: bars are told apart where their heights are alike
    color = _LIGHT[_color(step)] if index % 2 else _color(step)
    canvas.box((start, top), max(end - start, 0.6), max(bottom - top, 0.8), color=color)
    number = str(index + 1)
    if end - start < text_width(number, SMALL, bold=True) + 2:
        return
    inside = bottom - top > SMALL * 1.8
    above = y_of(0) - 6 if step.cost_per_unit < 0 else top - 6
    at: Point = ((start + end) / 2, (top + bottom) / 2 if inside else above)
    canvas.text(at, number, size=SMALL, color=WHITE if inside else INK, align="center", bold=True)


def _key(
    canvas: Canvas, steps: Sequence[AbatementStep], more: int, top: float, curve: AbatementCurve, language: str
) -> None:
    """The options by their numbers, each with its cost per unit at the right."""
    for index, step in enumerate(steps):
        middle = top + _KEY_ROW * (index + 0.5)
        cost = f"{format_number(step.cost_per_unit)} {_per_unit(curve)}"
        room = canvas.width - 26 - text_width(cost, SMALL) - 12
        canvas.text((12, middle), str(index + 1), size=SMALL, color=_color(step), align="right", bold=True)
        name = f"{step.option}  {in_language(step.name, language)}"
        canvas.lines((18, middle), wrap(name, room, SMALL, lines=1), size=SMALL)
        canvas.text((canvas.width - _RIGHT, middle), cost, size=SMALL, color=MUTED, align="right")
    if more > 0:
        note = Label.MORE_OPTIONS.fill(language, count=more)
        canvas.text((18, top + _KEY_ROW * (len(steps) + 0.5)), note, size=SMALL, color=MUTED)


def _color(step: AbatementStep) -> str:
    return GREEN if step.cost_per_unit < 0 else BLUE


def _ticks(low: float, high: float) -> list[float]:
    """Round values around a range."""
    if low == high:
        high = low + 1.0
    return [float(tick) for tick in MaxNLocator(nbins=_TICKS, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)]
