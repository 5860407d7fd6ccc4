"""The data behind a chart are numbers, with what is not known, in files that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpaudit.reporting.chart_data import ChartData, DataColumn, datum, to_csv, to_json
from support.client import GraphqlClient
from support.recorded_audit import AUDIT_ID, record_audit
from support.stages import OpenWork

PATH = f"/reports/audit/{AUDIT_ID}"


def _cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def _data(*row: str | float | bool | None) -> ChartData:
    return ChartData(tuple(DataColumn(f"c{place}", f"C{place}") for place in range(len(row))), (row,))


def test_numbers_are_written_in_full_and_what_is_not_known_is_empty() -> None:
    row = _cells(to_csv(_data(0.1 + 0.2, -5.0, None, True, '炉渣, "干"')))[1]
    assert row == ["0.30000000000000004", "-5.0", "", "true", '炉渣, "干"']


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＠", "\t", "\r", " =", "|"])
def test_a_text_that_a_spreadsheet_would_run_is_made_a_text(sign: str) -> None:
    assert _cells(to_csv(_data(f"{sign}cmd|'/c calc'!A0")))[1][0].startswith("'")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20), min_size=1))
def test_no_text_begins_like_a_formula_and_none_is_lost(texts: list[str]) -> None:
    cells = _cells(to_csv(ChartData((DataColumn("text", "text"),), tuple((text,) for text in texts))))[1:]
    for text, (cell,) in zip(texts, [row or [""] for row in cells], strict=True):
        assert cell in (text, f"'{text}")
        assert not cell.lstrip(" ").startswith(("=", "+", "-", "@"))


def test_json_tells_rows_by_the_names_of_columns() -> None:
    found = json.loads(to_json("figure-1", "图", "alt", _data(1.5, None)))
    assert found["columns"] == [{"name": "c0", "heading": "C0"}, {"name": "c1", "heading": "C1"}]
    assert found["rows"] == [{"c0": 1.5, "c1": None}]


def test_dates_are_written_as_iso_8601_has_them() -> None:
    assert datum(date(2026, 3, 1)) == "2026-03-01"
    assert datum(None) is None


class TestOverTheApi:
    @pytest.fixture(autouse=True)
    async def recorded(self, open_work: OpenWork) -> None:
        """An audit of the chemicals department, with something recorded of every kind."""
        async with open_work() as work:
            await record_audit(work)

    async def test_each_chart_has_its_data_in_the_answer_and_as_files(self, graphql: GraphqlClient) -> None:
        document = """query ($id: ID!) { auditReport(audit: $id, lang: "en") { charts {
            key title csv data { columns { name heading } rows }
            json: downloadPath(format: JSON) table: downloadPath
        } } }"""
        charts = (await graphql(document, as_="viewer", id=f"Audit:{AUDIT_ID}"))["auditReport"]["charts"]
        assert len(charts) >= 4
        headers = graphql.headers("viewer", "chem")
        for chart in charts:
            names = [column["name"] for column in chart["data"]["columns"]]
            file = await graphql.http.get(chart["json"], headers=headers)
            assert file.json()["title"] == chart["title"]
            assert [[row[name] for name in names] for row in file.json()["rows"]] == chart["data"]["rows"]
            table = await graphql.http.get(chart["table"], headers=headers)
            assert table.content.decode() == chart["csv"]
            assert table.headers["content-type"] == "text/csv; charset=utf-8"
            assert table.headers["content-disposition"].startswith("attachment")
            assert len(_cells(chart["csv"])) == len(chart["data"]["rows"]) + 1
        assert any(isinstance(cell, float) for chart in charts for row in chart["data"]["rows"] for cell in row)

    @pytest.mark.parametrize(
        ("path", "as_", "tenant", "status"),
        [
            ("charts/figure-1-1.csv", None, "chem", 401),
            ("charts/figure-1-1.csv", "auditor", "light", 404),
            ("charts/figure-1-1.csv", "staff", "chem", 404),
            ("charts/nonsense.csv", "viewer", "chem", 404),
            ("charts/figure-1-1.xlsx", "viewer", "chem", 400),
        ],
    )
    async def test_who_may_not_read_the_report_gets_no_data(
        self, graphql: GraphqlClient, path: str, as_: str | None, tenant: str, status: int
    ) -> None:
        headers = graphql.headers(as_, tenant) if as_ else {}
        assert (await graphql.http.get(f"{PATH}/{path}", headers=headers)).status_code == status
