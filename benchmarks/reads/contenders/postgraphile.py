"""PostGraphile, which compiles a selection to one SQL statement that returns JSON.

It reads the same tables. The tenant is a condition in the query: row-level security by settings would
cost it a transaction for each request, so this is the faster of its two ways.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.installing import install_npm_package, node_version
from benchmarks.reads import query
from benchmarks.reads.connection import Request
from benchmarks.reads.contenders.contender import Contender, Site
from benchmarks.reads.processes import free_port, server_process

KEY = "postgraphile"
# Version 5 asks for Node 22, which the machines that this runs on do not all have.
PACKAGE = "postgraphile@4"


@contextmanager
def postgraphile(site: Site) -> Iterator[Contender]:
    """PostGraphile, running."""

    def request(rows: int) -> Request:
        return Request("/graphql", query.body_of(query.POSTGRAPHILE, {"first": rows, "tenant": site.tenant}))

    directory, version = install_npm_package(PACKAGE, site.cache)
    port = free_port()
    command = [
        *("node", str(directory / "node_modules" / "postgraphile" / "cli.js")),
        *("--connection", site.postgresql, "--schema", "public"),
        *("--host", "127.0.0.1", "--port", str(port), "--max-pool-size", "20"),
        # Its mutations cannot be made for these tables: a column is named as an argument of its own is.
        *("--disable-query-log", "--disable-graphiql", "--disable-default-mutations"),
    ]
    with server_process(command, port, environment={"NODE_ENV": "production"}) as server:
        server.first_answer(request(1))
        yield Contender(KEY, "PostGraphile", f"postgraphile {version}, Node {node_version()}", server, request)
