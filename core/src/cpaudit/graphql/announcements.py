"""What has just been written, told to those who subscribed: within one process, and one tenant."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager

from cpaudit.work import Announcement

LONGEST_QUEUE = 1000
"""Announcements that wait for one slow subscriber; the oldest is dropped beyond that."""


class Announcer:
    """Hands each announcement to the subscribers of its tenant."""

    def __init__(self) -> None:
        self._queues: dict[str, set[asyncio.Queue[Announcement]]] = defaultdict(set)
        self._watchers: list[Callable[[Announcement], None]] = []

    def watch(self, watcher: Callable[[Announcement], None]) -> None:
        """Have *watcher* called at once with every announcement, of whatever tenant."""
        self._watchers.append(watcher)

    def unwatch(self, watcher: Callable[[Announcement], None]) -> None:
        """Leave *watcher* alone from now on."""
        self._watchers.remove(watcher)

    def announce(self, announcements: Iterable[Announcement]) -> None:
        """Tell what a committed write did."""
        for announcement in announcements:
            for watcher in self._watchers:
                watcher(announcement)
            for queue in self._queues.get(announcement.tenant_id, ()):
                if queue.full():
                    queue.get_nowait()
                queue.put_nowait(announcement)

    async def listen(self, tenant_id: str) -> AsyncIterator[Announcement]:
        """The announcements of a tenant, from now on."""
        with self.subscribed(tenant_id) as queue:
            while True:
                yield await queue.get()

    @contextmanager
    def subscribed(self, tenant_id: str) -> Iterator[asyncio.Queue[Announcement]]:
        """A queue that gets the announcements of a tenant for the time of the block."""
        queue: asyncio.Queue[Announcement] = asyncio.Queue(LONGEST_QUEUE)
        self._queues[tenant_id].add(queue)
        try:
            yield queue
        finally:
            self._queues[tenant_id].discard(queue)
            if not self._queues[tenant_id]:
                del self._queues[tenant_id]
