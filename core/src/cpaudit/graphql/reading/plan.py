"""The plan of a read: which columns of which rows, related how, for which place of the response."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import FieldNode, GraphQLField, GraphQLObjectType

from cpaudit.errors import InvalidInput
from cpaudit.graphql.reading.conditions import Condition, conditions
from cpaudit.graphql.reading.declare import (
    BatchRead,
    ColumnRead,
    ComputedRead,
    IdentifierRead,
    LocalizedRead,
    ManyRead,
    OneRead,
    Read,
    Readable,
    ValueRead,
    read_of,
    readable_of,
)
from cpaudit.graphql.reading.finish import is_finishable
from cpaudit.graphql.reading.paging import LARGEST_PAGE, Page
from cpaudit.graphql.reading.selection import ArgumentSite, Document, declared_field, object_type, origin_of

LARGEST_COST = 200_000
"""The most rows that one root field may ask for, counted from its page sizes."""

SHORT_LIST = 20
"""What a short list counts for when a query's cost is added up."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A field of a row that the response shows; ``field`` is None for ``__typename``."""

    field: GraphQLField | None
    read: Read | None
    nodes: list[FieldNode]


@dataclass
class Level:
    """The rows of one type that are wanted for one place of the response.

    Attributes:
        shown: what the response shows of a row, by response key, in the order of the response.
        columns: the columns that are fetched.
        finished: whether rows are written straight as the response's tree, relations included.
    """

    cls: type
    readable: Readable
    type_name: str
    shown: dict[str, Shown] = field(default_factory=dict)
    columns: dict[str, None] = field(default_factory=dict)
    ones: dict[str, OneStep] = field(default_factory=dict)
    manys: list[ManyStep] = field(default_factory=list)
    batches: list[BatchStep] = field(default_factory=list)
    finished: bool = False

    def need(self, *columns: str) -> None:
        """Have these columns fetched."""
        for name in columns:
            self.columns[name] = None

    @property
    def has_more(self) -> bool:
        """Whether something has to be loaded beside the rows: lists, batches, or the same of joined rows."""
        return bool(self.manys or self.batches) or any(one.level.has_more for one in self.ones.values())

    def close(self, document: Document) -> None:
        """Decide whether rows of this level can be finished, when all that hangs on them is known."""
        related = [step.level for step in self.ones.values()]
        related += [level for step in self.manys for level in step.rows.levels]
        self.finished = all(level.finished for level in related) and all(
            shown.field is None
            or isinstance(shown.read, OneRead | ManyRead)
            or is_finishable(shown.field, shown.read, shown.nodes, document)
            for shown in self.shown.values()
        )

    def unfinish(self) -> None:
        """Have rows of this level and all below it completed by the ordinary executor."""
        self.finished = False
        for one in self.ones.values():
            one.level.unfinish()
        for many in self.manys:
            many.rows.unfinish()


@dataclass
class OneStep:
    """A related row that is joined."""

    by: str
    level: Level


@dataclass
class View:
    """One way in which a page's rows are shown: ``edges`` (with the key of ``node``) or ``nodes``."""

    key: str
    node_key: str | None
    level: Level


@dataclass(frozen=True, slots=True)
class Part:
    """A field of a connection, of its edges or of its page info, that the response shows."""

    key: str
    name: str
    type_name: str
    parts: tuple[Part, ...] = ()


@dataclass
class Rows:
    """A list of rows: views on them, which page, under which filter, whether they are counted.

    Attributes:
        key: with which the names of its statements' parameters begin.
        site: where its arguments stand.
        connection: whether it is one; else its arguments are columns that its rows equal.
        parts: what the response shows of the connection, in its order; empty for a short list.
    """

    readable: Readable
    views: list[View]
    page: Page
    key: str
    site: ArgumentSite
    connection: bool
    counted: bool = False
    wants_rows: bool = True
    parts: tuple[Part, ...] = ()

    @property
    def levels(self) -> list[Level]:
        """The levels of all views."""
        return [view.level for view in self.views]

    @property
    def finished(self) -> bool:
        """Whether the whole list is written straight as the response's tree."""
        return all(level.finished for level in self.levels)

    def conditions(self, arguments: Mapping[str, Any], table: Any, *, postgresql: bool) -> Iterator[Condition]:
        """What the list's arguments ask of its rows, the cursor aside."""
        asked = arguments.get("filter") if self.connection else arguments
        return conditions(asked, self.readable, table, self.key, postgresql=postgresql)

    def parameters(self, document: Document, *, postgresql: bool) -> dict[str, Any]:
        """The values by which its statements look for rows, from the arguments as this document has them.

        Raises:
            InvalidInput: a cursor is not one of this list, or a filter cannot be.
        """
        arguments, table = self.site.arguments(document), self.readable.table
        found = self.page.cursor_parameters(arguments, table, self.key) if self.connection else {}
        for condition in self.conditions(arguments, table, postgresql=postgresql):
            found.update(condition.parameters)
        return found

    def unfinish(self) -> None:
        """Have the list completed by the ordinary executor."""
        for level in self.levels:
            level.unfinish()


@dataclass
class ManyStep:
    """Rows that point to this level's rows."""

    key: str
    by: str
    rows: Rows
    picked: bool = False


@dataclass
class BatchStep:
    """A field that is loaded for all rows of the level at once."""

    key: str
    read: BatchRead
    arguments: Mapping[str, Any]


