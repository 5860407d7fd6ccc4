"""A server that starts with one broken plugin among ten, beside one that starts with the nine others."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import httpx
from benchmarks.bar import Bar
from benchmarks.engine.case import Case, CaseResult, Contender, Scale
from benchmarks.engine.turns import take_turns
from benchmarks.plugins.made_up import sites
from benchmarks.reads.plugins import search_path
from benchmarks.reads.processes import PATIENCE, free_port, server_process

ROUNDS = 5

READY = 9
"""Plugins made up for the measurement that work; what is installed comes to it."""
_HOW = (
    "From the start of `cpaudit serve`, on an empty SQLite database, to its first answer at /health. The tenth "
    "plugin raises while it is imported; it is counted as quarantined, and the other nine are ready, as the "
    "answer shows."
)
_COMMAND = (sys.executable, "-c", "from cpaudit.cli import main; main()")


def run(scale: Scale) -> CaseResult:
    """Time server starts."""
    with tempfile.TemporaryDirectory(prefix="cpaudit-bench-") as name:
        directory = Path(name)
        url = f"sqlite:///{directory / 'empty.sqlite3'}"
        subprocess.run([*_COMMAND, "db", "upgrade", "--database", url], check=True, capture_output=True)
        nine, ten = sites(directory)
        contenders = (
            Contender("ten", "one broken among ten", _start(url, search_path(ten), quarantined=1)),
            Contender("nine", "nine", _start(url, search_path(nine), quarantined=0)),
        )
        timings = take_turns(contenders, min(scale.rounds, ROUNDS), "a broken plugin")
    bar = Bar("server start: one broken among ten ÷ nine", 1.1, True, timings.ratio("ten", "nine"))
    return CaseResult("broken", "A broken plugin among ten", _HOW, timings, (bar,))


def _start(url: str, environment: Mapping[str, str], *, quarantined: int) -> Callable[[], float]:
    def seconds() -> float:
        port = free_port()
        command = [*_COMMAND, "serve", "--port", str(port), "--database", url]
        started = time.perf_counter()
        with server_process(command, port, environment=environment):
            answer = _first_answer(f"http://127.0.0.1:{port}/health", started + PATIENCE)
            taken = time.perf_counter() - started
        plugins = json.loads(answer)["plugins"]
        assert plugins.get("quarantined", 0) == quarantined, answer
        assert plugins["ready"] >= READY, answer
        return taken

    return seconds


def _first_answer(address: str, end: float) -> bytes:
    while True:
        try:
            return httpx.get(address).content
        except httpx.TransportError:
            if time.perf_counter() > end:
                raise
            time.sleep(0.01)


CASE = Case("broken", run)
