"""What an overlay is made of: single changes to items of packs, and the revisions that hold them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from cpaudit.contributions import ContentKind
from cpaudit.errors import InvalidInput
from cpaudit.library.overlays.places import FieldPath, Json

SOURCE = "source"
"""What stands in the place of the kind in the reference of a source, ``pack:source:id``."""


class ChangeKind(StrEnum):
    """What a change does."""

    ADD_ITEM = "ADD_ITEM"
    """The pack has one more item."""
    ADD_SOURCE = "ADD_SOURCE"
    """The pack lists one more document, for items to name."""
    OVERRIDE_FIELD = "OVERRIDE_FIELD"
    """A field has another value."""
    TIGHTEN_FIELD = "TIGHTEN_FIELD"
    """A demand is stricter than the pack's."""
    HIDE_ITEM = "HIDE_ITEM"
    """The item is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change, with where it comes from.

    Attributes:
        ref: the item, ``pack:kind:code``; for a source ``pack:source:id``.
        path: the field, for those kinds that change one; see :mod:`cpaudit.library.overlays.places`.
        value: what the field, or the added item, is from now on.
        base_version: version of the pack on which the change was made.
        base_value: what the field, or the hidden item, was in that version; None for what was not there.
        author: who made it: a membership's id.
        at: when.
        since: the revision in which it was first published; None in a draft.
        reason: why, in the author's words.
    """

    kind: ChangeKind
    ref: str
    path: FieldPath = ()
    value: Json = field(default=None, hash=False)
    base_version: str = ""
    base_value: Json = field(default=None, hash=False)
    author: str = ""
    at: datetime | None = None
    since: int | None = None
    reason: str = ""

    @property
    def pack(self) -> str:
        """Id of the pack."""
        return self.ref.partition(":")[0]

    @property
    def item_kind(self) -> str:
        """The kind of the item, as it stands in its reference."""
        return split_ref(self.ref)[1]

    @property
    def code(self) -> str:
        """The item's code."""
        return split_ref(self.ref)[2]

    @property
    def place(self) -> tuple[str, FieldPath]:
        """What it changes; two changes of one place exclude each other."""
        return self.ref, self.path

    def touches(self, other: Change) -> bool:
        """Whether both change the same field, or one a part of what the other changes."""
        shorter = min(len(self.path), len(other.path))
        return self.ref == other.ref and self.path[:shorter] == other.path[:shorter]


@dataclass(frozen=True, slots=True)
class Revision:
    """A tenant's whole overlay at one time, in the order in which the changes were made.

    Attributes:
        number: from 1 for the tenant's first published revision; 0 for a draft.
    """

    number: int
    changes: tuple[Change, ...] = ()

    def of_pack(self, pack: str) -> tuple[Change, ...]:
        """The changes to one pack."""
        return tuple(change for change in self.changes if change.pack == pack)

    @property
    def packs(self) -> frozenset[str]:
        """The packs that it changes."""
        return frozenset(change.pack for change in self.changes)


def split_ref(ref: str) -> tuple[str, str, str]:
    """Pack, kind and code of a reference.

    Raises:
        InvalidInput: it is none.
    """
    parts = ref.split(":", 2)
    kinds = {SOURCE, *(kind.value for kind in ContentKind)}
    if len(parts) != 3 or not all(parts) or parts[1] not in kinds:
        raise InvalidInput(f"{ref!r} is no reference", path=("input", "ref"), remedy="write pack:kind:code")
    return parts[0], parts[1], parts[2]


def replaced(changes: Iterable[Change], change: Change) -> tuple[Change, ...]:
    """The changes with *change* in the place of an earlier one of the same place, or else at the end."""
    found = tuple(changes)
    if any(each.place == change.place for each in found):
        return tuple(change if each.place == change.place else each for each in found)
    return (*found, change)
