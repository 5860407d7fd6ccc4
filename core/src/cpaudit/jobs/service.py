"""What a person can do with jobs: ask for one, cancel it, have it done again."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import col, delete

from cpaudit.errors import InvalidInput, NotFound
from cpaudit.jobs.kinds import JobInput, JobKind, is_logged, kind_of
from cpaudit.jobs.models import FINAL, Job, JobState
from cpaudit.jobs.queue import enqueue, unqueue
from cpaudit.permissions import Actor, Permission
from cpaudit.storage.tables import now
from cpaudit.work import Announcement, Work

JOB_REQUESTED = "jobRequested"
JOB_PROGRESSED = "jobProgressed"
JOB_SUCCEEDED = "jobSucceeded"
JOB_FAILED = "jobFailed"
JOB_CANCELLED = "jobCancelled"
"""Acts upon jobs; progress is announced and not logged."""

UNLOGGED_KEPT_FOR = timedelta(days=30)
"""How long the product's own errands are kept when they are done."""

SUBJECT = Job.__name__


async def request_job(work: Work, kind: JobKind, input: JobInput, *, due_at: datetime | None = None) -> str:
    """Have something done in the background as soon as this transaction is committed; gives the job's id.

    The caller has looked whether the actor may ask for it; the job runs with the actor's permissions as they are then.

    Args:
        due_at: when at the earliest.
    """
    moment = now()
    row = Job(
        tenant_id=work.actor.tenant,
        kind=kind.name,
        input=input.model_dump(mode="json"),
        attempts_left=kind.attempts,
        requested_by=work.actor.member_id if kind.logged else None,
        requested_at=moment,
        due_at=due_at or moment,
    )
    if kind.logged:
        await work.add(row, JOB_REQUESTED)
    else:
        old = delete(Job).where(
            col(Job.kind) == kind.name,
            col(Job.state).in_(FINAL),
            col(Job.finished_at) < moment - UNLOGGED_KEPT_FOR,
        )
        await work.session.exec(old)
        work.session.add(row)
        work.announcements.append(Announcement(row.tenant_id, JOB_REQUESTED, SUBJECT, row.id))
        await work.session.flush()
    await enqueue(work.session, row.tenant_id, row.id, due_at)
    return row.id


async def cancel_job(work: Work, job_id: str, expected_version: int | None = None) -> str:
    """Cancel a job that is not done: at once where it waits, else as soon as it looks; gives its id.

    Raises:
        NotFound: there is none that the actor may see.
        InvalidInput: it is done already.
        Conflict: it changed meanwhile.
    """
    row = await visible_job(work, job_id)
    await work.hold(row)
    if row.state in FINAL:
        raise InvalidInput(f"the job is {row.state} already", path=("input", "id"))
    if row.state is JobState.QUEUED:
        await work.change(
            row, expected_version, JOB_CANCELLED, state=JobState.CANCELLED, cancel_requested=True, finished_at=now()
        )
        await unqueue(work.session, row.id)
    elif not row.cancel_requested:
        await work.change(row, expected_version, "jobCancelRequested", cancel_requested=True)
    return row.id


async def retry_job(work: Work, job_id: str, expected_version: int | None = None) -> str:
    """Have a job that failed or was cancelled done after all, from its checkpoint; gives its id.

    Raises:
        NotFound: there is none that the actor may see, or this release has no such kind.
        InvalidInput: it waits, runs or has succeeded.
        Conflict: it changed meanwhile.
    """
    row = await visible_job(work, job_id)
    await work.hold(row)
    if row.state not in (JobState.FAILED, JobState.CANCELLED):
        raise InvalidInput(f"the job is {row.state}; only one that failed or was cancelled is done again", path=("id",))
    await work.change(
        row,
        expected_version,
        JOB_REQUESTED,
        state=JobState.QUEUED,
        attempts_left=kind_of(row.kind).attempts,
        cancel_requested=False,
        fault=None,
        due_at=now(),
        finished_at=None,
    )
    await enqueue(work.session, row.tenant_id, row.id, None)
    return row.id


async def visible_job(work: Work, job_id: str) -> Job:
    """A job that the actor may see: his own, or any for those who read the event log.

    Raises:
        Denied: the actor does not read.
        NotFound: there is no such job.
    """
    work.require(Permission.READ)
    row = await work.get(Job, job_id)
    if not sees_all(work.actor) and row.requested_by != work.actor.member_id:
        raise NotFound("there is no job with this id", path=("id",))
    return row


def sees_all(actor: Actor) -> bool:
    """Whether somebody sees the jobs and files of all members."""
    return actor.may(Permission.READ_EVENTS)


def tells_of(row: Job) -> bool:
    """Whether the event log tells of a job."""
    return is_logged(row.kind)
