"""An audit of a motor vehicle works in a department that has a plugin with an indicator system enabled."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from cpaudit.api.schemas import SchemaCache
from cpaudit.api.settings import Limits
from cpaudit.engine import is_unit
from cpaudit.enterprises.models import Enterprise, SizeClass
from cpaudit.gates.service import start_audit
from cpaudit.library import Library
from cpaudit.phases import MethodKey
from cpaudit.plugins import PluginHost
from cpaudit.storage.database import Database
from cpaudit.tenancy.models import EnabledPlugin
from cpaudit.work import Work, unit_of_work
from gates.acts import AuditActs
from gates.ready import record_all
from support import rated
from support.client import GraphqlClient
from support.stages import OpenWork
from support.world import Province


@pytest.fixture(scope="session")
def host() -> PluginHost:
    """The sample plugin alone."""
    return PluginHost([rated.source()], known_unit=is_unit)


@pytest.fixture(scope="session")
def schemas(host: PluginHost) -> SchemaCache:
    """The schemas of applications with that plugin."""
    return SchemaCache(host, Limits(), size=8)


@pytest.fixture
async def open_work(database: Database, province: Province, host: PluginHost) -> OpenWork:
    """A unit of work of the city office, which sees the sample pack."""

    def opened(as_: str = "auditor") -> AbstractAsyncContextManager[Work]:
        library = Library.of([host.pack(rated.PLUGIN)])
        return unit_of_work(database, province.actor(as_, "city"), library=library, host=host, enabled=(rated.PLUGIN,))

    return opened


@pytest.fixture
async def audit_id(open_work: OpenWork) -> str:
    """The row's id of an audit that has what the core's gates ask, benchmarks too, and no rating."""
    async with open_work() as work:
        await work.add(EnabledPlugin(tenant_id=work.actor.tenant, plugin=rated.PLUGIN), "pluginEnabled")
        row = Enterprise(
            tenant_id=work.actor.tenant,
            code="car",
            name="示例汽车厂",
            gb4754="C3611",
            size_class=SizeClass.LARGE,
            illustrative=True,
        )
        await work.add(row, "enterpriseRegistered")
        audit_id = await start_audit(work, row.id, method=MethodKey.HANDBOOK_1996, title="第一轮审计")
        await record_all(work, audit_id)
        return audit_id


class RatedAudit(AuditActs):
    """That audit, and what people do to its rating."""

    async def record(self, scenario: str = "BEFORE", as_: str = "auditor", **given: Any) -> dict[str, Any]:
        """Record values; the audit or the fault."""
        document = """mutation ($input: RecordIndicatorValuesInput!) {
            recordIndicatorValues(input: $input) {
                __typename ... on Fault { code message path remedy } ... on Conflict { currentVersion }
            }
        }"""
        variables = {"audit": self.audit, "system": rated.SYSTEM, "scenario": scenario, **given}
        answer = await self.graphql(document, as_=as_, tenant=self.tenant, input=variables)
        found: dict[str, Any] = answer["recordIndicatorValues"]
        return found

    async def rating(self, fields: str, scenario: str = "BEFORE") -> dict[str, Any]:
        """Fields of the rating."""
        found: dict[str, Any] = (await self.read(f"rating(scenario: {scenario}) {{ {fields} }}"))["rating"]
        return found


@pytest.fixture
def audit(graphql: GraphqlClient, audit_id: str) -> RatedAudit:
    """That audit over GraphQL."""
    return RatedAudit(graphql, f"Audit:{audit_id}", "city")
