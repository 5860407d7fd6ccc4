"""The rating in an indicator system (清洁生产评价指标体系): indices of the grades, and each indicator."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cpaudit.reporting.figures import Quantity
from cpaudit.reporting.text import Text


class RatingStage(StrEnum):
    """When the enterprise was rated."""

    BEFORE = "BEFORE"
    AFTER = "AFTER"


class IndicatorGrade(StrEnum):
    """How good an indicator is; not graded where it is not known, which is never a pass."""

    I = "I"  # noqa: E741
    II = "II"
    III = "III"
    BELOW = "BELOW"
    UNGRADED = "UNGRADED"


class IndicatorChange(StrEnum):
    """What became of an indicator since the rating before the audit."""

    BETTER = "BETTER"
    WORSE = "WORSE"
    SAME = "SAME"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class GradeIndex:
    """Y_g in points of 100, between two bounds where something is not known, and what grade g asks of it."""

    grade: IndicatorGrade
    lower: float
    upper: float
    least: float


@dataclass(frozen=True, slots=True)
class RatedIndicator:
    """One indicator of a rating.

    Attributes:
        weight: its share in the index, a fraction of 1; None where that is not known, or it does not apply.
        applies: False where it does not apply to the enterprise.
        change: against the rating before the audit; None in that rating itself.
    """

    name: Text
    value: Quantity
    grade: IndicatorGrade
    limiting: bool = False
    weight: float | None = None
    applies: bool = True
    change: IndicatorChange | None = None


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating at one stage.

    Attributes:
        score: Y_g for the grade reached; None where none is, or it is known within bounds only.
        missing: names of what is not known: indicators, and products whose output decides over weights.
        indices: of the grades I, II and III.
        indicators: in the order of the system.
    """

    stage: RatingStage
    system: Text
    grade: Text
    score: float | None = None
    missing: tuple[Text, ...] = ()
    indices: tuple[GradeIndex, ...] = ()
    indicators: tuple[RatedIndicator, ...] = ()
