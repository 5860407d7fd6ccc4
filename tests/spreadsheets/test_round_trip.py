"""Workbooks come back: unchanged they change nothing, and what was typed into them is recorded."""

from __future__ import annotations

import base64
from datetime import date
from decimal import Decimal

from sqlmodel import col, select

from cpaudit.audits.models import AnnualFlow, Answer, Measurement, Scenario
from cpaudit.engine import Quantity
from cpaudit.enterprises.models import Enterprise
from cpaudit.options.models import Option
from cpaudit.storage.event_log import Event
from spreadsheets.books import Book
from spreadsheets.conftest import Office
from support.client import GraphqlClient
from support.stages import OpenWork


async def test_a_workbook_that_comes_back_as_it_was_changes_nothing(
    office: Office, audit_id: str, open_work: OpenWork
) -> None:
    async with open_work() as work:
        (flow, *_) = await work.all(AnnualFlow, audit_id=audit_id)
        flow.amount = Quantity(0.1 + 0.2, flow.amount.unit)
        work.session.add(flow)
        events = len(await work.all(Event))
    for what in ("enterprises.xlsx", f"audit/Audit:{audit_id}.xlsx"):
        for lang in ("en", "zh-CN"):
            told = await office.send(what, Book(await office.save(what, lang=lang)).save())
            assert told["problems"] == []
            assert not told["applied"]
            assert {(each["added"], each["changed"], each["refused"]) for each in told["sheets"]} == {(0, 0, 0)}
            assert sum(each["unchanged"] for each in told["sheets"]) > 0
    async with open_work() as work:
        assert len(await work.all(Event)) == events


async def test_what_is_typed_into_a_template_is_recorded(office: Office, open_work: OpenWork) -> None:
    book = Book(await office.save("enterprises.xlsx", template=True))
    book.put("Enterprises", 2, Code="E-7", Name="=HYPERLINK(1)", Size="Large", Employees="1.200")
    book.put("Enterprises", 2, **{"Industry_(GB/T_4754)": 2611, "Illustrative": "yes"})
    book.put("Products", 2, Enterprise_code="E-7", Product_code="P1", Product="硫酸", Counted_in="t")
    book.put("Yearly output", 2, Enterprise_code="E-7", Product_code="P1", Year=2025, Amount="12.345,5", Unit="t")
    separators = {"decimal": ",", "thousands": "."}

    tried = await office.send("enterprises.xlsx", book.save(), dry=True, **separators)
    assert (tried["problems"], tried["applied"]) == ([], False)
    async with open_work() as work:
        assert await work.all(Enterprise, code="E-7") == []

    # a formula that was never worked out is refused; the name is meant as a text
    book.sheet("Enterprises")["B2"].data_type = "s"
    done = await office.send("enterprises.xlsx", book.save(), **separators)
    assert done["applied"], done
    assert [each["added"] for each in done["sheets"]] == [1, 1, 1]
    async with open_work() as work:
        (row,) = await work.all(Enterprise, code="E-7")
        assert (row.name, row.gb4754, row.employees, row.illustrative) == ("=HYPERLINK(1)", "C2611", 1200, True)
    again = await office.send("enterprises.xlsx", book.save(), **separators)
    assert [each["unchanged"] for each in again["sheets"]] == [1, 1, 1]


async def test_a_change_is_recorded_as_one_and_everything_else_stays(
    office: Office, audit_id: str, open_work: OpenWork
) -> None:
    what = f"audit/{audit_id}.xlsx"
    book = Book(await office.save(what))
    book.put("Measurements", 2, Amount=99.5, Measured_on=date(2026, 3, 2), Method="称重")
    place = next(
        place for place, row in enumerate(book.rows("Options"), start=2) if row["State"] not in ("Verified", "Rejected")
    )
    code = book.rows("Options")[place - 2]["Code"]
    book.put("Options", place, Investment="43 860,25")
    added = len(book.rows("Yearly flows")) + 2
    book.put(
        "Yearly flows", added, Year=2025, Kind="Discharge", Substance="COD", Amount=12, Unit="t/a", Status="Measured"
    )
    told = await office.send(what, book.save(), decimal=",", thousands=" ")
    assert told["problems"] == []
    counts = {each["sheet"]: (each["added"], each["changed"]) for each in told["sheets"]}
    assert counts == {"flows": (1, 0), "measurements": (0, 1), "answers": (0, 0), "options": (0, 1)}
    async with open_work() as work:
        (reading, *_) = await work.all(Measurement, audit_id=audit_id)
        assert (reading.amount.value, reading.measured_on, reading.method, reading.version) == (
            99.5,
            date(2026, 3, 2),
            "称重",
            2,
        )
        (option,) = await work.all(Option, audit_id=audit_id, code=code)
        assert option.investment == Decimal("43860.25")


