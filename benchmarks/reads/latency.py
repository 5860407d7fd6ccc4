"""How long one answer takes on one warm connection."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from benchmarks.progress import Tell
from benchmarks.reads.connection import Client, Request

WARM_UP = 20
BLOCK = 5
"""Requests that one contender answers in a row before it is the next one's turn."""


@dataclass(frozen=True, slots=True)
class Target:
    """A request to a server that listens at a port."""

    port: int
    request: Request


@dataclass(frozen=True, slots=True)
class Latency:
    """In seconds."""

    p50: float
    p95: float
    repetitions: int

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Latency:
        """From single measurements, of which there are at least two."""
        return cls(
            statistics.median(seconds), statistics.quantiles(seconds, n=20, method="inclusive")[18], len(seconds)
        )


def measure_latency(targets: Mapping[str, Target], repetitions: int, tell: Tell) -> dict[str, Latency]:
    """The latency of each target.

    The targets take turns in short blocks, in an order that is drawn anew for each round, so that what
    changes on the machine meanwhile meets all of them alike.
    """
    order = random.Random(repetitions)  # noqa: S311 - draws an order
    measured: dict[str, list[float]] = {key: [] for key in targets}
    with ExitStack() as stack:
        clients = {key: stack.enter_context(Client(target.port)) for key, target in targets.items()}
        for key, target in targets.items():
            for _ in range(min(WARM_UP, repetitions)):
                _ask(clients[key], target.request)
        rounds = max(1, repetitions // BLOCK)
        for done in range(rounds):
            for key in order.sample(list(targets), len(targets)):
                # The first one after the pause finds the processor's caches full of the others' data.
                clients[key].wake(targets[key].request)
                measured[key].extend(_ask(clients[key], targets[key].request) for _ in range(BLOCK))
            tell(done + 1, rounds)
    return {key: Latency.of(seconds) for key, seconds in measured.items()}


def _ask(client: Client, request: Request) -> float:
    started = time.perf_counter()
    status, answer = client.ask(request)
    taken = time.perf_counter() - started
    if status != 200 or b'"errors"' in answer[:200]:
        raise RuntimeError(f"status {status}: {answer[:300]!r}")
    return taken
