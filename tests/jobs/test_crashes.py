"""A process that does jobs is killed: another one goes on from the checkpoint, and the result is there once."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from cpaudit.jobs.models import FINAL, JobState
from cpaudit.storage.database import Database
from jobs.conftest import Ask, ReadJob
from jobs.kinds import HERE, StepsInput, steps
from jobs.test_jobs import events_of, files_of
from support.world import Province

PATIENCE = 30
"""Seconds after which a test fails that waits; none waits so long that passes."""


@asynccontextmanager
async def working(database: Database) -> AsyncIterator[asyncio.subprocess.Process]:
    """Another process that does the jobs of a database, and notices within a second that one like it died."""
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


async def test_a_killed_process_leaves_its_job_to_the_next_one(
    database: Database, province: Province, ask: Ask, read_job: ReadJob
) -> None:
    job_id = await ask(steps, StepsInput(steps=4, hang_at=2))
    async with asyncio.timeout(PATIENCE):
        async with working(database) as first:
            assert first.stdout is not None
            while HERE not in (await first.stdout.readline()).decode():
                assert first.returncode is None
            first.send_signal(signal.SIGKILL)
            assert await first.wait() == -signal.SIGKILL
        left = await read_job(job_id)
        assert (left.state, left.checkpoint, left.attempts) == (JobState.RUNNING, {"done": 2}, 1)
        async with working(database):
            while (job := await read_job(job_id)).state not in FINAL:
                await asyncio.sleep(0.05)
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
        assert process.stdout is not None
        while HERE not in (await process.stdout.readline()).decode():
            assert process.returncode is None
        process.terminate()
        await process.wait()
    job = await read_job(job_id)
    assert (job.state, job.checkpoint, job.attempts_left) == (JobState.QUEUED, {"done": 1}, steps.attempts)
