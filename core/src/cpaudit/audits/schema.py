"""The API of an audit: one type that leads to everything recorded in it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import strawberry

from cpaudit.audits.access import own_audits
from cpaudit.audits.models import Audit as AuditRow
from cpaudit.audits.models import AuditState
from cpaudit.audits.schemas.assessment import (
    Balance,
    BalanceFilter,
    BalanceOrder,
    Cause,
    CauseFilter,
    CauseOrder,
    Measurement,
    MeasurementFilter,
    MeasurementOrder,
    Stream,
    StreamFilter,
    StreamOrder,
    UnitProcess,
    UnitProcessFilter,
    UnitProcessOrder,
)
from cpaudit.audits.schemas.checklist import Answer, AnswerFilter, AnswerOrder, Evidence
from cpaudit.audits.schemas.content import ITEM_ARGUMENTS, AuditPin, ReplacedPin, load_items, load_libraries
from cpaudit.audits.schemas.costs import LossCosts, StreamPrice, UnitCost, load_loss_costs
from cpaudit.audits.schemas.emissions import EMISSIONS_ARGUMENTS, Emissions, load_emissions
from cpaudit.audits.schemas.inventory import (
    Benchmark,
    BenchmarkFilter,
    BenchmarkOrder,
    InventoryLine,
    InventoryLineFilter,
    InventoryLineOrder,
    InventoryTotal,
    load_inventory_totals,
)
from cpaudit.audits.schemas.preparation import Obstacle, PlanTask, Statement, TeamMember, Training
from cpaudit.audits.schemas.rating import (
    ComparedRounds,
    IndicatorValue,
    IndicatorValueFilter,
    IndicatorValueOrder,
    Rating,
    RatingOutput,
)
from cpaudit.audits.schemas.rating_loads import (
    COMPARISON_ARGUMENTS,
    RATING_ARGUMENTS,
    load_ratings,
    load_round_comparisons,
)
from cpaudit.audits.schemas.reconciliation import MapReconciliation, load_reconciliations, load_substances
from cpaudit.audits.schemas.survey import (
    AnnualFlow,
    AnnualFlowFilter,
    AnnualFlowOrder,
    FocusCandidate,
    FocusFactor,
    FocusRanking,
    PollutionSource,
    PollutionSourceFilter,
    PollutionSourceOrder,
    Target,
    load_focus_rankings,
)
from cpaudit.catalogue.contents import Library
from cpaudit.catalogue.items import ContentItem
from cpaudit.engine import Objective
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.reading import (
    Connection,
    batch,
    column,
    computed,
    loader,
    many,
    one,
    ordering,
    pick,
    readable,
    root_connection,
    root_one,
    several,
)
from cpaudit.phases import METHODS, MethodKey, PhaseKey

if TYPE_CHECKING:
    from cpaudit.enterprises.schema import Enterprise
    from cpaudit.gates.schema import AuditPhase
    from cpaudit.options.schema import Option, OptionFilter, OptionOrder
    from cpaudit.options.schemas.portfolio import AbatementCurveResult, PortfolioResult, ReductionTargetInput
    from cpaudit.proposals.schema import OptionProposal, ProposalFault
    from cpaudit.regulation.schema import Compliance

strawberry.enum(AuditState, description="Whether the audit is still worked on.")
strawberry.enum(PhaseKey, description="The phases of every method.")
strawberry.enum(MethodKey, description="The methods an audit can follow.")

strawberry.enum(Objective, name="PortfolioObjective", description="What a portfolio makes as large as it can be.")

_PORTFOLIO = "cpaudit.options.schemas.portfolio"
_PROPOSALS = "cpaudit.proposals.schema"
_REGULATION = "cpaudit.regulation.schema"

AuditOrder = ordering("AuditOrder", "title", "round", "created_at")


@strawberry.input(description="Which audits.")
class AuditFilter:
    enterprise: strawberry.ID | None = None
    method: MethodKey | None = None
    state: AuditState | None = None
    round: int | None = None
    search: str | None = strawberry.field(default=None, description="Words in the title.")


@readable(AuditRow, order=("-created_at",), search=("title",), restrict=own_audits)
@strawberry.type(description="One round of a cleaner production audit of one enterprise.")
class Audit(Node):
    title: str = column()
    round: int = column(description="From 1; each round aims higher.")
    method: MethodKey = column()
    state: AuditState = column()
    illustrative: bool = column(description="Whether parts of it are made up for show.")
    note: str = column()
    version: int = column()
    created_at: datetime = column()
    concluded_at: datetime | None = column()
    enterprise: Annotated[Enterprise, strawberry.lazy("cpaudit.enterprises.schema")] = one("enterprise_id")
    previous: Annotated[Audit, strawberry.lazy("cpaudit.audits.schema")] | None = one(
        "previous_id", description="The round before."
    )
    phases: list[Annotated[AuditPhase, strawberry.lazy("cpaudit.gates.schema")]] = several(
        "audit_id", order=("position",)
    )
    phase: Annotated[AuditPhase, strawberry.lazy("cpaudit.gates.schema")] | None = pick(
        "audit_id", {"key": PhaseKey}, description="One phase; null where the method has no such phase."
    )
    pins: list[AuditPin] = several("audit_id", order=("pack",), description="The content that the audit uses.")
    replaced_pins: list[ReplacedPin] = several(
        "audit_id", order=("-replaced_at",), description="The content that it used before, the last one first."
    )
    library: Library = batch(
        load_libraries, description="The items of the content that it uses, whatever is installed or enabled by now."
    )
    item: ContentItem | None = batch(
        load_items,
        arguments=ITEM_ARGUMENTS,
        description="An item of the content that it uses, or used when something was recorded that refers to it.",
    )

    statements: list[Statement] = several("audit_id", order=("kind",))
    team: list[TeamMember] = several("audit_id")
    plan_tasks: list[PlanTask] = several("audit_id", order=("starts_on",))
    trainings: list[Training] = several("audit_id", order=("held_on",))
    obstacles: list[Obstacle] = several("audit_id")
    pollution_sources: Connection[PollutionSource] = many(
        "audit_id", filter=PollutionSourceFilter, order=PollutionSourceOrder
    )
    annual_flows: Connection[AnnualFlow] = many("audit_id", filter=AnnualFlowFilter, order=AnnualFlowOrder)
    focus_factors: list[FocusFactor] = several("audit_id", order=("code",))
    focus_candidates: list[FocusCandidate] = several("audit_id", order=("name",))
    focus_ranking: FocusRanking | None = batch(
        load_focus_rankings, description="Weighted sum ranking of the candidates; null while a score is missing."
    )
    targets: list[Target] = several("audit_id")
    benchmarks: Connection[Benchmark] = many("audit_id", filter=BenchmarkFilter, order=BenchmarkOrder)
    indicator_values: Connection[IndicatorValue] = many(
        "audit_id", filter=IndicatorValueFilter, order=IndicatorValueOrder
    )
    rating_outputs: list[RatingOutput] = several("audit_id", order=("product",))
    rating: Rating | None = batch(
        load_ratings,
        "enterprise_id",
        arguments=RATING_ARGUMENTS,
        description="By default in the system that has values, or else the first one made for the industry.",
    )
    round_comparison: ComparedRounds | None = batch(
        load_round_comparisons,
        "enterprise_id",
        "previous_id",
        arguments=COMPARISON_ARGUMENTS,
        description="After the audit against before it, or against the round before; null where there was none.",
    )
    unit_processes: Connection[UnitProcess] = many("audit_id", filter=UnitProcessFilter, order=UnitProcessOrder)
    streams: Connection[Stream] = many("audit_id", filter=StreamFilter, order=StreamOrder)
    measurements: Connection[Measurement] = many("audit_id", filter=MeasurementFilter, order=MeasurementOrder)
    balances: Connection[Balance] = many("audit_id", filter=BalanceFilter, order=BalanceOrder)
    stream_prices: list[StreamPrice] = several("audit_id", description="What the streams of the map cost.")
    unit_costs: list[UnitCost] = several("audit_id", description="What running the unit processes costs.")
    loss_costs: LossCosts = batch(
        load_loss_costs, description="What each loss of the process map costs: material flow cost accounting."
    )
    reconciliation: MapReconciliation = batch(
        load_reconciliations,
        arguments={"substance": str | None, "unit": str | None},
        description="Measured flows adjusted to the balances of the process map: as a whole, or of one substance. "
        "`unit` is by default the one in which most streams are measured.",
    )
    measured_substances: list[str] = batch(
        load_substances, description="Substances whose flows were measured, each of which can be reconciled."
    )
    causes: Connection[Cause] = many("audit_id", filter=CauseFilter, order=CauseOrder)
    inventory: Connection[InventoryLine] = many("audit_id", filter=InventoryLineFilter, order=InventoryLineOrder)
    inventory_totals: list[InventoryTotal] = batch(
        load_inventory_totals, description="Emissions by pollutant, before and after the audit."
    )
    emissions: Emissions | None = batch(
        load_emissions,
        arguments=EMISSIONS_ARGUMENTS,
        description=(
            "The emission inventory with intervals, CO₂-equivalents and findings, by default BEFORE the audit with "
            "AR5; a seed adds intervals by Monte Carlo. Null where no line is recorded."
        ),
    )
    answers: Connection[Answer] = many("audit_id", filter=AnswerFilter, order=AnswerOrder)
    evidence: list[Evidence] = several("audit_id", order=("uploaded_at",))
    options: Connection[Annotated[Option, strawberry.lazy("cpaudit.options.schema")]] = many(
        "audit_id",
        filter=Annotated["OptionFilter", strawberry.lazy("cpaudit.options.schema")],
        order=Annotated["OptionOrder", strawberry.lazy("cpaudit.options.schema")],
    )

    proposals: Connection[Annotated[OptionProposal, strawberry.lazy(_PROPOSALS)]] = batch(
        loader(_PROPOSALS, "load_proposals"),
        arguments={"first": int | None, "after": str | None, "with_withdrawn": bool | None},
        description="Options of the library against the causes and negative answers of the audit, the best first, for"
        " the phase OPTION_GENERATION; `withWithdrawn` adds those that a plugin advises against.",
    )
    proposal_faults: list[Annotated[ProposalFault, strawberry.lazy(_PROPOSALS)]] = batch(
        loader(_PROPOSALS, "load_proposal_faults"), description="Plugins that could not say what they propose."
    )
    portfolio: Annotated[PortfolioResult, strawberry.lazy(_PORTFOLIO)] = batch(
        loader(_PORTFOLIO, "load_portfolios"),
        arguments={
            "budget": Decimal | None,
            "objective": Objective | None,
            "subject": str | None,
            "low_cost_first": bool | None,
            "targets": list[Annotated["ReductionTargetInput", strawberry.lazy(_PORTFOLIO)]] | None,
            "mandatory": list[str] | None,
        },
        description="The options that bring most within a budget (no limit without one) of NPV, or of the objective;"
        " a reduction names its `subject`. `lowCostFirst` takes options of no and low cost before others,"
        " `mandatory` names codes of options that are taken in any case.",
    )
    abatement_curve: Annotated[AbatementCurveResult, strawberry.lazy(_PORTFOLIO)] = batch(
        loader(_PORTFOLIO, "load_abatement_curves"),
        arguments={"subject": str | None},
        description="What a unit of reduction costs, option by option; `subject` may be left out where there is one.",
    )

    compliance: Annotated[Compliance, strawberry.lazy(_REGULATION)] = batch(
        loader(_REGULATION, "load_compliance"),
        "enterprise_id",
        arguments={"on": date | None},
        description="Discharges against the limits of permits and quotas, by default today: before the audit, after it,"
        " and with its recommended options.",
    )

    @computed("method")
    def method_name(self, info: strawberry.Info[RequestContext, None], lang: str | None = None) -> str:
        """Name of the method."""
        return METHODS[self.values["method"]].name.in_language(lang or info.context.language)


@strawberry.type
class AuditQueries:
    audit: Audit | None = root_one()
    audits: Connection[Audit] = root_connection(filter=AuditFilter, order=AuditOrder)
