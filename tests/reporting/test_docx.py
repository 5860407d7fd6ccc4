"""The Word report opens, holds what the outline says, and shows Chinese in Chinese fonts."""

from __future__ import annotations

import dataclasses
import io

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from cpaudit.reporting.blocks import FactTable, Figure, Table
from cpaudit.reporting.document import (
    AuditReport,
    Balance,
    ContentPin,
    EnterpriseProfile,
    FlowQuantity,
    FundingSource,
    InventoryChange,
    TeamMember,
)
from cpaudit.reporting.docx import render_docx
from cpaudit.reporting.figures import Money, Quantity
from cpaudit.reporting.outline import outline
from cpaudit.text import LANGUAGES


def opened(report: AuditReport, language: str) -> WordDocument:
    return Document(io.BytesIO(render_docx(report, language)))


@pytest.fixture(scope="module")
def document(rich_report: AuditReport) -> WordDocument:
    """The Chinese report, opened once for all tests that only read it."""
    return opened(rich_report, "zh-CN")


def headings(document: WordDocument) -> list[str]:
    return [
        paragraph.text
        for paragraph in document.paragraphs
        if paragraph.style is not None and (paragraph.style.name or "").startswith("Heading")
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_document_holds_every_heading_table_and_chart_of_the_outline(
    language: str, rich_report: AuditReport
) -> None:
    document = opened(rich_report, language)
    written = outline(rich_report, language)
    assert headings(document) == [heading.numbered_text for heading in written.headings]
    tables = [block for block in written.blocks if isinstance(block, Table | FactTable)]
    assert len(document.tables) == len(tables) + 1, "the title page has a table of its own"
    figures = [block for block in written.blocks if isinstance(block, Figure)]
    assert len(document.inline_shapes) == len(figures)
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert described == [block.chart.alt for block in figures]


def test_cells_are_those_of_the_outline(document: WordDocument, rich_report: AuditReport) -> None:
    [expected] = [
        block
        for block in outline(rich_report, "zh-CN").blocks
        if isinstance(block, Table) and block.caption.endswith("经济评估结果")
    ]
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert [column.heading for column in expected.columns] in rows
    for row in expected.rows:
        assert [cell.marked_text for cell in row] in rows


def test_every_style_names_an_east_asian_font(document: WordDocument) -> None:
    cells = (cell for table in document.tables for row in table.rows for cell in row.cells)
    paragraphs = [*document.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)]
    used = {paragraph.style.name for paragraph in paragraphs if paragraph.style is not None}
    assert len(used) >= 10
    for name in used:
        fonts = document.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) in ("宋体", "黑体"), name
        assert fonts.get(qn("w:eastAsiaTheme")) is None, name


def test_the_heading_row_of_a_table_repeats_and_no_row_breaks(document: WordDocument, rich_report: AuditReport) -> None:
    with_heading = [table for table in document.tables if table._tbl.xpath(".//w:tblHeader")]
    expected = [block for block in outline(rich_report, "zh-CN").blocks if isinstance(block, Table)]
    assert len(with_heading) == len(expected)
    for table in document.tables:
        assert len(table._tbl.xpath(".//w:cantSplit")) == len(table.rows)


def test_the_properties_of_a_table_stand_in_the_order_of_the_schema(document: WordDocument) -> None:
    order = ["tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook"]
    for table in document.tables:
        names = [child.tag.rpartition("}")[2] for child in table._tbl.tblPr]
        assert names == [name for name in order if name in names]
        assert {"tblBorders", "tblCellMar"} <= set(names)


def test_contents_and_page_numbers_are_fields(document: WordDocument, rich_report: AuditReport) -> None:
    instructions = [element.text.strip() for element in document.element.body.iter(qn("w:instrText"))]
    count = len(list(outline(rich_report, "zh-CN").headings))
    assert instructions[0].startswith("TOC")
    assert sum(instruction.startswith("PAGEREF") for instruction in instructions) == count
    bookmarks = [element.get(qn("w:name")) for element in document.element.body.iter(qn("w:bookmarkStart"))]
    assert {instruction.split()[1] for instruction in instructions[1:]} == set(bookmarks)
    kinds = [element.get(qn("w:fldCharType")) for element in document.element.body.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == count + 1
    footer = document.sections[0].footer.paragraphs[0]
    assert [element.text.strip() for element in footer._p.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]
    assert "示例硫酸厂有限公司" in document.sections[0].header.paragraphs[0].text
    assert document.sections[0].different_first_page_header_footer


def test_characters_that_xml_forbids_do_not_break_the_file(bare_report: AuditReport) -> None:
    name = "A\x00B\x0b\x1f\ufffe\ud800<w:p/>&amp;🏭"
    hostile = dataclasses.replace(
        bare_report,
        enterprise=EnterpriseProfile(name=name),
        team=(TeamMember(name, name),),
        conclusion=name,
        inventory=(InventoryChange(name, Quantity(2, name), Quantity(1, name)),),
        balances=(
            Balance(
                name=name,
                unit=name,
                inputs=(FlowQuantity(name, Quantity(2, name)),),
                outputs=(FlowQuantity(name, Quantity(2, name)),),
                gap=0.0,
            ),
        ),
        funding=(FundingSource(name, name, Money(5, name)),),
        pins=(ContentPin(name, name, name),),
    )
    text = "\n".join(paragraph.text for paragraph in opened(hostile, "en").paragraphs)
    assert "A\ufffdB\ufffd\ufffd\ufffd\ufffd<w:p/>&amp;🏭" in text


def test_a_name_as_long_as_a_page_opens(bare_report: AuditReport) -> None:
    hostile = dataclasses.replace(bare_report, enterprise=EnterpriseProfile(name="厂" * 5000))
    assert len(opened(hostile, "zh-CN").core_properties.title) <= 255


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_audit_that_has_only_begun_is_a_document_too(language: str, bare_report: AuditReport) -> None:
    document = opened(bare_report, language)
    assert headings(document) == [heading.numbered_text for heading in outline(bare_report, language).headings]


def test_the_document_is_dated_by_the_report_and_not_by_the_clock(
    document: WordDocument, rich_report: AuditReport
) -> None:
    properties = document.core_properties
    assert properties.created is not None
    assert properties.created.date() == rich_report.issued_on
    assert properties.title == "示例硫酸厂有限公司 清洁生产审核报告"
