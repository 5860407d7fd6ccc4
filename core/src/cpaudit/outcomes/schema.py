"""The API of outcomes: what became of library options, and a tenant's consent to hand it over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

import strawberry
from strawberry.dataloader import DataLoader

from cpaudit import engine
from cpaudit.catalogue.fields import shown
from cpaudit.graphql.commands import command
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.reading import Connection, column, one, readable, root_connection
from cpaudit.outcomes import service, sharing
from cpaudit.outcomes.figures import Basis, Outcomes, OutcomeScope
from cpaudit.outcomes.models import OutcomeConsent as ConsentRow
from cpaudit.outcomes.models import OutcomeContribution as ContributionRow
from cpaudit.outcomes.reading import outcomes_of
from cpaudit.permissions import Permission, signed_in
from cpaudit.tenancy.schema import Member
from cpaudit.work import Work

strawberry.enum(OutcomeScope, description="Whose audits an outcome is of.")

_LOADER = "outcomes"


@strawberry.type(description="The middle of some figures: a quarter lies at or below q1, a quarter at or above q3.")
class FigureQuartiles:
    held: strawberry.Private[engine.Quartiles]

    count: int = shown("count", description="Of how many enterprises; of shared figures at least so many.")

    @strawberry.field
    def q1(self) -> float:
        return float(self.held.q1)

    @strawberry.field
    def median(self) -> float:
        return float(self.held.median)

    @strawberry.field
    def q3(self) -> float:
        return float(self.held.q3)


@strawberry.type(description="The middle of some amounts of money in one currency at the prices of one year.")
class MoneyQuartiles:
    held: strawberry.Private[engine.Quartiles]
    basis: strawberry.Private[Basis]

    count: int = shown("count", description="Of how many enterprises; of shared figures at least so many.")
    q1: Decimal = shown("q1")
    median: Decimal = shown("median")
    q3: Decimal = shown("q3")

    @strawberry.field(description="ISO 4217 code.")
    def currency(self) -> str:
        return self.basis.currency

    @strawberry.field(description="The year whose prices it is in; null where that is not known.")
    def price_year(self) -> int | None:
        return self.basis.price_year


@strawberry.type(
    description="What became of a library option in the enterprises of one sector, each counted once. Money and"
    " quotients are of options whose results were verified. What is not known or may not be told is null or missing."
)
class OptionOutcomes:
    held: strawberry.Private[Outcomes]

    sector: str = shown("sector", description="Division of GB/T 4754.")
    scope: OutcomeScope = shown("scope")
    enterprises: int | None = shown(
        "enterprises", description="In whose concluded audits it stands; shared counts are rounded down to fives."
    )
    proposed: int | None = shown("enterprises", description="To how many enterprises it was proposed.")
    implemented: int | None = shown("implemented", description="How many carried it out.")
    rejected: int | None = shown("rejected", description="How many rejected it.")
    illustrative: bool = shown("illustrative", description="Whether any of it is made up for show.")
    published_at: datetime | None = shown("published_at", description="When the aggregate was made; null for OWN.")

    @strawberry.field(description="Realised per year; one entry for each currency and price year.")
    def saving(self) -> list[MoneyQuartiles]:
        return _money(self.held.savings)

    @strawberry.field(description="What it cost; one entry for each currency and price year.")
    def cost(self) -> list[MoneyQuartiles]:
        return _money(self.held.costs)

    @strawberry.field(description="Realised saving against the planned one.")
    def saving_ratio(self) -> FigureQuartiles | None:
        return _quotients(self.held.saving_ratio)

    @strawberry.field(description="Actual cost against the planned investment.")
    def cost_ratio(self) -> FigureQuartiles | None:
        return _quotients(self.held.cost_ratio)

    @strawberry.field(description="Years: actual cost/realised saving before tax, of those that saved anything.")
    def payback(self) -> FigureQuartiles | None:
        return _quotients(self.held.payback)


def _money(found: Mapping[Basis, engine.Quartiles]) -> list[MoneyQuartiles]:
    return [MoneyQuartiles(held=each, basis=basis) for basis, each in found.items()]


def _quotients(found: engine.Quartiles | None) -> FigureQuartiles | None:
    return None if found is None else FigureQuartiles(held=found)


async def outcomes_of_template(context: RequestContext, template: str, sector: str | None) -> list[OptionOutcomes]:
    """The outcomes of a library option, looked up together with those that other fields ask for at the same time."""
    loader = context.loaders.get(_LOADER)
    if loader is None:
        loader = context.loaders[_LOADER] = DataLoader(lambda keys: _load(context, keys), cache=False)
    found = cast("Sequence[Outcomes]", await loader.load(template))
    return [OptionOutcomes(held=each) for each in found if sector in (None, each.sector)]


async def _load(context: RequestContext, templates: Sequence[str]) -> list[object]:
    actor = signed_in(context.actor)
    actor.require(Permission.READ)
    async with context.database.looking(context.scope) as session:
        found = await outcomes_of(session, set(templates), enterprise_id=actor.enterprise_id)
    return [found.get(template, ()) for template in templates]


@readable(ConsentRow, order=("-given_at",), permission=Permission.SHARE_OUTCOMES)
@strawberry.type(description="The tenant's consent to hand over what became of library options.")
class OutcomeConsent(Node):
    given_at: datetime = column()
    given_by: Member | None = one("given_by")
    revoked_at: datetime | None = column(description="Null as long as it is in force.")
    revoked_by: Member | None = one("revoked_by")
    version: int = column()


@readable(ContributionRow, order=("template",), permission=Permission.SHARE_OUTCOMES)
@strawberry.type(description="What the tenant has handed over of one enterprise and one library option.")
class OutcomeContribution(Node):
    template: str = column(description="`pack:option:code`.")
    sector: str = column(description="Division of GB/T 4754.")
    figures: list[list[str]] = column(description="`[figure, basis, value]` each; a count has no value.")
    handed_over_at: datetime = column()


@strawberry.input(description="The consent to hand over what became of library options.")
class ConsentToSharingInput:
    client_mutation_id: str | None = None


@strawberry.input(description="The end of the consent.")
class RevokeSharingInput:
    client_mutation_id: str | None = None


@strawberry.type(description="What a run of the aggregation did; it tells of no tenant.")
class OutcomeAggregation:
    held: strawberry.Private[sharing.Aggregation]

    tenants: int = shown("tenants", description="That consent.")
    published: int = shown("published", description="Figures published for the first time, or anew.")
    kept: int = shown("kept", description="Figures that stay as they were published before.")
    withheld: int = shown("withheld", description="Figures that may not be told.")


@strawberry.type
class OutcomeQueries:
    outcome_consents: Connection[OutcomeConsent] = root_connection(
        description="The tenant's consents, the latest first; for its administrators."
    )
    outcome_contributions: Connection[OutcomeContribution] = root_connection(
        description="What the tenant has handed over, row by row; for its administrators."
    )


@strawberry.type
class OutcomeMutations:
    @command(OutcomeConsent)
    async def consent_to_sharing(self, work: Work, input: ConsentToSharingInput) -> str:
        """Consent that what became of library options is handed over for aggregates of at least five enterprises."""
        return await service.consent(work)

    @command(OutcomeConsent)
    async def revoke_sharing(self, work: Work, input: RevokeSharingInput) -> str:
        """Revoke the consent: what was handed over is deleted, and the next aggregation is made without it."""
        return await service.revoke(work)

    @command(OutcomeAggregation, transaction=False)
    async def aggregate_outcomes(self, context: RequestContext) -> Any:
        """Have consenting tenants hand over their outcomes, and make the aggregates anew; for the platform."""
        return OutcomeAggregation(held=await sharing.aggregate(context.database, signed_in(context.actor)))
