"""A change of an overlay as plain JSON, as it is kept, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from cpaudit.library.overlays import Change, ChangeKind, Revision


def written(change: Change) -> dict[str, object]:
    """A change as JSON."""
    return {
        "kind": change.kind.value,
        "ref": change.ref,
        "path": list(change.path),
        "value": change.value,
        "base_version": change.base_version,
        "base_value": change.base_value,
        "author": change.author,
        "at": None if change.at is None else change.at.isoformat(),
        "since": change.since,
        "reason": change.reason,
    }


def read(kept: Mapping[str, object]) -> Change:
    """The change that was written."""
    path, at, since = kept["path"], kept["at"], kept["since"]
    return Change(
        kind=ChangeKind(str(kept["kind"])),
        ref=str(kept["ref"]),
        path=tuple(str(part) for part in path) if isinstance(path, list) else (),
        value=kept["value"],
        base_version=str(kept["base_version"]),
        base_value=kept["base_value"],
        author=str(kept["author"]),
        at=None if at is None else datetime.fromisoformat(str(at)),
        since=since if isinstance(since, int) else None,
        reason=str(kept["reason"]),
    )


def revision_of(number: int, kept: Iterable[Mapping[str, object]]) -> Revision:
    """The revision that these changes make up."""
    return Revision(number, tuple(read(each) for each in kept))


def place_key(change: Change) -> str:
    """The place of a change as one text."""
    return json.dumps([change.ref, *change.path], ensure_ascii=False)
