"""What plugins require of each other, both ways."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from cpaudit.contributions import SHARED_PACK, Requires, shared_pack
from cpaudit.errors import CpauditError
from cpaudit.plugins.loading import Plugin


class RequirementMissing(CpauditError):
    """A plugin requires others that are not enabled, or not in a version that will do."""

    code = "PLUGIN_REQUIRES"


class RequiredByOthers(CpauditError):
    """Other enabled plugins require a plugin."""

    code = "PLUGIN_REQUIRED"


def unmet(plugin: Plugin, installed: Mapping[str, Plugin], enabled: Collection[str]) -> Iterator[str]:
    """What a plugin requires and does not have, each in a phrase.

    Args:
        installed: all plugins, by name.
        enabled: those that count.
    """
    for required in requirements(plugin):
        if required.id == SHARED_PACK:
            if not required.accepts(shared_pack().version):
                yield f"{required}, of which {shared_pack().version} is installed"
            continue
        other = installed.get(required.id)
        if required.id not in enabled:
            yield f"{required}, which is not enabled"
        elif other is None or not other.fit:
            yield f"{required}, which is enabled, but not ready"
        elif not required.accepts(other.version):
            yield f"{required}, of which {other.version} is installed"


def dependents(name: str, installed: Mapping[str, Plugin], enabled: Collection[str]) -> tuple[str, ...]:
    """The enabled plugins that require a plugin, directly; names in order."""
    return tuple(
        sorted(
            plugin.name
            for plugin in installed.values()
            if plugin.name in enabled and any(required.id == name for required in requirements(plugin))
        )
    )


def requirements(plugin: Plugin) -> tuple[Requires, ...]:
    """What a plugin's manifest requires; nothing where it could not be read."""
    return () if plugin.manifest is None else plugin.manifest.requires
