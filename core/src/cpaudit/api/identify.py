"""Who is asking: the first thing that happens to a request."""

from __future__ import annotations

from collections.abc import Mapping

from cpaudit.errors import Unauthenticated
from cpaudit.graphql.context import RequestContext
from cpaudit.library import Library
from cpaudit.permissions import Actor
from cpaudit.plugins import PluginHost
from cpaudit.storage.database import Database
from cpaudit.tenancy import service
from cpaudit.text import DEFAULT_LANGUAGE, LANGUAGES


async def identify(
    database: Database, host: PluginHost, headers: Mapping[str, str], *, token: str | None = None
) -> RequestContext:
    """The context of a request with these headers (names in lower case).

    Args:
        token: takes the place of the Authorization header, for a websocket.

    Raises:
        Unauthenticated: the token is not valid.
        Denied: the account is no member of the tenant it names.
    """
    bearer = token or _bearer(headers.get("authorization"))
    actor: Actor | None = None
    enabled: tuple[str, ...] = ()
    if bearer is not None:
        actor = await service.authenticate(database, bearer, headers.get("x-tenant"))
        if actor.tenant_id is not None:
            chosen = await service.enabled_plugins(database, actor.tenant_id)
            fit = {plugin.name for plugin in host.plugins if plugin.fit}
            enabled = tuple(name for name in chosen if name in fit)
    return RequestContext(
        database=database,
        host=host,
        actor=actor,
        enabled=enabled,
        library=Library.of(host.pack(name) for name in enabled),
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
