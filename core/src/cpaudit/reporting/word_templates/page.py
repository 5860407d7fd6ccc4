"""For developers: the page on templates, ``python -m cpaudit.reporting.word_templates.page``, for docs."""

from __future__ import annotations

from cpaudit.reporting.kinds import DocumentKind
from cpaudit.reporting.word_templates.sandbox import FILTERS, LOOP_FIELDS, MOST_SECONDS
from cpaudit.reporting.word_templates.shapes import documented, report_shape

_HEAD = """# Word templates of reports

A tenant's administrator can have reports written in the tenant's own Word layout: a DOCX with fields, one for
each kind of document and language: `AUDIT`, `INTERIM`, `SECTOR_REPORT`, `PROGRAMME_SUMMARY`,
`COMMENDATION_LIST`. `addReportTemplate` takes the file in Base64 and answers with what is wrong
with it, each problem with the part of the document, the text around it and the field that is meant; `dryRun`
only looks. A file without problems is kept as a version, and from then on the Word report is written with it.
`useReportTemplate` goes back to another version, `resetReportTemplate` to the layout that cpaudit brings. HTML
and PDF keep that layout.

```
{{ enterprise.name }}
{%p for option in options %}
{{ loop.index }}. {{ option.name }}: {{ option.economics.npv.text }}
{%p endfor %}
{% if illustrative %}{{ warning }}{% endif %}
```

`{%p … %}` stands alone in its paragraph and repeats paragraphs, `{%tr … %}` alone in its row and repeats rows
of a table, `{%tc … %}` cells. Header, footer, footnotes and the document's title are filled as well. `{{
chart.picture }}` in a loop over `charts` shows a chart.
"""

_RULES = """
A template holds fields, `for`, `if`, comparisons and the filters FILTERS; within a loop `loop` has LOOPS. It
calls nothing, and is given up when it takes more than SECONDS seconds. A file with macros, embedded or linked
content is refused. Numbers are printed as in the report; what is not known is a dash. Behind a name with `[]`
stands a list to loop over; a record that may be missing can be asked for with `if`.

"""

_FIELDS = """
## Fields of TITLE

KINDS

| field | what it is |
| --- | --- |
"""

_PARTS = (
    ("reports on audits", (DocumentKind.AUDIT, DocumentKind.INTERIM)),
    ("sector reports and programme summaries", (DocumentKind.SECTOR_REPORT, DocumentKind.PROGRAMME_SUMMARY)),
    ("commendation lists", (DocumentKind.COMMENDATION_LIST,)),
)


def page() -> str:
    """The page in Markdown, with every field."""
    rules = _RULES.replace("FILTERS", ", ".join(f"`{name}`" for name in FILTERS))
    rules = rules.replace("LOOPS", ", ".join(f"`{name}`" for name in LOOP_FIELDS)).replace(
        "SECONDS", f"{MOST_SECONDS:g}"
    )
    return _HEAD + rules + "".join(_part(title, kinds) for title, kinds in _PARTS)


def _part(title: str, kinds: tuple[DocumentKind, ...]) -> str:
    named = " and ".join(f"`{kind.value}`" for kind in kinds)
    head = _FIELDS.replace("TITLE", title).replace("KINDS", f"{named}.")
    return head + "".join(f"| `{path}` | {kind} |\n" for path, kind in documented(report_shape(kinds[0])))


if __name__ == "__main__":
    print(page(), end="")
