"""The product on a SQLite file of its own: real migrations, real HTTP, in this process."""

from __future__ import annotations

import asyncio
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from litestar.testing import TestClient

from cpaudit.api.app import create_app
from cpaudit.api.schemas import SchemaCache, core_names
from cpaudit.api.settings import Limits, Settings
from cpaudit.contributions import SHARED_PACK
from cpaudit.engine import is_unit
from cpaudit.errors import ConfigurationError
from cpaudit.plugins import Plugin, PluginHost, PluginSource
from cpaudit.storage import migrate
from cpaudit.storage.database import Database
from cpaudit.tenancy import service
from cpaudit.tenancy.tokens import hash_quickly
from cpaudit.testing.client import GraphqlClient
from cpaudit.testing.tenants import LocalTenant, found_tenant

ADDRESS = "http://cpaudit.test"
DEPARTMENT = "department"
"""Code of the tenant that every server has from its start."""

GB4754 = "C2611"
"""Industry of the enterprise, where the plugin's pack names none: any that exists."""

_ROOT = "root@cpaudit.example"


@dataclass(frozen=True, slots=True)
class LocalServer:
    """A server in this process.

    Attributes:
        http: a client with the server's address.
        plugin: name of the plugin under test.
        tenant: a department that has enabled it.
        root: the platform's administrator.
    """

    http: httpx.Client
    plugin: str
    tenant: LocalTenant
    root: GraphqlClient
    host: PluginHost

    @property
    def loaded(self) -> Plugin:
        """The plugin under test as the server loaded it, with its health and its pack."""
        return next(plugin for plugin in self.host.plugins if plugin.name == self.plugin)

    def new_tenant(self, code: str, *, plugins: Sequence[str] = ()) -> LocalTenant:
        """Another department, which enables *plugins*, by default none."""
        tenant = found_tenant(self.http, self.root, code, gb4754=_industry(self.loaded))
        for plugin in plugins:
            tenant.enable(plugin)
        return tenant


class ServerKit:
    """What the servers of one run share: plugins, schemas, and a database that is copied for each."""

    def __init__(
        self,
        source: PluginSource,
        directory: Path,
        *,
        others: Sequence[PluginSource] = (),
        host: PluginHost | None = None,
        schemas: SchemaCache | None = None,
    ) -> None:
        """
        Args:
            source: the plugin under test.
            directory: holds the databases.
            others: plugins that are installed beside it, those that its pack requires for example.
            host: by default a new one with all of them.
            schemas: by default new ones of the host.

        Raises:
            ConfigurationError: the plugin under test cannot be used; the message says why.
        """
        hash_quickly()
        self._directory = directory
        self._plugin = source.name
        self._host = host or PluginHost((source, *others), known_unit=is_unit, core_names=core_names)
        self._schemas = schemas or SchemaCache(self._host, Limits(), size=16)
        self._servers = 0
        loaded = next(plugin for plugin in self._host.plugins if plugin.name == source.name)
        if not loaded.fit:
            raise ConfigurationError(
                f"the plugin {loaded.name!r} cannot be used ({loaded.health.phase}): {loaded.health}",
                remedy="see `cpaudit plugin check`",
            )
        requires = () if loaded.manifest is None else loaded.manifest.requires
        self._template = self._directory / "template.sqlite3"
        root = asyncio.run(_found_platform(self._template))
        with self._client(self._template) as http:
            # Signed in once; copies of the database know the same tokens.
            session = GraphqlClient(http).tell("signIn", "Session", root, fields="token")
            self._root = session["token"]
            self._tenant = found_tenant(http, GraphqlClient(http, self._root), DEPARTMENT, gb4754=_industry(loaded))
            for name in (*(required.id for required in requires if required.id != SHARED_PACK), source.name):
                self._tenant.enable(name)
            self._tenant.as_("auditor")

    @contextmanager
    def server(self) -> Iterator[LocalServer]:
        """A server on a copy of the database, for the time of the block."""
        self._servers += 1
        file = self._directory / f"server_{self._servers}.sqlite3"
        shutil.copyfile(self._template, file)
        try:
            with self._client(file) as http:
                root = GraphqlClient(http, self._root)
                yield LocalServer(http, self._plugin, self._tenant.on(http), root, self._host)
        finally:
            file.unlink(missing_ok=True)

    @contextmanager
    def _client(self, file: Path) -> Iterator[httpx.Client]:
        # No identity is kept: what a test changes is seen by its next request.
        settings = Settings(f"sqlite:///{file}", identity_seconds=0)
        app = create_app(settings, host=self._host, schemas=self._schemas, guest=True)
        with TestClient(app, base_url=ADDRESS, raise_server_exceptions=False) as http:
            yield http


async def _found_platform(file: Path) -> dict[str, str]:
    """Make the tables and the first account; gives with what it signs in."""
    password = secrets.token_urlsafe(12)
    database = Database(f"sqlite:///{file}")
    try:
        await migrate.upgrade(database)
        await service.create_platform_admin(database, _ROOT, "Platform administrator (illustrative)", password)
    finally:
        await database.close()
    return {"email": _ROOT, "password": password}


def _industry(plugin: Plugin) -> str:
    return GB4754 if plugin.manifest is None else plugin.manifest.industry.gb4754[0]
