"""An audit to propose options in."""

from __future__ import annotations

import pytest

from cpaudit.audits.models import Audit, UnitProcess
from cpaudit.audits.services.pinned import pin_library
from cpaudit.enterprises.models import Enterprise, SizeClass
from cpaudit.phases import MethodKey
from options.acts import OptionActs
from support.client import GraphqlClient
from support.stages import OpenWork, Stage, furthest


async def _with_audit(open_work: OpenWork) -> str:
    async with open_work("auditor") as work:
        tenant_id = work.actor.tenant
        enterprise = Enterprise(
            tenant_id=tenant_id, code="E1", name="示例化工厂", gb4754="C2611", size_class=SizeClass.MEDIUM
        )
        await work.add(enterprise, "enterpriseAdded")
        audit = Audit(
            tenant_id=tenant_id, enterprise_id=enterprise.id, method=MethodKey.HANDBOOK_1996, title="示例审计"
        )
        await work.add(audit, "auditOpened")
        await pin_library(work, audit.id, work.library)
        await work.add(UnitProcess(tenant_id=tenant_id, audit_id=audit.id, code="U1", name="转化"), "unitProcessAdded")
        return audit.id


@pytest.fixture
def stage(request: pytest.FixtureRequest) -> Stage | None:
    """The audit, where the test wants it."""
    return furthest(request, {"audit": Stage("options", _with_audit)})


@pytest.fixture
def audit(staged: str) -> str:
    """A running audit with the unit process ``U1``, in the chemicals department; gives its row's id."""
    return staged


@pytest.fixture
def options(graphql: GraphqlClient, audit: str) -> OptionActs:
    """What people do to the options of the audit."""
    return OptionActs(graphql, f"Audit:{audit}")
