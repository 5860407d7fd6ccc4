"""Plugins as distributions on the import path, the way an installer leaves them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cpaudit.contributions import AuditView, EnterpriseView
from cpaudit.phases import MethodKey
from cpaudit.plugins import Plugin, PluginHost, PluginSource, installed_sources

SAMPLE_PACK = Path(__file__).parents[1] / "contributions" / "packs" / "glass"

CONTENT_HOOK = """
from cpaudit import ContentPack, hookimpl

@hookimpl
def cpaudit_content():
    return ContentPack.of_package(__name__)
"""


class Site:
    """A directory on the import path into which distributions with plugins are put."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.names: set[str] = set()

    def install(
        self,
        name: str,
        code: str = CONTENT_HOOK,
        *,
        distribution: str = "",
        version: str = "0.1.0",
        value: str = "",
        pack: str | None = None,
    ) -> Path:
        """Put a plugin there.

        Args:
            name: name of the entry point.
            value: value of the entry point, if it is not the package.
            pack: id of the pack; by default the name. Empty for no pack at all.

        Returns:
            The package's directory; its import name is ``site_<distribution>``.
        """
        distribution = distribution or f"cpaudit-{name.replace('_', '-')}"
        package = self.directory / self.module(distribution)
        package.mkdir()
        (package / "__init__.py").write_text(code, "utf-8")
        if pack != "":
            shutil.copytree(SAMPLE_PACK, package / "pack")
            manifest = package / "pack" / "pack.toml"
            manifest.write_text(manifest.read_text("utf-8").replace('"glass"', f'"{pack or name}"', 1), "utf-8")
        info = self.directory / f"{distribution.replace('-', '_')}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n", "utf-8")
        entry_points = f"[cpaudit]\n{name} = {value or self.module(distribution)}\n"
        (info / "entry_points.txt").write_text(entry_points, "utf-8")
        self.names.add(distribution)
        return package

    @staticmethod
    def module(distribution: str) -> str:
        return f"site_{distribution.replace('-', '_')}"

    def sources(self) -> list[PluginSource]:
        """The plugins of this site, without those that happen to be installed where the tests run."""
        return [source for source in installed_sources() if source.distribution in self.names]

    def host(self) -> PluginHost:
        return PluginHost(self.sources(), known_unit=lambda unit: unit != "furlong")

    def load(self, name: str) -> Plugin:
        """The one plugin with this name in a new host."""
        (plugin,) = [plugin for plugin in self.host().plugins if plugin.name == name]
        return plugin


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """An empty site on the import path; what was imported from it is forgotten afterwards."""
    monkeypatch.syspath_prepend(tmp_path)
    before = set(sys.modules)
    yield Site(tmp_path)
    for name in set(sys.modules) - before:
        if name.startswith("site_"):
            del sys.modules[name]


@pytest.fixture
def audit() -> AuditView:
    """An audit of which nothing is known yet."""
    enterprise = EnterpriseView(id="e1", name="示例企业", gb4754="3054", size_class="LARGE")
    return AuditView(id="a1", method=MethodKey.HANDBOOK_1996, round=1, title="示例", enterprise=enterprise)


Install = Callable[..., Path]
