"""Running a plan: the SQL statements, and the read models that their rows become.

Each list of rows costs one statement whatever the number of parents, plus one where it is counted.
This is the only place that builds a SELECT for the API, and :func:`_visible` puts the tenant into it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import String

from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.reading.conditions import conditions
from cpaudit.graphql.reading.declare import Readable, ReadModel
from cpaudit.graphql.reading.paging import Connection, Edge, PageInfo
from cpaudit.graphql.reading.plan import Level, ManyStep, Rows, View


@dataclass
class _Place:
    """Where a level's columns stand in the rows of a statement."""

    level: Level
    slots: dict[str, int] = field(default_factory=dict)
    ones: dict[str, _Place] = field(default_factory=dict)
    key_slot: int = 0


@dataclass
class _Statement:
    """A SELECT in the making: its table, its columns, its joins."""

    context: RequestContext
    table: Any
    columns: list[ColumnElement[Any]] = field(default_factory=list)
    source: Any = None

    def __post_init__(self) -> None:
        self.source = self.table

    def place(self, level: Level, table: Any) -> _Place:
        """Add a level's columns and joins."""
        place = _Place(level)
        for name in level.columns:
            place.slots[name] = self.add(table.c[name])
        for key, step in level.ones.items():
            joined = step.level.readable.table.alias()
            key_column = joined.c.id
            on = and_(key_column == table.c[step.by], *_visible(self.context, step.level.readable, joined))
            self.source = self.source.outerjoin(joined, on)
            place.ones[key] = self.place(step.level, joined)
            place.ones[key].key_slot = place.ones[key].slots["id"]
        return place

    def add(self, column: ColumnElement[Any]) -> int:
        """Add one column; its position in the row."""
        self.columns.append(column.label(f"c{len(self.columns)}"))
        return len(self.columns) - 1


@dataclass
class _Fetched:
    """One page's rows as models, one per view, with the values of the order's columns."""

    models: list[list[Any]]
    cursors: list[str]
    more: bool


