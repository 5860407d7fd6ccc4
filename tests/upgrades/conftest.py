"""A glass works that is audited with one release of a plugin, after which another release, or none, is installed.

The plugin and all figures are illustrative.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest

from cpaudit import hookimpl
from cpaudit.api.schemas import SchemaCache
from cpaudit.api.settings import Limits
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
from support.applications import application, client_of
from support.stores import Store
from support.world import Province, build_province

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


class Installations:
    """The plugins of an installation with whatever release of the plugin ``glass``; None installs none."""

    def __init__(self, directory: Path) -> None:
        self.old = OLD_RELEASE
        self.new = Path(shutil.copytree(OLD_RELEASE, directory / "newer"))
        for file, before, after in CHANGES:
            path = self.new / file
            text = path.read_text("utf-8")
            assert text.count(before) == 1, f"{before!r} in {file}"
            path.write_text(text.replace(before, after), "utf-8")
        self._hosts: dict[Path | None, PluginHost] = {}
        self._schemas: dict[PluginHost, SchemaCache] = {}

    def host(self, release: Path | None) -> PluginHost:
        """The plugins of an installation."""
        if release not in self._hosts:
            sources = [] if release is None else [_glass(release)]
            host = self._hosts[release] = PluginHost(sources, known_unit=is_unit)
            self._schemas[host] = SchemaCache(host, Limits(), size=4)
        return self._hosts[release]

    def schemas(self, host: PluginHost) -> SchemaCache:
        """The schemas of an installation."""
        return self._schemas[host]

    def work(
        self, database: Database, province: Province, release: Path | None, as_: str
    ) -> AbstractAsyncContextManager[Work]:
        """A unit of work of the city office, which has the plugin enabled."""
        host = self.host(release)
        return unit_of_work(
            database,
            province.actor(as_, TENANT),
            library=Library.of(host.packs({"glass"})),
            host=host,
            enabled=("glass",) if release else (),
        )


def _glass(release: Path) -> PluginSource:
    @hookimpl
    def cpaudit_content() -> ContentPack:
        return ContentPack.from_directory(release)

    return PluginSource.of_object("glass", SimpleNamespace(cpaudit_content=cpaudit_content))


@dataclass
class Releases:
    """One database with an audit, and servers on it with one release or another of the plugin ``glass``."""

    database: Database
    province: Province
    audit_id: str
    _installations: Installations
    _stack: AsyncExitStack

    @property
    def old(self) -> Path:
        """The release with which the audit was recorded."""
        return self._installations.old

    @property
    def new(self) -> Path:
        """The release after it."""
        return self._installations.new

    def host(self, release: Path | None) -> PluginHost:
        """The plugins of an installation."""
        return self._installations.host(release)

    def work(self, release: Path | None, as_: str = "auditor") -> AbstractAsyncContextManager[Work]:
        """A unit of work of the city office, which has the plugin enabled."""
        return self._installations.work(self.database, self.province, release, as_)

    async def acts(self, release: Path | None) -> AuditActs:
        """What people do to the audit on a server with this release."""
        host = self.host(release)
        app = application(self.database, host, self._installations.schemas(host))
        client = await self._stack.enter_async_context(client_of(app, self.province))
        return AuditActs(client, f"Audit:{self.audit_id}", TENANT)


@pytest.fixture(scope="session")
def installations(tmp_path_factory: pytest.TempPathFactory) -> Installations:
    """The releases that tests install."""
    return Installations(tmp_path_factory.mktemp("releases"))


Recorded = tuple[Province, str]
"""Who and what there is, and the id of the audit's row."""


@pytest.fixture
def record(
    request: pytest.FixtureRequest, installations: Installations
) -> tuple[str, Callable[[Database], Awaitable[Recorded]]]:
    """Names and makes a database with an audit that was recorded with the older release; concluded where asked for."""
    to_its_end = "concluded" in request.fixturenames

    async def fill(database: Database) -> Recorded:
        province = await build_province(database)
        async with installations.work(database, province, installations.old, "auditor") as work:
            audit_id = await _recorded_audit(work)
        if to_its_end:
            async with installations.work(database, province, installations.old, "auditor") as work:
                await close_phases(work, audit_id)
        return province, audit_id

    return ("concluded_with_glass" if to_its_end else "recorded_with_glass"), fill


@pytest.fixture
async def releases(
    store: Store, installations: Installations, record: tuple[str, Callable[[Database], Awaitable[Recorded]]]
) -> AsyncIterator[Releases]:
    """An installation with a running audit that was recorded with the older release, no phase of it closed."""
    province, audit_id = await store.template(*record)
    async with store.filled(*record) as database, AsyncExitStack() as stack:
        yield Releases(database, province, audit_id, installations, stack)


@pytest.fixture
def concluded(releases: Releases) -> Releases:
    """The same with all phases closed."""
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
