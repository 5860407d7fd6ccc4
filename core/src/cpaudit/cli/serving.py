"""What ``cpaudit serve`` and ``cpaudit worker`` share: the plugins that they load, and their log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cpaudit.cli.output import note

if TYPE_CHECKING:
    from cpaudit.api.settings import Settings
    from cpaudit.plugins import PluginHost

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stderr"}},
    "loggers": {
        "cpaudit": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "_granian": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "granian.access": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "procrastinate": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # At INFO it writes the whole address of each webhook, what is secret in it too.
        "httpx": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    },
}


def plugins_of(settings: Settings) -> PluginHost:
    """The installed plugins, as the settings have them loaded."""
    from cpaudit.api.schemas import core_names
    from cpaudit.engine import is_unit
    from cpaudit.plugins import PluginHost

    return PluginHost.discover(
        known_unit=is_unit, core_names=core_names, safe_mode=settings.safe_mode, strict=settings.strict
    )


def tell_plugins(settings: Settings, host: PluginHost) -> None:
    """Say which plugins are used, and which are not."""
    ready = [plugin.name for plugin in host.plugins if plugin.fit]
    note("Safe mode: no plugin is loaded." if settings.safe_mode else f"Plugins: {', '.join(ready) or 'none'}.")
    for plugin in host.plugins:
        if not plugin.fit:
            note(f"Warning: the plugin {plugin.name} ({plugin.distribution}) is not used: {plugin.health}")
