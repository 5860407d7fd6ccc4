"""The calendar of a programme as one member may see it: stages, deadlines, trainings, visits, assignments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.audits.models import Audit, AuditPhase, AuditState
from cpaudit.enterprises.models import Enterprise
from cpaudit.permissions import Actor, Permission
from cpaudit.phases import METHODS
from cpaudit.programmes.models import (
    Assignment,
    Consultation,
    ConsultationState,
    Deadline,
    Expert,
    Programme,
    Stage,
    StageAudit,
    TrainingSession,
)
from cpaudit.text import LocalizedText


class EntryKind(StrEnum):
    """What an entry of the calendar is."""

    STAGE = "STAGE"
    DEADLINE = "DEADLINE"
    TRAINING = "TRAINING"
    VISIT = "VISIT"
    FOLLOW_UP = "FOLLOW_UP"
    ASSIGNMENT = "ASSIGNMENT"


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """Something on whole days.

    Attributes:
        key: names it for good, whatever changes in it.
        starts_on: the first day.
        ends_on: the last one, included.
        open_audits: of a deadline, how many running audits of the stage have not passed the phase; else None.
    """

    kind: EntryKind
    key: str
    starts_on: date
    ends_on: date
    summary: LocalizedText
    description: LocalizedText | None = None
    place: str = ""
    open_audits: int | None = None


async def calendar_of(
    session: AsyncSession, actor: Actor, starts_on: date | None = None, ends_on: date | None = None
) -> list[CalendarEntry]:
    """What is on between two days, both included, in the order of the days; a fixed number of statements.

    Enterprise staff sees deadlines of the stages in which its own audits run, and visits to its own enterprise.

    Raises:
        Denied: the actor reads nothing here.
    """
    actor.require(Permission.READ)
    own = actor.enterprise_id
    stages = {each.id: each for each in (await session.exec(select(Stage))).all()}
    programmes = {each.id: each for each in (await session.exec(select(Programme))).all()}
    entries = [
        *_stages(stages.values(), programmes),  # type: ignore[arg-type]
        *await _deadlines(session, stages, own),
        *await _trainings(session),
        *await _visits(session, own),
        *await _assignments(session, own),
    ]
    return sorted(
        (
            each
            for each in entries
            if (starts_on is None or each.ends_on >= starts_on) and (ends_on is None or each.starts_on <= ends_on)
        ),
        key=lambda each: (each.starts_on, each.ends_on, each.key),
    )


def _stages(stages: Sequence[Stage], programmes: dict[str, Programme]) -> Iterator[CalendarEntry]:
    for stage in stages:
        name = programmes[stage.programme_id].name
        for day, zh, en in ((stage.starts_on, "开始", "begins"), (stage.ends_on, "结束", "ends")):
            summary = _both(stage.name, f"{{}}{zh}", f"{{}} {en}")
            yield CalendarEntry(EntryKind.STAGE, f"stage-{stage.id}-{en}", day, day, summary, name)


async def _deadlines(session: AsyncSession, stages: dict[str, Stage], own: str | None) -> list[CalendarEntry]:
    running = (
        select(StageAudit.stage_id, AuditPhase.key, func.count(AuditPhase.id))  # type: ignore[arg-type]
        .join(Audit, col(Audit.id) == StageAudit.audit_id)
        .join(AuditPhase, col(AuditPhase.audit_id) == Audit.id)
        .where(Audit.state == AuditState.RUNNING, col(AuditPhase.passed_at).is_(None))
        .group_by(col(StageAudit.stage_id), col(AuditPhase.key))
    )
    if own is not None:
        running = running.where(Audit.enterprise_id == own)
    open_audits = {(stage, phase): count for stage, phase, count in (await session.exec(running)).all()}
    entries = []
    for deadline in (await session.exec(select(Deadline))).all():
        count = open_audits.get((deadline.stage_id, deadline.phase), 0)
        if own is not None and not count:
            continue
        stage = stages[deadline.stage_id]
        phase = METHODS[stage.method].phase(deadline.phase).name
        summary = LocalizedText(
            {
                "zh-CN": f"{stage.name.in_language('zh-CN')}：{phase.in_language('zh-CN')}截止",
                "en": f"{stage.name.in_language('en')}: {phase.in_language('en')} is due",
            }
        )
        told = LocalizedText({"zh-CN": f"尚未完成的审核：{count}", "en": f"Audits that have not passed it: {count}"})
        entries.append(
            CalendarEntry(
                EntryKind.DEADLINE,
                f"deadline-{deadline.id}",
                deadline.due,
                deadline.due,
                summary,
                told,
                open_audits=count,
            )
        )
    return entries


async def _trainings(session: AsyncSession) -> list[CalendarEntry]:
    return [
        CalendarEntry(
            EntryKind.TRAINING,
            f"training-{each.id}",
            each.starts_on,
            each.ends_on,
            LocalizedText({"zh-CN": f"培训：{each.topic}", "en": f"Training: {each.topic}"}),
            place=each.place,
        )
        for each in (await session.exec(select(TrainingSession))).all()
    ]


async def _visits(session: AsyncSession, own: str | None) -> list[CalendarEntry]:
    query = (
        select(Consultation, Enterprise)
        .join(Enterprise, col(Enterprise.id) == Consultation.enterprise_id)
        .where(Consultation.state != ConsultationState.DECLINED)
    )
    if own is not None:
        query = query.where(Consultation.enterprise_id == own)
    entries = []
    for asked, enterprise in (await session.exec(query)).all():
        where = f"{enterprise.name}: {asked.subject}"
        if asked.visit_on is not None:
            summary = LocalizedText({"zh-CN": f"现场咨询：{where}", "en": f"Consultation on site: {where}"})
            entries.append(
                CalendarEntry(
                    EntryKind.VISIT,
                    f"visit-{asked.id}",
                    asked.visit_on,
                    asked.visit_on,
                    summary,
                    place=enterprise.address,
                )
            )
        if asked.follow_up_due is not None and asked.state is ConsultationState.ADVISED:
            summary = LocalizedText({"zh-CN": f"跟踪建议：{where}", "en": f"Follow up the advice: {where}"})
            due = asked.follow_up_due
            entries.append(CalendarEntry(EntryKind.FOLLOW_UP, f"follow-up-{asked.id}", due, due, summary))
    return entries


async def _assignments(session: AsyncSession, own: str | None) -> list[CalendarEntry]:
    query = (
        select(Assignment, Expert, Audit)
        .join(Expert, col(Expert.id) == Assignment.expert_id)
        .join(Audit, col(Audit.id) == Assignment.audit_id)
        .where(col(Assignment.cancelled_at).is_(None))
    )
    if own is not None:
        query = query.where(Audit.enterprise_id == own)
    return [
        CalendarEntry(
            EntryKind.ASSIGNMENT,
            f"assignment-{assignment.id}",
            assignment.starts_on,
            assignment.ends_on,
            LocalizedText(
                {
                    "zh-CN": f"{expert.name}：{audit.title}，{assignment.task}",
                    "en": f"{expert.name}: {audit.title}, {assignment.task}",
                }
            ),
        )
        for assignment, expert, audit in (await session.exec(query)).all()
    ]


def _both(name: LocalizedText, zh: str, en: str) -> LocalizedText:
    return LocalizedText({"zh-CN": zh.format(name.in_language("zh-CN")), "en": en.format(name.in_language("en"))})
