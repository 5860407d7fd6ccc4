"""What every resolver knows about its request."""

from __future__ import annotations

import msgspec
from strawberry.dataloader import DataLoader
from strawberry.litestar import BaseContext

from cpaudit.graphql.announcements import Announcer
from cpaudit.library import Library
from cpaudit.permissions import Actor
from cpaudit.plugins import EnabledPlugins, PluginHost
from cpaudit.storage.database import Database, Scope
from cpaudit.storage.sealing import SecretKeys
from cpaudit.text import DEFAULT_LANGUAGE


class RequestContext(BaseContext, kw_only=True):
    """One request: who asks, in which tenant, in which language, with which content.

    Attributes:
        database: where rows are read and written.
        host: the installed plugins.
        actor: the person, or None for a stranger.
        library: the content of the plugins that the tenant has enabled.
        enabled: those plugins, with their settings.
        keys: what seals secrets.
        language: the language of texts unless a field names another.
        announcer: tells subscribers what was written.
        finishing: whether reads may be answered without the executor completing each value.
        bearer: the token that names the caller.
        chosen_tenant: what the caller named as his tenant, if anything.

        loaders: what gathers look-ups that several fields ask for at once, by what is looked up.
        connection_params: what a websocket's client sent when it connected.
    """

    database: Database
    host: PluginHost
    library: Library
    actor: Actor | None = None
    enabled: EnabledPlugins = msgspec.field(default_factory=EnabledPlugins)
    keys: SecretKeys = msgspec.field(default_factory=SecretKeys)
    language: str = DEFAULT_LANGUAGE
    announcer: Announcer = msgspec.field(default_factory=Announcer)
    connection_params: dict[str, object] | None = None
    finishing: bool = True
    bearer: str | None = None
    chosen_tenant: str | None = None

    loaders: dict[str, DataLoader[str, object]] = msgspec.field(default_factory=dict)

    @property
    def scope(self) -> Scope:
        """Whose rows this request may touch."""
        return Scope(self.actor.tenant_id, self.actor.account_id) if self.actor else Scope()
