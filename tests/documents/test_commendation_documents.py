"""The document of a list says who is commended on which criteria, and of everybody else why not."""

from __future__ import annotations

import pytest

from cpaudit.quality.models import CommendationEntry, CommendationState
from cpaudit.reporting.blocks import Outline, Table
from cpaudit.reporting.document import CommendationReport
from cpaudit.reporting.outline import outline
from cpaudit.reporting.service import ReportFormat, file_name, render
from cpaudit.text import LANGUAGES
from documents.lists import commendation, entries
from documents.world import sector


@pytest.fixture(scope="module")
def made() -> list[CommendationEntry]:
    return entries(sector("chem", "示例", enterprises=26, seed=7, code="C").audits)


@pytest.fixture(scope="module")
def report() -> CommendationReport:
    return commendation()


def rows(written: Outline, caption: str) -> list[list[str]]:
    return [
        [cell.text for cell in row]
        for block in written.blocks
        if isinstance(block, Table) and block.caption.endswith(caption)
        for row in block.rows
    ]


def test_the_commended_are_ranked_by_the_first_criterion_and_equals_share_a_rank(report: CommendationReport) -> None:
    scores = [next(each.value for each in entry.results if each.code == "QUALITY_SCORE") for entry in report.commended]
    assert scores == ["100", "96", "94", "91", "90", "89", "89"]
    assert [entry.rank for entry in report.commended] == [1, 2, 3, 4, 5, 6, 6]
    assert all(each.met for entry in report.commended for each in entry.results)


def test_everybody_else_is_told_why(report: CommendationReport, made: list[CommendationEntry]) -> None:
    assert len(report.commended) + len(report.others) == len(made)
    assert all(str(entry.reason) and entry.rank is None for entry in report.others)
    told = {row[0]: row[2] for row in rows(outline(report, "en"), "Considered and not commended")}
    assert len(told) == len(report.others)
    assert "not known: reduction of the pollutant that fell most" in told.values()
    assert "left out: 企业正在接受调查（示例）" in told.values()
    assert any(each.startswith("not met: ") and "; not known: " in each for each in told.values())


def test_unknown_is_shown_as_unknown_and_no_figure(report: CommendationReport) -> None:
    unknown = {
        (place, column)
        for place, entry in enumerate(report.others)
        for column, each in enumerate(entry.results, 1)
        if each.value is None
    }
    figures = rows(outline(report, "en"), "Figures of the criteria")[len(report.commended) :]
    assert unknown
    assert {
        (place, column) for place, row in enumerate(figures) for column, text in enumerate(row) if text == "Unknown"
    } == unknown


def test_a_list_that_nobody_approved_says_so_on_its_cover(made: list[CommendationEntry]) -> None:
    draft = commendation(made, state=CommendationState.DRAFT)
    warning = outline(draft, "en").title_page.warning.split("\n")
    assert [line.split()[0] for line in warning] == ["This", "This"]
    assert "has not been approved" in warning[1]
    assert draft.decided_on is None
    assert "approved" not in outline(commendation(made), "en").title_page.warning


def test_a_list_on_which_nobody_is_says_so(made: list[CommendationEntry]) -> None:
    nobody = commendation([each for each in made if not each.commended])
    texts = [block.text for block in outline(nobody, "en").blocks if hasattr(block, "text")]
    assert "No audit meets every criterion." in texts
    everybody = commendation([each for each in made if each.commended])
    texts = [block.text for block in outline(everybody, "en").blocks if hasattr(block, "text")]
    assert "All audits considered are commended." in texts


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("format", ReportFormat)
def test_it_is_written_in_every_format_and_language(
    format: ReportFormat, language: str, report: CommendationReport
) -> None:
    file = render(report, format, language)
    assert file.content.startswith({"html": b"<!DOCTYPE html>", "docx": b"PK", "pdf": b"%PDF"}[format.value])
    assert file.file_name == file_name(report, format, language)
    assert "第一批试点先进企业" in file.file_name


@pytest.mark.parametrize("format", ReportFormat)
def test_what_people_typed_breaks_no_file(format: ReportFormat, made: list[CommendationEntry]) -> None:
    hostile = "<b>x</b> #panic() {{ 7*7 }} \u202e\x00" + "厂" * 250
    own = [CommendationEntry(**{**each.model_dump(), "enterprise": hostile, "reason": hostile}) for each in made[:3]]
    for each in own:
        each.commended = False
    assert len(render(commendation(own), format, "zh-CN").content) > 1000
