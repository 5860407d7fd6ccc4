"""Who is asking: the first thing that happens to a request."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from cpaudit.errors import Unauthenticated
from cpaudit.graphql.announcements import Announcer
from cpaudit.graphql.context import RequestContext
from cpaudit.library import Library
from cpaudit.own_content.services.library import CHANGING_CONTENT, library_of
from cpaudit.permissions import Actor
from cpaudit.plugins import EnabledPlugins, PluginHost
from cpaudit.storage.database import Database
from cpaudit.storage.sealing import SecretKeys
from cpaudit.tenancy import service
from cpaudit.tenancy.plugins import enabled_plugins
from cpaudit.tenancy.tokens import hash_token
from cpaudit.text import DEFAULT_LANGUAGE, LANGUAGES
from cpaudit.work import Announcement

KEPT_IDENTITIES = 10_000
"""Callers whose identity is kept at most."""

CHANGING = frozenset(
    {
        "memberAdded",
        "memberChanged",
        "pluginEnabled",
        "pluginDisabled",
        "pluginConfigured",
        "signedOut",
        *CHANGING_CONTENT,
    }
)
"""Acts after which somebody may be somebody else, or see other plugins or content."""


@dataclass(frozen=True, slots=True)
class _Identity:
    """Who a caller was found to be, and until when that is believed."""

    actor: Actor
    enabled: EnabledPlugins
    library: Library
    until: float


class Identifier:
    """Makes the context of each request.

    Who a token names is looked up once in a few seconds and not for every request. What this process
    does to members, plugins and tokens counts at once; what another process does, within those seconds.
    """

    def __init__(
        self,
        database: Database,
        host: PluginHost,
        announcer: Announcer,
        *,
        seconds: float,
        keys: SecretKeys | None = None,
    ) -> None:
        """
        Args:
            database: where people and tenants are looked up.
            host: the installed plugins.
            announcer: tells what was done.
            seconds: how long an identity is believed; 0 looks it up for every request.
            keys: open the secrets of plugins' settings; without them there are none that can be used.
        """
        self._database = database
        self._host = host
        self._announcer = announcer
        self._seconds = seconds
        self._keys = keys or SecretKeys()
        self._known: OrderedDict[tuple[str, str | None], _Identity] = OrderedDict()
        self._nothing = Library.of(())
        announcer.watch(self._heed)

    async def identify(self, headers: Mapping[str, str]) -> RequestContext:
        """The context of a request with these headers (names in lower case).

        Raises:
            Unauthenticated: the token is not valid.
            Denied: the account is no member of the tenant it names.
        """
        bearer = _bearer(headers.get("authorization"))
        identity = None if bearer is None else await self._identity(bearer, headers.get("x-tenant"))
        return RequestContext(
            database=self._database,
            host=self._host,
            actor=identity.actor if identity else None,
            enabled=identity.enabled if identity else EnabledPlugins(),
            keys=self._keys,
            library=identity.library if identity else self._nothing,
            announcer=self._announcer,
            language=preferred_language(headers.get("accept-language", "")),
            bearer=bearer,
            chosen_tenant=headers.get("x-tenant"),
        )

    async def renew(self, context: RequestContext) -> None:
        """Bring a context that serves several operations up to what its caller is, and has enabled, by now.

        Raises:
            Unauthenticated: the token is not valid any more.
            Denied: the account is no member of the tenant any more.
        """
        if context.bearer is not None:
            identity = await self._identity(context.bearer, context.chosen_tenant)
            context.actor, context.enabled, context.library = identity.actor, identity.enabled, identity.library

    async def _identity(self, bearer: str, tenant: str | None) -> _Identity:
        key = (hash_token(bearer), tenant)
        known = self._known.get(key)
        if known is not None and known.until > time.monotonic():
            return known
        actor = await service.authenticate(self._database, bearer, tenant)
        enabled = EnabledPlugins()
        library = self._nothing
        if actor.tenant_id is not None:
            enabled = await enabled_plugins(self._database, actor.tenant_id, self._host, self._keys)
            library = await library_of(self._database, actor.tenant_id, self._host, enabled)
        identity = _Identity(actor, enabled, library, time.monotonic() + self._seconds)
        if self._seconds:
            self._known[key] = identity
            self._known.move_to_end(key)
            if len(self._known) > KEPT_IDENTITIES:
                self._known.popitem(last=False)
        return identity

    def _heed(self, announcement: Announcement) -> None:
        if announcement.action in CHANGING:
            self._known.clear()


def _bearer(header: str | None) -> str | None:
    if not header:
        return None
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthenticated("the Authorization header holds no bearer token", remedy="send `Bearer <token>`")
    return token.strip()


def preferred_language(header: str) -> str:
    """The first of the product's languages that an Accept-Language header asks for."""
    wanted: list[tuple[float, str]] = []
    for part in header.split(","):
        tag, _, quality = part.strip().partition(";q=")
        try:
            wanted.append((float(quality or 1), tag.strip().lower()))
        except ValueError:
            continue
    for _, tag in sorted(wanted, key=lambda each: -each[0]):
        for language in LANGUAGES:
            if tag and language.lower().split("-")[0] == tag.split("-")[0]:
                return language
    return DEFAULT_LANGUAGE
