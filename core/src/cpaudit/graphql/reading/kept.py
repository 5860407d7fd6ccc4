"""What was made for a request and is kept for the next: the most recently used, up to a number."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

V = TypeVar("V")


class Kept(Generic[V]):
    """Values by key; the least recently used goes when there are too many.

    A key may hold the identity of an object only where the value keeps that object alive, so that its identity
    is not given to another one.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: OrderedDict[Hashable, V] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> V | None:
        """The value with this key, which counts as used now."""
        with self._lock:
            value = self._values.get(key)
            if value is not None:
                self._values.move_to_end(key)
            return value

    def put(self, key: Hashable, value: V) -> V:
        """Keep a value; gives it back."""
        with self._lock:
            self._values[key] = value
            if len(self._values) > self._size:
                self._values.popitem(last=False)
            return value

    def get_or_make(self, key: Hashable, make: Callable[[], V]) -> V:
        """The value with this key, made where it is not kept."""
        known = self.get(key)
        return self.put(key, make()) if known is None else known

    def __len__(self) -> int:
        return len(self._values)
