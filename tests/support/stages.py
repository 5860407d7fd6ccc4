"""What many tests begin with, written into a database once and copied for each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

import pytest

from cpaudit.library import Library
from cpaudit.plugins import PluginHost
from cpaudit.storage.database import Database
from cpaudit.work import Work, unit_of_work
from support.world import Province, build_province

OpenWork = Callable[..., AbstractAsyncContextManager[Work]]
"""``async with open_work("auditor", "light") as work`` opens a unit of work."""

Prepare = Callable[[OpenWork], Awaitable[Any]]


@dataclass(frozen=True)
class Stage:
    """A province in which something has been prepared.

    Attributes:
        name: of the database; unique to what is prepared.
        prepare: does it; what it gives, tests find in the fixture ``staged``.
    """

    name: str
    prepare: Prepare

    async def fill(self, database: Database, host: PluginHost) -> tuple[Province, Any]:
        """Make the province and what is prepared in it."""
        province = await build_province(database)
        return province, await self.prepare(works_of(database, province, host))


def furthest(request: pytest.FixtureRequest, stages: Mapping[str, Stage]) -> Stage | None:
    """The stage of the first of these fixtures that the test uses."""
    return next((stage for name, stage in stages.items() if name in request.fixturenames), None)


def works_of(database: Database, province: Province, host: PluginHost) -> OpenWork:
    """Opens units of work in a database, for people with the plugins of their tenants."""

    def opened(as_: str = "auditor", tenant: str = "chem") -> AbstractAsyncContextManager[Work]:
        enabled = province.plugins_of(tenant)
        library = Library.of(host.packs(enabled))
        return unit_of_work(database, province.actor(as_, tenant), library=library, host=host, enabled=enabled)

    return opened
