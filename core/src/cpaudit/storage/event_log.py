"""The append-only log: who did what, when, and what it was before and after."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic_core import to_jsonable_python
from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.storage.tables import TenantTable, json_field, moment_field, now


class Event(TenantTable, table=True):
    """One act of one person. Rows are only ever added; the database refuses anything else."""

    __table_args__ = (
        Index("ix_event_subject", "tenant_id", "subject_type", "subject_id", "id"),
        Index("ix_event_at", "tenant_id", "at", "id"),
        UniqueConstraint("tenant_id", "member_id", "client_mutation_id"),
    )

    at: datetime = moment_field(default_factory=now)
    member_id: str | None = Field(default=None, max_length=32)
    action: str = Field(max_length=80)
    subject_type: str = Field(max_length=80)
    subject_id: str = Field(max_length=80)
    before: dict[str, Any] | None = json_field(default=None)
    after: dict[str, Any] | None = json_field(default=None)
    client_mutation_id: str | None = Field(default=None, max_length=200)


def append_event(
    session: AsyncSession,
    *,
    tenant_id: str,
    member_id: str | None,
    action: str,
    subject_type: str,
    subject_id: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    client_mutation_id: str | None = None,
) -> Event:
    """Add one event to the transaction. *before* and *after* hold what changed, made fit for JSON."""
    event = Event(
        tenant_id=tenant_id,
        member_id=member_id,
        action=action,
        subject_type=subject_type,
        subject_id=subject_id,
        before=None if before is None else to_jsonable_python(dict(before), fallback=_plain),
        after=None if after is None else to_jsonable_python(dict(after), fallback=_plain),
        client_mutation_id=client_mutation_id,
    )
    session.add(event)
    return event


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else str(value)
