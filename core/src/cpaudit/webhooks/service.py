"""What a tenant's administrator can do with webhooks: register, change, send again."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func
from sqlmodel import select

from cpaudit.errors import InvalidInput
from cpaudit.jobs.service import request_job
from cpaudit.permissions import Permission
from cpaudit.webhooks.addresses import read_url
from cpaudit.webhooks.delivering import DeliverInput, deliver
from cpaudit.webhooks.events import WEBHOOK_EVENTS
from cpaudit.webhooks.models import DeliveryState, WebhookDelivery, WebhookEndpoint
from cpaudit.webhooks.sealed import seal_secret
from cpaudit.webhooks.signing import read_secret
from cpaudit.work import Work

MOST_ENDPOINTS = 20
"""Webhooks that one tenant may have: each event of interest makes a delivery for each."""


async def register_webhook(work: Work, *, url: str, events: Sequence[str], secret: str) -> str:
    """Register an address; gives its id. The caller has looked where its name leads; so does each delivery.

    Raises:
        Denied: the actor does not manage webhooks.
        InvalidInput: the URL, the secret or an event is none, or there are too many webhooks.
        ConfigurationError: the server has no key to seal the secret with.
    """
    work.require(Permission.MANAGE_WEBHOOKS)
    read_url(url)
    read_secret(secret)
    count = (await work.session.exec(select(func.count()).select_from(WebhookEndpoint))).one()
    if count >= MOST_ENDPOINTS:
        raise InvalidInput(
            f"a tenant has {MOST_ENDPOINTS} webhooks at most", path=("input",), remedy="change one of those there are"
        )
    row = WebhookEndpoint(
        tenant_id=work.actor.tenant,
        url=url,
        events=_known(events),
        secrets={},
        created_by=work.actor.member_id,
    )
    seal_secret(work.keys, row, secret)
    return (await work.add(row, "webhookRegistered")).id


async def change_webhook(
    work: Work,
    endpoint_id: str,
    expected_version: int,
    *,
    url: str | None = None,
    events: Sequence[str] | None = None,
    secret: str | None = None,
    active: bool | None = None,
) -> str:
    """Change an address, or switch it off; gives its id. What is None stays as it is.

    Raises:
        Denied: the actor does not manage webhooks.
        NotFound: there is no such webhook.
        InvalidInput: the URL, the secret or an event is none.
        Conflict: it changed meanwhile.
    """
    work.require(Permission.MANAGE_WEBHOOKS)
    row = await work.get(WebhookEndpoint, endpoint_id, path=("input", "id"))
    changes: dict[str, object] = {}
    if url is not None:
        read_url(url)
        changes["url"] = url
    if events is not None:
        changes["events"] = _known(events)
    if active is not None:
        changes["active"] = active
    await work.change(row, expected_version, "webhookChanged" if secret is None else "webhookSecretChanged", **changes)
    if secret is not None:
        # Not among the changes, which the event log shows.
        read_secret(secret)
        seal_secret(work.keys, row, secret)
        work.session.add(row)
    return row.id


async def redeliver(work: Work, delivery_id: str) -> str:
    """Send a delivery once more, with the same id and the same body; gives its id.

    Raises:
        Denied: the actor does not manage webhooks.
        NotFound: there is no such delivery; they are kept for 30 days.
        InvalidInput: it is being sent, or its webhook is switched off.
    """
    work.require(Permission.MANAGE_WEBHOOKS)
    row = await work.get(WebhookDelivery, delivery_id, path=("input", "id"))
    await work.hold(row)
    if row.state is DeliveryState.PENDING:
        raise InvalidInput("the delivery is being sent", path=("input", "id"), remedy="wait until it is settled")
    endpoint = await work.get(WebhookEndpoint, row.endpoint_id)
    if not endpoint.active:
        raise InvalidInput("the webhook is switched off", path=("input", "id"), remedy="switch it on first")
    await work.change(row, None, "webhookRedelivered", state=DeliveryState.PENDING)
    await request_job(work, deliver, DeliverInput(delivery=row.id))
    return row.id


def _known(events: Sequence[str]) -> list[str]:
    unknown = sorted(set(events) - WEBHOOK_EVENTS.keys())
    if unknown or not events:
        raise InvalidInput(
            f"{unknown[0]!r} is nothing that webhooks are told of" if unknown else "no event is named",
            path=("input", "events"),
            remedy=f"name some of {', '.join(WEBHOOK_EVENTS)}",
        )
    return sorted(set(events))
