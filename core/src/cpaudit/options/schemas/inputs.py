"""What clients give about options."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import strawberry

from cpaudit.audits.schemas.records import NewRecord, RecordAsRead, changes_of, reference, required_reference
from cpaudit.graphql.quantities import QuantityInput
from cpaudit.options.models import FundingSource, OptionChangeKind, OptionOrigin, Verdict
from cpaudit.phases import Aspect, CostClass


@strawberry.input(description="An option of staff or of an expert. What is not known is left out.")
class ProposeOptionInput(NewRecord):
    code: str = strawberry.field(description="Unique in the audit.")
    name: str
    aspect: Aspect
    cost_class: CostClass
    origin: OptionOrigin = strawberry.field(description="`STAFF` or `EXPERT`.")
    proposed_by: str = ""
    description: str = ""
    unit_process: strawberry.ID | None = reference("UnitProcess", description="On which it acts.")
    currency: str = strawberry.field(default="CNY", description="ISO 4217 code of all its money.")
    price_year: int | None = None
    investment: Decimal | None = strawberry.field(default=None, description="Before subsidies.")
    subsidy: Decimal | None = None
    annual_saving: Decimal | None = strawberry.field(
        default=None, description="P: extra income and saved operating cost per year; negative where it costs money."
    )
    life_years: int | None = None
    tax_rate: float | None = strawberry.field(default=None, description="A fraction; 0 where no tax is counted.")
    discount_rate: float | None = strawberry.field(default=None, description="Per year, a fraction.")
    benchmark_rate: float | None = strawberry.field(default=None, description="What the IRR is held against.")


@strawberry.input(description="An option of the library.")
class AdoptLibraryOptionInput(NewRecord):
    template: str = strawberry.field(description="`pack:option:code`.")
    code: str | None = strawberry.field(default=None, description="Unique in the audit; by default the library's.")
    lang: str | None = strawberry.field(
        default=None, description="Language of name and description; by default Chinese."
    )


@strawberry.input(description="What changes of an option: what is left out stays, null makes a figure unknown.")
class ChangeOptionInput(RecordAsRead):
    code: str | None = strawberry.UNSET
    name: str | None = strawberry.UNSET
    aspect: Aspect | None = strawberry.UNSET
    cost_class: CostClass | None = strawberry.UNSET
    proposed_by: str | None = strawberry.UNSET
    description: str | None = strawberry.UNSET
    unit_process: strawberry.ID | None = reference("UnitProcess", default=strawberry.UNSET)
    currency: str | None = strawberry.UNSET
    price_year: int | None = strawberry.UNSET
    investment: Decimal | None = strawberry.UNSET
    subsidy: Decimal | None = strawberry.UNSET
    annual_saving: Decimal | None = strawberry.UNSET
    life_years: int | None = strawberry.UNSET
    tax_rate: float | None = strawberry.UNSET
    discount_rate: float | None = strawberry.UNSET
    benchmark_rate: float | None = strawberry.UNSET


@strawberry.input(description="What an option saves of one pollutant or resource in a year.")
class AddOptionEffectInput:
    option: strawberry.ID
    subject: str = strawberry.field(description="The pollutant or the resource; once for each option.")
    planned: QuantityInput = strawberry.field(description="Per year, above zero.")
    client_mutation_id: str | None = strawberry.field(
        default=None, description="The caller's own name for this mutation; one that is repeated is done once."
    )


@strawberry.input(description="What changes of a planned effect: only the given fields.")
class ChangeOptionEffectInput(RecordAsRead):
    subject: str | None = strawberry.UNSET
    planned: QuantityInput | None = strawberry.UNSET


@strawberry.input(description="What an option changes in the process map.")
class AddOptionChangeInput(NewRecord):
    option: strawberry.ID = required_reference("Option")
    kind: OptionChangeKind
    stream: strawberry.ID = required_reference("Stream", description="That is reduced, or that is recycled.")
    fraction: float | None = strawberry.field(
        default=None, description="Of what flows in the stream when the option comes, above 0 and at most 1."
    )
    amount: QuantityInput | None = strawberry.field(
        default=None, description="What no longer flows in it; for REDUCE, in the place of a fraction."
    )
    other: strawberry.ID | None = reference(
        "Stream",
        description="REDUCE: the stream of the same unit process that changes by as much instead; by default the other"
        " outputs take it over. RECYCLE: the stream from outside that brings in as much less.",
    )
    unit_process: strawberry.ID | None = reference("UnitProcess", description="RECYCLE: where it goes.")


ChangeOptionChangeInput = changes_of(AddOptionChangeInput, without=("option",))


@strawberry.input(description="A screening factor, new or changed: its code tells which.")
class SetScreeningFactorInput(NewRecord):
    code: str
    name: str
    weight: float = strawberry.field(description="W, above zero.")
    expected_version: int | None = strawberry.field(default=None, description="Of the factor that is changed.")


@strawberry.input(description="The score R of an option by one screening factor.")
class OptionScoreInput:
    factor: str = strawberry.field(description="Code of the factor.")
    score: float | None = strawberry.field(description="1 to 10; null takes the score away.")


@strawberry.input(description="Scores of an option; a factor that is not named keeps its score.")
class ScoreOptionInput(RecordAsRead):
    scores: list[OptionScoreInput]


@strawberry.input(description="Whether a proposed option goes on.")
class ScreenOptionInput(RecordAsRead):
    keep: bool
    reason: str | None = strawberry.field(default=None, description="Why it is rejected.")


@strawberry.input(description="What the feasibility study of an option found.")
class StudyOptionInput(RecordAsRead):
    technical: Verdict
    environmental: Verdict
    technical_note: str = ""
    environmental_note: str = ""


@strawberry.input(description="An option that is recommended for implementation.")
class RecommendOptionInput(RecordAsRead):
    pass


@strawberry.input(description="An option that is rejected.")
class RejectOptionInput(RecordAsRead):
    reason: str


@strawberry.input(description="When an option is carried out, and who answers for it.")
class ScheduleOptionInput(RecordAsRead):
    starts_on: date
    ends_on: date
    owner: str


@strawberry.input(description="Money for an option, in the option's currency.")
class AddFundingInput:
    option: strawberry.ID
    source: FundingSource
    amount: Decimal = strawberry.field(description="Above zero.")
    client_mutation_id: str | None = strawberry.field(
        default=None, description="The caller's own name for this mutation; one that is repeated is done once."
    )


@strawberry.input(description="An option that was carried out.")
class ImplementOptionInput(RecordAsRead):
    implemented_on: date
    actual_cost: Decimal | None = strawberry.field(
        default=None, description="In the option's currency; null where it is not known yet."
    )


@strawberry.input(description="What an option saved of one subject in a year.")
class RecordOptionEffectInput(RecordAsRead):
    actual: QuantityInput = strawberry.field(description="Per year, in a unit that converts to the planned one.")


@strawberry.input(description="What an option cost and brought; it needs an actual cost, and a saving or an effect.")
class VerifyOptionInput(RecordAsRead):
    verified_on: date
    actual_saving: Decimal | None = strawberry.field(default=strawberry.UNSET, description="Per year.")
    actual_cost: Decimal | None = strawberry.field(default=strawberry.UNSET, description="Where it changed.")
