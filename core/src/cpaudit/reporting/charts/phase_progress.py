"""Phase progress: the phases of the audit in a row, each with its state and its date of completion."""

from __future__ import annotations

from collections.abc import Sequence

from cpaudit.reporting.chart_data import datum
from cpaudit.reporting.charts.canvas import (
    BLUE,
    GREEN,
    GREY,
    LINE_HEIGHT,
    MUTED,
    ORANGE,
    SMALL,
    VERMILLION,
    WHITE,
    WIDTH,
    Canvas,
    empty_state,
)
from cpaudit.reporting.charts.chart import Chart, data_of
from cpaudit.reporting.charts.lettering import size_for_whole_words, wrap
from cpaudit.reporting.document import PhaseProgress, PhaseState
from cpaudit.reporting.formatting import format_date
from cpaudit.reporting.labels import Label
from cpaudit.reporting.text import in_language
from cpaudit.reporting.words import word

_COLORS = {
    PhaseState.OPEN: GREY,
    PhaseState.BLOCKED: VERMILLION,
    PhaseState.READY: BLUE,
    PhaseState.PASSED: GREEN,
    PhaseState.STALE: ORANGE,
}
_NAME_LINES = 4
_ARROW_HEIGHT = 30.0
_ARROW_TIP = 9.0
_GAP = 2.0
_SMALLEST = 6.0


def phase_progress(key: str, phases: Sequence[PhaseProgress], language: str) -> Chart:
    """Draw the phases in the order of the method."""
    title = Label.PHASE_PROGRESS.text(language)
    rows = tuple(
        (in_language(phase.name, language), word(phase.state, language), format_date(phase.completed_at))
        for phase in phases
    )
    canvas = _draw(phases, rows) if phases else empty_state(Label.NOT_RECORDED.fill(language, what=title))
    done = sum(phase.state is PhaseState.PASSED for phase in phases)
    return Chart(
        key=key,
        title=title,
        alt=Label.PHASE_PROGRESS_ALT.fill(language, done=done, total=len(phases)),
        columns=tuple(label.text(language) for label in (Label.PHASE, Label.STATE, Label.COMPLETED_AT)),
        rows=rows,
        figure=canvas.figure,
        data=data_of(
            language,
            (("phase", Label.PHASE), ("state", Label.STATE), ("completedAt", Label.COMPLETED_AT)),
            ((in_language(each.name, language), each.state.value, datum(each.completed_at)) for each in phases),
        ),
    )


def _draw(phases: Sequence[PhaseProgress], rows: Sequence[tuple[str, str, str]]) -> Canvas:
    step = (WIDTH - _ARROW_TIP) / len(phases)
    room = step - 4
    size = size_for_whole_words((name for name, _, _ in rows), room, largest=SMALL, smallest=_SMALLEST)
    names = [wrap(name, room, size, lines=_NAME_LINES) for name, _, _ in rows]
    states = [wrap(state, room, size, bold=True) for _, state, _ in rows]
    line = size * LINE_HEIGHT
    names_top = 4 + _ARROW_HEIGHT + 10
    states_top = names_top + max(map(len, names)) * line + 3
    dates_top = states_top + max(map(len, states)) * line
    canvas = Canvas(height=dates_top + line)
    for index, (phase, (_, _, date)) in enumerate(zip(phases, rows, strict=True)):
        middle = index * step + step / 2
        number_at = (middle + _ARROW_TIP / 2, 4 + _ARROW_HEIGHT / 2)
        canvas.polygon(_arrow(index * step, step - _GAP, 4.0), color=_COLORS[phase.state])
        canvas.text(number_at, str(index + 1), color=WHITE, align="center", bold=True)
        for row, (text, top) in enumerate(((names[index], names_top), (states[index], states_top))):
            canvas.lines((middle, top + (len(text) - 1) * line / 2), text, size=size, align="center", bold=bool(row))
        canvas.text((middle, dates_top), date, size=_SMALLEST, color=MUTED, align="center")
    return canvas


def _arrow(left: float, width: float, top: float) -> list[tuple[float, float]]:
    middle, bottom = top + _ARROW_HEIGHT / 2, top + _ARROW_HEIGHT
    return [
        (left, top),
        (left + width, top),
        (left + width + _ARROW_TIP, middle),
        (left + width, bottom),
        (left, bottom),
        (left + _ARROW_TIP, middle),
    ]
