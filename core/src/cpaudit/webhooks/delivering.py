"""The job that tells one address of one event, and keeps trying for some hours."""

from __future__ import annotations

import random
from typing import Any

import httpx
from sqlmodel import col, select

from cpaudit.errors import CpauditError, NotFound
from cpaudit.jobs.context import JobContext, RetryLater
from cpaudit.jobs.kinds import JobInput, job_kind
from cpaudit.storage.tables import now
from cpaudit.webhooks.addresses import find_target, read_url
from cpaudit.webhooks.models import DeliveryState, WebhookDelivery, WebhookEndpoint
from cpaudit.webhooks.sealed import signing_secret
from cpaudit.webhooks.sending import send
from cpaudit.webhooks.signing import signed_headers
from cpaudit.work import Work

ATTEMPTS = 10
"""With the delays below, the last one is some four hours after the last but one, and eight after the first."""

FIRST_DELAY = 30.0
"""Seconds between the first attempt and the second; each further one waits twice as long, and up to a tenth more."""


class DeliveryRefused(CpauditError):
    """The address did not take the delivery."""

    code = "DELIVERY_REFUSED"


class DeliverInput(JobInput):
    """Which delivery."""

    delivery: str


@job_kind("deliverWebhook", DeliverInput, attempts=ATTEMPTS, logged=False, content=False)
async def deliver(job: JobContext[DeliverInput]) -> None:
    """Send a delivery, note how it went, and say when to try again."""
    async with job.looking() as work:
        delivery, endpoint = await _rows(work, job.input.delivery)
    status: int | None = None
    error: str | None = None
    if not endpoint.active:
        error = "the webhook is switched off"
    else:
        try:
            # Both are judged again: a name that was public when it was registered need not be so any more.
            target = await find_target(read_url(endpoint.url, path=("url",)), path=("url",))
            secret = signing_secret(job.keys, endpoint)
            body = delivery.body.encode()
            status = await send(target, body, signed_headers(secret, delivery.id, now(), body))
            error = _refusal(status)
        except CpauditError as failure:
            error = failure.message
        except (httpx.HTTPError, TimeoutError, OSError) as failure:
            error = f"the address does not answer: {type(failure).__name__}"
    again = endpoint.active and error is not None and job.attempts_left > 0 and status != httpx.codes.GONE
    async with job.writing() as work:
        delivery, _ = await _rows(work, job.input.delivery)
        _note(delivery, status, error, again=again)
        work.session.add(delivery)
    if again:
        delay = FIRST_DELAY * 2 ** (ATTEMPTS - 1 - job.attempts_left)
        # Not for secrecy: so that what failed together does not come back together.
        raise RetryLater(error or "", delay * random.uniform(1, 1.1))  # noqa: S311
    if error is not None:
        raise DeliveryRefused(error, path=("url",), remedy="see the deliveries of the webhook")


def _refusal(status: int) -> str | None:
    if httpx.codes.is_success(status):
        return None
    return "the address redirects, which is not followed" if httpx.codes.is_redirect(status) else f"status {status}"


def _note(delivery: WebhookDelivery, status: int | None, error: str | None, *, again: bool) -> None:
    delivery.attempts += 1
    delivery.version += 1
    delivery.attempted_at = now()
    delivery.response_status, delivery.error = status, error
    if error is None:
        delivery.state, delivery.delivered_at = DeliveryState.DELIVERED, delivery.attempted_at
    elif not again:
        delivery.state = DeliveryState.FAILED


async def _rows(work: Work, delivery_id: str) -> tuple[WebhookDelivery, WebhookEndpoint]:
    query = (
        select(WebhookDelivery, WebhookEndpoint)
        .join(WebhookEndpoint, col(WebhookEndpoint.id) == WebhookDelivery.endpoint_id)
        .where(col(WebhookEndpoint.tenant_id) == WebhookDelivery.tenant_id, col(WebhookDelivery.id) == delivery_id)
    )
    found: Any = (await work.session.exec(query)).one_or_none()
    if found is None:
        raise NotFound("the delivery is gone", path=("delivery",))
    return found[0], found[1]
