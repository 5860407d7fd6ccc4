"""What every contender gives to be measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.reads.connection import Request
from benchmarks.reads.processes import ServerProcess


@dataclass(frozen=True, slots=True)
class Site:
    """Where the rows are, and whose are asked for.

    Attributes:
        postgresql: URL of the PostgreSQL database.
        sqlite: the product's SQLite file.
        datasette: the copy of it that datasette follows.
        cache: where what is installed for the benchmark is kept between runs.
        tenant: id of the tenant whose rows are read.
        token: bearer token of a member of that tenant.
    """

    postgresql: str
    sqlite: Path
    datasette: Path
    cache: Path
    tenant: str
    token: str


@dataclass(frozen=True, slots=True)
class Contender:
    """A running server that answers the query.

    Attributes:
        key: what results call it.
        title: what readers call it.
        versions: of what it consists.
        server: its process.
        request: number of rows → the request for that many.
    """

    key: str
    title: str
    versions: str
    server: ServerProcess
    request: Callable[[int], Request]
