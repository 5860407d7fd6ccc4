"""Charts show the data, all of it, and say so where there is none."""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from matplotlib import rcParams
from PIL import Image

from cpaudit.reporting.charts import (
    Chart,
    abatement,
    balance_diagram,
    before_after,
    flow_diagram,
    grade_index,
    option_economics,
    phase_progress,
    reconciled_flows,
    tornado,
)
from cpaudit.reporting.charts.canvas import LABEL, LINE_HEIGHT
from cpaudit.reporting.charts.chart import PNG_DPI
from cpaudit.reporting.charts.flow_layout import lay_out
from cpaudit.reporting.charts.flow_order import flow_order
from cpaudit.reporting.charts.lettering import showable, text_width, wrap
from cpaudit.reporting.charts.reconciled_flows import MOST_FLOWS
from cpaudit.reporting.document import (
    AbatementCurve,
    AuditReport,
    Balance,
    DiagramFlow,
    DiagramUnit,
    FlowDiagram,
    FlowInterval,
    FlowQuantity,
    FlowRole,
    InventoryChange,
    OptionEntry,
    Portfolio,
)
from cpaudit.reporting.figures import Money, Quantity
from cpaudit.text import LANGUAGES

Draw = Callable[[AuditReport, str], Chart]


def _portfolio(report: AuditReport) -> Portfolio:
    assert report.portfolio is not None
    return report.portfolio


CHARTS: dict[str, Draw] = {
    "progress": lambda report, language: phase_progress("k", report.phases, language),
    "before_after": lambda report, language: before_after("k", report.inventory, language),
    "economics": lambda report, language: option_economics("k", report.options, "CNY", language),
    "grade_index": lambda report, language: grade_index("k", report.ratings[0].system, report.ratings, language),
    "flows": lambda report, language: flow_diagram("k", report.flow_diagram, language),
    "tornado": lambda report, language: tornado("k", _portfolio(report), language),
    "abatement": lambda report, language: abatement("k", report.curves[0], language),
    "balance": lambda report, language: balance_diagram("k", report.balances[0], language),
    "reconciled": lambda report, language: reconciled_flows("k", report.reconciliations[0], language),
}


