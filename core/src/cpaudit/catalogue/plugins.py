"""The plugins of this installation, as far as the one who asks may know of them."""

from __future__ import annotations

import strawberry

from cpaudit.catalogue.fields import shown
from cpaudit.catalogue.vocabulary import PluginStage, PluginStatus
from cpaudit.graphql.context import RequestContext
from cpaudit.permissions import Permission, signed_in
from cpaudit.plugins import Plugin as Installed
from cpaudit.plugins import PluginHealth as Health
from cpaudit.tenancy import service as tenancy


@strawberry.type(description="Whether a plugin can be used, and if not, why.")
class PluginHealth:
    held: strawberry.Private[Health]

    status: PluginStatus = shown("status")
    stage: PluginStage | None = shown("phase", description="Where something went wrong; null for a ready plugin.")
    message: str = shown("message", description="What went wrong.")

    @strawberry.field(description="Where in the code; told to the platform's administrator only.")
    def traceback(self, info: strawberry.Info[RequestContext, None]) -> str | None:
        actor = info.context.actor
        return self.held.traceback or None if actor is not None and actor.platform_admin else None


@strawberry.type(description="An installed plugin.")
class Plugin:
    held: strawberry.Private[Installed]
    enabled: bool = strawberry.field(description="Whether the tenant has enabled it.")

    name: str = shown("name", description="What `enablePlugin` takes; the plugin's namespace in the schema.")
    distribution: str = shown("distribution", description="The package that carries it.")
    version: str = shown("version")

    @strawberry.field(description="Its name for people; null where its manifest could not be read.")
    def title(self, info: strawberry.Info[RequestContext, None], lang: str | None = None) -> str | None:
        manifest = self.held.manifest
        return None if manifest is None else manifest.name.in_language(lang or info.context.language)

    @strawberry.field
    def health(self) -> PluginHealth:
        return PluginHealth(held=self.held.health)


async def known_plugins(context: RequestContext) -> list[Plugin]:
    """The plugins that the caller may know of: all, for who installs or enables them; else the enabled ones."""
    actor = signed_in(context.actor)
    chosen = () if actor.tenant_id is None else await tenancy.enabled_plugins(context.database, actor.tenant_id)
    chooses = actor.may(Permission.MANAGE_PLUGINS) or actor.may(Permission.MANAGE_PLATFORM)
    return [
        Plugin(held=plugin, enabled=plugin.name in chosen)
        for plugin in context.host.plugins
        if chooses or plugin.name in chosen
    ]
