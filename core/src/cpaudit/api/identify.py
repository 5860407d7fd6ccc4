"""Who is asking: the first thing that happens to a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cpaudit.errors import Unauthenticated
from cpaudit.graphql.announcements import Announcer
from cpaudit.graphql.context import RequestContext
from cpaudit.library import Library
from cpaudit.permissions import Actor
from cpaudit.plugins import PluginHost
from cpaudit.storage.database import Database
from cpaudit.tenancy import service
from cpaudit.text import DEFAULT_LANGUAGE, LANGUAGES


@dataclass(frozen=True, slots=True)
class Identifier:
    """Makes the context of each request.

    Attributes:
        database: where people and tenants are looked up.
        host: the installed plugins.
        announcer: what subscribers listen to.
    """

    database: Database
    host: PluginHost
    announcer: Announcer

    async def identify(self, headers: Mapping[str, str]) -> RequestContext:
        """The context of a request with these headers (names in lower case).

        Raises:
            Unauthenticated: the token is not valid.
            Denied: the account is no member of the tenant it names.
        """
        bearer = _bearer(headers.get("authorization"))
        actor: Actor | None = None
        enabled: tuple[str, ...] = ()
        if bearer is not None:
            actor = await service.authenticate(self.database, bearer, headers.get("x-tenant"))
            if actor.tenant_id is not None:
                enabled = await service.enabled_plugins(self.database, actor.tenant_id)
        fit = {plugin.name for plugin in self.host.plugins if plugin.fit}
        return RequestContext(
            database=self.database,
            host=self.host,
            actor=actor,
            enabled=enabled,
            library=Library.of(self.host.pack(name) for name in enabled if name in fit),
            announcer=self.announcer,
            language=preferred_language(headers.get("accept-language", "")),
        )


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
