"""A change as a person asks for it, made a complete one against the packs as they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from cpaudit.contributions import Checklist, ContentPack, Contribution
from cpaudit.errors import InvalidInput, NotFound
from cpaudit.library.overlays.applying import Overlaid, apply
from cpaudit.library.overlays.changes import SOURCE, Change, ChangeKind, Revision, replaced
from cpaudit.library.overlays.places import Json, NoSuchPlace, plain, value_at, with_value


def drafted(
    packs: Iterable[ContentPack], changes: tuple[Change, ...], change: Change
) -> tuple[tuple[Change, ...], Overlaid]:
    """The changes of a draft with one more, and what they come to.

    An earlier change of the same field is replaced. The version and the value on which the change is made are
    taken from the packs; a value is kept as the item's own type reads it.

    Raises:
        NotFound: there is no such pack, or no such item to change or hide.
        InvalidInput: the change would change nothing.
        ContentError: the items would not be valid; with every problem.
    """
    base = tuple(packs)
    pack = next((each for each in base if each.id == change.pack), None)
    if pack is None:
        raise NotFound(f"there is no pack {change.pack!r} among the enabled ones", path=("input", "ref"))
    item = next((each for each in pack.contributions() if each.ref == change.ref), None)
    own = next((each for each in changes if each.ref == change.ref and each.kind is ChangeKind.ADD_ITEM), None)
    if own is not None and change.path:
        change = _within(own, change)
    if item is None and change.kind not in (ChangeKind.ADD_ITEM, ChangeKind.ADD_SOURCE):
        raise NotFound(f"the pack has no {change.ref!r}", path=("input", "ref"))
    if item is not None and change.kind is ChangeKind.ADD_ITEM:
        raise InvalidInput(f"the pack has {change.ref!r} already", path=("input", "ref"), remedy="choose another code")
    complete = replace(change, base_version=pack.version, base_value=base_value(item, change))
    _require_change(complete)
    result = replaced(changes, complete)
    overlaid = apply(base, Revision(0, result))
    settled = replace(complete, value=_as_read(overlaid, complete))
    _require_change(settled)
    return replaced(changes, settled), overlaid


def base_value(item: Contribution | None, change: Change) -> Json:
    """What a change's field, or the whole hidden item, is in the pack."""
    if item is None:
        return None
    return stated(item) if change.kind is ChangeKind.HIDE_ITEM else value_at(plain(item), change.path)


def stated(item: Contribution) -> Json:
    """What an item says of itself, without what it leaves open; a checklist with all of its questions."""
    found = item.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"pack"})
    if isinstance(item, Checklist):
        found["items"] = [
            {key: value for key, value in each.items() if key not in ("pack", "checklist")} for each in found["items"]
        ]
    return found


def _require_change(change: Change) -> None:
    if change.kind in (ChangeKind.OVERRIDE_FIELD, ChangeKind.TIGHTEN_FIELD) and change.value == change.base_value:
        raise InvalidInput(
            f"{'.'.join(change.path)} of {change.ref} has this value already",
            path=("input", "value"),
            remedy="discard an earlier change to have the pack's value again",
        )


def _as_read(overlaid: Overlaid, change: Change) -> Json:
    if change.kind is ChangeKind.HIDE_ITEM or change.item_kind == SOURCE:
        return change.value
    item = overlaid.item(change.ref)
    return stated(item) if change.kind is ChangeKind.ADD_ITEM else value_at(plain(item), change.path)


def _within(own: Change, change: Change) -> Change:
    """A change of a field of an item that the overlay itself adds: the item is added otherwise."""
    try:
        value = with_value(own.value if isinstance(own.value, Mapping) else {}, change.path, change.value)
    except NoSuchPlace as error:
        raise InvalidInput(str(error), path=("input", "path"), remedy="name a field of the item") from error
    return replace(own, value=value, author=change.author, at=change.at, reason=change.reason)
