"""What a distinct set of plugins costs, and whether many tenants over many sets stay bounded."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.progress import Tell
from benchmarks.reads.connection import Client
from benchmarks.reads.contenders.cpaudit import options_request, serve
from benchmarks.reads.dataset import token_of
from benchmarks.reads.latency import Latency
from benchmarks.reads.processes import ROOT

QUARTERS = 4


@dataclass(frozen=True, slots=True)
class SchemaCost:
    """What one more schema costs: seconds to build it (median), bytes while it is kept (mean)."""

    sets: int
    seconds: float
    bytes: int


@dataclass(frozen=True, slots=True)
class CrowdedServer:
    """A server whose tenants have more sets of plugins than its schema cache holds.

    Attributes:
        resident_bytes: memory after the first answer, and after each quarter of the tenants.
        latency: of all the answers, schemas that had to be built included.
    """

    tenants: int
    sets: int
    resident_bytes: Sequence[int]
    latency: Latency


def measure_schemas(sets: Sequence[tuple[str, ...]], environment: Mapping[str, str]) -> SchemaCost:
    """Build the schemas of all sets in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.reads.schema_probe"],
        input=json.dumps(sets),
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return SchemaCost(**json.loads(done.stdout))


def measure_crowd(
    database: str, codes: Sequence[str], sets: int, environment: Mapping[str, str], tell: Tell
) -> CrowdedServer:
    """Ask as each of the tenants with these codes, in an order drawn at random."""
    draw = random.Random(len(codes))  # noqa: S311 - draws an order
    seconds: list[float] = []
    with serve(database, environment=environment) as server:
        server.first_answer(options_request(token_of(codes[0]), 1))
        resident = [server.resident_bytes()]
        with Client(server.port) as client:
            for place, code in enumerate(draw.sample(list(codes), len(codes)), start=1):
                started = time.perf_counter()
                status, answer = client.ask(options_request(token_of(code), 10))
                seconds.append(time.perf_counter() - started)
                if status != 200:
                    raise RuntimeError(f"status {status}: {answer[:300]!r}")
                if place % max(1, len(codes) // QUARTERS) == 0:
                    resident.append(server.resident_bytes())
                tell(place, len(codes))
    return CrowdedServer(len(codes), sets, resident, Latency.of(seconds))
