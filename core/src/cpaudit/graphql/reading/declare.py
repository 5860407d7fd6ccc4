"""How a slice says where its GraphQL fields come from.

A type is tied to its table with :func:`readable`; each field is a :func:`column`, something
:func:`computed` from columns, a :func:`batch` loaded for all rows at once, :func:`one` related row,
or :func:`many` (a connection) or :func:`several` (a short list) of them. The plan is made from these
declarations; at run time the fields only look up what the plan has loaded.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import EnumMeta, StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Any, Self, TypeVar, get_args

import strawberry
from sqlalchemy import Table
from sqlmodel import SQLModel
from strawberry import UNSET
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from cpaudit.permissions import Permission
from cpaudit.text import localized

if TYPE_CHECKING:
    from cpaudit.graphql.context import RequestContext

T = TypeVar("T")
READ = "cpaudit.read"

LATE_ARGUMENTS = frozenset({"id", "after", "before", "filter"})
"""Arguments of fields with rows whose values are parameters of a statement, and not part of its plan."""


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """The field shows one column as it is."""

    name: str


@dataclass(frozen=True, slots=True)
class LocalizedRead:
    """The field shows a text in several languages, in the one asked for."""

    name: str


@dataclass(frozen=True, slots=True)
class IdentifierRead:
    """The field is the node's identifier."""


@dataclass(frozen=True, slots=True)
class ValueRead:
    """The field is a value object made from columns; see :func:`value_type`."""

    columns: tuple[str, ...]
    make: Callable[[Mapping[str, Any]], Any]


@dataclass(frozen=True, slots=True)
class ComputedRead:
    """The field runs Python on these columns of its own row."""

    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BatchRead:
    """The field is loaded for all rows of a level at once, by one call."""

    columns: tuple[str, ...]
    load: Callable[[RequestContext, Sequence[Any], Mapping[str, Any]], Awaitable[Sequence[Any]]]


@dataclass(frozen=True, slots=True)
class OneRead:
    """The row of another table to which a column of this one points."""

    by: str


@dataclass(frozen=True, slots=True)
class ManyRead:
    """The rows of another table that point here: a connection, a short list, or the one picked by arguments."""

    by: str
    connection: bool
    order: tuple[str, ...] = ()
    picked: bool = False


Read = ColumnRead | LocalizedRead | IdentifierRead | ValueRead | ComputedRead | BatchRead | OneRead | ManyRead


@dataclass(frozen=True)
class Readable:
    """How one GraphQL type is read.

    Attributes:
        table: the table of its rows.
        order: columns that order a list of them when the client names no order; the id breaks ties.
        search: columns that the filter's ``search`` looks into.
        restrict: a condition that narrows what this person sees within his tenant, or None.
        permission: what a person needs to read it from a root field; None where being signed in is enough.
    """

    table: Table
    order: tuple[str, ...] = ("id",)
    search: tuple[str, ...] = ()
    restrict: Callable[[RequestContext, Any], Any] | None = None
    permission: Permission | None = Permission.READ

    @property
    def of_tenant(self) -> bool:
        """Whether each row belongs to one tenant; else the table is the platform's."""
        return "tenant_id" in self.table.c


class ReadModel:
    """A row as the API shows it: the columns that were asked for, and what was loaded with them."""

    values: dict[str, Any]
    loaded: dict[str, Any]

    @classmethod
    def of(cls, values: dict[str, Any]) -> Any:
        """A read model over *values*, with nothing loaded beside them."""
        model = cls.__new__(cls)
        model.__dict__["values"] = values
        model.__dict__["loaded"] = {}
        return model


_READABLES: dict[type, Readable] = {}


def readable(
    row: type[SQLModel],
    *,
    order: Sequence[str] = ("id",),
    search: Sequence[str] = (),
    restrict: Callable[[RequestContext, Any], Any] | None = None,
    permission: Permission | None = Permission.READ,
) -> Callable[[type[T]], type[T]]:
    """Class decorator: this Strawberry type is read from the table of *row*."""
    table: Table = row.__table__  # type: ignore[attr-defined]

    def register(cls: type[T]) -> type[T]:
        _READABLES[cls] = Readable(table, tuple(order), tuple(search), restrict, permission)
        return cls

    return register


