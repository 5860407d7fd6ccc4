"""How far the tenant's own audits have come, phase by phase, from what is stored of phases.

A phase has a row that says when it was passed, and whether it was opened again. Whether a gate is blocked, or stale by
now, is stored nowhere: it follows from all records of the audit and is judged when it is asked for
(``audit { phase { gate } }``). A funnel over hundreds of audits does without, and says so by its standings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import case, func
from sqlalchemy import select as select_columns
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.audits.models import Audit, AuditPhase
from cpaudit.dashboards.services.filters import Filter
from cpaudit.dashboards.services.places import PLACE_COLUMNS, Place, placed
from cpaudit.dashboards.splits import Dimension, parts_of
from cpaudit.phases import METHODS, MethodKey, PhaseKey


class Standing(StrEnum):
    """Where a phase of an audit stands, as far as its row tells.

    WAITING: an earlier phase is not passed. TURN: all before it are passed, and it never was. REOPENED: it was passed
    and opened again. PASSED: it was passed; what was judged may have changed since.
    """

    WAITING = "WAITING"
    TURN = "TURN"
    REOPENED = "REOPENED"
    PASSED = "PASSED"


Standings = Mapping[Standing, int]
"""How many audits stand where in a phase; a standing that is missing has none."""


@dataclass(frozen=True, slots=True)
class FunnelPart:
    """How the audits of a sector, city or stage stand in a phase; the key is None where it is not known or assigned."""

    key: str | None
    standings: Standings


@dataclass(frozen=True, slots=True)
class FunnelPhase:
    """One phase of a method over all audits that follow it.

    Attributes:
        by_place: how many audits of a place stand where.
        last_passed_at: when an audit passed it last; None where none has.
    """

    method: MethodKey
    phase: PhaseKey
    position: int
    by_place: Mapping[Place, Standings]
    last_passed_at: datetime | None

    @property
    def standings(self) -> Standings:
        """Of all audits."""
        return _together(self.by_place.values())

    def split(self, by: Dimension) -> tuple[FunnelPart, ...]:
        """The same by sector, city or stage: each audit is in one part."""
        return tuple(FunnelPart(key, _together(own)) for key, own in parts_of(self.by_place.items(), by))


def _together(given: Iterable[Standings]) -> Standings:
    rows = list(given)
    return {each: sum(row.get(each, 0) for row in rows) for each in Standing}


def standing_of(row: AuditPhase, first_open: int | None) -> Standing:
    """Where a phase stands.

    Args:
        first_open: position of the first phase of its audit that is not passed.
    """
    if row.passed_at is not None:
        return Standing.PASSED
    if row.reopened_at is not None:
        return Standing.REOPENED
    return Standing.TURN if row.position == first_open else Standing.WAITING


_Phase = tuple[MethodKey, PhaseKey, int]


async def funnel(session: AsyncSession, narrowed: Filter) -> tuple[FunnelPhase, ...]:
    """The phases of the methods that own audits follow, in their order. One statement."""
    first_open = (
        select_columns(col(AuditPhase.audit_id).label("audit_id"), func.min(AuditPhase.position).label("position"))
        .where(col(AuditPhase.passed_at).is_(None))
        .group_by(col(AuditPhase.audit_id))
        .subquery()
    )
    standing = case(
        (col(AuditPhase.passed_at).is_not(None), Standing.PASSED.value),
        (col(AuditPhase.reopened_at).is_not(None), Standing.REOPENED.value),
        (col(AuditPhase.position) == first_open.c.position, Standing.TURN.value),
        else_=Standing.WAITING.value,
    ).label("standing")
    group = (col(Audit.method), col(AuditPhase.key), col(AuditPhase.position))
    query: Any = (
        placed(
            select_columns(*group, *PLACE_COLUMNS, standing, func.count(), func.max(col(AuditPhase.passed_at))).join(
                Audit, col(Audit.id) == AuditPhase.audit_id
            )
        )
        .outerjoin(first_open, first_open.c.audit_id == AuditPhase.audit_id)
        .where(*narrowed.conditions())
        # By its name: written out again it would have parameters of its own, and be another expression to PostgreSQL.
        .group_by(*group, *PLACE_COLUMNS, "standing")
    )
    counts: dict[_Phase, dict[Place, dict[Standing, int]]] = defaultdict(lambda: defaultdict(dict))
    passed: dict[_Phase, datetime] = {}
    for method, key, position, *columns, stands, count, last in (await session.exec(query)).all():
        phase, place = (method, key, position), Place.of(*columns)
        found = counts[phase][place]
        # Two classes of one division are one place.
        found[Standing(stands)] = found.get(Standing(stands), 0) + count
        if last is not None:
            passed[phase] = max(last, passed.get(phase, last))
    order = list(METHODS)
    return tuple(
        FunnelPhase(*phase, by_place, passed.get(phase))
        for phase, by_place in sorted(counts.items(), key=lambda each: (order.index(each[0][0]), each[0][2]))
    )
