"""Which way a demand gets stricter, for the fields that make one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from cpaudit.contributions import ContentKind, Direction, EvidenceRule
from cpaudit.library.overlays.places import FieldPath, Json, value_at

_Rule = Callable[[Any, Any, str | None], str | None]
"""``(the pack's value, the new one, the direction of the indicator)`` → what is wrong, or None."""


@dataclass(frozen=True, slots=True)
class _Demand:
    kind: ContentKind
    pattern: str
    rule: _Rule


def objection(kind: str, item: Mapping[str, Json], path: FieldPath, value: Json) -> str | None:
    """Why *value* is not a tightening of a field of *item*; None where it is one. The same value is one.

    Args:
        kind: the kind of the item, as in its reference.
        item: the pack's item in plain form.
    """
    rule = _rule(kind, path)
    if rule is None:
        return "the field makes no demand that could be stricter"
    direction = value_at(item, (*path[:2], "quantitative", "direction")) if len(path) > 2 else None
    return rule(value_at(item, path), value, direction if isinstance(direction, str) else None)


def direction_of(path: FieldPath) -> FieldPath | None:
    """The field that says which way a threshold gets stricter; None where that is always the same."""
    return (*path[:3], "direction") if len(path) > 3 and path[2] == "quantitative" else None


def _rule(kind: str, path: FieldPath) -> _Rule | None:
    dotted = ".".join(part.replace(".", "_") for part in path)
    return next((each.rule for each in _DEMANDS if each.kind == kind and fnmatchcase(dotted, each.pattern)), None)


def _evidence(old: Any, new: Any, direction: str | None) -> str | None:
    if new in (EvidenceRule.REQUIRED, old):
        return None
    return "evidence that is required stays required"


def _asked(old: Any, new: Any, direction: str | None) -> str | None:
    """A question is asked in more cases: always, or after more of the answers on which it depends."""
    if new is None or new == old:
        return None
    if old is None:
        return "the question is asked always, a condition would ask it less often"
    if not isinstance(new, Mapping) or new.get("item") != old["item"]:
        return "the condition depends on another question"
    lacking = sorted(set(old["is"]) - set(new.get("is") or ()))
    return f"it would not be asked after {', '.join(lacking)} any more" if lacking else None


def _limiting(old: Any, new: Any, direction: str | None) -> str | None:
    return None if new is True or new == old else "a limiting indicator stays limiting"


def _threshold(old: Any, new: Any, direction: str | None) -> str | None:
    upwards = direction != Direction.LOWER_IS_BETTER
    return _no_looser(old, new, upwards=upwards)


def _upper_threshold(old: Any, new: Any, direction: str | None) -> str | None:
    return _no_looser(old, new, upwards=False)


def _no_looser(old: Any, new: Any, *, upwards: bool) -> str | None:
    if not _is_number(old) or not _is_number(new):
        return "a threshold is a number"
    if (new >= old) if upwards else (new <= old):
        return None
    return f"{new:g} is looser than {old:g}: a tighter one is {'higher' if upwards else 'lower'}"


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_DEMANDS = (
    _Demand(ContentKind.CHECKLIST_ITEM, "evidence", _evidence),
    _Demand(ContentKind.CHECKLIST_ITEM, "when", _asked),
    _Demand(ContentKind.INDICATOR_SYSTEM, "indicators.*.limiting", _limiting),
    _Demand(ContentKind.INDICATOR_SYSTEM, "indicators.*.quantitative.thresholds.I*", _threshold),
    _Demand(ContentKind.INDICATOR_SYSTEM, "indicators.*.quantitative.upper_thresholds.I*", _upper_threshold),
)
"""Every field that can be tightened. A tolerance or any other demand that packs come to make gets a line here."""
