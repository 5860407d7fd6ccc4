"""What differs between two libraries, item by item and field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from cpaudit.contributions import ContentKind, Contribution
from cpaudit.library.fields import Leaf, differing, item_fields
from cpaudit.library.library import Library, Pin


class Fate(StrEnum):
    """What became of a pack or an item."""

    ADDED = "ADDED"
    REMOVED = "REMOVED"
    CHANGED = "CHANGED"


@dataclass(frozen=True, slots=True)
class PackChange:
    """What became of a pack; one of the pins is None where it was added or removed."""

    pack: str
    fate: Fate
    old: Pin | None
    new: Pin | None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field with its old and its new value; None where it is not stated.

    Attributes:
        field: its path in the item, with dots; parts of a list are named by their code or key where they have one.
    """

    field: str
    old: Leaf
    new: Leaf


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What became of an item; fields only where it was changed."""

    ref: str
    kind: ContentKind
    fate: Fate
    fields: tuple[FieldChange, ...] = ()


def pack_changes(old: Library, new: Library) -> tuple[PackChange, ...]:
    """The packs that differ, by id. One that *old* should have and nobody has any more counts as changed."""
    before = {pin.pack_id: pin for pin in (*old.missing, *old.pins())}
    after = {pin.pack_id: pin for pin in (*new.missing, *new.pins())}
    return tuple(
        PackChange(pack, _fate(pack in before, pack in after), before.get(pack), after.get(pack))
        for pack in sorted(before.keys() | after.keys())
        if before.get(pack) != after.get(pack)
    )


@lru_cache(maxsize=64)
def item_changes(old: Library, new: Library) -> tuple[ItemChange, ...]:
    """The items that differ, by reference."""
    before, after = _items(old, new), _items(new, old)
    return tuple(_changes(before, after))


def _items(library: Library, other: Library) -> dict[str, Contribution]:
    """The items of those packs of a library that the other does not have as they are."""
    same = frozenset(other.packs)
    return {item.ref: item for pack in library.packs if pack not in same for item in pack.contributions()}


def _changes(before: Mapping[str, Contribution], after: Mapping[str, Contribution]) -> Iterator[ItemChange]:
    for ref in sorted(before.keys() | after.keys()):
        kind = (before.get(ref) or after[ref]).kind
        if ref not in before or ref not in after:
            yield ItemChange(ref, kind, _fate(ref in before, ref in after))
        elif before[ref] != after[ref]:
            found = differing(item_fields(before[ref]), item_fields(after[ref]))
            fields = tuple(FieldChange(*each) for each in found)
            # A checklist differs from another by its own fields and by which items it has in which order.
            if fields:
                yield ItemChange(ref, kind, Fate.CHANGED, fields)


def _fate(was: bool, is_there: bool) -> Fate:
    if was and is_there:
        return Fate.CHANGED
    return Fate.REMOVED if was else Fate.ADDED
