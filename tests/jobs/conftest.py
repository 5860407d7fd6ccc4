"""Jobs, asked for and done in this process."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from cpaudit.api.background import surroundings_of
from cpaudit.jobs.context import Surroundings
from cpaudit.jobs.embedded import EmbeddedRunner
from cpaudit.jobs.kinds import JobInput, JobKind
from cpaudit.jobs.models import Job
from cpaudit.jobs.service import request_job
from cpaudit.jobs.worker import QueueWorker
from cpaudit.plugins import PluginHost
from cpaudit.storage.database import Database, Scope
from cpaudit.storage.sealing import SecretKeys
from support.stages import OpenWork
from support.world import Province

DoJobs = Callable[[], Awaitable[None]]
Ask = Callable[..., Awaitable[str]]
ReadJob = Callable[[str], Awaitable[Job]]


@pytest.fixture
def surroundings(database: Database, host: PluginHost) -> Surroundings:
    """What jobs of this test's database are done with."""
    return surroundings_of(database, host, SecretKeys([SecretKeys.new_key()]))


@pytest.fixture
def do_jobs(database: Database, surroundings: Surroundings) -> DoJobs:
    """Does all jobs that are due, the way that the kind of database calls for."""

    async def done() -> None:
        if database.is_postgresql:
            await QueueWorker(surroundings).run(wait=False, signals=False)
        else:
            await EmbeddedRunner(surroundings).drain()

    return done


@pytest.fixture
def ask(open_work: OpenWork) -> Ask:
    """Asks for a job; gives its id."""

    async def asked(kind: JobKind, input: JobInput, *, as_: str = "auditor", tenant: str = "chem") -> str:
        async with open_work(as_, tenant) as work:
            return await request_job(work, kind, input)

    return asked


@pytest.fixture
def read_job(database: Database, province: Province) -> ReadJob:
    """A job of the chemicals department as it is now."""

    async def read(job_id: str) -> Job:
        async with database.looking(Scope(province.tenants["chem"])) as session:
            row = await session.get(Job, (province.tenants["chem"], job_id))
        assert row is not None
        return row

    return read
