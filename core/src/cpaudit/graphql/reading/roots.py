"""Where reads begin: root fields, and the object that a mutation answers with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import strawberry
from graphql import GraphQLObjectType, GraphQLResolveInfo
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from cpaudit.errors import Denied, InvalidInput
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.denials import log_denial
from cpaudit.graphql.reading.declare import is_readable, page_arguments, readable_types
from cpaudit.graphql.reading.finish import Unfinishable
from cpaudit.graphql.reading.identifiers import row_id, split_identifier
from cpaudit.graphql.reading.plan import Level, Planner, Rows
from cpaudit.graphql.reading.prepared import prepare
from cpaudit.graphql.reading.run import Runner
from cpaudit.graphql.reading.selection import object_type
from cpaudit.permissions import signed_in


def visible_id(identifier: str, cls: type, *, path: tuple[str, ...] = ("id",)) -> str:
    """The row's id in an identifier of *cls*."""
    return row_id(identifier, cls.__strawberry_definition__.name, path=path)  # type: ignore[attr-defined]


class _RootConnection(StrawberryField):
    """A root field that gives a page of all rows of a type."""

    def get_result(self, source: Any, info: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
        return _read_connection(info._raw_info, kwargs)

    @property
    def is_basic_field(self) -> bool:
        return False

    @property
    def is_async(self) -> bool:
        return True


class _RootOne(_RootConnection):
    """A root field that gives one row by its id, or null."""

    def get_result(self, source: Any, info: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
        return _read_one(info._raw_info, kwargs["id"])


def root_connection(*, filter: Any = None, order: Any = None, description: str | None = None) -> Any:
    """A root field with all rows of the node type of its annotation ``Connection[Node]``."""
    return _root(_RootConnection(description=description), page_arguments(filter, order))


def root_one(*, description: str | None = None) -> Any:
    """A root field with one row of the type of its annotation, by ``id``; null where there is none."""
    return _root(_RootOne(description=description), {"id": strawberry.ID})


def _root(declared: StrawberryField, arguments: dict[str, Any]) -> StrawberryField:
    declared.arguments = [
        StrawberryArgument(
            python_name=name,
            graphql_name=None,
            type_annotation=StrawberryAnnotation(annotation),
            default=strawberry.UNSET if annotation is strawberry.ID else None,
        )
        for name, annotation in arguments.items()
    ]
    return declared


async def _read_connection(info: GraphQLResolveInfo[Any], arguments: dict[str, Any]) -> Any:
    graphql_type = object_type(info.parent_type.fields[info.field_name])

    def plan(planner: Planner) -> Rows:
        return planner.connection(graphql_type, info.field_nodes, arguments)

    async def run(runner: Runner) -> Any:
        return await runner.connection_of(runner.prepared.root)  # type: ignore[arg-type]

    return await _run(info, plan, run)


async def _read_one(info: GraphQLResolveInfo[Any], identifier: str) -> Any:
    graphql_type = object_type(info.parent_type.fields[info.field_name])
    type_name, row = split_identifier(identifier)
    if type_name != graphql_type.name:
        return None
    return await _read(info, graphql_type, row)


async def read_node(info: GraphQLResolveInfo[Any], identifier: str) -> Any:
    """The node with this identifier, of whatever type; None where the caller may see none."""
    type_name, row = split_identifier(identifier)
    graphql_type = info.schema.get_type(type_name)
    known = {cls.__strawberry_definition__.name for cls in readable_types()}  # type: ignore[attr-defined]
    if not isinstance(graphql_type, GraphQLObjectType) or type_name not in known:
        return None
    return await _read(info, graphql_type, row)


async def read_by_id(info: GraphQLResolveInfo[Any], cls: type, row: str) -> Any:
    """The row of *cls* with this id, with what the field's selection asks of it.

    Raises:
        InvalidInput: *cls* is not read from a table.
    """
    graphql_type = info.schema.get_type(cls.__strawberry_definition__.name)  # type: ignore[attr-defined]
    if not isinstance(graphql_type, GraphQLObjectType) or not is_readable(cls):
        raise InvalidInput(f"{cls.__name__} is not a type of this schema")
    return await _read(info, graphql_type, row)


async def _read(info: GraphQLResolveInfo[Any], graphql_type: GraphQLObjectType, row: str) -> Any:
    def plan(planner: Planner) -> Level:
        return planner.level(graphql_type, info.field_nodes)

    async def run(runner: Runner) -> Any:
        return (await runner.by_ids(runner.prepared.root, [row])).get(row)  # type: ignore[arg-type]

    return await _run(info, plan, run)


async def _run(
    info: GraphQLResolveInfo[Any],
    plan: Callable[[Planner], Rows | Level],
    run: Callable[[Runner], Awaitable[Any]],
) -> Any:
    """Plan and run a read: finished where that is possible, else by way of the ordinary executor."""
    context: RequestContext = info.context
    actor = signed_in(context.actor)
    for finishing in (context.finishing, False):
        prepared = prepare(info, context, plan, finishing=finishing)
        if prepared.root.readable.permission is not None:
            try:
                actor.require(prepared.root.readable.permission)
            except Denied as error:
                await log_denial(context, actor, "Query", info.field_name, error)
                raise
        async with context.database.reading(context.scope) as connection:
            try:
                return await run(Runner(context, connection, prepared))
            except Unfinishable:
                continue
    raise RuntimeError("the ordinary way has no values that cannot be finished")
