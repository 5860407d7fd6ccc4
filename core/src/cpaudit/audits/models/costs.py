"""Phase 4: what the streams and the unit processes of the map cost, to price its losses."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from cpaudit.audits.models.audit import AuditRecord
from cpaudit.engine import Quantity
from cpaudit.storage.tables import belongs_to, quantity_field


class StreamPrice(AuditRecord, table=True):
    """What a stream costs: to buy where it comes from outside, to treat where it leaves as a loss.

    ``price`` is money per what is measured in the stream, as CNY/t, or the whole amount, as CNY/a.
    """

    __tablename__ = "stream_price"
    __table_args__ = (
        UniqueConstraint("tenant_id", "stream_id"),
        belongs_to("audit", "audit_id"),
        belongs_to("stream", "stream_id"),
    )

    stream_id: str = Field(max_length=32)
    price: Quantity = quantity_field()
    source: str = Field(default="", max_length=500)


class UnitCost(AuditRecord, table=True):
    """What running a unit process costs beside what is bought for it; None where it is not known, never zero.

    ``energy`` is beside what its streams of energy cost; ``system`` is labour, depreciation, maintenance.
    """

    __tablename__ = "unit_cost"
    __table_args__ = (
        UniqueConstraint("tenant_id", "unit_process_id"),
        belongs_to("audit", "audit_id"),
        belongs_to("unit_process", "unit_process_id"),
    )

    unit_process_id: str = Field(max_length=32)
    energy: Quantity | None = quantity_field(default=None)
    system: Quantity | None = quantity_field(default=None)
    source: str = Field(default="", max_length=500)
