"""Chapter 总体情况: the report at a glance, and how many enterprises of which city, stage, industry and size."""

from __future__ import annotations

from collections.abc import Sequence

from cpaudit.reporting.blocks import Align
from cpaudit.reporting.chapters.programme.sums import named
from cpaudit.reporting.charts import BarRow, Chart, amount_bars
from cpaudit.reporting.document import EnterpriseCount, ProgrammeReport
from cpaudit.reporting.draft import CellContent, Draft
from cpaudit.reporting.formatting import UNKNOWN, format_date
from cpaudit.reporting.kinds import DocumentKind
from cpaudit.reporting.labels import Label
from cpaudit.reporting.phrases import Phrase
from cpaudit.reporting.programme_labels import ProgrammeLabel

_RECONCILES = {
    True: ProgrammeLabel.RECONCILES_YES,
    False: ProgrammeLabel.RECONCILES_NO,
    None: ProgrammeLabel.RECONCILES_UNKNOWN,
}


def write_programme_overview(draft: Draft, report: ProgrammeReport) -> None:
    """Write the chapter."""
    draft.chapter(ProgrammeLabel.OVERVIEW)
    _glance(draft, report)
    if report.remarks:
        draft.section(ProgrammeLabel.REMARKS)
        draft.paragraph(report.remarks)
    draft.section(ProgrammeLabel.BY_CITY)
    draft.chart(lambda key: _chart(key, draft, report.by_city))
    _counts(draft, ProgrammeLabel.BY_CITY, ProgrammeLabel.CITY, report.by_city)
    _cities_and_stages(draft, report)
    draft.section(ProgrammeLabel.BY_INDUSTRY)
    _counts(draft, ProgrammeLabel.BY_INDUSTRY, ProgrammeLabel.INDUSTRY, report.by_industry)
    _counts(draft, ProgrammeLabel.BY_SIZE, Label.SIZE, report.by_size)


def report_period(report: ProgrammeReport) -> str:
    """The period as two dates, a dash where neither is known."""
    if report.period_start is None and report.period_end is None:
        return UNKNOWN
    return f"{format_date(report.period_start)} – {format_date(report.period_end)}"


def _glance(draft: Draft, report: ProgrammeReport) -> None:
    summary = report.kind is DocumentKind.PROGRAMME_SUMMARY
    counted = ProgrammeLabel.REPORTS_COUNTED if summary else ProgrammeLabel.PACKETS_COUNTED
    facts: list[tuple[Phrase, CellContent]] = [
        (ProgrammeLabel.PERIOD, report_period(report)),
        (ProgrammeLabel.ENTERPRISES, report.enterprises),
        (counted, len(report.packets)),
    ]
    if summary and report.audits_known:
        facts.append((ProgrammeLabel.AUDITS_COUNTED, len(report.audits)))
    if report.not_counted:
        facts.append((ProgrammeLabel.NOT_COUNTED, len(report.not_counted)))
    facts += [
        (ProgrammeLabel.RECONCILES, draft.say(_RECONCILES[report.reconciles])),
        (ProgrammeLabel.PACKET_HASH, report.content_hash),
    ]
    draft.section(ProgrammeLabel.AT_A_GLANCE)
    draft.facts(ProgrammeLabel.AT_A_GLANCE, facts)
    draft.note(draft.say(ProgrammeLabel.ROUNDING))


def _chart(key: str, draft: Draft, counts: Sequence[EnterpriseCount]) -> Chart:
    return amount_bars(
        key,
        draft.say(ProgrammeLabel.BY_CITY),
        [BarRow(named(draft, each.name), (each.enterprises,)) for each in counts],
        draft.language,
        series=(ProgrammeLabel.ENTERPRISES,),
        names=ProgrammeLabel.CITY,
    )


def _counts(draft: Draft, caption: Phrase, heading: Phrase, counts: Sequence[EnterpriseCount]) -> None:
    draft.table(
        caption,
        ((heading, 2.0), (ProgrammeLabel.ENTERPRISES, 1.0, Align.RIGHT)),
        ((named(draft, each.name), each.enterprises) for each in counts),
    )


def _cities_and_stages(draft: Draft, report: ProgrammeReport) -> None:
    """A row for each city and a column for each stage, where audits name one."""
    stages = {named(draft, each.stage): None for each in report.by_stage}
    if not any(draft.text(each.stage) for each in report.by_stage):
        return
    cities = {named(draft, each.city): None for each in report.by_stage}
    audits = {(named(draft, each.city), named(draft, each.stage)): each.audits for each in report.by_stage}
    draft.section(ProgrammeLabel.BY_CITY_AND_STAGE)
    draft.table(
        ProgrammeLabel.BY_CITY_AND_STAGE,
        (
            (ProgrammeLabel.CITY, 2.0),
            *((stage, 1.2, Align.RIGHT) for stage in stages),
            (ProgrammeLabel.SUM, 1.0, Align.RIGHT),
        ),
        (
            (
                city,
                *(audits.get((city, stage), 0) for stage in stages),
                sum(audits.get((city, stage), 0) for stage in stages),
            )
            for city in cities
        ),
    )