@pytest.mark.parametrize("draw", CHARTS.values(), ids=list(CHARTS))
def test_the_data_behind_a_chart_are_numbers_under_names_of_every_language(
    draw: Draw, rich_report: AuditReport
) -> None:
    zh, en = (draw(rich_report, language).data for language in LANGUAGES)
    assert [column.name for column in zh.columns] == [column.name for column in en.columns]
    assert len({column.name for column in en.columns}) == len(en.columns)
    assert len(en.rows) >= len(draw(rich_report, "en").rows) > 0
    numbers = [cell for row in en.rows for cell in row if isinstance(cell, float)]
    assert numbers or en.columns[0].name == "phase"
    assert numbers == [cell for row in zh.rows for cell in row if isinstance(cell, float)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("draw", CHARTS.values(), ids=CHARTS.keys())
def test_a_chart_is_a_drawing_a_picture_and_its_data(draw: Draw, language: str, rich_report: AuditReport) -> None:
    chart = draw(rich_report, language)
    assert chart.rows
    assert all(len(row) == len(chart.columns) for row in chart.rows)
    assert chart.alt
    assert etree.fromstring(chart.svg).tag.endswith("svg")
    assert "<text" not in chart.svg, "text has to be paths, or a reader without the font sees boxes"
    picture = Image.open(io.BytesIO(chart.png))
    assert picture.info["dpi"][0] == pytest.approx(PNG_DPI, abs=1)
    assert picture.width == pytest.approx(chart.width_inches * PNG_DPI, abs=2)
    assert len(picture.convert("P").getcolors() or ()) > 3, "a picture with nothing in it"


def test_the_same_chart_gives_the_same_bytes(rich_report: AuditReport) -> None:
    first, second = (balance_diagram("k", rich_report.balances[0], "zh-CN") for _ in range(2))
    assert first.svg == second.svg
    assert first.png == second.png


def test_identifiers_of_two_charts_in_one_page_do_not_meet(rich_report: AuditReport) -> None:
    first = balance_diagram("one", rich_report.balances[0], "en").svg
    second = balance_diagram("two", rich_report.balances[0], "en").svg
    identifiers = [set(re.findall(r' id="([^"]+)"', svg)) for svg in (first, second)]
    assert identifiers[0]
    assert identifiers[0].isdisjoint(identifiers[1])
    references = set(re.findall(r'(?:url\(#|href="#)([^)"]+)', first))
    assert references <= identifiers[0]


def test_drawing_leaves_the_settings_of_matplotlib_alone(rich_report: AuditReport) -> None:
    before = dict(rcParams)
    assert phase_progress("k", rich_report.phases, "zh-CN").svg
    assert dict(rcParams) == before


def test_the_gap_of_a_balance_is_seen_on_the_side_where_something_is_missing(rich_report: AuditReport) -> None:
    sulphur, water, _ = (balance_diagram("k", balance, "en").rows for balance in rich_report.balances)
    assert ("Output", "Unaccounted for", "11.6 t/d") in sulphur
    assert ("Input", "Outputs in excess", "6.026 m³/d") in water


def test_a_flow_that_is_not_measured_is_not_drawn_as_nothing(rich_report: AuditReport) -> None:
    names = [name for _, name, _ in balance_diagram("k", rich_report.balances[0], "en").rows]
    assert "Sulphur in acid waste water" not in names
    assert "Sulphur in cinder" in names


def test_the_tornado_says_where_the_choice_changes_and_where_nothing_is_feasible(rich_report: AuditReport) -> None:
    rows = tornado("k", _portfolio(rich_report), "en").rows
    assert rows[0] == ("F3 annual saving", "320,000", "480,000", "634,000", "1,499,000", "stays")
    assert rows[1][-1] == "changes"
    assert rows[2][4] == "—"


def test_a_portfolio_of_which_nothing_was_varied_has_no_bars(rich_report: AuditReport) -> None:
    chart = tornado("k", dataclasses.replace(_portfolio(rich_report), swings=()), "en")
    assert chart.rows == ()
    assert chart.svg


def test_the_abatement_curve_shows_cost_per_unit_without_the_year(rich_report: AuditReport) -> None:
    chart = abatement("k", rich_report.curves[0], "en")
    assert chart.columns[2:4] == ("Yearly reduction (t/a)", "Cost per unit (CNY/t)")
    assert [row[0] for row in chart.rows] == ["F1", "F3", "F4"]
    assert chart.rows[0][3] == "\N{MINUS SIGN}420"
    assert "F4 629 CNY/t, 60 t/a" in chart.alt


def test_a_curve_without_options_says_so() -> None:
    chart = abatement("k", AbatementCurve(subject="COD", unit="t/a", currency="CNY", steps=()), "zh-CN")
    assert chart.rows == ()
    assert chart.svg


def test_many_small_flows_are_drawn_as_one() -> None:
    flows = tuple(FlowQuantity(f"flow {number}", Quantity(number, "t")) for number in range(1, 31))
    balance = Balance(name="water", unit="t", inputs=flows, outputs=(FlowQuantity("out", Quantity(465, "t")),), gap=0.0)
    inputs = [row for row in balance_diagram("k", balance, "en").rows if row[0] == "Input"]
    assert len(inputs) == 10
    assert inputs[-1] == ("Input", "21 other flows", "231 t")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chart_without_data_says_so(language: str) -> None:
    empty = Balance(name="水", unit="t", inputs=(), outputs=())
    nothing_known = InventoryChange("SO₂", Quantity(None, "t"), Quantity(None, "t"))
    for chart in (
        phase_progress("k", (), language),
        before_after("k", (nothing_known,), language),
        option_economics("k", (), "CNY", language),
        grade_index("k", "水泥", (), language),
        balance_diagram("k", empty, language),
        flow_diagram("k", None, language),
    ):
        assert chart.rows == ()
        assert chart.png.startswith(b"\x89PNG")


def test_an_index_that_is_not_certain_is_drawn_from_bound_to_bound(rich_report: AuditReport) -> None:
    chart = grade_index("k", rich_report.ratings[0].system, rich_report.ratings, "en")
    assert chart.rows == (
        ("Grade I", "Before the audit", "20.0", "85"),
        ("Grade I", "After the audit", "0.0–100.0", "85"),
        ("Grade II", "Before the audit", "60.0", "85"),
        ("Grade II", "After the audit", "0.0–100.0", "85"),
        ("Grade III", "Before the audit", "100.0", "100"),
        ("Grade III", "After the audit", "0.0–100.0", "100"),
    )
    assert "0.0–100.0" in chart.alt


def test_options_are_drawn_from_the_best_to_the_worst_and_in_one_currency(rich_report: AuditReport) -> None:
    chart = option_economics("k", rich_report.options, "CNY", "en")
    assert [row[0].split()[0] for row in chart.rows] == ["F3", "F2", "F1", "F4"]
    assert chart.rows[0][1:] == ("1,009,564 CNY", "payback 4.6 years")
    assert chart.rows[2][2] == "immediate payback"
    assert option_economics("k", rich_report.options, "EUR", "en").rows == ()


def test_a_chart_of_many_options_says_how_many_it_leaves_out(rich_report: AuditReport) -> None:
    option = rich_report.options[1]
    many = tuple(dataclasses.replace(option, code=f"F{number}") for number in range(45))
    assert len(option_economics("k", many, "CNY", "en").rows) == 45
    assert option_economics("k", many, "CNY", "en").figure.get_figheight() < 10


@pytest.mark.parametrize(
    "name",
    ["$\\frac{1}{0}$ and $5", "\x00\x1b[31m", "🏭 works", "x" * 500, "清洁" * 200, "<script>", "  \n "],
)
def test_a_hostile_name_is_drawn_and_breaks_nothing(name: str, rich_report: AuditReport) -> None:
    option: OptionEntry = dataclasses.replace(rich_report.options[1], name=name)
    flow = FlowQuantity(name, Quantity(10, "t"))
    for chart in (
        option_economics("k", (option,), "CNY", "en"),
        before_after("k", (InventoryChange(name, Quantity(10, "t"), Quantity(5, "t")),), "en"),
        balance_diagram("k", Balance(name=name, unit="t", inputs=(flow,), outputs=(flow,), gap=0.0), "en"),
        phase_progress("k", (dataclasses.replace(rich_report.phases[0], name=name),) * 8, "en"),
    ):
        assert etree.fromstring(chart.svg) is not None
        assert chart.png


@pytest.mark.parametrize(
    "text", ["A long name of an option with many words in it", "清洁生产审核报告方案名称" * 3, "x" * 90]
)
def test_a_label_stays_within_its_width_and_its_lines(text: str) -> None:
    lines = wrap(text, 80, 8.5, lines=2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert all(text_width(line, 8.5) <= 80 for line in lines)


def test_words_are_not_cut_while_they_fit() -> None:
    assert wrap("Closed cooling water circuit", 80, 8.5, lines=3) == ["Closed cooling", "water circuit"]


def test_what_the_font_cannot_show_becomes_its_plain_form() -> None:
    assert showable("SO₂ 平衡") in ("SO₂ 平衡", "SO2 平衡")
    assert showable("a\U0001f3edb") == "a?b"


def test_an_amount_of_nothing_is_drawn(rich_report: AuditReport) -> None:
    economics = rich_report.options[1].economics
    assert economics is not None
    option = dataclasses.replace(rich_report.options[1], economics=dataclasses.replace(economics, npv=Money(0, "CNY")))
    assert option_economics("k", (option,), "CNY", "en").rows[0][1] == "0 CNY"


def _diagram(flows: list[tuple[str | None, str | None, float | None]], units: int) -> FlowDiagram:
    return FlowDiagram(
        "t",
        tuple(DiagramUnit(f"u{number}", f"单元 {number}") for number in range(units)),
        tuple(
            DiagramFlow(f"物流 {place}", source, end, Quantity(amount, "t"), FlowRole.INTERNAL)
            for place, (source, end, amount) in enumerate(flows)
        ),
    )


def test_most_of_what_flows_runs_down() -> None:
    diagram = _diagram([("u2", "u0", 1), (None, "u0", 10), ("u0", "u1", 11), ("u1", "u2", 11), ("u2", None, 10)], 3)
    assert list(flow_order(diagram)) == ["u0", "u1", "u2"]


def test_bands_are_as_wide_as_what_flows(rich_report: AuditReport) -> None:
    assert rich_report.flow_diagram is not None
    placed = [each for each in lay_out(rich_report.flow_diagram, "zh-CN").flows if each.known]
    largest = max(placed, key=lambda each: each.thickness)
    for each in placed:
        assert each.flow.amount.value is not None
        assert largest.flow.amount.value is not None
        part = float(each.flow.amount.value) / float(largest.flow.amount.value)
        assert each.thickness == pytest.approx(max(0.8, largest.thickness * part))


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_of_flows_do_not_meet(language: str, rich_report: AuditReport) -> None:
    assert rich_report.flow_diagram is not None
    layout = lay_out(rich_report.flow_diagram, language)
    left = [each for row in layout.rows for each in row.left]
    right = [each for row in layout.rows for each in (*row.right, *row.lanes_out)]
    for side in (left, right):
        halves = [(each.label_y, len(each.label) * LABEL * LINE_HEIGHT / 2) for each in side]
        assert all(above + half <= below - other for (above, half), (below, other) in pairwise(halves))


def test_what_is_not_measured_is_in_the_data_of_the_flows(rich_report: AuditReport) -> None:
    rows = flow_diagram("k", rich_report.flow_diagram, "en").rows
    assert ("Warm acid", "Sulphur burner", "Acid circulation and cooling", "—") in rows


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([None, "u0", "u1", "u2", "u3"]),
            st.sampled_from([None, "u0", "u1", "u2", "u3"]),
            st.none() | st.floats(0, 1e6),
        ).filter(lambda flow: flow[0] != flow[1]),
        max_size=12,
    )
)
def test_any_network_is_drawn(flows: list[tuple[str | None, str | None, float | None]]) -> None:
    chart = flow_diagram("k", _diagram(flows, 4), "zh-CN")
    assert etree.fromstring(chart.svg) is not None


