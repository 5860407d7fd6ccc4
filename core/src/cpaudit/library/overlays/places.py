"""Where a field stands in the plain form of an item, by names that survive when lists grow.

A path is made of keys as they stand in a pack's files. In a list whose elements have a ``code`` or a ``key`` an
element is named by that, ``("indicators", "GLS-I-01", "quantitative", "thresholds", "I")``; any other list
is changed as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, TypeAlias

from cpaudit.contributions import Checklist, Contribution
from cpaudit.errors import PathPart

Json: TypeAlias = object
"""A value as JSON has it: what a field of an item is in a file."""

FieldPath = tuple[str, ...]

_NAMES = ("code", "key")


class NoSuchPlace(LookupError):
    """A path leads to nothing; the message says where it ends."""


def plain(item: Contribution) -> dict[str, Json]:
    """An item as a file would state it, every field written out; of a checklist without its items."""
    left_out = {"pack", "items"} if isinstance(item, Checklist) else {"pack"}
    return item.model_dump(mode="json", by_alias=True, exclude=left_out)


def value_at(item: Json, path: Sequence[str]) -> Json:
    """The value of a field; None where it is not stated, or where nothing is at the path."""
    found: Any = item
    for part in path:
        if isinstance(found, Mapping):
            found = found.get(part)
        elif isinstance(found, list):
            index = _index(found, part)
            found = None if index is None else found[index]
        else:
            return None
    return found


def with_value(item: Mapping[str, Json], path: Sequence[str], value: Json) -> dict[str, Json]:
    """A copy of an item in which one field is *value*; None takes away what may be missing.

    Raises:
        NoSuchPlace: the path leads through something that is not there.
    """
    changed = deepcopy(dict(item))
    around: Any = changed
    for position, part in enumerate(path[:-1]):
        index = _index(around, part) if isinstance(around, list) else None
        if isinstance(around, dict) and part in around:
            around = around[part]
        elif index is not None:
            around = around[index]
        else:
            raise NoSuchPlace(f"there is no {'.'.join(path[: position + 1])}")
    last = path[-1]
    if isinstance(around, list):
        _put(around, last, value)
    elif isinstance(around, dict):
        around[last] = value
    else:
        raise NoSuchPlace(f"nothing lies below {'.'.join(path[:-1])}")
    return changed


def named(item: Any, path: Sequence[PathPart]) -> tuple[PathPart, ...]:
    """A path with numbers in lists as one with names, as far as elements have them."""
    found: list[PathPart] = []
    for part in path:
        if isinstance(item, list) and isinstance(part, int) and part < len(item):
            item = item[part]
            found.append(_name(item) or part)
        else:
            item = item.get(part) if isinstance(item, dict) else None
            found.append(part)
    return tuple(found)


def _put(elements: list[Json], name: str, value: Json) -> None:
    index = _index(elements, name)
    if value is None:
        if index is not None:
            del elements[index]
        return
    if not isinstance(value, Mapping) or _name(value) != name:
        raise NoSuchPlace(f"the list is changed as a whole, or by an element with the code {name}")
    if index is None:
        elements.append(deepcopy(dict(value)))
    else:
        elements[index] = deepcopy(dict(value))


def _index(elements: Sequence[Json], name: str) -> int | None:
    return next((index for index, element in enumerate(elements) if _name(element) == name), None)


def _name(element: Json) -> str | None:
    if not isinstance(element, Mapping):
        return None
    return next((str(element[key]) for key in _NAMES if key in element), None)
