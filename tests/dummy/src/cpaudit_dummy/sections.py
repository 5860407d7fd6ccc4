"""A section of the report with a text, a table and a chart."""

from __future__ import annotations

from cpaudit import AuditView, LocalizedText, ReportChart, ReportSection, ReportSeries, ReportTable


def _text(zh: str, en: str) -> LocalizedText:
    return LocalizedText({"zh-CN": zh, "en": en})


def section(audit: AuditView) -> ReportSection:
    """How many streams and causes there are."""
    names = (_text("物流", "Streams"), _text("原因", "Causes"))
    counts = (len(audit.streams), len(audit.causes))
    return ReportSection(
        heading=_text("示例章节", "An illustrative section"),
        parts=(
            _text("示例文字", "An illustrative text"),
            ReportTable(
                caption=_text("数量", "Numbers"),
                columns=(_text("什么", "What"), _text("多少", "How many")),
                rows=tuple(zip(names, counts, strict=True)),
            ),
            ReportChart(
                caption=_text("数量图", "Chart of numbers"),
                sentence=_text("物流与原因数量", "How many streams and causes there are"),
                categories=names,
                series=(ReportSeries(name=_text("数量", "Number"), values=counts),),
            ),
        ),
    )
