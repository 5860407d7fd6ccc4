"""The SQL of a plan. This is the only place that builds a SELECT for the API: the tenant stands in each.

A statement is made once for a plan and used for every request that has the same plan; what differs
between requests comes as parameters: ``tenant_id``, ``member_id``, ``parents`` for rows that belong to others, and what
filters and cursors look for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, bindparam, func, literal, select, type_coerce

from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.reading.conditions import among
from cpaudit.graphql.reading.declare import (
    ColumnRead,
    IdentifierRead,
    LocalizedRead,
    ManyRead,
    OneRead,
    Readable,
    ValueRead,
)
from cpaudit.graphql.reading.finish import Cell, RowWriter, cell_of, shown_as_it_is
from cpaudit.graphql.reading.identifiers import node_identifier
from cpaudit.graphql.reading.plan import Level, Rows, Shown
from cpaudit.graphql.reading.selection import Document
from cpaudit.storage.columns import EnumType
from cpaudit.storage.compiled import CompiledRead

PARENTS = "parents"
"""The parameter with the rows to which those of a statement belong, or which are asked for themselves."""


@dataclass
class Place:
    """Where a level's columns stand in the rows of a statement.

    Attributes:
        slots: column → position; of a finished level only the columns that cells need.
        id_slot: position of the row's identifier.
        ones: the joined rows, by response key.
        writer: writes the level's rows, where it is finished.
    """

    level: Level
    slots: dict[str, int] = field(default_factory=dict)
    id_slot: int = 0
    ones: dict[str, Place] = field(default_factory=dict)
    writer: RowWriter | None = None


@dataclass(frozen=True)
class PageStatement:
    """The statement of a page: for each parent one, where there are parents."""

    read: CompiledRead
    places: list[Place]
    order_slots: dict[str, int]
    parent_slot: int | None


class StatementBuilder:
    """Builds the statements of one request's plan.

    Args:
        context: what the caller may see.
        document: the operation, for arguments of fields.
        postgresql: whether the database is PostgreSQL.
    """

    def __init__(self, context: RequestContext, document: Document, *, postgresql: bool) -> None:
        self.context = context
        self.document = document
        self.postgresql = postgresql

    def by_ids(self, level: Level) -> PageStatement:
        """The rows whose identifiers are ``parents``."""
        table = level.readable.table.alias()
        draft = _Draft(self, table)
        place = draft.place(level, table)
        query = (
            select(*draft.columns)
            .select_from(draft.source)
            .where(self._among(table.c.id), *self.visible(level.readable, table))
        )
        return PageStatement(self._compile(query), [place], {}, None)

    def page(self, rows: Rows, by: str | None) -> PageStatement:
        """One page of rows, or one for each of ``parents`` to which the column *by* points."""
        table = rows.readable.table.alias()
        draft = _Draft(self, table)
        places = [draft.place(level, table) for level in rows.levels]
        order_slots = {name: draft.add(table.c[name]) for name in rows.page.columns}
        beyond = rows.page.beyond_cursor(table, rows.key)
        where = [*self._where(rows, table), *([beyond] if beyond is not None else [])]
        ordered = rows.page.ordered_by(table)
        if by is None:
            query = select(*draft.columns).select_from(draft.source).where(*where).order_by(*ordered)
            return PageStatement(self._compile(query.limit(rows.page.size + 1)), places, order_slots, None)
        parent_slot = draft.add(table.c[by])
        draft.add(func.row_number().over(partition_by=table.c[by], order_by=ordered))
        inner = select(*draft.columns).select_from(draft.source).where(self._among(table.c[by]), *where).subquery()
        position = inner.c[f"c{len(draft.columns) - 1}"]
        query = select(inner).where(position <= rows.page.size + 1).order_by(inner.c[f"c{parent_slot}"], position)
        return PageStatement(self._compile(query), places, order_slots, parent_slot)

    def count(self, rows: Rows, by: str | None) -> CompiledRead:
        """How many rows there are, or how many for each of ``parents``."""
        table = rows.readable.table.alias()
        where = self._where(rows, table)
        if by is None:
            return self._compile(select(func.count()).select_from(table).where(*where))
        counted = select(table.c[by], func.count()).where(self._among(table.c[by]), *where).group_by(table.c[by])
        return self._compile(counted)

    def visible(self, readable: Readable, table: Any) -> Iterable[ColumnElement[bool]]:
        """What the caller may see of a table: his tenant's rows, and of those what the type allows him."""
        if readable.of_tenant:
            yield table.c.tenant_id == bindparam("tenant_id")
        if readable.restrict is not None:
            narrower = readable.restrict(self.context, table)
            if narrower is not None:
                yield narrower

    def _where(self, rows: Rows, table: Any) -> list[ColumnElement[bool]]:
        arguments = rows.site.arguments(self.document)
        asked = rows.conditions(arguments, table, postgresql=self.postgresql)
        return [*self.visible(rows.readable, table), *(condition.express() for condition in asked)]

    def _among(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        return among(column, PARENTS, postgresql=self.postgresql)

    def _compile(self, query: Select[Any]) -> CompiledRead:
        return self.context.database.readers.compile(query)


class _Draft:
    """A SELECT in the making: its columns and joins."""

    def __init__(self, builder: StatementBuilder, table: Any) -> None:
        self.builder = builder
        self.columns: list[ColumnElement[Any]] = []
        self.source = table

    def add(self, column: ColumnElement[Any]) -> int:
        """Add one column; its position in the row."""
        self.columns.append(column.label(f"c{len(self.columns)}"))
        return len(self.columns) - 1

    def place(self, level: Level, table: Any) -> Place:
        """Add a level's columns and joins."""
        place = Place(level)
        place.id_slot = self.add(table.c.id)
        place.slots["id"] = place.id_slot
        plain = self._plain_columns(level)
        for name in level.columns:
            if name not in place.slots and name not in plain:
                place.slots[name] = self.add(table.c[name])
        for key, step in level.ones.items():
            joined = step.level.readable.table.alias()
            on = and_(joined.c.id == table.c[step.by], *self.builder.visible(step.level.readable, joined))
            self.source = self.source.outerjoin(joined, on)
            place.ones[key] = self.place(step.level, joined)
        if level.finished:
            place.writer = self._writer(place, table)
        return place

    def _plain_columns(self, level: Level) -> set[str]:
        """Columns of a finished level that are only shown as they are: they are fetched raw, by the writer."""
        if not level.finished:
            return set()
        return set(level.columns) - {name for shown in level.shown.values() for name in _worked_on(level, shown)}

    def _writer(self, place: Place, table: Any) -> RowWriter:
        level = place.level
        shown_at: dict[str, int] = {}
        cells: list[tuple[str, Cell]] = []
        ones: list[tuple[str, int, RowWriter]] = []
        for key, shown in level.shown.items():
            shown_at[key] = place.id_slot
            if shown.field is None:
                cells.append((key, _type_name_cell(level)))
            elif isinstance(shown.read, OneRead):
                one = place.ones[key]
                if one.writer is None:
                    raise TypeError(f"the rows joined as {key} are not finished")
                ones.append((key, one.id_slot, one.writer))
            elif isinstance(shown.read, IdentifierRead):
                shown_at[key] = self.add(literal(node_identifier(level.type_name, "")) + table.c.id)
            elif isinstance(shown.read, ColumnRead) and not _worked_on(level, shown):
                shown_at[key] = self.add(_raw(table.c[shown.read.name]))
            elif shown.read is not None and not isinstance(shown.read, ManyRead):
                cells.append((key, cell_of(shown.field, shown.read, shown.nodes, self.builder.document, place.slots)))
        return RowWriter(shown_at, cells, ones)


def _type_name_cell(level: Level) -> Cell:
    return lambda row, language: level.type_name


def _worked_on(level: Level, shown: Shown) -> tuple[str, ...]:
    """The columns on which a field's cell works; none where a raw column is shown as it is."""
    match shown.read:
        case ColumnRead(name):
            plain = shown.field is not None and shown_as_it_is(shown.field, level.readable.table.c[name])
            return () if plain else (name,)
        case LocalizedRead(name):
            return (name,)
        case ValueRead(columns):
            return columns
        case _:
            return ()


def _raw(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return type_coerce(column, String) if isinstance(column.type, EnumType) else column
