"""Audits that wait at their first gate, at their last, and behind it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from cpaudit.enterprises.models import Enterprise, SizeClass
from cpaudit.gates.service import start_audit
from cpaudit.phases import MethodKey
from gates.acts import AuditActs
from gates.ready import close_phases, record_all
from support.client import GraphqlClient
from support.stages import OpenWork, Stage, furthest

MOTOR_VEHICLES = "C3610"
"""An industry of which no pack of this repository asks anything."""


@dataclass
class Prepared:
    """Row ids of the enterprise and, where one was started, its audit."""

    enterprise_id: str
    audit_id: str = ""


async def _registered(open_work: OpenWork) -> Prepared:
    async with open_work() as work:
        row = Enterprise(
            tenant_id=work.actor.tenant,
            code="car",
            name="示例汽车厂",
            gb4754=MOTOR_VEHICLES,
            size_class=SizeClass.LARGE,
            illustrative=True,
        )
        return Prepared((await work.add(row, "enterpriseRegistered")).id)


async def _started(open_work: OpenWork) -> Prepared:
    made = await _registered(open_work)
    async with open_work() as work:
        made.audit_id = await start_audit(work, made.enterprise_id, method=MethodKey.HANDBOOK_1996, title="第一轮审计")
    return made


async def _ready(open_work: OpenWork) -> Prepared:
    made = await _started(open_work)
    async with open_work() as work:
        await record_all(work, made.audit_id)
    return made


async def _concluded(open_work: OpenWork) -> Prepared:
    made = await _ready(open_work)
    async with open_work() as work:
        await close_phases(work, made.audit_id)
    return made


@pytest.fixture
def stage(request: pytest.FixtureRequest) -> Stage | None:
    """As far as the test wants it."""
    return furthest(
        request,
        {
            "concluded": Stage("gates_concluded", _concluded),
            "ready": Stage("gates_ready", _ready),
            "audit_id": Stage("gates_started", _started),
            "enterprise_id": Stage("gates_registered", _registered),
        },
    )


@pytest.fixture
def enterprise_id(staged: Prepared) -> str:
    """An enterprise of the chemicals department that is no chemical one; gives its row's id."""
    return staged.enterprise_id


@pytest.fixture
def audit_id(staged: Prepared) -> str:
    """The row's id of an audit of that enterprise that has just been started."""
    return staged.audit_id


@pytest.fixture
def audit(graphql: GraphqlClient, audit_id: str) -> AuditActs:
    """That audit: nothing is recorded in it."""
    return AuditActs(graphql, f"Audit:{audit_id}")


@pytest.fixture
def ready(audit: AuditActs) -> AuditActs:
    """That audit with all that its gates ask, no phase of it closed."""
    return audit


@pytest.fixture
def concluded(ready: AuditActs) -> AuditActs:
    """That audit with all its phases closed."""
    return ready
