"""Sums over audits and how they split by sector, city and stage: the parts of a sum make the sum to the last digit.

A part is added up from the very terms of the sum, in its unit, and every audit is in exactly one part; what nobody has
assigned is a part of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Protocol, TypeVar

from cpaudit.dashboards.counted import Counted, Source
from cpaudit.programmes.models import StageKind
from cpaudit.submissions.exact import decimal_text, exact
from cpaudit.submissions.figures import Figure, totals_of

P = TypeVar("P", bound="Placed")
T = TypeVar("T")


class Dimension(StrEnum):
    """By what a sum is split: division of GB/T 4754, city of the enterprise, kind of stage, source, audited round."""

    SECTOR = "SECTOR"
    CITY = "CITY"
    STAGE = "STAGE"
    SOURCE = "SOURCE"
    ROUND = "ROUND"


class Placed(Protocol):
    """What is in one part of each split: an audit, or several of one place."""

    @property
    def sector(self) -> str | None: ...
    @property
    def city(self) -> str | None: ...
    @property
    def stage(self) -> StageKind | None: ...
    @property
    def source(self) -> Source: ...
    @property
    def round(self) -> int: ...


_KEYS: Mapping[Dimension, Callable[[Placed], str | None]] = {
    Dimension.SECTOR: lambda each: each.sector,
    Dimension.CITY: lambda each: each.city,
    Dimension.STAGE: lambda each: None if each.stage is None else each.stage.value,
    Dimension.SOURCE: lambda each: each.source.value,
    Dimension.ROUND: lambda each: str(each.round),
}


def parts_of(given: Iterable[tuple[P, T]], by: Dimension) -> tuple[tuple[str | None, list[T]], ...]:
    """What was given, by its part: the parts by the alphabet, the one that is not assigned last."""
    parts: dict[str | None, list[T]] = defaultdict(list)
    for place, value in given:
        parts[_KEYS[by](place)].append(value)
    return tuple(sorted(parts.items(), key=lambda each: (each[0] is None, each[0] or "")))


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sum, and of how many audits it tells.

    Attributes:
        key: of which sector, city or stage; None where that is not known or not assigned.
        value: exact decimal text, the sum of what is known; None where nothing is.
        audits: how many audits are in this part.
        known: how many of them gave a value.
        incomplete: how many have such a figure of which something, or all, is not known.
        without: how many say nothing of it, neither a value nor zero.
    """

    key: str | None
    value: str | None
    audits: int
    known: int
    incomplete: int
    without: int


@dataclass(frozen=True, slots=True)
class Sum:
    """A figure over audits.

    Attributes:
        figure: the sum; its terms are of the audits' keys.
        given: what each audit gave, by its key, in the unit of the figure; None where it does not know it. An audit
            that says nothing of it is missing.
        incomplete: keys of audits that do not know all of it.
        audits: all that are counted.
    """

    figure: Figure
    given: Mapping[str, Fraction | None]
    incomplete: frozenset[str]
    audits: Sequence[Counted]

    @property
    def known(self) -> int:
        """How many audits gave a value."""
        return sum(value is not None for value in self.given.values())

    @property
    def unknown(self) -> int:
        """How many do not know all of it."""
        return len(self.given.keys() & self.incomplete)

    @property
    def without(self) -> int:
        """How many say nothing of it."""
        return len(self.audits) - len(self.given)

    def split(self, by: Dimension) -> tuple[Part, ...]:
        """The parts in the order of :func:`parts_of`; also parts that say nothing of it."""
        return tuple(self._part(key, audits) for key, audits in parts_of(((each, each) for each in self.audits), by))

    def _part(self, key: str | None, audits: Sequence[Counted]) -> Part:
        values = [self.given[each.key] for each in audits if each.key in self.given]
        known = [each for each in values if each is not None]
        return Part(
            key,
            decimal_text(sum(known, Fraction())) if known else None,
            len(audits),
            len(known),
            sum(each.key in self.given and each.key in self.incomplete for each in audits),
            len(audits) - len(values),
        )


def sums_of(audits: Sequence[Counted]) -> tuple[Sum, ...]:
    """Every figure that any of these audits has, added up exactly, in the order of the kinds."""
    incomplete: dict[tuple[str, str], set[str]] = defaultdict(set)
    for audit in audits:
        for each in audit.figures:
            if not each.complete or each.value is None:
                incomplete[each.kind.value, each.subject].add(audit.key)
    return tuple(
        Sum(figure, _given(figure), frozenset(incomplete[figure.kind.value, figure.subject]), audits)
        for figure in totals_of([(audit.key, audit.figures) for audit in audits])
    )


def _given(figure: Figure) -> Mapping[str, Fraction | None]:
    """What each audit gave: an audit may give several terms, in units that convert to that of the figure."""
    given: dict[str, Fraction | None] = {}
    for term in figure.terms:
        known = given.get(term.of)
        given[term.of] = known if term.value is None else exact(term.value) + (known or Fraction())
    return given
