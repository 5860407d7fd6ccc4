"""The results on which phases were closed, kept as they were then."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from cpaudit.phases import PhaseKey
from cpaudit.storage.tables import TenantTable, belongs_to, enum_field, json_field, moment_field, now

LONGEST_SUBJECT = 400


class ResultKind(StrEnum):
    """What a kept result is of."""

    FOCUS_RANKING = "FOCUS_RANKING"
    BALANCE = "BALANCE"
    SCREENING_RANKING = "SCREENING_RANKING"
    ECONOMICS = "ECONOMICS"
    EFFECT = "EFFECT"
    EMISSION = "EMISSION"
    RATING = "RATING"


class KeptResult(TenantTable, table=True):
    """A result as it was when a phase was closed. Rows are only ever added: closing again keeps a new set.

    Attributes:
        phase_id: row of the phase.
        closing: which closing of the phase, from 1.
        subject: what it is of, for a reader.
        subject_key: the same for programs: a record's id, or what else stays when the subject is renamed.
        value: the result; null where it was not known.
        trace: how it came about, enough to compute it again.
        pins: the content that was used, ``[pack, version, content hash]`` each.
        content_hash: SHA-256 of the pins.
    """

    __tablename__ = "kept_result"
    __table_args__ = (
        UniqueConstraint("tenant_id", "phase_id", "closing", "kind", "subject_key"),
        Index("ix_kept_result_audit", "tenant_id", "audit_id"),
        belongs_to("audit", "audit_id"),
        belongs_to("audit_phase", "phase_id"),
    )

    audit_id: str = Field(max_length=32)
    phase_id: str = Field(max_length=32)
    phase: PhaseKey = enum_field(PhaseKey)
    closing: int
    kind: ResultKind = enum_field(ResultKind)
    subject: str = Field(max_length=LONGEST_SUBJECT)
    subject_key: str = Field(max_length=LONGEST_SUBJECT)
    value: object | None = json_field(default=None, nullable=True)
    unit: str = Field(default="", max_length=100)
    trace: dict[str, object] = json_field()
    pins: list[list[str]] = json_field()
    content_hash: str = Field(max_length=64)
    kept_at: datetime = moment_field(default_factory=now)
    kept_by: str | None = Field(default=None, max_length=200)
