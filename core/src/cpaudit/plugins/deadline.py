"""Calls of plugins, each of which is given up when it does not return in time.

All calls of one hook are made one after the other by one thread, so that asking ten plugins costs one change
of threads there and back, some tens of microseconds, and not ten. Whoever asked watches: when the plugin at
work has used up its time, it is given up where it is, and another thread goes on with the rest.

A thread cannot be stopped. One that loops for ever takes its share of a processor until the process ends,
and other threads get theirs; so that there is no second one, a plugin is not called while a call of it that
was given up still runs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event, Lock
from time import monotonic
from typing import Generic, TypeVar

from cpaudit.plugins.workers import WORKERS

T = TypeVar("T")

MOST_AT_ONCE = 32
"""Calls of one plugin that may run at the same time."""


class GivenUp(Exception):
    """A call did not return in time."""


class NotCalled(GivenUp):
    """A call was not made, because another one has not returned or too many are running."""


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """A call to be made of a plugin."""

    plugin: str
    make: Callable[[], T]


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What became of a call: its value, or what it raised."""

    value: T | None = None
    error: BaseException | None = None


class Deadline:
    """Makes calls and waits for each no longer than *seconds*."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._running: Counter[str] = Counter()
        self._given_up: Counter[str] = Counter()
        self._lock = Lock()

    def outcomes(self, calls: Sequence[Call[T]]) -> list[Outcome[T]]:
        """Make calls, in their order; whatever they do, there is an outcome for each."""
        found: list[Outcome[T]] = []
        while len(found) < len(calls):
            walk = _Walk(calls[len(found) :], self)
            WORKERS.start(walk.run)
            found += walk.watched(self.seconds)
        return found

    def outcome(self, call: Call[T]) -> Outcome[T]:
        """Make one call."""
        return self.outcomes((call,))[0]

    def refusal(self, plugin: str) -> NotCalled | None:
        """Count a call in, or say why it is not made."""
        with self._lock:
            if self._given_up[plugin]:
                return NotCalled("an earlier call has not returned; it is not called again until that has")
            if self._running[plugin] >= MOST_AT_ONCE:
                return NotCalled(f"{MOST_AT_ONCE} calls of it are running already")
            self._running[plugin] += 1
            return None

    def returned(self, plugin: str, *, ran: bool, late: bool) -> None:
        """Count a call out: one that *ran*, or was refused; *late* where it had been given up."""
        with self._lock:
            if ran:
                self._running[plugin] -= 1
            if late:
                self._given_up[plugin] -= 1

    def give_up(self, plugin: str) -> None:
        """Note that nobody waits any longer for a call that is running."""
        with self._lock:
            self._given_up[plugin] += 1


class _Walk(Generic[T]):
    """One thread's way through calls, as far as it gets."""

    def __init__(self, calls: Sequence[Call[T]], deadline: Deadline) -> None:
        self._calls = calls
        self._deadline = deadline
        self._outcomes: list[Outcome[T]] = []
        self._since = monotonic()
        self._left = False
        self._end = Event()
        self._lock = Lock()

    def run(self) -> None:
        for call in self._calls:
            refusal = self._deadline.refusal(call.plugin)
            outcome: Outcome[T] = Outcome(error=refusal) if refusal is not None else _made(call)
            with self._lock:
                self._deadline.returned(call.plugin, ran=refusal is None, late=self._left)
                if self._left:
                    return
                self._outcomes.append(outcome)
                self._since = monotonic()
        self._end.set()

    def watched(self, seconds: float) -> list[Outcome[T]]:
        """The outcomes up to the end, or up to and with a call that took longer than *seconds*."""
        while not self._end.wait(max(0.0, self._since + seconds - monotonic())):
            with self._lock:
                late = len(self._outcomes) < len(self._calls) and monotonic() >= self._since + seconds
                if late:
                    self._left = True
                    self._deadline.give_up(self._calls[len(self._outcomes)].plugin)
                    return [*self._outcomes, Outcome(error=GivenUp(f"it did not return within {seconds:g} seconds"))]
        return self._outcomes


def _made(call: Call[T]) -> Outcome[T]:
    try:
        return Outcome(call.make())
    except BaseException as error:
        # Also SystemExit and KeyboardInterrupt: in a thread of its own they mean nothing but the plugin's fault.
        return Outcome(error=error)
