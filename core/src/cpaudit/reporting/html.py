"""The report as one printable HTML file that needs nothing beside it."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from cpaudit.reporting.blocks import Block, FactTable, Figure, Heading, Note, Paragraph, Table
from cpaudit.reporting.document import Document
from cpaudit.reporting.labels import Label
from cpaudit.reporting.outline import outline
from cpaudit.reporting.widths import column_shares

_KINDS: dict[type[Block], str] = {
    Heading: "heading",
    Paragraph: "paragraph",
    Note: "note",
    Table: "table",
    FactTable: "facts",
    Figure: "figure",
}


def render_html(report: Document, language: str) -> str:
    """Render *report* in *language*: styles and charts are inline, no script, nothing is fetched.

    Raises:
        InvalidInput: there is no report in this language.
    """
    written = outline(report, language)
    return _template().render(
        report=written,
        contents=Label.CONTENTS.text(language),
        page=Label.PAGE.fill(language, page='" counter(page) "', pages='" counter(pages) "'),
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("cpaudit.reporting"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["kind"] = lambda block: _KINDS[type(block)]
    environment.filters["shares"] = column_shares
    return environment.get_template("report.html.jinja")
