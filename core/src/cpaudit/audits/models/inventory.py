"""Emissions and indicators before and after the audit."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field

from cpaudit.audits.models.audit import AuditRecord
from cpaudit.engine import Grade, Quantity
from cpaudit.storage.tables import belongs_to, enum_field, json_field, quantity_field


class Scenario(StrEnum):
    """The enterprise before the audit's options, or after them."""

    BEFORE = "BEFORE"
    AFTER = "AFTER"


class InventoryLine(AuditRecord, table=True):
    """An emission: measured, or activity times factor.

    ``emission`` is what the line gives, in ``trace`` with its derivation; ``factor`` refers to the
    factor's item in the pinned content, None for an emission that was measured; ``heating_value`` to that of
    the heating value where the activity is an amount of fuel and the factor is per energy. ``yearly`` says that
    activity and emission are those of one year; without that, and without a time in its unit, an emission is held
    against no yearly limit.
    """

    __tablename__ = "inventory_line"
    __table_args__ = (Index("ix_inventory_line_audit", "tenant_id", "audit_id"), belongs_to("audit", "audit_id"))

    scenario: Scenario = enum_field(Scenario)
    name: str = Field(max_length=300)
    pollutant: str = Field(max_length=120)
    activity: Quantity | None = quantity_field(default=None)
    factor: str | None = Field(default=None, max_length=300)
    heating_value: str | None = Field(default=None, max_length=300)
    emission: Quantity = quantity_field()
    yearly: bool = Field(default=False)
    unverified: bool = Field(default=False)
    trace: dict[str, object] | None = json_field(default=None)


class Benchmark(AuditRecord, table=True):
    """An indicator held against a published level, before or after the audit."""

    __table_args__ = (Index("ix_benchmark_audit", "tenant_id", "audit_id"), belongs_to("audit", "audit_id"))

    scenario: Scenario = enum_field(Scenario)
    indicator: str = Field(max_length=300)
    actual: Quantity | None = quantity_field(default=None)
    reference: Quantity | None = quantity_field(default=None)
    grade: Grade = enum_field(Grade, default=Grade.UNGRADED)
    source: str = Field(default="", max_length=500)
