"""What an import refuses, and that it tells where and what to do."""

from __future__ import annotations

from typing import Any

from cpaudit.enterprises.models import Enterprise
from spreadsheets.books import Book, sheet_of
from spreadsheets.conftest import Office
from support.stages import OpenWork

TITLES = ["Code", "Name", "Industry (GB/T 4754)", "Size", "Employees"]


def enterprises(*rows: list[Any]) -> bytes:
    return sheet_of("Enterprises", TITLES, *rows)


GOOD = ["E-1", "示例", "C2611", "Large", 10]
BAD = ["E-2", "示例", "C9", "Large", 10]


async def test_all_or_nothing_or_row_by_row(office: Office, open_work: OpenWork) -> None:
    content = enterprises(GOOD, BAD, ["E-3", "示例", "C2611", "Small", None])
    refused = await office.send("enterprises.xlsx", content)
    assert (refused["applied"], refused["problemCount"]) == (False, 1)
    async with open_work() as work:
        assert await work.all(Enterprise, code="E-1") == []
    taken = await office.send("enterprises.xlsx", content, mode="row_by_row")
    assert (taken["applied"], taken["sheets"][0]["added"], taken["sheets"][0]["refused"]) == (True, 2, 1)
    async with open_work() as work:
        assert {row.code for row in await work.all(Enterprise)} >= {"E-1", "E-3"}
        assert await work.all(Enterprise, code="E-2") == []


WRONG: list[tuple[list[Any], str, str]] = [
    (["E-1", "示例", "C9", "Large", 10], "C2", "INVALID_INPUT"),
    (["", "示例", "C2611", "Large", 10], "A3", "MISREAD"),
    (["E-3", "示例", "C2611", "Large", "1,000"], "E4", "MISREAD"),
    (["E-4", "示例", "C2611", "Large", 2.5], "E5", "MISREAD"),
    (["E-5", "示例", "C2611", "Large", -5], "E6", "INVALID_INPUT"),
    (["E-6", "示例", "C2611", "Large", "=1+1"], "E7", "MISREAD"),
    (["E-7", "x" * 400, "C2611", "Large", 1], "B8", "INVALID_INPUT"),
    (["E-8", "示例", "C2611", True, 1], "D9", "MISREAD"),
]


async def test_every_problem_has_its_cell_and_a_remedy(office: Office) -> None:
    told = await office.send("enterprises.xlsx", enterprises(*(row for row, _, _ in WRONG)))
    wrong = [(cell, code) for _, cell, code in WRONG]
    assert [(problem["cell"], problem["code"]) for problem in told["problems"]] == wrong
    for problem in told["problems"]:
        assert problem["sheet"] == "Enterprises"
        assert problem["message"]
        assert problem["remedy"]
    assert told["sheets"][0]["refused"] == len(wrong)


async def test_columns_and_rows_that_do_not_fit_are_told(office: Office) -> None:
    for content, code in [
        (sheet_of("Enterprises", [*TITLES, "Colour"], [*GOOD, "red"]), "UNKNOWN_COLUMN"),
        (sheet_of("Enterprises", TITLES[1:], GOOD[1:]), "COLUMN_MISSING"),
        (enterprises(GOOD, GOOD), "TWICE"),
    ]:
        told = await office.send("enterprises.xlsx", content)
        assert code in {problem["code"] for problem in told["problems"]}
        assert not told["applied"]


async def test_a_file_with_other_sheets_is_refused(office: Office) -> None:
    told = await office.send("enterprises.xlsx", sheet_of("Sheet1", TITLES, GOOD))
    assert told["status"] == 400
    assert "Enterprises" in told["errors"][0]["extensions"]["remedy"]
    assert (await office.send("enterprises.xlsx", b"rubbish"))["status"] == 400


async def test_what_was_changed_after_the_export_is_not_overwritten(office: Office, open_work: OpenWork) -> None:
    await office.send("enterprises.xlsx", enterprises(GOOD))
    book, other = (
        Book(await office.save("enterprises.xlsx")),
        Book(await office.save("enterprises.xlsx")),
    )
    book.put("Enterprises", 2, Employees=11)
    assert (await office.send("enterprises.xlsx", book.save()))["applied"]
    other.put("Enterprises", 2, Employees=12)
    told = await office.send("enterprises.xlsx", other.save())
    assert [problem["code"] for problem in told["problems"]] == ["CONFLICT"]


async def test_who_may_not_write_or_see_does_not(office: Office, audit_id: str) -> None:
    viewer = await office.send("enterprises.xlsx", enterprises(GOOD), as_="viewer")
    assert viewer["status"] == 403
    other = await office.send(f"audit/{audit_id}.xlsx", enterprises(GOOD), tenant="light")
    assert other["status"] == 404
    assert (await office.graphql.http.get("/spreadsheets/enterprises.xlsx")).status_code == 401


async def test_a_tenant_exports_its_own_rows_alone(office: Office, audit_id: str) -> None:
    codes = {}
    for tenant in ("chem", "light"):
        book = Book(await office.save("enterprises.xlsx", tenant=tenant))
        codes[tenant] = {row["Code"] for row in book.rows("Enterprises")}
    own, others = codes["chem"], codes["light"]
    assert "E1" in own
    assert others
    assert "E1" not in others
