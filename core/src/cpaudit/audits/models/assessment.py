"""Phase 4: the process map of the focus, measurements, balances, causes."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from cpaudit.audits.models.audit import AuditRecord
from cpaudit.audits.models.inventory import Scenario
from cpaudit.contributions import FlowDirection, StreamKind
from cpaudit.engine import Quantity
from cpaudit.phases import Aspect
from cpaudit.storage.tables import belongs_to, enum_field, quantity_field


class UnitProcess(AuditRecord, table=True):
    """A unit process (单元操作) of the process map."""

    __tablename__ = "unit_process"
    __table_args__ = (UniqueConstraint("tenant_id", "audit_id", "code"), belongs_to("audit", "audit_id"))

    code: str = Field(max_length=80)
    name: str = Field(max_length=300)


class Stream(AuditRecord, table=True):
    """A flow between unit processes; None stands for what lies outside the map."""

    __table_args__ = (
        UniqueConstraint("tenant_id", "audit_id", "code"),
        belongs_to("audit", "audit_id"),
        belongs_to("unit_process", "origin_id"),
        belongs_to("unit_process", "destination_id"),
    )

    code: str = Field(max_length=80)
    name: str = Field(max_length=300)
    kind: StreamKind = enum_field(StreamKind)
    origin_id: str | None = Field(default=None, max_length=32)
    destination_id: str | None = Field(default=None, max_length=32)
    substance: str | None = Field(default=None, max_length=120)


class Measurement(AuditRecord, table=True):
    """How much flows in a stream, or how much of a substance in it, with unit, interval and status.

    What was measured after options were carried out (``AFTER``) shows whether limits are kept then. Balances, costs
    and everything else that assesses the enterprise as it was found rest on what was measured before.
    """

    __table_args__ = (
        Index("ix_measurement_audit", "tenant_id", "audit_id"),
        belongs_to("audit", "audit_id"),
        belongs_to("stream", "stream_id"),
    )

    stream_id: str = Field(max_length=32)
    substance: str | None = Field(default=None, max_length=120)
    amount: Quantity = quantity_field()
    scenario: Scenario = enum_field(Scenario, default=Scenario.BEFORE)
    measured_on: date | None = Field(default=None)
    method: str = Field(default="", max_length=500)


class BalanceKind(StrEnum):
    """What a balance is of."""

    MASS = "MASS"
    WATER = "WATER"
    ENERGY = "ENERGY"
    SUBSTANCE = "SUBSTANCE"


class Balance(AuditRecord, table=True):
    """A balance of the focus; its gap is computed from its lines and never stored."""

    __table_args__ = (Index("ix_balance_audit", "tenant_id", "audit_id"), belongs_to("audit", "audit_id"))

    name: str = Field(max_length=300)
    kind: BalanceKind = enum_field(BalanceKind)
    substance: str | None = Field(default=None, max_length=120)
    tolerance: float = Field(default=0.05)
    explanation: str | None = Field(default=None, max_length=4000)


class BalanceLine(AuditRecord, table=True):
    """One line of a balance. Without a measurement the line is unmeasured, which is not zero."""

    __tablename__ = "balance_line"
    __table_args__ = (
        Index("ix_balance_line_balance", "tenant_id", "balance_id"),
        belongs_to("audit", "audit_id"),
        belongs_to("balance", "balance_id", cascade=True),
        belongs_to("stream", "stream_id"),
        belongs_to("measurement", "measurement_id"),
    )

    balance_id: str = Field(max_length=32)
    name: str = Field(max_length=300)
    direction: FlowDirection = enum_field(FlowDirection)
    stream_id: str | None = Field(default=None, max_length=32)
    measurement_id: str | None = Field(default=None, max_length=32)


class Cause(AuditRecord, table=True):
    """Why waste arises, along one of the eight aspects."""

    __table_args__ = (
        Index("ix_cause_audit", "tenant_id", "audit_id"),
        belongs_to("audit", "audit_id"),
        belongs_to("unit_process", "unit_process_id"),
        belongs_to("stream", "stream_id"),
    )

    aspect: Aspect = enum_field(Aspect)
    description: str = Field(max_length=2000)
    unit_process_id: str | None = Field(default=None, max_length=32)
    stream_id: str | None = Field(default=None, max_length=32)
    pollutant: str | None = Field(default=None, max_length=120)
