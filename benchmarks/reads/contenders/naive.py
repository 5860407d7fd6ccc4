"""Strawberry with dataloaders, as its documentation shows it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.machine import versions_of
from benchmarks.reads import query
from benchmarks.reads.connection import Request
from benchmarks.reads.contenders.contender import Contender, Site
from benchmarks.reads.processes import free_port, granian, server_process

KEY = "naive"


@contextmanager
def naive(site: Site) -> Iterator[Contender]:
    """Naive Strawberry, running."""

    def request(rows: int) -> Request:
        return Request("/graphql", query.body_of(query.NAIVE, {"first": rows}), {"X-Tenant": site.tenant})

    port = free_port()
    environment = {"BENCHMARK_DATABASE_URL": site.postgresql}
    with server_process(granian("benchmarks.reads.servers.naive:app", port), port, environment=environment) as server:
        server.first_answer(request(1))
        versions = versions_of("strawberry-graphql", "graphql-core", "litestar", "granian", "asyncpg")
        yield Contender(KEY, "naive Strawberry with dataloaders", versions, server, request)
