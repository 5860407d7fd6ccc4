"""Changes of one revision that cannot stand together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from cpaudit.contributions import ContentProblem
from cpaudit.library.overlays.changes import SOURCE, Change, ChangeKind
from cpaudit.library.overlays.strictness import direction_of

_OF_FIELDS = (ChangeKind.OVERRIDE_FIELD, ChangeKind.TIGHTEN_FIELD)


def contradictions(changes: Iterable[Change]) -> Iterator[ContentProblem]:
    """Every pair of changes of which one undoes, or depends on, the other; and changes that are none."""
    by_ref: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_ref[change.ref].append(change)
        yield from _malformed(change)
    for group in by_ref.values():
        for position, change in enumerate(group):
            for other in group[position + 1 :]:
                if change.touches(other):
                    yield _problem(change, f"{_said(change)} and {_said(other)} exclude each other", "discard one")
            yield from _moving_target(change, group)


def _malformed(change: Change) -> Iterator[ContentProblem]:
    if (change.kind in _OF_FIELDS) != bool(change.path):
        yield _problem(change, "a change of a field, and only that, names the field", "give the field's path")
    if (change.kind is ChangeKind.ADD_SOURCE) != (change.item_kind == SOURCE):
        yield _problem(change, "a source is added, and nothing else is done to one", "add a source, and name that")


def _moving_target(change: Change, group: Sequence[Change]) -> Iterator[ContentProblem]:
    """A threshold is tightened in the direction that the pack states, so that has to stay."""
    direction = direction_of(change.path)
    if change.kind is ChangeKind.TIGHTEN_FIELD and direction is not None:
        for other in group:
            if other is not change and other.path == direction:
                yield _problem(change, "the direction of the indicator is changed too", "override the threshold")


def _said(change: Change) -> str:
    return change.kind.value.replace("_", " ").lower()


def _problem(change: Change, message: str, remedy: str) -> ContentProblem:
    return ContentProblem(change.ref, 0, 0, change.path, message, remedy)
