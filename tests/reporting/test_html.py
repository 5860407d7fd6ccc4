"""The HTML report is one file, printable, and takes nobody's text for markup."""

from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser

import pytest

from cpaudit.reporting.document import AuditReport, EnterpriseProfile, TeamMember
from cpaudit.reporting.html import render_html
from cpaudit.reporting.outline import outline
from cpaudit.text import LANGUAGES

VOID = {"meta", "col", "link", "br", "hr", "img"}


class Page(HTMLParser):
    """Collects tags and headings, and notices a tag that is not closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.headings: list[str] = []
        self.open: list[str] = []
        self.identifiers: list[str] = []
        self.links: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.tags.append(tag)
        self.identifiers.extend(filter(None, [attributes.get("id")]))
        if tag == "a":
            self.links.append((attributes["href"] or "").removeprefix("#"))
        if tag in ("h2", "h3"):
            self.headings.append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open and ("h2" in self.open or "h3" in self.open):
            self.headings[-1] += data


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_the_headings_of_the_outline_and_links_to_each(language: str, rich_report: AuditReport) -> None:
    page = Page(render_html(rich_report, language))
    headings = list(outline(rich_report, language).headings)
    assert page.headings == [heading.number + heading.text for heading in headings]
    assert page.links == [heading.anchor for heading in headings]
    assert set(page.links) <= set(page.identifiers)
    assert len(set(page.identifiers)) == len(page.identifiers)
    assert page.open == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_needs_nothing_beside_it(language: str, rich_report: AuditReport) -> None:
    html = render_html(rich_report, language)
    page = Page(html)
    assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
    assert page.tags.count("svg") == 13
    assert not re.search(r"@import|url\((?!#)|(?:src|href)=\"(?!#)", html)


def test_the_page_prints_on_a4_with_repeated_table_heads_and_page_numbers(rich_report: AuditReport) -> None:
    html = render_html(rich_report, "zh-CN")
    assert "size: A4" in html
    assert "display: table-header-group" in html
    assert 'content: "第 " counter(page) " 页 / 共 " counter(pages) " 页"' in html
    assert '<html lang="zh-CN">' in html


def test_figures_stand_in_the_page_as_they_are_read(rich_report: AuditReport) -> None:
    html = render_html(rich_report, "en")
    for text in ("145,000", "1,009,564", "480,000<sup>†</sup>", "−47.3%", "SO₂ ≤ 400 mg/Nm³"):
        assert text in html


def test_names_are_text_and_never_markup(bare_report: AuditReport) -> None:
    name = '"><script>alert(1)</script>\x00\x0b<img src=x onerror=alert(1)>{{ 7 * 7 }}'
    hostile = dataclasses.replace(
        bare_report, enterprise=EnterpriseProfile(name=name), team=(TeamMember(name, name),), conclusion=name
    )
    html = render_html(hostile, "en")
    page = Page(html)
    assert "script" not in page.tags
    assert "img" not in page.tags
    assert "{{ 7 * 7 }}" in html
    assert "&lt;script&gt;" in html
    assert "\x00" not in html
    assert "\x0b" not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_audit_that_has_only_begun_is_a_page_too(language: str, bare_report: AuditReport) -> None:
    page = Page(render_html(bare_report, language))
    assert page.open == []
    assert len(page.headings) == len(list(outline(bare_report, language).headings))


def test_the_same_report_gives_the_same_page(rich_report: AuditReport) -> None:
    assert render_html(rich_report, "zh-CN") == render_html(rich_report, "zh-CN")
