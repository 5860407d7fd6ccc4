"""Tables of options, their effects, studies and funding."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from cpaudit.audits.models import AuditRecord
from cpaudit.engine import Quantity
from cpaudit.phases import Aspect, CostClass
from cpaudit.storage.tables import (
    TenantTable,
    belongs_to,
    enum_field,
    json_field,
    moment_field,
    money_field,
    now,
    quantity_field,
)


class OptionOrigin(StrEnum):
    """Who brought the option."""

    LIBRARY = "LIBRARY"
    STAFF = "STAFF"
    EXPERT = "EXPERT"


class OptionState(StrEnum):
    """Where an option stands."""

    PROPOSED = "PROPOSED"
    SCREENED = "SCREENED"
    STUDIED = "STUDIED"
    RECOMMENDED = "RECOMMENDED"
    SCHEDULED = "SCHEDULED"
    IMPLEMENTED = "IMPLEMENTED"
    VERIFIED = "VERIFIED"
    REJECTED = "REJECTED"


class Option(AuditRecord, table=True):
    """A cleaner production option (清洁生产方案) of one audit.

    Money is in ``currency`` at prices of ``price_year``; ``annual_saving`` is P, extra income and
    saved operating cost per year; both are in constant prices. Rates are fractions, the discount rate per
    year. ``scores`` holds R by the code of the screening factor. What is not known is null, never zero.
    """

    __tablename__ = "audit_option"
    __table_args__ = (
        UniqueConstraint("tenant_id", "audit_id", "code"),
        Index("ix_audit_option_template", "tenant_id", "template"),
        belongs_to("audit", "audit_id"),
        belongs_to("unit_process", "unit_process_id"),
    )

    code: str = Field(max_length=80)
    name: str = Field(max_length=300)
    description: str = Field(default="", max_length=4000)
    aspect: Aspect = enum_field(Aspect)
    cost_class: CostClass = enum_field(CostClass)
    origin: OptionOrigin = enum_field(OptionOrigin)
    proposed_by: str = Field(default="", max_length=200)
    template: str | None = Field(default=None, max_length=300)
    unit_process_id: str | None = Field(default=None, max_length=32)
    state: OptionState = enum_field(OptionState, default=OptionState.PROPOSED)
    reject_reason: str | None = Field(default=None, max_length=2000)

    currency: str = Field(default="CNY", max_length=3)
    price_year: int | None = Field(default=None)
    investment: Decimal | None = money_field(default=None)
    subsidy: Decimal | None = money_field(default=None)
    annual_saving: Decimal | None = money_field(default=None)
    life_years: int | None = Field(default=None)
    tax_rate: float | None = Field(default=None)
    discount_rate: float | None = Field(default=None)
    benchmark_rate: float | None = Field(default=None)

    scores: dict[str, float] = json_field(default_factory=dict)
    starts_on: date | None = Field(default=None)
    ends_on: date | None = Field(default=None)
    owner: str | None = Field(default=None, max_length=200)
    implemented_on: date | None = Field(default=None)
    actual_cost: Decimal | None = money_field(default=None)
    actual_saving: Decimal | None = money_field(default=None)
    verified_on: date | None = Field(default=None)


class OptionEffect(AuditRecord, table=True):
    """What an option saves of one pollutant or resource in a year: planned, and measured."""

    __tablename__ = "option_effect"
    __table_args__ = (UniqueConstraint("tenant_id", "option_id", "subject"), belongs_to("audit_option", "option_id"))

    option_id: str = Field(max_length=32)
    subject: str = Field(max_length=120)
    planned: Quantity = quantity_field()
    actual: Quantity | None = quantity_field(default=None)


class OptionChangeKind(StrEnum):
    """How an option changes the process.

    REDUCE: less flows in a stream. RECYCLE: part of an output goes back into a unit process.
    """

    REDUCE = "REDUCE"
    RECYCLE = "RECYCLE"


class OptionChange(AuditRecord, table=True):
    """What an option changes in the process map; see :class:`cpaudit.engine.ReduceFlow` and ``Recycle``.

    ``other_id`` is the stream that changes in return: for REDUCE what changes by as much instead, for RECYCLE
    what comes in less. ``unit_process_id`` is where a recycle goes.
    """

    __tablename__ = "option_change"
    __table_args__ = (
        Index("ix_option_change_option", "tenant_id", "option_id"),
        belongs_to("audit", "audit_id"),
        belongs_to("audit_option", "option_id"),
        belongs_to("stream", "stream_id"),
        belongs_to("stream", "other_id"),
        belongs_to("unit_process", "unit_process_id"),
    )

    option_id: str = Field(max_length=32)
    kind: OptionChangeKind = enum_field(OptionChangeKind)
    stream_id: str = Field(max_length=32)
    fraction: float | None = Field(default=None)
    amount: Quantity | None = quantity_field(default=None)
    other_id: str | None = Field(default=None, max_length=32)
    unit_process_id: str | None = Field(default=None, max_length=32)


class ScreeningFactor(AuditRecord, table=True):
    """A factor by which the options of an audit are screened, with its weight W."""

    __tablename__ = "screening_factor"
    __table_args__ = (UniqueConstraint("tenant_id", "audit_id", "code"), belongs_to("audit", "audit_id"))

    code: str = Field(max_length=60)
    name: str = Field(max_length=200)
    weight: float


class Verdict(StrEnum):
    """The outcome of one part of a feasibility study."""

    FEASIBLE = "FEASIBLE"
    NOT_FEASIBLE = "NOT_FEASIBLE"


class FeasibilityStudy(AuditRecord, table=True):
    """The technical and environmental study of an option; its economics are computed, not judged by hand."""

    __tablename__ = "feasibility_study"
    __table_args__ = (UniqueConstraint("tenant_id", "option_id"), belongs_to("audit_option", "option_id"))

    option_id: str = Field(max_length=32)
    technical: Verdict = enum_field(Verdict)
    technical_note: str = Field(default="", max_length=4000)
    environmental: Verdict = enum_field(Verdict)
    environmental_note: str = Field(default="", max_length=4000)


class FundingSource(StrEnum):
    """Where money for an option comes from."""

    OWN_FUNDS = "OWN_FUNDS"
    BANK_LOAN = "BANK_LOAN"
    TECHNOLOGY_CREDIT = "TECHNOLOGY_CREDIT"
    TAX_RELIEF = "TAX_RELIEF"
    ENVIRONMENTAL_SUBSIDY = "ENVIRONMENTAL_SUBSIDY"
    POLLUTION_PREVENTION_FUND = "POLLUTION_PREVENTION_FUND"


class Funding(AuditRecord, table=True):
    """Money for an option from one source, in the option's currency."""

    __table_args__ = (Index("ix_funding_option", "tenant_id", "option_id"), belongs_to("audit_option", "option_id"))

    option_id: str = Field(max_length=32)
    source: FundingSource = enum_field(FundingSource)
    amount: Decimal = money_field()


class ProposalSource(StrEnum):
    """Who proposed an option of the library."""

    CORE = "CORE"
    PLUGIN = "PLUGIN"


class AdoptedProposal(TenantTable, table=True):
    """Why an option that was proposed from the library was adopted: the proposal as it was then.

    Attributes:
        source: who proposed it; ``plugin`` names which plugin.
        score: the sum of the weights of the reasons.
        reasons: as :mod:`cpaudit.library.reasons` writes them.
    """

    __tablename__ = "adopted_proposal"
    __table_args__ = (
        UniqueConstraint("tenant_id", "option_id"),
        belongs_to("audit", "audit_id"),
        belongs_to("audit_option", "option_id"),
    )

    audit_id: str = Field(max_length=32)
    option_id: str = Field(max_length=32)
    template: str = Field(max_length=300)
    source: ProposalSource = enum_field(ProposalSource)
    plugin: str | None = Field(default=None, max_length=120)
    score: float
    reasons: list[dict[str, object]] = json_field()
    adopted_at: datetime = moment_field(default_factory=now)
