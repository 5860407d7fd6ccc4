"""Tables of jobs and of the files that they make."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from cpaudit.storage.tables import (
    TenantTable,
    VersionedTable,
    belongs_to,
    enum_field,
    json_field,
    moment_field,
    now,
    text_field,
)
from cpaudit.text import LocalizedText


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


FINAL = (JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED)
"""States in which nothing is done any more."""


class Job(VersionedTable, table=True):
    """One long run.

    Attributes:
        input: what the kind's input model holds, as JSON.
        done: how much of ``total`` is done; ``total`` is None where it is not known.
        message: what is being done.
        checkpoint: where the next attempt goes on; only the kind knows what it means.
        result_type: type of the node that came of it, as the API names it.
        result_id: its row.
        fault: ``code``, ``message``, ``path`` and ``remedy`` of what it failed on.
        attempts: how often it was begun; the number of the present attempt while it runs. What an earlier
            attempt still writes is refused.
        attempts_left: how often it may be begun again before it is given up.
        requested_by: the member for whom and with whose permissions it runs; None for what the product does itself.
        due_at: before this moment it is not begun.
        held_until: on the embedded database, until when a running job is taken to be alive.
    """

    __table_args__ = (
        Index("ix_job_requested", "tenant_id", "requested_by", "requested_at"),
        Index("ix_job_due", "state", "due_at"),
    )

    kind: str = Field(max_length=80)
    input: dict[str, Any] = json_field()
    state: JobState = enum_field(JobState, default=JobState.QUEUED)
    done: int = Field(default=0)
    total: int | None = Field(default=None)
    message: LocalizedText | None = text_field(default=None)
    checkpoint: dict[str, Any] | None = json_field(default=None)
    result_type: str | None = Field(default=None, max_length=80)
    result_id: str | None = Field(default=None, max_length=32)
    fault: dict[str, Any] | None = json_field(default=None)
    attempts: int = Field(default=0)
    attempts_left: int = Field(default=1)
    cancel_requested: bool = Field(default=False)
    requested_by: str | None = Field(default=None, max_length=32)
    requested_at: datetime = moment_field(default_factory=now)
    due_at: datetime = moment_field(default_factory=now)
    started_at: datetime | None = moment_field(default=None)
    finished_at: datetime | None = moment_field(default=None)
    held_until: datetime | None = moment_field(default=None)


class StoredFile(TenantTable, table=True):
    """A file that a job made, until it expires."""

    __tablename__ = "stored_file"
    __table_args__ = (
        belongs_to("job", "job_id"),
        Index("ix_stored_file_job", "tenant_id", "job_id"),
        Index("ix_stored_file_expiry", "tenant_id", "expires_at"),
    )

    job_id: str = Field(max_length=32)
    file_name: str = Field(max_length=200)
    media_type: str = Field(max_length=120)
    size: int
    sha256: str = Field(max_length=64)
    requested_by: str | None = Field(default=None, max_length=32)
    made_at: datetime = moment_field(default_factory=now)
    expires_at: datetime = moment_field()
    content: bytes
