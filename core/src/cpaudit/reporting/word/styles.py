"""The styles of a report in Word, each with a Latin and an East Asian font."""

from __future__ import annotations

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from cpaudit.reporting.word.elements import element

# The fonts that official Chinese documents use and that every Chinese Word has.
SERIF = ("Times New Roman", "宋体")
SANS = ("Arial", "黑体")

ACCENT = RGBColor(0x0B, 0x4F, 0x7D)
INK = RGBColor(0x1F, 0x29, 0x33)
MUTED = RGBColor(0x5B, 0x67, 0x74)
WARNING_COLOR = RGBColor(0xA3, 0x47, 0x00)
GOOD_COLOR = RGBColor(0x00, 0x69, 0x4D)

COVER_ENTERPRISE = "Cover Enterprise"
COVER_TITLE = "Cover Title"
CONTENTS_TITLE = "Contents Title"
CONTENTS = ("toc 1", "toc 2")
TABLE_TEXT = "Table Text"
FOOTNOTE = "Table Footnote"
SPACER = "Spacer"
NOTE = "Note"
WARNING = "Warning Note"


def apply_styles(document: Document, language: str) -> None:
    """Set the page to A4 and define every style that the report uses."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin, section.bottom_margin = Mm(25), Mm(22)
    section.different_first_page_header_footer = True

    normal = _style(document, "Normal", SERIF, 10.5)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.3
    _set_language(normal, language)

    for level, size, before in ((1, 16.0, 0.0), (2, 12.5, 14.0)):
        heading = _style(document, f"Heading {level}", SANS, size, bold=True, color=ACCENT if level == 1 else INK)
        heading.paragraph_format.space_before = Pt(before)
        heading.paragraph_format.space_after = Pt(10 if level == 1 else 6)
        heading.paragraph_format.keep_with_next = True
        heading.paragraph_format.page_break_before = level == 1

    caption = _style(document, "Caption", SANS, 9, bold=True, color=INK)
    caption.paragraph_format.space_before = Pt(8)
    caption.paragraph_format.space_after = Pt(4)

    for name, size, color in ((COVER_ENTERPRISE, 20.0, INK), (COVER_TITLE, 26.0, ACCENT)):
        cover = _style(document, name, SANS, size, bold=name == COVER_TITLE, color=color)
        cover.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        cover.paragraph_format.space_after = Pt(18)
    _style(document, CONTENTS_TITLE, SANS, 16, bold=True, color=ACCENT).paragraph_format.space_after = Pt(10)
    for level, name in enumerate(CONTENTS):
        entry = _style(document, name, SERIF, 9.5, bold=level == 0)
        entry.paragraph_format.left_indent = Mm(7 * level)
        entry.paragraph_format.space_before = Pt(3 if level == 0 else 0)
        entry.paragraph_format.space_after = Pt(0)
        # The outline has up to sixty headings: this is how they fit on one page.
        entry.paragraph_format.line_spacing = 1.0

    table_text = _style(document, TABLE_TEXT, SERIF, 9)
    table_text.paragraph_format.space_after = Pt(0)
    table_text.paragraph_format.line_spacing = 1.15
    footnote = _style(document, FOOTNOTE, SERIF, 8.5, color=MUTED).paragraph_format
    footnote.space_before, footnote.space_after = Pt(2), Pt(0)
    spacer = _style(document, SPACER, SERIF, 4).paragraph_format
    spacer.space_after, spacer.line_spacing = Pt(0), 1.0
    for name, color in ((NOTE, MUTED), (WARNING, WARNING_COLOR)):
        _style(document, name, SERIF, 10, color=color).paragraph_format.left_indent = Mm(4)
    for name in ("Header", "Footer"):
        _style(document, name, SERIF, 8.5, color=MUTED)


def add_paragraph(document: Document, text: str, style: str) -> Paragraph:
    """Add a paragraph in one of the report's styles.

    By the style's id: python-docx looks through all styles for each paragraph that names one, much of the time of a
    report.
    """
    paragraph = document.add_paragraph(text)
    paragraph._p.style = style_id(style)
    return paragraph


def style_id(name: str) -> str:
    """The id under which a style of the report is kept in the file."""
    return name.replace(" ", "")


def _style(
    document: Document,
    name: str,
    fonts: tuple[str, str],
    size: float,
    *,
    bold: bool = False,
    color: RGBColor = INK,
) -> ParagraphStyle:
    styles = document.styles
    style = (
        styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name in CONTENTS)
    )
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is not a style of paragraphs")
    if style.style_id != style_id(name):
        raise ValueError(f"the style {name} has the id {style.style_id}")
    latin, east_asian = fonts
    style.font.name = latin
    style.font.size = Pt(size)
    style.font.bold = bold
    style.font.italic = False
    style.font.color.rgb = color
    properties = style.element.get_or_add_rPr()
    faces = properties.get_or_add_rFonts()
    # Theme fonts, where a style has them, would win over the names.
    for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        faces.attrib.pop(qn(attribute), None)
    faces.set(qn("w:eastAsia"), east_asian)
    return style


def _set_language(style: ParagraphStyle, language: str) -> None:
    """Tell Word in which language to check spelling and to break lines."""
    properties = style.element.get_or_add_rPr()
    for existing in properties.findall(qn("w:lang")):
        properties.remove(existing)
    latin = language if language != "zh-CN" else "en-US"
    properties.append(element("w:lang", {"w:val": latin, "w:eastAsia": "zh-CN"}))
