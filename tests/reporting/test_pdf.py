"""The report as PDF holds what the outline says, with its fonts in it, on pages that nothing leaves."""

from __future__ import annotations

import ctypes
import dataclasses
from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2
import pytest
from pypdfium2 import raw

from cpaudit.reporting.blocks import FactTable, Table
from cpaudit.reporting.document import AuditReport, EnterpriseProfile, OptionEntry, TeamMember
from cpaudit.reporting.outline import outline
from cpaudit.reporting.pdf import render_pdf
from cpaudit.text import LANGUAGES

MILLIMETRE = 72 / 25.4
LEFT, RIGHT, BOTTOM, TOP = (each * MILLIMETRE for each in (23, 187, 8, 289))
"""The text is 162 mm wide; header and footer stand above and below it."""


@dataclasses.dataclass(frozen=True)
class Opened:
    """A PDF with the text of its pages, without the spaces and breaks that a line on a page does not keep."""

    document: pypdfium2.PdfDocument
    pages: tuple[str, ...]

    @property
    def text(self) -> str:
        return "".join(self.pages)


class Printed(NamedTuple):
    """Where a character stands, in points from the lower left corner of its page, and in which font."""

    left: float
    right: float
    bottom: float
    top: float
    font: str


def squeezed(text: str) -> str:
    return "".join(text.replace("\u200b", "").replace("\ufffe", "-").split())


def opened(report: AuditReport, language: str) -> Opened:
    document = pypdfium2.PdfDocument(render_pdf(report, language))
    return Opened(document, tuple(squeezed(page.get_textpage().get_text_range()) for page in document))


def characters(document: pypdfium2.PdfDocument) -> Iterator[Printed]:
    """Every printed character."""
    name, flags = ctypes.create_string_buffer(200), ctypes.c_int()
    for page in document:
        text = page.get_textpage()
        for index in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(index)
            if right > left and raw.FPDFText_GetFontInfo(text.raw, index, name, 200, flags):
                yield Printed(left, right, bottom, top, name.value.decode().split("+")[-1])


@pytest.fixture(scope="module", params=LANGUAGES)
def written(request: pytest.FixtureRequest, rich_report: AuditReport) -> tuple[str, Opened]:
    """A report in one language, opened once for all tests that only read it."""
    return request.param, opened(rich_report, request.param)


def test_the_bookmarks_are_the_headings_of_the_outline(written: tuple[str, Opened], rich_report: AuditReport) -> None:
    language, reader = written
    headings = [heading.numbered_text for heading in outline(rich_report, language).headings]
    bookmarks = [squeezed(bookmark.get_title()) for bookmark in reader.document.get_toc()]
    assert bookmarks == [squeezed(text) for text in headings]


def test_every_cell_and_caption_of_the_outline_is_on_a_page(
    written: tuple[str, Opened], rich_report: AuditReport
) -> None:
    language, reader = written
    text = reader.text
    for block in outline(rich_report, language).blocks:
        if isinstance(block, Table | FactTable):
            assert squeezed(block.caption) in text
            cells = (
                [cell for row in block.rows for cell in row]
                if isinstance(block, Table)
                else [cell for _, cell in block.facts]
            )
            # The mark that forbids a break is not printed.
            assert [cell.text for cell in cells if squeezed(cell.text) not in text] == []


def test_text_is_in_the_fonts_that_come_with_it_and_inside_the_margins(written: tuple[str, Opened]) -> None:
    _, reader = written
    printed = list(characters(reader.document))
    assert {each.font for each in printed} <= {"NotoSansSC-Regular", "NotoSansSC-Bold", "DejaVuSans", "DejaVuSans-Bold"}
    assert beyond_the_margins(printed) == []


def beyond_the_margins(printed: list[Printed]) -> list[Printed]:
    return [
        each for each in printed if each.left < LEFT or each.right > RIGHT or each.bottom < BOTTOM or each.top > TOP
    ]


def test_the_file_is_named_dated_and_tagged(written: tuple[str, Opened], rich_report: AuditReport) -> None:
    language, reader = written
    page = outline(rich_report, language).title_page
    metadata = reader.document.get_metadata_dict()
    assert metadata["Title"] == f"{page.subtitle} {page.title}"
    assert metadata["CreationDate"].startswith(f"D:{rich_report.issued_on:%Y%m%d}")
    assert reader.document.is_tagged()


def test_the_same_report_is_the_same_file(bare_report: AuditReport) -> None:
    assert render_pdf(bare_report, "zh-CN") == render_pdf(bare_report, "zh-CN")


@pytest.fixture(scope="module")
def long_table(bare_report: AuditReport) -> Opened:
    """A report with a table of more than one page."""
    team = tuple(TeamMember(f"成员{number:03}", "组员", "厂部", "记录" * 10) for number in range(90))
    return opened(dataclasses.replace(bare_report, team=team), "zh-CN")


def test_a_long_table_repeats_its_headings_and_loses_no_row(long_table: Opened) -> None:
    pages = long_table.pages
    holding = [page for page in pages if "成员0" in page]
    assert len(holding) >= 2
    assert all("姓名" in page for page in holding)
    assert [number for number in range(90) if f"成员{number:03}" not in "".join(pages)] == []


def test_what_people_typed_is_text_and_stays_on_the_page(bare_report: AuditReport, rich_report: AuditReport) -> None:
    markup = '#eval("1+1") $x$ *bold* @cite <label> \\u{41} "quoted" A\x00B 🏭'
    option: OptionEntry = rich_report.options[0]
    hostile = dataclasses.replace(
        bare_report,
        enterprise=EnterpriseProfile(name="厂" * 3000, description=markup, address="http://" + "a" * 400),
        commitment="=" * 500,
        team=(TeamMember("长" * 4000, "x" * 300, markup, "行\n" * 200),),
        options=(dataclasses.replace(option, description="描述" * 1500),),
    )
    reader = opened(hostile, "en")
    text = reader.text
    assert squeezed('#eval("1+1")$x$*bold*@cite<label>\\u{41}"quoted"A\ufffdB') in text
    # On the cover, at a glance and in the profile: all of it each time, and what a running title has room for.
    assert text.count("厂") >= 3 * 3000
    assert text.count("长") >= 4000
    assert text.count("描") >= 1500
    assert beyond_the_margins(list(characters(reader.document))) == []


def test_an_audit_that_has_only_begun_is_a_file_too(bare_report: AuditReport) -> None:
    assert "Overview" in opened(bare_report, "en").text
