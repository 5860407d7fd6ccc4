"""The advanced enterprises of a sector (先进企业): who meets stated criteria, in which order, who does not compare.

Enterprises are ordered by how many criteria they meet, then by the value of the first criterion, the second, and so on;
those equal in all share a rank. One of which any criterion is not known has no rank, neither the first nor the last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from cpaudit.engine.findings import verdict
from cpaudit.quality.criteria import QUALITY_DECISION, Candidate, Criterion, Judgement, judge
from cpaudit.submissions.exact import exact

_MET, _UNKNOWN = "YES", "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Performer:
    """An enterprise held against the criteria.

    Attributes:
        rank: from 1; None where it is not comparable.
        advanced: whether it meets all criteria; None where that is not known.
        results: criterion, value and YES, NO or UNKNOWN, in the order of the criteria.
    """

    candidate: Candidate
    rank: int | None
    advanced: bool | None
    results: tuple[tuple[str, str, str], ...]

    @property
    def unknown(self) -> tuple[str, ...]:
        """The criteria that are not known."""
        return tuple(name for name, _, met in self.results if met == _UNKNOWN)


def performers(
    candidates: Sequence[Candidate], criteria: Sequence[Criterion], *, reviewed: bool = True
) -> tuple[Performer, ...]:
    """The candidates in the order of their ranks, after them those without one by name.

    Args:
        reviewed: whether a quality review has to have passed the audit.
    """
    judged = [(each, _judged(each, criteria, reviewed)) for each in candidates]
    keys = {
        candidate.packet_hash: _key(found, criteria)
        for candidate, found in judged
        if all(met != _UNKNOWN for *_, met in found.results)
    }
    ranked = [
        Performer(
            candidate,
            None
            if candidate.packet_hash not in keys
            else 1 + sum(key > keys[candidate.packet_hash] for key in keys.values()),
            found.met,
            found.results,
        )
        for candidate, found in judged
    ]
    return tuple(
        sorted(
            ranked,
            key=lambda each: (each.rank is None, each.rank or 0, each.candidate.enterprise, each.candidate.packet_hash),
        )
    )


def _judged(candidate: Candidate, criteria: Sequence[Criterion], reviewed: bool) -> Judgement:
    found = judge(candidate, criteria)
    if reviewed:
        return found
    results = tuple(each for each in found.results if each[0] != QUALITY_DECISION)
    return Judgement(verdict(None if met == _UNKNOWN else met == _MET for *_, met in results), results)


def _key(found: Judgement, criteria: Sequence[Criterion]) -> tuple[int, tuple[Fraction, ...]]:
    values = {name: value for name, value, _ in found.results}
    met = sum(met == _MET for *_, met in found.results)
    return met, tuple(exact(values[each.measure.value]) for each in criteria)
