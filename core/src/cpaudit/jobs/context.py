"""What a job has while it runs: its input, its tenant's rows, its progress, and where it left off."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.errors import CpauditError
from cpaudit.jobs.kinds import JobInput
from cpaudit.jobs.models import Job, JobState
from cpaudit.jobs.service import JOB_PROGRESSED, JOB_SUCCEEDED, SUBJECT, tells_of
from cpaudit.library import Library
from cpaudit.permissions import Actor
from cpaudit.plugins import EnabledPlugins, PluginHost
from cpaudit.storage.database import Database, Scope
from cpaudit.storage.sealing import SecretKeys
from cpaudit.storage.tables import now
from cpaudit.text import LocalizedText
from cpaudit.work import Announcement, Work, unit_of_work

I = TypeVar("I", bound=JobInput)  # noqa: E741 - as short as type variables are here

PROGRESS_INTERVAL = 0.25
"""Seconds between two notes of progress; what is told in between is left out."""


class JobLost(CpauditError):
    """Somebody else has taken the job over, because this attempt was thought dead; it must stop."""

    code = "JOB_LOST"


class JobCancelled(CpauditError):
    """Somebody has asked that the job stops."""

    code = "JOB_CANCELLED"


class RetryLater(CpauditError):
    """The job cannot be done now, and should be begun again after some seconds.

    Attributes:
        seconds: after which it is begun again, if attempts are left.
    """

    code = "RETRY_LATER"

    def __init__(self, message: str, seconds: float) -> None:
        super().__init__(message)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What jobs are done with; the same for all jobs of a process.

    Attributes:
        content: gives the plugins that a tenant has enabled, and its library.
        announce: tells subscribers what was done.
    """

    database: Database
    host: PluginHost
    keys: SecretKeys
    content: Callable[[str], Awaitable[tuple[EnabledPlugins, Library]]]
    announce: Callable[[Iterable[Announcement]], None]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at a job: the only one whose writes count, until the next one begins."""

    tenant_id: str
    job_id: str
    number: int

    async def hold(self, session: AsyncSession) -> Job:
        """The job's row, kept from others until the transaction ends.

        Raises:
            JobLost: the attempt is not the present one.
        """
        query = select(Job).where(col(Job.id) == self.job_id).with_for_update()
        row = (await session.exec(query.execution_options(populate_existing=True))).one_or_none()
        if row is None or row.state is not JobState.RUNNING or row.attempts != self.number:
            raise JobLost("another attempt has taken the job over")
        return row


class JobContext(Generic[I]):
    """What the function of a kind of job works with.

    Attributes:
        input: what it was asked to do.
        resumed: the last checkpoint of an earlier attempt; None at the first one.
        attempt: this attempt; its number is 1 at first.
        attempts_left: how often the job may be begun again.
        actor: for whom and with whose permissions it runs.
    """

    def __init__(
        self,
        surroundings: Surroundings,
        attempt: Attempt,
        actor: Actor,
        input: I,
        *,
        resumed: Mapping[str, Any] | None,
        attempts_left: int,
        needs_content: bool = True,
    ) -> None:
        self.input = input
        self.resumed = resumed
        self.attempt = attempt
        self.attempts_left = attempts_left
        self.actor = actor
        self.finished = False
        self._surroundings = surroundings
        self._content: tuple[EnabledPlugins, Library] | None = (
            None if needs_content else (EnabledPlugins(), Library.of(()))
        )
        self._told_at = float("-inf")

    @property
    def id(self) -> str:
        """The job's id."""
        return self.attempt.job_id

    @property
    def keys(self) -> SecretKeys:
        """What opens secrets."""
        return self._surroundings.keys

    @asynccontextmanager
    async def looking(self) -> AsyncIterator[Work]:
        """A unit of work that only looks at rows."""
        async with self._work(writes=False) as work:
            yield work

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Work]:
        """A transaction in which the job writes, committed at the end only if this attempt is still the present one.

        Raises:
            JobLost: another attempt has taken the job over.
            JobCancelled: somebody wants the job to stop.
        """
        async with self._work(writes=True) as work:
            await self._held(work.session)
            yield work
        self._surroundings.announce(work.announcements)

    async def progress(self, done: int, total: int | None = None, message: LocalizedText | None = None) -> None:
        """Tell how far the job is. What is told within a quarter of a second after the last time is left out.

        Raises:
            JobLost, JobCancelled: see :meth:`writing`.
        """
        if time.monotonic() - self._told_at < PROGRESS_INTERVAL and done != total:
            return
        async with self._surroundings.database.writing(Scope(self.attempt.tenant_id)) as session:
            row = await self._held(session)
            row.done, row.total, row.message = done, total, message or row.message
            session.add(row)
        self._told_at = time.monotonic()
        self._surroundings.announce([self._progressed()])

    async def checkpoint(self, data: Mapping[str, Any], *, work: Work | None = None) -> None:
        """Keep where the next attempt should go on, as plain JSON.

        Args:
            work: the transaction of :meth:`writing` whose rows the checkpoint stands for; both are kept or neither is.

        Raises:
            JobLost, JobCancelled: see :meth:`writing`.
        """
        if work is not None:
            await self._note(work.session, data)
            return
        async with self._surroundings.database.writing(Scope(self.attempt.tenant_id)) as session:
            await self._note(session, data)

    async def check(self) -> None:
        """See whether to go on.

        Raises:
            JobLost, JobCancelled: see :meth:`writing`.
        """
        async with self._surroundings.database.looking(Scope(self.attempt.tenant_id)) as session:
            row = await session.get(Job, (self.attempt.tenant_id, self.attempt.job_id))
        if row is None or row.state is not JobState.RUNNING or row.attempts != self.attempt.number:
            raise JobLost("another attempt has taken the job over")
        _heed(row)

    async def finish(self, work: Work, result_type: str | None = None, result_id: str | None = None) -> None:
        """End the job well, in the transaction of :meth:`writing` that writes its result: once, or not at all.

        Args:
            result_type: type of the node that came of it, as the API names it.
            result_id: its row.
        """
        row = await self.attempt.hold(work.session)
        await end_well(work, row, result_type, result_id)
        self.finished = True

    async def _note(self, session: AsyncSession, data: Mapping[str, Any]) -> None:
        row = await self._held(session)
        row.checkpoint = dict(data)
        session.add(row)
        await session.flush()

    async def _held(self, session: AsyncSession) -> Job:
        row = await self.attempt.hold(session)
        _heed(row)
        return row

    def _progressed(self) -> Announcement:
        return Announcement(self.attempt.tenant_id, JOB_PROGRESSED, SUBJECT, self.attempt.job_id)

    @asynccontextmanager
    async def _work(self, *, writes: bool) -> AsyncIterator[Work]:
        if self._content is None:
            self._content = await self._surroundings.content(self.attempt.tenant_id)
        enabled, library = self._content
        async with unit_of_work(
            self._surroundings.database,
            self.actor,
            library=library,
            host=self._surroundings.host,
            enabled=enabled,
            keys=self._surroundings.keys,
            writes=writes,
        ) as work:
            yield work


async def end_well(work: Work, row: Job, result_type: str | None, result_id: str | None) -> None:
    """Note that a job has succeeded, and with what."""
    await set_state(
        work,
        row,
        JOB_SUCCEEDED,
        state=JobState.SUCCEEDED,
        done=row.done if row.total is None else row.total,
        result_type=result_type,
        result_id=result_id,
        checkpoint=None,
        fault=None,
        finished_at=now(),
        held_until=None,
    )


async def set_state(work: Work, row: Job, action: str, **changes: Any) -> None:
    """Change a job and, where its kind is logged, log it."""
    if tells_of(row):
        await work.change(row, None, action, **changes)
        return
    for name, value in changes.items():
        setattr(row, name, value)
    row.version += 1
    work.session.add(row)
    work.announcements.append(Announcement(row.tenant_id, action, SUBJECT, row.id))
    await work.session.flush()


def _heed(row: Job) -> None:
    if row.cancel_requested:
        raise JobCancelled("somebody has cancelled the job")
