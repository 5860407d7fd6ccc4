"""Running a plan: its statements, and what their rows become.

Each list of rows costs one statement whatever the number of parents, plus one where it is counted. Rows
of a finished level become the response's tree at once; others become read models for the executor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from cpaudit.graphql.reading.conditions import as_list
from cpaudit.graphql.reading.declare import ReadModel
from cpaudit.graphql.reading.finish import Finished
from cpaudit.graphql.reading.paging import Connection, Edge, PageInfo
from cpaudit.graphql.reading.plan import Level, ManyStep, Part, Rows
from cpaudit.graphql.reading.prepared import Asked, Prepared
from cpaudit.graphql.reading.statement import PARENTS, Place
from cpaudit.storage.compiled import CompiledRead

Item: TypeAlias = Any
"""What a row has become: a tree (a dict) of a finished level, or a read model."""


@dataclass
class _Page:
    """One page's rows: for each view the items, and the cursor of each row."""

    items: list[list[Item]]
    cursors: list[str]
    more: bool


class Runner:
    """Runs a prepared plan for one request.

    Raises:
        Unfinishable: a finished level holds a value that is not what its type promises.
    """

    def __init__(self, asked: Asked, prepared: Prepared) -> None:
        self.context = asked.context
        self.document = asked.document
        self.prepared = prepared
        actor = asked.context.actor
        self._member = None if actor is None else actor.member_id

    async def by_ids(self, level: Level, ids: Sequence[str]) -> dict[str, Any]:
        """The rows with these ids that the caller may see, by id, ready for the executor."""
        statement = self.prepared.by_ids(level)
        place = statement.places[0]
        pairs = [(row, self._item(place, row)) for row in await self._fetch(statement.read, {}, ids)]
        await self._load_beside(place, pairs)
        return {row[place.id_slot]: _answer(level, item) for row, item in pairs}

    async def connection_of(self, rows: Rows) -> Any:
        """The page of a root connection, ready for the executor."""
        pages = await self._pages(rows, None, None)
        counts = await self._counts(rows, None, None)
        return _connection(rows, pages.get(None) or _empty(rows), counts.get(None, 0))

    async def _fetch(
        self, read: CompiledRead, asked: Mapping[str, Any], parents: Sequence[str] | None
    ) -> Sequence[Any]:
        scope = self.context.scope
        parameters = {"tenant_id": scope.tenant_id, "member_id": self._member, **asked}
        if parents is not None:
            parameters[PARENTS] = as_list(parents, postgresql=self.prepared.postgresql)
        return await self.context.database.readers.fetch(scope, read, parameters)

    async def _pages(self, rows: Rows, by: str | None, parents: Sequence[str] | None) -> dict[str | None, _Page]:
        """One page for each parent, in one statement."""
        if not rows.wants_rows:
            return {}
        statement = self.prepared.page(rows, by)
        grouped: dict[str | None, list[Any]] = defaultdict(list)
        for row in await self._fetch(statement.read, self.prepared.parameters(rows, self.document), parents):
            grouped[None if statement.parent_slot is None else row[statement.parent_slot]].append(row)
        pages: dict[str | None, _Page] = {}
        pairs: list[list[tuple[Any, Item]]] = [[] for _ in statement.places]
        for parent, found in grouped.items():
            kept = found[: rows.page.size]
            if rows.page.backward:
                kept.reverse()
            items = [[self._item(place, row) for row in kept] for place in statement.places]
            for place, collected, made in zip(statement.places, pairs, items, strict=True):
                if place.level.has_more:
                    collected.extend(zip(kept, made, strict=True))
            pages[parent] = _Page(items, self._cursors(rows, kept, statement.order_slots), len(found) > rows.page.size)
        for place, collected in zip(statement.places, pairs, strict=True):
            await self._load_beside(place, collected)
        return pages

    def _cursors(self, rows: Rows, found: Sequence[Any], order_slots: dict[str, int]) -> list[str]:
        if not any(part.name in ("edges", "pageInfo") for part in rows.parts):
            return []
        return [rows.page.cursor_of({name: row[slot] for name, slot in order_slots.items()}) for row in found]

    async def _counts(self, rows: Rows, by: str | None, parents: Sequence[str] | None) -> dict[str | None, int]:
        if not rows.counted:
            return {}
        asked = self.prepared.parameters(rows, self.document)
        found = await self._fetch(self.prepared.count(rows, by), asked, parents)
        return {None: found[0][0]} if by is None else {row[0]: row[1] for row in found}

    def _item(self, place: Place, row: Any) -> Item:
        if place.writer is not None:
            return place.writer.write(row, self.context.language)
        model: ReadModel = object.__new__(place.level.cls)
        model.__dict__["values"] = {name: row[slot] for name, slot in place.slots.items()}
        model.__dict__["loaded"] = {
            key: None if row[one.id_slot] is None else _answer(one.level, self._item(one, row))
            for key, one in place.ones.items()
        }
        return model

    async def _load_beside(self, place: Place, pairs: Sequence[tuple[Any, Item]]) -> None:
        """Load what hangs on rows that were fetched: lists, batches, and the same of joined rows."""
        if not pairs:
            return
        level = place.level
        for step in level.manys:
            await self._load_many(place, step, pairs)
        for batch in level.batches:
            models = [item for _, item in pairs]
            values = await batch.read.load(self.context, models, batch.arguments)
            for model, value in zip(models, values, strict=True):
                model.loaded[batch.key] = value
        for key, one in place.ones.items():
            if not one.level.has_more:
                continue
            joined = [(row, _held(level, item)[key]) for row, item in pairs if row[one.id_slot] is not None]
            await self._load_beside(one, [(row, _opened(item)) for row, item in joined])

    async def _load_many(self, place: Place, step: ManyStep, pairs: Sequence[tuple[Any, Item]]) -> None:
        parents = list(dict.fromkeys(row[place.id_slot] for row, _ in pairs))
        pages = await self._pages(step.rows, step.by, parents)
        counts = await self._counts(step.rows, step.by, parents)
        for row, item in pairs:
            parent = row[place.id_slot]
            page = pages.get(parent) or _empty(step.rows)
            if step.rows.connection:
                value = _connection(step.rows, page, counts.get(parent, 0))
            else:
                found = [_answer(step.rows.levels[0], each) for each in page.items[0]]
                value = (found[0] if found else None) if step.picked else found
            _held(place.level, item)[step.key] = _plain(value) if place.level.finished else value


