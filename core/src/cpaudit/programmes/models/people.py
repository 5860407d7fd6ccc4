"""Bodies, experts and training of a programme."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from cpaudit.storage.tables import VersionedTable, belongs_to, enum_field, json_field, moment_field, now, text_field
from cpaudit.text import LocalizedText


class BodyKind(StrEnum):
    """The bodies of a programme: 领导小组、办公室、技术组、市办公室."""

    LEADING_GROUP = "LEADING_GROUP"
    OFFICE = "OFFICE"
    TECHNICAL_GROUP = "TECHNICAL_GROUP"
    CITY_OFFICE = "CITY_OFFICE"


class Body(VersionedTable, table=True):
    """A body of a programme; ``city`` is a city office's."""

    __tablename__ = "programme_body"
    __table_args__ = (
        Index("ix_programme_body_programme", "tenant_id", "programme_id"),
        belongs_to("programme", "programme_id"),
        belongs_to("programme_body", "parent_id"),
    )

    programme_id: str = Field(max_length=32)
    parent_id: str | None = Field(default=None, max_length=32)
    kind: BodyKind = enum_field(BodyKind)
    name: LocalizedText = text_field()
    city: str = Field(default="", max_length=120)
    note: str = Field(default="", max_length=2000)


class SeatRole(StrEnum):
    """What somebody is in a body: 组长、副组长、成员、秘书."""

    HEAD = "HEAD"
    DEPUTY = "DEPUTY"
    MEMBER = "MEMBER"
    SECRETARY = "SECRETARY"


class Seat(VersionedTable, table=True):
    """That somebody sits in a body; ``member_id`` is his membership where he works with cpaudit."""

    __tablename__ = "body_seat"
    __table_args__ = (
        Index("ix_body_seat_body", "tenant_id", "body_id"),
        belongs_to("programme_body", "body_id"),
    )

    body_id: str = Field(max_length=32)
    member_id: str | None = Field(default=None, max_length=32)
    name: str = Field(max_length=200)
    organisation: str = Field(default="", max_length=300)
    role: SeatRole = enum_field(SeatRole, default=SeatRole.MEMBER)
    starts_on: date
    ends_on: date | None = Field(default=None)


class Expert(VersionedTable, table=True):
    """An expert (专家) and his fields.

    Attributes:
        industries: codes of GB/T 4754-2017 as ``C26``.
        aspects: names of the eight aspects.
        topics: in words.
    """

    __table_args__ = (UniqueConstraint("tenant_id", "code"),)

    code: str = Field(max_length=64)
    name: str = Field(max_length=200)
    organisation: str = Field(default="", max_length=300)
    title: str = Field(default="", max_length=200)
    member_id: str | None = Field(default=None, max_length=32)
    industries: list[str] = json_field(default_factory=list)
    aspects: list[str] = json_field(default_factory=list)
    topics: list[str] = json_field(default_factory=list)
    active: bool = Field(default=True)
    illustrative: bool = Field(default=False)


class Availability(VersionedTable, table=True):
    """Days on which an expert is free for the programme, or expressly not; of other days nothing is known."""

    __tablename__ = "expert_availability"
    __table_args__ = (
        Index("ix_expert_availability_expert", "tenant_id", "expert_id"),
        belongs_to("expert", "expert_id"),
    )

    expert_id: str = Field(max_length=32)
    starts_on: date
    ends_on: date
    available: bool = Field(default=True)
    note: str = Field(default="", max_length=500)


class ConflictOfInterest(VersionedTable, table=True):
    """That an expert or a member has an interest in an enterprise, and so neither judges nor advises it.

    It counts until it is ended; exactly one of expert and member is named.
    """

    __tablename__ = "conflict_of_interest"
    __table_args__ = (
        Index("ix_conflict_of_interest_enterprise", "tenant_id", "enterprise_id"),
        belongs_to("enterprise", "enterprise_id"),
        belongs_to("expert", "expert_id"),
    )

    enterprise_id: str = Field(max_length=32)
    expert_id: str | None = Field(default=None, max_length=32)
    member_id: str | None = Field(default=None, max_length=32)
    reason: str = Field(max_length=2000)
    declared_by: str | None = Field(default=None, max_length=32)
    declared_at: datetime = moment_field(default_factory=now)
    ended_at: datetime | None = moment_field(default=None)
    ended_reason: str | None = Field(default=None, max_length=2000)


class Assignment(VersionedTable, table=True):
    """That an expert works on an audit on these days."""

    __tablename__ = "expert_assignment"
    __table_args__ = (
        Index("ix_expert_assignment_expert", "tenant_id", "expert_id"),
        Index("ix_expert_assignment_audit", "tenant_id", "audit_id"),
        belongs_to("expert", "expert_id"),
        belongs_to("audit", "audit_id"),
    )

    expert_id: str = Field(max_length=32)
    audit_id: str = Field(max_length=32)
    task: str = Field(max_length=500)
    starts_on: date
    ends_on: date
    cancelled_at: datetime | None = moment_field(default=None)
    cancelled_reason: str | None = Field(default=None, max_length=2000)


class Audience(StrEnum):
    """For whom a training session is."""

    OFFICIALS = "OFFICIALS"
    ENTERPRISE_STAFF = "ENTERPRISE_STAFF"
    EXPERTS = "EXPERTS"


class TrainingSession(VersionedTable, table=True):
    """A training session (培训班), before or after it was held.

    Attributes:
        full_marks: of its test; None where there is none.
        pass_mark: how many of them are enough.
    """

    __tablename__ = "training_session"
    __table_args__ = (
        Index("ix_training_session_programme", "tenant_id", "programme_id"),
        belongs_to("programme", "programme_id"),
        belongs_to("programme_stage", "stage_id"),
        belongs_to("programme_body", "organised_by_id"),
    )

    programme_id: str = Field(max_length=32)
    stage_id: str | None = Field(default=None, max_length=32)
    organised_by_id: str | None = Field(default=None, max_length=32)
    topic: str = Field(max_length=300)
    audience: Audience = enum_field(Audience)
    starts_on: date
    ends_on: date
    hours: float
    place: str = Field(default="", max_length=300)
    trainers: str = Field(default="", max_length=1000)
    full_marks: float | None = Field(default=None)
    pass_mark: float | None = Field(default=None)


class Attendance(VersionedTable, table=True):
    """Somebody who is to attend a training session.

    Attributes:
        attended: None while it is not known.
        marks: of the test; None where he took none, or it is not known.
    """

    __tablename__ = "training_attendance"
    __table_args__ = (
        UniqueConstraint("tenant_id", "session_id", "name", "organisation"),
        belongs_to("training_session", "session_id"),
        belongs_to("enterprise", "enterprise_id"),
    )

    session_id: str = Field(max_length=32)
    name: str = Field(max_length=200)
    organisation: str = Field(default="", max_length=300)
    enterprise_id: str | None = Field(default=None, max_length=32)
    member_id: str | None = Field(default=None, max_length=32)
    attended: bool | None = Field(default=None)
    marks: float | None = Field(default=None)
