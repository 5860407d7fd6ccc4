"""The programme, its stages, and what each stage asks."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from cpaudit.engine import Quantity
from cpaudit.phases import MethodKey, PhaseKey
from cpaudit.storage.tables import (
    TenantTable,
    VersionedTable,
    belongs_to,
    enum_field,
    json_field,
    moment_field,
    now,
    quantity_field,
    text_field,
)
from cpaudit.text import LocalizedText


class Programme(VersionedTable, table=True):
    """A cleaner production programme (清洁生产审核计划) of a tenant.

    ``time_zone`` tells when its days begin, by name of the IANA time zone database.
    """

    __table_args__ = (UniqueConstraint("tenant_id", "code"),)

    code: str = Field(max_length=64)
    name: LocalizedText = text_field()
    time_zone: str = Field(default="Asia/Shanghai", max_length=64)
    illustrative: bool = Field(default=False)
    note: str = Field(default="", max_length=4000)
    created_at: datetime = moment_field(default_factory=now)


class StageKind(StrEnum):
    """The stages of a programme: 省级试点、市级试点、全面推行."""

    PROVINCIAL_PILOT = "PROVINCIAL_PILOT"
    MUNICIPAL_PILOT = "MUNICIPAL_PILOT"
    ROLL_OUT = "ROLL_OUT"


class Stage(VersionedTable, table=True):
    """A stage (阶段) of a programme. An empty list of its scope leaves nothing out.

    Attributes:
        industries: codes of GB/T 4754-2017 as ``C26``, whole divisions, groups or classes.
        regions: cities, as enterprises name them.
        size_classes: names of size classes.
        pinned_at: when the content was pinned that its audits use; None while none is.
        overlay_revision: number of the tenant's overlay that counted then.
        cloned_from_id: the stage whose pattern it follows.
        from_tenant: code of the tenant whose pattern it follows, with the hash of that document.
        pattern_pins: the content that the document names, ``[pack, version, hash]`` each.
    """

    __tablename__ = "programme_stage"
    __table_args__ = (
        UniqueConstraint("tenant_id", "programme_id", "code"),
        belongs_to("programme", "programme_id"),
        belongs_to("programme_stage", "cloned_from_id"),
    )

    programme_id: str = Field(max_length=32)
    code: str = Field(max_length=64)
    kind: StageKind = enum_field(StageKind)
    name: LocalizedText = text_field()
    starts_on: date
    ends_on: date
    industries: list[str] = json_field(default_factory=list)
    regions: list[str] = json_field(default_factory=list)
    size_classes: list[str] = json_field(default_factory=list)
    method: MethodKey = enum_field(MethodKey, default=MethodKey.HANDBOOK_1996)
    pinned_at: datetime | None = moment_field(default=None)
    overlay_revision: int | None = Field(default=None)
    cloned_from_id: str | None = Field(default=None, max_length=32)
    from_tenant: str | None = Field(default=None, max_length=64)
    from_hash: str | None = Field(default=None, max_length=64)
    pattern_pins: list[list[str]] = json_field(default_factory=list)
    note: str = Field(default="", max_length=4000)


class TargetMeasure(StrEnum):
    """What a target of a stage counts; what cpaudit does not count itself is OTHER."""

    AUDITS_STARTED = "AUDITS_STARTED"
    AUDITS_CONCLUDED = "AUDITS_CONCLUDED"
    OTHER = "OTHER"


class StageTarget(VersionedTable, table=True):
    """What a stage is to reach by a day."""

    __tablename__ = "stage_target"
    __table_args__ = (UniqueConstraint("tenant_id", "stage_id", "name"), belongs_to("programme_stage", "stage_id"))

    stage_id: str = Field(max_length=32)
    name: str = Field(max_length=300)
    measure: TargetMeasure = enum_field(TargetMeasure, default=TargetMeasure.OTHER)
    goal: Quantity = quantity_field()
    due: date
    note: str = Field(default="", max_length=2000)


class Deadline(VersionedTable, table=True):
    """The last day on which the audits of a stage may close a phase."""

    __tablename__ = "stage_deadline"
    __table_args__ = (UniqueConstraint("tenant_id", "stage_id", "phase"), belongs_to("programme_stage", "stage_id"))

    stage_id: str = Field(max_length=32)
    phase: PhaseKey = enum_field(PhaseKey)
    due: date


class StagePin(TenantTable, table=True):
    """The exact content of a pack that audits of a stage use."""

    __tablename__ = "stage_pin"
    __table_args__ = (
        UniqueConstraint("tenant_id", "stage_id", "pack"),
        belongs_to("programme_stage", "stage_id"),
        belongs_to("stored_pack", "stored_id"),
    )

    stage_id: str = Field(max_length=32)
    pack: str = Field(max_length=120)
    pack_version: str = Field(max_length=60)
    content_hash: str = Field(max_length=64)
    stored_id: str = Field(max_length=32)
    overlay_revision: str | None = Field(default=None, max_length=64)
    pinned_at: datetime = moment_field(default_factory=now)


class StageAudit(TenantTable, table=True):
    """That an audit was started in a stage; an audit is of one stage."""

    __tablename__ = "stage_audit"
    __table_args__ = (
        UniqueConstraint("tenant_id", "audit_id"),
        Index("ix_stage_audit_stage", "tenant_id", "stage_id", "id"),
        belongs_to("programme_stage", "stage_id"),
        belongs_to("audit", "audit_id"),
    )

    stage_id: str = Field(max_length=32)
    audit_id: str = Field(max_length=32)
    started_at: datetime = moment_field(default_factory=now)
