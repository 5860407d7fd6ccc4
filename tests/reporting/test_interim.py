"""The interim report says what the first phases gave, and nothing of what came later."""

from __future__ import annotations

import datetime as dt

import pytest

from cpaudit.phases import METHODS, MethodKey, PhaseKey
from cpaudit.reporting.blocks import Figure, Table
from cpaudit.reporting.document import AuditReport, RatingStage
from cpaudit.reporting.interim import interim_phases, interim_report
from cpaudit.reporting.kinds import ReportKind
from cpaudit.reporting.outline import outline
from cpaudit.reporting.service import ReportFormat, file_name, render
from cpaudit.text import LANGUAGES


@pytest.fixture(scope="module")
def interim(rich_report: AuditReport) -> AuditReport:
    return interim_report(rich_report, 5)


def test_it_covers_the_phases_up_to_the_screening_of_options() -> None:
    last = {key: METHODS[key].phases[interim_phases(key) - 1].key for key in MethodKey}
    assert last == {
        MethodKey.HANDBOOK_1996: PhaseKey.OPTION_GENERATION,
        MethodKey.GUIDE_2018: PhaseKey.OPTION_GENERATION_AND_SCREENING,
    }


def test_its_chapters_are_those_of_an_interim_report(interim: AuditReport) -> None:
    written = outline(interim, "zh-CN")
    assert [heading.numbered_text for heading in written.headings if heading.level == 1] == [
        "1 企业概况",
        "2 审核准备",
        "3 预审核",
        "4 审核",
        "5 方案产生和筛选",
        "6 边审核边实施的无/低费方案",
        "7 后续工作",
        "A 附录",
    ]
    assert written.title_page.title == "清洁生产中期审核报告"
    assert outline(interim, "en").title_page.title == "Interim Cleaner Production Audit Report"


def test_what_later_phases_gave_is_not_in_it(interim: AuditReport, rich_report: AuditReport) -> None:
    assert len(interim.phases) == 5
    assert (
        {each.stage for each in interim.ratings} == {RatingStage.BEFORE} == {each.stage for each in interim.benchmarks}
    )
    assert not any((interim.studies, interim.portfolio, interim.funding, interim.inventory, interim.conclusion))
    assert {each.reached for each in interim.targets} == {None}
    assert rich_report.conclusion
    assert [option.code for option in interim.options] == [option.code for option in rich_report.options]
    assert {option.code for option in interim.options if option.outcome} == {"F1", "F2"}
    for block in outline(interim, "en").blocks:
        if isinstance(block, Table):
            assert "After the audit" not in {cell.text for row in block.rows for cell in row}


def test_it_is_dated_when_its_phases_were_closed(rich_report: AuditReport, interim: AuditReport) -> None:
    assert interim.issued_on == rich_report.issued_on
    assert interim_report(rich_report, 4).issued_on == dt.date(2026, 4, 15)


@pytest.mark.parametrize("format", ReportFormat)
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_written_in_every_format_and_language(
    format: ReportFormat, language: str, bare_report: AuditReport
) -> None:
    report = interim_report(bare_report, 5)
    file = render(report, format, language)
    assert file.content.startswith({"html": b"<!DOCTYPE html>", "docx": b"PK", "pdf": b"%PDF"}[format.value])
    assert file.file_name == file_name(report, format, language)
    assert file.file_name.startswith(ReportKind.INTERIM.heading.text(language))
    assert any(isinstance(block, Figure) for block in outline(report, language).blocks)
