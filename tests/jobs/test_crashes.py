"""A process that does jobs is killed: another one goes on from the checkpoint, and the result is there once."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from cpaudit.jobs.context import Surroundings
from cpaudit.jobs.embedded import EmbeddedRunner
from cpaudit.jobs.models import JobState
from cpaudit.jobs.service import JOB_SUCCEEDED
from cpaudit.jobs.worker import QueueWorker
from cpaudit.storage.database import Database
from cpaudit.storage.migrate import newest
from cpaudit.work import Announcement
from jobs.conftest import Ask, ReadJob
from jobs.kinds import HERE, StepsInput, steps
from jobs.test_jobs import events_of, files_of
from support.world import Province

PATIENCE = 120
"""Seconds after which a test fails that waits; none waits so long that passes."""


async def stamp(database: Database) -> None:
    """Note that the database has had all migrations, which the program looks for before it works with it."""
    async with database.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL)"))
        await connection.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": newest()})


@asynccontextmanager
async def working(database: Database) -> AsyncIterator[asyncio.subprocess.Process]:
    """Another process that does the jobs of a database."""
    if database.is_postgresql:
        await stamp(database)
    url = database.url.set(drivername=database.url.get_backend_name()).render_as_string(hide_password=False)
    program = str(Path(__file__).with_name("process.py"))
    # The process is killed as a whole; what it started, if anything, is in a session of its own with it.
    process = await asyncio.create_subprocess_exec(
        sys.executable, program, url, "1", stdout=asyncio.subprocess.PIPE, env=os.environ, start_new_session=True
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


@asynccontextmanager
async def taking_over(surroundings: Surroundings) -> AsyncIterator[None]:
    """Do jobs in this process, which notices within a second that another one died."""
    if not surroundings.database.is_postgresql:
        runner = EmbeddedRunner(surroundings, lease=timedelta(seconds=1), look_every=0.1)
        runner.start()
        try:
            yield
        finally:
            await runner.stop()
        return
    worker = QueueWorker(surroundings, heartbeat=0.3, stalled_after=1, look_every=0.1)
    running = asyncio.create_task(worker.run(signals=False))
    try:
        yield
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def hanging(process: asyncio.subprocess.Process) -> None:
    """Wait until the process is at the step where its job hangs."""
    assert process.stdout is not None
    while line := await process.stdout.readline():
        if HERE in line.decode():
            return
    raise AssertionError("the process ended")


async def test_a_killed_process_leaves_its_job_to_the_next_one(
    surroundings: Surroundings, database: Database, province: Province, ask: Ask, read_job: ReadJob
) -> None:
    job_id = await ask(steps, StepsInput(steps=4, hang_at=2))
    async with asyncio.timeout(PATIENCE):
        async with working(database) as first:
            await hanging(first)
            first.send_signal(signal.SIGKILL)
            assert await first.wait() == -signal.SIGKILL
        left = await read_job(job_id)
        assert (left.state, left.checkpoint, left.attempts) == (JobState.RUNNING, {"done": 2}, 1)
        done = asyncio.Event()

        def heed(announcements: Iterable[Announcement]) -> None:
            if any((each.action, each.subject_id) == (JOB_SUCCEEDED, job_id) for each in announcements):
                done.set()

        async with taking_over(replace(surroundings, announce=heed)):
            await done.wait()
    job = await read_job(job_id)
    assert (job.state, job.attempts) == (JobState.SUCCEEDED, 2)
    assert await files_of(database, province, job_id) == ["step-0", "step-1", "step-2", "step-3", "result"]
    assert await events_of(database, province, job_id) == ["jobRequested", "jobSucceeded"]


async def test_a_process_that_is_told_to_end_gives_its_job_back_at_once(
    database: Database, ask: Ask, read_job: ReadJob
) -> None:
    if not database.is_postgresql:
        # What a server does at its end: see the test of the application in test_job_api.
        return
    job_id = await ask(steps, StepsInput(steps=3, hang_at=1))
    async with asyncio.timeout(PATIENCE), working(database) as process:
        await hanging(process)
        process.terminate()
        await process.wait()
    job = await read_job(job_id)
    assert (job.state, job.checkpoint, job.attempts_left) == (JobState.QUEUED, {"done": 1}, steps.attempts)
