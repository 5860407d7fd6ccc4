"""Where reads begin: root fields, and the object that a mutation answers with."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import strawberry
from graphql import FieldNode, GraphQLField, GraphQLObjectType, GraphQLResolveInfo
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from cpaudit.errors import Denied, InvalidInput
from cpaudit.graphql.denials import log_denial
from cpaudit.graphql.reading.declare import LATE_ARGUMENTS, is_readable, page_arguments, readable_types
from cpaudit.graphql.reading.finish import Unfinishable
from cpaudit.graphql.reading.identifiers import row_id, split_identifier
from cpaudit.graphql.reading.plan import Level, Planner, Rows
from cpaudit.graphql.reading.prepared import Asked, Prepared, prepare
from cpaudit.graphql.reading.run import Runner
from cpaudit.graphql.reading.selection import Document, declared_field, object_type
from cpaudit.permissions import signed_in


def visible_id(identifier: str, cls: type, *, path: tuple[str, ...] = ("id",)) -> str:
    """The row's id in an identifier of *cls*."""
    return row_id(identifier, cls.__strawberry_definition__.name, path=path)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Question:
    """What a root field reads.

    Attributes:
        of: name of the type of its rows.
        plan: makes the plan.
        run: runs it.
    """

    of: str
    plan: Callable[[Planner], Rows | Level]
    run: Callable[[Runner], Awaitable[Any]]

    def prepared(self, asked: Asked, *, finishing: bool) -> Prepared:
        """The plan, made unless it is kept."""
        return prepare(asked, self.of, self.plan, finishing=finishing)


class RootField(StrawberryField):
    """A root field that is read from tables."""

    @abstractmethod
    def question(self, field: GraphQLField, nodes: Sequence[FieldNode], document: Document) -> Question | None:
        """What the field reads, or None where there can be no such row.

        Raises:
            InvalidInput: an argument is none that the field takes.
        """

    def takes_late(self, argument: str) -> bool:
        """Whether an argument only says which rows, so that its value is a parameter of the statement."""
        return argument in LATE_ARGUMENTS

    def get_result(self, source: Any, info: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
        return self._resolve(info._raw_info)

    async def _resolve(self, info: GraphQLResolveInfo[Any]) -> Any:
        asked = Asked.of(info)
        question = self.question(info.parent_type.fields[info.field_name], asked.nodes, asked.document)
        return None if question is None else await _run(info, asked, question)

    @property
    def is_basic_field(self) -> bool:
        return False

    @property
    def is_async(self) -> bool:
        return True


class _RootConnection(RootField):
    """A root field that gives a page of all rows of a type."""

    def question(self, field: GraphQLField, nodes: Sequence[FieldNode], document: Document) -> Question:
        async def run(runner: Runner) -> Any:
            return await runner.connection_of(runner.prepared.root)  # type: ignore[arg-type]

        return Question(object_type(field).name, lambda planner: planner.connection(field, nodes), run)


class _RootOne(RootField):
    """A root field that gives one row by its id, or null."""

    def question(self, field: GraphQLField, nodes: Sequence[FieldNode], document: Document) -> Question | None:
        graphql_type = object_type(field)
        type_name, row = split_identifier(document.arguments(field, self, nodes[0])["id"])
        return _one(graphql_type, nodes, row) if type_name == graphql_type.name else None


class _RootNode(RootField):
    """A root field that gives the row of an id, of whatever type, or null."""

    def question(self, field: GraphQLField, nodes: Sequence[FieldNode], document: Document) -> Question | None:
        return _node(document.arguments(field, self, nodes[0])["id"], nodes, document)


def root_connection(*, filter: Any = None, order: Any = None, description: str | None = None) -> Any:
    """A root field with all rows of the node type of its annotation ``Connection[Node]``."""
    return _root(_RootConnection(description=description), page_arguments(filter, order))


def root_one(*, description: str | None = None) -> Any:
    """A root field with one row of the type of its annotation, by ``id``; null where there is none."""
    return _root(_RootOne(description=description), {"id": strawberry.ID})


def root_node(*, description: str | None = None) -> Any:
    """A root field with one row of any type, by ``id``; null where there is none."""
    return _root(_RootNode(description=description), {"id": strawberry.ID})


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


async def read_node(info: GraphQLResolveInfo[Any], identifier: str) -> Any:
    """The node with this identifier, of whatever type; None where the caller may see none."""
    asked = Asked.of(info)
    question = _node(identifier, asked.nodes, asked.document)
    return None if question is None else await _run(info, asked, question)


async def read_by_id(info: GraphQLResolveInfo[Any], cls: type, row: str) -> Any:
    """The row of *cls* with this id, with what the field's selection asks of it.

    Raises:
        InvalidInput: *cls* is not read from a table.
    """
    graphql_type = info.schema.get_type(cls.__strawberry_definition__.name)  # type: ignore[attr-defined]
    if not isinstance(graphql_type, GraphQLObjectType) or not is_readable(cls):
        raise InvalidInput(f"{cls.__name__} is not a type of this schema")
    asked = Asked.of(info)
    return await _run(info, asked, _one(graphql_type, asked.nodes, row))


def _node(identifier: str, nodes: Sequence[FieldNode], document: Document) -> Question | None:
    type_name, row = split_identifier(identifier)
    graphql_type = document.schema.get_type(type_name)
    if not isinstance(graphql_type, GraphQLObjectType) or type_name not in _node_names():
        return None
    return _one(graphql_type, nodes, row)


def _node_names() -> set[str]:
    return {cls.__strawberry_definition__.name for cls in readable_types()}  # type: ignore[attr-defined]


def _one(graphql_type: GraphQLObjectType, nodes: Sequence[FieldNode], row: str) -> Question:
    async def run(runner: Runner) -> Any:
        return (await runner.by_ids(runner.prepared.root, [row])).get(row)  # type: ignore[arg-type]

    return Question(graphql_type.name, lambda planner: planner.level(graphql_type, nodes), run)


async def _run(info: GraphQLResolveInfo[Any], asked: Asked, question: Question) -> Any:
    """Plan and run a read: finished where that is possible, else by way of the ordinary executor."""
    context = asked.context
    actor = signed_in(context.actor)
    for finishing in (context.finishing, False):
        prepared = question.prepared(asked, finishing=finishing)
        permission = prepared.root.readable.permission
        if permission is not None:
            try:
                actor.require(permission)
            except Denied as error:
                await log_denial(context, actor, "Query", info.field_name, error)
                raise
        try:
            return await question.run(Runner(asked, prepared))
        except Unfinishable:
            continue
    raise RuntimeError("the ordinary way has no values that cannot be finished")


def root_field(field: GraphQLField) -> RootField | None:
    """The root field behind a field of the schema, where it is read from tables."""
    declared = field.extensions.get("strawberry-definition") and declared_field(field)
    return declared if isinstance(declared, RootField) else None
