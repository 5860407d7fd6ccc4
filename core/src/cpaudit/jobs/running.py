"""Doing one job: taken, done by the function of its kind, and settled, whatever happens meanwhile."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.errors import CpauditError, Denied, InvalidInput
from cpaudit.jobs.context import (
    Attempt,
    JobCancelled,
    JobContext,
    JobLost,
    RetryLater,
    Surroundings,
    end_well,
    set_state,
)
from cpaudit.jobs.kinds import JobInput, JobKind, kind_of
from cpaudit.jobs.models import FINAL, Job, JobState
from cpaudit.jobs.queue import enqueue
from cpaudit.jobs.service import JOB_CANCELLED, JOB_FAILED
from cpaudit.library import Library
from cpaudit.permissions import Actor
from cpaudit.storage.database import Scope
from cpaudit.storage.tables import now
from cpaudit.tenancy.models import Member
from cpaudit.work import Work, unit_of_work

FIRST_DELAY = 5.0
"""Seconds after which a job that failed unexpectedly is begun again; each further time it is twice as long."""

_log = logging.getLogger("cpaudit.jobs")


async def run_job(
    surroundings: Surroundings, tenant_id: str, job_id: str, *, lease: timedelta | None = None
) -> datetime | None:
    """Do a job that is due; does nothing where somebody else has it, or where it is done.

    Args:
        lease: for how long the job is held without a sign of life; None where the queue watches over that.

    Returns:
        When it is to be begun again, if it is.

    Raises:
        CancelledError: this process ends; the job goes back to where it waits, with its checkpoint.
    """
    attempt = await _take(surroundings, tenant_id, job_id, lease)
    if attempt is None:
        return None
    try:
        await _do(surroundings, attempt)
    except JobLost:
        _log.warning("job %s: attempt %d was taken over", job_id, attempt.number)
    except JobCancelled:
        await _settle(surroundings, attempt, JOB_CANCELLED, state=JobState.CANCELLED, finished_at=now())
    except RetryLater as error:
        return await _again(surroundings, attempt, error, error.seconds)
    except CpauditError as error:
        await _fail(surroundings, attempt, fault_from(error))
    except asyncio.CancelledError:
        await asyncio.shield(_give_back(surroundings, attempt))
        raise
    except Exception as error:
        _log.exception("job %s: attempt %d failed", job_id, attempt.number)
        unforeseen = CpauditError("the job failed; the server's log says why", remedy="have it done again later")
        return await _again(surroundings, attempt, unforeseen, FIRST_DELAY * 2 ** (attempt.number - 1), error)
    return None


def fault_from(error: CpauditError) -> dict[str, Any]:
    """A failure as it is stored with a job."""
    return {
        "code": error.code,
        "message": error.message,
        "path": [str(part) for part in error.path],
        "remedy": error.remedy,
    }


async def _take(surroundings: Surroundings, tenant_id: str, job_id: str, lease: timedelta | None) -> Attempt | None:
    """Begin the next attempt at a job, unless there is nothing to do."""
    async with _work_of_nobody(surroundings, tenant_id) as work:
        query = select(Job).where(col(Job.id) == job_id).with_for_update()
        row = (await work.session.exec(query)).one_or_none()
        moment = now()
        if row is None or row.state in FINAL:
            return None
        if row.state is JobState.RUNNING and lease is not None and row.held_until and row.held_until > moment:
            return None
        if row.state is JobState.QUEUED and lease is not None and row.due_at > moment:
            return None
        if row.cancel_requested:
            await set_state(work, row, JOB_CANCELLED, state=JobState.CANCELLED, finished_at=moment)
            return None
        if row.attempts_left < 1:
            given_up = {
                "code": "JOB_GIVEN_UP",
                "message": f"the job was begun {row.attempts} times, and none of the attempts came to an end",
                "path": [],
                "remedy": "see what the log of the worker says, then have it done again",
            }
            await set_state(work, row, JOB_FAILED, state=JobState.FAILED, fault=given_up, finished_at=moment)
            return None
        row.state, row.attempts, row.attempts_left = JobState.RUNNING, row.attempts + 1, row.attempts_left - 1
        row.started_at = row.started_at or moment
        row.held_until = None if lease is None else moment + lease
        row.version += 1
        work.session.add(row)
        return Attempt(tenant_id, job_id, row.attempts)


async def _do(surroundings: Surroundings, attempt: Attempt) -> None:
    async with surroundings.database.looking(Scope(attempt.tenant_id)) as session:
        row = await session.get(Job, (attempt.tenant_id, attempt.job_id))
        if row is None:
            raise JobLost("the job is gone")
        kind = kind_of(row.kind)
        actor = await _actor_of(session, row)
    job: JobContext[Any] = JobContext(
        surroundings,
        attempt,
        actor,
        _input_of(kind, row),
        resumed=row.checkpoint,
        attempts_left=row.attempts_left,
        needs_content=kind.content,
    )
    await kind.run(job)
    if not job.finished:
        async with _work_of_nobody(surroundings, attempt.tenant_id) as work:
            await end_well(work, await attempt.hold(work.session), None, None)


async def _actor_of(session: AsyncSession, row: Job) -> Actor:
    """For whom a job runs, as he is now: who may do less meanwhile gets no more than that."""
    if row.requested_by is None:
        return Actor(account_id="", tenant_id=row.tenant_id)
    member = await session.get(Member, (row.tenant_id, row.requested_by))
    if member is None or not member.active:
        raise Denied("whoever asked for the job is no member any more")
    return Actor(member.account_id, row.tenant_id, member.id, member.role, member.enterprise_id)


def _input_of(kind: JobKind, row: Job) -> JobInput:
    try:
        return kind.input.model_validate(row.input)
    except ValidationError as error:
        raise InvalidInput(
            f"this release does not understand the job's input: {error.errors()[0]['msg']}",
            path=("input", *error.errors()[0]["loc"]),
            remedy="ask for the job anew",
        ) from error


async def _again(
    surroundings: Surroundings,
    attempt: Attempt,
    error: CpauditError,
    seconds: float,
    cause: Exception | None = None,
) -> datetime | None:
    """Have the job begun again after some seconds; or let it fail, where no attempt is left."""
    due_at = now() + timedelta(seconds=seconds)
    async with _work_of_nobody(surroundings, attempt.tenant_id) as work:
        try:
            row = await attempt.hold(work.session)
        except JobLost:
            return None
        if row.attempts_left < 1:
            fault = {**fault_from(error), **({"code": "INTERNAL"} if cause is not None else {})}
            await set_state(work, row, JOB_FAILED, state=JobState.FAILED, fault=fault, finished_at=now())
            return None
        row.state, row.due_at, row.held_until = JobState.QUEUED, due_at, None
        row.version += 1
        work.session.add(row)
        await enqueue(work.session, row.tenant_id, row.id, due_at)
    return due_at


async def _fail(surroundings: Surroundings, attempt: Attempt, fault: dict[str, Any]) -> None:
    await _settle(surroundings, attempt, JOB_FAILED, state=JobState.FAILED, fault=fault, finished_at=now())


async def _settle(surroundings: Surroundings, attempt: Attempt, action: str, **changes: Any) -> None:
    async with _work_of_nobody(surroundings, attempt.tenant_id) as work:
        try:
            row = await attempt.hold(work.session)
        except JobLost:
            return
        await set_state(work, row, action, held_until=None, **changes)


async def _give_back(surroundings: Surroundings, attempt: Attempt) -> None:
    """Let the job wait as before: the process ends, and that is not the job's fault."""
    async with _work_of_nobody(surroundings, attempt.tenant_id) as work:
        try:
            row = await attempt.hold(work.session)
        except JobLost:
            return
        row.state, row.attempts_left, row.held_until, row.due_at = JobState.QUEUED, row.attempts_left + 1, None, now()
        row.version += 1
        work.session.add(row)
        await enqueue(work.session, row.tenant_id, row.id, None)


@asynccontextmanager
async def _work_of_nobody(surroundings: Surroundings, tenant_id: str) -> AsyncIterator[Work]:
    """A transaction for the keeping of jobs itself; the log names no member."""
    nobody = Actor(account_id="", tenant_id=tenant_id)
    async with unit_of_work(
        surroundings.database, nobody, library=Library.of(()), host=surroundings.host, keys=surroundings.keys
    ) as work:
        yield work
    surroundings.announce(work.announcements)
