"""The content that a tenant's audits use, kept for good."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from cpaudit.storage.tables import TenantTable, moment_field, now


class StoredPack(TenantTable, table=True):
    """Exactly one content of a pack, once per tenant. Rows are only ever added; the database refuses anything else.

    Every tenant has its own copy, also of what others use: what it pinned lies on its shard and behind its walls, a
    pack of its own is kept no differently, and nobody learns from a hash what another tenant has.

    Attributes:
        content: :func:`cpaudit.contributions.stored_form.to_stored` of the pack, compressed (zlib).
    """

    __tablename__ = "stored_pack"
    __table_args__ = (UniqueConstraint("tenant_id", "content_hash"),)

    pack: str = Field(max_length=120)
    pack_version: str = Field(max_length=60)
    content_hash: str = Field(max_length=64)
    content: bytes
    stored_at: datetime = moment_field(default_factory=now)
