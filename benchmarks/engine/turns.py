"""Contenders in turns: each once a round, in an order that is drawn anew, so that a slow moment is slow for all."""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable, Sequence

from benchmarks.engine.case import Contender, Timing, Timings
from benchmarks.progress import progress_of

SEED = 4


def timed(work: Callable[[], object]) -> Callable[[], float]:
    """A function that does *work* once in this process and gives its seconds, garbage collected before."""

    def seconds() -> float:
        gc.collect()
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    return seconds


def take_turns(contenders: Sequence[Contender], rounds: int, title: str) -> Timings:
    """Time every contender once a round, after one that does not count."""
    order = list(contenders)
    taken: dict[str, list[float]] = {each.key: [] for each in contenders}
    generator = random.Random(SEED)  # noqa: S311 - an order, no secret
    with progress_of(title) as tell:
        for number in range(rounds + 1):
            generator.shuffle(order)
            for contender in order:
                seconds = contender.seconds() / contender.share
                if number:
                    taken[contender.key].append(seconds)
            tell(number, rounds)
    return Timings({each.key: Timing(each.title, each.share, taken[each.key]) for each in contenders})
