"""Median and quartiles of a few exact figures, as money and its quotients are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from statistics import quantiles

from cpaudit.engine.numbers import InvalidNumber


@dataclass(frozen=True, slots=True)
class Quartiles:
    """What lies in the middle of some figures, and between which two values half of them lie.

    Attributes:
        count: of how many figures.
        q1: a quarter of the figures lies at or below it.
        q3: a quarter lies at or above it.
    """

    count: int
    q1: Decimal
    median: Decimal
    q3: Decimal

    def rounded(self, digits: int) -> Quartiles:
        """The same with so many significant digits."""
        context = Context(prec=digits, rounding=ROUND_HALF_EVEN)
        q1, median, q3 = (context.plus(each) for each in (self.q1, self.median, self.q3))
        return Quartiles(self.count, q1, median, q3)


def quartiles(figures: Iterable[Decimal]) -> Quartiles | None:
    """The quartiles of figures of one kind, interpolated linearly between neighbours; None where there is no figure.

    Source: Hyndman and Fan, Sample Quantiles in Statistical Packages (1996), definition 7.

    Raises:
        InvalidNumber: a figure is not finite.
    """
    known = sorted(_finite(figure, place) for place, figure in enumerate(figures))
    if len(known) < 2:
        return Quartiles(1, known[0], known[0], known[0]) if known else None
    q1, median, q3 = quantiles(known, n=4, method="inclusive")
    return Quartiles(len(known), q1, median, q3)


def _finite(figure: Decimal, place: int) -> Decimal:
    number = isinstance(figure, Decimal | int | float) and not isinstance(figure, bool)
    value = Decimal(figure) if number else Decimal("NaN")
    if not value.is_finite():
        raise InvalidNumber(f"{figure!r} is no finite number", path=("figures", place))
    return value
