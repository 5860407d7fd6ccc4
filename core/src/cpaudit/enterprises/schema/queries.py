"""Where reads of enterprises begin."""

from __future__ import annotations

import strawberry

from cpaudit.enterprises.schema.types import Enterprise, EnterpriseFilter, EnterpriseOrder
from cpaudit.graphql.reading import Connection, root_connection, root_one


@strawberry.type
class EnterpriseQueries:
    enterprise: Enterprise | None = root_one()
    enterprises: Connection[Enterprise] = root_connection(
        filter=EnterpriseFilter,
        order=EnterpriseOrder,
        description="The tenant's enterprises; to enterprise staff, their own.",
    )
