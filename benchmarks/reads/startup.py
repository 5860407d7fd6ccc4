"""How long a server takes to its first answer, with few plugins and with many."""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.reads.contenders.cpaudit import options_request, serve


@dataclass(frozen=True, slots=True)
class StartUp:
    """
    Attributes:
        plugins: that are installed, and that the tenant who asks has enabled.
        seconds: from the start of the process to the answer.
        resident_bytes: memory of the server's processes then.
    """

    plugins: int
    seconds: float
    resident_bytes: int


def measure_start(database: str, token: str, plugins: int, environment: Mapping[str, str], starts: int) -> StartUp:
    """Start a server several times and ask it for one row; the median."""
    seconds: list[float] = []
    resident: list[float] = []
    for _ in range(starts):
        started = time.perf_counter()
        with serve(database, environment=environment) as server:
            server.first_answer(options_request(token, 1))
            seconds.append(time.perf_counter() - started)
            resident.append(server.resident_bytes())
    return StartUp(plugins, statistics.median(seconds), int(statistics.median(resident)))
