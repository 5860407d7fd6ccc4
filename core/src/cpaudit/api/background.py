"""What jobs are done with, whether in the serving process or in a worker; importing this knows all kinds of jobs."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import cpaudit.documents.background
import cpaudit.reporting.background
import cpaudit.webhooks.feeding  # noqa: F401 - all declare kinds of jobs, and what is written feeds webhooks
from cpaudit.jobs.context import Surroundings
from cpaudit.library import Library
from cpaudit.own_content.services.library import library_of
from cpaudit.plugins import EnabledPlugins, PluginHost
from cpaudit.storage.database import Database
from cpaudit.storage.sealing import SecretKeys
from cpaudit.tenancy.plugins import enabled_plugins
from cpaudit.work import Announcement


def surroundings_of(
    database: Database,
    host: PluginHost,
    keys: SecretKeys,
    announce: Callable[[Iterable[Announcement]], None] = lambda announcements: None,
) -> Surroundings:
    """What jobs on a database are done with.

    Args:
        announce: tells subscribers of this process what was done; by default nobody.
    """

    async def content(tenant_id: str) -> tuple[EnabledPlugins, Library]:
        enabled = await enabled_plugins(database, tenant_id, host, keys)
        return enabled, await library_of(database, tenant_id, host, enabled)

    return Surroundings(database, host, keys, content, announce)
