"""The contenders side by side: the same rows, checked, then timed in turns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import Protocol

from benchmarks.installing import NotInstallableError
from benchmarks.progress import console, progress_of
from benchmarks.reads.connection import Client
from benchmarks.reads.contenders.contender import Contender, Site
from benchmarks.reads.contenders.cpaudit import cpaudit_on_postgresql, cpaudit_on_sqlite
from benchmarks.reads.contenders.datasette import datasette
from benchmarks.reads.contenders.floor import floor
from benchmarks.reads.contenders.naive import naive
from benchmarks.reads.contenders.postgraphile import postgraphile
from benchmarks.reads.latency import Latency, Target, measure_latency
from benchmarks.reads.query import WrongAnswerError, rows_of
from benchmarks.reads.scale import Scale
from benchmarks.reads.throughput import LoadGenerator, measure_throughput


class Start(Protocol):
    """Starts a contender for the time of a block."""

    def __call__(self, site: Site) -> AbstractContextManager[Contender]: ...


FROM_NPM: Sequence[Start] = (postgraphile,)
OTHERS: Sequence[Start] = (floor, naive, datasette, cpaudit_on_sqlite)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was measured.

    Attributes:
        contenders: key → title and versions.
        answer_bytes: key → size of the answer with the most rows.
        latency: rows → key → latency on one connection.
        throughput: rows → key → requests per second on several connections.
        absent: why contenders could not take part.
        load_generator: what made the load.
    """

    contenders: Mapping[str, tuple[str, str]]
    answer_bytes: Mapping[str, int]
    latency: Mapping[int, Mapping[str, Latency]]
    throughput: Mapping[int, Mapping[str, float]]
    absent: Sequence[str]
    load_generator: str


def compare(site: Site, scale: Scale, generator: LoadGenerator) -> Comparison:
    """Start all contenders, check that they answer with the same rows, and measure them.

    Raises:
        WrongAnswerError: one answers with other rows than the floor.
    """
    absent: list[str] = []
    starts = [cpaudit_on_postgresql, *(FROM_NPM if scale.npm else ()), *OTHERS]
    with ExitStack() as stack:
        contenders = list(_started(starts, site, stack, absent))
        sizes = {rows: _checked(contenders, rows) for rows in scale.repetitions}
        latency: dict[int, Mapping[str, Latency]] = {}
        throughput: dict[int, Mapping[str, float]] = {}
        for rows, repetitions in scale.repetitions.items():
            targets = {each.key: Target(each.server.port, each.request(rows)) for each in contenders}
            with progress_of(f"Latency at {rows} rows") as tell:
                latency[rows] = measure_latency(targets, repetitions, tell)
            with progress_of(f"Requests per second at {rows} rows") as tell:
                throughput[rows] = measure_throughput(
                    targets, generator, scale.throughput_rounds, scale.throughput_seconds[rows], tell
                )
        return Comparison(
            contenders={each.key: (each.title, each.versions) for each in contenders},
            answer_bytes=sizes[max(sizes)],
            latency=latency,
            throughput=throughput,
            absent=absent,
            load_generator=generator.name,
        )


def _started(starts: Sequence[Start], site: Site, stack: ExitStack, absent: list[str]) -> Iterator[Contender]:
    for start in starts:
        try:
            contender = stack.enter_context(start(site))
        except NotInstallableError as error:
            absent.append(str(error))
            console.print(f"Left out: {error}")
        else:
            console.print(f"Running: {contender.title} ({contender.versions})")
            yield contender


def _checked(contenders: Sequence[Contender], rows: int) -> Mapping[str, int]:
    """The sizes of the contenders' answers, after all were found to hold the same rows."""
    sizes: dict[str, int] = {}
    expected: Sequence[object] | None = None
    for contender in contenders:
        with Client(contender.server.port) as client:
            status, answer = client.ask(contender.request(rows))
        found = rows_of(answer)
        if status != 200 or len(found) != rows or (expected is not None and found != expected):
            raise WrongAnswerError(f"{contender.title} gives other rows than {contenders[0].title} (status {status})")
        expected = found
        sizes[contender.key] = len(answer)
    return sizes
