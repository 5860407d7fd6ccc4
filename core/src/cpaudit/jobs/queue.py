"""The queue on PostgreSQL: procrastinate's tables beside ours, written in the transaction that asks for the job.

The embedded database has no queue; there :mod:`cpaudit.jobs.embedded` looks into the table of jobs itself.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

import orjson
from sqlalchemy import DateTime, bindparam, text
from sqlmodel.ext.asyncio.session import AsyncSession

QUEUE: Final = "cpaudit"
"""Name of the queue, and of the one task that stands in it."""

_DEFER = text(
    "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW(:queue, :task, 0, :lock, NULL, CAST(:args AS jsonb), :due)]"
    "::procrastinate_job_to_defer_v1[])"
).bindparams(bindparam("due", type_=DateTime(timezone=True)))

_CANCEL = text(
    "SELECT procrastinate_cancel_job_v1(id, false, true) FROM procrastinate_jobs WHERE lock = :lock AND status = 'todo'"
)


async def enqueue(session: AsyncSession, tenant_id: str, job_id: str, due_at: datetime | None) -> None:
    """Put a job into the queue with this transaction; two workers never have the same job at once.

    The entry says where the job stands and nothing of what is in it: the queue lies before the tenants' walls.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    connection = await session.connection()
    arguments = {
        "queue": QUEUE,
        "task": QUEUE,
        "lock": job_id,
        "args": orjson.dumps({"tenant": tenant_id, "job": job_id}).decode(),
        "due": due_at,
    }
    await connection.execute(_DEFER, arguments)


async def unqueue(session: AsyncSession, job_id: str) -> None:
    """Take what waits of a job out of the queue with this transaction; what is being done is left alone."""
    if session.get_bind().dialect.name != "postgresql":
        return
    await (await session.connection()).execute(_CANCEL, {"lock": job_id})
