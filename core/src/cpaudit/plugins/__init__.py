"""Plugins: where they come from, how they are loaded, how they are, and how their hooks are called."""

from cpaudit.plugins.answers import Attributed, PluginAnswer, PluginFault
from cpaudit.plugins.contributed import Contributed
from cpaudit.plugins.health import PluginHealth, PluginStage, PluginStatus
from cpaudit.plugins.host import PluginHost, PluginsUnfit
from cpaudit.plugins.loading import Plugin
from cpaudit.plugins.source import PluginSource, installed_sources
from cpaudit.plugins.workers import aside

__all__ = [
    "Attributed",
    "Contributed",
    "Plugin",
    "PluginAnswer",
    "PluginFault",
    "PluginHealth",
    "PluginHost",
    "PluginSource",
    "PluginStage",
    "PluginStatus",
    "PluginsUnfit",
    "aside",
    "installed_sources",
]
