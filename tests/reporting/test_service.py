"""Who gets the report of an audit, at what price, and what its file is called."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cpaudit.audits.models import Measurement
from cpaudit.errors import Denied, InvalidInput, NotFound
from cpaudit.reporting.document import AuditReport, EnterpriseProfile
from cpaudit.reporting.service import ReportFormat, audit_report, file_name, read_format, render, rendered
from cpaudit.storage.database import Database
from support.recorded_audit import measured, record_audit
from support.stages import OpenWork
from support.statements import counted
from support.world import Province


@pytest.fixture
async def recorded(open_work: OpenWork) -> str:
    """The id of an audit of the chemicals department, with something recorded of every kind."""
    async with open_work() as work:
        return await record_audit(work)


async def test_a_report_is_read_with_the_names_of_people_and_tenant(
    recorded: str, open_work: OpenWork, province: Province
) -> None:
    async with open_work("viewer") as work:
        report = await audit_report(work, recorded)

    assert report.issued_by == {"zh-CN": "示例省化工厅", "en": "Chemicals"}
    assert report.phases[0].completed_by == province.person("auditor").name
    assert [department.name for department in report.enterprise.departments] == ["制酸车间", "环保科"]
    assert len(report.options) == 5
    assert report.balances[0].gap == pytest.approx(0.0848, abs=0.0001)


async def test_a_report_costs_the_same_statements_whatever_is_recorded(
    recorded: str, open_work: OpenWork, database: Database
) -> None:
    async with open_work() as work:
        with counted(database) as few:
            await audit_report(work, recorded)
    async with open_work() as work:
        [stream] = {each.stream_id for each in await work.all(Measurement, substance="S", method="称量与化验")}
        for value in range(1, 20):
            work.session.add(
                Measurement(
                    tenant_id=work.actor.tenant, audit_id=recorded, stream_id=stream, amount=measured(value, "t/d")
                )
            )
    async with open_work() as work:
        with counted(database) as many:
            report = await audit_report(work, recorded)

    assert len(report.measurements) == 23
    assert len(many) == len(few)


async def test_another_tenant_and_the_staff_of_another_enterprise_find_no_audit(
    recorded: str, open_work: OpenWork
) -> None:
    for who, tenant in (("auditor", "light"), ("staff", "chem")):
        async with open_work(who, tenant) as work:
            with pytest.raises(NotFound):
                await audit_report(work, recorded)


async def test_who_administers_the_platform_reads_no_report(
    recorded: str, database: Database, open_work: OpenWork
) -> None:
    async with open_work() as work:
        work.actor = replace(work.actor, role=None, platform_admin=True)
        with pytest.raises(Denied):
            await audit_report(work, recorded)


@pytest.mark.parametrize("format", ReportFormat)
async def test_a_report_is_rendered_beside_the_event_loop(format: ReportFormat, bare_report: AuditReport) -> None:
    aside = await rendered(bare_report, format, "en")

    assert (aside.file_name, aside.media_type) == (
        render(bare_report, format, "en").file_name,
        render(bare_report, format, "en").media_type,
    )
    assert aside.content.startswith({"html": b"<!DOCTYPE html>", "docx": b"PK", "pdf": b"%PDF-1.7"}[format.value])


def test_a_file_is_named_after_enterprise_and_round(bare_report: AuditReport) -> None:
    assert file_name(bare_report, ReportFormat.DOCX, "zh-CN") == "清洁生产审核报告_示例厂_第1轮.docx"


def test_a_file_name_holds_nothing_that_a_file_system_refuses(bare_report: AuditReport) -> None:
    hostile = replace(bare_report, enterprise=EnterpriseProfile(name="../../etc/passwd\n<b>:?\0" + "长" * 300))
    name = file_name(hostile, ReportFormat.HTML, "en")

    assert not set('/\\<>:"|?*\n\0') & set(name)
    assert len(name.encode()) <= 255


def test_there_is_no_report_in_another_format_or_language(bare_report: AuditReport) -> None:
    with pytest.raises(InvalidInput, match="'odt'"):
        read_format("odt")
    with pytest.raises(InvalidInput, match="'fr'"):
        render(bare_report, ReportFormat.HTML, "fr")
