"""A revision of an overlay applied to packs: the items that the tenant then has, and where each field comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from cpaudit.contributions import (
    SHARED_PACK,
    ChecklistItem,
    ContentError,
    ContentKind,
    ContentPack,
    ContentProblem,
    Contribution,
)
from cpaudit.engine import is_unit
from cpaudit.errors import NotFound
from cpaudit.library.overlays.changes import Change, ChangeKind, Revision
from cpaudit.library.overlays.lineage import Layer, Lineage, sorted_out
from cpaudit.library.overlays.overlaying import overlay_pack
from cpaudit.library.overlays.places import FieldPath, Json, plain, value_at


@dataclass(frozen=True, eq=False)
class Overlaid:
    """Packs with a revision applied.

    Attributes:
        base: the packs as their authors made them.
        packs: the packs as the tenant has them, in the same order.
        revision: what was applied.
        dropped: for items that named a hidden one (options in ``suggests`` and ``excludes``), the changes that
            took the name out, by reference and field.
    """

    base: tuple[ContentPack, ...]
    packs: tuple[ContentPack, ...]
    revision: Revision
    dropped: dict[tuple[str, str], tuple[Change, ...]]

    def item(self, ref: str) -> Contribution:
        """An item as the tenant has it; raises NotFound."""
        return _found(self._items, ref)

    def lineage(self, ref: str, path: FieldPath) -> Lineage:
        """Where a field's value comes from.

        Raises:
            NotFound: the tenant has no such item.
        """
        item = self.item(ref)
        value = value_at(plain(item), path)
        covering, parts = sorted_out(self.revision.changes, ref, path)
        if not covering and ref not in self._base_items and isinstance(item, ChecklistItem):
            # It came with a checklist that was added.
            around = f"{item.pack}:{ContentKind.CHECKLIST}:{item.checklist}"
            covering, _ = sorted_out(self.revision.changes, around, ())
        layers = [self._of_pack(ref, path)] if ref in self._base_items else []
        for change in covering:
            after = value if change.kind is ChangeKind.ADD_ITEM else value_at(change.value, path[len(change.path) :])
            layers.append(self._of_change(change, after, layers[-1].value if layers else None))
        for change in self.dropped.get((ref, path[0]), ()) if path else ():
            layers.append(self._of_change(change, value, layers[-1].value))
        base = plain(self._base_items[ref]) if ref in self._base_items else {}
        inside = tuple(self._of_change(each, each.value, value_at(base, each.path)) for each in parts)
        return Lineage(ref, path, value, tuple(layers), inside)

    def _of_change(self, change: Change, value: Json, was: Json) -> Layer:
        version = change.base_version or next((pack.version for pack in self.base if pack.id == change.pack), "")
        return Layer(change.pack, version, value, was, change, change.path)

    def _of_pack(self, ref: str, path: FieldPath) -> Layer:
        item = self._base_items[ref]
        version = next(pack.version for pack in self.base if pack.id == item.pack)
        return Layer(item.pack, version, value_at(plain(item), path), path=path)

    @cached_property
    def _items(self) -> dict[str, Contribution]:
        return {item.ref: item for pack in self.packs for item in pack.contributions()}

    @cached_property
    def _base_items(self) -> dict[str, Contribution]:
        return {item.ref: item for pack in self.base for item in pack.contributions()}


def apply(packs: Iterable[ContentPack], revision: Revision) -> Overlaid:
    """Apply a revision to packs. Changes to packs that are not among them rest.

    The order of the changes does not matter, because no two of them may change the same field. To apply a
    revision to what it was applied to before changes nothing.

    Raises:
        ContentError: with every problem; each names the item (in the place of a file) and the field.
    """
    base = tuple(packs)
    problems: list[ContentProblem] = []
    made: list[ContentPack] = []
    dropped: dict[tuple[str, str], tuple[Change, ...]] = {}
    for pack in base:
        changes = revision.of_pack(pack.id)
        if not changes:
            made.append(pack)
            continue
        pack_made, pack_dropped, found = overlay_pack(pack, changes, is_unit)
        made.append(pack_made)
        dropped |= pack_dropped
        problems += found
    problems += _left_in_the_lurch(base, made)
    if problems:
        raise ContentError(f"with the overlay's revision {revision.number or 'in draft'}", problems)
    return Overlaid(base, tuple(made), revision, dropped)


def _left_in_the_lurch(base: Iterable[ContentPack], made: Iterable[ContentPack]) -> Iterator[ContentProblem]:
    """Options that require one of the shared pack which is hidden; those that merely mention it do without."""
    before, after = (
        {option.code for pack in packs if pack.id == SHARED_PACK for option in pack.options} for packs in (base, made)
    )
    hidden = before - after
    for pack in made if hidden else ():
        own = {option.code for option in pack.options}
        for option in pack.options:
            for index, code in enumerate(option.requires):
                if code in hidden - own:
                    message = f"it requires {SHARED_PACK}:{ContentKind.OPTION}:{code}, which is hidden"
                    path = ("requires", index)
                    yield ContentProblem(option.ref, 0, 0, path, message, "hide it too, or change what it requires")


def _found(items: dict[str, Contribution], ref: str) -> Contribution:
    item = items.get(ref)
    if item is None:
        raise NotFound(f"the library has no {ref!r}", path=("ref",))
    return item
