"""Three-way rebase: changes that were made on one version of a pack, carried over to another.

*Base* is what the changed field was in the version on which the change was made, *theirs* what the new version
says, *ours* what the overlay says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from cpaudit.contributions import ContentKind, ContentPack, Contribution
from cpaudit.errors import InvalidInput
from cpaudit.library.overlays.changes import SOURCE, Change, ChangeKind, Revision
from cpaudit.library.overlays.drafting import base_value, stated
from cpaudit.library.overlays.places import Json, plain
from cpaudit.library.overlays.strictness import objection


class OutcomeStatus(StrEnum):
    """What becomes of a change."""

    CLEAN = "CLEAN"
    """It is carried over: the new version left the place as it was."""
    MOOT = "MOOT"
    """The new version says itself what the change says; the change ends."""
    CONFLICT = "CONFLICT"
    """Both changed the same; a person settles it."""


class Choice(StrEnum):
    """How a person settles a conflict."""

    KEEP_OURS = "KEEP_OURS"
    TAKE_THEIRS = "TAKE_THEIRS"
    NEW_VALUE = "NEW_VALUE"


@dataclass(frozen=True, slots=True)
class Decision:
    """A settled conflict, by the place of the change.

    Attributes:
        value: for a new value; of an added item, the whole item, whose ``code`` may be another.
    """

    ref: str
    path: tuple[str, ...]
    choice: Choice
    value: Json = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one change.

    Attributes:
        theirs: what the new version says; None where it has nothing there.
        why: for a conflict, what stands against the change.
    """

    change: Change
    status: OutcomeStatus
    theirs: Json = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Rebase:
    """What a new version of a pack means for an overlay; nothing is lost, every change has its outcome."""

    pack: ContentPack
    outcomes: tuple[Outcome, ...]

    @property
    def conflicts(self) -> tuple[Outcome, ...]:
        """Those that a person has to settle."""
        return tuple(each for each in self.outcomes if each.status is OutcomeStatus.CONFLICT)


def rebase(revision: Revision, pack: ContentPack) -> Rebase:
    """Hold a revision's changes of one pack against another version of it."""
    items = {item.ref: item for item in pack.contributions()}
    return Rebase(pack, tuple(_outcome(each, items.get(each.ref), pack) for each in revision.of_pack(pack.id)))


def settled(found: Rebase, decisions: Iterable[Decision]) -> tuple[Change, ...]:
    """The changes on the new version: those that apply cleanly, and those that were settled.

    Raises:
        InvalidInput: a conflict is not settled, a decision settles none, or to keep ours is not possible.
    """
    by_place = {(each.ref, each.path): each for each in decisions}
    open_places = {each.change.place for each in found.conflicts}
    for stray in sorted(by_place.keys() - open_places):
        raise InvalidInput(f"{_name(*stray)} is not in conflict", path=("input", "decisions"))
    missing = sorted(open_places - by_place.keys())
    if missing:
        listing = ", ".join(_name(*place) for place in missing)
        raise InvalidInput(f"not settled: {listing}", path=("input", "decisions"), remedy="settle every conflict")
    items = {item.ref: item for item in found.pack.contributions()}
    kept: list[Change] = []
    for outcome in found.outcomes:
        if outcome.status is OutcomeStatus.CLEAN:
            kept.append(_on(found.pack, items.get(outcome.change.ref), outcome.change))
        elif outcome.status is OutcomeStatus.CONFLICT:
            kept += _settle(found.pack, items.get(outcome.change.ref), outcome, by_place[outcome.change.place])
    return tuple(kept)


