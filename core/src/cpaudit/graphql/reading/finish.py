"""Finished answers: rows written straight as the tree that a client gets.

What a field shows without running a slice's Python (a column, a localized text, a value object, a node's
identifier, a related row of the same kind) is written here, in one pass over the rows; the executor
passes it through. Where a value turns out not to be what its type promises, :class:`Unfinishable` sends
the whole field the ordinary way, so that errors and nulls come out as the specification has them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, TypeAlias

from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    Undefined,
    is_leaf_type,
    is_object_type,
)
from sqlalchemy import Boolean, Column, Float, Integer, String
from sqlmodel import AutoString

from cpaudit.errors import CpauditError
from cpaudit.graphql.reading.declare import (
    ColumnRead,
    IdentifierRead,
    LocalizedRead,
    Read,
    ValueRead,
    is_value_type,
)
from cpaudit.graphql.reading.selection import Document, declared_field, origin_of
from cpaudit.storage.columns import EnumType
from cpaudit.text import localized

Row: TypeAlias = Any
Write: TypeAlias = Callable[[Any], Any]
"""Makes the JSON value of a Python value."""

Cell: TypeAlias = Callable[[Row, str], Any]
"""Makes the JSON value of a field from a row of the statement, in a language."""

_AS_THEY_ARE: dict[str, type[Any]] = {
    "String": String,
    "ID": String,
    "Boolean": Boolean,
    "Int": Integer,
    "Float": Float,
}


class Unfinishable(Exception):
    """The ordinary executor has to answer: no failure, but which way to go."""


@dataclass(frozen=True, slots=True)
class Finished:
    """An answer that needs no completing."""

    tree: Any


class RowWriter:
    """Writes the fields of one level from a row."""

    def __init__(
        self,
        shown: Mapping[str, int],
        cells: Sequence[tuple[str, Cell]] = (),
        ones: Sequence[tuple[str, int, RowWriter]] = (),
    ) -> None:
        """
        Args:
            shown: response keys in their order, each with the place in the row of a value that is shown as
                it is; where a cell or a later step fills the key in, any place.
            cells: keys whose value is worked out.
            ones: keys of joined rows, with the place of their identifier.
        """
        self._keys = tuple(shown)
        # One more place than needed, because for a single one itemgetter would give no tuple; zip drops it.
        self._take = itemgetter(*shown.values(), 0, 0)
        self._cells = tuple(cells)
        self._ones = tuple(ones)

    def write(self, row: Row, language: str) -> dict[str, Any]:
        """The fields of a row.

        Raises:
            Unfinishable: a value is missing where its type promises one, or cannot be shown.
        """
        tree = dict(zip(self._keys, self._take(row), strict=False))
        for key, cell in self._cells:
            tree[key] = cell(row, language)
        for key, slot, writer in self._ones:
            tree[key] = None if row[slot] is None else writer.write(row, language)
        return tree


def is_finishable(field_: GraphQLField, read: Read | None, nodes: list[FieldNode], document: Document) -> bool:
    """Whether a field of a row can be written without the executor (relations aside)."""
    match read:
        case ColumnRead():
            return is_leaf_type(_nullable(field_.type))
        case LocalizedRead() | IdentifierRead():
            return True
        case ValueRead():
            return object_writer(field_.type, nodes, document) is not None
        case _:
            return False


def shown_as_it_is(field_: GraphQLField, column: Column[Any]) -> bool:
    """Whether a column's raw value is the field's JSON value, so that nothing has to be done for each row."""
    if isinstance(field_.type, GraphQLNonNull) and column.nullable:
        return False
    name = getattr(_nullable(field_.type), "name", "")
    if isinstance(column.type, EnumType):
        return all(member.value == member.name for member in column.type.members)
    expected = _AS_THEY_ARE.get(name)
    if expected is String:
        return isinstance(column.type, String | AutoString)
    return expected is not None and isinstance(column.type, expected)


def cell_of(
    field_: GraphQLField,
    read: Read,
    nodes: list[FieldNode],
    document: Document,
    slots: Mapping[str, int],
) -> Cell:
    """The cell that writes a field of a row."""
    match read:
        case ColumnRead(name):
            slot, write = slots[name], leaf_writer(field_.type)
            return lambda row, language: write(row[slot])
        case LocalizedRead(name):
            return _localized_cell(field_, slots[name], document.arguments(field_, declared_field(field_), nodes[0]))
        case ValueRead(columns, make):
            write_object = object_writer(field_.type, nodes, document)
            if write_object is not None:
                places = {name: slots[name] for name in columns}
                return lambda row, language: _guarded(
                    write_object, make, {name: row[slot] for name, slot in places.items()}
                )
    raise TypeError(f"{read} is not finishable")


def _guarded(write: Write, make: Callable[[Mapping[str, Any]], Any], values: Mapping[str, Any]) -> Any:
    try:
        return write(make(values))
    except CpauditError as error:
        raise Unfinishable from error


def _localized_cell(field_: GraphQLField, slot: int, arguments: Mapping[str, Any]) -> Cell:
    asked = arguments.get("lang")
    write = leaf_writer(field_.type)

    def cell(row: Row, language: str) -> Any:
        texts = row[slot]
        return write(None if texts is None else localized(texts, asked or language))

    return cell


def leaf_writer(graphql_type: GraphQLOutputType) -> Write:
    """Writes a scalar or a member of an enumeration as the executor would."""
    named: Any = _nullable(graphql_type)
    required = isinstance(graphql_type, GraphQLNonNull)
    coerce = named.coerce_output_value

    def write(value: Any) -> Any:
        if value is None:
            if required:
                raise Unfinishable
            return None
        try:
            shown = coerce(value)
        except Exception as error:
            raise Unfinishable from error
        if shown is None or shown is Undefined:
            raise Unfinishable
        return shown

    return write


def object_writer(graphql_type: GraphQLOutputType, nodes: list[FieldNode], document: Document) -> Write | None:
    """Writes a value object with the fields asked for; None where one of them needs the executor."""
    named = _nullable(graphql_type)
    if not is_object_type(named) or not is_value_type(origin_of(named)):
        return None
    required = isinstance(graphql_type, GraphQLNonNull)
    parts: list[tuple[str, Write]] = []
    for key, found in document.selected(named, nodes).items():
        part = _part_writer(named, found, document)
        if part is None:
            return None
        parts.append((key, part))

    def write(value: Any) -> Any:
        if value is None:
            if required:
                raise Unfinishable
            return None
        return {key: part(value) for key, part in parts}

    return write


def _part_writer(graphql_type: GraphQLObjectType, nodes: list[FieldNode], document: Document) -> Write | None:
    name = nodes[0].name.value
    if name == "__typename":
        return lambda value: graphql_type.name
    field_ = graphql_type.fields[name]
    declared = declared_field(field_)
    if not is_leaf_type(_nullable(field_.type)):
        return None
    write = leaf_writer(field_.type)
    resolver = declared.base_resolver
    if resolver is None:
        attribute = declared.python_name
        return lambda value: write(getattr(value, attribute))
    arguments = document.arguments(field_, declared, nodes[0])
    function = resolver.wrapped_func
    if isinstance(function, classmethod):
        return None
    return lambda value: write(function(value, **arguments))


def _nullable(graphql_type: GraphQLOutputType) -> Any:
    return graphql_type.of_type if isinstance(graphql_type, GraphQLNonNull) else graphql_type