def readable_of(cls: type) -> Readable:
    """The declaration of a readable type."""
    return _READABLES[cls]


def is_readable(cls: type) -> bool:
    """Whether the type was declared with :func:`readable`."""
    return cls in _READABLES


def readable_types() -> tuple[type, ...]:
    """All readable types."""
    return tuple(_READABLES)


class _ColumnField(StrawberryField):
    """A field that shows one column as it is: the one called like the attribute, unless another is named."""

    column_name: str | None = None

    def __copy__(self) -> Self:
        copied = super().__copy__()
        copied.column_name = self.column_name
        return copied

    @property
    def shown_column(self) -> str:
        return self.column_name or self.python_name

    def get_result(self, source: Any, info: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
        return source.values[self.shown_column]


def column(name: str | None = None, *, description: str | None = None, deprecation_reason: str | None = None) -> Any:
    """A field that shows a column; *name* where the column is called otherwise than the field."""
    declared = _ColumnField(description=description, deprecation_reason=deprecation_reason)
    declared.column_name = name
    return declared


def read_of(declared: StrawberryField) -> Read | None:
    """What a field of a readable type needs, or None where it needs nothing."""
    if isinstance(declared, _ColumnField):
        return ColumnRead(declared.shown_column)
    read: Read | None = declared.metadata.get(READ)
    return read


def node_id() -> Any:
    """The field ``id`` of a node: its type and its identifier."""

    def resolve(self: Any) -> strawberry.ID:
        return strawberry.ID(f"{type(self).__strawberry_definition__.name}:{self.values['id']}")

    return strawberry.field(resolver=resolve, metadata={READ: IdentifierRead()}, description="Opaque identifier.")


def localized_column(name: str, *, description: str | None = None) -> Any:
    """A text in several languages: the field takes ``lang``, by default the request's language."""

    def resolve(self: Any, info: strawberry.Info, lang: str | None = None) -> str | None:
        texts = self.values[name]
        return None if texts is None else localized(texts, lang or info.context.language)

    return strawberry.field(resolver=_annotated(resolve), metadata={READ: LocalizedRead(name)}, description=description)


def value_column(columns: Sequence[str], make: Callable[[Mapping[str, Any]], Any], description: str | None) -> Any:
    """A field that shows a value object which *make* builds from these columns of the row."""

    def resolve(self: Any) -> Any:
        return make(self.values)

    read = ValueRead(tuple(columns), make)
    return strawberry.field(resolver=resolve, metadata={READ: read}, description=description)


_VALUE_TYPES: set[type] = set()


def value_type(cls: type[T]) -> type[T]:
    """Class decorator: a type whose fields are worked out from the object alone, at once and without ``info``."""
    _VALUE_TYPES.add(cls)
    return cls


def is_value_type(cls: type) -> bool:
    """Whether the type was declared with :func:`value_type`."""
    return cls in _VALUE_TYPES


def _annotated(resolve: Callable[..., Any]) -> Callable[..., Any]:
    # The attribute's own annotation states the field's type, nullable or not.
    resolve.__annotations__.pop("return", None)
    return resolve


def computed(*needs: str, description: str | None = None) -> Callable[[Callable[..., Any]], Any]:
    """Method decorator: a field worked out from the columns *needs* of its own row (``self.values``)."""

    def declare(method: Callable[..., Any]) -> Any:
        return strawberry.field(
            resolver=method,
            metadata={READ: ComputedRead(needs)},
            description=description or inspect.getdoc(method),
        )

    return declare


class _LoadedField(StrawberryField):
    """A field whose value the plan has loaded under the response key."""

    def takes_late(self, argument: str) -> bool:
        """Whether an argument only says which rows, so that its value is a parameter of the statement."""
        read = self.metadata.get(READ)
        return isinstance(read, ManyRead) and (read.picked or argument in LATE_ARGUMENTS)

    def get_result(self, source: Any, info: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
        return source.loaded[info.path.key]

    @property
    def is_basic_field(self) -> bool:
        return False


def _loaded_field(
    read: Read, arguments: Mapping[str, Any] = {}, description: str | None = None, *, required: bool = False
) -> Any:
    declared = _LoadedField(metadata={READ: read}, description=description)
    declared.arguments = [
        StrawberryArgument(
            python_name=python_name,
            graphql_name=None,
            type_annotation=StrawberryAnnotation(annotation),
            default=UNSET if required or type(None) not in get_args(annotation) else None,
        )
        for python_name, annotation in arguments.items()
    ]
    return declared


def loader(module: str, name: str) -> Callable[[Any, Sequence[Any], Mapping[str, Any]], Awaitable[Sequence[Any]]]:
    """What loads a batch, of a slice above: named here as its types are, and looked up when it is first needed."""

    async def load(context: Any, models: Sequence[Any], arguments: Mapping[str, Any]) -> Sequence[Any]:
        found = getattr(import_module(module), name)
        loaded: Sequence[Any] = await found(context, models, arguments)
        return loaded

    return load


def batch(
    load: Callable[[Any, Sequence[Any], Mapping[str, Any]], Awaitable[Sequence[Any]]],
    *needs: str,
    arguments: Mapping[str, Any] = {},
    description: str | None = None,
) -> Any:
    """A field loaded for all rows of a level by one call ``load(context, models, arguments)``.

    *load* returns one value per model, in their order. An argument whose annotation has no None is required.
    """
    return _loaded_field(BatchRead(("id", *needs), load), arguments, description)


def one(by: str, *, description: str | None = None) -> Any:
    """The row to which this row's column *by* points. The type is the attribute's annotation."""
    return _loaded_field(OneRead(by), description=description)


def page_arguments(filter: Any, order: Any) -> dict[str, Any]:
    """The arguments of a connection: name → annotation."""
    arguments: dict[str, Any] = {
        "first": int | None,
        "after": str | None,
        "last": int | None,
        "before": str | None,
    }
    if filter is not None:
        arguments["filter"] = filter | None
    if order is not None:
        arguments["order_by"] = order | None
    return arguments


def many(by: str, *, filter: Any = None, order: Any = None, description: str | None = None) -> Any:
    """A connection of the rows whose column *by* points here.

    Args:
        by: the other table's column.
        filter: a Strawberry input; see ``conditions`` for what its field names mean.
        order: an enumeration made by :func:`ordering`.
    """
    return _loaded_field(ManyRead(by, connection=True), page_arguments(filter, order), description)


def several(by: str, *, order: Sequence[str] = ("id",), description: str | None = None) -> Any:
    """A short list, bounded by its nature, of the rows whose column *by* points here."""
    return _loaded_field(ManyRead(by, connection=False, order=tuple(order)), description=description)


def pick(by: str, arguments: Mapping[str, Any], *, description: str | None = None) -> Any:
    """The one row whose column *by* points here and whose columns equal the arguments, or null.

    Args:
        by: the other table's column.
        arguments: column → annotation; together with *by* they name one row.
    """
    return _loaded_field(
        ManyRead(by, connection=False, order=("id",), picked=True), arguments, description, required=True
    )


def ordering(name: str, *columns: str) -> Any:
    """An enumeration of orders: each column ascending and descending."""
    members = [
        (f"{column_name.upper()}_{direction}", f"{column_name}:{direction}")
        for column_name in columns
        for direction in ("ASC", "DESC")
    ]
    # Type checkers take StrEnum(name, members) for a look-up among the members of StrEnum.
    orders = EnumMeta.__call__(StrEnum, name, members)
    return strawberry.enum(orders, description="Order of a list; the id breaks ties.")