def test_where_no_flow_runs_through_a_unit_nothing_is_drawn_and_the_data_stay() -> None:
    chart = flow_diagram("k", _diagram([(None, "u0", 5), ("u0", "u1", None), ("u1", None, 4)], 2), "en")
    assert chart.figure.get_figheight() < 2
    assert [row[3] for row in chart.data.rows] == [5, None, 4]


def test_a_process_of_many_units_is_told_and_not_drawn() -> None:
    flows = [(f"u{number}", f"u{number + 1}", 1.0) for number in range(19)]
    chart = flow_diagram("k", _diagram(list(flows), 20), "zh-CN")
    assert len(chart.rows) == 19
    assert chart.figure.get_figheight() < 2


def test_reconciled_flows_show_both_values_with_their_intervals(rich_report: AuditReport) -> None:
    chart = reconciled_flows("k", rich_report.reconciliations[0], "en")
    assert chart.title == "Measured and reconciled: Sulphur (t/d)"
    assert ("Pyrite", "142.6", "135.5 – 149.7", "136.1", "132.6 – 139.6") in chart.rows
    assert ("Furnace gas", "—", "—", "136.1", "132.6 – 139.6") in chart.rows
    assert "Cinder" not in [row[0] for row in chart.rows]


def test_of_many_reconciled_flows_the_suspects_are_drawn(rich_report: AuditReport) -> None:
    first = rich_report.reconciliations[0]
    pyrite = first.flows[0]
    many = tuple(dataclasses.replace(pyrite, name=f"stream {place}", suspect_rank=None) for place in range(40))
    chart = reconciled_flows("k", dataclasses.replace(first, flows=(*many, pyrite)), "en")
    assert len(chart.rows) == MOST_FLOWS
    assert chart.rows[0][0] == "Pyrite"


def test_a_flow_of_zero_width_is_drawn(rich_report: AuditReport) -> None:
    point = FlowInterval(0.0, 0.0, 0.0)
    flow = dataclasses.replace(rich_report.reconciliations[0].flows[0], measured=point, adjusted=point)
    chart = reconciled_flows("k", dataclasses.replace(rich_report.reconciliations[0], flows=(flow,)), "zh-CN")
    assert chart.svg
