"""Doing jobs on the embedded database: in the serving process, which looks into the table of jobs itself.

A running job is held for a time and held longer while it lives; when its process died, the time runs out and
whoever looks next goes on from the checkpoint.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from sqlalchemy import and_, or_, select, update
from sqlmodel import col

from cpaudit.jobs.context import Surroundings
from cpaudit.jobs.models import Job, JobState
from cpaudit.jobs.running import run_job
from cpaudit.jobs.service import JOB_REQUESTED
from cpaudit.storage.database import PLATFORM, Scope
from cpaudit.storage.tables import now
from cpaudit.work import Announcement

LEASE = timedelta(seconds=30)
"""After how long without a sign of life a job is begun again."""

SLOTS = 2
"""Jobs that one process does at once."""

LOOK_EVERY = 2.0
"""Seconds between two looks for jobs that nobody in this process announced: those that are due only now."""

_log = logging.getLogger("cpaudit.jobs")


class EmbeddedRunner:
    """Does the jobs of an embedded database, for as long as it runs."""

    def __init__(
        self,
        surroundings: Surroundings,
        *,
        slots: int = SLOTS,
        lease: timedelta = LEASE,
        look_every: float = LOOK_EVERY,
    ) -> None:
        """
        Args:
            surroundings: what jobs are done with.
            slots: how many are done at once.
            lease: for how long a job is held without a sign of life.
            look_every: seconds between two looks.
        """
        self._surroundings = surroundings
        self._slots = slots
        self._lease = lease
        self._look_every = look_every
        self._wanted = asyncio.Event()
        self._running: dict[tuple[str, str], asyncio.Task[object]] = {}
        self._loop: asyncio.Task[None] | None = None

    def heed(self, announcement: Announcement) -> None:
        """Look at once where somebody in this process asks for a job."""
        if announcement.action == JOB_REQUESTED:
            self._wanted.set()

    def start(self) -> None:
        """Begin to do jobs, in the running event loop."""
        self._loop = asyncio.get_running_loop().create_task(self._work())

    async def stop(self) -> None:
        """End; what is being done waits from then on, with its checkpoint."""
        if self._loop is not None:
            self._loop.cancel()
            await asyncio.gather(self._loop, return_exceptions=True)
            self._loop = None
        for task in self._running.values():
            task.cancel()
        await asyncio.gather(*self._running.values(), return_exceptions=True)

    async def drain(self) -> None:
        """Do all jobs that are due, and those that come of them, and end."""
        while due := await self._due(self._slots):
            await asyncio.gather(*(self._run(*each) for each in due))

    async def _work(self) -> None:
        beat = asyncio.get_running_loop().create_task(self._keep_alive())
        try:
            while True:
                try:
                    await self._begin_due()
                    async with asyncio.timeout(self._look_every):
                        await self._wanted.wait()
                    self._wanted.clear()
                except TimeoutError:
                    pass
                except Exception:
                    # A database that is locked for once must not be the end of all jobs.
                    _log.exception("looking for jobs failed")
                    await asyncio.sleep(self._look_every)
        finally:
            beat.cancel()

    async def _begin_due(self) -> None:
        for key in await self._due(self._slots - len(self._running)):
            if key not in self._running:
                task = asyncio.get_running_loop().create_task(self._run(*key))
                self._running[key] = task
                task.add_done_callback(partial(self._ended, key))

    def _ended(self, key: tuple[str, str], task: asyncio.Task[object]) -> None:
        self._running.pop(key, None)
        self._wanted.set()

    async def _run(self, tenant_id: str, job_id: str) -> None:
        try:
            await run_job(self._surroundings, tenant_id, job_id, lease=self._lease)
        except Exception:
            _log.exception("job %s could not be settled", job_id)

    async def _due(self, count: int) -> Sequence[tuple[str, str]]:
        """Where jobs stand that are due, or were left by a process that died; of all tenants, the longest due first."""
        if count < 1:
            return ()
        moment = now()
        table = Job.__table__  # type: ignore[attr-defined]
        query = (
            select(table.c.tenant_id, table.c.id)
            .where(
                or_(
                    and_(table.c.state == JobState.QUEUED, table.c.due_at <= moment),
                    and_(table.c.state == JobState.RUNNING, table.c.held_until <= moment),
                )
            )
            .order_by(table.c.due_at, table.c.id)
            .limit(count + len(self._running))
        )
        # The addresses of jobs and nothing that is in them: what is done is done in its tenant's own scope.
        async with self._surroundings.database.reading(PLATFORM) as connection:
            found = [(row.tenant_id, row.id) for row in await connection.execute(query)]
        return [key for key in found if key not in self._running][:count]

    async def _keep_alive(self) -> None:
        while True:
            await asyncio.sleep(self._lease.total_seconds() / 3)
            for tenant_id, job_id in list(self._running):
                try:
                    async with self._surroundings.database.writing(Scope(tenant_id)) as session:
                        await session.exec(
                            update(Job)
                            .where(col(Job.id) == job_id, col(Job.state) == JobState.RUNNING)
                            .values(held_until=now() + self._lease)
                        )
                except Exception:
                    _log.exception("job %s could not be held", job_id)
