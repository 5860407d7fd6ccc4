"""Indicator systems (清洁生产评价指标体系): thresholds of the grades I to III, with weights."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from enum import StrEnum
from math import isclose
from typing import ClassVar, Self

from pydantic import Field, model_validator

from cpaudit.contributions.fields import Code, ContentKind, Contribution, Frozen, Key, Label, Number, Text, Unit, Year
from cpaudit.contributions.manifest import SourceId
from cpaudit.errors import PathPart

# Printed weights are rounded to two or three places.
_WEIGHT_TOLERANCE = 0.005


class Direction(StrEnum):
    """Which way a quantitative indicator gets better."""

    HIGHER_IS_BETTER = "higher_is_better"
    LOWER_IS_BETTER = "lower_is_better"


class Thresholds(Frozen):
    """The limit of each grade, in the indicator's unit; grade I is the best."""

    grade_1: Number = Field(alias="I")
    grade_2: Number = Field(alias="II")
    grade_3: Number = Field(alias="III")


class Quantitative(Frozen):
    """An indicator that is a number."""

    direction: Direction
    unit: Unit
    thresholds: Thresholds

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        grades = (self.thresholds.grade_1, self.thresholds.grade_2, self.thresholds.grade_3)
        descending = self.direction is Direction.HIGHER_IS_BETTER
        if list(grades) != sorted(grades, reverse=descending):
            raise ValueError("the thresholds of the grades I to III run against the direction")
        return self


class Qualitative(Frozen):
    """An indicator that is a description per grade."""

    grade_1: Text = Field(alias="I")
    grade_2: Text = Field(alias="II")
    grade_3: Text = Field(alias="III")


class Category(Frozen):
    """A first-level indicator (一级指标) with its weight w_i, a fraction of 1."""

    code: Key
    name: Text
    weight: Number = Field(gt=0, le=1)


class Indicator(Frozen):
    """A second-level indicator (二级指标).

    Attributes:
        weight: w_ij, a fraction of 1 within the category.
        limiting: a limiting indicator (限定性指标) caps the grade of the whole rating.
    """

    code: Code
    name: Text
    category: Key
    weight: Number = Field(gt=0, le=1)
    limiting: bool = False
    quantitative: Quantitative | None = None
    qualitative: Qualitative | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.quantitative is None) == (self.qualitative is None):
            raise ValueError("an indicator is either quantitative or qualitative")
        return self


class IndicatorSystem(Contribution):
    """A published system of indicators."""

    kind: ClassVar[ContentKind] = ContentKind.INDICATOR_SYSTEM

    name: Text
    categories: tuple[Category, ...] = Field(min_length=1)
    indicators: tuple[Indicator, ...] = Field(min_length=1)
    source: SourceId
    locator: Label
    year: Year

    @model_validator(mode="after")
    def _weighted(self) -> Self:
        if len({category.code for category in self.categories}) < len(self.categories):
            raise ValueError("two categories have the same code")
        if len({indicator.code for indicator in self.indicators}) < len(self.indicators):
            raise ValueError("two indicators have the same code")
        sums: dict[str, float] = defaultdict(float)
        for indicator in self.indicators:
            sums[indicator.category] += indicator.weight
        codes = {category.code for category in self.categories}
        if set(sums) != codes:
            raise ValueError(f"categories and indicators do not match: {', '.join(sorted(set(sums) ^ codes))}")
        sums["all categories"] = sum(category.weight for category in self.categories)
        for name, total in sums.items():
            if not isclose(total, 1.0, abs_tol=_WEIGHT_TOLERANCE):
                raise ValueError(f"the weights of {name} add up to {total:g}, not to 1")
        return self

    def used_units(self) -> Iterator[tuple[tuple[PathPart, ...], str]]:
        for index, indicator in enumerate(self.indicators):
            if indicator.quantitative is not None:
                yield ("indicators", index, "quantitative", "unit"), indicator.quantitative.unit
