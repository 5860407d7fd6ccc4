"""The API of jobs and of the files that they make."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from datetime import datetime
from typing import Any

import strawberry
from sqlalchemy import BindParameter, bindparam
from strawberry.scalars import JSON

from cpaudit.errors import NotFound
from cpaudit.graphql.commands import command
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.reading import (
    Connection,
    column,
    computed,
    localized_column,
    one,
    ordering,
    read_by_id,
    readable,
    root_connection,
    root_one,
    several,
    visible_id,
)
from cpaudit.graphql.reading.identifiers import node_identifier
from cpaudit.jobs import service
from cpaudit.jobs.models import FINAL, JobState
from cpaudit.jobs.models import Job as JobRow
from cpaudit.jobs.models import StoredFile as StoredFileRow
from cpaudit.permissions import signed_in
from cpaudit.tenancy.schema import Member
from cpaudit.work import Work

FILE_PATH = "/files"
"""Where files are fetched."""

LOOK_EVERY = 1.0
"""Seconds after which a subscriber is told what another process wrote; what this one writes is told at once."""

strawberry.enum(JobState, description="Where a job stands.")


def own_jobs(context: RequestContext, table: Any) -> Any:
    """Of jobs and files, those that were made for the person; all for those who read the event log."""
    if context.actor is not None and service.sees_all(context.actor):
        return None
    # A parameter, because the statement serves everybody with this sight.
    member: BindParameter[str] = bindparam("member_id")
    return table.c.requested_by == member


@readable(StoredFileRow, order=("made_at",), restrict=own_jobs)
@strawberry.type(description="A file that a job made, until it expires.")
class StoredFile(Node):
    file_name: str = column()
    media_type: str = column()
    size: int = column(description="In bytes.")
    sha256: str = column(description="Digest of the content, in hexadecimal.")
    made_at: datetime = column()
    expires_at: datetime = column(description="Afterwards the file is gone.")

    @computed("id")
    def download_path(self) -> str:
        """Where the file can be fetched with the same bearer token, sent as the same header."""
        return f"{FILE_PATH}/{self.values['id']}"


@strawberry.type(description="What a job failed on.")
class JobFault:
    code: str = strawberry.field(description="Stable identifier of the kind of failure.")
    message: str = strawberry.field(description="What was wrong.")
    path: list[str] = strawberry.field(description="Where, from the outside in.")
    remedy: str = strawberry.field(description="What to do about it; may be empty.")


JobOrder = ordering("JobOrder", "requested_at", "due_at")


@strawberry.input(description="Which jobs.")
class JobFilter:
    kind: str | None = None
    state: JobState | None = None
    state_in: list[JobState] | None = None


@readable(JobRow, order=("-requested_at",), restrict=own_jobs)
@strawberry.type(description="A long run in the background.")
class Job(Node):
    kind: str = column(description="What it does, such as `renderReport`.")
    state: JobState = column()
    done: int = column(description="How much of `total` is done.")
    total: int | None = column(description="Null where it is not known.")
    message: str | None = localized_column("message", description="What is being done.")
    input: JSON = column(description="What was asked for.")
    attempts: int = column(description="How often it was begun.")
    cancel_requested: bool = column()
    requested_by: Member | None = one("requested_by", description="Null for what the product does itself.")
    requested_at: datetime = column()
    due_at: datetime = column(description="Before this moment it is not begun.")
    started_at: datetime | None = column()
    finished_at: datetime | None = column()
    files: list[StoredFile] = several("job_id", order=("made_at",), description="The files that it made.")
    version: int = column()

    @computed("result_type", "result_id")
    def result_id(self) -> strawberry.ID | None:
        """The node that came of it; `node(id:)` reads it."""
        kind, row = self.values["result_type"], self.values["result_id"]
        return None if kind is None or row is None else strawberry.ID(node_identifier(kind, row))

    @computed("fault")
    def fault(self) -> JobFault | None:
        """What it failed on."""
        held = self.values["fault"]
        return None if held is None else JobFault(**held)


@strawberry.input(description="A job that is to stop.")
class CancelJobInput:
    id: strawberry.ID
    expected_version: int | None = None


@strawberry.input(description="A job that is to be done after all.")
class RetryJobInput:
    id: strawberry.ID
    expected_version: int | None = None


@strawberry.type
class JobQueries:
    job: Job | None = root_one(description="One's own job; for administrators any of the tenant's.")
    jobs: Connection[Job] = root_connection(
        filter=JobFilter, order=JobOrder, description="One's own jobs, for administrators all of the tenant's."
    )


@strawberry.type
class JobMutations:
    @command(Job)
    async def cancel_job(self, work: Work, input: CancelJobInput) -> str:
        """Stop a job: at once where it waits, else as soon as it looks whether it should."""
        return await service.cancel_job(work, _job(input.id), input.expected_version)

    @command(Job)
    async def retry_job(self, work: Work, input: RetryJobInput) -> str:
        """Have a job that failed or was cancelled done after all; it goes on where it left off."""
        return await service.retry_job(work, _job(input.id), input.expected_version)


def _job(identifier: strawberry.ID) -> str:
    return visible_id(identifier, Job, path=("input", "id"))


@strawberry.type
class JobSubscriptions:
    @strawberry.subscription(description="A job as it is now and whenever it has come further, until it is done.")
    async def job_progress(
        self, info: strawberry.Info[RequestContext, None], job: strawberry.ID
    ) -> AsyncGenerator[Job, None]:
        context = info.context
        row_id = visible_id(job, Job, path=("job",))
        told: tuple[object, ...] | None = None
        with context.announcer.subscribed(signed_in(context.actor).tenant) as announced:
            while True:
                async with context.database.looking(context.scope) as session:
                    row = await session.get(JobRow, (context.scope.tenant_id, row_id))
                now = None if row is None else (row.version, row.done, row.total, row.message)
                if now != told or row is None:
                    told = now
                    shown: Job | None = await read_by_id(info._raw_info, Job, row_id)
                    if shown is None or row is None:
                        raise NotFound("there is no job with this id", path=("job",))
                    yield shown
                if row.state in FINAL:
                    return
                await _until_told(announced, row_id)


async def _until_told(announced: asyncio.Queue[Any], row_id: str) -> None:
    """Wait until something is announced of the job, or another process may have done something."""
    try:
        async with asyncio.timeout(LOOK_EVERY):
            while (await announced.get()).subject_id != row_id:
                pass
    except TimeoutError:
        pass
