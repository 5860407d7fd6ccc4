"""The pytest plugin for authors of cpaudit plugins: fixtures that serve the plugin under test.

The plugin under test is the one that the project's ``pyproject.toml`` declares, or the installed one that
``cpaudit_plugin = "name"`` names under ``[tool.pytest.ini_options]``. Each test gets a database of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cpaudit.testing.client import GraphqlClient
    from cpaudit.testing.server import LocalServer, ServerKit
    from cpaudit.testing.tenants import LocalTenant

OPTION = "cpaudit_plugin"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the setting ``cpaudit_plugin``."""
    parser.addini(OPTION, "Name of the cpaudit plugin under test; by default the one of this project.", default="")


@pytest.fixture(scope="session")
def cpaudit_kit(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerKit]:
    """What the servers of this run share; a test wants ``cpaudit_app`` instead."""
    from cpaudit.errors import ConfigurationError
    from cpaudit.plugins import installed_sources
    from cpaudit.plugins.project import PluginProject
    from cpaudit.testing.server import ServerKit

    directory = tmp_path_factory.mktemp("cpaudit")
    name = str(pytestconfig.getini(OPTION))
    installed = {source.name: source for source in installed_sources()}
    if name:
        if name not in installed:
            raise ConfigurationError(f"no plugin {name!r} is installed", path=(OPTION,), remedy="install it first")
        others = [source for source in installed.values() if source.name != name]
        yield ServerKit(installed[name], directory, others=others)
        return
    project = PluginProject.at(pytestconfig.rootpath)
    others = [source for source in installed.values() if source.name != project.name]
    with pytest.MonkeyPatch.context() as patch:
        # Not PluginProject.importable: tests may have imported the package already, and there must not be two of it.
        patch.syspath_prepend(project.import_root)
        yield ServerKit(project.source(), directory, others=others)


@pytest.fixture
def cpaudit_app(cpaudit_kit: ServerKit) -> Iterator[LocalServer]:
    """A server on a database of this test's own: ``plugin``, ``loaded``, ``tenant``, ``new_tenant(…)``, ``http``."""
    with cpaudit_kit.server() as server:
        yield server


@pytest.fixture
def tenant(cpaudit_app: LocalServer) -> LocalTenant:
    """A department that has enabled the plugin, with an enterprise and a person in each role."""
    return cpaudit_app.tenant


@pytest.fixture
def graphql(tenant: LocalTenant) -> GraphqlClient:
    """A client that speaks for the auditor of ``tenant``: ``graphql("{ viewer { role } }")`` gives the data."""
    return tenant.as_("auditor")
