"""Which plugins a tenant has enabled, and with what settings."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import and_, col, select

from cpaudit.contributions import PluginSettings
from cpaudit.errors import CpauditError
from cpaudit.plugins import EnabledPlugins, PluginFault, PluginHost
from cpaudit.plugins.settings import SettingsModel
from cpaudit.storage.database import Database, Scope
from cpaudit.storage.sealing import SecretKeys
from cpaudit.tenancy.models import EnabledPlugin, StoredSettings


async def enabled_plugins(database: Database, tenant_id: str, host: PluginHost, keys: SecretKeys) -> EnabledPlugins:
    """The plugins that a tenant has enabled, in the order of their names, with their settings.

    Settings that cannot be used, because the plugin's model does not accept them or a secret cannot be opened,
    are a fault of that plugin in this tenant, and nobody else's.
    """
    query = (
        select(EnabledPlugin.plugin, StoredSettings.settings, StoredSettings.secrets)
        .join(
            StoredSettings,
            and_(
                col(StoredSettings.tenant_id) == EnabledPlugin.tenant_id,
                col(StoredSettings.plugin) == EnabledPlugin.plugin,
            ),
            isouter=True,
        )
        .order_by(EnabledPlugin.plugin)
    )
    async with database.looking(Scope(tenant_id)) as session:
        stored = {name: (given or {}, secrets or {}) for name, given, secrets in await session.exec(query)}
    models = {plugin.name: plugin.settings for plugin in host.plugins if plugin.settings is not None}
    return EnabledPlugins(
        stored,
        {
            name: usable_settings(models[name], given, secrets, keys, tenant_id)
            for name, (given, secrets) in stored.items()
            if name in models
        },
    )


async def stored_settings(database: Database, tenant_id: str) -> dict[str, StoredSettings]:
    """What a tenant has set in plugins, by their names, enabled or not."""
    async with database.looking(Scope(tenant_id)) as session:
        return {row.plugin: row for row in await session.exec(select(StoredSettings))}


def usable_settings(
    model: SettingsModel, given: Mapping[str, object], secrets: Mapping[str, str], keys: SecretKeys, tenant_id: str
) -> PluginSettings | PluginFault:
    """Stored settings as the plugin takes them, or the fault in place of them.

    A secret that the plugin had in an older version is left alone.
    """
    try:
        opened = {
            name: keys.open(sealed, tenant_id, model.plugin, name)
            for name, sealed in secrets.items()
            if name in model.secrets
        }
    except CpauditError as error:
        return model.fault(error.message)
    return model.usable(given, opened)