async def test_a_measurement_says_whether_options_were_carried_out_before_it(
    office: Office, audit_id: str, open_work: OpenWork
) -> None:
    what = f"audit/{audit_id}.xlsx"
    book = Book(await office.save(what))
    rows = book.rows("Measurements")
    assert {row["When"] for row in rows} == {"before options"}
    given = {name.replace(" ", "_"): value for name, value in rows[0].items() if not name.startswith("cpaudit")}
    book.put("Measurements", len(rows) + 2, **{**given, "When": "after options"})
    told = await office.send(what, book.save())
    assert told["problems"] == []
    assert next(each for each in told["sheets"] if each["sheet"] == "measurements")["added"] == 1
    async with open_work() as work:
        scenarios = [each.scenario for each in await work.all(Measurement, audit_id=audit_id)]
    assert scenarios == [Scenario.BEFORE] * len(rows) + [Scenario.AFTER]


async def test_a_workbook_from_before_there_was_that_column_still_fits(office: Office, audit_id: str) -> None:
    what = f"audit/{audit_id}.xlsx"
    book = Book(await office.save(what))
    titles = book.titles("Measurements")
    # Nor does it carry ids: what a row says tells which it is.
    for title in sorted(("When", *(each for each in titles if each.startswith("cpaudit"))), key=titles.index)[::-1]:
        book.sheet("Measurements").delete_cols(titles.index(title) + 1)
    told = await office.send(what, book.save())
    assert told["problems"] == []
    assert {(each["added"], each["changed"]) for each in told["sheets"]} == {(0, 0)}


async def test_answers_are_given_in_any_language(office: Office, audit_id: str, open_work: OpenWork) -> None:
    what = f"audit/{audit_id}.xlsx"
    book = Book(await office.save(what, lang="zh-CN", template=True))
    questions = book.rows("检查清单")
    assert len(questions) > 20
    assert all(question["问题"] for question in questions)
    book.put("检查清单", 2, 回答="部分", 备注="示例")
    book.put("检查清单", 3, 回答="yes")
    book.put("检查清单", 4, 不适用的理由="示例：没有该工序")
    told = await office.send(what, book.save())
    assert told["problems"] == []
    assert {each["sheet"]: each["added"] for each in told["sheets"]}["answers"] == 3
    async with open_work() as work:
        given = [(row.value, row.note) for row in await work.all(Answer, audit_id=audit_id)]
        assert given == [("partial", "示例"), ("yes", ""), (None, "")]


async def test_an_import_over_graphql_is_tried_first(
    office: Office, graphql: GraphqlClient, open_work: OpenWork
) -> None:
    book = Book(await office.save("enterprises.xlsx", template=True))
    book.put("Enterprises", 2, Code="E-8", Name="示例", Size="huge")
    book.put("Enterprises", 2, **{"Industry_(GB/T_4754)": "C2611"})
    query = """mutation ($input: ImportSpreadsheetInput!) { importSpreadsheet(input: $input) {
      ... on SpreadsheetImport { dryRun applied problemCount sheets { sheet added refused }
        problems { sheet cell code message(lang: "en") remedy(lang: "en") } } } }"""
    given = {"kind": "ENTERPRISES", "content": base64.b64encode(book.save()).decode()}
    told = (await graphql(query, input=given))["importSpreadsheet"]
    assert (told["dryRun"], told["applied"], told["problemCount"]) == (True, False, 1)
    (problem,) = told["problems"]
    assert (problem["sheet"], problem["cell"], problem["code"]) == ("Enterprises", "D2", "MISREAD")
    assert "Large" in problem["remedy"]


async def test_the_log_tells_of_each_record(office: Office, open_work: OpenWork) -> None:
    book = Book(await office.save("enterprises.xlsx", template=True))
    for row in (2, 3):
        book.put("Enterprises", row, Code=f"L-{row}", Name="示例", Size="Small")
        book.put("Enterprises", row, **{"Industry_(GB/T_4754)": "C2611"})
    await office.send("enterprises.xlsx", book.save())
    async with open_work() as work:
        query = select(Event).where(col(Event.action) == "enterpriseRegistered")
        codes = [event.after["code"] for event in (await work.session.exec(query)).all() if event.after]
        assert sorted(code for code in codes if code.startswith("L-")) == ["L-2", "L-3"]
