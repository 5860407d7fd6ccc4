"""Tables by which tenants hand over what became of library options, and the aggregates made of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from cpaudit.storage.identity import new_id
from cpaudit.storage.tables import (
    PlatformTable,
    TenantTable,
    VersionedTable,
    belongs_to,
    enum_field,
    json_field,
    moment_field,
    now,
)


class OutcomeConsent(VersionedTable, table=True):
    """A tenant's consent to hand over what became of library options; in force until it is revoked."""

    __tablename__ = "outcome_consent"
    __table_args__ = (Index("ix_outcome_consent_tenant", "tenant_id", "revoked_at"),)

    given_at: datetime = moment_field(default_factory=now)
    given_by: str | None = Field(default=None, max_length=32)
    revoked_at: datetime | None = moment_field(default=None)
    revoked_by: str | None = Field(default=None, max_length=32)


class Figure(StrEnum):
    """What of an option's outcomes is told.

    PROPOSED, IMPLEMENTED and REJECTED count enterprises. SAVING (per year) and COST are money; SAVING_RATIO and
    COST_RATIO hold what came against what was planned; PAYBACK is cost/saving, in years.
    """

    PROPOSED = "PROPOSED"
    IMPLEMENTED = "IMPLEMENTED"
    REJECTED = "REJECTED"
    SAVING = "SAVING"
    COST = "COST"
    SAVING_RATIO = "SAVING_RATIO"
    COST_RATIO = "COST_RATIO"
    PAYBACK = "PAYBACK"


class OutcomeContribution(TenantTable, table=True):
    """What a tenant that consents has handed over of one enterprise and one library option; frozen until the next time.

    It stays behind the tenant's wall: only the platform's job reads it, as that tenant.

    Attributes:
        template: ``pack:option:code``.
        sector: division of GB/T 4754.
        name_digest: tells whether two tenants look after the same enterprise.
        figures: ``[figure, basis, value]`` each; see :class:`SharedOutcome`. The value of a count is empty.
    """

    __tablename__ = "outcome_contribution"
    __table_args__ = (
        UniqueConstraint("tenant_id", "template", "enterprise_id"),
        belongs_to("enterprise", "enterprise_id"),
    )

    template: str = Field(max_length=300)
    sector: str = Field(max_length=2)
    enterprise_id: str = Field(max_length=32)
    name_digest: str = Field(max_length=64)
    figures: list[list[str]] = json_field()
    handed_over_at: datetime = moment_field(default_factory=now)


class SharedOutcome(PlatformTable, table=True):
    """One figure of a library option in one sector, over at least five enterprises of tenants that consent.

    Attributes:
        basis: currency and price year of money, ``CNY 2024``; ``CNY`` where the year is not known; else empty.
        enterprises: at least so many.
        q1, median, q3: written as text, exactly; None for counts.
    """

    __tablename__ = "shared_outcome"
    __table_args__ = (UniqueConstraint("template", "sector", "figure", "basis"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    template: str = Field(max_length=300)
    sector: str = Field(max_length=2)
    figure: Figure = enum_field(Figure)
    basis: str = Field(default="", max_length=8)
    enterprises: int
    q1: str | None = Field(default=None, max_length=60)
    median: str | None = Field(default=None, max_length=60)
    q3: str | None = Field(default=None, max_length=60)
    published_at: datetime = moment_field(default_factory=now)


JOB_TENANT = "platform"
"""Whose rows :class:`OutcomePublication` has: of no tenant there is, so that no tenant's session sees them."""


class OutcomePublication(TenantTable, table=True):
    """Who was counted in a figure of :class:`SharedOutcome` when it was published; rows are kept for good.

    Attributes:
        members: name digest of the enterprise → ``[tenant, value]``.
    """

    __tablename__ = "outcome_publication"
    __table_args__ = (Index("ix_outcome_publication_figure", "tenant_id", "template", "sector", "figure", "basis"),)

    template: str = Field(max_length=300)
    sector: str = Field(max_length=2)
    figure: Figure = enum_field(Figure)
    basis: str = Field(default="", max_length=8)
    members: dict[str, list[str]] = json_field()
    published_at: datetime = moment_field(default_factory=now)
