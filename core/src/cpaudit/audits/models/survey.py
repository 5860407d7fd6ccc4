"""Phase 3: the enterprise as it is, the audit's focus, its targets."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from cpaudit.audits.models.audit import AuditRecord
from cpaudit.engine import Quantity
from cpaudit.storage.tables import belongs_to, enum_field, json_field, quantity_field


class Medium(StrEnum):
    """Where pollution goes."""

    WATER = "WATER"
    AIR = "AIR"
    SOLID_WASTE = "SOLID_WASTE"
    NOISE = "NOISE"


class PollutionSource(AuditRecord, table=True):
    """A source of pollution found on site; ``amount`` per year where known."""

    __tablename__ = "pollution_source"
    __table_args__ = (Index("ix_pollution_source_audit", "tenant_id", "audit_id"), belongs_to("audit", "audit_id"))

    name: str = Field(max_length=300)
    medium: Medium = enum_field(Medium)
    pollutant: str = Field(max_length=120)
    amount: Quantity | None = quantity_field(default=None)
    destination: str = Field(default="", max_length=500)


class FlowKind(StrEnum):
    """Which way a yearly flow goes, seen from the enterprise."""

    INPUT = "INPUT"
    OUTPUT = "OUTPUT"
    DISCHARGE = "DISCHARGE"


class AnnualFlow(AuditRecord, table=True):
    """What the whole enterprise took in, made or discharged of one substance in one year."""

    __tablename__ = "annual_flow"
    __table_args__ = (
        UniqueConstraint("tenant_id", "audit_id", "year", "kind", "substance"),
        belongs_to("audit", "audit_id"),
    )

    year: int
    kind: FlowKind = enum_field(FlowKind)
    substance: str = Field(max_length=200)
    amount: Quantity = quantity_field()


class FocusFactor(AuditRecord, table=True):
    """A factor by which candidates for the audit focus are ranked, with its weight W."""

    __tablename__ = "focus_factor"
    __table_args__ = (UniqueConstraint("tenant_id", "audit_id", "code"), belongs_to("audit", "audit_id"))

    code: str = Field(max_length=60)
    name: str = Field(max_length=200)
    weight: float


class FocusCandidate(AuditRecord, table=True):
    """A workshop or process that could become the audit focus; ``scores`` holds R by factor code."""

    __tablename__ = "focus_candidate"
    __table_args__ = (UniqueConstraint("tenant_id", "audit_id", "name"), belongs_to("audit", "audit_id"))

    name: str = Field(max_length=200)
    scores: dict[str, float] = json_field(default_factory=dict)
    chosen: bool = Field(default=False)
    reason: str = Field(default="", max_length=2000)


class TargetHorizon(StrEnum):
    """When a target is to be met."""

    NEAR = "NEAR"
    LONG = "LONG"


class TargetBasis(StrEnum):
    """Whether a target is an amount, or an amount per unit of product."""

    ABSOLUTE = "ABSOLUTE"
    RELATIVE = "RELATIVE"


class Target(AuditRecord, table=True):
    """A target of the audit, later held against its result."""

    __table_args__ = (Index("ix_target_audit", "tenant_id", "audit_id"), belongs_to("audit", "audit_id"))

    indicator: str = Field(max_length=300)
    horizon: TargetHorizon = enum_field(TargetHorizon)
    basis: TargetBasis = enum_field(TargetBasis)
    baseline: Quantity = quantity_field()
    goal: Quantity = quantity_field()
    due: date
    result: Quantity | None = quantity_field(default=None)
