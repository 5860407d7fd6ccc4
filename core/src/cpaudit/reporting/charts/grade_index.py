"""The index of each grade before and after the audit, against what the grade asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cpaudit.reporting.charts.canvas import (
    BLUE,
    GREY,
    INK,
    LABEL,
    MUTED,
    SMALL,
    VERMILLION,
    Canvas,
    empty_state,
)
from cpaudit.reporting.charts.chart import Chart, data_of
from cpaudit.reporting.charts.lettering import text_width, wrap
from cpaudit.reporting.document import GradeIndex, IndicatorGrade, Rating, RatingStage
from cpaudit.reporting.formatting import format_number
from cpaudit.reporting.labels import Label
from cpaudit.reporting.text import Text, in_language
from cpaudit.reporting.words import word

_NAME_WIDTH = 110.0
_LEFT = 120.0
_LEGEND = 26.0
_ROW = 44.0
_BAR = 12.0
_VALUE_WIDTH = 64.0
_COLORS = {RatingStage.BEFORE: GREY, RatingStage.AFTER: BLUE}
_WHOLE = 100.0
_OPEN = "////"

Indices = Mapping[tuple[IndicatorGrade, RatingStage], GradeIndex]


def grade_index(key: str, system: Text, ratings: Sequence[Rating], language: str) -> Chart:
    """Draw the indices of one system; where something is not known, from the lower to the upper bound."""
    named = in_language(system, language)
    given = {(index.grade, rating.stage): index for rating in ratings for index in rating.indices}
    places = ((grade, stage) for grade in IndicatorGrade for stage in RatingStage)
    known = {place: given[place] for place in places if place in given}
    rows = tuple(
        (word(grade, language), word(stage, language), _told(index), format_number(index.least))
        for (grade, stage), index in known.items()
    )
    canvas = _draw(known, language) if known else empty_state(Label.NO_RATING.text(language))
    told = "; ".join(f"{grade}, {stage}: {index}" for grade, stage, index, _ in rows)
    return Chart(
        key=key,
        title=Label.INDEX_CHART.fill(language, system=named),
        alt=Label.INDEX_CHART_ALT.fill(language, system=named, items=told),
        columns=tuple(
            label.text(language) for label in (Label.GRADE, Label.RATING_STAGE, Label.SCORE, Label.INDEX_LEAST)
        ),
        rows=rows,
        figure=canvas.figure,
        data=data_of(
            language,
            (
                ("grade", Label.GRADE),
                ("stage", Label.RATING_STAGE),
                ("lower", Label.LOWER_END),
                ("upper", Label.UPPER_END),
                ("least", Label.INDEX_LEAST),
            ),
            (
                (grade.value, stage.value, index.lower, index.upper, index.least)
                for (grade, stage), index in known.items()
            ),
        ),
    )


def _told(index: GradeIndex) -> str:
    lower, upper = (format_number(each, decimals=1) for each in (index.lower, index.upper))
    return lower if lower == upper else f"{lower}–{upper}"


def _draw(known: Indices, language: str) -> Canvas:
    grades = list(dict.fromkeys(grade for grade, _ in known))
    stages = [stage for stage in RatingStage if any(each is stage for _, each in known)]
    canvas = Canvas(height=_LEGEND + _ROW * len(grades) + 4)
    _legend(canvas, stages, any(index.lower < index.upper for index in known.values()), language)
    room = canvas.width - _LEFT - _VALUE_WIDTH
    for row, grade in enumerate(grades):
        middle = _LEGEND + _ROW * (row + 0.5) + 4
        name = Label.INDEX_OF.fill(language, grade=word(grade, language))
        canvas.lines((_NAME_WIDTH, middle), wrap(name, _NAME_WIDTH, LABEL, lines=2), align="right")
        own = [known[grade, stage] for stage in stages if (grade, stage) in known]
        for place, stage in enumerate(stages):
            if (grade, stage) in known:
                top = middle + (place - len(stages) / 2) * (_BAR + 1)
                _bar(canvas, known[grade, stage], top, room, _COLORS[stage])
        x = _LEFT + room * own[0].least / _WHOLE
        canvas.line([(x, middle - 15), (x, middle + 15)], color=VERMILLION, width=1.4)
        canvas.text((x, middle - 20), f"{own[0].least:g}", size=SMALL, color=VERMILLION, align="center", bold=True)
    canvas.line([(_LEFT, _LEGEND), (_LEFT, canvas.height - 2)])
    return canvas


def _bar(canvas: Canvas, index: GradeIndex, top: float, room: float, color: str) -> None:
    certain, possible = room * index.lower / _WHOLE, room * index.upper / _WHOLE
    if possible > certain:
        canvas.box((_LEFT + certain, top), possible - certain, _BAR, color=color, hatch=_OPEN)
    canvas.box((_LEFT, top), certain, _BAR, color=color)
    # In a column of their own: the mark of what is asked for would cross a figure at the end of its bar.
    canvas.text((_LEFT + room + 8, top + _BAR / 2), _told(index), size=SMALL, color=INK)


def _legend(canvas: Canvas, stages: Sequence[RatingStage], uncertain: bool, language: str) -> None:
    left = _LEFT
    entries = [(word(stage, language), _COLORS[stage], "") for stage in stages]
    if uncertain:
        entries.append((Label.INDEX_OPEN.text(language), GREY, _OPEN))
    for text, color, hatch in entries:
        canvas.box((left, 5), 10, 8, color=color, hatch=hatch)
        canvas.text((left + 14, 9), text, size=SMALL, color=MUTED)
        left += 30 + text_width(text, SMALL)
    canvas.line([(left + 5, 4), (left + 5, 14)], color=VERMILLION, width=1.4)
    canvas.text((left + 14, 9), Label.INDEX_LEAST.text(language), size=SMALL, color=MUTED)
