"""Addresses under which calendar programs fetch a person's calendar."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from cpaudit.storage.tables import TenantTable, moment_field, now


class CalendarFeed(TenantTable, table=True):
    """A token that opens the calendar of one member and nothing else; only its hash is kept."""

    __tablename__ = "calendar_feed"
    __table_args__ = (
        UniqueConstraint("tenant_id", "token_hash"),
        Index("ix_calendar_feed_member", "tenant_id", "member_id"),
    )

    member_id: str = Field(max_length=32)
    token_hash: str = Field(max_length=64)
    label: str = Field(max_length=200)
    created_at: datetime = moment_field(default_factory=now)
    revoked_at: datetime | None = moment_field(default=None)
