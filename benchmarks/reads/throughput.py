"""How many requests a second a server answers to several connections at once."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import tempfile
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path

from benchmarks.installing import NotInstallableError, Wrk, install_wrk
from benchmarks.progress import Tell
from benchmarks.reads.connection import ADDRESS, Client
from benchmarks.reads.latency import Target

CONNECTIONS = 16


class LoadGenerator(ABC):
    """Something that keeps :data:`CONNECTIONS` connections busy."""

    name: str

    @abstractmethod
    def rate(self, target: Target, seconds: float) -> float:
        """Requests per second that the target answered."""


class WrkGenerator(LoadGenerator):
    """wrk with one thread."""

    def __init__(self, wrk: Wrk) -> None:
        self._wrk = wrk
        self.name = wrk.version

    def rate(self, target: Target, seconds: float) -> float:
        with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
            script.write(_script(target))
            script.flush()
            url = f"http://{ADDRESS}:{target.port}{target.request.path}"
            options = ["-t", "1", "-c", str(CONNECTIONS), "-d", f"{max(1, round(seconds))}s", "--timeout", "60s"]
            done = subprocess.run(
                [self._wrk.program, *options, "-s", script.name, url],
                env={**os.environ, **self._wrk.environment},
                capture_output=True,
                text=True,
                check=True,
            )
        found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
        if found is None or "Non-2xx" in done.stdout:
            raise RuntimeError(f"wrk met errors: {done.stdout}")
        return float(found.group(1))


class ThreadGenerator(LoadGenerator):
    """Threads of this process, where there is no wrk; it is slower, so that fast servers look more alike."""

    name = "threads in Python (wrk could not be installed)"

    def rate(self, target: Target, seconds: float) -> float:
        end = time.monotonic() + seconds
        counts = [0] * CONNECTIONS

        def work(place: int) -> None:
            with Client(target.port) as client:
                while time.monotonic() < end:
                    status, _ = client.ask(target.request)
                    counts[place] += status == 200

        threads = [threading.Thread(target=work, args=(place,)) for place in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sum(counts) / seconds


def load_generator(cache: Path) -> LoadGenerator:
    """wrk, or threads where it cannot be had."""
    try:
        return WrkGenerator(install_wrk(cache))
    except NotInstallableError:
        return ThreadGenerator()


def measure_throughput(
    targets: Mapping[str, Target], generator: LoadGenerator, rounds: int, seconds: float, tell: Tell
) -> dict[str, float]:
    """Requests per second of each target: the median of rounds in which the targets take turns."""
    rates: dict[str, list[float]] = {key: [] for key in targets}
    for done in range(rounds):
        for place, (key, target) in enumerate(targets.items(), start=1):
            rates[key].append(generator.rate(target, seconds))
            tell(done * len(targets) + place, rounds * len(targets))
    return {key: statistics.median(each) for key, each in rates.items()}


def _script(target: Target) -> str:
    headers = "\n".join(f'wrk.headers["{name}"] = "{value}"' for name, value in target.request.all_headers.items())
    return f'wrk.method = "POST"\nwrk.body = [==[{target.request.body.decode()}]==]\n{headers}\n'
