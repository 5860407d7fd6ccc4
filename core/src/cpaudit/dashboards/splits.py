"""Sums over audits and how they split by sector, city and stage: the parts of a sum make the sum to the last digit.

A part is added up from the very terms of the sum, in its unit, and every audit is in exactly one part; what nobody has
assigned is a part of its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from cpaudit.dashboards.counted import Counted
from cpaudit.submissions.exact import decimal_text, exact
from cpaudit.submissions.figures import Figure, totals_of


class Dimension(StrEnum):
    """By what a sum is split: division of GB/T 4754, city of the enterprise, kind of stage, source, audited round."""

    SECTOR = "SECTOR"
    CITY = "CITY"
    STAGE = "STAGE"
    SOURCE = "SOURCE"
    ROUND = "ROUND"


_KEYS: Mapping[Dimension, Callable[[Counted], str | None]] = {
    Dimension.SECTOR: lambda each: each.sector,
    Dimension.CITY: lambda each: each.city,
    Dimension.STAGE: lambda each: None if each.stage is None else each.stage.value,
    Dimension.SOURCE: lambda each: each.source.value,
    Dimension.ROUND: lambda each: str(each.round),
}


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
        whole: the sum as the only part there is.
        incomplete: keys of audits that do not know all of it.
    """

    figure: Figure
    whole: Part
    incomplete: frozenset[str]
    audits: Sequence[Counted]

    def split(self, by: Dimension) -> tuple[Part, ...]:
        """The parts by the alphabet, the one that is not assigned last; also parts that say nothing of it."""
        return parted(self.figure, self.incomplete, self.audits, _KEYS[by])


def sums_of(audits: Sequence[Counted]) -> tuple[Sum, ...]:
    """Every figure that any of these audits has, added up exactly, in the order of the kinds."""
    incomplete: dict[tuple[str, str], set[str]] = defaultdict(set)
    for audit in audits:
        for each in audit.figures:
            if not each.complete or each.value is None:
                incomplete[each.kind.value, each.subject].add(audit.key)
    found = []
    for figure in totals_of([(audit.key, audit.figures) for audit in audits]):
        unknown = frozenset(incomplete[figure.kind.value, figure.subject])
        (whole,) = parted(figure, unknown, audits, lambda _: None)
        found.append(Sum(figure, whole, unknown, audits))
    return tuple(found)


def parted(
    figure: Figure, incomplete: frozenset[str], audits: Iterable[Counted], key: Callable[[Counted], str | None]
) -> tuple[Part, ...]:
    """The parts of a sum by what *key* says of an audit."""
    known: dict[str, Fraction] = defaultdict(Fraction)
    said = set()
    for term in figure.terms:
        said.add(term.of)
        if term.value is not None:
            known[term.of] += exact(term.value)
    sums: dict[str | None, Fraction] = {}
    counts: dict[str | None, Counter[str]] = defaultdict(Counter)
    for audit in audits:
        part, count = key(audit), counts[key(audit)]
        count["audits"] += 1
        if audit.key not in said:
            count["without"] += 1
            continue
        count["incomplete"] += audit.key in incomplete
        if audit.key in known:
            count["known"] += 1
            sums[part] = sums.get(part, Fraction()) + known[audit.key]
    return tuple(
        Part(
            part,
            decimal_text(sums[part]) if part in sums else None,
            count["audits"],
            count["known"],
            count["incomplete"],
            count["without"],
        )
        for part, count in sorted(counts.items(), key=lambda each: (each[0] is None, each[0] or ""))
    )
