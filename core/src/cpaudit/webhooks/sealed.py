"""The secret that signs a webhook's deliveries: sealed for its tenant and its endpoint."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import select

from cpaudit.storage.database import Database, Scope
from cpaudit.storage.event_log import append_event
from cpaudit.storage.sealing import SecretKeys, SecretUnreadable
from cpaudit.webhooks.models import WebhookEndpoint

SIGNING = "signing"


def seal_secret(keys: SecretKeys, endpoint: WebhookEndpoint, secret: str) -> None:
    """Put a secret into an endpoint's row.

    Raises:
        ConfigurationError: the server has no key to seal with.
    """
    endpoint.secrets = {SIGNING: keys.seal(secret, endpoint.tenant_id, "webhook", endpoint.id, SIGNING)}


def signing_secret(keys: SecretKeys, endpoint: WebhookEndpoint) -> str:
    """The secret of an endpoint.

    Raises:
        SecretUnreadable: no key of this server opens it.
    """
    return keys.open(endpoint.secrets[SIGNING], endpoint.tenant_id, "webhook", endpoint.id, SIGNING)


async def renew_webhook_secrets(database: Database, tenants: Iterable[str], keys: SecretKeys) -> int:
    """Seal the secrets of these tenants' webhooks with the first key; gives how many there are.

    Raises:
        ConfigurationError: there is no key.
        SecretUnreadable: none of the keys opens a secret; where it is stands in the path.
    """
    count = 0
    for tenant_id in tenants:
        async with database.writing(Scope(tenant_id)) as session:
            for row in (await session.exec(select(WebhookEndpoint).with_for_update())).all():
                try:
                    row.secrets = {name: keys.renew(sealed) for name, sealed in row.secrets.items()}
                except SecretUnreadable as error:
                    error.path = (tenant_id, "webhook", row.id)
                    raise
                session.add(row)
                count += len(row.secrets)
                append_event(
                    session,
                    tenant_id=tenant_id,
                    member_id=None,
                    action="secretsRenewed",
                    subject_type=WebhookEndpoint.__name__,
                    subject_id=row.id,
                )
    return count
