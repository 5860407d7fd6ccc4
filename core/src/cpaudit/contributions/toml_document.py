"""TOML content files: plain values, and the line of each as far as TOML's layout shows it."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cpaudit.contributions.documents import JsonLike
from cpaudit.contributions.problems import Location, ProblemLog
from cpaudit.errors import PathPart

_HEADER = re.compile(r"\s*(\[{1,2})\s*([^\[\]]+?)\s*\]{1,2}\s*(#.*)?$")
_KEY = re.compile(r"\s*([A-Za-z0-9_\-\"'.]+)\s*=")
_AT_LINE = re.compile(r"\(at line (\d+), column (\d+)\)")


@dataclass(frozen=True, slots=True)
class TomlDocument:
    """A TOML file that was read."""

    file: str
    data: JsonLike
    lines: Mapping[tuple[PathPart, ...], int]

    @property
    def place(self) -> TomlDocument:
        return self

    def locate(self, path: Sequence[PathPart]) -> Location:
        for length in range(len(path), 0, -1):
            line = self.lines.get(tuple(path[:length]))
            if line is not None:
                return Location(self.file, line, 1)
        return Location(self.file, 1, 1)


def parse_toml(text: str, file: str, log: ProblemLog) -> TomlDocument | None:
    """Read TOML; None after noting in *log* what is wrong."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        where = Location(file, int(found[1]), int(found[2])) if found else Location(file)
        log.error(where, (), f"is not TOML: {_AT_LINE.sub('', str(error)).strip()}")
        return None
    except RecursionError:
        log.error(Location(file), (), "is nested too deeply")
        return None
    return TomlDocument(file, data, _line_numbers(text))


def _line_numbers(text: str) -> dict[tuple[PathPart, ...], int]:
    """The lines of table headers and of keys that begin a line; tomllib itself tells no lines."""
    lines: dict[tuple[PathPart, ...], int] = {}
    lengths: dict[tuple[PathPart, ...], int] = defaultdict(int)
    table: tuple[PathPart, ...] = ()
    for number, line in enumerate(text.split("\n"), start=1):
        if header := _HEADER.match(line):
            table = _path(header[2])
            if header[1] == "[[":
                lengths[table] += 1
                table = (*table, lengths[table] - 1)
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            lines.setdefault((*table, *_path(key[1])), number)
    return lines


def _path(dotted: str) -> tuple[PathPart, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
