"""Connections: pages of a list, cursors that stay valid while rows are added."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, TypeVar

import strawberry
from sqlalchemy import ColumnElement, Date, DateTime, Table, TypeDecorator, and_, bindparam, or_
from sqlalchemy.types import TypeEngine

from cpaudit.errors import InvalidInput
from cpaudit.storage.columns import EnumType, MoneyType

T = TypeVar("T")

DEFAULT_PAGE = 50
LARGEST_PAGE = 1000


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@strawberry.type(description="One element of a page, with its cursor.")
class Edge(Generic[T]):
    def __init__(self, cursor: str, nodes: Mapping[str, Any]) -> None:
        self._cursor = cursor
        self._nodes = nodes

    @strawberry.field(description="Give it as `after` or `before` to go on from here.")
    def cursor(self) -> str:
        return self._cursor

    @strawberry.field
    def node(self, info: strawberry.Info) -> T:
        found: T = self._nodes[str(info.path.key)]
        return found


@strawberry.type(description="A page of a list.")
class Connection(Generic[T]):
    def __init__(
        self,
        edges: Mapping[str, Sequence[Edge[Any]]],
        nodes: Mapping[str, Sequence[Any]],
        page_info: PageInfo,
        total_count: int | None,
    ) -> None:
        self._edges = edges
        self._nodes = nodes
        self._page_info = page_info
        self._total_count = total_count

    @strawberry.field
    def edges(self, info: strawberry.Info) -> list[Edge[T]]:
        return list(self._edges[str(info.path.key)])

    @strawberry.field(description="The elements without their cursors.")
    def nodes(self, info: strawberry.Info) -> list[T]:
        return list(self._nodes[str(info.path.key)])

    @strawberry.field
    def page_info(self) -> PageInfo:
        return self._page_info

    @strawberry.field(description="How many elements the whole list has under this filter.")
    def total_count(self) -> int:
        return self._total_count or 0


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is wanted. Where exactly it begins comes with each request, as parameters.

    Attributes:
        size: number of elements at most.
        backward: whether they are the last ones before the cursor.
        begun: whether the list is read from a cursor on, and not from its end.
        order: column and whether it ascends, the id last.
    """

    size: int
    backward: bool
    begun: bool
    order: tuple[tuple[str, bool], ...]

    @classmethod
    def of(cls, arguments: Mapping[str, Any], default_order: Sequence[str]) -> Page:
        """Read ``first, after, last, before, order_by``.

        Raises:
            InvalidInput: they contradict each other, or a size is out of bounds.
        """
        first, last = arguments.get("first"), arguments.get("last")
        after, before = arguments.get("after"), arguments.get("before")
        if first is not None and last is not None:
            raise InvalidInput("first and last exclude each other", path=("first",))
        backward = last is not None or (first is None and before is not None)
        if (after and backward) or (before and not backward):
            raise InvalidInput("after goes with first, before with last", path=("after" if after else "before",))
        name = "last" if backward else "first"
        size = (last if backward else first) or (0 if (last == 0 or first == 0) else DEFAULT_PAGE)
        if not 0 <= size <= LARGEST_PAGE:
            raise InvalidInput(f"a page has 0 to {LARGEST_PAGE} elements", path=(name,), remedy="ask for several pages")
        begun = (before if backward else after) is not None
        return cls(size, backward, begun, _order(arguments.get("order_by"), default_order))

    def ordered_by(self, table: Any) -> list[ColumnElement[Any]]:
        """The ORDER BY of the statement; turned round for a page that is read backward."""
        return [table.c[name].asc() if up != self.backward else table.c[name].desc() for name, up in self.order]

    def beyond_cursor(self, table: Any, prefix: str) -> ColumnElement[bool] | None:
        """The rows after the cursor, in the direction of reading; see :meth:`cursor_parameters`."""
        if not self.begun:
            return None
        values = {name: bindparam(f"{prefix}_at_{name}", type_=table.c[name].type) for name, _ in self.order}
        alternatives = []
        for position, (name, up) in enumerate(self.order):
            equal = [table.c[key] == values[key] for key, _ in self.order[:position]]
            column, value = table.c[name], values[name]
            alternatives.append(and_(*equal, column > value if up != self.backward else column < value))
        return or_(*alternatives)

    def cursor_parameters(self, arguments: Mapping[str, Any], table: Table, prefix: str) -> dict[str, Any]:
        """The values of the order's columns at the cursor of these arguments; none where there is no cursor.

        Raises:
            InvalidInput: it is not a cursor of this list in this order.
        """
        argument = "before" if self.backward else "after"
        values = _decode(arguments.get(argument), self.order, table, argument)
        return {f"{prefix}_at_{name}": value for (name, _), value in zip(self.order, values, strict=False)}

    def cursor_of(self, values: Mapping[str, Any]) -> str:
        """The cursor of a row."""
        shown = [_as_json(values[name]) for name, _ in self.order]
        return base64.urlsafe_b64encode(json.dumps([self._signature, *shown]).encode()).decode().rstrip("=")

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that a cursor needs."""
        return tuple(name for name, _ in self.order)

    @property
    def _signature(self) -> str:
        return _signature_of(self.order)


def _signature_of(order: tuple[tuple[str, bool], ...]) -> str:
    return ",".join(f"{name}{'+' if up else '-'}" for name, up in order)


def _order(chosen: StrEnum | None, default: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    if chosen is not None:
        name, direction = str(chosen.value).split(":")
        columns = [(name, direction == "ASC")]
    else:
        columns = [(name.removeprefix("-"), not name.startswith("-")) for name in default]
    if columns[-1][0] != "id":
        columns.append(("id", columns[0][1]))
    return tuple(columns)


def _decode(cursor: str | None, order: tuple[tuple[str, bool], ...], table: Table, argument: str) -> tuple[Any, ...]:
    if cursor is None:
        return ()
    problem = InvalidInput(
        "this is not a cursor of this list in this order", path=(argument,), remedy="take it from a page of this list"
    )
    try:
        decoded = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError) as error:
        raise problem from error
    if not isinstance(decoded, list) or len(decoded) != len(order) + 1 or decoded[0] != _signature_of(order):
        raise problem
    try:
        return tuple(_from_json(value, table, name) for value, (name, _) in zip(decoded[1:], order, strict=True))
    except (ArithmeticError, TypeError, ValueError) as error:
        raise problem from error


def _as_json(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | StrEnum) else value


def _from_json(value: Any, table: Table, name: str) -> Any:
    kind = table.c[name].type
    if value is None:
        raise ValueError("a cursor holds no nulls")
    if isinstance(kind, EnumType):
        return kind.members(value)
    if isinstance(kind, MoneyType):
        return Decimal(value)
    stored: TypeEngine[Any] = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
    if isinstance(stored, DateTime):
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError("a cursor's moment has a time zone")
        return moment
    if isinstance(stored, Date):
        return date.fromisoformat(value)
    if not isinstance(value, stored.python_type):
        raise TypeError(f"{value!r} is no {stored.python_type.__name__}")
    return value
