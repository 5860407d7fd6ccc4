"""Phases 1 and 2: commitment, team, plan, training, obstacles; and the texts that later phases deliver."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from cpaudit.audits.models.audit import AuditRecord
from cpaudit.phases import StepKey
from cpaudit.storage.tables import belongs_to, enum_field


class StatementKind(StrEnum):
    """A deliverable that is a text somebody answers for.

    ``PROFILE_NOTE`` says why fewer than three years of inputs and outputs are on record.
    """

    COMMITMENT = "COMMITMENT"
    PROFILE_NOTE = "PROFILE_NOTE"
    COMPLIANCE = "COMPLIANCE"
    INTERIM_REPORT = "INTERIM_REPORT"
    AUDIT_REPORT = "AUDIT_REPORT"
    NEXT_ROUND_PLAN = "NEXT_ROUND_PLAN"


class Statement(AuditRecord, table=True):
    """A text with the person who signed it."""

    __table_args__ = (UniqueConstraint("tenant_id", "audit_id", "kind"), belongs_to("audit", "audit_id"))

    kind: StatementKind = enum_field(StatementKind)
    text: str = Field(max_length=20_000)
    signed_by: str = Field(max_length=200)
    signed_on: date


class TeamRole(StrEnum):
    """What a person is in the audit team."""

    LEADER = "LEADER"
    DEPUTY = "DEPUTY"
    MEMBER = "MEMBER"
    EXPERT = "EXPERT"


class TeamMember(AuditRecord, table=True):
    """A member of the audit team (审计小组)."""

    __tablename__ = "team_member"
    __table_args__ = (Index("ix_team_member_audit", "tenant_id", "audit_id"), belongs_to("audit", "audit_id"))

    name: str = Field(max_length=200)
    department: str = Field(max_length=200)
    position: str = Field(default="", max_length=200)
    role: TeamRole = enum_field(TeamRole, default=TeamRole.MEMBER)
    duty: str = Field(default="", max_length=1000)


class PlanTask(AuditRecord, table=True):
    """One line of the work plan: a step, its owner and its dates."""

    __tablename__ = "plan_task"
    __table_args__ = (Index("ix_plan_task_audit", "tenant_id", "audit_id"), belongs_to("audit", "audit_id"))

    step: StepKey = enum_field(StepKey)
    name: str = Field(max_length=300)
    owner: str = Field(max_length=200)
    department: str = Field(default="", max_length=200)
    starts_on: date
    ends_on: date


class Training(AuditRecord, table=True):
    """A training or publicity event that was held."""

    __table_args__ = (Index("ix_training_audit", "tenant_id", "audit_id"), belongs_to("audit", "audit_id"))

    topic: str = Field(max_length=300)
    held_on: date
    hours: float
    attendees: int


class ObstacleKind(StrEnum):
    """What an obstacle is made of."""

    ATTITUDE = "ATTITUDE"
    TECHNICAL = "TECHNICAL"
    FINANCIAL = "FINANCIAL"
    MANAGERIAL = "MANAGERIAL"
    POLICY = "POLICY"


class Obstacle(AuditRecord, table=True):
    """An obstacle to the audit and how it is met."""

    __table_args__ = (Index("ix_obstacle_audit", "tenant_id", "audit_id"), belongs_to("audit", "audit_id"))

    kind: ObstacleKind = enum_field(ObstacleKind)
    description: str = Field(max_length=2000)
    countermeasure: str = Field(max_length=2000)
