"""Filters: what the fields of a filter input mean.

The name says it. ``state`` equals the column; ``state_in`` is one of a list; ``year_from`` and
``year_to`` are bounds, both included; ``has_report`` tells whether the column holds anything;
``enterprise`` is the id of the node to which ``enterprise_id`` points; ``search`` looks for the
words in the columns that the type names, whatever the case and language.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, func, or_
from strawberry import UNSET

from cpaudit.errors import InvalidInput
from cpaudit.graphql.reading.declare import Readable
from cpaudit.graphql.reading.identifiers import row_id


def conditions(filter: Any, declared: Readable, table: Any) -> Iterator[ColumnElement[bool]]:
    """The conditions of a filter input, or of a mapping with such names, on *table*.

    Raises:
        InvalidInput: an id is of another type than the filter wants.
    """
    if filter is None:
        return
    for name, value in _fields(filter).items():
        if value is UNSET or value is None:
            continue
        if isinstance(value, str) and "\x00" in value:
            raise InvalidInput("no text holds a NUL character", path=("filter", name), remedy="leave it out")
        if name == "search":
            yield _search(str(value), declared, table)
        elif name.endswith("_in"):
            yield table.c[name.removesuffix("_in")].in_(list(value))
        elif name.endswith("_from"):
            yield table.c[name.removesuffix("_from")] >= value
        elif name.endswith("_to"):
            yield table.c[name.removesuffix("_to")] <= value
        elif name.startswith("has_"):
            held = table.c[name.removeprefix("has_")]
            yield held.is_not(None) if value else held.is_(None)
        elif name in table.c:
            yield table.c[name] == value
        elif f"{name}_id" in table.c:
            yield table.c[f"{name}_id"] == row_id(value, path=("filter", name))
        else:
            raise InvalidInput(f"{name} is not a filter of this list", path=("filter", name))


def _fields(filter: Any) -> Mapping[str, Any]:
    if isinstance(filter, Mapping):
        return filter
    return {each.name: getattr(filter, each.name) for each in dataclasses.fields(filter)}


def _search(text: str, declared: Readable, table: Any) -> ColumnElement[bool]:
    words = text.split()
    return and_(*(_holds(word, declared, table) for word in words))


def _holds(word: str, declared: Readable, table: Any) -> ColumnElement[bool]:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    pattern = f"%{escaped.lower()}%"
    return or_(*(func.lower(cast(table.c[name], String)).like(pattern, escape="\\") for name in declared.search))
