"""Where plugins come from: entry points of installed distributions, or objects at hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType
from typing import Self

from cpaudit.contributions import pack_directory
from cpaudit.hookspecs import PROJECT


@dataclass(frozen=True, slots=True, kw_only=True)
class PluginSource:
    """A plugin that can be loaded.

    Attributes:
        name: name of the entry point; has to be the id of the plugin's pack.
        distribution: name of the distribution that carries it.
        version: the distribution's version; None where there is no distribution to compare with.
        module: dotted name of the module, beside which ``pack/pack.toml`` lies; None where there is no such place.
        load: imports the plugin and returns it.
    """

    name: str
    distribution: str
    version: str | None
    module: str | None
    load: Callable[[], object]

    @classmethod
    def of_entry_point(cls, entry_point: EntryPoint) -> Self:
        """The plugin behind an entry point; nothing is imported."""
        distribution = entry_point.dist
        return cls(
            name=entry_point.name,
            distribution=distribution.name if distribution is not None else "",
            version=distribution.version if distribution is not None else None,
            module=entry_point.value.partition(":")[0].strip(),
            load=entry_point.load,
        )

    @classmethod
    def of_object(cls, name: str, plugin: object, *, distribution: str = "", version: str | None = None) -> Self:
        """A plugin without an entry point, for the tests of plugins and of cpaudit itself.

        Args:
            plugin: a module, or any object, with hook implementations. If it is a module with a
                ``pack/pack.toml``, that is read first, as for an installed plugin.
        """
        return cls(
            name=name,
            distribution=distribution or f"cpaudit-{name.replace('_', '-')}",
            version=version,
            module=plugin.__name__ if isinstance(plugin, ModuleType) and _has_pack(plugin) else None,
            load=lambda: plugin,
        )


def installed_sources() -> tuple[PluginSource, ...]:
    """All plugins that installed distributions offer in the entry-point group ``cpaudit``."""
    return tuple(PluginSource.of_entry_point(entry_point) for entry_point in entry_points(group=PROJECT))


def _has_pack(module: ModuleType) -> bool:
    try:
        return pack_directory(module.__name__) is not None
    except (ImportError, ValueError):
        # A module that was made by hand, or found by other means than the import path.
        return False
