"""Plans with their statements, kept for the next request that asks the same.

A plan depends on the document, the variables, the kind of database and on what the caller may see within
a tenant, never on the tenant: one plan serves them all.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

from graphql import GraphQLResolveInfo, OperationType
from sqlalchemy import Select

from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.reading.plan import Level, Planner, Rows
from cpaudit.graphql.reading.selection import Document, variables_of
from cpaudit.graphql.reading.statement import PageStatement, StatementBuilder

S = TypeVar("S", PageStatement, Select[Any])

KEPT_PLANS = 512
"""Plans kept for one schema."""

_PLANS = "cpaudit.plans"


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
        self._counts: dict[int, Select[Any]] = {}

    def by_ids(self, level: Level) -> PageStatement:
        """The statement that reads a level's rows by their ids."""
        return self._kept(self._pages, level, lambda: self._builder.by_ids(level))

    def page(self, rows: Rows, by: str | None) -> PageStatement:
        """The statement of a page."""
        return self._kept(self._pages, rows, lambda: self._builder.page(rows, by))

    def count(self, rows: Rows, by: str | None) -> Select[Any]:
        """The statement that counts."""
        return self._kept(self._counts, rows, lambda: self._builder.count(rows, by))

    def _kept(self, statements: dict[int, S], of: object, make: Callable[[], S]) -> S:
        # The plan holds *of* as long as it lives, so that its identity is not given to another object.
        key = id(of)
        if key not in statements:
            statements[key] = make()
        return statements[key]


class PlanCache:
    """The most recently used plans of one schema."""

    def __init__(self, size: int = KEPT_PLANS) -> None:
        self._size = size
        self._plans: OrderedDict[tuple[Any, ...], tuple[object, Prepared]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[Any, ...]) -> Prepared | None:
        """The plan with this key."""
        with self._lock:
            found = self._plans.get(key)
            if found is None:
                return None
            self._plans.move_to_end(key)
            return found[1]

    def put(self, key: tuple[Any, ...], operation: object, prepared: Prepared) -> None:
        """Keep a plan, and the operation whose identity stands in its key."""
        with self._lock:
            self._plans[key] = (operation, prepared)
            if len(self._plans) > self._size:
                self._plans.popitem(last=False)


def prepare(
    info: GraphQLResolveInfo[Any], context: RequestContext, make: Callable[[Planner], Rows | Level], *, finishing: bool
) -> Prepared:
    """The plan of a root field, made by *make* unless it is known.

    Args:
        finishing: whether rows may be written straight as the response's tree.
    """
    cache: PlanCache = info.schema.extensions.setdefault(_PLANS, PlanCache())
    key = _key(info, context, finishing) if info.operation.operation is OperationType.QUERY else None
    known = None if key is None else cache.get(key)
    if known is not None:
        return known
    document = Document.of(info)
    root = make(Planner(document))
    if not finishing:
        root.unfinish()
    prepared = Prepared(root, StatementBuilder(context, document, postgresql=context.database.is_postgresql))
    if key is not None:
        cache.put(key, info.operation, prepared)
    return prepared


def _key(info: GraphQLResolveInfo[Any], context: RequestContext, finishing: bool) -> tuple[Any, ...]:
    actor = context.actor
    sight = (actor.enterprise_id, actor.platform_admin) if actor else None
    variables = variables_of(info)
    return (
        id(info.operation),
        info.parent_type.name,
        tuple(id(node) for node in info.field_nodes),
        repr(sorted(variables.items())) if variables else "",
        context.database.is_postgresql,
        sight,
        finishing,
    )
