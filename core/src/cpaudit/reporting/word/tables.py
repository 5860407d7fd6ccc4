"""Tables of a report in Word: three rules (三线表), a heading row that repeats, rows that stay whole."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell
from docx.table import _Row as WordRow

from cpaudit.reporting.blocks import Align, Cell, FactTable, Table, Tone
from cpaudit.reporting.widths import column_shares
from cpaudit.reporting.word.elements import element
from cpaudit.reporting.word.styles import GOOD_COLOR, MUTED, TABLE_TEXT, WARNING_COLOR, style_id

_ALIGNMENTS = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}
_HEADING_FILL = "EEF2F5"
# Widths of rules are in eighths of a point.
_HEAVY, _MEDIUM, _LIGHT = 12, 6, 4
_INK, _LINE = "1F2933", "C7CED6"
_NAME_SHARE = 0.3
# In twentieths of a point, in the order that the schema prescribes.
_CELL_MARGINS = (("top", 50), ("left", 90), ("bottom", 50), ("right", 90))
_SHORT_TABLE = 12
# With the headings, the rows that the first page of a longer table has at least.
_FIRST_ROWS = 3


def add_table(document: Document, block: Table, width: Length) -> None:
    """Add *block* at the full *width* of the text."""
    table = _new_table(document, len(block.rows) + 1, [int(width * share) for share in column_shares(block)])
    head, *body = table.rows
    _row_property(head, "w:tblHeader")
    for word_cell, column in zip(head.cells, block.columns, strict=True):
        _write(word_cell, Cell(column.heading, tone=Tone.STRONG), column.align)
        _shade(word_cell)
    for word_row, row in zip(body, block.rows, strict=True):
        for word_cell, cell, column in zip(word_row.cells, row, block.columns, strict=True):
            _write(word_cell, cell, column.align)
    _keep_together(table)


def add_fact_table(document: Document, block: FactTable, width: Length) -> None:
    """Add names and values at the full *width* of the text."""
    names = int(width * _NAME_SHARE)
    table = _new_table(document, len(block.facts), [names, width - names])
    for row, (name, value) in zip(table.rows, block.facts, strict=True):
        _write(row.cells[0], Cell(name), Align.LEFT, color=MUTED)
        _write(row.cells[1], value, Align.LEFT)
    _keep_together(table)


def _new_table(document: Document, rows: int, widths: Sequence[int]) -> WordTable:
    table: WordTable = document.add_table(rows, len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Length(width)
    for row in table.rows:
        _row_property(row, "w:cantSplit")
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Length(width)
    borders = element("w:tblBorders")
    for side, size, color in (("top", _HEAVY, _INK), ("bottom", _HEAVY, _INK), ("insideH", _LIGHT, _LINE)):
        borders.append(_border(side, size, color))
    properties = table._tbl.tblPr
    # The schema prescribes the order of these, and Word refuses a file that does not keep it.
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    margins = element("w:tblCellMar")
    for side, twips in _CELL_MARGINS:
        margins.append(element(f"w:{side}", {"w:w": str(twips), "w:type": "dxa"}))
    properties.insert_element_before(margins, "w:tblLook")
    return table


def _keep_together(table: WordTable) -> None:
    """Let a short table move to the next page rather than break, and a long one begin with more than one row."""
    rows = table.rows[:-1] if len(table.rows) <= _SHORT_TABLE else table.rows[:_FIRST_ROWS]
    for row in rows:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _write(word_cell: WordCell, cell: Cell, align: Align, *, color: RGBColor | None = None) -> None:
    paragraph = word_cell.paragraphs[0]
    # By its id, see add_paragraph of the styles.
    paragraph._p.style = style_id(TABLE_TEXT)
    paragraph.alignment = _ALIGNMENTS[align]
    run = paragraph.add_run(cell.text)
    run.font.bold = cell.tone in (Tone.STRONG, Tone.WARNING) or None
    tone_color = {Tone.GOOD: GOOD_COLOR, Tone.WARNING: WARNING_COLOR}.get(cell.tone, color)
    if tone_color is not None:
        run.font.color.rgb = tone_color
    if cell.marks:
        paragraph.add_run("".join(cell.marks)).font.superscript = True


def _shade(word_cell: WordCell) -> None:
    properties = word_cell._tc.get_or_add_tcPr()
    borders = element("w:tcBorders")
    borders.append(_border("bottom", _MEDIUM, _INK))
    properties.append(borders)
    shading = element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": _HEADING_FILL})
    properties.append(shading)


def _row_property(row: WordRow, name: str) -> None:
    row._tr.get_or_add_trPr().append(element(name))


def _border(side: str, size: int, color: str) -> BaseOxmlElement:
    return element(f"w:{side}", {"w:val": "single", "w:sz": str(size), "w:space": "0", "w:color": color})
