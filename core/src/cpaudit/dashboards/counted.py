"""Which audits a dashboard counts: the tenant's own, and of others what was submitted to it and accepted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from cpaudit.programmes.models import StageKind
from cpaudit.submissions.figures import Figure, FigureKind

KINDS = frozenset(FigureKind) - {FigureKind.EMISSION_BEFORE, FigureKind.EMISSION_AFTER}
"""What is added up over audits. Emissions are floating point and of one audit: held against each other they say more
than added up."""

_DIVISION = re.compile(r"[A-Z][0-9]{2}")


class Source(StrEnum):
    """From where a dashboard knows an audit.

    OWN_AUDIT: a row of the tenant's own, as it is now. AUDIT_PACKET: a packet that was submitted to the tenant and
    accepted. SECTOR_REPORT: a term of an accepted report, of which the tenant has no more than the report says.
    """

    OWN_AUDIT = "OWN_AUDIT"
    AUDIT_PACKET = "AUDIT_PACKET"
    SECTOR_REPORT = "SECTOR_REPORT"


class Reason(StrEnum):
    """Why something that was accepted is not counted.

    EARLIER_ROUND: of an enterprise that others look after the latest round counts. COUNTED_ALREADY: the same audit is
    counted from a source that says more. START_UNKNOWN: the dashboard is of a period, and when the audit began is not
    told.
    """

    EARLIER_ROUND = "EARLIER_ROUND"
    COUNTED_ALREADY = "COUNTED_ALREADY"
    START_UNKNOWN = "START_UNKNOWN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One audit with what it adds to the figures.

    Attributes:
        key: the id of an own audit, else the content hash of the audit's packet; unique in a dashboard.
        report: content hash of the report that names it, where it is known from one.
        owner: code of the tenant that made the packet; empty for own audits.
        enterprise: its code with that tenant.
        sector: section and division of GB/T 4754-2017 as ``C26``; None where the code is none.
        city: None where nobody said.
        stage: None where the audit is in no stage, or where it is not told.
        started_at: None where it is not told.
        measures: for comparison, decimals; see :class:`cpaudit.quality.criteria.Measure`.
        decision: of the quality review that was decided last.
        ratings: of what is kept in a packet, ``system scenario`` and the grade; None where it was not certain.
    """

    key: str
    source: Source
    report: str | None = None
    owner: str = ""
    enterprise: str
    name: str
    gb4754: str
    city: str | None
    stage: StageKind | None
    round: int
    concluded: bool
    started_at: datetime | None
    illustrative: bool
    figures: tuple[Figure, ...] = ()
    measures: Mapping[str, str | None] = field(default_factory=dict)
    decision: str | None = None
    ratings: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def sector(self) -> str | None:
        return sector_of(self.gb4754)


@dataclass(frozen=True, slots=True)
class NotCounted:
    """Something accepted that is not counted; ``kept`` is the key of what is counted in its place."""

    audit: Counted
    reason: Reason
    kept: str | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """What the figures of a dashboard are of."""

    counted: tuple[Counted, ...]
    not_counted: tuple[NotCounted, ...] = ()


def sector_of(gb4754: str) -> str | None:
    """Section and division of a code of GB/T 4754-2017; None where it is none."""
    match = _DIVISION.match(gb4754)
    return None if match is None else match.group()


def counted_once(received: Iterable[Counted]) -> Basis:
    """Of each enterprise the latest round, of each round the source that says most: a packet before a report."""
    best: dict[tuple[str, str], Counted] = {}
    given = list(received)
    for each in given:
        key = (each.owner, each.enterprise)
        known = best.get(key)
        if known is None or _says_more(each, known):
            best[key] = each
    counting = {id(each) for each in best.values()}
    left = [
        NotCounted(each, Reason.EARLIER_ROUND if each.round < kept.round else Reason.COUNTED_ALREADY, kept.key)
        for each in given
        if id(each) not in counting
        for kept in (best[each.owner, each.enterprise],)
    ]
    return Basis(tuple(each for each in given if id(each) in counting), tuple(left))


def _says_more(one: Counted, other: Counted) -> bool:
    if one.round != other.round:
        return one.round > other.round
    return one.source is Source.AUDIT_PACKET and other.source is Source.SECTOR_REPORT
