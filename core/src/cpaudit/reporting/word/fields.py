"""Fields and bookmarks of Word: page numbers and a table of contents that can be updated."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Length
from docx.text.paragraph import Paragraph

from cpaudit.reporting.blocks import Heading
from cpaudit.reporting.word.elements import element
from cpaudit.reporting.word.styles import CONTENTS, add_paragraph


def add_field(paragraph: Paragraph, instruction: str, result: str = "") -> None:
    """Append a field with the text that stands there until it is updated."""
    _begin(paragraph, instruction)
    paragraph.add_run(result)
    _mark(paragraph, "end")


def add_bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Make *paragraph* a place that fields can refer to; *number* is unique in the document."""
    start = element("w:bookmarkStart", {"w:id": str(number), "w:name": name})
    end = element("w:bookmarkEnd", {"w:id": str(number)})
    # Properties of a paragraph have to stay its first child.
    position = 0 if paragraph._p.pPr is None else 1
    paragraph._p.insert(position, start)
    paragraph._p.append(end)


def bookmark_name(heading: Heading) -> str:
    """The name of a heading's bookmark: letters, digits and underscores, at most 40."""
    return "_Toc_" + heading.number.replace(".", "_")


def add_contents(document: Document, headings: Sequence[Heading], width: Length) -> None:
    """Add a table of contents: a field whose entries are already there, so that every viewer shows them.

    Page numbers are references to the headings' bookmarks; Word fills them in when it updates the fields.
    """
    last = len(headings) - 1
    for index, heading in enumerate(headings):
        paragraph = add_paragraph(document, "", CONTENTS[heading.level - 1])
        paragraph.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        if index == 0:
            _begin(paragraph, r'TOC \o "1-2" \h \z \u', dirty=True)
        paragraph.add_run(f"{heading.numbered_text}\t")
        add_field(paragraph, rf"PAGEREF {bookmark_name(heading)} \h")
        if index == last:
            _mark(paragraph, "end")


def _begin(paragraph: Paragraph, instruction: str, *, dirty: bool = False) -> None:
    _mark(paragraph, "begin", dirty=dirty)
    text = element("w:instrText", {"xml:space": "preserve"})
    text.text = f" {instruction} "
    paragraph.add_run()._r.append(text)
    _mark(paragraph, "separate")


def _mark(paragraph: Paragraph, kind: str, *, dirty: bool = False) -> None:
    attributes = {"w:fldCharType": kind} | ({"w:dirty": "true"} if dirty else {})
    paragraph.add_run()._r.append(element("w:fldChar", attributes))
