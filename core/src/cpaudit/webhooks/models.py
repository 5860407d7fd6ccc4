"""Tables of webhooks."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field

from cpaudit.storage.tables import VersionedTable, belongs_to, enum_field, json_field, moment_field, now


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    PENDING = "PENDING"
    DELIVERED = "DELIVERED"
    FAILED = "FAILED"


class WebhookEndpoint(VersionedTable, table=True):
    """An address that is told what was done.

    Attributes:
        events: actions of the event log that it is told of.
        secrets: what signs deliveries, sealed; see :func:`cpaudit.webhooks.service.signing_secret`.
        active: whether it is told.
    """

    __tablename__ = "webhook_endpoint"
    __table_args__ = (Index("ix_webhook_endpoint_active", "tenant_id", "active"),)

    url: str = Field(max_length=2000)
    events: list[str] = json_field()
    secrets: dict[str, str] = json_field()
    active: bool = Field(default=True)
    created_by: str | None = Field(default=None, max_length=32)
    created_at: datetime = moment_field(default_factory=now)


class WebhookDelivery(VersionedTable, table=True):
    """One event, to be told to one address.

    Attributes:
        body: what is sent, to the byte; made with the event and never again.
        response_status: of the last attempt, where the address answered.
        error: why the last attempt failed; None where it did not.
    """

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        belongs_to("webhook_endpoint", "endpoint_id"),
        Index("ix_webhook_delivery_endpoint", "tenant_id", "endpoint_id", "created_at"),
        Index("ix_webhook_delivery_created", "tenant_id", "created_at"),
    )

    endpoint_id: str = Field(max_length=32)
    event: str = Field(max_length=80)
    event_id: str = Field(max_length=32)
    body: str = Field(max_length=4000)
    state: DeliveryState = enum_field(DeliveryState, default=DeliveryState.PENDING)
    attempts: int = Field(default=0)
    response_status: int | None = Field(default=None)
    error: str | None = Field(default=None, max_length=500)
    created_at: datetime = moment_field(default_factory=now)
    attempted_at: datetime | None = moment_field(default=None)
    delivered_at: datetime | None = moment_field(default=None)
