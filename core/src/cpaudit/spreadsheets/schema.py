"""Imports over GraphQL."""

from __future__ import annotations

import strawberry

from cpaudit.graphql.commands import command
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.reading import (
    Connection,
    column,
    computed,
    ordering,
    readable,
    root_connection,
    root_one,
    visible_id,
)
from cpaudit.graphql.reading.identifiers import row_id
from cpaudit.graphql.uploads import decoded
from cpaudit.own_content.schemas.packs import OwnPack
from cpaudit.permissions import Permission
from cpaudit.spreadsheets import factor_tables, importing
from cpaudit.spreadsheets.importing import ImportMode
from cpaudit.spreadsheets.models import FactorMapping as FactorMappingRow
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


@strawberry.type(description="A field of a factor and what says it.")
class FactorField:
    field: str
    says: str = strawberry.field(description="Title of a column, or the value itself.")


@strawberry.type(description="What a table says and what is meant by it.")
class FactorWord:
    field: str
    text: str
    meaning: str


FactorMappingOrder = ordering("FactorMappingOrder", "name")


@readable(FactorMappingRow, order=("name",), permission=Permission.MANAGE_PLUGINS)
@strawberry.type(description="Which column of a foreign table of emission factors says what.")
class FactorMapping(Node):
    name: str = column()
    sheet: str = column(description="Name of the tab; empty for the first one.")
    header_row: int = column(description="The row of the titles, from 1.")
    decimal: str = column()
    thousands: str = column()
    version: int = column()

    @computed("columns")
    def columns(self) -> list[FactorField]:
        """Fields that columns say, with the columns' titles."""
        return [FactorField(field=field, says=title) for field, title in self.values["columns"].items()]

    @computed("constants")
    def constants(self) -> list[FactorField]:
        """Fields that are the same in every row."""
        return [FactorField(field=field, says=value) for field, value in self.values["constants"].items()]

    @computed("translations")
    def words(self) -> list[FactorWord]:
        """Words of the table that stand for others."""
        return [
            FactorWord(field=field, text=text, meaning=meaning)
            for field, words in self.values["translations"].items()
            for text, meaning in words.items()
        ]


@strawberry.input
class FactorFieldInput:
    field: str = strawberry.field(description=", ".join(factor_tables.FIELDS))
    says: str = strawberry.field(description="Title of the column, or the value itself.")


@strawberry.input
class FactorWordInput:
    field: str
    text: str
    meaning: str


@strawberry.input(description="How a foreign table of emission factors is read.")
class SaveFactorMappingInput:
    name: str
    columns: list[FactorFieldInput]
    constants: list[FactorFieldInput] = strawberry.field(default_factory=list)
    words: list[FactorWordInput] = strawberry.field(default_factory=list)
    sheet: str = ""
    header_row: int = 1
    decimal: str = "."
    thousands: str = ""
    client_mutation_id: str | None = None


@strawberry.input(description="A table of emission factors, and the document it comes from.")
class ImportFactorTableInput:
    mapping: strawberry.ID
    content: str = strawberry.field(description="The XLSX file in Base64.")
    pack: str = strawberry.field(description="Id of the pack that is made of it; it begins with `own_`.")
    pack_version: str
    title: str = strawberry.field(description="Of the document, and of the pack.")
    publisher: str
    year: int
    licence: str
    gb4754: list[str] = strawberry.field(description="Divisions of GB/T 4754-2017 that they serve, `30` for example.")
    client_mutation_id: str | None = None


@strawberry.type
class SpreadsheetQueries:
    factor_mapping: FactorMapping | None = root_one()
    factor_mappings: Connection[FactorMapping] = root_connection(order=FactorMappingOrder)


@strawberry.type
class SpreadsheetMutations:
    @command(FactorMapping)
    async def save_factor_mapping(self, work: Work, input: SaveFactorMappingInput) -> str:
        """Keep how a foreign table is read, in place of the mapping of this name."""
        translations: dict[str, dict[str, str]] = {}
        for word in input.words:
            translations.setdefault(word.field, {})[word.text] = word.meaning
        values = {
            "sheet": input.sheet,
            "header_row": input.header_row,
            "columns": {each.field: each.says for each in input.columns},
            "constants": {each.field: each.says for each in input.constants},
            "translations": translations,
            "decimal": input.decimal,
            "thousands": input.thousands,
        }
        return await factor_tables.save_mapping(work, input.name, values)

    @command(OwnPack, content=True)
    async def import_factor_table(self, work: Work, input: ImportFactorTableInput) -> str:
        """Make a version of an own pack of a table of emission factors; it counts once it is enabled."""
        mapping = await work.get(
            FactorMappingRow,
            visible_id(input.mapping, FactorMapping, path=("input", "mapping")),
            path=("input", "mapping"),
        )
        source = factor_tables.TableSource(
            pack=input.pack,
            pack_version=input.pack_version,
            title=input.title,
            publisher=input.publisher,
            year=input.year,
            licence=input.licence,
            gb4754=tuple(input.gb4754),
        )
        return await factor_tables.import_factor_table(work, mapping, source, decoded(input.content))

    @command(SpreadsheetImport)
    async def import_spreadsheet(self, work: Work, input: ImportSpreadsheetInput) -> SpreadsheetImport:
        """Record what a workbook says. It is tried first: `dryRun` is true unless you say otherwise."""
        report = await import_workbook(
            work,
            input.kind,
            None if input.audit is None else row_id(input.audit, "Audit", path=("input", "audit")),
            decoded(input.content),
            mode=input.mode,
            dry_run=input.dry_run,
            numbers=NumberFormat(input.decimal, input.thousands),
            language=DEFAULT_LANGUAGE,
        )
        return SpreadsheetImport(held=report)
