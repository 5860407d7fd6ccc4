"""The product: ``cpaudit serve`` with one worker, a bearer token, and all its walls."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from benchmarks.machine import versions_of
from benchmarks.reads import query
from benchmarks.reads.connection import Request
from benchmarks.reads.contenders.contender import Contender, Site
from benchmarks.reads.processes import ServerProcess, free_port, server_process

ON_POSTGRESQL = "cpaudit"
ON_SQLITE = "cpaudit_sqlite"


@contextmanager
def cpaudit_on_postgresql(site: Site) -> Iterator[Contender]:
    """cpaudit on PostgreSQL, running."""
    yield from _contender(ON_POSTGRESQL, "cpaudit", site.postgresql, site.token)


@contextmanager
def cpaudit_on_sqlite(site: Site) -> Iterator[Contender]:
    """cpaudit on SQLite, running."""
    yield from _contender(ON_SQLITE, "cpaudit on SQLite", f"sqlite:///{site.sqlite}", site.token)


def options_request(token: str, rows: int) -> Request:
    """The query for that many options of the tenant of *token*."""
    body = query.body_of(query.CPAUDIT, {"first": rows})
    return Request("/graphql", body, {"Authorization": f"Bearer {token}"})


@contextmanager
def serve(database: str, *, environment: Mapping[str, str] | None = None) -> Iterator[ServerProcess]:
    """``cpaudit serve``, started; it may not answer yet."""
    port = free_port()
    program = [sys.executable, "-c", "from cpaudit.cli import main; main()"]
    command = [*program, "serve", "--port", str(port), "--database", database]
    with server_process(command, port, environment=environment) as server:
        yield server


def _contender(key: str, title: str, database: str, token: str) -> Iterator[Contender]:
    with serve(database) as server:
        server.first_answer(options_request(token, 1))
        versions = versions_of("strawberry-graphql", "graphql-core", "litestar", "granian", "sqlalchemy")
        yield Contender(key, title, versions, server, lambda rows: options_request(token, rows))
