"""A tenant's Word template: what it may name, what is refused and why, and the report that comes of it."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument

from cpaudit.reporting.document import AuditReport, EnterpriseProfile
from cpaudit.reporting.outline import outline
from cpaudit.reporting.text import in_language
from cpaudit.reporting.word_templates import sandbox
from cpaudit.reporting.word_templates.context import context_of
from cpaudit.reporting.word_templates.documents import check_template, render_template
from cpaudit.reporting.word_templates.package import LARGEST_TEMPLATE
from cpaudit.reporting.word_templates.page import page
from cpaudit.reporting.word_templates.problems import TemplateProblem, TemplateRefused
from cpaudit.reporting.word_templates.shapes import Leaf, Listing, Record, Shape, documented, report_shape
from cpaudit.text import LANGUAGES


def saved(document: WordDocument) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def written(*paragraphs: str) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return saved(document)


def with_table(*rows: tuple[str, ...]) -> bytes:
    document = Document()
    table = document.add_table(0, len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return saved(document)


def changed(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The document with parts of its zip changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def problems(content: bytes) -> tuple[TemplateProblem, ...]:
    with pytest.raises(TemplateRefused) as refused:
        check_template(content)
    return refused.value.problems


def rendered(content: bytes, report: AuditReport, language: str = "zh-CN") -> WordDocument:
    check_template(content)
    return Document(io.BytesIO(render_template(content, report, language)))


def texts(document: WordDocument) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def test_fields_lists_and_conditions_are_filled_in_both_languages(rich_report: AuditReport) -> None:
    template = written(
        "{{ enterprise.name }} — {{ title }}",
        "{%p for option in options %}",
        "{{ loop.index }}. {{ option.code }} {{ option.name }}: {{ option.economics.npv.text }}",
        "{%p endfor %}",
        "{% if illustrative %}{{ warning }}{% else %}real{% endif %}",
        "{{ options | length }} {% if focus.candidates %}{{ focus.candidates | length }}{% endif %}",
    )
    for language in LANGUAGES:
        lines = texts(rendered(template, rich_report, language))
        page = outline(rich_report, language).title_page
        assert lines[0] == f"{page.subtitle} — {page.title}"
        assert lines[1].startswith("1. F1 ")
        assert lines[1].endswith("269,320 CNY")
        # What is not known is a dash, also below a record that is not there.
        assert lines[5].endswith(": —")
        assert lines[6] == page.warning
        assert lines[7] == f"5 {len(rich_report.focus.candidates) if rich_report.focus else 0}"


def test_a_row_is_repeated_and_what_people_typed_is_text(bare_report: AuditReport) -> None:
    report = dataclasses.replace(
        bare_report, enterprise=EnterpriseProfile(name="A & B <w:p/> {{ 1 }} {% x %}\nnext\aline", employees=1280)
    )
    document = rendered(with_table(("{{ enterprise.name }}", "{{ enterprise.employees }}")), report)
    assert [cell.text for cell in document.tables[0].rows[0].cells] == [
        "A & B <w:p/> {{ 1 }} {% x %}\nnext\ufffdline",
        "1280",
    ]

    template = with_table(
        ("Phase", "State"),
        ("{%tr for phase in phases %}", ""),
        ("{{ phase.name }}", "{{ phase.state.text }}"),
        ("{%tr endfor %}", ""),
    )
    assert len(rendered(template, bare_report).tables[0].rows) == 1 + len(bare_report.phases)


def test_headers_footers_and_properties_are_filled_and_checked(rich_report: AuditReport) -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{ enterprise.name }}"
    document.sections[0].footer.paragraphs[0].text = "{{ issued_on }}"
    document.core_properties.title = "{{ title }}"
    filled = rendered(saved(document), rich_report)
    assert filled.sections[0].header.paragraphs[0].text == "示例硫酸厂有限公司"
    assert filled.sections[0].footer.paragraphs[0].text == "2026-11-23"
    assert filled.core_properties.title == "清洁生产审核报告"

    document.sections[0].footer.paragraphs[0].text = "{{ issued }}"
    [found] = problems(saved(document))
    assert (found.part, found.field, found.near) == ("footer", "issued", "{{ issued }}")


def test_charts_are_pictures_with_a_description(bare_report: AuditReport) -> None:
    template = written("{%p for chart in charts %}", "{{ chart.title }}", "{{ chart.picture }}", "{%p endfor %}")
    document = rendered(template, bare_report)
    charts = list(outline(bare_report, "zh-CN").charts)
    assert [shape._inline.docPr.get("descr") for shape in document.inline_shapes] == [chart.alt for chart in charts]
    width = document.sections[0].page_width - document.sections[0].left_margin - document.sections[0].right_margin
    assert all(shape.width <= width for shape in document.inline_shapes)


def test_a_missing_field_is_named_with_its_place() -> None:
    found = problems(
        written(
            "Overview of {{ enterprise.nam }}",
            "{%p for option in options %}",
            "{{ option.cost }} {{ option.economics.npv.text }} {{ opton.name }}",
            "{%p endfor %}",
            "{% if focus.chosen %}yes{% endif %}",
        )
    )
    assert [(each.code, each.part, each.field) for each in found] == [
        ("UNKNOWN_FIELD", "body", "enterprise.nam"),
        ("UNKNOWN_FIELD", "body", "option.cost"),
        ("UNKNOWN_FIELD", "body", "opton"),
        ("UNKNOWN_FIELD", "body", "focus.chosen"),
    ]
    assert found[0].near.startswith("Overview of {{ enterprise.nam }}")
    assert "enterprise.nam" in found[0].message["en"]
    assert "name, industry_code" in found[0].remedy["en"]
    assert all(each.message[language] and each.remedy[language] for each in found for language in LANGUAGES)


def test_a_name_ends_with_its_loop() -> None:
    found = problems(written("{% for option in options %}{{ option.name }}{% endfor %}", "{{ option.name }}"))
    assert [(each.code, each.field) for each in found] == [("UNKNOWN_FIELD", "option")]


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("{{ options }}", "PRINTS_LIST"),
        ("{{ enterprise }}", "PRINTS_RECORD"),
        ("{% for each in title %}{{ each }}{% endfor %}", "NO_LIST"),
        ("{{ title.upper() }}", "NOT_ALLOWED"),
        ("{{ title.__class__ }}", "UNKNOWN_FIELD"),
        ("{{ enterprise.__class__.__mro__ }}", "UNKNOWN_FIELD"),
        ("{{ options[0].name }}", "NOT_ALLOWED"),
        ("{{ self.__init__ }}", "UNKNOWN_FIELD"),
        ("{{ cycler }}", "UNKNOWN_FIELD"),
        ("{{ range(10) }}", "NOT_ALLOWED"),
        ("{{ 'a' * 1000000000 }}", "NOT_ALLOWED"),
        ("{{ title | attr('x') }}", "UNKNOWN_FILTER"),
        ("{{ title | safe }}", "UNKNOWN_FILTER"),
        ("{{ title | default(enterprise.name) }}", "NOT_ALLOWED"),
        ("{% set x = 1 %}", "NOT_ALLOWED"),
        ("{% include 'x' %}", "NOT_ALLOWED"),
        ("{% import 'x' as y %}", "NOT_ALLOWED"),
        ("{% macro x() %}{% endmacro %}", "NOT_ALLOWED"),
        ("{% filter upper %}x{% endfilter %}", "NOT_ALLOWED"),
        ("{% for a, b in options %}{% endfor %}", "NOT_ALLOWED"),
        ("{% for a in options recursive %}{% endfor %}", "NOT_ALLOWED"),
        ("{{r title }}", "NOT_ALLOWED"),
        ("{% cellbg title %}", "NOT_ALLOWED"),
        ("{%- if title %}{% endif %}", "NOT_ALLOWED"),
        ("{{ title", "NOT_CLOSED"),
        ("{% if title %}", "SYNTAX"),
        ("{% for %}", "SYNTAX"),
        ("{{ title " + "x" * 3000 + " }}", "NOT_CLOSED"),
        ("{{ title }}" * 2001, "TOO_LARGE"),
    ],
)
def test_what_is_no_field_list_or_condition_is_refused(tag: str, code: str) -> None:
    assert code in {each.code for each in problems(written(tag))}


def test_a_tag_that_would_break_the_document_is_refused() -> None:
    template = with_table(("{%tr for phase in phases %}{{ phase.name }}", "x"), ("{% endfor %}", "y"))
    assert {each.code for each in problems(template)} <= {"STRUCTURE", "SYNTAX"}


def test_the_sandbox_holds_without_the_check() -> None:
    """Whoever writes into the database still reaches nothing but the fields."""
    environment = sandbox.TemplateEnvironment("en")
    for source in ("{{ x.__class__ }}", "{{ x['__class__'] }}", "{{ self.environment }}", "{{ x.y.z }}"):
        assert environment.from_string(source).render(x="text", y={}) == "—"


def test_a_template_that_writes_too_much_is_given_up(monkeypatch: pytest.MonkeyPatch, rich_report: AuditReport) -> None:
    loops = "{% for a in options %}" * 18 + "{{ title }}" + "{% endfor %}" * 18
    template = written(loops)
    monkeypatch.setattr(sandbox, "MOST_CHARACTERS", 100_000)
    with pytest.raises(TemplateRefused) as refused:
        render_template(template, rich_report, "en")
    assert [each.code for each in refused.value.problems] == ["TOO_LONG"]
    monkeypatch.undo()
    monkeypatch.setattr(sandbox, "MOST_SECONDS", 0.2)
    with pytest.raises(TemplateRefused):
        check_template(template)


def _bomb(parts: dict[str, bytes]) -> None:
    parts["word/media/image1.png"] = b"\0" * 4_000_000


def _many(parts: dict[str, bytes]) -> None:
    parts |= {f"word/media/{number}.png": b"x" for number in range(300)}


def _macro(parts: dict[str, bytes]) -> None:
    parts["word/vbaProject.bin"] = b"x"


def _macro_type(parts: dict[str, bytes]) -> None:
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )


def _embedded(parts: dict[str, bytes]) -> None:
    parts["word/embeddings/oleObject1.xml"] = b"x"


def _linked(parts: dict[str, bytes]) -> None:
    links = parts["word/_rels/document.xml.rels"]
    link = b'<Relationship Id="r99" Type="http://x/attachedTemplate" Target="http://x/x.dotm" TargetMode="External"/>'
    parts["word/_rels/document.xml.rels"] = links.replace(b"</Relationships>", link + b"</Relationships>")


def _file_link(parts: dict[str, bytes]) -> None:
    links = parts["word/_rels/document.xml.rels"]
    link = b'<Relationship Id="r99" Type="http://x/hyperlink" Target="file:///etc/passwd" TargetMode="External"/>'
    parts["word/_rels/document.xml.rels"] = links.replace(b"</Relationships>", link + b"</Relationships>")


def _entity(parts: dict[str, bytes]) -> None:
    parts["word/document.xml"] = b'<!DOCTYPE x [<!ENTITY a "b">]>' + parts["word/document.xml"]


def _field(parts: dict[str, bytes]) -> None:
    field = b"<w:p><w:r><w:instrText>DDEAUTO c:\\\\x</w:instrText></w:r></w:p><w:sectPr"
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:sectPr", field, 1)


def _broken(parts: dict[str, bytes]) -> None:
    parts["word/document.xml"] = b"<w:document"


def _no_body(parts: dict[str, bytes]) -> None:
    del parts["word/document.xml"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_bomb, "TOO_LARGE"),
        (_many, "TOO_LARGE"),
        (_macro, "ACTIVE_CONTENT"),
        (_macro_type, "ACTIVE_CONTENT"),
        (_embedded, "ACTIVE_CONTENT"),
        (_linked, "ACTIVE_CONTENT"),
        (_file_link, "ACTIVE_CONTENT"),
        (_field, "ACTIVE_CONTENT"),
        (_entity, "NO_DOCUMENT"),
        (_no_body, "NO_DOCUMENT"),
        (_broken, "STRUCTURE"),
    ],
)
def test_a_document_that_runs_fetches_or_explodes_is_refused(
    change: Callable[[dict[str, bytes]], None], code: str
) -> None:
    assert code in {each.code for each in problems(changed(written("{{ title }}"), change))}


def test_what_is_no_document_is_refused() -> None:
    for content in (b"", b"%PDF-1.7", b"PK\x03\x04" + b"x" * 100, b"PK\x03\x04" + b"x" * LARGEST_TEMPLATE):
        assert problems(content)[0].code in ("NO_DOCUMENT", "TOO_LARGE")


def test_a_link_to_a_page_is_taken() -> None:
    document = Document()
    document.part.relate_to(
        "https://example.org/",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    check_template(saved(document))


def held(value: object, shape: Shape, path: str) -> None:
    """See that a value has the documented shape."""
    match shape:
        case Record():
            assert value is None or (isinstance(value, dict) and set(value) == set(shape.fields)), path
            for name, each in shape.fields.items():
                if isinstance(value, dict):
                    held(value[name], each, f"{path}.{name}")
        case Listing():
            assert isinstance(value, list), path
            for each in value:
                held(each, shape.of, f"{path}[]")
        case Leaf():
            assert value is None or isinstance(value, str | bool), path


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_documented_is_what_a_template_gets(
    language: str, rich_report: AuditReport, bare_report: AuditReport
) -> None:
    for report in (rich_report, bare_report):
        held({**context_of(report, language), "charts": []}, report_shape(), "report")


def test_a_template_that_prints_every_documented_value_is_taken(rich_report: AuditReport) -> None:
    lines: list[str] = []

    def every(shape: Shape, path: str, depth: int) -> str:
        match shape:
            case Leaf():
                return f"{{{{ {path} }}}}"
            case Listing():
                return f"{{% for v{depth} in {path} %}}{every(shape.of, f'v{depth}', depth + 1)}{{% endfor %}}"
            case Record():
                return "".join(every(each, f"{path}.{name}", depth) for name, each in shape.fields.items())

    for name, shape in report_shape().fields.items():
        if name != "charts":
            lines.append(every(shape, name, 0))
    document = rendered(written(*lines), rich_report, "en")
    assert len(document.paragraphs) == len(lines)
    for option in rich_report.options:
        assert in_language(option.name, "en") in "".join(texts(document))
    assert len(list(documented(report_shape()))) > 400


def test_the_page_on_templates_lists_every_field() -> None:
    kept = Path(__file__).parents[2] / "docs" / "report-templates.md"
    renew = "python -m cpaudit.reporting.word_templates.page > docs/report-templates.md"
    assert kept.read_text("utf-8") == page(), f"renew it: {renew}"
