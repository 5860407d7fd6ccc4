"""Audits that wait at their first gate, at their last, and behind it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import pytest

from cpaudit.enterprises.models import Enterprise, SizeClass
from cpaudit.gates.service import start_audit
from cpaudit.phases import MethodKey
from cpaudit.work import Work
from gates.acts import AuditActs
from gates.ready import close_phases, record_all
from support.client import GraphqlClient

OpenWork = Callable[..., AbstractAsyncContextManager[Work]]

MOTOR_VEHICLES = "C3610"
"""An industry of which no pack of this repository asks anything."""


@pytest.fixture
async def enterprise_id(open_work: OpenWork) -> str:
    """An enterprise of the chemicals department that is no chemical one; gives its row's id."""
    async with open_work() as work:
        row = Enterprise(
            tenant_id=work.actor.tenant,
            code="car",
            name="示例汽车厂",
            gb4754=MOTOR_VEHICLES,
            size_class=SizeClass.LARGE,
            illustrative=True,
        )
        return (await work.add(row, "enterpriseRegistered")).id


@pytest.fixture
async def audit_id(open_work: OpenWork, enterprise_id: str) -> str:
    """The row's id of an audit of that enterprise that has just been started."""
    async with open_work() as work:
        return await start_audit(work, enterprise_id, method=MethodKey.HANDBOOK_1996, title="第一轮审计")


@pytest.fixture
def audit(graphql: GraphqlClient, audit_id: str) -> AuditActs:
    """That audit: nothing is recorded in it."""
    return AuditActs(graphql, f"Audit:{audit_id}")


@pytest.fixture
async def ready(open_work: OpenWork, audit: AuditActs, audit_id: str) -> AuditActs:
    """That audit with all that its gates ask, no phase of it closed."""
    async with open_work() as work:
        await record_all(work, audit_id)
    return audit


@pytest.fixture
async def concluded(open_work: OpenWork, ready: AuditActs, audit_id: str) -> AuditActs:
    """That audit with all its phases closed."""
    async with open_work() as work:
        await close_phases(work, audit_id)
    return ready
