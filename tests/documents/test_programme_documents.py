"""A sector report and a programme summary say the sums of their packets, which packets, and what is not known."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from html import unescape

import pypdfium2
import pytest
from docx import Document

from cpaudit.documents.collect.sums import Part, Sums
from cpaudit.reporting.blocks import Cell, FactTable, Outline, Table
from cpaudit.reporting.document import EmissionSum, PacketSum, ProgrammeReport
from cpaudit.reporting.formatting import format_exact, format_numbers
from cpaudit.reporting.kinds import DocumentKind
from cpaudit.reporting.outline import outline
from cpaudit.reporting.service import ReportFormat, render
from cpaudit.submissions.exact import decimal_text, exact
from cpaudit.submissions.figures import Figure, FigureKind, counted, summed
from cpaudit.submissions.models import PacketKind
from cpaudit.submissions.services.composing import figures_in
from documents.world import CITIES, NAMES, Sector, accepted, composed, packet, sector, written
from submissions.world import body_of

LONG = "字" * 3000
TITLE = "全省化学工业第一批试点企业清洁生产审核总结"


@pytest.fixture(scope="module")
def chem() -> Sector:
    return sector("chem", TITLE, enterprises=14, seed=7, code="C", text="本行业第一批试点企业总结。")


@pytest.fixture(scope="module")
def light() -> Sector:
    return sector("light", "全省轻工业第一批试点企业清洁生产审核总结", enterprises=5, seed=8, code="L")


@pytest.fixture(scope="module")
def report(chem: Sector) -> ProgrammeReport:
    return written(chem.report, chem.opened, findings={"PHASE_IN_MINUTES": 2, "X_OF_A_PLUGIN": 1})


@pytest.fixture(scope="module")
def summary(chem: Sector, light: Sector) -> ProgrammeReport:
    made = composed(
        PacketKind.PROGRAMME_SUMMARY,
        [accepted(chem.report), accepted(light.report)],
        owner="lead",
        to=None,
        title="全省试点工作总结",
    )
    return written(made, [chem.report, light.report])


@cache
def outlined(report: ProgrammeReport, language: str) -> Outline:
    """The outline, drawn once for all tests that only read it."""
    return outline(report, language)


def cells(report: ProgrammeReport, caption: str, language: str = "en") -> list[list[str]]:
    """The rows of the table with this caption."""
    return [
        [cell.text for cell in row]
        for block in outlined(report, language).blocks
        if isinstance(block, Table) and block.caption.endswith(caption)
        for row in block.rows
    ]


def total(sums: Iterable[PacketSum]) -> Fraction:
    return sum((exact(each.value) for each in sums if each.value is not None), Fraction())


def test_every_sum_is_that_of_the_packets_to_the_last_digit(chem: Sector, report: ProgrammeReport) -> None:
    numbers = {each.opened.hash: number for number, each in enumerate(chem.audits, 1)}
    figures = {(each.kind, each.subject, each.unit): each for each in figures_in(chem.report.body)}
    assert len(report.sums) == len(figures) > 20
    for line, figure in zip(report.sums, figures.values(), strict=True):
        own = [
            (numbers[each.opened.hash], found.value)
            for each in chem.audits
            for found in figures_in(each.opened.body)
            if (found.kind, found.subject) == (figure.kind, figure.subject)
        ]
        assert exact(line.sum.value or "0") == sum((exact(value) for _, value in own if value), Fraction())
        assert line.sum.known == tuple(number for number, value in own if value is not None)
        assert line.sum.unknown == tuple(number for number, value in own if value is None)
    shown = [row[2] for row in cells(report, "All sums")]
    assert shown == [format_exact(line.sum.value) for line in report.sums]


def test_cities_and_stages_add_up_to_the_whole(report: ProgrammeReport, summary: ProgrammeReport) -> None:
    for made, breakdowns in ((report, (report.cities, report.stages)), (summary, (summary.cities, summary.sectors))):
        for groups in breakdowns:
            assert sum(group.audits for group in groups) == len(made.audits)
            for place, emission in enumerate(made.emissions):
                for side in ("before", "after", "reduction"):
                    own = [getattr(group.emissions[place], side) for group in groups]
                    assert total(own) == exact(getattr(emission, side).value), (emission.pollutant, side)
            for place, money in enumerate(made.money):
                for side in ("investment", "cost", "saving_planned", "saving"):
                    own = [getattr(group.money[place], side) for group in groups]
                    assert total(own) == exact(getattr(money, side).value), side


def test_a_city_offices_pilot_counts_for_the_department_that_reports_it(chem: Sector) -> None:
    pilot = sector("light", "x", enterprises=1, seed=9, code="M").audits
    reported = composed(PacketKind.SECTOR_REPORT, [*chem.audits, *pilot], owner="chem", to="lead", title=TITLE)
    made = composed(PacketKind.PROGRAMME_SUMMARY, [accepted(reported)], owner="lead", to=None, title="x")
    (group,) = written(made, [reported]).sectors
    assert (group.name, group.audits) == (NAMES["chem"], len(chem.audits) + 1)


def test_a_reduction_is_of_the_audits_that_know_both_sides(report: ProgrammeReport) -> None:
    cod = next(each for each in report.emissions if each.pollutant == "COD")
    # The fourth enterprise does not say what it emits after the audit: that is not a reduction of everything.
    assert cod.before.known == tuple(range(1, 15))
    assert (cod.reduction.known, cod.reduction.unknown) == ((1, 2, 3, *range(5, 15)), (4,))
    assert not cod.reduction.complete
    assert cod.share is not None
    assert 0 < cod.share < 0.5
    [row] = [row for row in cells(report, "Emissions before and after") if row[0] == "COD"]
    assert row[-1] == f"{100 * cod.share:.1f}%"


def test_units_are_put_together_where_that_is_exact() -> None:
    def part(number: int, before: tuple[str, str], after: tuple[str, str]) -> Part:
        return Part(
            number,
            [
                Figure(kind=kind, subject="SO2", unit=unit, value=value)
                for kind, (value, unit) in (
                    (FigureKind.EMISSION_BEFORE, before),
                    (FigureKind.EMISSION_AFTER, after),
                )
            ],
        )

    sums = Sums.over([part(1, ("2", "t"), ("500", "kg")), part(2, ("0.1", "t"), ("0.05", "t"))])
    [(pollutant, unit)] = sums.subjects(FigureKind.EMISSION_BEFORE, FigureKind.EMISSION_AFTER)
    found: EmissionSum = sums.emission(pollutant, unit)
    assert (unit, found.before.value, found.after.value, found.reduction.value) == ("kg", "2100", "550", "1550")


def test_what_is_not_known_is_told_and_is_not_zero(report: ProgrammeReport, summary: ProgrammeReport) -> None:
    rows = cells(report, "Sums that are not complete")
    assert ["Saving", "—", "13", "0", "1", "2"] in rows
    marked = [
        cell
        for block in outlined(report, "en").blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row
        if cell.marks
    ]
    assert marked
    # The summary tells that of both reports only a part is known, and of which enterprises which.
    [saving] = [line.sum for line in summary.sums if line.figure["en"] == "Saving"]  # type: ignore[index]
    assert saving.partial == (1, 2)
    best = next(each for each in summary.best if "saving" in each.measure["en"])  # type: ignore[index]
    assert best.unknown == 2
    money = report.money[0]
    assert money.payback_planned
    assert money.payback_years is not None


def test_a_state_that_nobody_counts_is_none_only_where_others_are_counted(report: ProgrammeReport) -> None:
    kept = {each.name["en"]: (each.before.value, each.after.value) for each in report.limits}  # type: ignore[index]
    assert kept == {"Kept": ("0", "28"), "Exceeded": ("14", "0"), "Not known": ("14", "0")}
    alone = Sums.over([Part(1, [counted(FigureKind.LIMITS, 2, "BEFORE:WITHIN")])])
    [standing] = alone.standing(FigureKind.LIMITS, [("WITHIN", "x")])
    assert (standing.before.value, standing.after.value) == ("2", None)


def test_it_names_its_packets_and_those_of_the_reports_below(
    chem: Sector, report: ProgrammeReport, summary: ProgrammeReport
) -> None:
    hashes = [each.opened.hash for each in chem.audits]
    assert [each.content_hash for each in report.packets] == hashes
    rows = cells(report, "Audits counted")
    assert [row[-1] for row in rows[: len(hashes)]] == [each[:12] for each in hashes]
    assert [row[-1] for row in rows[len(hashes) :]] == hashes
    assert {row[5] for row in rows[: len(hashes)]} == {"2026-02-10"}
    assert [each.packet for each in summary.audits] == [1] * 14 + [2] * 5
    assert [each.number for each in summary.audits] == list(range(1, 20))
    assert [each.enterprises for each in summary.packets] == [14, 5]
    assert {each.name for each in report.by_city} == set(CITIES)
    assert [(each.name["en"], each.enterprises) for each in report.decisions] == [  # type: ignore[index]
        ("Passed", 9),
        ("Needs work", 3),
        ("Not decided", 2),
    ]


def test_a_summary_whose_reports_are_not_here_says_so(summary: ProgrammeReport, chem: Sector, light: Sector) -> None:
    made = composed(
        PacketKind.PROGRAMME_SUMMARY,
        [accepted(chem.report), accepted(light.report)],
        owner="lead",
        to=None,
        title="全省试点工作总结",
    )
    alone = written(made)
    assert (alone.audits_known, alone.audits, alone.cities, alone.best) == (False, (), (), ())
    assert alone.reconciles is None
    assert [line.sum for line in alone.sums] == [line.sum for line in summary.sums]
    texts = [block.text for block in outlined(alone, "en").blocks if hasattr(block, "text")]
    assert any("not at hand" in text for text in texts)


@pytest.mark.parametrize(
    ("kind", "language"), [(DocumentKind.SECTOR_REPORT, "zh-CN"), (DocumentKind.PROGRAMME_SUMMARY, "en")]
)
def test_all_of_it_is_in_every_file(
    kind: DocumentKind, language: str, report: ProgrammeReport, summary: ProgrammeReport
) -> None:
    made = report if kind is DocumentKind.SECTOR_REPORT else summary
    assert made.kind is kind
    words = [squeezed(cell.text) for cell in every_cell(made, language)]
    assert len(words) > 300
    for each in ReportFormat:
        text = text_of(render(made, each, language).content, each)
        assert [word for word in words if word not in text] == [], each


def test_a_long_table_in_word_begins_with_more_than_its_headings(report: ProgrammeReport) -> None:
    document = Document(io.BytesIO(render(report, ReportFormat.DOCX, "en").content))
    [table] = [each for each in document.tables if len(each.rows) == 15 and each.cell(0, 1).text == "Enterprise"][:1]
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
    assert kept[:4] == [True, True, True, None]


def test_what_people_typed_breaks_no_file(chem: Sector) -> None:
    hostile = '<script>alert(1)</script> {{ 7*7 }} #eval("1") $x$ A\x00B \u202eevil\u202c 🏭 ' + "长" * 200
    body = body_of(
        "x", [counted(FigureKind.AUDITS, 1), *summed(FigureKind.SAVED, hostile[:60], [("F", "t", Fraction(1))])]
    )
    body["enterprise"] |= {"name": hostile, "city": hostile[:100]}
    audits = [accepted(packet(PacketKind.AUDIT, body, owner="chem", to="chem", title="x"))]
    made = composed(
        PacketKind.SECTOR_REPORT,
        audits,
        owner="chem",
        to="lead",
        title=hostile[:300],
        text=hostile + "\n" + "字" * 3000,
    )
    document = written(made, [audits[0].opened])
    for each in ReportFormat:
        text = text_of(render(document, each, "zh-CN").content, each)
        assert squeezed('#eval("1") $x$ A\ufffdB') in text, each
        assert text.count("长") >= 400, each
        assert text.count("字") >= 3000, each
        assert "49 #eval" not in text
    html = render(document, ReportFormat.HTML, "en").content.decode()
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_the_data_of_charts_are_the_sums(report: ProgrammeReport) -> None:
    charts = {chart.title: chart for chart in outlined(report, "en").charts}
    by_city = charts["Reduction of SO2 (t/a)"]
    place = [each.pollutant for each in report.emissions].index("SO2")
    assert by_city.data.rows == tuple(
        (group.name, float(group.emissions[place].reduction.value or "nan")) for group in report.cities
    )
    money = charts["Investment and saving by city: CNY (2025 prices)"]
    assert [column.name for column in money.data.columns] == ["name", "cost", "saving"]
    # In the city of the second enterprise, which does not know its saving, only what others save is drawn.
    assert len(money.data.rows) == len(report.cities)
    assert len({chart.key for chart in charts.values()}) == len(charts)


def test_a_report_on_next_to_nothing_is_a_file_too() -> None:
    audits = [accepted(packet(PacketKind.AUDIT, body_of("a", []), owner="chem", to="chem", title="x"))]
    made = written(composed(PacketKind.SECTOR_REPORT, audits, owner="chem", to="lead", title="空"), [])
    assert made.sums == ()
    assert made.period_start is None
    for each in ReportFormat:
        assert len(render(made, each, "en").content) > 1000
    assert "not recorded" in "".join(block.text for block in outlined(made, "en").blocks if hasattr(block, "text"))


def test_numbers_of_packets_are_written_as_runs() -> None:
    assert format_numbers([7, 1, 2, 3, 4, 9, 10]) == "1–4, 7, 9, 10"
    assert format_numbers([]) == "—"
    assert format_exact("-1234567.000000000000000000001") == "\N{MINUS SIGN}1,234,567.000000000000000000001"
    assert format_exact(decimal_text(Fraction(10**30))) == "1" + ",000" * 10


def test_the_same_packets_give_the_same_document(chem: Sector, report: ProgrammeReport) -> None:
    again = written(chem.report, chem.opened, findings={"PHASE_IN_MINUTES": 2, "X_OF_A_PLUGIN": 1})
    assert dataclasses.asdict(again) == dataclasses.asdict(report)


def every_cell(report: ProgrammeReport, language: str) -> list[Cell]:
    """The cells of all tables."""
    found: list[Cell] = []
    for block in outlined(report, language).blocks:
        if isinstance(block, Table):
            found += [cell for row in block.rows for cell in row]
        elif isinstance(block, FactTable):
            found += [cell for _, cell in block.facts]
    return found


def squeezed(text: str) -> str:
    return "".join(text.replace("\u200b", "").replace("\ufffe", "-").split())


def text_of(content: bytes, format: ReportFormat) -> str:
    """What a file says, without the spaces and breaks that a line on a page does not keep."""
    match format:
        case ReportFormat.PDF:
            pages = pypdfium2.PdfDocument(content)
            return squeezed("".join(page.get_textpage().get_text_range() for page in pages))
        case ReportFormat.DOCX:
            document = Document(io.BytesIO(content))
            parts = [paragraph.text for paragraph in document.paragraphs]
            parts += [text.text or "" for table in document.tables for text in table._tbl.iter(_TEXT)]
            return squeezed("".join(parts))
        case ReportFormat.HTML:
            return squeezed(unescape(content.decode()))


_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
