"""Filters: what the fields of a filter input mean.

The name says it. ``state`` equals the column; ``state_in`` is one of a list; ``year_from`` and
``year_to`` are bounds, both included; ``has_report`` tells whether the column holds anything;
``enterprise`` is the id of the node to which ``enterprise_id`` points; ``search`` looks for the
words in the columns that the type names, whatever the case and language.

A filter has a shape (which fields are set, what ``has_`` asks, how many words are looked for) and
values. The shape makes the condition, the values are its parameters, so that filters of one shape
share one statement.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, and_, bindparam, cast, func, or_, select, true, type_coerce
from sqlalchemy.dialects.postgresql import ARRAY
from strawberry import UNSET

from cpaudit.errors import InvalidInput
from cpaudit.graphql.reading.declare import Readable
from cpaudit.graphql.reading.identifiers import row_id


@dataclass(frozen=True, slots=True)
class Condition:
    """One field of a filter: what it asks of a row, and the values by which it asks.

    Attributes:
        express: makes the condition; its parameters are named after the prefix that the filter was read with.
        parameters: their values.
    """

    express: Callable[[], ColumnElement[bool]]
    parameters: Mapping[str, Any]


def conditions(filter: Any, declared: Readable, table: Any, prefix: str, *, postgresql: bool) -> Iterator[Condition]:
    """The conditions of a filter input, or of a mapping with such names, on *table*.

    Raises:
        InvalidInput: an id is of another type than the filter wants, or a text can stand in no row.
    """
    for name, value in _fields(filter).items():
        if value is UNSET or value is None:
            continue
        if isinstance(value, str) and "\x00" in value:
            raise InvalidInput("no text holds a NUL character", path=("filter", name), remedy="leave it out")
        yield _condition(name, value, declared, table, f"{prefix}_{name}", postgresql=postgresql)


def _condition(name: str, value: Any, declared: Readable, table: Any, key: str, *, postgresql: bool) -> Condition:
    def compared(column: str, compare: Callable[[Any, Any], Any], held: Any = value) -> Condition:
        return Condition(lambda: compare(table.c[column], bindparam(key, type_=table.c[column].type)), {key: held})

    if name == "search":
        return _search(str(value), declared, table, key)
    if name.endswith("_in"):
        texts = [str(each) for each in value]
        listed = table.c[name.removesuffix("_in")]
        return Condition(
            lambda: among(type_coerce(listed, String), key, postgresql=postgresql),
            {key: as_list(texts, postgresql=postgresql)},
        )
    if name.endswith("_from"):
        return compared(name.removesuffix("_from"), lambda column, bound: column >= bound)
    if name.endswith("_to"):
        return compared(name.removesuffix("_to"), lambda column, bound: column <= bound)
    if name.startswith("has_"):
        held = table.c[name.removeprefix("has_")]
        return Condition(lambda: held.is_not(None) if value else held.is_(None), {})
    if name in table.c:
        return compared(name, lambda column, bound: column == bound)
    if f"{name}_id" in table.c:
        return compared(f"{name}_id", lambda column, bound: column == bound, row_id(value, path=("filter", name)))
    raise InvalidInput(f"{name} is not a filter of this list", path=("filter", name))


def among(column: ColumnElement[Any], key: str, *, postgresql: bool) -> ColumnElement[bool]:
    """The column of texts holds one of a list that comes as one parameter; see :func:`as_list`."""
    if postgresql:
        return column == func.any(bindparam(key, type_=ARRAY(String)))
    each = func.json_each(bindparam(key, type_=String)).table_valued("value")
    return column.in_(select(each.c.value))


def as_list(texts: Sequence[str], *, postgresql: bool) -> Any:
    """A list of texts as the database takes it in one parameter."""
    return list(texts) if postgresql else json.dumps(list(texts))


def _fields(filter: Any) -> Mapping[str, Any]:
    if filter is None:
        return {}
    if isinstance(filter, Mapping):
        return filter
    return {each.name: getattr(filter, each.name) for each in dataclasses.fields(filter)}


def _search(text: str, declared: Readable, table: Any, key: str) -> Condition:
    words = {f"{key}_{place}": word for place, word in enumerate(text.split())}

    def held(each: str) -> ColumnElement[bool]:
        pattern = bindparam(each, type_=String)
        texts = [func.lower(cast(table.c[name], String)) for name in declared.search]
        return or_(*(text.like(pattern, escape="\\") for text in texts))

    return Condition(
        lambda: and_(true(), *(held(each) for each in words)), {each: _pattern(word) for each, word in words.items()}
    )


def _pattern(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped.lower()}%"
