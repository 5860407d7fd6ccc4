"""What a rating says: its state, the index of each grade, and what each indicator reaches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from cpaudit.engine.findings import Finding
from cpaudit.engine.grades import Grade, GradeSpan
from cpaudit.engine.indicator_systems import IndicatorScheme
from cpaudit.engine.quantities import Quantity
from cpaudit.engine.trace import Trace

LEAST_INDEX = {Grade.I: 85.0, Grade.II: 85.0, Grade.III: 100.0}
"""The index Y that each grade asks for."""

# the shares of a hundred products need not add up to one in the last digit
SLACK = 1e-9


class RatingState(StrEnum):
    """What can be said.

    RATED: grade I, II or III. BELOW: certainly not even III. INCOMPLETE: something that is missing decides.
    NOT_APPLICABLE: no indicator of the system applies to the enterprise.
    """

    RATED = "RATED"
    BELOW = "BELOW"
    INCOMPLETE = "INCOMPLETE"
    NOT_APPLICABLE = "NOT_APPLICABLE"


@dataclass(frozen=True, slots=True)
class GradeIndex:
    """Y of one grade, from 0 to 100.

    Attributes:
        lower: with everything that is not known failing.
        upper: with everything that is not known passing.
        trace: how it came about.
    """

    grade: Grade
    lower: float
    upper: float
    trace: Trace = field(repr=False)

    @property
    def value(self) -> float | None:
        """Y where it is certain, else None."""
        return self.lower if self.lower == self.upper else None


@dataclass(frozen=True, slots=True)
class IndicatorGrade:
    """One indicator in a rating.

    Attributes:
        code: of the indicator.
        category: code of its category.
        limiting: whether it caps the grade.
        applies: whether it applies to the enterprise.
        value: as it was given; None where no number was.
        span: between which grades it lies.
        weight: ω, its share in the index; None where it depends on an output that is not known, or does not apply.
        trace: how its grade came about.
    """

    code: str
    category: str
    limiting: bool
    applies: bool
    value: Quantity | None
    span: GradeSpan
    weight: float | None
    trace: Trace = field(repr=False)

    @property
    def grade(self) -> Grade:
        """Its grade; ``UNGRADED`` where it is not certain or it does not apply."""
        return self.span.grade if self.applies else Grade.UNGRADED


@dataclass(frozen=True, slots=True)
class Rating:
    """What an enterprise reaches in a system.

    Attributes:
        state: what can be said.
        grade: I, II, III or BELOW; None where it is not certain.
        indices: Y of the grades I, II and III; empty where nothing applies.
        indicators: every indicator, in the order of the system.
        missing_outputs: products whose output decides over weights and is not known.
        reasons: each demand of each grade, and what there is to know.
        scheme: what it was rated in.
        trace: how the grade came about.
    """

    state: RatingState
    grade: Grade | None
    indices: tuple[GradeIndex, ...]
    indicators: tuple[IndicatorGrade, ...]
    missing_outputs: tuple[str, ...]
    reasons: tuple[Finding, ...]
    scheme: IndicatorScheme = field(repr=False)
    trace: Trace = field(repr=False)

    @property
    def y(self) -> Mapping[str, float | None]:
        """Y by grade, None where it is only known within bounds; ``rating.y["I"]`` works too."""
        return MappingProxyType({index.grade: index.value for index in self.indices})

    @property
    def y_lower(self) -> Mapping[str, float]:
        """Y by grade, with everything that is not known failing."""
        return MappingProxyType({index.grade: index.lower for index in self.indices})

    @property
    def y_upper(self) -> Mapping[str, float]:
        """Y by grade, with everything that is not known passing."""
        return MappingProxyType({index.grade: index.upper for index in self.indices})

    @property
    def limiting(self) -> tuple[IndicatorGrade, ...]:
        """The limiting indicators that apply, with the grade each reaches."""
        return tuple(each for each in self.indicators if each.limiting and each.applies)

    @property
    def missing(self) -> tuple[str, ...]:
        """Codes of the indicators that apply and have no certain grade."""
        return tuple(each.code for each in self.indicators if each.applies and each.grade is Grade.UNGRADED)
