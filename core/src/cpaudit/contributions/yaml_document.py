"""YAML content files: plain values and the line of each, without anything YAML can do beyond that.

The file is composed into nodes and the nodes are turned into values here, because the nodes know
their lines, and because this leaves no way in for tags that construct objects, for aliases that
multiply, and for keys that are given twice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from yaml import CBaseLoader, MappingNode, MarkedYAMLError, Node, SequenceNode, YAMLError
from yaml.reader import ReaderError

from cpaudit.contributions.documents import JsonLike
from cpaudit.contributions.problems import Location, ProblemLog
from cpaudit.errors import PathPart

_TAG = "tag:yaml.org,2002:"


class _Parser(CBaseLoader):
    """Composes nodes, in C. It knows plain scalars as YAML 1.2 does: ``NO`` is a text, not false."""


for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    (
        "float",
        r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
        list("-+0123456789."),
    ),
):
    _Parser.add_implicit_resolver(_TAG + _tag, re.compile(f"^(?:{_pattern})$"), _first)


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """A YAML file that was read."""

    file: str
    data: JsonLike
    root: Node

    @property
    def place(self) -> YamlDocument:
        return self

    def locate(self, path: Sequence[PathPart]) -> Location:
        node, mark = self.root, self.root.start_mark
        for part in path:
            if isinstance(node, MappingNode):
                pair = next(((key, value) for key, value in node.value if key.value == part), None)
                if pair is None:
                    break
                mark, node = pair[0].start_mark, pair[1]
            elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
                node = node.value[part]
                mark = node.start_mark
            else:
                break
        return Location(self.file, mark.line + 1, mark.column + 1)


def parse_yaml(text: str, file: str, log: ProblemLog) -> YamlDocument | None:
    """Read YAML 1.2 (``yes`` and ``NO`` are texts); None after noting in *log* what is wrong."""
    before = len(log.problems)
    try:
        root = _Parser(text).get_single_node()
        if root is None:
            log.error(Location(file), (), "is empty")
            return None
        data = _Values(file, log).of(root, ())
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = Location(file, mark.line + 1, mark.column + 1) if mark is not None else Location(file)
        log.error(where, (), f"is not YAML: {error.problem or error.context}")
        return None
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        log.error(Location(file, line), (), f"is not YAML: the character {error.character!r} is not allowed")
        return None
    except (YAMLError, ValueError) as error:
        log.error(Location(file), (), f"is not YAML: {error}")
        return None
    except RecursionError:
        log.error(Location(file), (), "is nested too deeply")
        return None
    return YamlDocument(file, data, root) if len(log.problems) == before else None


class _Values:
    """Turns nodes into values, each node once."""

    def __init__(self, file: str, log: ProblemLog) -> None:
        self._file = file
        self._log = log
        self._seen: set[int] = set()

    def of(self, node: Node, path: tuple[PathPart, ...]) -> JsonLike:
        if id(node) in self._seen:
            self._error(node, path, "aliases are not read", "repeat the value in place of the alias")
            return None
        self._seen.add(id(node))
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.of(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._scalar(node, path)

    def _mapping(self, node: MappingNode, path: tuple[PathPart, ...]) -> dict[str, JsonLike]:
        values: dict[str, JsonLike] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if not isinstance(key, str):
                self._error(key_node, path, "a key is a plain text")
                continue
            if key in values:
                self._error(key_node, (*path, key), "the key is given twice")
            values[key] = self.of(value_node, (*path, key))
        return values

    def _scalar(self, node: Node, path: tuple[PathPart, ...]) -> JsonLike:
        tag, text = str(node.tag), str(node.value)
        if tag == _TAG + "str":
            return text
        try:
            match tag.removeprefix(_TAG):
                case "null":
                    return None
                case "bool":
                    return text.lower() == "true"
                case "int":
                    return _integer(text)
                case "float":
                    return _float(text)
        except ValueError:
            self._error(node, path, f"{text!r} is not a number")
            return None
        self._error(node, path, f"the tag {tag} is not read", "write a plain text, number, list or map")
        return None

    def _error(self, node: Node, path: tuple[PathPart, ...], message: str, remedy: str = "") -> None:
        mark = node.start_mark
        self._log.error(Location(self._file, mark.line + 1, mark.column + 1), path, message, remedy)


def _integer(text: str) -> int:
    if text.lstrip("+-").lower().startswith(("0x", "0o")):
        return int(text, 0)
    return int(text)


def _float(text: str) -> float:
    # YAML writes .nan and .inf, Python nan and inf; the fields refuse both by name.
    lowered = text.lower()
    return float(lowered.replace(".", "", 1) if lowered.endswith((".nan", ".inf")) else lowered)
