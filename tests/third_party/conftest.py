"""The plugin of ``docs/examples/third_party`` as installed from its wheel, and two departments on one database."""

from __future__ import annotations

import asyncio
import importlib
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar.testing import TestClient

from cpaudit.api.app import create_app
from cpaudit.api.schemas import SchemaCache, core_names
from cpaudit.api.settings import Limits, Settings
from cpaudit.engine import is_unit
from cpaudit.plugins import PluginHost
from cpaudit.storage import migrate
from cpaudit.storage.database import Database
from cpaudit.tenancy import service
from cpaudit.testing import GraphqlClient, LocalTenant
from cpaudit.testing.tenants import found_tenant
from support.wheels import Wheels

OTHERS = ("building_materials", "chemical", "light_industry")
PACKAGE = "cpaudit_dyeing"
HOOK_SECONDS = 0.4


@dataclass(frozen=True)
class Departments:
    """A database with two departments: ``mill`` enables the third party's plugin, ``other`` one of the others.

    Attributes:
        mill: has an audit with the process template of the plugin.
        audits: the audit of each.
        undisturbed: what ``other`` sees while the plugin is well, as :func:`seen_by_the_other` has it.
    """

    file: Path
    mill: LocalTenant
    other: LocalTenant
    root: GraphqlClient
    audits: dict[str, str]
    undisturbed: tuple[dict[str, Any], str] | None = None


@pytest.fixture(scope="session")
def alone(wheels: Wheels, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the third party's plugin only, as it is installed; the others are where the tests run."""
    directory = tmp_path_factory.mktemp("alone")
    for part in wheels.site.glob(f"{PACKAGE}*"):
        shutil.copytree(part, directory / part.name)
    return directory


@contextmanager
def discovered(*directories: Path) -> Iterator[PluginHost]:
    """The plugins that are found with *directories* before everything else on the import path."""
    _forget()
    before = list(sys.path)
    sys.path[:0] = [str(each) for each in directories]
    importlib.invalidate_caches()
    try:
        yield PluginHost.discover(known_unit=is_unit, core_names=core_names, hook_seconds=HOOK_SECONDS)
    finally:
        sys.path[:] = before
        _forget()


def _forget() -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


@contextmanager
def served(host: PluginHost, file: Path) -> Iterator[httpx.Client]:
    """A client of the product with these plugins on a database."""
    settings = Settings(f"sqlite:///{file}", identity_seconds=0)
    app = create_app(settings, host=host, schemas=SchemaCache(host, Limits(), size=4), guest=True)
    with TestClient(app, base_url="http://cpaudit.test", raise_server_exceptions=False) as http:
        yield http


@pytest.fixture(scope="session")
def departments(alone: Path, tmp_path_factory: pytest.TempPathFactory) -> Departments:
    """Both departments; everything in them is illustrative."""
    file = tmp_path_factory.mktemp("departments") / "cpaudit.sqlite3"
    password = secrets.token_urlsafe(12)
    asyncio.run(_found_platform(file, password))
    with discovered(alone) as host, served(host, file) as http:
        given = {"email": "root@cpaudit.example", "password": password}
        token = GraphqlClient(http).tell("signIn", "Session", given, fields="token")["token"]
        root = GraphqlClient(http, token)
        mill = found_tenant(http, root, "mill", gb4754="1713")
        other = found_tenant(http, root, "other", gb4754="2611")
        other.enable("chemical")
        mill.enable("dyeing")
        template = "dyeing:process_template:DYE-P-01"
        audits = {each.code: each.start_audit() for each in (mill, other)}
        mill.as_("auditor").tell("applyProcessTemplate", "Audit", {"audit": audits["mill"], "template": template})
        other.as_("auditor")
        made = Departments(file, mill, other, root, audits)
        return replace(made, undisturbed=seen_by_the_other(http, made))


OTHER_SEES = """
query($audit: ID!) {
  viewer { plugins }
  chemical { version contentHash counts { checklistItems emissionFactors options } }
  library { packs { id contentHash } checklistItems(first: 5) { nodes { ref question } } }
  audit(id: $audit) { title phases { key gate { status checksum blockers { code message plugin } } } }
}
"""


def seen_by_the_other(http: httpx.Client, departments: Departments) -> tuple[dict[str, Any], str]:
    """The answer to a query over everything that ``other`` has, and its schema."""
    auditor = departments.other.on(http).as_("auditor")
    headers = {"Authorization": f"Bearer {auditor.token}", "X-Tenant": str(auditor.tenant)}
    return auditor(OTHER_SEES, audit=departments.audits["other"]), http.get("/schema.graphql", headers=headers).text


async def _found_platform(file: Path, password: str) -> None:
    database = Database(f"sqlite:///{file}")
    try:
        await migrate.upgrade(database)
        await service.create_platform_admin(database, "root@cpaudit.example", "Root (illustrative)", password)
    finally:
        await database.close()
