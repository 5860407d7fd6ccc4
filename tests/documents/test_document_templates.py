"""A tenant's Word template for documents of the programme: checked against their own fields, and filled."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from docx import Document

from cpaudit.reporting.document import Document as AnyDocument
from cpaudit.reporting.kinds import DocumentKind
from cpaudit.reporting.word_templates.documents import check_template, render_template
from cpaudit.reporting.word_templates.problems import TemplateRefused
from documents.lists import commendation
from documents.world import sector, written


def docx(*paragraphs: str) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def lines(content: bytes) -> list[str]:
    return [each.text for each in Document(io.BytesIO(content)).paragraphs]


SECTOR = docx(
    "{{ title }}：{{ name }}，{{ issued_by }}",
    "{%p for line in sums %}",
    "{{ line.figure }} {{ line.subject }} = {{ line.sum.value }} {{ line.sum.unit }}",
    "{%p endfor %}",
    "{%p for packet in packets %}",
    "{{ packet.number }} {{ packet.title }} {{ packet.content_hash }}",
    "{%p endfor %}",
    "{% if illustrative %}{{ warning }}{% endif %}",
)
LIST = docx("{%p for entry in commended %}", "{{ entry.rank }} {{ entry.enterprise }}", "{%p endfor %}")


@pytest.fixture(scope="module")
def made() -> Callable[[DocumentKind], AnyDocument]:
    chem = sector("chem", "示例总结", enterprises=3, seed=7, code="C")
    report, listed = written(chem.report, chem.opened), commendation()
    return lambda kind: listed if kind is DocumentKind.COMMENDATION_LIST else report


def test_a_template_prints_every_sum_in_full(made: Callable[[DocumentKind], AnyDocument]) -> None:
    check_template(SECTOR, DocumentKind.SECTOR_REPORT)
    report = made(DocumentKind.SECTOR_REPORT)
    printed = lines(render_template(SECTOR, report, "zh-CN"))
    assert printed[0] == "行业清洁生产审核总结报告：示例总结，省化学工业主管部门（示例）"
    sums = report.sums  # type: ignore[union-attr]
    assert [line.split(" = ")[1].split()[0] for line in printed[1 : 1 + len(sums)]] == [
        "—" if each.sum.value is None else each.sum.value for each in sums
    ]
    assert printed[-1].startswith("本报告含示例数据")


def test_a_template_for_a_list(made: Callable[[DocumentKind], AnyDocument]) -> None:
    check_template(LIST, DocumentKind.COMMENDATION_LIST)
    printed = lines(render_template(LIST, made(DocumentKind.COMMENDATION_LIST), "en"))
    assert [line.split()[0] for line in printed] == ["1", "2", "3", "4", "5", "6", "6"]


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        (DocumentKind.SECTOR_REPORT, "enterprise.name"),
        (DocumentKind.PROGRAMME_SUMMARY, "sums_in_full"),
        (DocumentKind.COMMENDATION_LIST, "packets"),
        (DocumentKind.AUDIT, "commended"),
    ],
)
def test_a_field_of_another_document_is_named_and_refused(kind: DocumentKind, field: str) -> None:
    with pytest.raises(TemplateRefused) as refused:
        check_template(docx("{{ name }}" if kind is not DocumentKind.AUDIT else "", f"见 {{{{ {field} }}}}"), kind)
    [problem] = refused.value.problems
    assert (problem.code, problem.near) == ("UNKNOWN_FIELD", f"见 {{{{ {field} }}}}")
    assert problem.field == field.split(".")[0] or problem.field == field