class Runner:
    """Runs plans for one request on one connection."""

    def __init__(self, context: RequestContext, connection: AsyncConnection) -> None:
        self.context = context
        self.connection = connection

    async def by_ids(self, level: Level, ids: Sequence[str]) -> dict[str, Any]:
        """The rows with these ids that the caller may see, by id."""
        table = level.readable.table.alias()
        statement = _Statement(self.context, table)
        place = statement.place(level, table)
        key_slot = statement.add(table.c.id)
        query = (
            select(*statement.columns)
            .select_from(statement.source)
            .where(table.c.id.in_(list(ids)), *_visible(self.context, level.readable, table))
        )
        found = {row[key_slot]: self._model(place, row) for row in await self.connection.execute(query)}
        await self._load_beside(level, list(found.values()))
        return found

    async def connection_of(self, rows: Rows) -> Connection[Any]:
        """The page of a root connection."""
        fetched = await self._pages(rows, None, None)
        counts = await self._counts(rows, None, None)
        return _connection(rows, fetched.get(None, _empty(rows)), counts.get(None, 0))

    async def _pages(self, rows: Rows, by: str | None, parents: Sequence[str] | None) -> dict[str | None, _Fetched]:
        """One page for each parent, in one statement."""
        if not rows.wants_rows:
            return {}
        table = rows.readable.table.alias()
        statement = _Statement(self.context, table)
        places = [statement.place(level, table) for level in rows.levels]
        order_slots = {name: statement.add(table.c[name]) for name in rows.page.columns}
        beyond = rows.page.beyond_cursor(table)
        where = [
            *_visible(self.context, rows.readable, table),
            *conditions(rows.filter, rows.readable, table),
            *([beyond] if beyond is not None else []),
        ]
        ordered = rows.page.ordered_by(table)
        if by is None:
            query = (
                select(*statement.columns)
                .select_from(statement.source)
                .where(*where)
                .order_by(*ordered)
                .limit(rows.page.size + 1)
            )
            result = {None: list(await self.connection.execute(query))}
        else:
            parent_slot = statement.add(table.c[by])
            statement.add(func.row_number().over(partition_by=table.c[by], order_by=ordered))
            inner = (
                select(*statement.columns)
                .select_from(statement.source)
                .where(self._among(table.c[by], parents or ()), *where)
                .subquery()
            )
            position = inner.c[f"c{len(statement.columns) - 1}"]
            query = select(inner).where(position <= rows.page.size + 1).order_by(inner.c[f"c{parent_slot}"], position)
            grouped: dict[str | None, list[Any]] = defaultdict(list)
            for row in await self.connection.execute(query):
                grouped[row[parent_slot]].append(row)
            result = dict(grouped)
        pages = {parent: self._fetched(rows, places, order_slots, found) for parent, found in result.items()}
        for index, level in enumerate(rows.levels):
            await self._load_beside(level, [model for page in pages.values() for model in page.models[index]])
        return pages

    def _fetched(
        self, rows: Rows, places: Sequence[_Place], order_slots: dict[str, int], found: Sequence[Any]
    ) -> _Fetched:
        more = len(found) > rows.page.size
        kept = list(found[: rows.page.size])
        if rows.page.backward:
            kept.reverse()
        models = [[self._model(place, row) for row in kept] for place in places]
        cursors = [rows.page.cursor_of({name: row[slot] for name, slot in order_slots.items()}) for row in kept]
        return _Fetched(models, cursors, more)

    async def _counts(self, rows: Rows, by: str | None, parents: Sequence[str] | None) -> dict[str | None, int]:
        if not rows.counted:
            return {}
        table = rows.readable.table.alias()
        where = [*_visible(self.context, rows.readable, table), *conditions(rows.filter, rows.readable, table)]
        if by is None:
            query: Select[Any] = select(func.count()).select_from(table).where(*where)
            return {None: (await self.connection.execute(query)).scalar_one()}
        query = (
            select(table.c[by], func.count()).where(self._among(table.c[by], parents or ()), *where).group_by(table.c[by])
        )
        return {row[0]: row[1] for row in await self.connection.execute(query)}

    def _among(self, column: ColumnElement[Any], values: Sequence[str]) -> ColumnElement[bool]:
        """The column is one of *values*, sent as one parameter however many they are."""
        if self.connection.dialect.name == "postgresql":
            return column == func.any(bindparam(None, list(values), type_=ARRAY(String)))
        each = func.json_each(json.dumps(list(values))).table_valued("value")
        return column.in_(select(each.c.value))

    def _model(self, place: _Place, row: Any) -> Any:
        model: ReadModel = place.level.cls.__new__(place.level.cls)
        model.__dict__["values"] = {name: row[slot] for name, slot in place.slots.items()}
        model.__dict__["loaded"] = {
            key: None if row[one.key_slot] is None else self._model(one, row) for key, one in place.ones.items()
        }
        return model

    async def _load_beside(self, level: Level, models: Sequence[Any]) -> None:
        """Load what hangs on rows that were fetched: lists, batches, and the same of joined rows."""
        for step in level.manys:
            await self._load_many(step, models)
        for batch in level.batches:
            values = await batch.read.load(self.context, models, batch.arguments) if models else ()
            for model, value in zip(models, values, strict=True):
                model.loaded[batch.key] = value
        for key, one in level.ones.items():
            await self._load_beside(one.level, [model.loaded[key] for model in models if model.loaded[key] is not None])

    async def _load_many(self, step: ManyStep, models: Sequence[Any]) -> None:
        if not models:
            return
        parents = list(dict.fromkeys(_key(model) for model in models))
        pages = await self._pages(step.rows, step.by, parents)
        counts = await self._counts(step.rows, step.by, parents)
        for model in models:
            fetched = pages.get(_key(model)) or _empty(step.rows)
            if step.connection:
                model.loaded[step.key] = _connection(step.rows, fetched, counts.get(_key(model), 0))
            else:
                model.loaded[step.key] = fetched.models[0]


def _key(model: Any) -> str:
    key: str = model.values["id"]
    return key


def _visible(context: RequestContext, readable: Readable, table: Any) -> Iterable[ColumnElement[bool]]:
    """What this caller may see of a table: his tenant's rows, and of those what the type allows him."""
    if readable.of_tenant:
        tenant_id = context.scope.tenant_id
        yield table.c.tenant_id == tenant_id if tenant_id else false()
    if readable.restrict is not None:
        narrower = readable.restrict(context, table)
        if narrower is not None:
            yield narrower


def _empty(rows: Rows) -> _Fetched:
    return _Fetched([[] for _ in rows.views], [], False)


def _connection(rows: Rows, fetched: _Fetched, count: int) -> Connection[Any]:
    edges: dict[str, list[Edge[Any]]] = {}
    nodes: dict[str, Sequence[Any]] = {}
    by_edge: dict[str, list[tuple[View, Sequence[Any]]]] = defaultdict(list)
    for view, models in zip(rows.views, fetched.models, strict=True):
        if view.node_key is None:
            nodes[view.key] = models
        else:
            by_edge[view.key].append((view, models))
    for key, views in by_edge.items():
        edges[key] = [
            Edge(cursor, {view.node_key or "": models[position] for view, models in views})
            for position, cursor in enumerate(fetched.cursors)
        ]
    page = rows.page
    behind = page.cursor is not None
    info = PageInfo(
        has_next_page=behind if page.backward else fetched.more,
        has_previous_page=fetched.more if page.backward else behind,
        start_cursor=fetched.cursors[0] if fetched.cursors else None,
        end_cursor=fetched.cursors[-1] if fetched.cursors else None,
    )
    return Connection(edges, nodes, info, count)
