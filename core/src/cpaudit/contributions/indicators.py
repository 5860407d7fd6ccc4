"""Indicator systems (清洁生产评价指标体系): thresholds of the grades I to III, with weights."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum
from math import isclose
from typing import Annotated, ClassVar, Self

from pydantic import Field, StringConstraints, model_validator

from cpaudit.contributions.fields import (
    Code,
    ContentKind,
    Contribution,
    Evidence,
    Frozen,
    Key,
    Label,
    Number,
    Product,
    Text,
    Unit,
    Year,
)
from cpaudit.contributions.manifest import SourceId
from cpaudit.errors import PathPart

# Printed weights are rounded to two or three places.
_WEIGHT_TOLERANCE = 0.005

Weight = Annotated[Number, Field(gt=0, le=100)]
"""A weight as printed: those of one level add up to 1, or to 100."""

IndustryCode = Annotated[str, StringConstraints(pattern=r"^\d{2,4}$")]
"""A division, group or class of GB/T 4754, without its letter."""


class Direction(StrEnum):
    """Which way a quantitative indicator gets better."""

    HIGHER_IS_BETTER = "higher_is_better"
    LOWER_IS_BETTER = "lower_is_better"
    WITHIN_RANGE = "within_range"


class Thresholds(Frozen):
    """The limit of each grade, in the indicator's unit; grade I is the best."""

    grade_1: Number = Field(alias="I")
    grade_2: Number = Field(alias="II")
    grade_3: Number = Field(alias="III")

    @property
    def limits(self) -> tuple[float, float, float]:
        """The three limits, grade I first."""
        return self.grade_1, self.grade_2, self.grade_3


class Quantitative(Frozen):
    """An indicator that is a number.

    Attributes:
        thresholds: what has to be reached or kept to; the lower ends where a value has to lie within a range.
        upper_thresholds: the upper ends of those ranges, for ``within_range`` only.
    """

    direction: Direction
    unit: Unit
    thresholds: Thresholds
    upper_thresholds: Thresholds | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        ranged = self.direction is Direction.WITHIN_RANGE
        if ranged is (self.upper_thresholds is None):
            raise ValueError("upper_thresholds belong to the direction within_range, and to no other")
        grades = list(self.thresholds.limits)
        if grades != sorted(grades, reverse=self.direction is not Direction.LOWER_IS_BETTER):
            raise ValueError("the thresholds of the grades I to III run against the direction")
        if self.upper_thresholds is not None:
            uppers = list(self.upper_thresholds.limits)
            if uppers != sorted(uppers) or grades[0] > uppers[0]:
                raise ValueError("the range of each grade lies within that of the next, lower end first")
        return self


class Qualitative(Frozen):
    """An indicator that is a description per grade."""

    grade_1: Text = Field(alias="I")
    grade_2: Text = Field(alias="II")
    grade_3: Text = Field(alias="III")

    @property
    def uniform(self) -> bool:
        """Whether all grades ask for the same, so that it is met or not met."""
        return self.grade_1 == self.grade_2 == self.grade_3


class Category(Frozen):
    """A first-level indicator (一级指标) with its weight w_i."""

    code: Key
    name: Text
    weight: Weight


class Indicator(Frozen):
    """A second-level indicator (二级指标).

    Attributes:
        weight: w_ij within the category.
        limiting: a limiting indicator (限定性指标) caps the grade of the whole rating.
        condition: when the indicator applies, in words; None where it applies to everybody.
        product: key of the product for which it is taken; it does not apply where that is not made.
        group: the indicators of one group are one demand on several products. They have the same weight, which
            the group has once, and which the products share by their output.
        source: the document of its thresholds, where it is another than that of the system.
        locator: table or page in that document.
        evidence: whether its thresholds were read there; where it is left out, as the system says.
        note: what else is to be known of the thresholds.
    """

    code: Code
    name: Text
    category: Key
    weight: Weight
    limiting: bool = False
    condition: Text | None = None
    product: Key | None = None
    group: Key | None = None
    quantitative: Quantitative | None = None
    qualitative: Qualitative | None = None
    source: SourceId | None = None
    locator: Label | None = None
    evidence: Evidence | None = None
    note: Label | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.quantitative is None) == (self.qualitative is None):
            raise ValueError("an indicator is either quantitative or qualitative")
        if self.group is not None and self.product is None:
            raise ValueError("an indicator of a group is taken for a product")
        return self


