"""Kinds of jobs for tests: one that goes in steps, and can be told where to stop; one that fails."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from cpaudit.errors import InvalidInput
from cpaudit.jobs.context import JobContext, RetryLater
from cpaudit.jobs.files import keep_file
from cpaudit.jobs.kinds import JobInput, job_kind
from cpaudit.jobs.models import StoredFile
from cpaudit.text import LocalizedText

HERE = "the job is at the step where it hangs"

told_of_hanging: list[Callable[[], None]] = []
"""Called in the process in which a job hangs."""


class StepsInput(JobInput):
    """How many steps; at which one the first attempt hangs for good, if at any."""

    steps: int
    hang_at: int | None = None


@job_kind("test.steps", StepsInput)
async def steps(job: JobContext[StepsInput]) -> None:
    """Write a file in each step, and a last one as the result."""
    begin = int((job.resumed or {}).get("done", 0))
    for step in range(begin, job.input.steps):
        if step == job.input.hang_at and job.attempt.number == 1:
            print(HERE, flush=True)
            for tell in told_of_hanging:
                tell()
            await asyncio.Event().wait()
        async with job.writing() as work:
            await keep_file(work, job.id, file_name=f"step-{step}", media_type="text/plain", content=b"step")
            await job.checkpoint({"done": step + 1}, work=work)
        await job.progress(
            step + 1, job.input.steps, LocalizedText({"zh-CN": f"第{step + 1}步", "en": f"Step {step + 1}"})
        )
    async with job.writing() as work:
        kept = await keep_file(work, job.id, file_name="result", media_type="text/plain", content=b"result")
        await job.finish(work, StoredFile.__name__, kept)


class FailingInput(JobInput):
    """How to fail."""

    how: str


@job_kind("test.failing", FailingInput, attempts=1)
async def failing(job: JobContext[FailingInput]) -> None:
    """Fail."""
    match job.input.how:
        case "typed":
            raise InvalidInput("the input was wrong", path=("input", "how"), remedy="give another")
        case "unforeseen":
            raise ZeroDivisionError("a secret stands here")
        case "later":
            raise RetryLater("the other side is busy", 0)


@job_kind("test.patient", FailingInput, attempts=3)
async def patient(job: JobContext[FailingInput]) -> None:
    """Succeed at the third attempt."""
    if job.attempt.number < 3:
        raise RetryLater("not yet", 0)