class Planner:
    """Makes plans for the selections of one document.

    Raises:
        InvalidInput: a page's arguments contradict each other, or the read would be too large.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self._lists = itertools.count()

    def level(self, graphql_type: GraphQLObjectType, nodes: Sequence[FieldNode], cost: int = 1) -> Level:
        """The level of rows of *graphql_type* that the selections of *nodes* ask for."""
        level = self._bare(graphql_type)
        for key, found in self.document.selected(graphql_type, nodes).items():
            self._show(level, graphql_type, key, found, cost)
        level.close(self.document)
        return level

    def _bare(self, graphql_type: GraphQLObjectType) -> Level:
        cls = origin_of(graphql_type)
        level = Level(cls, readable_of(cls), graphql_type.name)
        level.need("id")
        return level

    def _show(self, level: Level, graphql_type: GraphQLObjectType, key: str, nodes: list[FieldNode], cost: int) -> None:
        name = nodes[0].name.value
        if name == "__typename":
            level.shown[key] = Shown(None, None, nodes)
            return
        graphql_field = graphql_type.fields[name]
        declared = declared_field(graphql_field)
        read = read_of(declared)
        level.shown[key] = Shown(graphql_field, read, nodes)
        match read:
            case ColumnRead(name) | LocalizedRead(name):
                level.need(name)
            case IdentifierRead():
                level.need("id")
            case ValueRead(columns) | ComputedRead(columns):
                level.need(*columns)
            case OneRead(by):
                level.need(by)
                level.ones[key] = OneStep(by, self.level(object_type(graphql_field), nodes, cost))
            case ManyRead():
                level.manys.append(self._many(key, read, graphql_field, nodes, cost))
            case BatchRead(columns):
                level.need(*columns)
                arguments = self.document.arguments(graphql_field, declared, nodes[0])
                level.batches.append(BatchStep(key, read, arguments))
            case None:
                pass

    def _many(
        self, key: str, read: ManyRead, graphql_field: GraphQLField, nodes: Sequence[FieldNode], cost: int
    ) -> ManyStep:
        if read.connection:
            return ManyStep(key, read.by, self.connection(graphql_field, nodes, cost))
        target = object_type(graphql_field)
        readable = readable_of(origin_of(target))
        page = Page.of({"first": 1 if read.picked else LARGEST_PAGE}, read.order)
        level = self.level(target, nodes, self._affordable(cost * (1 if read.picked else SHORT_LIST)))
        site = ArgumentSite.of(graphql_field, nodes[0])
        rows = Rows(readable, [View("", None, level)], page, self._key(), site, connection=False)
        return ManyStep(key, read.by, rows, read.picked)

    def connection(self, field: GraphQLField, nodes: Sequence[FieldNode], cost: int = 1) -> Rows:
        """The rows behind a connection field."""
        graphql_type = object_type(field)
        node_type = object_type(graphql_type.fields["nodes"])
        readable = readable_of(origin_of(node_type))
        site = ArgumentSite.of(field, nodes[0])
        page = Page.of(site.arguments(self.document), readable.order)
        rows = Rows(readable, [], page, self._key(), site, connection=True)
        cost = self._affordable(cost * max(1, page.size))
        parts = []
        for key, found in self.document.selected(graphql_type, nodes).items():
            name = found[0].name.value
            inner: tuple[Part, ...] = ()
            match name:
                case "nodes":
                    rows.views.append(View(key, None, self.level(node_type, found, cost)))
                case "edges":
                    edge_type = object_type(graphql_type.fields["edges"])
                    inner = self._parts(edge_type, found)
                    rows.views.extend(self._edge_views(key, node_type, edge_type, found, cost))
                case "pageInfo":
                    inner = self._parts(object_type(graphql_type.fields["pageInfo"]), found)
                case "totalCount":
                    rows.counted = True
            parts.append(Part(key, name, graphql_type.name, inner))
        rows.parts = tuple(parts)
        rows.wants_rows = any(part.name in ("nodes", "edges", "pageInfo") for part in parts)
        if not rows.views:
            rows.views.append(View("", None, self._empty(node_type)))
        return rows

    def _key(self) -> str:
        return f"list{next(self._lists)}"

    def _parts(self, graphql_type: GraphQLObjectType, nodes: Sequence[FieldNode]) -> tuple[Part, ...]:
        selected = self.document.selected(graphql_type, nodes)
        return tuple(Part(key, found[0].name.value, graphql_type.name) for key, found in selected.items())

    def _edge_views(
        self,
        key: str,
        node_type: GraphQLObjectType,
        edge_type: GraphQLObjectType,
        nodes: Sequence[FieldNode],
        cost: int,
    ) -> Iterator[View]:
        shown = [
            (node_key, found)
            for node_key, found in self.document.selected(edge_type, nodes).items()
            if found[0].name.value == "node"
        ]
        for node_key, found in shown:
            yield View(key, node_key, self.level(node_type, found, cost))
        if not shown:
            yield View(key, "", self._empty(node_type))

    def _empty(self, graphql_type: GraphQLObjectType) -> Level:
        level = self._bare(graphql_type)
        level.close(self.document)
        return level

    def _affordable(self, cost: int) -> int:
        if cost > LARGEST_COST:
            raise InvalidInput(
                f"this query could read {cost} rows; the limit is {LARGEST_COST}",
                path=("first",),
                remedy="ask for smaller pages",
            )
        return cost
