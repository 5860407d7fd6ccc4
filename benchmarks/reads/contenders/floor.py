"""One SQL statement that returns the finished JSON, behind a bare Litestar handler."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import orjson
from benchmarks.machine import versions_of
from benchmarks.reads.connection import Request
from benchmarks.reads.contenders.contender import Contender, Site
from benchmarks.reads.processes import free_port, granian, server_process

KEY = "floor"


@contextmanager
def floor(site: Site) -> Iterator[Contender]:
    """The floor, running."""

    def request(rows: int) -> Request:
        return Request("/options", orjson.dumps({"tenant": site.tenant, "first": rows}))

    port = free_port()
    environment = {"BENCHMARK_DATABASE_URL": site.postgresql}
    with server_process(granian("benchmarks.reads.servers.floor:app", port), port, environment=environment) as server:
        server.first_answer(request(1))
        versions = versions_of("litestar", "granian", "asyncpg")
        yield Contender(KEY, "the floor: one SQL statement", versions, server, request)
