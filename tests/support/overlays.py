"""Changes to the sample pack, made in short."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from cpaudit.contributions import ContentPack
from cpaudit.library.overlays import Change, ChangeKind, Json, Revision, drafted

WHEN = datetime(2026, 1, 2, tzinfo=UTC)
SYSTEM = "glass:indicator_system:GLS-IND"
THRESHOLDS = ("indicators", "GLS-I-01", "quantitative", "thresholds")
QUESTION: Mapping[str, Json] = {
    "checklist": "GLS-CHK",
    "step": "SITE_SURVEY",
    "aspect": "EQUIPMENT",
    "question": {"zh-CN": "示例问题？", "en": "An illustrative question?"},
}


def override(ref: str, path: str, value: Json) -> Change:
    """A field has another value; its path is dotted."""
    return _change(ChangeKind.OVERRIDE_FIELD, ref, tuple(path.split(".")), value)


def tighten(ref: str, path: str, value: Json) -> Change:
    """A demand is stricter."""
    return _change(ChangeKind.TIGHTEN_FIELD, ref, tuple(path.split(".")), value)


def hide(ref: str) -> Change:
    """An item is not there."""
    return _change(ChangeKind.HIDE_ITEM, ref)


def add(ref: str, value: Json) -> Change:
    """An item more."""
    return _change(ChangeKind.ADD_ITEM, ref, (), value)


def revision(pack: ContentPack, *changes: Change, number: int = 1) -> Revision:
    """A published revision, each change made as the product makes it."""
    found: tuple[Change, ...] = ()
    for change in changes:
        found, _ = drafted([pack], found, change)
    return Revision(number, found)


def _change(kind: ChangeKind, ref: str, path: tuple[str, ...] = (), value: Json = None) -> Change:
    return Change(kind=kind, ref=ref, path=path, value=value, author="somebody", at=WHEN, since=1)
