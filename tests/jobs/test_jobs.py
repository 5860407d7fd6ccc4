"""Jobs: how they come to an end, what becomes of their failures, and who may do what with them."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlmodel import select

from cpaudit.errors import Conflict, InvalidInput, NotFound
from cpaudit.jobs import running
from cpaudit.jobs.context import JobContext, JobLost, Surroundings
from cpaudit.jobs.models import Job, JobState, StoredFile
from cpaudit.jobs.running import run_job
from cpaudit.jobs.service import cancel_job, request_job, retry_job
from cpaudit.storage.database import Database, Scope
from cpaudit.storage.event_log import Event
from cpaudit.storage.queue_tables import NEWEST_QUEUE_STEP, queue_steps
from cpaudit.storage.tables import now
from cpaudit.tenancy.models import Member
from jobs.conftest import Ask, DoJobs, OpenWork, ReadJob
from jobs.kinds import FailingInput, StepsInput, failing, patient, steps
from support.world import Province


async def events_of(database: Database, province: Province, job_id: str) -> list[str]:
    query = select(Event.action).where(Event.subject_id == job_id).order_by(Event.id)
    async with database.looking(Scope(province.tenants["chem"])) as session:
        return list((await session.exec(query)).all())


async def files_of(database: Database, province: Province, job_id: str) -> list[str]:
    query = select(StoredFile.file_name).where(StoredFile.job_id == job_id).order_by(StoredFile.id)
    async with database.looking(Scope(province.tenants["chem"])) as session:
        return list((await session.exec(query)).all())


async def test_a_job_is_done_and_its_result_is_there(
    database: Database, province: Province, ask: Ask, do_jobs: DoJobs, read_job: ReadJob
) -> None:
    job_id = await ask(steps, StepsInput(steps=2))
    assert (await read_job(job_id)).state is JobState.QUEUED
    await do_jobs()
    job = await read_job(job_id)
    assert (job.state, job.done, job.total, job.attempts) == (JobState.SUCCEEDED, 2, 2, 1)
    assert job.message == {"zh-CN": "第2步", "en": "Step 2"}
    assert job.result_type == "StoredFile"
    assert job.result_id
    assert await files_of(database, province, job_id) == ["step-0", "step-1", "result"]
    assert await events_of(database, province, job_id) == ["jobRequested", "jobSucceeded"]


@pytest.mark.parametrize(
    ("how", "code", "said"),
    [
        ("typed", "INVALID_INPUT", "the input was wrong"),
        ("unforeseen", "INTERNAL", "the job failed; the server's log says why"),
        ("later", "RETRY_LATER", "the other side is busy"),
    ],
)
async def test_a_failure_is_kept_as_a_fault_that_tells_no_secret(
    ask: Ask, do_jobs: DoJobs, read_job: ReadJob, how: str, code: str, said: str
) -> None:
    job_id = await ask(failing, FailingInput(how=how))
    await do_jobs()
    job = await read_job(job_id)
    assert job.state is JobState.FAILED
    assert job.fault is not None
    assert (job.fault["code"], job.fault["message"]) == (code, said)
    if how == "typed":
        assert job.fault["path"] == ["input", "how"]


async def test_a_job_that_says_later_is_begun_again(ask: Ask, do_jobs: DoJobs, read_job: ReadJob) -> None:
    job_id = await ask(patient, FailingInput(how=""))
    for _ in range(3):
        await do_jobs()
    job = await read_job(job_id)
    assert (job.state, job.attempts, job.attempts_left) == (JobState.SUCCEEDED, 3, 0)


async def test_an_unforeseen_failure_is_begun_again_after_longer_and_longer(
    surroundings: Surroundings, province: Province, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = await ask(steps, StepsInput(steps=1))
    monkeypatch.setattr(running, "kind_of", _broken)
    waits = []
    for _ in range(2):
        begun = now()
        again = await run_job(surroundings, province.tenants["chem"], job_id)
        assert again is not None
        waits.append(round((again - begun).total_seconds()))
    assert waits == [5, 10]
    assert await run_job(surroundings, province.tenants["chem"], job_id) is None


def _broken(name: str) -> object:
    raise ZeroDivisionError


async def test_a_job_that_waits_is_cancelled_at_once_and_can_be_done_after_all(
    open_work: OpenWork, ask: Ask, do_jobs: DoJobs, read_job: ReadJob
) -> None:
    job_id = await ask(steps, StepsInput(steps=1))
    async with open_work() as work:
        await cancel_job(work, job_id)
    await do_jobs()
    assert (await read_job(job_id)).state is JobState.CANCELLED
    async with open_work() as work:
        await retry_job(work, job_id)
    await do_jobs()
    assert (await read_job(job_id)).state is JobState.SUCCEEDED


async def test_a_job_that_is_cancelled_while_it_waits_for_its_next_attempt_leaves_the_queue(
    database: Database,
    province: Province,
    surroundings: Surroundings,
    open_work: OpenWork,
    ask: Ask,
    do_jobs: DoJobs,
    read_job: ReadJob,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    job_id = await ask(steps, StepsInput(steps=1))
    with monkeypatch.context() as broken:
        broken.setattr(running, "kind_of", _broken)
        await do_jobs()
    assert (await read_job(job_id)).due_at > now()
    async with open_work() as work:
        await cancel_job(work, job_id)
    async with open_work() as work:
        await retry_job(work, job_id)
    await do_jobs()
    assert (await read_job(job_id)).state is JobState.SUCCEEDED


async def test_a_job_that_runs_stops_when_it_looks(
    surroundings: Surroundings, province: Province, open_work: OpenWork, ask: Ask, read_job: ReadJob
) -> None:
    chem = province.tenants["chem"]
    job_id = await ask(steps, StepsInput(steps=3))
    attempt = await running._take(surroundings, chem, job_id, None)
    assert attempt is not None
    async with open_work() as work:
        await cancel_job(work, job_id)
    assert ((await read_job(job_id)).state, (await read_job(job_id)).cancel_requested) == (JobState.RUNNING, True)
    await run_job(surroundings, chem, job_id)
    assert (await read_job(job_id)).state is JobState.CANCELLED


async def test_an_attempt_that_was_taken_over_writes_nothing_more(
    surroundings: Surroundings, database: Database, province: Province, ask: Ask, read_job: ReadJob
) -> None:
    chem = province.tenants["chem"]
    job_id = await ask(steps, StepsInput(steps=1))
    first = await running._take(surroundings, chem, job_id, None)
    assert first is not None
    await run_job(surroundings, chem, job_id)
    late = JobContext(
        surroundings, first, province.actor("auditor"), StepsInput(steps=1), resumed=None, attempts_left=1
    )
    with pytest.raises(JobLost):
        await steps.run(late)
    for tell in (late.progress(1, 1), late.checkpoint({}), late.check()):
        with pytest.raises(JobLost):
            await tell
    job = await read_job(job_id)
    assert (job.state, job.attempts) == (JobState.SUCCEEDED, 2)
    assert await files_of(database, province, job_id) == ["step-0", "result"]


async def test_a_job_that_kills_every_process_is_given_up(
    surroundings: Surroundings, province: Province, ask: Ask, read_job: ReadJob
) -> None:
    job_id = await ask(steps, StepsInput(steps=1))
    for _ in range(steps.attempts):
        assert await running._take(surroundings, province.tenants["chem"], job_id, None)
    assert await running._take(surroundings, province.tenants["chem"], job_id, None) is None
    job = await read_job(job_id)
    assert job.state is JobState.FAILED
    assert job.fault is not None
    assert job.fault["code"] == "JOB_GIVEN_UP"


async def test_a_job_runs_with_the_permissions_that_its_member_has_by_then(
    database: Database, province: Province, ask: Ask, do_jobs: DoJobs, read_job: ReadJob
) -> None:
    job_id = await ask(steps, StepsInput(steps=1))
    async with database.writing(Scope(province.tenants["chem"])) as session:
        member = await session.get(Member, (province.tenants["chem"], province.actor("auditor").member_id))
        assert member is not None
        member.active = False
        session.add(member)
    await do_jobs()
    job = await read_job(job_id)
    assert job.fault is not None
    assert (job.state, job.fault["code"]) == (JobState.FAILED, "DENIED")


async def test_a_job_of_a_kind_that_this_release_has_not_fails_and_says_so(
    database: Database, province: Province, ask: Ask, do_jobs: DoJobs, read_job: ReadJob
) -> None:
    unknown, changed = await ask(steps, StepsInput(steps=1)), await ask(steps, StepsInput(steps=1))
    async with database.writing(Scope(province.tenants["chem"])) as session:
        for job_id, changes in ((unknown, {"kind": "older"}), (changed, {"input": {"strides": 1}})):
            row = await session.get(Job, (province.tenants["chem"], job_id))
            for name, value in changes.items():
                setattr(row, name, value)
            session.add(row)
    await do_jobs()
    faults = [(await read_job(each)).fault for each in (unknown, changed)]
    assert [fault["code"] for fault in faults if fault] == ["NOT_FOUND", "INVALID_INPUT"]


async def test_what_is_rolled_back_leaves_nothing_in_the_queue(
    database: Database, open_work: OpenWork, do_jobs: DoJobs
) -> None:
    async def ask_and_fail() -> None:
        async with open_work() as work:
            await request_job(work, steps, StepsInput(steps=1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await ask_and_fail()
    if database.is_postgresql:
        async with database.engine.connect() as connection:
            assert await connection.scalar(text("SELECT count(*) FROM procrastinate_jobs")) == 0
    await do_jobs()


async def test_the_queue_keeps_no_entry_of_a_job_that_is_done(database: Database, ask: Ask, do_jobs: DoJobs) -> None:
    await ask(steps, StepsInput(steps=1))
    await do_jobs()
    if database.is_postgresql:
        async with database.engine.connect() as connection:
            assert await connection.scalar(text("SELECT count(*) FROM procrastinate_jobs")) == 0


async def test_jobs_of_others_are_seen_by_administrators_only(open_work: OpenWork, ask: Ask) -> None:
    job_id = await ask(steps, StepsInput(steps=1))
    for person, tenant in (("expert", "chem"), ("staff", "chem"), ("admin", "light")):
        with pytest.raises(NotFound):
            async with open_work(person, tenant) as work:
                await cancel_job(work, job_id)
    async with open_work("admin") as work:
        await cancel_job(work, job_id)


async def test_what_is_done_is_neither_cancelled_nor_repeated(open_work: OpenWork, ask: Ask, do_jobs: DoJobs) -> None:
    job_id = await ask(steps, StepsInput(steps=1))
    async with open_work() as work:
        with pytest.raises(InvalidInput, match="QUEUED"):
            await retry_job(work, job_id)
        with pytest.raises(Conflict):
            await cancel_job(work, job_id, expected_version=99)
    await do_jobs()
    async with open_work() as work:
        for act in (cancel_job, retry_job):
            with pytest.raises(InvalidInput, match="SUCCEEDED"):
                await act(work, job_id)


def test_the_queues_tables_are_those_of_the_installed_release() -> None:
    # Where this fails, procrastinate has new migrations: write one of ours that runs them.
    assert queue_steps()[-1] == NEWEST_QUEUE_STEP
