"""Plugins: where they come from, how they are loaded, how they are, and how their hooks are called."""

from cpaudit.plugins.answers import Attributed, PluginAnswer, PluginFault
from cpaudit.plugins.contributed import Contributed
from cpaudit.plugins.enabled import EnabledPlugins
from cpaudit.plugins.health import PluginHealth, PluginStage, PluginStatus
from cpaudit.plugins.host import PluginHost, PluginsUnfit
from cpaudit.plugins.loading import Plugin
from cpaudit.plugins.requires import RequiredByOthers, RequirementMissing, dependents, requirements, unmet
from cpaudit.plugins.settings import SettingsModel
from cpaudit.plugins.source import PluginSource, installed_sources
from cpaudit.plugins.workers import aside

__all__ = [
    "Attributed",
    "Contributed",
    "EnabledPlugins",
    "Plugin",
    "PluginAnswer",
    "PluginFault",
    "PluginHealth",
    "PluginHost",
    "PluginSource",
    "PluginStage",
    "PluginStatus",
    "PluginsUnfit",
    "RequiredByOthers",
    "RequirementMissing",
    "SettingsModel",
    "aside",
    "dependents",
    "installed_sources",
    "requirements",
    "unmet",
]
