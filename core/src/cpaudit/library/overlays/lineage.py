"""Where the value of a field comes from: the pack's own, and what an overlay made of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from cpaudit.library.overlays.changes import Change, ChangeKind
from cpaudit.library.overlays.places import FieldPath, Json


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of a field.

    Attributes:
        pack: id of the pack.
        version: of the pack that was changed, or that states the value.
        value: what the field is after this layer.
        was: what it was before; None for the pack itself.
        change: what made it so; None for the pack itself.
        path: what the change is of: the field, what is around it, or a part of it.
    """

    pack: str
    version: str
    value: Json = field(hash=False)
    was: Json = field(default=None, hash=False)
    change: Change | None = None
    path: FieldPath = ()

    @property
    def revision(self) -> int | None:
        """The revision of the overlay in which the change was first published; None for the pack itself."""
        return None if self.change is None else self.change.since


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where a field's value comes from.

    Attributes:
        layers: the pack's own first, where the item is the pack's.
        parts: changes to single parts of the field.
    """

    ref: str
    path: FieldPath
    value: Json = field(hash=False)
    layers: tuple[Layer, ...] = ()
    parts: tuple[Layer, ...] = ()

    @property
    def origin(self) -> Layer:
        """The layer that has the last word on the field as a whole."""
        return self.layers[-1]


def sorted_out(changes: Iterable[Change], ref: str, path: FieldPath) -> tuple[list[Change], list[Change]]:
    """The changes that cover a field, and those of its parts."""
    covering: list[Change] = []
    inside: list[Change] = []
    for change in changes:
        if change.ref != ref:
            continue
        if change.kind in (ChangeKind.ADD_ITEM, ChangeKind.HIDE_ITEM) or change.path == path[: len(change.path)]:
            covering.append(change)
        elif change.path[: len(path)] == path:
            inside.append(change)
    return covering, inside
