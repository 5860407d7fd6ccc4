"""The API of webhooks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import strawberry

from cpaudit.graphql.commands import command
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.reading import (
    Connection,
    column,
    many,
    one,
    ordering,
    readable,
    root_connection,
    visible_id,
)
from cpaudit.permissions import Permission, signed_in
from cpaudit.tenancy.schema import Member
from cpaudit.text import LocalizedText
from cpaudit.webhooks import service
from cpaudit.webhooks.addresses import find_target, read_url
from cpaudit.webhooks.events import WEBHOOK_EVENTS
from cpaudit.webhooks.models import DeliveryState
from cpaudit.webhooks.models import WebhookDelivery as DeliveryRow
from cpaudit.webhooks.models import WebhookEndpoint as EndpointRow
from cpaudit.work import Work

strawberry.enum(DeliveryState, name="WebhookDeliveryState", description="Where a delivery stands.")

WebhookDeliveryOrder = ordering("WebhookDeliveryOrder", "created_at")


@strawberry.input(description="Which deliveries.")
class WebhookDeliveryFilter:
    endpoint: strawberry.ID | None = None
    state: DeliveryState | None = None
    event: str | None = None


@readable(DeliveryRow, order=("-created_at",), permission=Permission.MANAGE_WEBHOOKS)
@strawberry.type(description="One event, told to one address. Deliveries are kept for 30 days.")
class WebhookDelivery(Node):
    endpoint: WebhookEndpoint | None = one("endpoint_id")
    event: str = column(description="The action in the event log.")
    body: str = column(description="What is sent, to the byte.")
    state: DeliveryState = column()
    attempts: int = column()
    response_status: int | None = column(description="HTTP status of the last attempt; null where none came.")
    error: str | None = column(description="Why the last attempt failed.")
    created_at: datetime = column()
    attempted_at: datetime | None = column()
    delivered_at: datetime | None = column()


@readable(EndpointRow, order=("created_at",), permission=Permission.MANAGE_WEBHOOKS)
@strawberry.type(description="An address that is told what was done in the tenant. Its secret is never shown.")
class WebhookEndpoint(Node):
    url: str = column()
    events: list[str] = column(description="Actions of the event log that it is told of.")
    active: bool = column()
    created_by: Member | None = one("created_by")
    created_at: datetime = column()
    deliveries: Connection[WebhookDelivery] = many(
        "endpoint_id", filter=WebhookDeliveryFilter, order=WebhookDeliveryOrder
    )
    version: int = column()


@strawberry.type(description="Something that webhooks can be told of.")
class WebhookEvent:
    name: str = strawberry.field(description="The action in the event log.")
    texts: strawberry.Private[LocalizedText]

    @strawberry.field(description="What it means.")
    def description(self, info: strawberry.Info[RequestContext, None], lang: str | None = None) -> str:
        return self.texts.in_language(lang or info.context.language)


@strawberry.input(description="An address that is to be told what is done.")
class RegisterWebhookInput:
    url: str = strawberry.field(description="https, and public.")
    events: list[str] = strawberry.field(description="See `webhookEvents`.")
    secret: str = strawberry.field(
        description="`whsec_` and Base64 of 24 to 64 random bytes; stored sealed, and never shown again."
    )
    client_mutation_id: str | None = None


@strawberry.input(description="What changes; what is left out stays as it is.")
class ChangeWebhookInput:
    id: strawberry.ID
    expected_version: int
    url: str | None = None
    events: list[str] | None = None
    secret: str | None = None
    active: bool | None = strawberry.field(default=None, description="False switches it off.")


@strawberry.input(description="A delivery that is to be sent once more.")
class RedeliverWebhookInput:
    id: strawberry.ID


async def _reachable(context: RequestContext, input: RegisterWebhookInput | ChangeWebhookInput, **rest: Any) -> None:
    """Look where a URL leads before the transaction begins: names may take seconds."""
    signed_in(context.actor).require(Permission.MANAGE_WEBHOOKS)
    if input.url is not None:
        await find_target(read_url(input.url))


@strawberry.type
class WebhookQueries:
    webhooks: Connection[WebhookEndpoint] = root_connection(
        description="The tenant's webhooks; for its administrators."
    )
    webhook_deliveries: Connection[WebhookDelivery] = root_connection(
        filter=WebhookDeliveryFilter,
        order=WebhookDeliveryOrder,
        description="What was told, or is to be; for the tenant's administrators.",
    )

    @strawberry.field(description="What webhooks can be told of.")
    def webhook_events(self) -> list[WebhookEvent]:
        return [WebhookEvent(name=name, texts=texts) for name, texts in WEBHOOK_EVENTS.items()]


@strawberry.type
class WebhookMutations:
    @command(WebhookEndpoint, first=_reachable)
    async def register_webhook(self, work: Work, input: RegisterWebhookInput) -> str:
        """Register an address that is told what is done in the tenant."""
        return await service.register_webhook(work, url=input.url, events=input.events, secret=input.secret)

    @command(WebhookEndpoint, first=_reachable)
    async def change_webhook(self, work: Work, input: ChangeWebhookInput) -> str:
        """Change a webhook, its secret too, or switch it off."""
        return await service.change_webhook(
            work,
            visible_id(input.id, WebhookEndpoint, path=("input", "id")),
            input.expected_version,
            url=input.url,
            events=input.events,
            secret=input.secret,
            active=input.active,
        )

    @command(WebhookDelivery)
    async def redeliver_webhook(self, work: Work, input: RedeliverWebhookInput) -> str:
        """Send a delivery once more, with the same id and body."""
        return await service.redeliver(work, visible_id(input.id, WebhookDelivery, path=("input", "id")))
