"""Contributions of industry plugins (行业插件补充内容): their sections and findings, each with the plugin's name."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from cpaudit.contributions import QuantityView, ReportChart, ReportTable, ReportValue, ReviewFinding
from cpaudit.reporting.blocks import Cell, Tone
from cpaudit.reporting.charts.chart import Chart
from cpaudit.reporting.document import AuditReport, PluginPart
from cpaudit.reporting.draft import Draft
from cpaudit.reporting.formatting import UNKNOWN, format_number
from cpaudit.reporting.labels import Label
from cpaudit.reporting.text import printable
from cpaudit.text import LocalizedText


def write_plugins(draft: Draft, report: AuditReport) -> None:
    """Write the chapter, where a plugin has something to say."""
    if not report.plugins:
        return
    draft.chapter(Label.PLUGINS)
    for part in report.plugins:
        _write(draft, part)


def _write(draft: Draft, part: PluginPart) -> None:
    name = draft.text(part.name)
    if part.failed:
        draft.section(Label.PLUGIN_SECTION.fill(draft.language, plugin=name, heading=draft.say(Label.PLUGIN_FAULT)))
        draft.note(Label.PLUGIN_FAILED.fill(draft.language, plugin=name), Tone.WARNING)
    for section in part.sections:
        heading = Label.PLUGIN_SECTION.fill(draft.language, plugin=name, heading=draft.text(section.heading))
        draft.section(heading)
        for each in section.parts:
            if isinstance(each, LocalizedText):
                draft.paragraph(each)
            elif isinstance(each, ReportTable):
                _table(draft, each)
            else:
                draft.chart(_drawing(each, draft.language))
    if part.findings:
        draft.section(Label.PLUGIN_SECTION.fill(draft.language, plugin=name, heading=draft.say(Label.REVIEW_FINDINGS)))
        _findings(draft, part.findings)


def _table(draft: Draft, table: ReportTable) -> None:
    draft.table(
        draft.text(table.caption),
        [(draft.text(column), 1.0) for column in table.columns],
        [[_cell(draft, value) for value in row] for row in table.rows],
    )


def _cell(draft: Draft, value: ReportValue) -> Cell:
    if value is None:
        return Cell(UNKNOWN)
    if isinstance(value, QuantityView):
        return Cell(printable(f"{format_number(value.value)} {value.unit}"))
    if isinstance(value, int | float | Decimal):
        return Cell(format_number(value))
    return draft.cell(value)


def _findings(draft: Draft, findings: tuple[ReviewFinding, ...]) -> None:
    draft.table(
        Label.REVIEW_FINDINGS,
        ((Label.REVIEW_FINDING, 2.0), (Label.SEVERITY, 0.6), (Label.EVIDENCE, 2.0)),
        ((each.message, draft.word(each.severity), draft.listed(each.evidence)) for each in findings),
    )


def _drawing(chart: ReportChart, language: str) -> Callable[[str], Chart]:
    # The renderers of charts take half a second to import; an outline without one does not wait for it.
    from cpaudit.reporting.charts.plugin_chart import plugin_chart

    return partial(plugin_chart, chart=chart, language=language)
