"""Sealing stored secrets anew, when the key is replaced; for the command line."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import select

from cpaudit.enabling.service import SUBJECT
from cpaudit.storage.database import Database, Scope
from cpaudit.storage.event_log import append_event
from cpaudit.storage.sealing import SecretKeys, SecretUnreadable
from cpaudit.tenancy.models import StoredSettings


async def renew_secrets(database: Database, tenants: Iterable[str], keys: SecretKeys) -> int:
    """Seal all secrets of these tenants with the first key; gives how many there are.

    Each tenant is a transaction of its own. Where one fails, those before it are done, and it can be repeated.

    Raises:
        ConfigurationError: there is no key.
        SecretUnreadable: none of the keys opens a secret; where it is stands in the path.
    """
    count = 0
    for tenant_id in tenants:
        async with database.writing(Scope(tenant_id)) as session:
            for row in (await session.exec(select(StoredSettings).with_for_update())).all():
                if not row.secrets:
                    continue
                row.secrets = {name: _renewed(keys, row, name) for name in row.secrets}
                session.add(row)
                count += len(row.secrets)
                append_event(
                    session,
                    tenant_id=tenant_id,
                    member_id=None,
                    action="secretsRenewed",
                    subject_type=SUBJECT,
                    subject_id=row.plugin,
                    after={"secretsSet": sorted(row.secrets)},
                )
    return count


def _renewed(keys: SecretKeys, row: StoredSettings, name: str) -> str:
    try:
        return keys.renew(row.secrets[name])
    except SecretUnreadable as error:
        error.path = (row.tenant_id, row.plugin, name)
        raise
