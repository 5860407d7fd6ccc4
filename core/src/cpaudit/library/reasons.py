"""Why an option of the library is proposed for an audit, as data: what matched what, and what it weighs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cpaudit.text import LocalizedText


class ReasonKind(StrEnum):
    """What a reason rests on."""

    CHECKLIST = "CHECKLIST"
    POLLUTANT = "POLLUTANT"
    UNIT_PROCESS = "UNIT_PROCESS"
    ASPECT = "ASPECT"
    OUTCOMES = "OUTCOMES"
    PLUGIN = "PLUGIN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason; the score of a proposal is the sum of the weights of its reasons.

    Attributes:
        weight: below zero where it speaks against the option.
        text: one sentence for people.
        field: of the cause, the answer or the outcomes, what matched: ``pollutant``, ``stream``, ``suggests``.
        value: with what.
        cause: id of the cause.
        answer: reference of the checklist item, ``pack:checklist_item:code``.
        plugin: who gives the reason; None for cpaudit itself.
    """

    kind: ReasonKind
    weight: float
    text: LocalizedText
    field: str | None = None
    value: str | None = None
    cause: str | None = None
    answer: str | None = None
    plugin: str | None = None


def written(reason: Reason) -> dict[str, object]:
    """A reason as it is kept; what is None is left out."""
    kept = {name: getattr(reason, name) for name in Reason.__slots__}
    return {name: value for name, value in kept.items() if value is not None} | {"text": dict(reason.text)}


def read(kept: Mapping[str, object]) -> Reason:
    """The reason that was kept."""

    def text(name: str) -> str | None:
        found = kept.get(name)
        return found if isinstance(found, str) else None

    texts, weight = kept["text"], kept["weight"]
    return Reason(
        kind=ReasonKind(str(kept["kind"])),
        weight=float(weight) if isinstance(weight, int | float) else 0.0,
        text=LocalizedText(texts if isinstance(texts, Mapping) else {}),
        field=text("field"),
        value=text("value"),
        cause=text("cause"),
        answer=text("answer"),
        plugin=text("plugin"),
    )
