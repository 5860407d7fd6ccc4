"""What a rating needs of an indicator system (清洁生产评价指标体系), and how it is read from what is at hand.

A system of a pack has names, sources and translations; a script that rates ten plants has a dictionary.
Both become an :class:`IndicatorScheme` here.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from cpaudit import contributions
from cpaudit.contributions import Direction
from cpaudit.engine.numbers import finite, positive
from cpaudit.engine.trace import FactorReference
from cpaudit.engine.units import PURE_NUMBER, parse
from cpaudit.errors import InvalidInput

Three = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Limits:
    """What the grades I to III ask of a number.

    Attributes:
        direction: which way it gets better.
        unit: of the limits; ``1`` for a pure number.
        thresholds: limits of I, II and III; lower ends where a value has to lie within a range.
        upper: upper ends of those ranges; None for the other directions.

    Raises:
        InvalidInput: the thresholds run against the direction.
        InvalidNumber: a threshold is not finite.
        UnitError: the unit does not exist.
    """

    direction: Direction
    unit: str
    thresholds: Three
    upper: Three | None = None

    def __post_init__(self) -> None:
        parse(self.unit)
        first, second, third = (finite(each, "thresholds") for each in self.thresholds)
        object.__setattr__(self, "thresholds", (first, second, third))
        rising = first <= second <= third
        ordered = rising if self.direction is Direction.LOWER_IS_BETTER else first >= second >= third
        if (self.direction is Direction.WITHIN_RANGE) is (self.upper is None):
            raise InvalidInput("upper limits belong to a range, and a range needs them", path=("upper",))
        if self.upper is not None:
            upper = tuple(finite(each, "upper") for each in self.upper)
            object.__setattr__(self, "upper", upper)
            ordered = ordered and first <= upper[0] <= upper[1] <= upper[2]
        if not ordered:
            raise InvalidInput(
                "the thresholds of the grades I to III run against the direction",
                path=("thresholds",),
                remedy="a value that meets a grade has to meet those below it",
            )


@dataclass(frozen=True, slots=True)
class SchemeIndicator:
    """A second-level indicator (二级指标).

    Attributes:
        code: unique in the system.
        category: code of its category.
        weight: w_ij, above zero; what counts is its share in the category.
        limiting: whether it caps the grade (限定性指标).
        limits: of an indicator that is a number; None for one that is described.
        uniform: whether all grades of a description ask for the same, so that it is met or not.
        product: the product for which it is taken; empty where it is taken for the whole enterprise.
        group: indicators of one group share one weight by the output of their products.
    """

    code: str
    category: str
    weight: float
    limiting: bool = False
    limits: Limits | None = None
    uniform: bool = True
    product: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorScheme:
    """A system of indicators, as far as a rating needs it.

    Attributes:
        categories: code and weight w_i of each first-level indicator (一级指标); what counts is their ratio.
        indicators: the second-level indicators, at least one in each category.
        reference: pack, version and item it comes from; None for one that is written down in a script.

    Raises:
        InvalidInput: a code is there twice, a category has no indicator or does not exist, or the indicators
            of a group do not belong together.
        InvalidNumber: a weight is not above zero.
    """

    categories: tuple[tuple[str, float], ...]
    indicators: tuple[SchemeIndicator, ...]
    reference: FactorReference | None = None

    def __post_init__(self) -> None:
        if not self.indicators:
            raise InvalidInput("the system has no indicators", path=("system", "indicators"))
        for code, count in Counter(each.code for each in self.indicators).items():
            if count > 1:
                raise InvalidInput(f"the indicator {code} is there {count} times", path=("system", "indicators", code))
        codes = [code for code, _ in self.categories]
        if len(set(codes)) < len(codes):
            raise InvalidInput("two categories have the same code", path=("system", "categories"))
        for code, weight in self.categories:
            positive(weight, "system", "categories", code, "weight")
        for indicator in self.indicators:
            positive(indicator.weight, "system", "indicators", indicator.code, "weight")
        for code in sorted(set(codes) ^ {each.category for each in self.indicators}):
            wrong = "has no indicators" if code in codes else "is not among the categories"
            raise InvalidInput(f"the category {code} {wrong}", path=("system", "categories", code))
        for group in {each.group for each in self.indicators} - {""}:
            self._check_group(group)

    def _check_group(self, group: str) -> None:
        members = [each for each in self.indicators if each.group == group]
        path = ("system", "groups", group)
        if len({(each.category, each.weight) for each in members}) > 1:
            raise InvalidInput("the indicators of a group have one category and one weight", path=path)
        products = [each.product for each in members]
        if "" in products or len(set(products)) < len(products):
            raise InvalidInput("each indicator of a group is taken for a product of its own", path=path)

    @property
    def products(self) -> frozenset[str]:
        """The products for which single indicators are taken."""
        return frozenset(each.product for each in self.indicators) - {""}

    def indicator(self, code: str) -> SchemeIndicator:
        """The indicator with this code.

        Raises:
            InvalidInput: there is none.
        """
        for each in self.indicators:
            if each.code == code:
                return each
        known = ", ".join(each.code for each in self.indicators[:10])
        raise InvalidInput(f"the system has no indicator {code!r}", path=("values", code), remedy=f"it has {known}")


@lru_cache(maxsize=256)
def scheme_of_pack(system: contributions.IndicatorSystem, version: str = "") -> IndicatorScheme:
    """What a rating needs of a pack's system, with its place in the library."""
    return IndicatorScheme(
        tuple((category.code, category.weight) for category in system.categories),
        tuple(_indicator_of_pack(each) for each in system.indicators),
        FactorReference(system.pack, version, system.ref, system.source, system.locator),
    )


def _indicator_of_pack(given: contributions.Indicator) -> SchemeIndicator:
    limits = None
    if given.quantitative is not None:
        scale = given.quantitative
        upper = None if scale.upper_thresholds is None else scale.upper_thresholds.limits
        limits = Limits(scale.direction, scale.unit or PURE_NUMBER, scale.thresholds.limits, upper)
    return SchemeIndicator(
        given.code,
        given.category,
        given.weight,
        given.limiting,
        limits,
        given.qualitative is not None and given.qualitative.uniform,
        given.product or "",
        given.group or "",
    )


def direction_of(thresholds: Three) -> Direction | None:
    """Which way a number gets better, where its thresholds tell it; None where they are all the same."""
    first, _, third = thresholds
    if math.isclose(first, third):
        return None
    return Direction.LOWER_IS_BETTER if first < third else Direction.HIGHER_IS_BETTER
