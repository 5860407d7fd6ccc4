"""Options as the API shows them, with their effects, study, funding and what is computed from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from cpaudit.audits.access import of_own_audits
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.quantities import Money, Quantity, money_column, quantity_column
from cpaudit.graphql.reading import batch, column, computed, loader, one, ordering, readable, several
from cpaudit.names import field_of
from cpaudit.options.figures import OptionFigures, economics_of, effectiveness_of, missing_for_economics, payback_months
from cpaudit.options.models import FeasibilityStudy as FeasibilityStudyRow
from cpaudit.options.models import Funding as FundingRow
from cpaudit.options.models import FundingSource, OptionChangeKind, OptionOrigin, OptionState, Verdict
from cpaudit.options.models import Option as OptionRow
from cpaudit.options.models import OptionChange as OptionChangeRow
from cpaudit.options.models import OptionEffect as OptionEffectRow
from cpaudit.options.models import ScreeningFactor as ScreeningFactorRow
from cpaudit.options.schemas.loading import effects_by_option, options_by_id, studies_by_option
from cpaudit.options.schemas.results import Economics, OptionEffectiveness
from cpaudit.phases import Aspect, CostClass

if TYPE_CHECKING:
    from cpaudit.audits.schema import Audit
    from cpaudit.audits.schemas.assessment import Stream, UnitProcess
    from cpaudit.funding.schemas.types import FundedEconomics, FundingApplication
    from cpaudit.proposals.schema import AdoptedProposal

_FUNDING = "cpaudit.funding.schemas.types"

_FIGURES = (
    "cost_class",
    "investment",
    "subsidy",
    "annual_saving",
    "life_years",
    "tax_rate",
    "discount_rate",
    "benchmark_rate",
)


@readable(OptionEffectRow, restrict=of_own_audits)
@strawberry.type(description="What an option saves of one pollutant or resource in a year.")
class OptionEffect(Node):
    option: Option = one("option_id")
    subject: str = column(description="The pollutant or the resource.")
    planned: Quantity = quantity_column("planned")
    actual: Quantity | None = quantity_column("actual", description="Null until it is measured.")
    version: int = column()


@readable(OptionChangeRow, restrict=of_own_audits)
@strawberry.type(description="What an option changes in the process map; without one, its effects are simulated.")
class OptionChange(Node):
    option: Option = one("option_id")
    kind: OptionChangeKind = column()
    stream: Annotated[Stream, strawberry.lazy("cpaudit.audits.schemas.assessment")] = one("stream_id")
    fraction: float | None = column(description="Of what flows in the stream when the option comes.")
    amount: Quantity | None = quantity_column("amount", description="In the place of a fraction.")
    other: Annotated[Stream, strawberry.lazy("cpaudit.audits.schemas.assessment")] | None = one(
        "other_id", description="REDUCE: what changes by as much instead. RECYCLE: what comes in less."
    )
    unit_process: Annotated[UnitProcess, strawberry.lazy("cpaudit.audits.schemas.assessment")] | None = one(
        "unit_process_id", description="Where a recycle goes."
    )
    version: int = column()


@readable(FeasibilityStudyRow, restrict=of_own_audits)
@strawberry.type(description="The technical and environmental study of an option; its economics are computed.")
class FeasibilityStudy(Node):
    technical: Verdict = column()
    technical_note: str = column()
    environmental: Verdict = column()
    environmental_note: str = column()
    version: int = column()


async def _amount(context: RequestContext, funding: Sequence[Any], arguments: Mapping[str, Any]) -> list[Money]:
    options = await options_by_id(context, {each.values["audit_id"] for each in funding})
    paid_for = [(each.values["amount"], options[each.values["option_id"]]) for each in funding]
    return [Money(amount=amount, currency=option.currency, price_year=option.price_year) for amount, option in paid_for]


@readable(FundingRow, restrict=of_own_audits)
@strawberry.type(description="Money for an option from one source, in the option's currency.")
class Funding(Node):
    option: Option = one("option_id")
    source: FundingSource = column()
    amount: Money = batch(_amount, "audit_id", "option_id", "amount")
    version: int = column()


@strawberry.type(description="The score R of an option by one screening factor.")
class OptionScore:
    factor: str = strawberry.field(description="Code of the factor.")
    score: float = strawberry.field(description="1 to 10.")


async def _study(context: RequestContext, options: Sequence[Any], arguments: Mapping[str, Any]) -> list[Any]:
    studies = await studies_by_option(context, {option.values["audit_id"] for option in options})
    found = (studies.get(option.values["id"]) for option in options)
    return [None if study is None else FeasibilityStudy.of(study.model_dump()) for study in found]


async def _effectiveness(
    context: RequestContext, options: Sequence[Any], arguments: Mapping[str, Any]
) -> list[OptionEffectiveness | None]:
    effects = await effects_by_option(context, {option.values["audit_id"] for option in options})
    judged = (
        effectiveness_of(
            effects.get(option.values["id"], ()),
            investment=option.values["investment"],
            actual_cost=option.values["actual_cost"],
            annual_saving=option.values["annual_saving"],
            actual_saving=option.values["actual_saving"],
        )
        for option in options
    )
    return [None if each is None else OptionEffectiveness(held=each) for each in judged]


OptionOrder = ordering("OptionOrder", "code", "name", "state")


@strawberry.input(description="Which options.")
class OptionFilter:
    audit: strawberry.ID | None = None
    state: OptionState | None = None
    state_in: list[OptionState] | None = None
    aspect: Aspect | None = None
    cost_class: CostClass | None = None
    origin: OptionOrigin | None = None
    search: str | None = strawberry.field(default=None, description="Words in the code, the name or the description.")


@readable(OptionRow, search=("code", "name", "description"), restrict=of_own_audits)
@strawberry.type(description="A cleaner production option of an audit. What is not known is null, never zero.")
class Option(Node):
    audit: Annotated[Audit, strawberry.lazy("cpaudit.audits.schema")] = one("audit_id")
    code: str = column(description="Unique in the audit.")
    name: str = column()
    description: str = column()
    aspect: Aspect = column()
    cost_class: CostClass = column()
    origin: OptionOrigin = column()
    proposed_by: str = column()
    template: str | None = column(description="The library's option it was copied from: `pack:option:code`.")
    unit_process: Annotated[UnitProcess, strawberry.lazy("cpaudit.audits.schemas.assessment")] | None = one(
        "unit_process_id"
    )
    proposal: Annotated[AdoptedProposal, strawberry.lazy("cpaudit.proposals.schema")] | None = batch(
        loader("cpaudit.proposals.schema", "load_adopted"),
        description="Why it was proposed, where it was adopted from a proposal.",
    )
    state: OptionState = column()
    reject_reason: str | None = column()
    version: int = column()

    currency: str = column(description="ISO 4217 code of all its money.")
    price_year: int | None = column(description="The year whose prices its money is in.")
    investment: Money | None = money_column("investment", year="price_year", description="Before subsidies.")
    subsidy: Money | None = money_column("subsidy", year="price_year")
    annual_saving: Money | None = money_column(
        "annual_saving", year="price_year", description="P: extra income and saved operating cost per year."
    )
    life_years: int | None = column(description="Y, over which the investment is written off and flows are counted.")
    tax_rate: float | None = column(description="A fraction.")
    discount_rate: float | None = column(description="i per year, a fraction.")
    benchmark_rate: float | None = column(description="What the IRR is held against, a fraction.")

    starts_on: date | None = column()
    ends_on: date | None = column()
    owner: str | None = column(description="Who answers for its implementation.")
    implemented_on: date | None = column()
    actual_cost: Money | None = money_column("actual_cost")
    actual_saving: Money | None = money_column("actual_saving", description="Per year.")
    verified_on: date | None = column()

    effects: list[OptionEffect] = several("option_id")
    changes: list[OptionChange] = several("option_id", description="What it changes in the process map.")
    funding: list[Funding] = several("option_id")
    funding_applications: list[Annotated[FundingApplication, strawberry.lazy(_FUNDING)]] = several("option_id")
    funded_economics: Annotated[FundedEconomics, strawberry.lazy(_FUNDING)] = batch(
        loader(_FUNDING, "load_funded_economics"),
        arguments={"with_applied": bool | None},
        description="Its economics without and with the money that was granted; `withApplied` adds what was applied for"
        " and is not decided.",
    )
    study: FeasibilityStudy | None = batch(_study, "audit_id", description="Null until it is studied.")
    effectiveness: OptionEffectiveness | None = batch(
        _effectiveness,
        "audit_id",
        "investment",
        "actual_cost",
        "annual_saving",
        "actual_saving",
        description="What was planned held against what came; null where nothing was planned.",
    )

    @computed("scores")
    def scores(self) -> list[OptionScore]:
        """The screening scores."""
        return [OptionScore(factor=factor, score=score) for factor, score in sorted(self.values["scores"].items())]

    @computed(*_FIGURES, "currency", "price_year")
    def economics(self) -> Economics | None:
        """The economics after the handbook; null while a figure that they need is not known."""
        appraisal = economics_of(self._figures())
        if appraisal is None:
            return None
        return Economics(held=appraisal, currency=self.values["currency"], price_year=self.values["price_year"])

    @computed(*_FIGURES)
    def economics_missing(self) -> list[str]:
        """The fields that have to be known before there are economics."""
        return [field_of(name) for name in missing_for_economics(self._figures())]

    @computed(*_FIGURES)
    def payback_months(self) -> float | None:
        """Simple payback before tax, (investment − subsidy)/annual saving × 12: 0 is immediate, null unknown."""
        return payback_months(self._figures())

    def _figures(self) -> OptionFigures:
        return OptionFigures(**{name: self.values[name] for name in _FIGURES})


ScreeningFactorOrder = ordering("ScreeningFactorOrder", "code", "weight")


@strawberry.input(description="Which screening factors.")
class ScreeningFactorFilter:
    audit: strawberry.ID | None = None


@readable(ScreeningFactorRow, restrict=of_own_audits)
@strawberry.type(description="A factor by which the options of an audit are screened.")
class ScreeningFactor(Node):
    audit: Annotated[Audit, strawberry.lazy("cpaudit.audits.schema")] = one("audit_id")
    code: str = column(description="Unique in the audit.")
    name: str = column()
    weight: float = column(description="W, above zero.")
    version: int = column()
