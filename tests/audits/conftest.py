"""An audit to record things in, and a short way to do it over GraphQL."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from cpaudit.audits.models import Audit
from cpaudit.audits.services.pinned import pin_library
from cpaudit.enterprises.models import Enterprise, SizeClass
from cpaudit.phases import MethodKey
from support.client import GraphqlClient
from support.stages import OpenWork, Stage, furthest

Mutate = Callable[..., Awaitable[dict[str, Any]]]


async def _start_audit(open_work: OpenWork, code: str, tenant: str = "chem") -> str:
    async with open_work(tenant=tenant) as work:
        enterprise = Enterprise(
            tenant_id=work.actor.tenant,
            code=code,
            name="示例企业",
            gb4754="C2611",
            size_class=SizeClass.MEDIUM,
            illustrative=True,
        )
        await work.add(enterprise, "enterpriseRegistered")
        audit = Audit(
            tenant_id=work.actor.tenant,
            enterprise_id=enterprise.id,
            method=MethodKey.HANDBOOK_1996,
            title="示例审计",
            illustrative=True,
        )
        await work.add(audit, "auditStarted")
        await pin_library(work, audit.id, work.library)
        return audit.id


async def _with_audit(open_work: OpenWork) -> str:
    return await _start_audit(open_work, "E-1")


@pytest.fixture
def stage(request: pytest.FixtureRequest) -> Stage | None:
    """The audit, where the test wants it."""
    return furthest(request, {"audit_id": Stage("audits", _with_audit)})


@pytest.fixture
def audit_id(staged: str) -> str:
    """A running audit of the chemicals department."""
    return staged


@pytest.fixture
async def other_audit_id(open_work: OpenWork, audit_id: str) -> str:
    """Another one of the same department."""
    return await _start_audit(open_work, "E-2")


@pytest.fixture
async def building_audit_id(open_work: OpenWork) -> str:
    """A running audit of the building materials department, whose library has a cement kiln."""
    return await _start_audit(open_work, "E-3", "building")


@pytest.fixture
def mutate(graphql: GraphqlClient) -> Mutate:
    """``await mutate("addTeamMember", "name version", audit=…)`` gives the record or the fault."""

    async def send(
        name: str, fields: str = "id version", /, *, as_: str = "auditor", tenant: str = "chem", **given: Any
    ) -> dict[str, Any]:
        verb = name[0].upper() + name[1:]
        removes = name.startswith("remove")
        record = "RemovedRecord" if removes else _record_of(name)
        query = f"""mutation ($input: {"RecordAsRead" if removes else verb + "Input"}!) {{
            {name}(input: $input) {{
                __typename
                ... on {record} {{ {"id" if removes else fields} }}
                ... on Fault {{ code message path remedy }}
                ... on Conflict {{ currentVersion current {{ id }} }}
            }}
        }}"""
        answer: dict[str, Any] = (await graphql(query, as_=as_, tenant=tenant, input=given))[name]
        return answer

    return send


SPECIAL = {
    "applyProcessTemplate": "Audit",
    "scoreFocusCandidate": "FocusCandidate",
    "chooseAuditFocus": "FocusCandidate",
    "recordTargetResult": "Target",
}
"""Mutations whose name does not end in the type that they answer with."""


def _record_of(name: str) -> str:
    return SPECIAL.get(name) or name.lstrip("abcdefghijklmnopqrstuvwxyz")
