"""When a figure over several tenants' enterprises may be told: the rule of at least five.

A figure is published only if

1. it is of at least :data:`LEAST` enterprises, each with one value;
2. whoever knows one tenant's enterprises and takes them away still faces at least :data:`LEAST` others, or none;
3. its enterprises and values differ from those of *every* earlier publication in at least :data:`LEAST`
   enterprises, or in none, so that no two publications held against each other tell of fewer.

Counts are given in steps of :data:`LEAST`, quartiles with :data:`DIGITS` significant digits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from typing import TypeAlias

from cpaudit.engine import Quartiles, quartiles

LEAST = 5
"""The fewest enterprises that anything is told about."""

DIGITS = 2
"""Significant digits of a shared quartile."""


@dataclass(frozen=True, slots=True)
class Handed:
    """One enterprise's value of one figure, as its tenant has handed it over.

    Attributes:
        tenant: who handed it over.
        enterprise: the same for one enterprise that two tenants look after.
        value: None where the figure only counts.
    """

    tenant: str
    enterprise: str
    value: Decimal | None = None


Members: TypeAlias = Mapping[str, Handed]
"""Enterprise → what was counted of it."""


class Verdict(Enum):
    """What becomes of what is published: KEEP it, REPLACE it by the present figures, or WITHHOLD it."""

    KEEP = auto()
    REPLACE = auto()
    WITHHOLD = auto()


def members_of(handed: Iterable[Handed]) -> dict[str, Handed]:
    """One value for each enterprise: that of the first tenant, where several look after it."""
    found: dict[str, Handed] = {}
    for each in sorted(handed, key=lambda each: (each.enterprise, each.tenant)):
        found.setdefault(each.enterprise, each)
    return found


def is_large_enough(handed: Sequence[Handed]) -> bool:
    """Whether the first two rules are met."""
    enterprises = {each.enterprise for each in handed}
    known = Counter(tenant for tenant, _ in {(each.tenant, each.enterprise) for each in handed})
    others = [len(enterprises) - count for count in known.values()]
    return len(enterprises) >= LEAST and all(count == 0 or count >= LEAST for count in others)


def difference(one: Members, other: Members) -> int:
    """In how many enterprises two publications differ, at least.

    One that goes and one that comes may be the same under another name, and count once.
    """
    same = sum(each in other and other[each].value == handed.value for each, handed in one.items())
    return max(len(one), len(other)) - same


def judge(handed: Sequence[Handed], earlier: Sequence[Members], *, shown: bool, consenting: Container[str]) -> Verdict:
    """What becomes of a published figure, now that *handed* is what tenants have handed over of it.

    Args:
        earlier: the members of every publication so far, the latest last.
        shown: whether the latest is shown, and not withheld.
        consenting: the tenants that consent now; nothing is kept that holds values of another.
    """
    if is_large_enough(handed):
        now = members_of(handed)
        differences = [difference(now, each) for each in earlier]
        unchanged = differences[-1:] == [0] and all(each.tenant in consenting for each in earlier[-1].values())
        if shown and unchanged:
            return Verdict.KEEP
        if all(each == 0 or each >= LEAST for each in differences):
            return Verdict.REPLACE
    stays = shown and bool(earlier) and all(each.tenant in consenting for each in earlier[-1].values())
    return Verdict.KEEP if stays else Verdict.WITHHOLD


def shown_count(members: Members) -> int:
    """The number of enterprises as it is told: at least so many."""
    return len(members) // LEAST * LEAST


def shown_quartiles(members: Members) -> Quartiles | None:
    """The quartiles as they are told; None for a figure that only counts."""
    found = quartiles(each.value for each in members.values() if each.value is not None)
    return None if found is None else found.rounded(DIGITS)
