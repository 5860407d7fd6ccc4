"""What plugins find and add is shown with their name; one that fails costs nobody else's words."""

from __future__ import annotations

import io

import pytest
from docx import Document

from cpaudit.api.schemas import core_names
from cpaudit.contributions import ContentPack
from cpaudit.engine import is_unit
from cpaudit.hookspecs import hookimpl
from cpaudit.library import Library
from cpaudit.plugins import PluginHost, PluginSource
from cpaudit.reporting.document import AuditReport
from cpaudit.reporting.service import ReportFormat, audit_report, render
from cpaudit.storage.database import Database
from cpaudit.work import unit_of_work
from support.client import GraphqlClient
from support.everything import PACK, Everything
from support.recorded_audit import record_audit
from support.stages import OpenWork
from support.world import Province


@pytest.fixture
async def audit(open_work: OpenWork) -> str:
    """The id of an audit of the chemicals department."""
    async with open_work() as work:
        return await record_audit(work)


async def test_a_plugins_findings_join_the_review_of_the_phase_the_audit_is_in(
    graphql: GraphqlClient, audit: str
) -> None:
    query = (
        "query Q($id: ID!) { audit(id: $id) { phases { key passedAt review "
        '{ code plugin severity passed message(lang: "en") evidence(lang: "en") path } } } }'
    )

    phases = (await graphql(query, id=f"Audit:{audit}"))["audit"]["phases"]

    present = next(phase for phase in phases if phase["passedAt"] is None)
    [found] = [each for each in present["review"] if each["plugin"] == "glass"]
    assert found["code"] == "GLS_CULLET"
    assert (found["severity"], found["passed"], found["path"]) == ("WARNING", None, ["streams"])
    assert found["evidence"][0].endswith(" streams")
    others = [each for phase in phases if phase is not present for each in phase["review"]]
    assert [each for each in others if each["plugin"] == "glass"] == []


class Failing:
    """A plugin whose review and sections fail."""

    @hookimpl
    def cpaudit_content(self) -> ContentPack:
        pack = ContentPack.from_directory(PACK)
        return ContentPack(manifest=pack.manifest.model_copy(update={"id": "failing"}))

    @hookimpl
    def cpaudit_report_sections(self) -> object:
        raise RuntimeError("no furnace")


async def report_of(database: Database, province: Province, audit: str) -> AuditReport:
    sources = [PluginSource.of_object("glass", Everything()), PluginSource.of_object("failing", Failing())]
    host = PluginHost(sources, known_unit=is_unit, core_names=core_names)
    actor = province.actor("auditor", "chem")
    enabled = ("failing", "glass")
    async with unit_of_work(database, actor, library=Library.of(()), host=host, enabled=enabled) as work:
        return await audit_report(work, audit)


async def test_reports_hold_the_sections_of_plugins_and_say_which_plugin_failed(
    database: Database, province: Province, audit: str
) -> None:
    report = await report_of(database, province, audit)

    html = render(report, ReportFormat.HTML, "en").content.decode()
    for words in (
        "Furnaces (plugin: Glass)",
        "An illustrative paragraph",
        "Energy falls",
        "No cullet is recorded",
        "The plugin Glass failed; what it adds to this report may be incomplete.",
    ):
        assert words in html
    document = Document(io.BytesIO(render(report, ReportFormat.DOCX, "zh-CN").content))
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    assert any("熔窑（插件：" in each for each in paragraphs)
    assert "示例文字" in paragraphs
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "F-2" in cells
    assert cells[cells.index("F-2") + 1] == "—"


async def test_a_report_without_plugins_has_no_chapter_of_theirs(open_work: OpenWork, audit: str) -> None:
    async with open_work() as work:
        report = await audit_report(work, audit)

    assert report.plugins == ()
    assert "Contributions of industry plugins" not in render(report, ReportFormat.HTML, "en").content.decode()
