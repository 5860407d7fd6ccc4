"""datasette-graphql on an SQLite copy of the same rows, in an environment of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.installing import install_python_packages
from benchmarks.reads import query
from benchmarks.reads.connection import Request
from benchmarks.reads.contenders.contender import Contender, Site
from benchmarks.reads.processes import free_port, server_process

KEY = "datasette"
# Its limits are for public sites; they would cut the answer off.
SETTINGS = {"plugins": {"datasette-graphql": {"time_limit_ms": 60_000, "num_queries_limit": 10_000}}}


@contextmanager
def datasette(site: Site) -> Iterator[Contender]:
    """datasette with its GraphQL plugin, running."""

    def request(rows: int) -> Request:
        body = query.body_of(query.DATASETTE, {"first": rows, "tenant": site.tenant})
        return Request(f"/graphql/{site.datasette.stem}", body)

    python, versions = install_python_packages(site.cache / "datasette", "datasette", "datasette-graphql")
    metadata = site.datasette.with_suffix(".json")
    metadata.write_text(json.dumps(SETTINGS))
    port = free_port()
    command = [
        *(str(python), "-m", "datasette", "serve", "--immutable", str(site.datasette)),
        *("--host", "127.0.0.1", "--port", str(port), "--metadata", str(metadata)),
    ]
    with server_process(command, port, environment={"PYTHONPATH": ""}) as server:
        server.first_answer(request(1))
        yield Contender(KEY, "datasette-graphql", versions, server, request)
