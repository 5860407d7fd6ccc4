"""Settings of a server, from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cpaudit.errors import ConfigurationError

DATABASE_URL = "CPAUDIT_DATABASE_URL"
DEFAULT_DATABASE = "cpaudit.sqlite3"


ENDPOINT = "/graphql"
"""Where the application answers queries."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may ask for.

    Attributes:
        body_bytes: size of a request's body, uploads included.
        tokens: lexical tokens of a query.
        depth: nesting of a query's selections.
        aliases: aliases in a query.
        seconds: time to answer.
    """

    body_bytes: int = 30_000_000
    tokens: int = 10_000
    depth: int = 20
    aliases: int = 100
    seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Settings:
    """How a server is set up.

    Attributes:
        database_url: SQLite or PostgreSQL.
        limits: what one request may ask for.
        strict: refuse to start with a plugin that is not ready.
        safe_mode: start without any plugin.
        schema_cache: how many distinct sets of plugins keep a built schema.
        identity_seconds: how long it is believed who a token names before it is looked up again.
        hook_seconds: how long a plugin may take to answer before it is given up.
    """

    database_url: str
    limits: Limits = Limits()
    strict: bool = False
    safe_mode: bool = False
    schema_cache: int = 16
    identity_seconds: int = 5
    hook_seconds: float = 5.0

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read ``CPAUDIT_…`` variables.

        Raises:
            ConfigurationError: a variable holds something that is not of its kind.
        """
        values = os.environ if environment is None else environment
        return cls(
            database_url=values.get(DATABASE_URL) or f"sqlite:///{Path(DEFAULT_DATABASE).absolute()}",
            limits=Limits(
                body_bytes=_integer(values, "CPAUDIT_MAX_BODY_BYTES", Limits().body_bytes),
                tokens=_integer(values, "CPAUDIT_MAX_QUERY_TOKENS", Limits().tokens),
                depth=_integer(values, "CPAUDIT_MAX_QUERY_DEPTH", Limits().depth),
                aliases=_integer(values, "CPAUDIT_MAX_QUERY_ALIASES", Limits().aliases),
                seconds=_integer(values, "CPAUDIT_REQUEST_SECONDS", int(Limits().seconds)),
            ),
            strict=_truth(values, "CPAUDIT_STRICT"),
            safe_mode=_truth(values, "CPAUDIT_SAFE_MODE"),
            schema_cache=_integer(values, "CPAUDIT_SCHEMA_CACHE", 16),
            identity_seconds=_integer(values, "CPAUDIT_IDENTITY_SECONDS", 5, least=0),
            hook_seconds=_integer(values, "CPAUDIT_HOOK_SECONDS", 5),
        )


def _integer(values: Mapping[str, str], name: str, default: int, *, least: int = 1) -> int:
    text = values.get(name)
    if text is None:
        return default
    if not text.isdecimal() or int(text) < least:
        raise ConfigurationError(f"{text!r} is no whole number from {least} up", path=(name,))
    return int(text)


def _truth(values: Mapping[str, str], name: str) -> bool:
    text = values.get(name, "").lower()
    if text not in ("", "0", "1", "false", "true", "no", "yes"):
        raise ConfigurationError(f"{text!r} is neither yes nor no", path=(name,))
    return text in ("1", "true", "yes")
