"""The one way to read: a selection becomes a plan, the plan a few SQL statements, their rows read models.

A slice declares its types with :func:`readable` and the fields in ``fields``; nothing else in the
product builds a SELECT for an API answer, so the tenant's filter stands in one place.
"""

from cpaudit.graphql.reading.declare import (
    ReadModel,
    batch,
    column,
    computed,
    is_readable,
    loader,
    localized_column,
    many,
    node_id,
    one,
    ordering,
    pick,
    readable,
    several,
)
from cpaudit.graphql.reading.paging import Connection, Edge, PageInfo
from cpaudit.graphql.reading.roots import read_by_id, read_node, root_connection, root_node, root_one, visible_id

__all__ = [
    "Connection",
    "Edge",
    "PageInfo",
    "ReadModel",
    "batch",
    "column",
    "computed",
    "is_readable",
    "loader",
    "localized_column",
    "many",
    "node_id",
    "one",
    "ordering",
    "pick",
    "read_by_id",
    "read_node",
    "readable",
    "root_connection",
    "root_node",
    "root_one",
    "several",
    "visible_id",
]
