"""Foreign tables of emission factors become packs of the tenant, by a mapping that is kept."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import get_column_letter

from cpaudit.contributions import API_VERSION, ContentError, ContentPack, ContentProblem
from cpaudit.errors import InvalidInput
from cpaudit.own_content.services.packs import import_pack, keep_upload, read_upload
from cpaudit.permissions import Permission
from cpaudit.spreadsheets.cells import Unreadable
from cpaudit.spreadsheets.models import FactorMapping
from cpaudit.spreadsheets.number_format import NumberFormat
from cpaudit.spreadsheets.reading import FileSheet, read_workbook
from cpaudit.work import Work

MOST_FACTORS = 50_000
_FILE = "factors/imported.csv"

NUMBERS = ("value", "lower", "upper")
REQUIRED = ("code", "name", "pollutant", "value", "unit", "per_unit", "locator", "year")
FIELDS = (
    *REQUIRED,
    *("name_zh", "process", "cas", "lower", "upper", "distribution", "per_product", "product", "technology"),
    *("region", "valid_from", "valid_to", "evidence", "note"),
)
"""What a mapping can say of a factor; ``name`` and ``product`` stand for both languages where only one is given."""

_HEADER = (
    *("code", "name_en", "name_zh", "process", "pollutant", "cas", "value", "lower", "upper", "distribution", "unit"),
    *("per_unit", "per_product", "product_en", "product_zh", "technology", "region", "valid_from", "valid_to"),
    *("source", "locator", "year", "evidence", "note"),
)


@dataclass(frozen=True, slots=True)
class TableSource:
    """The document a table comes from, and the pack that is made of it.

    Attributes:
        gb4754: divisions of the industries that the pack serves, two digits each.
    """

    pack: str
    pack_version: str
    title: str
    publisher: str
    year: int
    licence: str
    gb4754: tuple[str, ...]


async def save_mapping(work: Work, name: str, values: Mapping[str, Any]) -> str:
    """Keep a mapping under a name, in place of the one before; gives its id.

    Raises:
        Denied: the actor does not manage plugins.
        InvalidInput: it has fields that a factor has not, or leaves out some that it needs.
    """
    work.require(Permission.MANAGE_PLUGINS)
    row = FactorMapping(tenant_id=work.actor.tenant, name=name, **values)
    if not name.strip():
        raise InvalidInput("the mapping has no name", path=("input", "name"), remedy="give it one")
    _check(row)
    found = await work.all(FactorMapping, name=name)
    if found:
        await work.change(found[0], None, "factorMappingChanged", **values)
        return found[0].id
    return (await work.add(row, "factorMappingSaved")).id


def _check(mapping: FactorMapping) -> None:
    NumberFormat(mapping.decimal, mapping.thousands)
    if mapping.header_row < 1:
        raise InvalidInput("rows are counted from 1", path=("input", "headerRow"), remedy="give the row of the titles")
    for place, given in (("columns", mapping.columns), ("constants", mapping.constants)):
        strange = sorted(set(given) - set(FIELDS))
        if strange:
            raise InvalidInput(
                f"a factor has no {', '.join(strange)}", path=("input", place), remedy=f"use {', '.join(FIELDS)}"
            )
    missing = [field for field in REQUIRED if field not in mapping.columns and field not in mapping.constants]
    if missing:
        raise InvalidInput(
            f"nothing says {', '.join(missing)}",
            path=("input", "columns"),
            remedy="name the column, or give a constant",
        )


async def import_factor_table(work: Work, mapping: FactorMapping, source: TableSource, content: bytes) -> str:
    """Make a version of an own pack of a table; gives the pack's id. It counts once it is enabled.

    Figures that the table does not call verified are unverified.

    Raises:
        Denied: the actor does not manage plugins.
        InvalidInput: the file cannot be read, or has not the columns of the mapping.
        ContentError: with every row that is no valid factor, by its place in the file.
    """
    work.require(Permission.MANAGE_PLUGINS)
    sheet = _sheet(mapping, read_workbook(content, MOST_FACTORS + mapping.header_row))
    lines, rows = _lines(mapping, sheet, source.pack)
    archive = _archive(source, lines)
    try:
        pack: ContentPack = await read_upload(archive)
    except ContentError as error:
        raise _placed(error, source.pack, sheet.name, rows) from error
    upload = await keep_upload(work, archive)
    return await import_pack(work, pack, upload)


def _sheet(mapping: FactorMapping, sheets: list[FileSheet]) -> FileSheet:
    found = next((sheet for sheet in sheets if mapping.sheet in ("", sheet.name)), None)
    if found is None:
        raise InvalidInput(
            f"the file has no sheet {mapping.sheet!r}",
            path=("input", "content"),
            remedy=f"it has {', '.join(sheet.name for sheet in sheets)}",
        )
    return found


def _lines(mapping: FactorMapping, sheet: FileSheet, pack: str) -> tuple[list[dict[str, str]], list[int]]:
    """The factors as a pack's file has them, and the row of each in the table."""
    if len(sheet.rows) < mapping.header_row:
        raise InvalidInput(
            "the sheet ends before its titles", path=("input", "headerRow"), remedy="see which row it is"
        )
    titles = [str(title or "").strip() for title in sheet.rows[mapping.header_row - 1]]
    missing = sorted({title for title in mapping.columns.values() if title not in titles})
    if missing:
        raise InvalidInput(
            f"the sheet has no column {', '.join(map(repr, missing))}",
            path=("input", "content"),
            remedy=f"its titles in row {mapping.header_row} are {', '.join(title for title in titles if title)}",
        )
    places = {field: titles.index(title) for field, title in mapping.columns.items()}
    numbers = NumberFormat(mapping.decimal, mapping.thousands)
    lines, rows, problems = [], [], []
    for number, row in enumerate(sheet.rows[mapping.header_row :], start=mapping.header_row + 1):
        if not row:
            continue
        said = dict(mapping.constants)
        for field, index in places.items():
            text = _text(row[index] if index < len(row) else None, field, numbers)
            if text is None:
                cell = f"{get_column_letter(index + 1)}{number}"
                problems.append(
                    ContentProblem(
                        sheet.name,
                        number,
                        index + 1,
                        (cell, field),
                        f"{cell} is no number in the declared format, or holds an error",
                        "correct the cell, or declare other separators",
                    )
                )
                continue
            said[field] = mapping.translations.get(field, {}).get(text, text)
        lines.append(_line(said))
        rows.append(number)
    if problems:
        raise ContentError(pack, problems)
    return lines, rows


