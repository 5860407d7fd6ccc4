"""Connections over items in memory, in the shape of those that are read from tables."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, Generic, TypeVar

from cpaudit.errors import InvalidInput
from cpaudit.graphql.reading import Connection, Edge, PageInfo
from cpaudit.graphql.reading.paging import DEFAULT_PAGE, LARGEST_PAGE

V = TypeVar("V")
C = TypeVar("C")


class _UnderAnyKey(Mapping[str, V], Generic[V]):
    """One value, whatever alias a client gives the field: in memory there is nothing to plan ahead."""

    def __init__(self, value: V) -> None:
        self._value = value

    def __getitem__(self, key: str) -> V:
        return self._value

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def page_of(
    items: Sequence[C],
    show: Callable[..., Any],
    first: int | None,
    after: str | None,
    *,
    key: Callable[[C], str] = attrgetter("ref"),
) -> Connection[Any]:
    """The page of *items* that begins after a cursor.

    Args:
        key: what tells an item from the others; by default its reference.
        show: makes what the API shows of an item, given as ``held``; called only for what is on the page.

    Raises:
        InvalidInput: the page's size is out of bounds, or the cursor is not one of this list.
    """
    size = DEFAULT_PAGE if first is None else first
    if not 0 <= size <= LARGEST_PAGE:
        raise InvalidInput(f"a page has 0 to {LARGEST_PAGE} elements", path=("first",), remedy="ask for several pages")
    start = 0 if after is None else _position([key(item) for item in items], after) + 1
    shown = [(_cursor(key(item)), show(held=item)) for item in items[start : start + size]]
    info = PageInfo(
        has_next_page=start + size < len(items),
        has_previous_page=after is not None,
        start_cursor=shown[0][0] if shown else None,
        end_cursor=shown[-1][0] if shown else None,
    )
    edges: list[Edge[Any]] = [Edge(cursor, _UnderAnyKey(node)) for cursor, node in shown]
    return Connection(_UnderAnyKey(edges), _UnderAnyKey([node for _, node in shown]), info, len(items))


def _cursor(ref: str) -> str:
    return base64.urlsafe_b64encode(ref.encode()).decode().rstrip("=")


def _position(keys: Sequence[str], cursor: str) -> int:
    problem = InvalidInput(
        "this is not a cursor of this list", path=("after",), remedy="take it from a page of this list"
    )
    try:
        wanted = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, ValueError) as error:
        raise problem from error
    if wanted not in keys:
        raise problem
    return keys.index(wanted)
