"""The Relay node: anything with an identifier of its own."""

from __future__ import annotations

import strawberry

from cpaudit.graphql.reading import ReadModel, node_id


@strawberry.interface(description="Anything with an identifier of its own.")
class Node(ReadModel):
    id: strawberry.ID = node_id()
