"""Frozen documents that tenants hand to each other: the pattern of a stage, settled questions."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from cpaudit.storage.tables import VersionedTable, belongs_to, enum_field, moment_field, now


class DocumentKind(StrEnum):
    """What a document holds."""

    STAGE_PATTERN = "STAGE_PATTERN"
    SETTLED_QUESTIONS = "SETTLED_QUESTIONS"


class DocumentState(StrEnum):
    """Where a document stands with whom it was handed to."""

    OPEN = "OPEN"
    WITHDRAWN = "WITHDRAWN"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"


class OfferedDocument(VersionedTable, table=True):
    """A document that this tenant offers to another; the other one is not looked into.

    Attributes:
        content: canonical JSON, which is what the hash is of.
        content_hash: SHA-256 of the content in UTF-8.
    """

    __tablename__ = "offered_document"

    kind: DocumentKind = enum_field(DocumentKind)
    title: str = Field(max_length=300)
    content: str
    content_hash: str = Field(max_length=64)
    to_tenant: str = Field(max_length=64)
    withdrawn: bool = Field(default=False)
    offered_by: str | None = Field(default=None, max_length=32)
    offered_at: datetime = moment_field(default_factory=now)
    withdrawn_at: datetime | None = moment_field(default=None)


class ReceivedDocument(VersionedTable, table=True):
    """A document that another tenant offers to this one: a copy, with the same id as the offer there.

    Attributes:
        stage_id: the stage that was made of it.
    """

    __tablename__ = "received_document"
    __table_args__ = (belongs_to("programme_stage", "stage_id"),)

    kind: DocumentKind = enum_field(DocumentKind)
    from_tenant: str = Field(max_length=64)
    title: str = Field(max_length=300)
    content: str
    content_hash: str = Field(max_length=64)
    state: DocumentState = enum_field(DocumentState, default=DocumentState.OPEN)
    received_at: datetime = moment_field(default_factory=now)
    decided_at: datetime | None = moment_field(default=None)
    decided_by: str | None = Field(default=None, max_length=32)
    stage_id: str | None = Field(default=None, max_length=32)
