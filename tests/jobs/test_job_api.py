"""Jobs over GraphQL, and the files that they make over HTTP."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from litestar import Litestar
from sqlmodel import update

from api.test_subscriptions import connected
from cpaudit.api.app import create_app
from cpaudit.api.schemas import SchemaCache
from cpaudit.api.settings import Settings
from cpaudit.jobs.files import keep_file
from cpaudit.jobs.models import JobState, StoredFile
from cpaudit.plugins import PluginHost
from cpaudit.storage.database import Database, Scope
from cpaudit.storage.tables import now
from jobs import kinds
from jobs.conftest import Ask, DoJobs, OpenWork, ReadJob
from jobs.kinds import FailingInput, StepsInput, failing, steps
from support.client import GraphqlClient
from support.recorded_audit import AUDIT_ID, record_audit
from support.world import Province

RENDER = """mutation ($input: RenderReportInput!) { renderReport(input: $input) {
    __typename ... on Job { id kind state input requestedBy { name } } ... on Fault { code path } } }"""
READ = """query ($id: ID!) { job(id: $id) {
    state done total message attempts resultId version fault { code message path remedy }
    files { id fileName mediaType size sha256 downloadPath } } }"""
PATIENCE = 120
"""Seconds after which a test fails that waits; none waits so long that passes."""

AUDIT = f"Audit:{AUDIT_ID}"


@pytest.fixture
async def recorded(open_work: OpenWork) -> None:
    """An audit of the chemicals department, with something recorded of every kind."""
    async with open_work() as work:
        await record_audit(work)


async def render(graphql: GraphqlClient, as_: str = "viewer", **input: Any) -> dict[str, Any]:
    answer: dict[str, Any] = (await graphql(RENDER, as_=as_, input={"audit": AUDIT, **input}))["renderReport"]
    return answer


async def test_a_report_is_rendered_in_the_background_and_fetched(
    graphql: GraphqlClient, recorded: None, do_jobs: DoJobs
) -> None:
    asked = await render(graphql, format="HTML", lang="en", clientMutationId="once")
    assert (asked["kind"], asked["state"]) == ("renderReport", "QUEUED")
    assert (await render(graphql, format="HTML", lang="en", clientMutationId="once"))["id"] == asked["id"]

    await do_jobs()
    job = (await graphql(READ, as_="viewer", id=asked["id"]))["job"]
    assert (job["state"], job["done"], job["total"], job["fault"]) == ("SUCCEEDED", 3, 3, None)
    [file] = job["files"]
    assert job["resultId"] == file["id"]

    headers = graphql.headers("viewer", "chem")
    by_row = await graphql.http.get(file["downloadPath"], headers=headers)
    by_node = await graphql.http.get(f"/files/{file['id']}", headers=headers)
    assert by_row.status_code == 200
    assert by_row.content == by_node.content
    assert (len(by_row.content), hashlib.sha256(by_row.content).hexdigest()) == (file["size"], file["sha256"])
    # A report is a page, but one that is saved and not shown.
    assert by_row.headers["content-disposition"].startswith("attachment")
    assert "Cleaner Production Audit Report" in by_row.text


async def test_what_cannot_be_rendered_is_refused_when_it_is_asked_for(graphql: GraphqlClient, recorded: None) -> None:
    refused = [
        ("viewer", {"lang": "fr"}, "INVALID_INPUT"),
        ("staff", {}, "NOT_FOUND"),
        ("viewer", {"audit": "Audit:nobody"}, "NOT_FOUND"),
        ("viewer", {"audit": "Option:1"}, "NOT_FOUND"),
        ("viewer", {"audit": "Audit:a\0b"}, "INVALID_INPUT"),
    ]
    assert [(who, given, (await render(graphql, who, **given)).get("code")) for who, given, _ in refused] == refused


async def test_a_file_is_fetched_by_whom_it_was_made_for_and_by_administrators(
    graphql: GraphqlClient, ask: Ask, do_jobs: DoJobs
) -> None:
    job_id = await ask(steps, StepsInput(steps=0))
    await do_jobs()
    [file] = (await graphql(READ, id=f"Job:{job_id}"))["job"]["files"]
    answers = {}
    for who, tenant in ((None, "chem"), ("auditor", "chem"), ("admin", "chem"), ("expert", "chem"), ("admin", "light")):
        response = await graphql.http.get(file["downloadPath"], headers=graphql.headers(who, tenant))
        answers[who, tenant] = response.status_code
    assert answers == {
        (None, "chem"): 401,
        ("auditor", "chem"): 200,
        ("admin", "chem"): 200,
        ("expert", "chem"): 404,
        ("admin", "light"): 404,
    }
    # A token in the address is nobody's.
    token = graphql.headers("auditor", "chem")["Authorization"].split()[1]
    assert (await graphql.http.get(f"{file['downloadPath']}?token={token}")).status_code == 401


@pytest.mark.parametrize("name", ["nobody", "Job:1", "..%2f..%2fetc%2fpasswd", "%00", "StoredFile:", "' OR 1=1 --"])
async def test_a_file_that_is_none_is_not_found(graphql: GraphqlClient, name: str) -> None:
    response = await graphql.http.get(f"/files/{name}", headers=graphql.headers("admin", "chem"))
    assert response.status_code in (400, 404)
    assert response.json()["errors"][0]["extensions"]["code"] in ("NOT_FOUND", "INVALID_INPUT", "HTTP_404")


async def test_a_file_that_has_expired_is_gone_and_makes_way_for_the_next(
    graphql: GraphqlClient, database: Database, province: Province, open_work: OpenWork, ask: Ask, do_jobs: DoJobs
) -> None:
    job_id = await ask(steps, StepsInput(steps=0))
    await do_jobs()
    [file] = (await graphql(READ, id=f"Job:{job_id}"))["job"]["files"]
    async with database.writing(Scope(province.tenants["chem"])) as session:
        await session.exec(update(StoredFile).values(expires_at=now() - timedelta(seconds=1)))
    response = await graphql.http.get(file["downloadPath"], headers=graphql.headers("auditor", "chem"))
    assert response.status_code == 404
    async with open_work() as work:
        await keep_file(work, job_id, file_name="next", media_type="text/plain", content=b"")
    files = (await graphql(READ, id=f"Job:{job_id}"))["job"]["files"]
    assert [each["fileName"] for each in files] == ["next"]


async def test_jobs_are_listed_cancelled_and_repeated(graphql: GraphqlClient, ask: Ask, do_jobs: DoJobs) -> None:
    own, foreign = await ask(failing, FailingInput(how="typed")), await ask(steps, StepsInput(steps=0), as_="expert")
    listed = "query ($filter: JobFilter) { jobs(filter: $filter) { nodes { id requestedBy { role } } } }"
    assert [each["id"] for each in (await graphql(listed))["jobs"]["nodes"]] == [f"Job:{own}"]
    everybodys = await graphql(listed, as_="admin")
    assert {each["id"] for each in everybodys["jobs"]["nodes"]} == {f"Job:{own}", f"Job:{foreign}"}

    act = "mutation ($input: %s!) { %s(input: $input) { ... on Job { state version } ... on Fault { code } } }"
    cancel, retry = act % ("CancelJobInput", "cancelJob"), act % ("RetryJobInput", "retryJob")
    given = {"id": f"Job:{own}", "expectedVersion": 1}
    assert (await graphql(cancel, input={**given, "expectedVersion": 5}))["cancelJob"] == {"code": "CONFLICT"}
    assert (await graphql(cancel, as_="expert", input=given))["cancelJob"] == {"code": "NOT_FOUND"}
    assert (await graphql(cancel, input=given))["cancelJob"] == {"state": "CANCELLED", "version": 2}
    assert (await graphql(cancel, input=given))["cancelJob"] == {"code": "INVALID_INPUT"}
    assert (await graphql(retry, input={"id": f"Job:{own}"}))["retryJob"] == {"state": "QUEUED", "version": 3}

    await do_jobs()
    job = (await graphql(READ, id=f"Job:{own}"))["job"]
    assert job["fault"] == {
        "code": "INVALID_INPUT",
        "message": "the input was wrong",
        "path": ["input", "how"],
        "remedy": "give another",
    }
    failed = await graphql(listed, as_="admin", filter={"stateIn": ["FAILED"], "kind": "test.failing"})
    assert [each["id"] for each in failed["jobs"]["nodes"]] == [f"Job:{own}"]


async def test_two_members_with_different_sight_get_their_own_rows_of_one_document(
    graphql: GraphqlClient, ask: Ask
) -> None:
    jobs = {who: await ask(steps, StepsInput(steps=0), as_=who) for who in ("auditor", "expert", "viewer")}
    listed = "{ jobs { nodes { id } totalCount } }"
    for who, job_id in jobs.items():
        found = (await graphql(listed, as_=who))["jobs"]
        assert found == {"nodes": [{"id": f"Job:{job_id}"}], "totalCount": 1}
    assert (await graphql(listed, as_="admin"))["jobs"]["totalCount"] == 3


LISTEN = 'subscription ($job: ID!) { jobProgress(job: $job) { state done message(lang: "en") } }'


async def progress_of(
    app: Litestar, graphql: GraphqlClient, job: str, as_: str = "auditor"
) -> AsyncIterator[dict[str, Any]]:
    async with connected(app) as socket, asyncio.timeout(PATIENCE):
        await socket.sign_in(graphql.headers(as_, "chem"))
        socket.send("subscribe", id="job", payload={"query": LISTEN, "variables": {"job": job}})
        while (message := await socket.receive())["type"] != "complete":
            yield message
            if message["type"] == "error":
                return


async def test_progress_is_told_until_the_job_is_done(
    app: Litestar, graphql: GraphqlClient, ask: Ask, do_jobs: DoJobs
) -> None:
    job = f"Job:{await ask(steps, StepsInput(steps=1))}"
    told = []
    # The one that does the jobs is another process, as far as the application knows.
    async for message in progress_of(app, graphql, job):
        told.append(message["payload"]["data"]["jobProgress"])
        if len(told) == 1:
            await do_jobs()
    assert told[0] == {"state": "QUEUED", "done": 0, "message": None}
    assert told[-1] == {"state": "SUCCEEDED", "done": 1, "message": "Step 1"}


async def test_progress_of_anothers_job_is_not_told(app: Litestar, graphql: GraphqlClient, ask: Ask) -> None:
    job = f"Job:{await ask(steps, StepsInput(steps=1))}"
    [message] = [each async for each in progress_of(app, graphql, job, as_="expert")]
    assert message["payload"]["errors"][0]["extensions"]["code"] == "NOT_FOUND"


async def test_a_server_does_the_jobs_of_its_embedded_database_and_gives_them_back_at_its_end(
    database: Database,
    host: PluginHost,
    schemas: SchemaCache,
    ask: Ask,
    read_job: ReadJob,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hangs = asyncio.Event()
    monkeypatch.setattr(kinds, "told_of_hanging", [hangs.set])
    app = create_app(Settings(str(database.url)), database=database, host=host, schemas=schemas, guest=True)
    job_id = await ask(steps, StepsInput(steps=3, hang_at=1))
    async with asyncio.timeout(PATIENCE), app.lifespan():
        if not database.is_postgresql:
            await hangs.wait()
    job = await read_job(job_id)
    if database.is_postgresql:
        # There the jobs are those of `cpaudit worker`.
        assert (job.state, job.attempts) == (JobState.QUEUED, 0)
    else:
        assert (job.state, job.checkpoint, job.attempts_left) == (JobState.QUEUED, {"done": 1}, steps.attempts)
