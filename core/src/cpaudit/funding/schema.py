"""The API of funding: what is read of sources, applications, totals, and the effect on an option."""

from __future__ import annotations

import strawberry

from cpaudit.funding import loading
from cpaudit.funding.schemas.types import (
    FundingApplication,
    FundingApplicationFilter,
    FundingScheme,
    FundingSchemeFilter,
    FundingTotal,
)
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.reading import (
    Connection,
    root_connection,
)
from cpaudit.permissions import Permission, signed_in


@strawberry.type
class FundingQueries:
    funding_schemes: Connection[FundingScheme] = root_connection(filter=FundingSchemeFilter)
    funding_applications: Connection[FundingApplication] = root_connection(
        filter=FundingApplicationFilter, description="The tenant's applications; to enterprise staff, their own."
    )

    @strawberry.field(
        description="By source and currency, of one stage where one is named; to enterprise staff, of their own audits."
    )
    async def funding_totals(
        self, info: strawberry.Info[RequestContext, None], stage: str | None = None
    ) -> list[FundingTotal]:
        context = info.context
        actor = signed_in(context.actor)
        actor.require(Permission.READ)
        async with context.database.looking(context.scope) as session:
            found = await loading.totals_of(session, stage, enterprise_id=actor.enterprise_id)
        return [FundingTotal(held=each) for each in found]
