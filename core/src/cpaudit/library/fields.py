"""An item as a flat list of fields, so that two of them can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from cpaudit.contributions import Checklist, Contribution

Leaf: TypeAlias = str | int | float | bool | None


def item_fields(item: Contribution) -> dict[str, Leaf]:
    """The fields of an item by path, without its pack and its code.

    The items of a checklist are items of their own: here they count with their order, as ``items``.
    """
    left_out = {"pack", "code", "items"} if isinstance(item, Checklist) else {"pack", "code"}
    fields = dict(leaves(item.model_dump(mode="json", by_alias=True, exclude=left_out)))
    if isinstance(item, Checklist):
        fields["items"] = " ".join(each.code for each in item.items)
    return fields


def leaves(value: object, path: str = "") -> Iterator[tuple[str, Leaf]]:
    """Each stated value below *value* with its path, dotted; parts of a list are named by code, key or id."""
    below = f"{path}." if path else ""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, f"{below}{key}")
    elif isinstance(value, list):
        for index, each in enumerate(value):
            named = each.get("code", each.get("key", each.get("id", index))) if isinstance(each, dict) else index
            yield from leaves(each, f"{below}{named}")
    elif isinstance(value, str | int | float | bool):
        yield path, value


def differing(old: Mapping[str, Leaf], new: Mapping[str, Leaf]) -> Iterator[tuple[str, Leaf, Leaf]]:
    """The fields that differ, each with its old and its new value; None where it is not stated."""
    for field in dict.fromkeys((*old, *new)):
        if old.get(field) != new.get(field):
            yield field, old.get(field), new.get(field)
