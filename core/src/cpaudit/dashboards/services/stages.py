"""The stages of the tenant's own programmes: audits, deadlines, pilots."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.audits.models import Audit, AuditState
from cpaudit.dashboards.services.filters import Filter
from cpaudit.phases import PhaseKey
from cpaudit.programmes.models import Deadline, Decision, Nomination, PilotSelection, Programme, Stage, StageAudit
from cpaudit.programmes.services.overdue import OverduePhase


@dataclass(frozen=True, slots=True)
class StageLine:
    """A stage.

    Attributes:
        audits: how many were started in it, and ``concluded`` how many of them are.
        overdue: phases of its audits past their deadline.
        deadlines: the last day of each phase that has one, the earliest first.
        selected, not_selected, undecided, withdrawn: nominations of pilots.
    """

    stage: Stage
    programme: Programme
    audits: int
    concluded: int
    overdue: int
    deadlines: tuple[tuple[PhaseKey, date], ...]
    selected: int
    not_selected: int
    undecided: int
    withdrawn: int


async def stage_lines(
    session: AsyncSession, narrowed: Filter, overdue: Sequence[OverduePhase]
) -> tuple[StageLine, ...]:
    """The stages that are meant, in the order of their beginnings. Four statements.

    Audits and overdue phases are those that are meant; deadlines and nominations are the whole stage's.
    """
    query = select(Stage, Programme).join(Programme, col(Programme.id) == Stage.programme_id)
    if narrowed.stage_id is not None:
        query = query.where(Stage.id == narrowed.stage_id)
    if narrowed.stage_kind is not None:
        query = query.where(Stage.kind == narrowed.stage_kind)
    stages = (await session.exec(query.order_by(col(Stage.starts_on), col(Stage.id)))).all()
    audits = await _audits(session, narrowed)
    deadlines: dict[str, list[tuple[PhaseKey, date]]] = defaultdict(list)
    for each in (await session.exec(select(Deadline).order_by(col(Deadline.due), col(Deadline.id)))).all():
        deadlines[each.stage_id].append((each.phase, each.due))
    pilots = await _pilots(session)
    late = Counter(each.stage_id for each in overdue)
    return tuple(
        StageLine(
            stage,
            programme,
            sum(audits[stage.id].values()),
            audits[stage.id][AuditState.CONCLUDED],
            late[stage.id],
            tuple(deadlines[stage.id]),
            pilots[stage.id]["SELECTED"],
            pilots[stage.id]["NOT_SELECTED"],
            pilots[stage.id]["UNDECIDED"],
            pilots[stage.id]["WITHDRAWN"],
        )
        for stage, programme in stages
    )


async def _audits(session: AsyncSession, narrowed: Filter) -> dict[str, Counter[AuditState]]:
    query: Any = (
        select_columns(col(StageAudit.stage_id), col(Audit.state), func.count())
        .join(Audit, col(Audit.id) == StageAudit.audit_id)
        .where(col(Audit.id).in_(narrowed.audits()))
        .group_by(col(StageAudit.stage_id), col(Audit.state))
    )
    found: dict[str, Counter[AuditState]] = defaultdict(Counter)
    for stage_id, state, count in (await session.exec(query)).all():
        found[stage_id][state] = count
    return found


async def _pilots(session: AsyncSession) -> dict[str, Counter[str]]:
    withdrawn = col(Nomination.withdrawn_reason).is_not(None)
    query: Any = (
        select_columns(col(PilotSelection.stage_id), col(Nomination.decision), withdrawn, func.count())
        .join(Nomination, col(Nomination.selection_id) == PilotSelection.id)
        .group_by(col(PilotSelection.stage_id), col(Nomination.decision), withdrawn)
    )
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for stage_id, decision, gone, count in (await session.exec(query)).all():
        known = "UNDECIDED" if decision is None else Decision(decision).value
        found[stage_id]["WITHDRAWN" if gone else known] += count
    return found
