"""Sources of money, applications, and what comes of them, as the API shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import strawberry

from cpaudit.audits.access import of_own_audits
from cpaudit.catalogue.fields import shown
from cpaudit.funding import conditions as rules
from cpaudit.funding import economics, loading, models, totals
from cpaudit.funding.conditions import Condition, Fact, FactKind, Operator
from cpaudit.funding.models import ApplicationState, FundingForm, MovementKind, Showing
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.explain import Explanation
from cpaudit.graphql.findings import Finding
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.quantities import Money, money_column
from cpaudit.graphql.reading import (
    batch,
    column,
    computed,
    one,
    readable,
    several,
)
from cpaudit.options.models import FundingSource
from cpaudit.options.schema import Funding, Option
from cpaudit.options.schemas.results import Economics
from cpaudit.tenancy.schema import Member

strawberry.enum(Fact, name="FundingFact", description="What a condition of eligibility can be about.")
strawberry.enum(FactKind, name="FundingFactKind", description="What a fact is, which says how it is compared.")
strawberry.enum(Operator, name="ConditionOperator", description="How a fact is compared with a condition's values.")
strawberry.enum(FundingForm, description="How money of a source comes.")
strawberry.enum(ApplicationState, name="FundingApplicationState", description="Where an application stands.")
strawberry.enum(MovementKind, name="FundingMovementKind", description="Whether granted money was drawn or used.")
strawberry.enum(Showing, name="FundingShowing", description="What somebody has to show, because no record tells it.")


@strawberry.type(description="A condition of eligibility.")
class FundingCondition:
    held: strawberry.Private[Condition]

    fact: Fact = shown("fact")
    operator: Operator = shown("operator")
    values: list[str] = shown("values", description="Numbers in decimals, `true` and `false`, or texts.")

    @strawberry.field(description="What the fact is called.")
    def name(self, info: strawberry.Info[RequestContext, None], lang: str | None = None) -> str:
        return rules.FACTS[self.held.fact][1].in_language(lang or info.context.language)

    @strawberry.field
    def kind(self) -> FactKind:
        return rules.FACTS[self.held.fact][0]


@strawberry.type(description="A condition beside the fact it is about.")
class JudgedCondition:
    held: strawberry.Private[rules.Judged]

    met: bool | None = shown("met", description="Null where the fact is not known, which is no pass.")

    @strawberry.field
    def condition(self) -> FundingCondition:
        return FundingCondition(held=self.held.condition)

    @strawberry.field(description="The fact as text; null where it is not known.")
    def value(self) -> str | None:
        return None if self.held.value is None else rules.told(self.held.value)


@strawberry.type(description="Whether an application is eligible.")
class FundingEligibility:
    held: strawberry.Private[rules.Eligibility]

    eligible: bool | None = shown("eligible", description="True only where every condition is known to be met.")

    @strawberry.field
    def conditions(self) -> list[JudgedCondition]:
        return [JudgedCondition(held=each) for each in self.held.judged]


@strawberry.input(description="Which sources of money.")
class FundingSchemeFilter:
    source: FundingSource | None = None
    form: FundingForm | None = None
    search: str | None = None


@readable(models.FundingScheme, order=("code",), search=("code", "name", "provider"))
@strawberry.type(description="A source of money that the tenant knows of, with who is eligible.")
class FundingScheme(Node):
    code: str = column(description="Unique in the tenant.")
    name: str = column()
    source: FundingSource = column()
    form: FundingForm = column()
    provider: str = column()
    currency: str = column()
    budget: Money | None = money_column("budget", description="Null where it is not known or not limited.")
    interest_rate: float | None = column(description="Of a loan, a fraction per year.")
    repayment_years: int | None = column(description="Of a loan, repaid in equal yearly parts.")
    reduced_tax_rate: float | None = column(description="Of a tax relief, a fraction.")
    open_from: date | None = column()
    open_until: date | None = column()
    note: str = column()
    version: int = column()

    @computed("conditions")
    def conditions(self) -> list[FundingCondition]:
        """All of them have to be met."""
        return [FundingCondition(held=each) for each in rules.read_conditions(self.values["conditions"])]


@readable(models.FundingMovement, order=("on",), restrict=of_own_audits)
@strawberry.type(description="Granted money that was drawn or used.")
class FundingMovement(Node):
    kind: MovementKind = column()
    amount: Decimal = column()
    on: date = column()
    note: str = column()
    version: int = column()


@readable(models.ShownFact, order=("fact",), restrict=of_own_audits)
@strawberry.type(description="That something was shown for an application, or shown not to be so.")
class ShownFact(Node):
    fact: Showing = column()
    holds: bool = column()
    evidence: str = column()
    stated_by: Member | None = one("stated_by")


async def _eligibility(
    context: RequestContext, rows: Sequence[Any], arguments: Mapping[str, Any]
) -> list[FundingEligibility]:
    async with context.database.looking(context.scope) as session:
        found = await loading.eligibilities(session, context.host, [row.values["id"] for row in rows])
    return [FundingEligibility(held=found[row.values["id"]]) for row in rows]


@strawberry.input(description="Which applications.")
class FundingApplicationFilter:
    state: ApplicationState | None = None
    stage: str | None = None


@readable(models.FundingApplication, order=("-applied_on",), restrict=of_own_audits)
@strawberry.type(description="An application for money of a source for one option.")
class FundingApplication(Node):
    option: Option = one("option_id")
    scheme: FundingScheme = one("scheme_id")
    funding: Funding | None = one("funding_id", description="The line of the option's financing for which it is.")
    stage: str | None = column(description="Identifier of the programme's stage to which it counts.")
    amount: Money = money_column("amount")
    purpose: str = column()
    applied_on: date = column()
    state: ApplicationState = column()
    granted: Money | None = money_column("granted", description="Null until it is granted.")
    decided_on: date | None = column()
    decided_by: Member | None = one("decided_by")
    reason: str = column()
    shown: list[ShownFact] = several("application_id", description="What was shown for it.")
    movements: list[FundingMovement] = several("application_id", order=("on",))
    eligibility: FundingEligibility = batch(
        _eligibility, description="As things stand; of a decided application, as it was at the decision."
    )
    version: int = column()


@strawberry.type(description="The economics of an option without and with money from others.")
class FundedEconomics:
    held: strawberry.Private[economics.FundedEconomics]
    currency: strawberry.Private[str]
    price_year: strawberry.Private[int | None]

    @strawberry.field(description="Null while a figure that they need is not known.")
    def before(self) -> Economics | None:
        found = self.held.financed
        return None if found is None else self._economics(found.before)

    @strawberry.field(description="Null while a figure that they need is not known.")
    def after(self) -> Economics | None:
        found = self.held.financed
        return None if found is None else self._economics(found.after)

    @strawberry.field(description="What each source changes, or why nothing can be computed.")
    def findings(self) -> list[Finding]:
        return [Finding(held=each) for each in self.held.findings]

    @strawberry.field(description="The change of the net present value, down to the interest of loans.")
    def explain(self) -> Explanation | None:
        return None if self.held.financed is None else Explanation(held=self.held.financed.trace)

    def _economics(self, appraisal: Any) -> Economics:
        return Economics(held=appraisal, currency=self.currency, price_year=self.price_year)


async def load_funded_economics(
    context: RequestContext, options: Sequence[Any], arguments: Mapping[str, Any]
) -> list[FundedEconomics]:
    """The economics of each option with what was granted for it, or also with what was applied for."""
    assumed = bool(arguments.get("with_applied"))
    async with context.database.looking(context.scope) as session:
        found = await loading.funded(session, [each.values["id"] for each in options], assumed=assumed)
    return [
        FundedEconomics(held=held, currency=option.currency, price_year=option.price_year)
        for option, held in (found[each.values["id"]] for each in options)
    ]


@strawberry.type(description="The money of one kind of source in one currency; amounts of two currencies never add up.")
class FundingTotal:
    held: strawberry.Private[totals.FundingTotal]

    source: FundingSource = shown("source")
    currency: str = shown("currency")
    applications: int = shown("applications", description="All but those that were withdrawn.")
    applied: Decimal = shown("applied")
    undecided: Decimal = shown("undecided")
    granted: Decimal = shown("granted")
    drawn: Decimal = shown("drawn")
    used: Decimal = shown("used")
