"""The audit itself, its phases, and the content it pins."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from cpaudit.phases import MethodKey, PhaseKey
from cpaudit.storage.tables import TenantTable, VersionedTable, belongs_to, enum_field, moment_field, now


class AuditState(StrEnum):
    """Whether the audit is still worked on."""

    RUNNING = "RUNNING"
    CONCLUDED = "CONCLUDED"


class Audit(VersionedTable, table=True):
    """One round of an audit of one enterprise, after one method."""

    __table_args__ = (
        UniqueConstraint("tenant_id", "enterprise_id", "round"),
        belongs_to("enterprise", "enterprise_id"),
        belongs_to("audit", "previous_id"),
    )

    enterprise_id: str = Field(max_length=32)
    previous_id: str | None = Field(default=None, max_length=32)
    round: int = Field(default=1)
    method: MethodKey = enum_field(MethodKey)
    title: str = Field(max_length=300)
    state: AuditState = enum_field(AuditState, default=AuditState.RUNNING)
    illustrative: bool = Field(default=False)
    note: str = Field(default="", max_length=4000)
    created_at: datetime = moment_field(default_factory=now)
    concluded_at: datetime | None = moment_field(default=None)


class AuditRecord(VersionedTable):
    """Something recorded in an audit; gone when the audit's own row goes, which is never."""

    audit_id: str = Field(max_length=32)


class AuditPhase(AuditRecord, table=True):
    """One phase of an audit: whether its gate was passed, and over what.

    ``checksum`` is the digest of what the gate judged when it was passed; where the same digest
    comes out differently now, the gate is stale.
    """

    __tablename__ = "audit_phase"
    __table_args__ = (UniqueConstraint("tenant_id", "audit_id", "key"), belongs_to("audit", "audit_id"))

    key: PhaseKey = enum_field(PhaseKey)
    position: int
    passed_at: datetime | None = moment_field(default=None)
    passed_by: str | None = Field(default=None, max_length=200)
    checksum: str | None = Field(default=None, max_length=64)
    reopened_at: datetime | None = moment_field(default=None)
    reopen_reason: str | None = Field(default=None, max_length=2000)


class PinnedContent(TenantTable):
    """The exact content of a pack for an audit.

    Attributes:
        stored_id: where the content is kept; None where the pin is older than this store and the content was no
            longer installed.
        overlay_revision: the tenant's own revision of the content, where it has one.
    """

    audit_id: str = Field(max_length=32)
    pack: str = Field(max_length=120)
    pack_version: str = Field(max_length=60)
    content_hash: str = Field(max_length=64)
    stored_id: str | None = Field(default=None, max_length=32)
    overlay_revision: str | None = Field(default=None, max_length=64)
    pinned_at: datetime = moment_field(default_factory=now)


class AuditPin(PinnedContent, table=True):
    """The exact content of a pack that the audit uses."""

    __tablename__ = "audit_pin"
    __table_args__ = (
        UniqueConstraint("tenant_id", "audit_id", "pack"),
        belongs_to("audit", "audit_id"),
        belongs_to("stored_pack", "stored_id"),
    )


class ReplacedPin(PinnedContent, table=True):
    """The content that an audit used before somebody accepted a newer one. Rows are only ever added."""

    __tablename__ = "replaced_pin"
    __table_args__ = (
        Index("ix_replaced_pin_audit", "tenant_id", "audit_id", "id"),
        belongs_to("audit", "audit_id"),
        belongs_to("stored_pack", "stored_id"),
    )

    replaced_at: datetime = moment_field(default_factory=now)
    replaced_by: str | None = Field(default=None, max_length=200)
