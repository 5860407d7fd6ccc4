"""The report as a Word document."""

from __future__ import annotations

import datetime as dt
import io

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Inches, Length, Pt

from cpaudit.reporting import document as doc
from cpaudit.reporting.blocks import (
    Block,
    Cell,
    FactTable,
    Figure,
    Heading,
    Note,
    Outline,
    Paragraph,
    Table,
    TitlePage,
    Tone,
)
from cpaudit.reporting.labels import Label
from cpaudit.reporting.outline import outline
from cpaudit.reporting.word.fields import add_bookmark, add_contents, add_field, bookmark_name
from cpaudit.reporting.word.styles import (
    CONTENTS_TITLE,
    COVER_ENTERPRISE,
    COVER_TITLE,
    FOOTNOTE,
    NOTE,
    SPACER,
    WARNING,
    add_paragraph,
    apply_styles,
)
from cpaudit.reporting.word.tables import add_fact_table, add_table


def render_docx(report: doc.Document, language: str) -> bytes:
    """Render *report* in *language* as an Office Open XML document.

    Raises:
        InvalidInput: there is no report in this language.
    """
    written = outline(report, language)
    document = Document()
    apply_styles(document, language)
    width = _text_width(document)
    _properties(document, written, report.issued_on)
    _frame(document, written)
    _title_page(document, written.title_page, width)
    add_paragraph(document, Label.CONTENTS.text(language), CONTENTS_TITLE)
    add_contents(document, tuple(written.headings), width)
    for number, block in enumerate(written.blocks):
        _add(document, block, number, width)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _text_width(document: WordDocument) -> Length:
    section = document.sections[0]
    page, left, right = section.page_width, section.left_margin, section.right_margin
    if page is None or left is None or right is None:
        raise ValueError("the page has no size")
    return Length(page - left - right)


def _properties(document: WordDocument, written: Outline, issued_on: dt.date) -> None:
    """Name the document, and date it by the report and not by the clock: the same report gives the same file."""
    properties = document.core_properties
    properties.title = f"{written.title_page.subtitle} {written.title_page.title}"[:255]
    properties.language = written.language
    properties.author = "cpaudit"
    properties.comments = ""
    issued = dt.datetime.combine(issued_on, dt.time(), dt.UTC)
    properties.created = properties.modified = issued


def _frame(document: WordDocument, written: Outline) -> None:
    """Header and footer of every page but the first."""
    section = document.sections[0]
    header = section.header.paragraphs[0]
    header.text = f"{written.title_page.subtitle}　{written.title_page.title}"
    header.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, between, after = Label.PAGE.fill(written.language, page="\0", pages="\0").split("\0")
    footer.add_run(before)
    add_field(footer, "PAGE", "1")
    footer.add_run(between)
    add_field(footer, "NUMPAGES", "1")
    footer.add_run(after)


def _title_page(document: WordDocument, page: TitlePage, width: Length) -> None:
    enterprise = add_paragraph(document, page.subtitle, COVER_ENTERPRISE)
    enterprise.paragraph_format.space_before = Pt(150)
    add_paragraph(document, page.title, COVER_TITLE)
    if page.warning:
        add_paragraph(document, page.warning, WARNING).alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph().paragraph_format.space_after = Pt(60)
    add_fact_table(document, FactTable("", tuple((name, Cell(value)) for name, value in page.facts)), width)
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _add(document: WordDocument, block: Block, number: int, width: Length) -> None:
    match block:
        case Heading():
            heading = add_paragraph(document, block.numbered_text, f"Heading {block.level}")
            add_bookmark(heading, bookmark_name(block), number)
        case Paragraph():
            document.add_paragraph(block.text)
        case Note():
            add_paragraph(document, block.text, WARNING if block.tone is Tone.WARNING else NOTE)
        case Table() | FactTable():
            _add_captioned_table(document, block, width)
        case Figure():
            _add_figure(document, block, width)


def _add_captioned_table(document: WordDocument, block: Table | FactTable, width: Length) -> None:
    add_paragraph(document, block.caption, "Caption").paragraph_format.keep_with_next = True
    if isinstance(block, Table):
        add_table(document, block, width)
    else:
        add_fact_table(document, block, width)
    for footnote in block.footnotes:
        add_paragraph(document, footnote, FOOTNOTE)
    # Word joins two tables that have no paragraph between them.
    add_paragraph(document, "", SPACER)


def _add_figure(document: WordDocument, block: Figure, width: Length) -> None:
    picture = document.add_paragraph()
    picture.alignment = WD_ALIGN_PARAGRAPH.CENTER
    picture.paragraph_format.keep_with_next = True
    inline = picture.add_run().add_picture(
        io.BytesIO(block.chart.png), width=min(width, Inches(block.chart.width_inches))
    )
    inline._inline.docPr.set("descr", block.chart.alt)
    # Without these LibreOffice assumes a distance, and pushes a picture as wide as the text off its place.
    for side in ("distT", "distB", "distL", "distR"):
        inline._inline.set(side, "0")
    add_paragraph(document, block.caption, "Caption").alignment = WD_ALIGN_PARAGRAPH.CENTER