def _text(cell: object, field: str, numbers: NumberFormat) -> str | None:
    """A cell as a pack's file has it; None where it cannot be read."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, Unreadable):
        return None
    if field in NUMBERS and isinstance(cell, str):
        number = numbers.read(cell)
        return None if number is None else str(number)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).strip()


def _line(said: Mapping[str, str]) -> dict[str, str]:
    own = {field: said.get(field, "") for field in _HEADER}
    name, product = said.get("name", ""), said.get("product", "")
    return {
        **own,
        "name_en": name or said.get("name_zh", ""),
        "name_zh": said.get("name_zh") or name,
        "product_en": product or said.get("per_product", ""),
        "product_zh": product or said.get("per_product", ""),
        "source": "table",
        "evidence": said.get("evidence") or "unverified",
    }


def _archive(source: TableSource, lines: list[dict[str, str]]) -> bytes:
    table = io.StringIO()
    writer = csv.DictWriter(table, _HEADER, lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    # What JSON writes as a text or a list of texts, TOML reads as the same.
    quoted = {name: json.dumps(getattr(source, name), ensure_ascii=False) for name in TableSource.__slots__}
    manifest = f"""id = {quoted["pack"]}
version = {quoted["pack_version"]}
api = {API_VERSION}
licence = {quoted["licence"]}
name = {{ zh-CN = {quoted["title"]}, en = {quoted["title"]} }}
description = {{ zh-CN = {quoted["title"]}, en = {quoted["title"]} }}

[industry]
code = "TABLE"
gb4754 = {quoted["gb4754"]}

[[sources]]
id = "table"
title = {quoted["title"]}
publisher = {quoted["publisher"]}
year = {quoted["year"]}
"""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("pack.toml", manifest)
        archive.writestr(_FILE, table.getvalue())
    return buffer.getvalue()


def _placed(error: ContentError, pack: str, sheet: str, rows: list[int]) -> ContentError:
    """The same problems, told by the row of the table in place of the line of the pack's file."""
    problems = []
    for problem in error.problems:
        # The first line of the file is its titles.
        index = problem.line - 2
        if problem.file == _FILE and 0 <= index < len(rows):
            problem = ContentProblem(sheet, rows[index], 0, problem.path, problem.message, problem.remedy)
        problems.append(problem)
    return ContentError(pack, problems)
