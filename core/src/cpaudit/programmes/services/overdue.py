"""Which phases of running audits are past their deadline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.audits.models import Audit, AuditPhase, AuditState
from cpaudit.enterprises.models import Enterprise
from cpaudit.phases import PhaseKey
from cpaudit.programmes.models import Deadline, Programme, Stage, StageAudit
from cpaudit.programmes.services.stages import today
from cpaudit.storage.tables import now
from cpaudit.text import LocalizedText

EARLIEST_ZONE = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class OverduePhase:
    """A phase that is not passed although its last day is over.

    Attributes:
        days: how many days ago that was.
    """

    stage_id: str
    stage_name: LocalizedText
    audit_id: str
    audit_title: str
    enterprise_id: str
    enterprise_name: str
    phase: PhaseKey
    due: date
    days: int

    @property
    def key(self) -> str:
        """What names it among others."""
        return f"{self.audit_id}:{self.phase}"


async def overdue_phases(
    session: AsyncSession,
    *,
    stage_ids: Sequence[str] | None = None,
    enterprise_id: str | None = None,
    on: date | None = None,
) -> list[OverduePhase]:
    """Phases of running audits past their deadline, the longest first; two statements.

    Computed from the audits as they are: a phase that was reopened counts again. Whether a passed gate is stale by now
    does not count here.

    Args:
        stage_ids: of these stages; None for all.
        enterprise_id: of this enterprise's audits; None for all.
        on: as on this day; by default the day that it is in the programme's time zone.
    """
    query = (
        select(Deadline, Stage, Programme, Audit)
        .join(Stage, col(Stage.id) == Deadline.stage_id)
        .join(Programme, col(Programme.id) == Stage.programme_id)
        .join(StageAudit, col(StageAudit.stage_id) == Deadline.stage_id)
        .join(Audit, col(Audit.id) == StageAudit.audit_id)
        .join(AuditPhase, and_(col(AuditPhase.audit_id) == Audit.id, col(AuditPhase.key) == Deadline.phase))
        .where(Audit.state == AuditState.RUNNING, col(AuditPhase.passed_at).is_(None))
        # Where the day begins first it begins so much before it does in UTC; which zone counts is looked at below.
        .where(Deadline.due < (on or (now() + EARLIEST_ZONE).date()))
    )
    if stage_ids is not None:
        query = query.where(col(Deadline.stage_id).in_(stage_ids))
    if enterprise_id is not None:
        query = query.where(Audit.enterprise_id == enterprise_id)
    rows = (await session.exec(query)).all()
    late = [
        (deadline, stage, audit, (on or today(zone.time_zone)) - deadline.due) for deadline, stage, zone, audit in rows
    ]
    wanted = {audit.enterprise_id for _, _, audit, days in late if days.days > 0}
    names = dict(
        (await session.exec(select(Enterprise.id, Enterprise.name).where(col(Enterprise.id).in_(wanted)))).all()
    )
    found = [
        OverduePhase(
            stage.id,
            stage.name,
            audit.id,
            audit.title,
            audit.enterprise_id,
            names[audit.enterprise_id],
            deadline.phase,
            deadline.due,
            days.days,
        )
        for deadline, stage, audit, days in late
        if days.days > 0
    ]
    return sorted(found, key=lambda each: (-each.days, each.audit_id, each.phase))
