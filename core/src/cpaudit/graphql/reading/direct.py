"""Answers without the executor: queries that only read tables, in which nothing was wrong.

A query whose root fields are all read from tables and finished there leaves the executor nothing to do. Such
a query is answered here; any other, and any in which something turns out to be wrong, goes the ordinary way,
which also words the errors.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    get_operation_ast,
)
from graphql.execution.values import VariableValues, get_variable_values

from cpaudit.errors import CpauditError
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.reading.finish import Finished, Unfinishable
from cpaudit.graphql.reading.kept import Kept
from cpaudit.graphql.reading.prepared import Asked, Prepared
from cpaudit.graphql.reading.roots import Question, root_field
from cpaudit.graphql.reading.run import Runner
from cpaudit.graphql.reading.selection import Document

KEPT_OPERATIONS = 512
"""Operations of one schema that are known to be answered here, or not to be."""

_DIRECT = "cpaudit.direct"


class _Unfit(Exception):
    """The ordinary way has to answer."""


@dataclass(frozen=True, slots=True)
class _Operation:
    """An operation of a document, with that document's fragments."""

    document: DocumentNode
    node: OperationDefinitionNode
    fragments: Mapping[str, FragmentDefinitionNode]

    @classmethod
    def of(cls, document: DocumentNode, name: str | None) -> _Operation | None:
        node = get_operation_ast(document, name)
        if node is None or node.operation is not OperationType.QUERY:
            return None
        fragments = {each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)}
        return cls(document, node, fragments)


@dataclass(frozen=True, slots=True)
class _Root:
    """A root field of an operation: what is read for it, or its value where nothing is read."""

    key: str
    nodes: list[FieldNode]
    question: Question | None = None
    prepared: Prepared | None = None
    value: Any = None


async def direct_answer(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation_name: str | None,
    variables: Mapping[str, Any],
    context: RequestContext,
) -> dict[str, Any] | None:
    """The data of a query's answer, or None where the ordinary way has to answer.

    Args:
        schema: of graphql-core.
        document: without errors under this schema and the rules of the caller.
        operation_name: which of its operations; None where there is one.
        variables: as they were sent.
        context: who asks.
    """
    operation = _operation(schema, document, operation_name)
    if operation is None or context.actor is None or not context.finishing:
        return None
    values = get_variable_values(schema, operation.node.variable_definitions or (), dict(variables))
    query = schema.query_type
    if query is None or not isinstance(values, VariableValues):
        return None
    asked = Document(schema, operation.fragments, values)
    try:
        selected = asked.selected(query, [operation.node])
        roots = [_root(operation, query, key, nodes, asked, context) for key, nodes in selected.items()]
        if len(roots) == 1:
            return {roots[0].key: await _read(operation, roots[0], asked, context)}
        found = await asyncio.gather(*(_read(operation, root, asked, context) for root in roots))
    except (_Unfit, Unfinishable, CpauditError):
        return None
    return {root.key: value for root, value in zip(roots, found, strict=True)}


def _operation(schema: GraphQLSchema, document: DocumentNode, name: str | None) -> _Operation | None:
    kept: Kept[tuple[DocumentNode, _Operation | None]] = schema.extensions.setdefault(_DIRECT, Kept(KEPT_OPERATIONS))
    return kept.get_or_make((id(document), name), lambda: (document, _Operation.of(document, name)))[1]


def _root(
    operation: _Operation,
    query: GraphQLObjectType,
    key: str,
    nodes: list[FieldNode],
    document: Document,
    context: RequestContext,
) -> _Root:
    name = nodes[0].name.value
    if name == "__typename":
        return _Root(key, nodes, value=query.name)
    declared = root_field(query.fields[name]) if name in query.fields else None
    if declared is None:
        raise _Unfit
    question = declared.question(query.fields[name], nodes, document)
    if question is None:
        return _Root(key, nodes)
    prepared = question.prepared(Asked(context, operation.node, nodes, document), finishing=True)
    permission = prepared.root.readable.permission
    denied = permission is not None and (context.actor is None or not context.actor.may(permission))
    if denied or not prepared.root.finished:
        raise _Unfit
    return _Root(key, nodes, question, prepared)


async def _read(operation: _Operation, root: _Root, document: Document, context: RequestContext) -> Any:
    if root.question is None or root.prepared is None:
        return root.value
    answer = await root.question.run(Runner(Asked(context, operation.node, root.nodes, document), root.prepared))
    if answer is None:
        return None
    if not isinstance(answer, Finished):
        raise _Unfit
    return answer.tree
