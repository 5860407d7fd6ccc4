"""What a tenant's administrator does about plugins."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import select

from cpaudit.errors import Conflict, CpauditError, InvalidInput, NotFound
from cpaudit.permissions import Permission
from cpaudit.plugins import Plugin, RequiredByOthers, RequirementMissing, dependents, unmet
from cpaudit.plugins.settings import SettingsModel
from cpaudit.storage.tables import now
from cpaudit.tenancy.models import EnabledPlugin, StoredSettings
from cpaudit.work import Work

SUBJECT = "Plugin"
"""What the events of this slice are about; their subject's id is the plugin's name."""


async def enable_plugin(work: Work, plugin: str) -> str:
    """Enable an installed plugin for the actor's tenant; nothing changes where it is enabled already.

    Raises:
        Denied: the actor does not manage plugins.
        NotFound: no such plugin is installed and ready.
        RequirementMissing: it requires another plugin that the tenant has not enabled, or another version of it.
    """
    work.require(Permission.MANAGE_PLUGINS)
    installed = _installed(work)
    found = installed.get(plugin)
    if found is None or not found.fit:
        raise NotFound(f"no plugin {plugin!r} is installed and ready", path=("plugin",))
    enabled = await _enabled(work)
    if plugin in enabled:
        return plugin
    missing = list(unmet(found, installed, enabled))
    if missing:
        raise RequirementMissing(
            f"the plugin {plugin!r} requires {'; '.join(missing)}",
            path=("plugin",),
            remedy="enable first what it requires; have another version installed where it says so",
        )
    work.session.add(EnabledPlugin(tenant_id=work.actor.tenant, plugin=plugin))
    work.record_about(SUBJECT, plugin, "pluginEnabled", after={"version": found.version})
    await work.session.flush()
    return plugin


async def disable_plugin(work: Work, plugin: str, *, dry_run: bool = False) -> str:
    """Hide a plugin from the actor's tenant. Nothing is deleted: enabled again, it is all there.

    Args:
        dry_run: only look whether it is enabled, and change nothing.

    Raises:
        Denied: the actor does not manage plugins.
        NotFound: the tenant has not enabled it.
        RequiredByOthers: another enabled plugin requires it; not in a dry run, which tells of it.
    """
    work.require(Permission.MANAGE_PLUGINS)
    enabled = await _enabled(work)
    row = enabled.get(plugin)
    if row is None:
        raise NotFound(f"the plugin {plugin!r} is not enabled", path=("plugin",))
    if dry_run:
        return plugin
    others = dependents(plugin, _installed(work), enabled)
    if others:
        raise RequiredByOthers(
            f"the plugin {plugin!r} is required by {', '.join(others)}",
            path=("plugin",),
            remedy="disable first what requires it",
        )
    await work.session.delete(row)
    work.record_about(SUBJECT, plugin, "pluginDisabled")
    await work.session.flush()
    return plugin


async def configure_plugin(
    work: Work,
    plugin: str,
    expected_version: int,
    *,
    settings: Mapping[str, object],
    secrets: Mapping[str, str | None],
    dry_run: bool = False,
) -> str:
    """Set a plugin up for the actor's tenant.

    Args:
        expected_version: of the settings that are replaced; 0 where nothing was set yet.
        settings: all that are not secret; what is left out has its default again.
        secrets: those that change; None takes one away, and what is left out stays as it is.
        dry_run: only look whether the plugin would accept them.

    Raises:
        Denied: the actor does not manage plugins.
        NotFound: no such plugin is installed and ready.
        Conflict: somebody changed the settings meanwhile.
        InvalidInput: the plugin takes no settings, or does not accept these.
        ConfigurationError: a secret is given, and the server has no key to seal it with.
        SecretUnreadable: a secret that stays as it is cannot be opened.
    """
    work.require(Permission.MANAGE_PLUGINS)
    found = _installed(work).get(plugin)
    if found is None or not found.fit:
        raise NotFound(f"no plugin {plugin!r} is installed and ready", path=("input", "plugin"))
    model = found.settings
    if model is None:
        raise InvalidInput(f"the plugin {plugin!r} takes no settings", path=("input", "plugin"))
    row = next(iter(await work.all(StoredSettings, plugin=plugin)), None)
    if row is not None:
        await work.hold(row)
    version = 0 if row is None else row.version
    if expected_version != version:
        raise Conflict(
            f"the settings have version {version}, not {expected_version}",
            current_version=version,
            path=("input", "expectedVersion"),
        )
    sealed = _sealed(work, model, {} if row is None else row.secrets, secrets)
    _accepted(work, model, settings, sealed)
    if dry_run:
        return plugin
    told = {"settings": dict(settings), "secretsSet": sorted(sealed), "secretsGiven": sorted(_given(secrets))}
    if row is None:
        row = StoredSettings(tenant_id=work.actor.tenant, plugin=plugin, settings=dict(settings), secrets=sealed)
        work.session.add(row)
        work.record_about(SUBJECT, plugin, "pluginConfigured", after=told)
    else:
        before = {"settings": row.settings, "secretsSet": sorted(row.secrets)}
        row.settings, row.secrets, row.changed_at = dict(settings), sealed, now()
        row.version += 1
        work.record_about(SUBJECT, plugin, "pluginConfigured", before=before, after=told)
    await work.session.flush()
    return plugin


def _given(secrets: Mapping[str, str | None]) -> list[str]:
    return [name for name, value in secrets.items() if value is not None]


def _sealed(
    work: Work, model: SettingsModel, kept: Mapping[str, str], given: Mapping[str, str | None]
) -> dict[str, str]:
    # A secret that an older version of the plugin had is kept no longer than the next change.
    sealed = {name: each for name, each in kept.items() if name in model.secrets and name not in given}
    for name, value in given.items():
        if value is None:
            continue
        if name not in model.secrets:
            model.read({}, {name: ""})
        if "\x00" in value:
            raise InvalidInput("the text holds a NUL character", path=("input", "secrets", name))
        sealed[name] = work.keys.seal(value, work.actor.tenant, model.plugin, name)
    return sealed


def _accepted(work: Work, model: SettingsModel, settings: Mapping[str, object], sealed: Mapping[str, str]) -> None:
    opened = {}
    for name, each in sealed.items():
        try:
            opened[name] = work.keys.open(each, work.actor.tenant, model.plugin, name)
        except CpauditError as error:
            error.path = ("input", "secrets", name)
            raise
    model.read(settings, opened)


async def _enabled(work: Work) -> dict[str, EnabledPlugin]:
    # Held until the transaction ends, and read after that: what one act requires, another one may be disabling.
    await work.session.exec(select(EnabledPlugin.id).with_for_update())
    return {row.plugin: row for row in await work.session.exec(select(EnabledPlugin))}


def _installed(work: Work) -> dict[str, Plugin]:
    # Of two with one name one at most is fit, and that is the one in use.
    return {plugin.name: plugin for plugin in sorted(work.host.plugins, key=lambda each: each.fit)}
