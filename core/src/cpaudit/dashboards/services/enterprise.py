"""An enterprise at a glance: its rounds, its figures and indicators over the rounds, what is late and what is open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.audits.models import Audit, AuditPhase, Benchmark, Scenario
from cpaudit.dashboards.counted import Basis
from cpaudit.dashboards.services.filters import Filter
from cpaudit.dashboards.services.funding import FundingByState, funding_by_state
from cpaudit.dashboards.services.funnel import Standing, standing_of
from cpaudit.dashboards.services.own import own_audits
from cpaudit.dashboards.services.programme import Totals, overdue_of
from cpaudit.dashboards.splits import sums_of
from cpaudit.engine import Grade, Quantity, QuantityStatus, compatible, convert
from cpaudit.enterprises.models import Enterprise
from cpaudit.phases import PhaseKey
from cpaudit.programmes.models import Deadline, Question, QuestionState, Stage, StageAudit
from cpaudit.programmes.services.overdue import OverduePhase

OPEN_QUESTIONS = (QuestionState.RAISED, QuestionState.UNDER_REVIEW)
"""States of questions that nobody has settled or withdrawn."""


class Section(StrEnum):
    """A part of a dashboard that is loaded only where it is asked for."""

    ROUNDS = "rounds"
    TOTALS = "totals"
    INDICATORS = "indicators"
    OVERDUE = "overdue"
    FUNDING = "funding"
    QUESTIONS = "openQuestions"


@dataclass(frozen=True, slots=True)
class RoundPhase:
    """A phase of a round; ``due`` is the deadline of the stage, None where it has none."""

    row: AuditPhase
    standing: Standing
    due: date | None


@dataclass(frozen=True, slots=True)
class Round:
    """A round of audit with its phases in their order; ``stage`` is None where it is in none."""

    audit: Audit
    stage: Stage | None
    phases: tuple[RoundPhase, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """What one round says of an indicator; ``amount`` is None where it is not known."""

    audit_id: str
    round: int
    scenario: Scenario
    amount: Quantity | None
    reference: Quantity | None
    grade: Grade
    source: str


@dataclass(frozen=True, slots=True)
class Series:
    """An indicator over the rounds, the earliest first.

    Attributes:
        current: the latest amount that is known.
        earlier: the one before it, of the same round or of one before.
        change: current − earlier in the unit of current; None where one is not known or they do not compare.
    """

    indicator: str
    points: tuple[Point, ...]
    current: Point | None
    earlier: Point | None
    change: Quantity | None


@dataclass(frozen=True, slots=True)
class EnterpriseDashboard:
    """An enterprise; a section that was not asked for is empty."""

    enterprise: Enterprise
    audits: tuple[Audit, ...]
    rounds: tuple[Round, ...]
    totals: Totals
    indicators: tuple[Series, ...]
    overdue: tuple[OverduePhase, ...]
    funding: tuple[FundingByState, ...]
    questions: tuple[Question, ...]


async def enterprise_dashboard(
    session: AsyncSession, enterprise_id: str, on: date | None, sections: Collection[Section], *, staff: bool
) -> EnterpriseDashboard | None:
    """The sections that are asked for, from one transaction; None where the tenant has no such enterprise.

    Seventeen statements for all of them.

    Args:
        on: phases are overdue as on this day; by default the day that it is in each programme's time zone.
        staff: whether it is for staff of the enterprise, who sees what it asked itself and not what others asked about
            its audits.
    """
    enterprise = (await session.exec(select(Enterprise).where(Enterprise.id == enterprise_id))).one_or_none()
    if enterprise is None:
        return None
    narrowed = Filter(enterprise_id=enterprise_id)
    query = select(Audit).where(Audit.enterprise_id == enterprise_id).order_by(col(Audit.round), col(Audit.id))
    audits = tuple((await session.exec(query)).all())
    counted = tuple(await own_audits(session, narrowed)) if Section.TOTALS in sections else ()
    return EnterpriseDashboard(
        enterprise,
        audits,
        await _rounds(session, audits) if Section.ROUNDS in sections else (),
        Totals(Basis(counted), sums_of(counted)),
        await _indicators(session, audits) if Section.INDICATORS in sections else (),
        (await overdue_of(session, narrowed, on)).phases if Section.OVERDUE in sections else (),
        await funding_by_state(session, narrowed) if Section.FUNDING in sections else (),
        await _questions(session, enterprise_id, () if staff else audits) if Section.QUESTIONS in sections else (),
    )


async def _rounds(session: AsyncSession, audits: Sequence[Audit]) -> tuple[Round, ...]:
    ids = [each.id for each in audits]
    phases: dict[str, list[AuditPhase]] = defaultdict(list)
    of_audits = select(AuditPhase).where(col(AuditPhase.audit_id).in_(ids)).order_by(col(AuditPhase.position))
    for row in (await session.exec(of_audits)).all():
        phases[row.audit_id].append(row)
    started = (
        select(StageAudit.audit_id, Stage)
        .join(Stage, col(Stage.id) == StageAudit.stage_id)
        .where(col(StageAudit.audit_id).in_(ids))
    )
    stages = dict((await session.exec(started)).all())
    due: dict[str, dict[PhaseKey, date]] = defaultdict(dict)
    wanted = {each.id for each in stages.values()}
    for deadline in (await session.exec(select(Deadline).where(col(Deadline.stage_id).in_(wanted)))).all():
        due[deadline.stage_id][deadline.phase] = deadline.due
    return tuple(_round(audit, stages.get(audit.id), phases[audit.id], due) for audit in audits)


def _round(
    audit: Audit, stage: Stage | None, phases: Sequence[AuditPhase], due: Mapping[str, Mapping[PhaseKey, date]]
) -> Round:
    first_open = next((row.position for row in phases if row.passed_at is None), None)
    deadlines = {} if stage is None else due[stage.id]
    return Round(
        audit, stage, tuple(RoundPhase(row, standing_of(row, first_open), deadlines.get(row.key)) for row in phases)
    )


async def _indicators(session: AsyncSession, audits: Sequence[Audit]) -> tuple[Series, ...]:
    rounds = {each.id: each.round for each in audits}
    query = select(Benchmark).where(col(Benchmark.audit_id).in_(rounds)).order_by(col(Benchmark.id))
    points: dict[str, list[Point]] = defaultdict(list)
    for each in (await session.exec(query)).all():
        points[each.indicator.strip()].append(
            Point(
                each.audit_id,
                rounds[each.audit_id],
                each.scenario,
                each.actual,
                each.reference,
                each.grade,
                each.source,
            )
        )
    return tuple(series_of(indicator, points[indicator]) for indicator in sorted(points))


def series_of(indicator: str, points: Sequence[Point]) -> Series:
    """The points of an indicator in the order of the rounds, before an audit before after it."""
    order = list(Scenario)
    ordered = sorted(points, key=lambda each: (each.round, order.index(each.scenario)))
    known = [each for each in ordered if each.amount is not None]
    current, earlier = (known[-1] if known else None), (known[-2] if len(known) > 1 else None)
    return Series(indicator, tuple(ordered), current, earlier, _change(current, earlier))


def _change(current: Point | None, earlier: Point | None) -> Quantity | None:
    if current is None or earlier is None or current.amount is None or earlier.amount is None:
        return None
    if not compatible(earlier.amount.unit, current.amount.unit):
        return None
    before = convert(earlier.amount, current.amount.unit)
    return Quantity(current.amount.value - before.value, current.amount.unit, status=QuantityStatus.CALCULATED)


async def _questions(session: AsyncSession, enterprise_id: str, audits: Sequence[Audit]) -> tuple[Question, ...]:
    """The questions that were raised by the enterprise or in its audits and are still open, the earliest first."""
    of_audits = col(Question.audit_id).in_([each.id for each in audits])
    query = (
        select(Question)
        .where(or_(col(Question.enterprise_id) == enterprise_id, of_audits), col(Question.state).in_(OPEN_QUESTIONS))
        .order_by(col(Question.raised_at), col(Question.id))
    )
    return tuple((await session.exec(query)).all())
