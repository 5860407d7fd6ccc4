"""Is a plugin's answer what its hook asks for? Types are checked, and an answer that never ends is cut off."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def anything(answer: object) -> object:
    """Whatever is no coroutine, which nobody would await.

    Raises:
        TypeError: it is one.
    """
    if inspect.isawaitable(answer):
        if inspect.iscoroutine(answer):
            answer.close()
        raise TypeError("the answer has to be awaited; hooks are plain functions")
    return answer


def nothing(answer: object) -> None:
    """The answer of a listener, whose return value means nothing.

    Raises:
        TypeError: it is a coroutine or a generator, of which nothing has run yet.
    """
    anything(answer)
    if inspect.isgenerator(answer):
        raise TypeError("the answer is a generator; a listener is a plain function")


def exactly(kind: type[T]) -> Callable[[object], T]:
    """Reads one object of a type.

    Raises:
        TypeError: (the reader) it is of another.
    """

    def read(answer: object) -> T:
        if not isinstance(anything(answer), kind):
            raise TypeError(f"the answer is {type(answer).__name__}, not {kind.__name__}")
        return answer  # type: ignore[return-value]

    return read


def subclass_of(kind: type[T]) -> Callable[[object], type[T]]:
    """Reads a class derived from another.

    Raises:
        TypeError: (the reader) it is none.
    """

    def read(answer: object) -> type[T]:
        if not isinstance(anything(answer), type) or not issubclass(answer, kind):  # type: ignore[arg-type]
            raise TypeError(f"the answer is {answer!r}, not a class derived from {kind.__name__}")
        return answer  # type: ignore[return-value]

    return read


def several(kind: type[T], most: int) -> Callable[[object], tuple[T, ...]]:
    """Reads at most *most* objects of a type, from any iterable.

    Raises:
        TypeError: (the reader) the answer is no iterable, or holds something else.
        ValueError: (the reader) there are more.
    """

    def read(answer: object) -> tuple[T, ...]:
        if not isinstance(answer, Iterable) or isinstance(answer, str | bytes):
            # Also None: a forgotten return must not look like nothing to say.
            anything(answer)
            raise TypeError(f"the answer is {type(answer).__name__}, not an iterable of {kind.__name__}")
        found = tuple(islice(answer, most + 1))
        if len(found) > most:
            raise ValueError(f"the answer holds more than {most} of {kind.__name__}")
        for each in found:
            if not isinstance(each, kind):
                raise TypeError(f"the answer holds {type(each).__name__}, not only {kind.__name__}")
        return found

    return read
