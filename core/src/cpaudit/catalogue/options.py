"""Option templates, with their cost and effect as the source states them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import strawberry

from cpaudit import contributions
from cpaudit.catalogue.fields import shown, shown_text
from cpaudit.catalogue.items import Info, SourcedItem
from cpaudit.catalogue.vocabulary import Aspect, CostClass, Evidence
from cpaudit.graphql.context import RequestContext

if TYPE_CHECKING:
    from cpaudit.outcomes.schema import OptionOutcomes

_OUTCOMES = "cpaudit.outcomes.schema"


@strawberry.type(description="An amount of money or a range; each end may be unknown, but not all.")
class MoneyRange:
    held: strawberry.Private[contributions.Money]

    value: Decimal | None = shown("value")
    lower: Decimal | None = shown("lower")
    upper: Decimal | None = shown("upper")
    currency: str = shown("currency", description="ISO 4217 code.")
    price_year: int = shown("year", description="The year whose prices it is in.")


@strawberry.type(description="A number of years or a range; each end may be unknown, but not all.")
class YearRange:
    held: strawberry.Private[contributions.Bounded]

    value: Decimal | None = shown("value")
    lower: Decimal | None = shown("lower")
    upper: Decimal | None = shown("upper")


@strawberry.type(description="How much less of a pollutant arises, or of a resource is used.")
class OptionReduction:
    held: strawberry.Private[contributions.Reduction]

    pollutant: str | None = shown("pollutant", description="Either this or `resource`.")
    resource: str | None = shown("resource")
    value: float | None = shown("value")
    lower: float | None = shown("lower")
    upper: float | None = shown("upper")
    unit: str = shown("unit")
    per_product: str | None = shown("per_product", description="Key of the product to whose unit it refers.")


@strawberry.type(description="A cleaner production option as a source describes it.")
class OptionTemplate(SourcedItem):
    name: str = shown_text("name")
    description: str | None = shown_text("description")
    aspects: list[Aspect] = shown("aspects", description="The aspects it acts on, the first one foremost.")
    processes: list[str] = shown("processes", description="Codes of unit processes; empty means any.")
    cost_class: CostClass = shown("cost_class")
    year: int = shown("year", description="The year for which the source states the figures.")
    evidence: Evidence = shown("evidence")
    note: str | None = shown("note")

    @strawberry.field
    def investment(self) -> MoneyRange | None:
        return None if self.held.investment is None else MoneyRange(held=self.held.investment)

    @strawberry.field(description="Per year of operation.")
    def annual_saving(self) -> MoneyRange | None:
        return None if self.held.annual_saving is None else MoneyRange(held=self.held.annual_saving)

    @strawberry.field(description="Static payback period in years.")
    def payback_years(self) -> YearRange | None:
        return None if self.held.payback_years is None else YearRange(held=self.held.payback_years)

    @strawberry.field
    def reductions(self) -> list[OptionReduction]:
        return [OptionReduction(held=reduction) for reduction in self.held.reductions]

    @strawberry.field(description="References of the options that come first.")
    def requires(self, info: Info) -> list[strawberry.ID]:
        return self.option_refs(info, self.held.requires)

    @strawberry.field(description="References of the options that cannot be combined with it.")
    def excludes(self, info: Info) -> list[strawberry.ID]:
        return self.option_refs(info, self.held.excludes)

    @strawberry.field(
        description="What became of it in concluded audits: in the tenant's own, and over those of all tenants that"
        " consent. Empty where nothing is known, or nothing may be told."
    )
    async def outcomes(
        self,
        info: strawberry.Info[RequestContext, None],
        sector: Annotated[str | None, strawberry.argument(description="Division of GB/T 4754, two digits.")] = None,
    ) -> list[Annotated[OptionOutcomes, strawberry.lazy(_OUTCOMES)]]:
        load = import_module(_OUTCOMES).outcomes_of_template
        found: Sequence[OptionOutcomes] = await load(info.context, self.held.ref, sector)
        return list(found)
