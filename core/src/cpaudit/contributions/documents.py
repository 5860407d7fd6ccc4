"""A content file as plain values, with the line of each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from cpaudit.contributions.problems import Location, ProblemLog
from cpaudit.errors import PathPart

MAX_LINE_LENGTH = 65_536
"""Characters in one line; beyond that a file was not written by a person, and parsers get slow."""

_MEBIBYTE = 1024 * 1024
MAX_FILE_SIZE = {".toml": _MEBIBYTE, ".yaml": 8 * _MEBIBYTE, ".csv": 64 * _MEBIBYTE}
"""Bytes in one file, by its extension."""

JsonLike = str | int | float | bool | None | Sequence["JsonLike"] | dict[str, "JsonLike"]


class Place(Protocol):
    """Knows where the values of a file, or of a row of it, stand."""

    def locate(self, path: Sequence[PathPart]) -> Location:
        """Where the value at *path* stands, or the nearest value around it."""
        ...


class Document(Place, Protocol):
    """What the reader needs to know of a file, or of a row of it, whatever the format."""

    @property
    def data(self) -> JsonLike:
        """The values."""
        ...

    @property
    def place(self) -> Place:
        """The document without what is not needed to locate values, to be kept with the pack."""
        ...


def read_text(path: Path, file: str, log: ProblemLog) -> str | None:
    """The text of a content file: UTF-8, with or without a byte order mark.

    Returns:
        The text, or None after noting in *log* why there is none.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        log.error(Location(file), (), f"cannot be read: {error.strerror or error}")
        return None
    limit = MAX_FILE_SIZE[path.suffix]
    if len(raw) > limit:
        log.error(Location(file), (), f"has {len(raw)} bytes, more than {limit}", "split the file")
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        log.error(Location(file, line), (), "is not UTF-8 text", "save the file as UTF-8")
        return None
    for number, line_text in _lines(text):
        if len(line_text) > MAX_LINE_LENGTH:
            log.error(
                Location(file, number), (), f"the line has {len(line_text)} characters, more than {MAX_LINE_LENGTH}"
            )
            return None
        if "\0" in line_text:
            log.error(Location(file, number, line_text.index("\0") + 1), (), "the line holds a NUL character")
            return None
    return text


def _lines(text: str) -> Iterator[tuple[int, str]]:
    return enumerate(text.split("\n"), start=1)
