"""The plugins of this installation, as far as the one who asks may know of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import strawberry

from cpaudit.catalogue.fields import shown
from cpaudit.catalogue.plugin_settings import PluginSettings
from cpaudit.catalogue.vocabulary import PluginStage, PluginStatus
from cpaudit.graphql.context import RequestContext
from cpaudit.permissions import Permission, signed_in
from cpaudit.plugins import EnabledPlugins, PluginFault, dependents, requirements, unmet
from cpaudit.plugins import Plugin as Installed
from cpaudit.plugins import PluginHealth as Health
from cpaudit.tenancy.models import StoredSettings
from cpaudit.tenancy.plugins import enabled_plugins, stored_settings, usable_settings


@strawberry.type(description="Whether a plugin can be used, and if not, why.")
class PluginHealth:
    held: strawberry.Private[Health]

    status: PluginStatus = shown("status")
    stage: PluginStage | None = shown("phase", description="Where something went wrong; null for a ready plugin.")
    message: str = shown("message", description="What went wrong.")
    place: str = shown("place", description="Where in the plugin's package, or empty.")
    remedy: str = shown("remedy", description="What to do about it; empty for a ready plugin.")

    @strawberry.field(description="Where in the code; told to the platform's administrator only.")
    def traceback(self, info: strawberry.Info[RequestContext, None]) -> str | None:
        actor = info.context.actor
        return self.held.traceback or None if actor is not None and actor.platform_admin else None


@strawberry.type(description="Another plugin that a plugin requires.")
class PluginRequirement:
    plugin: str
    version: str | None = strawberry.field(description="The versions that will do, as `>=1.2,<2`; null for all.")


@strawberry.type(description="An installed plugin.")
class Plugin:
    held: strawberry.Private[Installed]
    installed: strawberry.Private[Mapping[str, Installed]]
    chosen: strawberry.Private[EnabledPlugins]
    chooses: strawberry.Private[bool]
    settings: PluginSettings | None = strawberry.field(
        description="What it is set to; null for a plugin that takes no settings, and to who may not set it."
    )

    name: str = shown("name", description="What `enablePlugin` takes; the plugin's namespace in the schema.")
    distribution: str = shown("distribution", description="The package that carries it.")
    version: str = shown("version")

    @strawberry.field(description="Its name for people; null where its manifest could not be read.")
    def title(self, info: strawberry.Info[RequestContext, None], lang: str | None = None) -> str | None:
        manifest = self.held.manifest
        return None if manifest is None else manifest.name.in_language(lang or info.context.language)

    @strawberry.field(description="Whether the tenant has enabled it.")
    def enabled(self) -> bool:
        return self.held.name in self.chosen

    @strawberry.field(description="How it is here: one may be well in one tenant and not in another.")
    def health(self) -> PluginHealth:
        return PluginHealth(held=_health(self.held, self.installed, self.chosen, told_all=self.chooses))

    @strawberry.field(description="The plugins without which it cannot be enabled, as far as the caller may know them.")
    def requires(self) -> list[PluginRequirement]:
        return [
            PluginRequirement(plugin=each.id, version=each.version)
            for each in requirements(self.held)
            if self.chooses or each.id in self.chosen
        ]

    @strawberry.field(description="The enabled plugins because of which it cannot be disabled.")
    def required_by(self) -> list[str]:
        return list(dependents(self.held.name, self.installed, self.chosen))


async def known_plugins(context: RequestContext) -> list[Plugin]:
    """The plugins that the caller may know of: all, for who installs or enables them; else the enabled ones."""
    actor = signed_in(context.actor)
    chosen, stored = EnabledPlugins(), dict[str, StoredSettings]()
    manages = actor.may(Permission.MANAGE_PLUGINS)
    chooses = manages or actor.may(Permission.MANAGE_PLATFORM)
    if actor.tenant_id is not None:
        # Not those of the request, which are from before what a mutation has just done.
        chosen = await enabled_plugins(context.database, actor.tenant_id, context.host, context.keys)
        if manages:
            stored = await stored_settings(context.database, actor.tenant_id)
    installed = {plugin.name: plugin for plugin in sorted(context.host.plugins, key=lambda each: each.fit)}
    return [
        Plugin(
            held=plugin,
            installed=installed,
            chosen=chosen,
            chooses=chooses,
            settings=_settings(context, plugin, stored.get(plugin.name)) if manages else None,
        )
        for plugin in context.host.plugins
        if chooses or plugin.name in chosen
    ]


async def known_plugin(context: RequestContext, name: str) -> Plugin | None:
    """The plugin of this name, if the caller may know of it."""
    return next((plugin for plugin in await known_plugins(context) if plugin.held.name == name), None)


def _settings(context: RequestContext, plugin: Installed, stored: StoredSettings | None) -> PluginSettings | None:
    tenant_id = None if context.actor is None else context.actor.tenant_id
    if plugin.settings is None or tenant_id is None:
        return None
    given, secrets = (stored.settings, stored.secrets) if stored else ({}, {})
    usable = usable_settings(plugin.settings, given, secrets, context.keys, tenant_id)
    return PluginSettings(model=plugin.settings, stored=stored, usable=usable)


def _health(plugin: Installed, installed: Mapping[str, Installed], chosen: EnabledPlugins, *, told_all: bool) -> Health:
    if plugin.health.phase is PluginStage.CALL:
        # What the plugin raised may speak of another tenant's audit, in which it was called.
        return replace(plugin.health, message="a call of one of its hooks failed; the log of the server says why")
    if plugin.health.status is not PluginStatus.READY or plugin.name not in chosen:
        return plugin.health
    missing = "; ".join(unmet(plugin, installed, chosen))
    if missing:
        told = missing if told_all else "another plugin, which is not there"
        return Health(
            PluginStatus.DEGRADED,
            PluginStage.COMPATIBILITY,
            f"it requires {told}",
            remedy="enable what it requires" if told_all else "ask the administrator of the tenant",
        )
    settings = chosen.settings.get(plugin.name)
    if isinstance(settings, PluginFault):
        return Health(PluginStatus.DEGRADED, PluginStage.SETTINGS, settings.message, remedy=settings.remedy)
    return plugin.health
