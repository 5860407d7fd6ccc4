"""Imports over GraphQL."""

from __future__ import annotations

import base64
import binascii

import strawberry

from cpaudit.errors import InvalidInput
from cpaudit.graphql.commands import command
from cpaudit.graphql.reading.identifiers import row_id
from cpaudit.spreadsheets import importing
from cpaudit.spreadsheets.importing import ImportMode
from cpaudit.spreadsheets.number_format import NumberFormat
from cpaudit.spreadsheets.service import WorkbookKind, import_workbook
from cpaudit.text import DEFAULT_LANGUAGE
from cpaudit.work import Work

SPREADSHEET_PATH = "/spreadsheets"
"""Where workbooks are saved from and sent to."""

strawberry.enum(WorkbookKind, description="The workbooks that can be saved, filled in and sent back.")
strawberry.enum(ImportMode, description="What is recorded of a workbook in which a row is refused.")


@strawberry.type(description="Why a cell, a row or a sheet of a workbook is not taken.")
class CellProblem:
    held: strawberry.Private[importing.CellProblem]

    @strawberry.field(description="Name of the tab in the file.")
    def sheet(self) -> str:
        return self.held.sheet

    @strawberry.field(description="The cell, `C7`; of a whole row its first one, of a whole sheet empty.")
    def cell(self) -> str:
        return self.held.cell

    @strawberry.field(description="Stable identifier of the kind of problem.")
    def code(self) -> str:
        return self.held.code

    @strawberry.field(description="What is wrong.")
    def message(self, info: strawberry.Info, lang: str | None = None) -> str:
        return self.held.message.in_language(lang or info.context.language)

    @strawberry.field(description="What to do about it.")
    def remedy(self, info: strawberry.Info, lang: str | None = None) -> str:
        return self.held.remedy.in_language(lang or info.context.language)


@strawberry.type(description="What came of the rows of one sheet, or would come of them.")
class SheetOutcome:
    sheet: str = strawberry.field(description="Stable name of the sheet.")
    title: str = strawberry.field(description="Name of the tab in the file.")
    added: int
    changed: int
    unchanged: int
    refused: int


@strawberry.type(description="What an import of a workbook did, or with `dryRun` would do.")
class SpreadsheetImport:
    held: strawberry.Private[importing.ImportReport]

    @strawberry.field(description="Whether it was only tried.")
    def dry_run(self) -> bool:
        return self.held.dry_run

    @strawberry.field(description="Whether anything was recorded.")
    def applied(self) -> bool:
        return self.held.applied

    @strawberry.field(description="The sheets that were read, in the order in which they were.")
    def sheets(self) -> list[SheetOutcome]:
        return [
            SheetOutcome(
                sheet=each.sheet,
                title=each.title,
                added=each.added,
                changed=each.changed,
                unchanged=each.unchanged,
                refused=each.refused,
            )
            for each in self.held.sheets
        ]

    @strawberry.field(description=f"The first {importing.MOST_PROBLEMS} problems.")
    def problems(self) -> list[CellProblem]:
        return [CellProblem(held=each) for each in self.held.problems]

    @strawberry.field(description="How many problems there are, told or not.")
    def problem_count(self) -> int:
        return self.held.problem_count


@strawberry.input(description="A workbook that was filled in.")
class ImportSpreadsheetInput:
    kind: WorkbookKind
    audit: strawberry.ID | None = strawberry.field(default=None, description="For the workbook of an audit.")
    content: str = strawberry.field(description="The XLSX file in Base64.")
    dry_run: bool = strawberry.field(default=True, description="Find out what it would do, and record nothing.")
    mode: ImportMode = ImportMode.ALL_OR_NOTHING
    decimal: str = strawberry.field(default=".", description="Decimal separator of numbers typed as text.")
    thousands: str = strawberry.field(default="", description="Thousands separator of numbers typed as text.")


@strawberry.type
class SpreadsheetMutations:
    @command(SpreadsheetImport)
    async def import_spreadsheet(self, work: Work, input: ImportSpreadsheetInput) -> SpreadsheetImport:
        """Record what a workbook says. It is tried first: `dryRun` is true unless you say otherwise."""
        try:
            content = base64.b64decode(input.content, validate=True)
        except (binascii.Error, ValueError) as error:
            raise InvalidInput("the content is not Base64", path=("input", "content")) from error
        report = await import_workbook(
            work,
            input.kind,
            None if input.audit is None else row_id(input.audit, "Audit", path=("input", "audit")),
            content,
            mode=input.mode,
            dry_run=input.dry_run,
            numbers=NumberFormat(input.decimal, input.thousands),
            language=DEFAULT_LANGUAGE,
        )
        return SpreadsheetImport(held=report)
