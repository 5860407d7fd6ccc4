"""The plan of a read: which columns of which rows, related how, for which place of the response."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import FieldNode, GraphQLObjectType

from cpaudit.errors import InvalidInput
from cpaudit.graphql.reading.declare import (
    BatchRead,
    ColumnsRead,
    ManyRead,
    OneRead,
    Readable,
    is_readable,
    read_of,
    readable_of,
)
from cpaudit.graphql.reading.paging import Page
from cpaudit.graphql.reading.selection import Document, Selected, declared_field, object_type, origin_of

LARGEST_COST = 200_000
"""The most rows that one root field may ask for, counted from its page sizes."""

SHORT_LIST = 20
"""What a short list counts for when a query's cost is added up."""


@dataclass
class Level:
    """The rows of one type that are wanted for one place of the response."""

    cls: type
    readable: Readable
    columns: dict[str, None] = field(default_factory=dict)
    ones: dict[str, OneStep] = field(default_factory=dict)
    manys: list[ManyStep] = field(default_factory=list)
    batches: list[BatchStep] = field(default_factory=list)

    def need(self, *columns: str) -> None:
        """Have these columns fetched."""
        for name in columns:
            self.columns[name] = None


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


@dataclass
class Rows:
    """A list of rows: views on them, which page, under which filter, whether they are counted."""

    readable: Readable
    views: list[View]
    page: Page
    filter: Any = None
    counted: bool = False
    wants_rows: bool = True

    @property
    def levels(self) -> list[Level]:
        """The levels of all views."""
        return [view.level for view in self.views]


@dataclass
class ManyStep:
    """Rows that point to this level's rows."""

    key: str
    by: str
    connection: bool
    rows: Rows


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

    def level(self, graphql_type: GraphQLObjectType, nodes: Sequence[FieldNode], cost: int = 1) -> Level:
        """The level of rows of *graphql_type* that the selections of *nodes* ask for."""
        cls = origin_of(graphql_type)
        level = Level(cls, readable_of(cls))
        level.need("id")
        self._fill(level, graphql_type, self.document.selected(graphql_type, nodes), cost)
        return level

    def _fill(self, level: Level, graphql_type: GraphQLObjectType, selected: Selected, cost: int) -> None:
        for key, nodes in selected.items():
            name = nodes[0].name.value
            if name.startswith("__"):
                continue
            graphql_field = graphql_type.fields[name]
            declared = declared_field(graphql_field)
            read = read_of(declared)
            match read:
                case ColumnsRead(columns):
                    level.need(*columns)
                case OneRead(by):
                    level.need(by)
                    level.ones[key] = OneStep(by, self.level(object_type(graphql_field), nodes, cost))
                case ManyRead():
                    level.manys.append(self._many(key, read, graphql_type, nodes, cost))
                case BatchRead(columns):
                    level.need(*columns)
                    arguments = self.document.arguments(graphql_field, declared, nodes[0])
                    level.batches.append(BatchStep(key, read, arguments))
                case None:
                    pass

    def _many(
        self, key: str, read: ManyRead, parent: GraphQLObjectType, nodes: Sequence[FieldNode], cost: int
    ) -> ManyStep:
        graphql_field = parent.fields[nodes[0].name.value]
        target = object_type(graphql_field)
        if read.connection:
            arguments = self.document.arguments(graphql_field, declared_field(graphql_field), nodes[0])
            return ManyStep(key, read.by, True, self.connection(target, nodes, arguments, cost))
        readable = readable_of(origin_of(target))
        page = Page.of({"first": 1000}, read.order, readable.table)
        level = self.level(target, nodes, self._affordable(cost * SHORT_LIST))
        return ManyStep(key, read.by, False, Rows(readable, [View("", None, level)], page))

    def connection(
        self, graphql_type: GraphQLObjectType, nodes: Sequence[FieldNode], arguments: Mapping[str, Any], cost: int = 1
    ) -> Rows:
        """The rows behind a connection field."""
        node_type = object_type(graphql_type.fields["nodes"])
        readable = readable_of(origin_of(node_type))
        page = Page.of(arguments, readable.order, readable.table)
        rows = Rows(readable, [], page, arguments.get("filter"), wants_rows=False)
        cost = self._affordable(cost * max(1, page.size))
        for key, found in self.document.selected(graphql_type, nodes).items():
            match found[0].name.value:
                case "nodes":
                    rows.views.append(View(key, None, self.level(node_type, found, cost)))
                case "edges":
                    edge_type = object_type(graphql_type.fields["edges"])
                    rows.views.extend(self._edge_views(key, node_type, edge_type, found, cost))
                case "totalCount":
                    rows.counted = True
                case "pageInfo":
                    rows.wants_rows = True
        rows.wants_rows = rows.wants_rows or bool(rows.views)
        if rows.wants_rows and not rows.views:
            rows.views.append(View("", None, Level(origin_of(node_type), readable)))
        return rows

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
            cls = origin_of(node_type)
            yield View(key, "", Level(cls, readable_of(cls)))

    def _affordable(self, cost: int) -> int:
        if cost > LARGEST_COST:
            raise InvalidInput(
                f"this query could read {cost} rows; the limit is {LARGEST_COST}",
                path=("first",),
                remedy="ask for smaller pages",
            )
        return cost


def plan_is_possible(graphql_type: GraphQLObjectType) -> bool:
    """Whether rows of this type are read from a table."""
    return is_readable(origin_of(graphql_type))
