"""Tables of funding: schemes, applications, what was shown for them, and what was drawn and used."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from cpaudit.audits.models import AuditRecord
from cpaudit.options.models import FundingSource
from cpaudit.storage.tables import VersionedTable, belongs_to, enum_field, json_field, money_field


class FundingForm(StrEnum):
    """How money of a scheme comes: it pays for itself, is given, lent, or left untaxed."""

    OWN = "OWN"
    GRANT = "GRANT"
    LOAN = "LOAN"
    TAX_RELIEF = "TAX_RELIEF"


class FundingScheme(VersionedTable, table=True):
    """A source of money that the tenant knows of (资金渠道), with who is eligible.

    Attributes:
        budget: what it can grant altogether; None where that is not known or not limited.
        interest_rate: of a loan, a fraction per year.
        repayment_years: of a loan, repaid in equal yearly parts.
        reduced_tax_rate: of a tax relief, a fraction that replaces the option's tax rate.
        conditions: all of which have to be met; see :mod:`cpaudit.funding.conditions`.
    """

    __tablename__ = "funding_scheme"
    __table_args__ = (UniqueConstraint("tenant_id", "code"),)

    code: str = Field(max_length=64)
    name: str = Field(max_length=300)
    source: FundingSource = enum_field(FundingSource)
    form: FundingForm = enum_field(FundingForm)
    provider: str = Field(default="", max_length=300)
    currency: str = Field(default="CNY", max_length=3)
    budget: Decimal | None = money_field(default=None)
    interest_rate: float | None = Field(default=None)
    repayment_years: int | None = Field(default=None)
    reduced_tax_rate: float | None = Field(default=None)
    open_from: date | None = Field(default=None)
    open_until: date | None = Field(default=None)
    conditions: list[dict[str, object]] = json_field(default_factory=list)
    note: str = Field(default="", max_length=4000)


class ApplicationState(StrEnum):
    """Where an application stands."""

    APPLIED = "APPLIED"
    GRANTED = "GRANTED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"


class FundingApplication(AuditRecord, table=True):
    """An application for money of a scheme for one option, in the scheme's currency.

    Attributes:
        funding_id: the line of the option's financing for which it is, where one is planned.
        stage: identifier of the programme's stage to which it counts, as the programme writes it.
        granted: None until it is granted.
        judged: the conditions as they stood at the decision.
    """

    __tablename__ = "funding_application"
    __table_args__ = (
        Index("ix_funding_application_option", "tenant_id", "option_id"),
        Index("ix_funding_application_stage", "tenant_id", "stage"),
        belongs_to("audit", "audit_id"),
        belongs_to("audit_option", "option_id"),
        belongs_to("funding_scheme", "scheme_id"),
        belongs_to("funding", "funding_id"),
    )

    option_id: str = Field(max_length=32)
    scheme_id: str = Field(max_length=32)
    funding_id: str | None = Field(default=None, max_length=32)
    stage: str | None = Field(default=None, max_length=64)
    currency: str = Field(max_length=3)
    amount: Decimal = money_field()
    purpose: str = Field(default="", max_length=4000)
    applied_on: date
    state: ApplicationState = enum_field(ApplicationState, default=ApplicationState.APPLIED)
    granted: Decimal | None = money_field(default=None)
    decided_on: date | None = Field(default=None)
    decided_by: str | None = Field(default=None, max_length=32)
    reason: str = Field(default="", max_length=4000)
    judged: list[dict[str, object]] = json_field(default_factory=list)


class Showing(StrEnum):
    """What has to be shown by somebody, because no record tells it."""

    HARDSHIP = "HARDSHIP"
    LARGE_BENEFIT = "LARGE_BENEFIT"
    DEMONSTRATION_VALUE = "DEMONSTRATION_VALUE"


class ShownFact(AuditRecord, table=True):
    """That something was shown for an application, or shown not to be so, and by what."""

    __tablename__ = "shown_fact"
    __table_args__ = (
        UniqueConstraint("tenant_id", "application_id", "fact"),
        belongs_to("audit", "audit_id"),
        belongs_to("funding_application", "application_id"),
    )

    application_id: str = Field(max_length=32)
    fact: Showing = enum_field(Showing)
    holds: bool
    evidence: str = Field(max_length=4000)
    stated_by: str | None = Field(default=None, max_length=32)


class MovementKind(StrEnum):
    """What happened to granted money."""

    DRAWDOWN = "DRAWDOWN"
    USE = "USE"


class FundingMovement(AuditRecord, table=True):
    """Money of an application that was drawn, or used."""

    __tablename__ = "funding_movement"
    __table_args__ = (
        Index("ix_funding_movement_application", "tenant_id", "application_id"),
        belongs_to("audit", "audit_id"),
        belongs_to("funding_application", "application_id"),
    )

    application_id: str = Field(max_length=32)
    kind: MovementKind = enum_field(MovementKind)
    amount: Decimal = money_field()
    on: date
    note: str = Field(default="", max_length=2000)
