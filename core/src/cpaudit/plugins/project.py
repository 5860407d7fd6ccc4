"""A plugin's project on disk: what its ``pyproject.toml`` declares, and the plugin as if it were installed."""

from __future__ import annotations

import importlib
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any, Self

from cpaudit.errors import ConfigurationError
from cpaudit.hookspecs import PROJECT
from cpaudit.plugins.source import PluginSource

PROJECT_FILE = "pyproject.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class PluginProject:
    """A plugin's project.

    Attributes:
        root: the directory that holds ``pyproject.toml``.
        name: name of the entry point, and so of the plugin.
        value: what the entry point names: a module, or an object in one.
        distribution: the distribution's name.
        version: None where a build tool computes it.
    """

    root: Path
    name: str
    value: str
    distribution: str
    version: str | None

    @classmethod
    def at(cls, directory: Path) -> Self:
        """The project in a directory.

        Raises:
            ConfigurationError: there is none, or it declares no plugin or several.
        """
        file = directory / PROJECT_FILE
        try:
            settings = tomllib.loads(file.read_text("utf-8"))
        except FileNotFoundError as error:
            raise _unusable(f"there is no {PROJECT_FILE} in {directory}", directory) from error
        except (OSError, ValueError) as error:
            raise _unusable(f"{file} cannot be read: {error}", directory) from error
        about = _table(settings, "project")
        plugins = _table(_table(about, "entry-points"), PROJECT)
        if len(plugins) != 1:
            raise _unusable(f"{file} declares {len(plugins)} plugins in the entry-point group {PROJECT}", directory)
        ((name, value),) = plugins.items()
        version = about.get("version")
        return cls(
            root=directory.resolve(),
            name=name,
            value=str(value),
            distribution=str(about.get("name", "")),
            version=version if isinstance(version, str) else None,
        )

    @property
    def module(self) -> str:
        """Dotted name of the plugin's module."""
        return self.value.partition(":")[0].strip()

    @property
    def import_root(self) -> Path:
        """The directory from which the module is imported: ``src``, or the project itself."""
        package = self.module.partition(".")[0]
        source = self.root / "src"
        return source if (source / package).is_dir() or (source / f"{package}.py").is_file() else self.root

    def source(self) -> PluginSource:
        """The plugin as if it were installed; to be loaded within :meth:`importable`."""
        return PluginSource(
            name=self.name,
            distribution=self.distribution,
            version=self.version,
            module=self.module,
            load=EntryPoint(self.name, self.value, PROJECT).load,
        )

    @contextmanager
    def importable(self) -> Iterator[None]:
        """Put the project before everything else on the import path; afterwards it is forgotten."""
        package = self.module.partition(".")[0]
        # Another version of the package may have been imported already, from where it is installed.
        aside = _forget(package)
        sys.path.insert(0, str(self.import_root))
        importlib.invalidate_caches()
        try:
            yield
        finally:
            sys.path.remove(str(self.import_root))
            _forget(package)
            sys.modules.update(aside)


def _forget(package: str) -> dict[str, Any]:
    names = [name for name in sys.modules if name == package or name.startswith(f"{package}.")]
    return {name: sys.modules.pop(name) for name in names}


def _table(settings: dict[str, Any], key: str) -> dict[str, Any]:
    value = settings.get(key, {})
    return value if isinstance(value, dict) else {}


def _unusable(message: str, directory: Path) -> ConfigurationError:
    return ConfigurationError(
        message,
        path=(str(directory),),
        remedy=f"name the directory of a project with one plugin under [project.entry-points.{PROJECT}]",
    )