def _outcome(change: Change, item: Contribution | None, pack: ContentPack) -> Outcome:
    theirs: Json
    match change.kind:
        case ChangeKind.ADD_SOURCE:
            source = pack.manifest.source(change.code)
            theirs = None if source is None else source.model_dump(mode="json", exclude_defaults=True)
            return _of_addition(change, theirs, "the new version lists another document under this id")
        case ChangeKind.ADD_ITEM:
            theirs = None if item is None else stated(item)
            return _of_addition(change, theirs, "the new version has an item with this code")
        case ChangeKind.HIDE_ITEM if item is None:
            return Outcome(change, OutcomeStatus.MOOT)
    if item is None:
        return Outcome(change, OutcomeStatus.CONFLICT, None, "the new version has no such item")
    theirs = base_value(item, change)
    if change.kind is ChangeKind.HIDE_ITEM:
        same = theirs == change.base_value
        why = "" if same else "the new version changed the item"
        return Outcome(change, OutcomeStatus.CLEAN if same else OutcomeStatus.CONFLICT, theirs, why)
    if theirs == change.value:
        return Outcome(change, OutcomeStatus.MOOT, theirs)
    if theirs != change.base_value:
        return Outcome(change, OutcomeStatus.CONFLICT, theirs, "the new version changed the field")
    if change.kind is ChangeKind.TIGHTEN_FIELD:
        # The field is the same, but what makes it strict, an indicator's direction, may be another.
        why = objection(change.item_kind, plain(item), change.path, change.value) or ""
        return Outcome(change, OutcomeStatus.CONFLICT if why else OutcomeStatus.CLEAN, theirs, why)
    return Outcome(change, OutcomeStatus.CLEAN, theirs)


def _of_addition(change: Change, theirs: Json, why: str) -> Outcome:
    if theirs is None:
        return Outcome(change, OutcomeStatus.CLEAN)
    same = isinstance(change.value, Mapping) and theirs == {**change.value, _identity(change): change.code}
    return Outcome(change, OutcomeStatus.MOOT if same else OutcomeStatus.CONFLICT, theirs, "" if same else why)


def _settle(pack: ContentPack, item: Contribution | None, outcome: Outcome, decision: Decision) -> list[Change]:
    change = outcome.change
    if decision.choice is Choice.TAKE_THEIRS:
        return []
    value = change.value if decision.choice is Choice.KEEP_OURS else decision.value
    if change.kind is ChangeKind.HIDE_ITEM:
        if decision.choice is Choice.NEW_VALUE:
            raise _impossible(change, "a hidden item has no value", "keep ours, or take theirs")
        return [_on(pack, item, change)]
    if change.kind in (ChangeKind.ADD_ITEM, ChangeKind.ADD_SOURCE):
        return _settle_addition(pack, item, change, value, decision.choice)
    if item is None:
        raise _impossible(change, "the item is gone", "take theirs, and add an item of your own")
    settled_change = replace(_on(pack, item, change), value=value)
    if value == settled_change.base_value:
        return []
    if change.kind is ChangeKind.TIGHTEN_FIELD:
        wrong = objection(change.item_kind, plain(item), change.path, value)
        if wrong is not None:
            raise _impossible(change, wrong, "take theirs, or give a stricter value")
    return [settled_change]


def _settle_addition(
    pack: ContentPack, item: Contribution | None, change: Change, value: Json, choice: Choice
) -> list[Change]:
    if not isinstance(value, Mapping):
        raise _impossible(change, "an item is a map of its fields", "give the whole item")
    identity = _identity(change)
    code = str(value.get(identity, change.code))
    if choice is Choice.NEW_VALUE and code != change.code:
        return [replace(change, ref=f"{pack.id}:{change.item_kind}:{code}", value=value, base_version=pack.version)]
    if item is None or change.item_kind in (SOURCE, ContentKind.CHECKLIST):
        raise _impossible(change, "a code never means two things", f"take theirs, or give it another {identity}")
    # The code is the pack's now, so what differs becomes overrides of the pack's item.
    theirs = plain(item)
    ours = plain(type(item).model_validate({**value, "pack": pack.id, "code": code}))
    return [
        replace(
            change,
            kind=ChangeKind.OVERRIDE_FIELD,
            path=(name,),
            value=ours[name],
            base_value=theirs[name],
            base_version=pack.version,
        )
        for name in ours
        if ours[name] != theirs[name]
    ]


def _on(pack: ContentPack, item: Contribution | None, change: Change) -> Change:
    """A change as it is on a version of the pack."""
    return replace(change, base_version=pack.version, base_value=base_value(item, change))


def _identity(change: Change) -> str:
    return "id" if change.item_kind == SOURCE else "code"


def _impossible(change: Change, message: str, remedy: str) -> InvalidInput:
    return InvalidInput(f"{_name(*change.place)}: {message}", path=("input", "decisions"), remedy=remedy)


def _name(ref: str, path: tuple[str, ...]) -> str:
    return f"{ref} {'.'.join(path)}".strip()