def _answer(level: Level, item: Item) -> Any:
    """An item as the executor takes it."""
    return Finished(item) if level.finished else item


def _held(level: Level, item: Item) -> dict[str, Any]:
    """Where what was loaded beside an item goes."""
    held: dict[str, Any] = item if level.finished else item.loaded
    return held


def _opened(item: Any) -> Any:
    return item.tree if isinstance(item, Finished) else item


def _plain(value: Any) -> Any:
    return [_opened(each) for each in value] if isinstance(value, list) else _opened(value)


def _empty(rows: Rows) -> _Page:
    return _Page([[] for _ in rows.views], [], False)


def _connection(rows: Rows, page: _Page, count: int) -> Any:
    behind = rows.page.begun
    info = PageInfo(
        has_next_page=behind if rows.page.backward else page.more,
        has_previous_page=page.more if rows.page.backward else behind,
        start_cursor=page.cursors[0] if page.cursors else None,
        end_cursor=page.cursors[-1] if page.cursors else None,
    )
    if rows.finished:
        return Finished({part.key: _tree(part, rows, page, info, count) for part in rows.parts})
    views = list(zip(rows.views, page.items, strict=True))
    nodes = {view.key: [_answer(view.level, item) for item in items] for view, items in views if view.node_key is None}
    edges: dict[str, list[Edge[Any]]] = {
        part.key: [
            Edge(
                cursor,
                {
                    view.node_key or "": _answer(view.level, items[position])
                    for view, items in views
                    if view.key == part.key
                },
            )
            for position, cursor in enumerate(page.cursors)
        ]
        for part in rows.parts
        if part.name == "edges"
    }
    return Connection(edges, nodes, info, count)


def _tree(part: Part, rows: Rows, page: _Page, info: PageInfo, count: int) -> Any:
    match part.name:
        case "nodes":
            return next(items for view, items in zip(rows.views, page.items, strict=True) if view.key == part.key)
        case "edges":
            return [_edge(part, rows, page, position) for position in range(len(page.cursors))]
        case "pageInfo":
            return {each.key: _page_info(each, info) for each in part.parts}
        case "totalCount":
            return count
        case _:
            return part.type_name


def _edge(part: Part, rows: Rows, page: _Page, position: int) -> dict[str, Any]:
    edge: dict[str, Any] = {}
    for each in part.parts:
        match each.name:
            case "cursor":
                edge[each.key] = page.cursors[position]
            case "node":
                edge[each.key] = next(
                    items[position]
                    for view, items in zip(rows.views, page.items, strict=True)
                    if (view.key, view.node_key) == (part.key, each.key)
                )
            case _:
                edge[each.key] = each.type_name
    return edge


def _page_info(part: Part, info: PageInfo) -> Any:
    match part.name:
        case "hasNextPage":
            return info.has_next_page
        case "hasPreviousPage":
            return info.has_previous_page
        case "startCursor":
            return info.start_cursor
        case "endCursor":
            return info.end_cursor
        case _:
            return part.type_name
