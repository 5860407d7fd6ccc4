"""Answers to checklist items, and the files that support them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from cpaudit.audits.models.audit import AuditRecord
from cpaudit.engine import Quantity
from cpaudit.storage.tables import belongs_to, json_field, moment_field, now, quantity_field


class Answer(AuditRecord, table=True):
    """The answer to one checklist item of the pinned content.

    ``item`` is ``pack:checklist_item:code``. Exactly one of ``value``, ``amount`` and
    ``not_applicable_reason`` is set. ``score`` is a fraction of the item's weight.
    """

    __table_args__ = (UniqueConstraint("tenant_id", "audit_id", "item"), belongs_to("audit", "audit_id"))

    item: str = Field(max_length=300)
    value: str | None = Field(default=None, max_length=4000)
    amount: Quantity | None = quantity_field(default=None)
    score: float | None = Field(default=None)
    not_applicable_reason: str | None = Field(default=None, max_length=2000)
    note: str = Field(default="", max_length=4000)
    evidence_ids: list[str] = json_field(default_factory=list)
    answered_at: datetime = moment_field(default_factory=now)


class Evidence(AuditRecord, table=True):
    """A file, kept with its SHA-256."""

    __table_args__ = (Index("ix_evidence_audit", "tenant_id", "audit_id"), belongs_to("audit", "audit_id"))

    file_name: str = Field(max_length=255)
    media_type: str = Field(max_length=120)
    size: int
    sha256: str = Field(max_length=64)
    content: bytes
    uploaded_at: datetime = moment_field(default_factory=now)