class IndicatorSystem(Contribution):
    """A published system of indicators.

    Attributes:
        products: the products for which single indicators are taken.
        gb4754: the industries that it rates; where none is given, those of the pack.
        evidence: whether its weights and thresholds were read in the source; None where nothing is said of it.
        note: what else is to be known of it.
    """

    kind: ClassVar[ContentKind] = ContentKind.INDICATOR_SYSTEM

    name: Text
    categories: tuple[Category, ...] = Field(min_length=1)
    indicators: tuple[Indicator, ...] = Field(min_length=1)
    products: tuple[Product, ...] = ()
    gb4754: tuple[IndustryCode, ...] = ()
    source: SourceId
    locator: Label
    year: Year
    evidence: Evidence | None = None
    note: Label | None = None

    def evidence_of(self, indicator: Indicator) -> Evidence | None:
        """Whether the thresholds of one of its indicators were read in their source; None where nothing is said."""
        return indicator.evidence or self.evidence

    def rates(self, gb4754: str) -> bool:
        """Whether it is made for the industry of an enterprise with this GB/T 4754 code."""
        digits = "".join(character for character in gb4754 if character.isdigit())
        return not self.gb4754 or any(digits.startswith(code) for code in self.gb4754)

    @model_validator(mode="after")
    def _weighted(self) -> Self:
        _all_different("two categories have the same code", (category.code for category in self.categories))
        _all_different("two indicators have the same code", (indicator.code for indicator in self.indicators))
        _all_different("two products have the same key", (product.key for product in self.products))
        weights: dict[str, list[float]] = defaultdict(list)
        for indicator in _weighing(self.indicators):
            weights[indicator.category].append(indicator.weight)
        codes = {category.code for category in self.categories}
        if set(weights) != codes:
            raise ValueError(f"categories and indicators do not match: {', '.join(sorted(set(weights) ^ codes))}")
        weights["all categories"] = [category.weight for category in self.categories]
        for name, level in weights.items():
            total = sum(level)
            if not any(isclose(total, whole, rel_tol=_WEIGHT_TOLERANCE) for whole in (1.0, 100.0)):
                raise ValueError(f"the weights of {name} add up to {total:g}, not to 1 or 100")
        return self

    @model_validator(mode="after")
    def _known_products(self) -> Self:
        known = {product.key for product in self.products}
        for indicator in self.indicators:
            if indicator.product is not None and indicator.product not in known:
                raise ValueError(f"{indicator.code} is taken for {indicator.product}, which is not among the products")
        return self

    def used_units(self) -> Iterator[tuple[tuple[PathPart, ...], str]]:
        for index, indicator in enumerate(self.indicators):
            if indicator.quantitative is not None:
                yield ("indicators", index, "quantitative", "unit"), indicator.quantitative.unit


def _all_different(otherwise: str, values: Iterable[str]) -> None:
    if any(count > 1 for count in Counter(values).values()):
        raise ValueError(otherwise)


def _weighing(indicators: Iterable[Indicator]) -> Iterator[Indicator]:
    """The indicators whose weights add up: each one, and of a group the first, with which the others agree."""
    first: dict[str, Indicator] = {}
    products: set[tuple[str, str]] = set()
    for indicator in indicators:
        if indicator.group is None:
            yield indicator
            continue
        known = first.setdefault(indicator.group, indicator)
        if (known.category, known.weight) != (indicator.category, indicator.weight):
            raise ValueError(f"the indicators of the group {indicator.group} differ in category or weight")
        if (indicator.group, str(indicator.product)) in products:
            raise ValueError(f"the group {indicator.group} has two indicators for {indicator.product}")
        products.add((indicator.group, str(indicator.product)))
        if known is indicator:
            yield indicator
