"""Where an own audit belongs: by its place, what the database counts of audits splits as sums over them do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select
from sqlalchemy import select as select_columns
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.audits.models import Audit
from cpaudit.dashboards.counted import Source, sector_of
from cpaudit.dashboards.services.filters import Filter
from cpaudit.enterprises.models import Enterprise
from cpaudit.programmes.models import Stage, StageAudit, StageKind

PLACE_COLUMNS = (col(Enterprise.gb4754), col(Enterprise.city), col(Stage.kind), col(Audit.round))
"""What to select, and to group by, for :meth:`Place.of`; see :func:`placed`."""


@dataclass(frozen=True, slots=True)
class Place:
    """Sector, city, kind of stage and round of audits; None where it is not known or not assigned."""

    sector: str | None
    city: str | None
    stage: StageKind | None
    round: int

    @property
    def source(self) -> Source:
        return Source.OWN_AUDIT

    @classmethod
    def of(cls, gb4754: str, city: str, stage: StageKind | None, round: int) -> Place:
        """The place by what was selected as :data:`PLACE_COLUMNS`."""
        return cls(sector_of(gb4754), city or None, stage, round)


def placed(query: Any) -> Select[Any]:
    """A query of audits, or of rows joined with them, joined with what tells their places."""
    found: Select[Any] = (
        query.join(Enterprise, col(Enterprise.id) == Audit.enterprise_id)
        .outerjoin(StageAudit, col(StageAudit.audit_id) == Audit.id)
        .outerjoin(Stage, col(Stage.id) == StageAudit.stage_id)
    )
    return found


async def places_of(session: AsyncSession, narrowed: Filter) -> Mapping[str, Place]:
    """The places of the tenant's own audits that are meant, by their ids. One statement."""
    query: Any = placed(select_columns(col(Audit.id), *PLACE_COLUMNS)).where(*narrowed.conditions())
    return {audit_id: Place.of(*columns) for audit_id, *columns in (await session.exec(query)).all()}
