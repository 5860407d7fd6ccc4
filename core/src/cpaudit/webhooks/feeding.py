"""What is written becomes deliveries, in the same transaction: neither is there without the other."""

from __future__ import annotations

from datetime import timedelta

import orjson
from sqlmodel import col, delete, select

from cpaudit.jobs.service import request_job
from cpaudit.storage.tables import now
from cpaudit.tenancy.models import Tenant
from cpaudit.webhooks.delivering import DeliverInput, deliver
from cpaudit.webhooks.events import WEBHOOK_EVENTS
from cpaudit.webhooks.models import WebhookDelivery, WebhookEndpoint
from cpaudit.work import Announcement, Work, before_commit

KEPT_FOR = timedelta(days=30)
"""How long the log keeps a delivery."""


@before_commit
async def feed(work: Work) -> None:
    """Make a delivery for each address and each event of this transaction that the address is told of."""
    # What was handed over to other tenants is announced too; they are told of it in their part of the transaction.
    own = [each for each in work.announcements if each.tenant_id == work.actor.tenant]
    told = [each for each in own if each.event_id is not None and each.action in WEBHOOK_EVENTS]
    if not told:
        return
    query = select(WebhookEndpoint).where(col(WebhookEndpoint.active).is_(True)).order_by(WebhookEndpoint.id)
    endpoints = (await work.session.exec(query)).all()
    pairs = [(endpoint, each) for endpoint in endpoints for each in told if each.action in endpoint.events]
    if not pairs:
        return
    code = (await work.session.exec(select(Tenant.code).where(Tenant.id == work.actor.tenant))).one()
    moment = now()
    await work.session.exec(delete(WebhookDelivery).where(col(WebhookDelivery.created_at) < moment - KEPT_FOR))
    for endpoint, each in pairs:
        row = WebhookDelivery(
            tenant_id=work.actor.tenant,
            endpoint_id=endpoint.id,
            event=each.action,
            event_id=each.event_id or "",
            body=body_of(each, code, moment.isoformat(timespec="milliseconds")),
            created_at=moment,
        )
        work.session.add(row)
        await work.session.flush()
        await request_job(work, deliver, DeliverInput(delivery=row.id))


def body_of(told: Announcement, tenant_code: str, at: str) -> str:
    """What is sent of an event: that it was, and of what; nothing that is in the rows, which the receiver reads
    over the API with his own permissions."""
    body = {
        "type": told.action,
        "timestamp": at,
        "data": {
            "tenant": tenant_code,
            "event": f"Event:{told.event_id}",
            "subjectType": told.subject_type,
            "subjectId": told.subject_id,
        },
    }
    return orjson.dumps(body).decode()
