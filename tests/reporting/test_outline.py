"""The outline says what a Chinese audit report has to say, in the order in which it is expected."""

from __future__ import annotations

import dataclasses

import pytest

from cpaudit.errors import InvalidInput
from cpaudit.reporting.blocks import Cell, FactTable, Figure, Heading, Mark, Note, Paragraph, Table
from cpaudit.reporting.document import AuditReport
from cpaudit.reporting.figures import Money
from cpaudit.reporting.formatting import UNKNOWN
from cpaudit.reporting.outline import CHAPTERS, outline
from cpaudit.text import LANGUAGES

CHAPTERS_ZH = [
    "1 企业概况",
    "2 审核准备",
    "3 预审核",
    "4 审核",
    "5 方案产生和筛选",
    "6 可行性分析",
    "7 方案实施",
    "8 持续清洁生产",
    "9 结论",
    "A 附录",
]


def table(report: AuditReport, caption: str, language: str = "en") -> Table:
    [found] = [
        block
        for block in outline(report, language).blocks
        if isinstance(block, Table) and block.caption.partition(". ")[2] == caption
    ]
    return found


def texts(row: tuple[Cell, ...]) -> list[str]:
    return [cell.text for cell in row]


def test_the_chapters_stand_in_the_order_of_chinese_audit_reports(rich_report: AuditReport) -> None:
    chapters = [heading.numbered_text for heading in outline(rich_report, "zh-CN").headings if heading.level == 1]
    assert chapters == CHAPTERS_ZH
    # One more: the plugins' own, which is there where one of them has something to say.
    assert len(CHAPTERS) == len(CHAPTERS_ZH) + 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_audit_that_has_only_begun_has_every_chapter(
    language: str, rich_report: AuditReport, bare_report: AuditReport
) -> None:
    rich, bare = (
        [heading.number for heading in outline(report, language).headings if heading.level == 1]
        for report in (rich_report, bare_report)
    )
    assert rich == bare


