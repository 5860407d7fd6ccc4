"""Evidence is fetched over HTTP: the same bytes, to save and never to show, by those who may read the audit."""

from __future__ import annotations

import httpx
import pytest

from cpaudit.audits.services.evidence import upload_evidence
from cpaudit.enterprises.models import Enterprise, SizeClass
from cpaudit.gates.service import start_audit
from cpaudit.phases import MethodKey
from support.client import GraphqlClient
from support.stages import OpenWork

CONTENT = "年,吨\r\n2025,1200\r\n".encode()


@pytest.fixture
async def path(open_work: OpenWork) -> str:
    """Where a file is fetched that belongs to an audit of the chemicals department, not of its staff's enterprise."""
    async with open_work() as work:
        enterprise = Enterprise(
            tenant_id=work.actor.tenant, code="E-1", name="示例企业", gb4754="C3610", size_class=SizeClass.MEDIUM
        )
        await work.add(enterprise, "enterpriseRegistered")
        audit_id = await start_audit(work, enterprise.id, method=MethodKey.HANDBOOK_1996, title="第一轮审计")
        file = await upload_evidence(
            work, audit_id, file_name='流量 "2025".csv', media_type="text/csv", content=CONTENT
        )
        return f"/evidence/{file}"


async def fetch(graphql: GraphqlClient, path: str, as_: str | None, tenant: str = "chem") -> httpx.Response:
    """What the server answers to somebody who fetches the file."""
    return await graphql.http.get(path, headers=graphql.headers(as_, tenant))


@pytest.mark.parametrize("role", ["auditor", "expert", "viewer", "admin"])
async def test_a_member_gets_the_bytes_that_were_uploaded_as_an_attachment(
    graphql: GraphqlClient, path: str, role: str
) -> None:
    response = await fetch(graphql, path, role)
    assert (response.status_code, response.content) == (200, CONTENT)
    assert response.headers["content-type"].startswith("text/csv")
    assert response.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''%E6%B5%81%E9%87%8F%20%222025%22.csv"
    )
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["content-security-policy"] == "sandbox"


async def test_a_stranger_gets_no_file(graphql: GraphqlClient, path: str) -> None:
    response = await fetch(graphql, path, None)
    assert response.status_code == 401
    assert response.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_a_bad_token_gets_no_file(graphql: GraphqlClient, path: str) -> None:
    response = await graphql.http.get(path, headers={"Authorization": "Bearer nonsense"})
    assert response.status_code == 401


@pytest.mark.parametrize(("as_", "tenant"), [("auditor", "light"), ("staff", "chem")])
async def test_a_file_of_an_audit_that_one_may_not_see_does_not_exist(
    graphql: GraphqlClient, path: str, as_: str, tenant: str
) -> None:
    response = await fetch(graphql, path, as_, tenant)
    assert response.status_code == 404
    missing = await fetch(graphql, "/evidence/nothing", as_, tenant)
    assert [response.status_code, response.json()["errors"][0]["extensions"]["code"]] == [
        missing.status_code,
        missing.json()["errors"][0]["extensions"]["code"],
    ]
