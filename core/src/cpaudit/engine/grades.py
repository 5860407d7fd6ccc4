"""The grades of a rating, and what is known of one: a grade, or only between which two it lies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cpaudit.engine.trace import TraceError, Value


class Grade(StrEnum):
    """Grades of an indicator; ``UNGRADED`` where it is not known, which is never a pass."""

    I = "I"  # noqa: E741
    II = "II"
    III = "III"
    BELOW = "BELOW"
    UNGRADED = "UNGRADED"


GRADES = (Grade.I, Grade.II, Grade.III)
"""The grades that can be met, the best first."""

_LADDER = (*GRADES, Grade.BELOW)


@dataclass(frozen=True, slots=True)
class GradeSpan:
    """Between which grades something lies; both are the same where its grade is known."""

    worst: Grade
    best: Grade

    @classmethod
    def of(cls, grade: Grade) -> GradeSpan:
        """What is known where a grade is given: that grade, or nothing."""
        return UNKNOWN if grade is Grade.UNGRADED else cls(grade, grade)

    @property
    def grade(self) -> Grade:
        """The grade where it is certain, else ``UNGRADED``."""
        return self.worst if self.worst is self.best else Grade.UNGRADED

    def surely(self, grade: Grade) -> bool:
        """Whether *grade* is met for certain; who meets one meets those below it."""
        return _LADDER.index(self.worst) <= _LADDER.index(grade)

    def possibly(self, grade: Grade) -> bool:
        """Whether *grade* may be met."""
        return _LADDER.index(self.best) <= _LADDER.index(grade)

    def as_value(self) -> Value:
        """For a trace: the grade, None where nothing is known, else worst and best."""
        if self == UNKNOWN:
            return None
        return self.worst.value if self.worst is self.best else (self.worst.value, self.best.value)

    @classmethod
    def from_value(cls, value: Value) -> GradeSpan:
        """What :meth:`as_value` gave.

        Raises:
            TraceError: it gave no such thing.
        """
        pair = value if isinstance(value, tuple) else (value, value)
        try:
            return UNKNOWN if value is None else cls(*(Grade(str(each)) for each in pair))
        except (TypeError, ValueError) as error:
            raise TraceError(f"{value!r} is no grade") from error


UNKNOWN = GradeSpan(Grade.BELOW, Grade.I)


def better(first: Grade, second: Grade) -> bool:
    """Whether the first of two known grades is the better one."""
    return _LADDER.index(first) < _LADDER.index(second)


def weakest(spans: Iterable[GradeSpan]) -> GradeSpan:
    """What is known where it is not known which of the *spans* counts, and how much."""
    found = tuple(spans)
    return GradeSpan(
        max((span.worst for span in found), key=_LADDER.index), min((span.best for span in found), key=_LADDER.index)
    )


def from_met(met: Iterable[bool | None]) -> GradeSpan:
    """What follows from whether the grades I to III are met, None where that is not known."""
    demands = tuple(zip(GRADES, met, strict=True))
    worst = next((grade for grade, known in demands if known), Grade.BELOW)
    best = next((grade for grade, known in demands if known is not False), Grade.BELOW)
    return GradeSpan(worst, best)
