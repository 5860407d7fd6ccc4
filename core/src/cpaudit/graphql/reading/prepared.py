"""Plans with their statements, kept for the next request that asks the same.

A plan depends on the document, on what of its variables decides the plan, on the kind of database and on what
the caller may see within a tenant, never on the tenant: one plan serves them all.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from graphql import FieldNode, GraphQLResolveInfo, OperationDefinitionNode, OperationType

from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.reading.kept import Kept
from cpaudit.graphql.reading.plan import Level, Planner, Rows
from cpaudit.graphql.reading.selection import Document
from cpaudit.graphql.reading.statement import PageStatement, StatementBuilder
from cpaudit.graphql.reading.variables import VariableUse
from cpaudit.permissions import Permission
from cpaudit.storage.compiled import CompiledRead

S = TypeVar("S", PageStatement, CompiledRead, Mapping[str, Any])

KEPT_PLANS = 512
"""Plans kept for one schema, and operations whose use of variables is."""

_PLANS = "cpaudit.plans"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks of one root field.

    Attributes:
        context: who asks.
        operation: the operation that is running.
        nodes: the field's nodes in it.
        document: for selections and arguments, with this request's variables.
    """

    context: RequestContext
    operation: OperationDefinitionNode
    nodes: list[FieldNode]
    document: Document

    @classmethod
    def of(cls, info: GraphQLResolveInfo[Any]) -> Asked:
        """What a resolver is asked."""
        return cls(info.context, info.operation, list(info.field_nodes), Document.of(info))


class Prepared:
    """A plan and the statements that were made for it so far.

    Attributes:
        root: what the root field reads: rows, or one level.
    """

    def __init__(self, root: Rows | Level, builder: StatementBuilder) -> None:
        self.root = root
        self.postgresql = builder.postgresql
        self._builder = builder
        self._pages: dict[int, PageStatement] = {}
        self._counts: dict[int, CompiledRead] = {}
        self._fixed: dict[int, Mapping[str, Any]] = {}

    def by_ids(self, level: Level) -> PageStatement:
        """The statement that reads a level's rows by their ids."""
        return self._kept(self._pages, level, lambda: self._builder.by_ids(level))

    def page(self, rows: Rows, by: str | None) -> PageStatement:
        """The statement of a page."""
        return self._kept(self._pages, rows, lambda: self._builder.page(rows, by))

    def count(self, rows: Rows, by: str | None) -> CompiledRead:
        """The statement that counts."""
        return self._kept(self._counts, rows, lambda: self._builder.count(rows, by))

    def parameters(self, rows: Rows, document: Document) -> Mapping[str, Any]:
        """What a list's statements look for; worked out once where no variable stands in the list's arguments."""
        if rows.site.varies:
            return rows.parameters(document, postgresql=self.postgresql)
        return self._kept(self._fixed, rows, lambda: rows.parameters(document, postgresql=self.postgresql))

    def _kept(self, made: dict[int, S], of: object, make: Callable[[], S]) -> S:
        # The plan holds *of* as long as it lives, so that its identity is not given to another object.
        key = id(of)
        if key not in made:
            made[key] = make()
        return made[key]


class Plans:
    """The plans of one schema that were used last."""

    def __init__(self) -> None:
        self.roots: Kept[tuple[OperationDefinitionNode, Prepared]] = Kept(KEPT_PLANS)
        self._uses: Kept[tuple[OperationDefinitionNode, VariableUse]] = Kept(KEPT_PLANS)

    @classmethod
    def of(cls, schema: Any) -> Plans:
        """The plans of a schema of graphql-core; they go with it."""
        plans: Plans | None = schema.extensions.get(_PLANS)
        if plans is None:
            plans = schema.extensions[_PLANS] = cls()
        return plans

    def key(self, asked_by: RequestContext, operation: OperationDefinitionNode, document: Document) -> Hashable:
        """What plans of an operation depend on; a plan that is kept with it has to keep the operation too."""

        def find() -> tuple[OperationDefinitionNode, VariableUse]:
            return operation, VariableUse(document.schema, operation, document.fragments)

        _, use = self._uses.get_or_make(id(operation), find)
        actor = asked_by.actor
        sight = (actor.enterprise_id, actor.platform_admin, actor.may(Permission.READ_EVENTS)) if actor else None
        return id(operation), use.key(document.variables.coerced), asked_by.database.is_postgresql, sight


def prepare(asked: Asked, of: str, make: Callable[[Planner], Rows | Level], *, finishing: bool) -> Prepared:
    """The plan of a root field, made by *make* unless it is known.

    Args:
        of: name of the type of its rows.
        finishing: whether rows may be written straight as the response's tree.
    """
    if asked.operation.operation is not OperationType.QUERY:
        return _made(asked, make, finishing=finishing)
    plans = Plans.of(asked.document.schema)
    place = tuple(id(node) for node in asked.nodes)
    key = (plans.key(asked.context, asked.operation, asked.document), place, of, finishing)
    return plans.roots.get_or_make(key, lambda: (asked.operation, _made(asked, make, finishing=finishing)))[1]


def _made(asked: Asked, make: Callable[[Planner], Rows | Level], *, finishing: bool) -> Prepared:
    root = make(Planner(asked.document))
    if not finishing:
        root.unfinish()
    postgresql = asked.context.database.is_postgresql
    return Prepared(root, StatementBuilder(asked.context, asked.document, postgresql=postgresql))
