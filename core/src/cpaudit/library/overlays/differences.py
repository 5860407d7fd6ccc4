"""What one revision says otherwise than another."""

from __future__ import annotations

from dataclasses import dataclass

from cpaudit.library.overlays.changes import Change, Revision
from cpaudit.library.overlays.places import FieldPath


@dataclass(frozen=True, slots=True)
class Difference:
    """One place that two revisions change differently.

    Attributes:
        before: the earlier revision's change; None where it leaves the place as it is.
        after: the later one's; None where that leaves it as it is.
    """

    ref: str
    path: FieldPath
    before: Change | None
    after: Change | None


def differences(earlier: Revision, later: Revision) -> tuple[Difference, ...]:
    """What *later* adds, says otherwise and leaves out, in the order of items and fields."""
    before = {change.place: change for change in earlier.changes}
    after = {change.place: change for change in later.changes}
    return tuple(
        Difference(*place, before.get(place), after.get(place))
        for place in sorted(before.keys() | after.keys())
        if _says(before.get(place)) != _says(after.get(place))
    )


def _says(change: Change | None) -> object:
    return None if change is None else (change.kind, change.value)
