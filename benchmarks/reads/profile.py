"""Where cpaudit's time goes: the application's own time by package, under the deterministic profiler."""

from __future__ import annotations

import asyncio
import cProfile
import gc
import pstats
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

import httpx
from benchmarks.reads.contenders.cpaudit import options_request

from cpaudit.api.app import create_app
from cpaudit.api.settings import Settings

STEPS = {
    "telling who asks": ("cpaudit/api/identify.py", "identify"),
    "reading the variables": ("graphql/execution/values.py", "get_variable_values"),
    "finding the plan": ("cpaudit/graphql/reading/direct.py", "_root"),
    "fetching": ("cpaudit/storage/readers.py", "fetch"),
    "writing rows as the answer": ("cpaudit/graphql/reading/run.py", "_item"),
}
"""Step of an answer → file and function whose time it is, with all that it calls."""

WAITING = "waiting for the database"
_PACKAGE = re.compile(r"(?:site-packages|core/src)/([^/]+)(?:/([^/]+))?")


@dataclass(frozen=True, slots=True)
class Share:
    """A package's own time in one request.

    Attributes:
        milliseconds: under the profiler, which makes Python code slower than it is and C code not.
    """

    package: str
    milliseconds: float
    share: float


@dataclass(frozen=True, slots=True)
class Step:
    """A step of one answer, under the profiler, with all that it calls but without waiting."""

    name: str
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Profile:
    """Milliseconds of one request without the profiler; steps, and shares (largest first), with it.

    Attributes:
        collecting_milliseconds: of those milliseconds, what Python's garbage collector takes.
    """

    rows: int
    milliseconds: float
    collecting_milliseconds: float
    steps: list[Step]
    shares: list[Share]


def profile_cpaudit(database: str, token: str, rows: int, requests: int) -> Profile:
    """Answer the query in this process, without a server, *requests* times."""
    return asyncio.run(_profile(database, token, rows, requests))


async def _profile(database: str, token: str, rows: int, requests: int) -> Profile:
    application = create_app(Settings(database))
    asked = options_request(token, rows)
    transport = httpx.ASGITransport(app=cast("Any", application))
    async with httpx.AsyncClient(transport=transport, base_url="http://benchmark.test") as client:

        async def ask() -> None:
            answer = await client.post(asked.path, content=asked.body, headers=asked.all_headers)
            answer.raise_for_status()

        for _ in range(10):
            await ask()
        started = time.perf_counter()
        with _collecting() as collecting:
            for _ in range(requests):
                await ask()
        seconds = (time.perf_counter() - started) / requests
        profiler = cProfile.Profile()
        profiler.enable()
        for _ in range(requests):
            await ask()
        profiler.disable()
    stats = pstats.Stats(profiler)
    return Profile(
        rows=rows,
        milliseconds=seconds * 1000,
        collecting_milliseconds=sum(collecting) / requests * 1000,
        steps=_steps(stats, requests),
        shares=_shares(stats, requests),
    )


@contextmanager
def _collecting() -> Iterator[list[float]]:
    """The seconds of each garbage collection during the block."""
    seconds: list[float] = []
    began = 0.0

    def note(phase: str, information: dict[str, int]) -> None:
        nonlocal began
        if phase == "start":
            began = time.perf_counter()
        else:
            seconds.append(time.perf_counter() - began)

    gc.callbacks.append(note)
    try:
        yield seconds
    finally:
        gc.callbacks.remove(note)


def _steps(stats: pstats.Stats, requests: int) -> list[Step]:
    entries = stats.stats  # type: ignore[attr-defined]
    spent = dict.fromkeys(STEPS, 0.0)
    for (file, _, function), (_, _, _, cumulative, _) in entries.items():
        for name, (module, called) in STEPS.items():
            if function == called and file.endswith(module):
                spent[name] += cumulative
    return [Step(name, seconds / requests * 1000) for name, seconds in spent.items()]


def _shares(stats: pstats.Stats, requests: int) -> list[Share]:
    own: dict[str, float] = defaultdict(float)
    entries = stats.stats  # type: ignore[attr-defined]
    for (file, _, function), (_, _, seconds, _, callers) in entries.items():
        if file != "~":
            own[_package(file)] += seconds
        elif "poll" in function:
            own[WAITING] += seconds
        else:
            # What is written in C counts for the package that called it.
            for (caller, _, _), (_, _, part, _) in callers.items():
                own[_package(caller)] += part
    whole = sum(own.values())
    ordered = sorted(own.items(), key=lambda each: -each[1])
    return [
        Share(name, seconds / requests * 1000, seconds / whole) for name, seconds in ordered if seconds > whole / 100
    ]


def _package(file: str) -> str:
    found = _PACKAGE.search(file)
    if found is None:
        return "the standard library"
    package, inside = found.groups()
    return f"{package}.{inside}" if package == "cpaudit" and inside else package
