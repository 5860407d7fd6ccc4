"""What is known of the indicators of a published system, before and after the audit."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from cpaudit.audits.models.audit import AuditRecord
from cpaudit.audits.models.inventory import Scenario
from cpaudit.engine import Grade, Quantity
from cpaudit.storage.tables import belongs_to, enum_field, quantity_field


class IndicatorValue(AuditRecord, table=True):
    """The value of one indicator of a system of the library.

    ``system`` is ``pack:indicator_system:code``. Exactly one of ``amount``, ``grade`` and ``not_applicable_reason``
    is set; what is not known has no row.
    """

    __tablename__ = "indicator_value"
    __table_args__ = (
        UniqueConstraint("tenant_id", "audit_id", "scenario", "system", "indicator"),
        belongs_to("audit", "audit_id"),
    )

    scenario: Scenario = enum_field(Scenario)
    system: str = Field(max_length=300)
    indicator: str = Field(max_length=64)
    amount: Quantity | None = quantity_field(default=None)
    grade: Grade | None = enum_field(Grade, default=None, nullable=True)
    not_applicable_reason: str | None = Field(default=None, max_length=2000)
    source: str = Field(default="", max_length=500)


class RatingOutput(AuditRecord, table=True):
    """How much was made of a product, by which indicators that are taken for several products share their weight."""

    __tablename__ = "rating_output"
    __table_args__ = (
        UniqueConstraint("tenant_id", "audit_id", "scenario", "system", "product"),
        belongs_to("audit", "audit_id"),
    )

    scenario: Scenario = enum_field(Scenario)
    system: str = Field(max_length=300)
    product: str = Field(max_length=64)
    amount: Quantity = quantity_field()
