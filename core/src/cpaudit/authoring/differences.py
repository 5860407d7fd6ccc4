"""What changed between two versions of a pack, item by item and field by field, and which version that calls for.

Semantic versioning of content: what an audit has referred to and does not find any more, or finds with another
meaning, is a major change; a figure, a rule or an item that is new is a minor one; how something reads is a patch.
Before 1.0 a major change calls for the next minor version, as is usual.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from cpaudit.contributions import ContentPack
from cpaudit.errors import InvalidInput
from cpaudit.library.differences import Fate
from cpaudit.library.fields import Leaf, differing, item_fields, leaves

MANIFEST = "pack.toml"

_READING = frozenset(
    {
        "name",
        "description",
        "question",
        "guidance",
        "legal_basis",
        "note",
        "locator",
        "evidence",
        "measured_at",
        "title",
        "publisher",
        "licence",
        "condition",
        "items",
    }
)
"""Fields that say how something reads; ``items`` is the order of a checklist."""

_MEANING = frozenset(
    {
        "answer",
        "unit",
        "per_unit",
        "pollutant",
        "resource",
        "per_product",
        "product",
        "direction",
        "kind",
        "checklist",
        "api",
    }
)
"""Fields that say what something is: another value makes it another thing under the same code."""

_RELEASE = re.compile(r"\d+(\.\d+)*")


class Bump(IntEnum):
    """Which part of the version has to grow."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field with its old and its new value; None where it is not given."""

    field: str
    old: Leaf
    new: Leaf
    bump: Bump


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What became of an item; the manifest is one, too.

    Attributes:
        ref: ``pack:kind:code``, or ``pack.toml``.
    """

    ref: str
    fate: Fate
    fields: Sequence[FieldChange]
    bump: Bump


@dataclass(frozen=True, slots=True)
class PackDifference:
    """What changed between two versions.

    Attributes:
        called_for: the least version that the change calls for.
        sufficient: whether the new version is that or a later one.
    """

    pack: str
    old_version: str
    new_version: str
    items: Sequence[ItemChange]
    bump: Bump
    called_for: str
    sufficient: bool


def compare_packs(old: ContentPack, new: ContentPack) -> PackDifference:
    """Compare two versions of one pack.

    Raises:
        InvalidInput: they are not versions of one pack.
    """
    if old.id != new.id:
        raise InvalidInput(
            f"{old.id!r} and {new.id!r} are two packs, not two versions of one",
            path=("NEW",),
            remedy="an id is never changed; a pack with another id is another pack",
        )
    items = list(_changes(old, new))
    bump = max((item.bump for item in items), default=Bump.NONE)
    called_for = next_version(old.version, bump)
    sufficient = _release(new.version) >= _release(called_for)
    return PackDifference(old.id, old.version, new.version, items, bump, called_for, sufficient)


def next_version(version: str, bump: Bump) -> str:
    """The least version after *version* that shows a change of this weight."""
    major, minor, patch = _release(version)
    if bump is Bump.NONE:
        return version
    if bump is Bump.PATCH:
        return f"{major}.{minor}.{patch + 1}"
    return f"{major + 1}.0.0" if bump is Bump.MAJOR and major else f"{major}.{minor + 1}.0"


def _changes(old: ContentPack, new: ContentPack) -> Iterator[ItemChange]:
    manifests = (dict(leaves(pack.manifest.model_dump(mode="json", exclude={"version"}))) for pack in (old, new))
    yield from _changed(MANIFEST, *manifests)
    before = {item.ref: item for item in old.contributions()}
    after = {item.ref: item for item in new.contributions()}
    for ref in before.keys() - after.keys():
        yield ItemChange(ref, Fate.REMOVED, (), Bump.MAJOR)
    for ref, item in after.items():
        if ref in before:
            yield from _changed(ref, item_fields(before[ref]), item_fields(item))
        else:
            yield ItemChange(ref, Fate.ADDED, (), Bump.MINOR)


def _changed(ref: str, old: Mapping[str, Leaf], new: Mapping[str, Leaf]) -> Iterator[ItemChange]:
    fields = [
        FieldChange(field, before, after, _weight(field, old, new)) for field, before, after in differing(old, new)
    ]
    if fields:
        yield ItemChange(ref, Fate.CHANGED, fields, max(each.bump for each in fields))


def _weight(field: str, old: Mapping[str, Leaf], new: Mapping[str, Leaf]) -> Bump:
    parts = field.split(".")
    if _READING & set(parts):
        return Bump.PATCH
    # An answer that was possible, or a unit process or stream that audits took over, is gone.
    gone = parts[0] in ("choices", "units", "streams", "indicators", "categories") and field not in new
    return Bump.MAJOR if gone or (_MEANING & set(parts) and old.get(field) is not None) else Bump.MINOR


def _release(version: str) -> tuple[int, int, int]:
    found = _RELEASE.match(version)
    numbers = [int(part) for part in found[0].split(".")] if found else []
    major, minor, patch = (*numbers, 0, 0, 0)[:3]
    return major, minor, patch
