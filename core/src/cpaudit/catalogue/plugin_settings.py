"""What a tenant has set in a plugin, as its administrator sees it: never a secret."""

from __future__ import annotations

import strawberry
from strawberry.scalars import JSON

from cpaudit import contributions
from cpaudit.plugins import PluginFault, SettingsModel
from cpaudit.tenancy.models import StoredSettings


@strawberry.type(description="What a plugin can be set to, and what the tenant has set. Secrets are not shown.")
class PluginSettings:
    model: strawberry.Private[SettingsModel]
    stored: strawberry.Private[StoredSettings | None]
    usable: strawberry.Private[contributions.PluginSettings | PluginFault]

    @strawberry.field(description="What `configurePlugin` takes as expectedVersion; 0 where nothing was set yet.")
    def version(self) -> int:
        return 0 if self.stored is None else self.stored.version

    @strawberry.field(description="JSON Schema of the settings; those with `writeOnly` are secrets.")
    def json_schema(self) -> JSON:
        return JSON(dict(self.model.schema))

    @strawberry.field(
        description="The settings that are not secret, with the defaults of those that were not set; as they were set "
        "where the plugin does not accept them any more."
    )
    def values(self) -> JSON:
        if isinstance(self.usable, PluginFault):
            return JSON({} if self.stored is None else self.stored.settings)
        return JSON(self.model.shown(self.usable))

    @strawberry.field(description="Names of the settings that are secret.")
    def secrets(self) -> list[str]:
        return list(self.model.secrets)

    @strawberry.field(description="Names of the secrets that are set.")
    def secrets_set(self) -> list[str]:
        return [] if self.stored is None else sorted(self.stored.secrets)

    @strawberry.field(description="Why the plugin cannot work with what is set; null where it can.")
    def problem(self) -> str | None:
        return self.usable.message if isinstance(self.usable, PluginFault) else None
