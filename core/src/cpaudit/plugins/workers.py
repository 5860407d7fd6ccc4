"""Threads for plugins' code: idle ones are used again, and none keeps the process from ending."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from queue import SimpleQueue
from threading import Lock, Thread
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

MOST_IDLE = 8
"""Threads that wait for more to do; one that is done when so many wait ends."""


class _Worker:
    def __init__(self, pool: Workers) -> None:
        self.jobs: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._pool = pool
        # An endless loop cannot be stopped; as a daemon it does not outlive the process.
        Thread(target=self._work, name="cpaudit-plugins", daemon=True).start()

    def _work(self) -> None:
        while True:
            self.jobs.get()()
            if not self._pool.rest(self):
                return


class Workers:
    """Starts jobs, which must not raise, each in a thread of its own while it lasts.

    :class:`concurrent.futures.ThreadPoolExecutor` would wait at the end of the process for a job that never
    returns, and has a fixed number of threads, which such jobs would use up.
    """

    def __init__(self) -> None:
        self._idle: list[_Worker] = []
        self._lock = Lock()

    def start(self, job: Callable[[], None]) -> None:
        """Have *job* done now, by somebody else."""
        with self._lock:
            worker = self._idle.pop() if self._idle else None
        (worker or _Worker(self)).jobs.put(job)

    def forget(self) -> None:
        """Forget the idle threads, which a process that was forked does not have."""
        self._idle.clear()
        self._lock = Lock()

    def rest(self, worker: _Worker) -> bool:
        """Keep a worker that is done for the next job; False where enough are kept."""
        with self._lock:
            if len(self._idle) >= MOST_IDLE:
                return False
            self._idle.append(worker)
            return True


WORKERS = Workers()
"""The threads of this process."""

if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=WORKERS.forget)


async def aside(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function that may wait for plugins while the event loop goes on; its exception is raised here.

    :func:`asyncio.to_thread` has few threads, which the database and the reports need too.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()

    def settle(value: T | None, error: BaseException | None) -> None:
        if answer.done():
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(value)  # type: ignore[arg-type]

    def job() -> None:
        value, failure = None, None
        try:
            value = function(*args, **kwargs)
        except BaseException as error:
            failure = error
        try:
            loop.call_soon_threadsafe(settle, value, failure)
        except RuntimeError:
            # The loop was closed meanwhile; nobody asks for the answer any more.
            return

    WORKERS.start(job)
    return await answer
