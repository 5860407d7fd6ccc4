"""An operator makes keys for secrets, and has secrets sealed anew when a key is replaced."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sqlmodel import select

from cpaudit.cli import directory
from cpaudit.storage.database import Database, Scope
from cpaudit.storage.event_log import Event
from cpaudit.storage.sealing import SecretKeys
from cpaudit.tenancy.models import StoredSettings

if TYPE_CHECKING:
    from tests.cli.conftest import Cli

OLD, NEW = SecretKeys.new_key(), SecretKeys.new_key()


def store_secret(url: str) -> None:
    """Have the department set a secret, sealed with the old key."""

    async def store() -> None:
        database = Database(url)
        tenant = await directory.tenant_named(database, "chem")
        sealed = SecretKeys([OLD]).seal("secret", tenant.id, "kiln", "token")
        async with database.writing(Scope(tenant.id)) as session:
            session.add(StoredSettings(tenant_id=tenant.id, plugin="kiln", secrets={"token": sealed}))
        await database.close()

    asyncio.run(store())


def stored(url: str, key: str) -> tuple[str, list[str]]:
    """The department's secret, opened with a key, and what its log says of the plugin."""

    async def read() -> tuple[str, list[str]]:
        database = Database(url)
        tenant = await directory.tenant_named(database, "chem")
        async with database.looking(Scope(tenant.id)) as session:
            row = (await session.exec(select(StoredSettings))).one()
            events = (await session.exec(select(Event.action).where(Event.subject_id == "kiln"))).all()
        await database.close()
        return SecretKeys([key]).open(row.secrets["token"], tenant.id, "kiln", "token"), list(events)

    return asyncio.run(read())


def test_a_new_key_is_printed_and_another_one_each_time(cli: Cli) -> None:
    keys = {cli.done("secret", "key").stdout.strip() for _ in range(2)}
    assert len(keys) == 2
    SecretKeys(keys)


def test_secrets_are_sealed_anew_with_the_first_key(department: Cli) -> None:
    store_secret(department.url)
    assert department.json("secret", "renew", CPAUDIT_SECRET_KEY=f"{NEW},{OLD}") == {"renewed": 1}
    assert stored(department.url, NEW) == ("secret", ["secretsRenewed"])


def test_where_a_secret_does_not_open_nothing_changes_and_its_place_is_named(department: Cli) -> None:
    store_secret(department.url)
    for key in (NEW, ""):
        result = department("secret", "renew", CPAUDIT_SECRET_KEY=key)
        assert result.exit_code == 1
        assert ("kiln" if key else "CPAUDIT_SECRET_KEY") in result.stderr
    assert stored(department.url, OLD) == ("secret", [])


def test_where_there_is_no_secret_nothing_is_to_do(department: Cli) -> None:
    assert "no secret" in department.done("secret", "renew").stderr
