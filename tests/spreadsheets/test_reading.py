"""A file is somebody's: what it holds is read, and nothing of it is run or believed."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpaudit.errors import InvalidInput
from cpaudit.spreadsheets import reading
from cpaudit.spreadsheets.cells import Unreadable
from cpaudit.spreadsheets.reading import read_workbook
from spreadsheets.books import sheet_of

GOOD = sheet_of("企业", ["企业代码", "人数"], ["E1", 3])


def zipped(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def changed(content: bytes, part: str, new: bytes) -> bytes:
    """The file with one part replaced or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            if name != part:
                after.writestr(name, before.read(name))
        after.writestr(part, new)
    return buffer.getvalue()


def test_rows_are_read_as_they_stand() -> None:
    (sheet,) = read_workbook(GOOD, 10)
    assert (sheet.name, sheet.rows) == ("企业", [("企业代码", "人数"), ("E1", 3)])


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"no zip at all", "no XLSX"),
        (b"PK\x03\x04 cut off", "no XLSX"),
        (zipped(**{"a.txt": b"a"}), "no XLSX"),
        (zipped(**{"[Content_Types].xml": b"<Types/>"}), "damaged"),
        (changed(GOOD, "xl/vbaProject.bin", b"macro"), "macros"),
        (changed(GOOD, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row><c>"), "damaged"),
        (changed(GOOD, "xl/bomb.bin", b"\0" * 60_000_000), "unpacks to"),
    ],
)
def test_what_is_no_workbook_is_refused_with_what_to_do(content: bytes, told: str) -> None:
    with pytest.raises(InvalidInput, match=told) as refused:
        read_workbook(content, 10)
    assert refused.value.remedy


def test_entities_are_not_unfolded() -> None:
    laughs = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
    <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>
    <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
    <row r="1"><c r="A1" t="inlineStr"><is><t>&d;</t></is></c></row></sheetData></worksheet>"""
    with pytest.raises(InvalidInput):
        read_workbook(changed(GOOD, "xl/worksheets/sheet1.xml", laughs), 10)


@pytest.mark.parametrize(("row", "told"), [("900", None), ("900000", "rows")])
def test_what_a_file_says_of_its_size_is_not_believed(row: str, told: str | None) -> None:
    far = f"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
    <dimension ref="A1:XFD1048576"/><sheetData>
    <row r="1"><c r="A1"><v>1</v></c></row><row r="{row}"><c r="B{row}"><v>3</v></c><c r="XFD{row}"><v>2</v></c></row>
    </sheetData></worksheet>"""
    content = changed(GOOD, "xl/worksheets/sheet1.xml", far.encode())
    if told is None:
        (sheet,) = read_workbook(content, 10)
        assert (len(sheet.rows), sheet.rows[0], sheet.rows[-1]) == (900, (1,), (None, 3))
    else:
        with pytest.raises(InvalidInput, match=told):
            read_workbook(content, 10)


def test_too_many_rows_are_refused_before_they_are_held() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"constant_memory": True}) as workbook:
        page = workbook.add_worksheet("flows")
        for number in range(30_000):
            page.write_number(number, 0, number)
    with pytest.raises(InvalidInput, match="more than 5000 rows"):
        read_workbook(buffer.getvalue(), 5000)


def test_a_formula_counts_as_what_it_came_to_and_is_never_worked_out() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as workbook:
        page = workbook.add_worksheet("flows")
        page.write_formula(0, 0, "=1+1", None, 7)
        page.write_formula(0, 1, "=1/0", None, "#DIV/0!")
    (sheet,) = read_workbook(buffer.getvalue(), 10)
    assert sheet.rows[0] == (7, Unreadable.ERROR)


def test_a_formula_without_a_value_is_told_from_an_empty_cell() -> None:
    (sheet,) = read_workbook(sheet_of("x", ["a", "=1+1", None, "d"], [None, "=A1"]), 10)
    assert sheet.rows == [("a", Unreadable.FORMULA, None, "d"), (None, Unreadable.FORMULA)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_damaged_file_is_refused_or_read_and_never_anything_else(data: st.DataObject) -> None:
    spoiled = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 12))):
        spoiled[data.draw(st.integers(0, len(spoiled) - 1))] = data.draw(st.integers(0, 255))
    with suppress(InvalidInput):
        read_workbook(bytes(spoiled), 10)


def test_limits_hold_for_what_is_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_FILE", 100)
    with pytest.raises(InvalidInput, match="bytes, more than"):
        read_workbook(GOOD, 10)


def test_many_parts_or_sheets_are_refused() -> None:
    parts: dict[str, Any] = {f"p{number}": b"" for number in range(reading.MOST_PARTS + 1)}
    with pytest.raises(InvalidInput):
        read_workbook(zipped(**parts), 10)
