"""A Word template: checked before it is used, and filled with a report."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.shared import Inches
from docxtpl import DocxTemplate, InlineImage
from jinja2 import TemplateSyntaxError

from cpaudit.reporting.charts.chart import Chart
from cpaudit.reporting.document import Document as AnyDocument
from cpaudit.reporting.kinds import DocumentKind
from cpaudit.reporting.outline import outline
from cpaudit.reporting.text import require_language
from cpaudit.reporting.word_templates.checking import TagChecker
from cpaudit.reporting.word_templates.context import context_of
from cpaudit.reporting.word_templates.package import read_package
from cpaudit.reporting.word_templates.problems import TemplateProblem, TemplateRefused, problem
from cpaudit.reporting.word_templates.sandbox import TemplateEnvironment
from cpaudit.reporting.word_templates.shapes import PICTURE, YES_NO, Leaf, Listing, Record, Shape, report_shape

MOST_TAGS = 2000
LONGEST_TAG = 2000
"""Characters of a tag with the markup that Word puts into it."""

_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
# The first thing that docxtpl does: Word puts markup between the two characters that begin or end a tag.
_SPLIT = re.compile(r"(?<={)(?:<[^>]*>)+(?=[{%#])|(?<=[%}#])(?:<[^>]*>)+(?=})")
_OPENING = re.compile(r"{[{%#]")
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_MARKUP = re.compile(r"<[^>]*>")
# Tags of docxtpl whose expressions for whole cells are costly, or that print markup as it is.
_REFUSED_TAG = re.compile(r"\s*(r|hm|vm|cellbg|colspan)\b(?!\s*[.|}%])|\s*-")
_EMPTY_PARAGRAPH = re.compile(r"<w:p(?: [^>]*)?/>")
_MOST_EMPTY_PARAGRAPHS = 2000
_LONGEST_NEAR = 120

_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fcffff3f0300050001"
    "ffa53a7f1f0000000049454e44ae426082"
)


def check_template(content: bytes, kind: DocumentKind = DocumentKind.AUDIT) -> None:
    """See that a document of this kind can be written with a template.

    Raises:
        TemplateRefused: with every problem, each with its place.
    """
    read_package(content)
    template = _opened(content)
    shape = report_shape(kind)
    problems: list[TemplateProblem] = []
    for source in _sources(template):
        found = list(_problems_of_tags(source))
        problems += found or _problems_of_part(template, source, shape)
    if problems:
        raise TemplateRefused(problems)
    # What stands in the wrong place shows when the template is filled: with two of everything.
    picture = _Picture(template, _PIXEL, "", 1.0)
    _filled(template, {name: _sample(each, picture) for name, each in shape.fields.items()}, "en")


def render_template(content: bytes, report: AnyDocument, language: str) -> bytes:
    """Render *report* in *language* with a template that was checked.

    Raises:
        InvalidInput: there is no report in this language.
        TemplateRefused: it takes too long, or what it names is no longer there.
    """
    template = _opened(content)
    values: dict[str, Any] = dict(context_of(report, require_language(language)))
    # Charts take a second to draw.
    shown = any("charts" in source.xml for source in _sources(template))
    charts = outline(report, language).charts if shown else ()
    width = _text_width(template)
    values["charts"] = [_chart(template, chart, width) for chart in charts]
    return _filled(template, values, language)


class _StrictTemplate(DocxTemplate):  # type: ignore[misc]
    def fix_tables(self, xml: str) -> Any:
        """As docxtpl does it, which repairs what it cannot read: here that is an error."""
        parse_xml(xml)
        return super().fix_tables(xml)


class _Picture(InlineImage):  # type: ignore[misc]
    """A chart where a template shows it, with the sentence for those who do not see it."""

    def __init__(self, template: DocxTemplate, picture: bytes, alt: str, width: float) -> None:
        self._template, self._picture, self._alt, self._width = template, picture, alt, width

    def __html__(self) -> str:
        part = self._template.current_rendering_part
        inline = part.new_pic_inline(io.BytesIO(self._picture), Inches(self._width), None)
        inline.docPr.set("descr", self._alt)
        return f'</w:t></w:r><w:r><w:drawing>{inline.xml}</w:drawing></w:r><w:r><w:t xml:space="preserve">'


def _chart(template: DocxTemplate, chart: Chart, width: float) -> Mapping[str, object]:
    picture = _Picture(template, chart.png, chart.alt, min(width, chart.width_inches))
    return {"title": chart.title, "alt": chart.alt, "picture": picture}


def _opened(content: bytes) -> DocxTemplate:
    template = _StrictTemplate(io.BytesIO(content))
    try:
        template.init_docx()
        # Word opens what has no section; a text without one has no width.
        template.docx.sections[0]
        template.docx.core_properties  # noqa: B018
    except Exception as error:  # python-docx fails on what it did not expect in many ways.
        raise TemplateRefused([_not_to_be_read(error)]) from error
    return template


def _text_width(template: DocxTemplate) -> float:
    section = template.docx.sections[0]
    page, left, right = section.page_width, section.left_margin, section.right_margin
    known = page is not None and left is not None and right is not None
    return max(1.0, (page - left - right) / Inches(1)) if known else 6.0


@dataclass(frozen=True, slots=True)
class _Source:
    """A part of a document that docxtpl fills."""

    part: str
    xml: str


def _sources(template: DocxTemplate) -> Iterator[_Source]:
    """The parts as docxtpl reads them."""
    yield _Source("body", template.get_xml())
    for part, uri in (("header", template.HEADER_URI), ("footer", template.FOOTER_URI)):
        for _, each in template.get_headers_footers(uri):
            yield _Source(part, template.get_part_xml(each))
    for each in template.docx.part.package.parts:
        if each.content_type == _FOOTNOTES:
            yield _Source("footnotes", each.blob.decode("utf-8"))
    for name in _PROPERTIES:
        yield _Source("properties", getattr(template.docx.core_properties, name))


def _problems_of_tags(source: _Source) -> Iterator[TemplateProblem]:
    """What keeps a part from being read at all; looked for in one pass, because docxtpl reads it in many."""
    xml = _SPLIT.sub("", source.xml)
    tags = 0
    end = 0
    for opening in _OPENING.finditer(xml):
        if opening.start() < end:
            continue
        tags += 1
        found = xml.find(_CLOSING[opening[0]], opening.end(), opening.end() + LONGEST_TAG)
        near = _plain(xml[opening.start() : opening.start() + LONGEST_TAG])
        if found < 0:
            yield problem(
                "NOT_CLOSED",
                (f"标签没有以 {_CLOSING[opening[0]]} 结束", "补上结束符，或缩短标签。"),
                (f"a tag does not end with {_CLOSING[opening[0]]}", "close it, or make it shorter"),
                part=source.part,
                near=near,
            )
            return
        end = found + 2
        inner = _MARKUP.sub("", xml[opening.end() : found])
        if _REFUSED_TAG.match(inner) or inner.rstrip().endswith("-"):
            yield problem(
                "NOT_ALLOWED",
                (
                    "不允许使用 r、hm、vm、cellbg、colspan 标签以及“-”",
                    "改用 {{ }}、{% %}、{%p %}、{%tr %} 或 {%tc %}。",
                ),
                (
                    "the tags r, hm, vm, cellbg, colspan and - are not allowed",
                    "use {{ }}, {% %}, {%p %}, {%tr %}, {%tc %}",
                ),
                part=source.part,
                near=near,
            )
    if tags > MOST_TAGS or len(_EMPTY_PARAGRAPH.findall(xml)) > _MOST_EMPTY_PARAGRAPHS:
        yield problem(
            "TOO_LARGE",
            (f"标签或空段落超过 {MOST_TAGS} 个", "缩短模板。"),
            (f"there are more than {MOST_TAGS} tags or empty paragraphs", "make the template shorter"),
            part=source.part,
        )


def _problems_of_part(template: DocxTemplate, source: _Source, shape: Record) -> list[TemplateProblem]:
    xml = source.xml if source.part == "properties" else template.patch_xml(source.xml)
    # As docxtpl sets it, so that a line is a paragraph.
    xml = re.sub(r"<w:p([ >])", r"\n<w:p\1", xml)
    lines = [_plain(line) for line in xml.split("\n")]
    try:
        parsed = TemplateEnvironment("en").parse(xml)
    except TemplateSyntaxError as error:
        near = lines[error.lineno - 1] if 0 < error.lineno <= len(lines) else ""
        return [
            problem(
                "SYNTAX",
                (f"标签写法有误：{error.message}", "检查每个 for 和 if 是否都已结束。"),
                (f"a tag is written wrongly: {error.message}", "see that each for and if is closed"),
                part=source.part,
                near=near,
            )
        ]
    checker = TagChecker(source.part, lines)
    checker.check(parsed, shape)
    return checker.problems


def _filled(template: DocxTemplate, values: dict[str, Any], language: str) -> bytes:
    buffer = io.BytesIO()
    try:
        template.render(values, TemplateEnvironment(language), autoescape=True)
        template.save(buffer)
        buffer.seek(0)
        Document(buffer)
    except TemplateRefused:
        raise
    except Exception as error:  # docxtpl, Jinja, lxml and python-docx fail each in their own ways.
        raise TemplateRefused([_not_to_be_read(error)]) from error
    return buffer.getvalue()


def _sample(shape: Shape, picture: object) -> object:
    match shape:
        case Listing():
            return [_sample(shape.of, picture) for _ in range(2)]
        case Record():
            return {name: _sample(each, picture) for name, each in shape.fields.items()}
        case Leaf():
            return picture if shape == PICTURE else True if shape == YES_NO else "样例 <A&B>"


def _not_to_be_read(error: Exception) -> TemplateProblem:
    why = f"{type(error).__name__}: {error}"[:200]
    return problem(
        "STRUCTURE",
        (
            f"文档无法用作模板：{why}",
            "把循环整行的标签写成 {%tr … %}，循环段落的写成 {%p … %}，并各占一行或一段。",
        ),
        (
            f"the document cannot be used as a template: {why}",
            "write tags that repeat rows as {%tr … %}, paragraphs as {%p … %}, each alone in its row or paragraph",
        ),
    )


def _plain(xml: str) -> str:
    """The text of a piece of XML, as somebody finds it in the document."""
    text = " ".join(_MARKUP.sub("", xml).split())
    return text if len(text) <= _LONGEST_NEAR else text[: _LONGEST_NEAR - 1] + "…"
