"""An audit with records, whose workbooks are saved and sent back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from cpaudit.enterprises.models import Enterprise, SizeClass
from cpaudit.gates.service import start_audit
from cpaudit.phases import MethodKey
from gates.ready import record_all
from support.client import GraphqlClient
from support.stages import OpenWork, Stage, furthest


@dataclass
class Office:
    """Somebody who saves workbooks and sends them back."""

    graphql: GraphqlClient

    async def save(
        self, what: str, *, as_: str = "auditor", tenant: str = "chem", lang: str = "en", **query: Any
    ) -> bytes:
        answer = await self.graphql.http.get(
            f"/spreadsheets/{what}", params={"lang": lang, **query}, headers=self.graphql.headers(as_, tenant)
        )
        assert answer.status_code == 200, answer.text
        return answer.content

    async def send(
        self, what: str, content: bytes, *, as_: str = "auditor", tenant: str = "chem", dry: bool = False, **query: Any
    ) -> dict[str, Any]:
        answer = await self.graphql.http.post(
            f"/spreadsheets/{what}",
            params={"dry_run": dry, "lang": "en", **query},
            content=content,
            headers=self.graphql.headers(as_, tenant),
        )
        told: dict[str, Any] = answer.json()
        return {"status": answer.status_code, **told}


@pytest.fixture
def office(graphql: GraphqlClient) -> Office:
    return Office(graphql)


async def _with_audit(open_work: OpenWork) -> str:
    async with open_work() as work:
        row = Enterprise(
            tenant_id=work.actor.tenant,
            code="E1",
            name="示例化工厂",
            gb4754="C2611",
            size_class=SizeClass.LARGE,
            illustrative=True,
        )
        await work.add(row, "enterpriseRegistered")
        audit_id = await start_audit(work, row.id, method=MethodKey.HANDBOOK_1996, title="第一轮审计")
        await record_all(work, audit_id)
        return audit_id


@pytest.fixture
def stage(request: pytest.FixtureRequest) -> Stage | None:
    """The audit, where the test wants it."""
    return furthest(request, {"audit_id": Stage("spreadsheets", _with_audit)})


@pytest.fixture
def audit_id(staged: str) -> str:
    """A chemical enterprise's audit with all that its gates ask but answers; gives its row's id."""
    return staged
