"""A glass works that is audited with one release of a plugin, after which another release, or none, is installed.

The plugin and all figures are illustrative.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest

from cpaudit import hookimpl
from cpaudit.api.app import create_app
from cpaudit.api.settings import Settings
from cpaudit.audits import models as audits
from cpaudit.audits.services.checklist import GivenAnswer, answer_items
from cpaudit.audits.services.indicator_values import GivenValue, record_indicator_values
from cpaudit.audits.services.inventory import add_inventory_line
from cpaudit.contributions import ContentPack
from cpaudit.engine import is_unit
from cpaudit.enterprises.models import Enterprise, SizeClass
from cpaudit.gates.service import start_audit
from cpaudit.library import Library
from cpaudit.options.models import Option, OptionState
from cpaudit.options.services.register import adopt_library_option
from cpaudit.phases import MethodKey
from cpaudit.plugins import PluginHost, PluginSource
from cpaudit.storage.database import Database
from cpaudit.tenancy.models import EnabledPlugin
from cpaudit.work import Work, unit_of_work
from gates.acts import AuditActs
from gates.ready import close_phases, measured, record_all
from support.client import GraphqlClient
from support.world import Province

OLD_RELEASE = Path(__file__).parents[1] / "contributions" / "packs" / "glass"
TENANT = "city"
SYSTEM = "glass:indicator_system:GLS-IND"

CHANGES = (
    ("pack.toml", 'version = "0.1.0"', 'version = "0.2.0"'),
    ("factors/furnace.csv", "0.21,0.2,0.22,triangular", "0.25,0.24,0.26,triangular"),
    (
        "factors/furnace.csv",
        "GLS-DUST,Furnace dust,熔窑粉尘,melting,dust,",
        "GLS-SOOT,Furnace soot,熔窑烟尘,melting,soot,",
    ),
    ("checklists/furnace.yaml", "使用何种燃料？, en: Which fuel is used?", "用何种能源？, en: What heats the furnace?"),
    ("checklists/furnace.yaml", "{key: oil, name: {zh-CN: 重油", "{key: heavy_oil, name: {zh-CN: 重油"),
    ("indicators/furnace.yaml", "thresholds: {I: 4, II: 5, III: 6}", "thresholds: {I: 4, II: 4.5, III: 6}"),
    ("options/furnace.yaml", "cost_class: LOW", "cost_class: NONE"),
)
"""What the newer release changes: a factor, a question, a threshold, an option; a factor made room for another."""


class Releases:
    """One database, and servers on it with whatever release of the plugin ``glass``; None installs none."""

    def __init__(self, database: Database, province: Province, directory: Path, stack: AsyncExitStack) -> None:
        self.database = database
        self.province = province
        self.audit_id = ""
        self.old = OLD_RELEASE
        self.new = Path(shutil.copytree(OLD_RELEASE, directory / "newer"))
        for file, before, after in CHANGES:
            path = self.new / file
            text = path.read_text("utf-8")
            assert text.count(before) == 1, f"{before!r} in {file}"
            path.write_text(text.replace(before, after), "utf-8")
        self._stack = stack

    def host(self, release: Path | None) -> PluginHost:
        """The plugins of an installation."""
        if release is None:
            return PluginHost((), known_unit=is_unit)

        @hookimpl
        def cpaudit_content() -> ContentPack:
            return ContentPack.from_directory(release)

        source = PluginSource.of_object("glass", SimpleNamespace(cpaudit_content=cpaudit_content))
        return PluginHost([source], known_unit=is_unit)

    def work(self, release: Path | None, as_: str = "auditor") -> AbstractAsyncContextManager[Work]:
        """A unit of work of the city office, which has the plugin enabled."""
        host = self.host(release)
        return unit_of_work(
            self.database,
            self.province.actor(as_, TENANT),
            library=Library.of(host.packs({"glass"})),
            host=host,
            enabled=("glass",) if release else (),
        )

    async def acts(self, release: Path | None) -> AuditActs:
        """What people do to the audit on a server with this release."""
        app = create_app(Settings(str(self.database.url)), database=self.database, host=self.host(release))
        transport = httpx.ASGITransport(app=app)
        http = await self._stack.enter_async_context(
            httpx.AsyncClient(transport=transport, base_url="http://cpaudit.test")
        )
        return AuditActs(GraphqlClient(http, self.province), f"Audit:{self.audit_id}", TENANT)


@pytest.fixture
async def releases(database: Database, province: Province, tmp_path: Path) -> AsyncIterator[Releases]:
    """An installation with a running audit that was recorded with the older release, no phase of it closed."""
    async with AsyncExitStack() as stack:
        made = Releases(database, province, tmp_path, stack)
        async with made.work(made.old) as work:
            made.audit_id = await _recorded_audit(work)
        yield made


@pytest.fixture
async def concluded(releases: Releases) -> Releases:
    """The same with all phases closed."""
    async with releases.work(releases.old) as work:
        await close_phases(work, releases.audit_id)
    return releases


async def _recorded_audit(work: Work) -> str:
    own = {"tenant_id": work.actor.tenant}
    await work.add(EnabledPlugin(**own, plugin="glass"), "pluginEnabled")
    enterprise = Enterprise(
        **own, code="glass", name="示例玻璃厂", gb4754="C3041", size_class=SizeClass.LARGE, illustrative=True
    )
    await work.add(enterprise, "enterpriseRegistered")
    audit_id = await start_audit(work, enterprise.id, method=MethodKey.HANDBOOK_1996, title="示例审计")
    await record_all(work, audit_id)
    file = audits.Evidence(
        **own, audit_id=audit_id, file_name="a.txt", media_type="text/plain", size=1, sha256="0" * 64, content=b"a"
    )
    await work.add(file, "evidenceUploaded")
    item = "glass:checklist_item:GLS-00{}"
    answers = [
        GivenAnswer(item.format(1), "no", evidence_ids=(file.id,)),
        GivenAnswer(item.format(2), amount=measured(420, "degC")),
        GivenAnswer(item.format(3), "oil"),
    ]
    await answer_items(work, audit_id, answers)
    for scenario, tonnes in ((audits.Scenario.BEFORE, 1234.5), (audits.Scenario.AFTER, 1111.1)):
        for code in ("CO2", "NOX", "DUST"):
            activity, factor = measured(tonnes, "t"), f"glass:factor:GLS-{code}"
            columns = {"scenario": scenario, "name": f"熔窑 {code}", "activity": activity, "factor": factor}
            await add_inventory_line(work, audit_id, columns)
        values = [GivenValue("GLS-I-01", measured(4.8, "GJ/t")), GivenValue("GLS-I-02", grade=audits.Grade.I)]
        await record_indicator_values(work, audit_id, SYSTEM, scenario, values)
    option = await work.get(Option, await adopt_library_option(work, audit_id, "glass:option:GLS-O-02"))
    await work.change(option, None, "optionRejected", state=OptionState.REJECTED)
    return audit_id
