"""The plugins that a tenant has enabled, and the settings that each of them gets there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Self, TypeAlias

from cpaudit.contributions import PluginSettings
from cpaudit.plugins.answers import PluginFault

SettingsOf: TypeAlias = Mapping[str, PluginSettings | PluginFault]
"""A tenant's settings by plugin; a fault in the place of those that cannot be used."""

NO_SETTINGS: SettingsOf = MappingProxyType({})


class EnabledPlugins(tuple[str, ...]):
    """Names of plugins, in order; a tuple of them that also knows their settings.

    Attributes:
        settings: by name; a fault where what the tenant has stored cannot be used. Plugins that take no settings
            are not in it.
    """

    settings: SettingsOf

    def __new__(cls, names: Iterable[str] = (), settings: SettingsOf = NO_SETTINGS) -> Self:
        made = super().__new__(cls, names)
        made.settings = settings
        return made