def test_what_was_not_recorded_is_said_and_not_left_out(bare_report: AuditReport) -> None:
    notes = [block.text for block in outline(bare_report, "en").blocks if isinstance(block, Note)]
    assert "Audit team: not recorded." in notes
    assert "Option register: not recorded." in notes
    assert not [block for block in outline(bare_report, "en").blocks if isinstance(block, Table)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_captions_and_headings_are_numbered_without_a_gap(language: str, rich_report: AuditReport) -> None:
    written = outline(rich_report, language)
    assert len({heading.anchor for heading in written.headings}) == len(list(written.headings))
    captions = [block.caption for block in written.blocks if isinstance(block, Table | FactTable | Figure)]
    assert len(set(captions)) == len(captions)
    prefix = "表 4-" if language == "zh-CN" else "Table 4-"
    numbers = [int(caption.removeprefix(prefix)[0]) for caption in captions if caption.startswith(prefix)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_row_of_every_table_has_a_cell_for_every_column(rich_report: AuditReport) -> None:
    for block in outline(rich_report, "en").blocks:
        if isinstance(block, Table):
            assert {len(row) for row in block.rows} == {len(block.columns)}, block.caption


def test_the_report_has_the_charts_that_it_has_to_have(rich_report: AuditReport) -> None:
    titles = [block.chart.title for block in outline(rich_report, "en").blocks if isinstance(block, Figure)]
    assert titles == [
        "Progress of the phases",
        "Index of each grade: Index system, sulphuric acid",
        "Flows of the process (Sankey diagram)",
        "Balance diagram: Sulphur",
        "Balance diagram: Water",
        "Balance diagram: Energy",
        "Measured and reconciled: Sulphur (t/d)",
        "Net present value and payback of the options",
        "Simulation: before and after the options",
        "Sensitivity of the net present value",
        "Marginal abatement cost curve of SO2",
        "Before and after the audit",
        "Index of each grade: Index system, sulphuric acid",
    ]


def test_a_missing_year_is_unknown_and_not_zero(rich_report: AuditReport) -> None:
    yearly = table(rich_report, "Inputs, outputs and discharges over three years")
    assert [column.heading for column in yearly.columns][-3:] == ["2023", "2024", "2025"]
    assert texts(yearly.rows[1]) == ["Input", "Electricity", "MWh", "14,210", UNKNOWN, "14,875"]
    assert texts(yearly.rows[3])[3] == UNKNOWN


def test_a_figure_on_an_unverified_factor_is_marked_and_the_mark_is_explained(rich_report: AuditReport) -> None:
    yearly = table(rich_report, "Inputs, outputs and discharges over three years")
    assert yearly.rows[3][4].marks == (Mark.ESTIMATED,)
    assert yearly.rows[3][5].marks == (Mark.UNVERIFIED,)
    assert [footnote[0] for footnote in yearly.footnotes] == ["†", "‡"]
    assert table(rich_report, "Products and output").footnotes == ()


def test_the_focus_ranking_is_printed_as_the_handbook_prints_it(rich_report: AuditReport) -> None:
    ranking = table(rich_report, "Weighted sum ranking of the focus candidates")
    assert texts(ranking.rows[0]) == ["Amount of waste", "10", "10", "6", "4", "4"]
    assert texts(ranking.rows[-2]) == ["Total Σ(W×R)", "", "293", "322", "209", UNKNOWN]
    assert texts(ranking.rows[-1]) == ["Rank", "", "2", "1", "3", UNKNOWN]


def test_a_sum_with_an_unmeasured_flow_in_it_is_unknown(rich_report: AuditReport) -> None:
    sulphur = {texts(row)[1]: texts(row) for row in table(rich_report, "Balance table: Sulphur").rows}
    assert sulphur["Total inputs"] == ["", "Total inputs", "145.7", "100.0%"]
    assert sulphur["Total outputs"] == ["", "Total outputs", UNKNOWN, UNKNOWN]
    assert sulphur["Sulphur in acid waste water"][2:] == [UNKNOWN, UNKNOWN]
    assert sulphur["Closure gap"][3] == "8.0%"


def test_the_economic_results_say_immediate_and_no_irr(rich_report: AuditReport) -> None:
    results = table(rich_report, "Economic results")
    assert texts(results.rows[0])[1:7] == ["0", "43,860", "immediate", "269,320", UNKNOWN, "no IRR"]
    assert texts(results.rows[2])[1:8] == ["1,500,000", "400,000", "4.6", "1,009,564", "67.3%", "17.3%", "Yes"]


def test_one_currency_stands_in_the_heading_and_several_in_the_cells(rich_report: AuditReport) -> None:
    assert "Investment (CNY)" in [column.heading for column in table(rich_report, "Economic results").columns]
    first, *others = rich_report.options
    assert first.economics is not None
    in_euro = dataclasses.replace(first, economics=dataclasses.replace(first.economics, investment=Money(7, "EUR")))
    mixed = table(dataclasses.replace(rich_report, options=(in_euro, *others)), "Economic results")
    assert "Investment" in [column.heading for column in mixed.columns]
    assert mixed.rows[0][1].text == "7 EUR"
    assert mixed.rows[1][1].text == "46,500 CNY"


def test_options_are_counted_by_cost_class(rich_report: AuditReport) -> None:
    tally = table(rich_report, "Options by cost class")
    assert [texts(row) for row in tally.rows] == [
        ["None", "2", "1", "0"],
        ["Low", "1", "1", "0"],
        ["Medium", "1", "0", "1"],
        ["High", "1", "0", "0"],
        ["Total", "5", "2", "1"],
    ]


def test_an_unknown_answer_is_neither_yes_nor_no(rich_report: AuditReport) -> None:
    rows = table(rich_report, "Cost and effect of the options carried out").rows
    assert [row[-1].text for row in rows] == ["Yes", "Unknown"]
    assert rows[1][5].text == UNKNOWN


def test_the_report_names_the_content_by_which_it_can_be_recomputed(rich_report: AuditReport) -> None:
    [pin] = table(rich_report, "Content used").rows
    assert texts(pin) == ["cpaudit-chemical", "0.1.0", "sha256:" + "ab12" * 16]


def test_illustrative_data_are_announced_on_the_cover_and_in_the_annex(
    rich_report: AuditReport, bare_report: AuditReport
) -> None:
    written = outline(rich_report, "en")
    assert "illustrative" in written.title_page.warning
    last = written.blocks[-1]
    assert isinstance(last, Note)
    assert last.text.startswith("[Illustrative data]")
    assert outline(bare_report, "en").title_page.warning == ""


def test_what_the_enterprise_wrote_itself_stands_in_both_languages(rich_report: AuditReport) -> None:
    for language in LANGUAGES:
        blocks = outline(rich_report, language).blocks
        assert any(isinstance(block, Table) and any(row[0].text == "张示例" for row in block.rows) for block in blocks)


def test_headings_precede_what_they_announce(rich_report: AuditReport) -> None:
    blocks = outline(rich_report, "zh-CN").blocks
    assert isinstance(blocks[0], Heading)
    assert any(isinstance(block, Paragraph) and block.text == "本轮审核达到主要目标。" for block in blocks)


def test_a_language_in_which_there_is_no_report_is_refused(bare_report: AuditReport) -> None:
    with pytest.raises(InvalidInput) as raised:
        outline(bare_report, "fr")
    assert raised.value.path == ("language",)


def test_losses_are_ranked_and_what_is_missing_is_named(rich_report: AuditReport) -> None:
    losses = table(rich_report, "Cost of the losses (material flow cost accounting) (CNY/d)")
    assert texts(losses.rows[0]) == ["Tail gas", "229 t/d", "20,100", "800", "1,200", "0", "22,100", "31.0%"]
    assert texts(losses.rows[1]) == ["Spent catalyst", UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, "35", UNKNOWN, UNKNOWN]
    notes = [block.text for block in outline(rich_report, "en").blocks if isinstance(block, Note)]
    assert "What is missing: the flow of spent catalyst is not known" in notes


def test_what_each_option_adds_is_told(rich_report: AuditReport) -> None:
    steps = table(rich_report, "What each option adds, one after the other")
    assert texts(steps.rows[0])[2:] == [UNKNOWN, UNKNOWN]
    assert texts(steps.rows[1])[2:] == ["60,000 CNY/a", "SO2 272.2 t/a"]


def test_reconciled_flows_stand_beside_what_was_measured(rich_report: AuditReport) -> None:
    rows = [texts(row) for row in table(rich_report, "Reconciled flows: Sulphur").rows]
    assert rows[0] == ["Pyrite", "142.6", "135.5 – 149.7", "136.1", "132.6 – 139.6", "measured, checked", "1"]
    assert rows[2][-2:] == ["not measured, derived", ""]
    assert "not measured, unknown" not in [row[5] for row in rows]
    sentences = [block.text for block in outline(rich_report, "en").blocks if isinstance(block, Paragraph)]
    assert "Streams of which nothing is known: 1." in sentences


def test_measurements_that_may_be_wrong_are_named(rich_report: AuditReport) -> None:
    blocks = outline(rich_report, "en").blocks
    notes = [block.text for block in blocks if isinstance(block, Note)]
    assert "Measurements that may be wrong, the worst first: Pyrite; Product acid." in notes
    assert "not counted, measured without an interval: P4" in notes
    sentences = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert "Flows as a whole: no global test, no measurement that counts." in sentences
