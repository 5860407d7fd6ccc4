"""Enterprises are registered with the workbook that the product itself writes: filled in, tried, and recorded."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook

from cpaudit.cli.demo.client import Client, DemoFailedError
from cpaudit.cli.demo.golden import GoldenAudit
from cpaudit.cli.province.tenants import Office, Province
from cpaudit.cli.province.varying import vary
from cpaudit.permissions import Role
from cpaudit.spreadsheets.layout import Column, Sheet
from cpaudit.spreadsheets.sheets import ENTERPRISE_SHEETS

WORKBOOK = "/spreadsheets/enterprises.xlsx"
ENTERPRISES = "{ enterprises(first: 1000) { nodes { id code } } }"
NO_SIZE = "huge"
"""What stands in the column of sizes when the mistake is shown."""


@dataclass(frozen=True, slots=True)
class CellRefused:
    """A cell that was not taken, as the product tells it."""

    sheet: str
    cell: str
    message: str
    remedy: str


def register(province: Province, office: Office) -> CellRefused:
    """Register the enterprises of an office; gives the mistake that was made on purpose and refused.

    Raises:
        DemoFailedError: the mistake was not found, or what is right was refused.
    """
    client = office.as_(Role.TENANT_ADMIN)
    enterprises = [vary(province.goldens[each.plugin].audit, each) for each in office.planned]
    template = client.download(WORKBOOK, template="true", lang=client.language)
    refused = _shown_mistake(client, filled_in(template, enterprises, client.language, mistaken=True))
    right = filled_in(template, enterprises, client.language)
    for dry_run in ("true", "false"):
        told = client.upload(WORKBOOK, right, dry_run=dry_run, lang=client.language)
        if told["problemCount"]:
            raise DemoFailedError(f"the workbook of {office.code} is refused: {told['problems'][0]}")
    nodes = client.ask(ENTERPRISES)["enterprises"]["nodes"]
    office.enterprises.update({each["code"]: each["id"] for each in nodes})
    missing = {each.code for each in office.planned} - office.enterprises.keys()
    if missing:
        raise DemoFailedError(
            f"{office.code} has imported its workbook, and {', '.join(sorted(missing))} are not there"
        )
    return refused


def _shown_mistake(client: Client, content: bytes) -> CellRefused:
    told = client.upload(WORKBOOK, content, dry_run="true", lang=client.language)
    if not told["problems"]:
        raise DemoFailedError(f"the dry run did not find the size {NO_SIZE!r}")
    first = told["problems"][0]
    return CellRefused(first["sheet"], first["cell"], first["message"], first["remedy"])


def filled_in(template: bytes, audits: Sequence[GoldenAudit], language: str, *, mistaken: bool = False) -> bytes:
    """The workbook with a row for each enterprise, product and yearly output.

    Args:
        template: as it was saved from the product.
        audits: whose enterprises are filled in.
        language: of the template's titles.
        mistaken: whether the first enterprise has a size that there is not.
    """
    book = load_workbook(io.BytesIO(template))
    rows: dict[str, list[dict[str, Any]]] = {"enterprises": [], "products": [], "outputs": []}
    for audit in audits:
        enterprise = audit.enterprise
        own = {"enterprise": enterprise.code}
        known = {name: getattr(enterprise, name) for name in ("code", "gb4754", "employees", "established_year")}
        texts = {name: getattr(enterprise, name).in_language(language) for name in ("name", "city", "note")}
        size = NO_SIZE if mistaken and audit is audits[0] else enterprise.size_class.value
        rows["enterprises"].append({**known, **texts, "size_class": size, "illustrative": True})
        for product in enterprise.products:
            rows["products"].append(
                {**own, "code": product.code, "name": product.name.in_language(language), "unit": product.unit}
            )
            for year, amount in product.outputs.items():
                told = {"value": amount.value, "unit": amount.unit, "status": amount.status.value}
                rows["outputs"].append({**own, "product": product.code, "year": year, **told})
    for sheet in ENTERPRISE_SHEETS:
        _fill(book[sheet.title.in_language(language)], sheet, rows[sheet.key], language)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _fill(page: Any, sheet: Sheet, rows: Sequence[dict[str, Any]], language: str) -> None:
    titles = [str(cell.value).removesuffix(" *") for cell in page[1]]
    columns = {each.key: each for each in sheet.columns}
    places = {key: titles.index(each.title.in_language(language)) + 1 for key, each in columns.items()}
    for number, row in enumerate(rows, start=2):
        for key, value in row.items():
            if value is not None:
                page.cell(number, places[key], _typed(columns[key], value, language))


def _typed(column: Column, value: Any, language: str) -> Any:
    """What a person would type or choose."""
    if isinstance(value, bool):
        return {"zh-CN": "是", "en": "yes"}[language]
    return next((each.name.in_language(language) for each in column.choices if each.value == value), value)
