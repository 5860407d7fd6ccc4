"""The published levels of the pack, and where a plant stands against them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from cpaudit import AuditView, ContentPack, InvalidInput, LocalizedText, Quantity, QuantityStatus, QuantityView, convert
from cpaudit_light_industry.wording import text

PACK = "light_industry"

COMPARED = {
    "LGT-DRY-008": "LGT-DAIRY-BAT-WW-MILK",
    "LGT-DRY-009": "LGT-DAIRY-BAT-EN-MILK",
    "LGT-BRW-012": "LGT-BEER-BAT-EN",
}
"""Which answer is held against which level, where the level is of that production and no other."""


class Position(StrEnum):
    """Where a value stands against a range."""

    BELOW = "BELOW"
    WITHIN = "WITHIN"
    ABOVE = "ABOVE"


@dataclass(frozen=True)
class Level:
    """A published level with all that has to be said of it."""

    code: str
    name: LocalizedText
    lower: float | None
    upper: float | None
    unit: str
    source: str
    locator: str
    evidence: str
    note: str


@dataclass(frozen=True)
class Comparison:
    """A value held against a level; ``value`` is in the unit of the level."""

    level: Level
    value: QuantityView
    position: Position


@cache
def own_pack() -> ContentPack:
    """The pack beside this module, read once: reading takes longer than a hook should."""
    return ContentPack.of_package(__package__)


@cache
def published() -> dict[str, Level]:
    """The levels of the pack by code, each as amount per amount."""
    return {
        each.code: Level(
            code=each.code,
            name=each.name,
            lower=each.lower,
            # A limit is stated as one value, which is not to be exceeded.
            upper=each.value if each.upper is None else each.upper,
            unit=each.unit if each.per_unit is None else f"{each.unit}/{each.per_unit}",
            source=each.source,
            locator=each.locator,
            evidence=each.evidence.value,
            note=each.note or "",
        )
        for each in own_pack().benchmarks
    }


def compare(code: str, value: QuantityView) -> Comparison:
    """Hold a value against a published level.

    Raises:
        InvalidInput: there is no such level, or the value does not measure what it levels.
    """
    level = published().get(code)
    if level is None:
        raise InvalidInput(f"the pack has no level {code!r}", path=("code",), remedy="read benchmarks of the library")
    try:
        found = convert(Quantity(value.value, value.unit), level.unit).value
    except InvalidInput as error:
        raise InvalidInput(error.message, path=("unit",), remedy=error.remedy) from error
    position = Position.WITHIN
    if level.upper is not None and found > level.upper:
        position = Position.ABOVE
    elif level.lower is not None and found < level.lower:
        position = Position.BELOW
    return Comparison(level, QuantityView(found, level.unit, value.status), position)


def comparisons(audit: AuditView) -> tuple[Comparison, ...]:
    """Every answer of an audit for which the pack has a level of the same production."""
    found = []
    for item, code in COMPARED.items():
        answer = audit.answer(f"{PACK}:checklist_item:{item}")
        if answer is not None and answer.quantity is not None:
            found.append(compare(code, answer.quantity))
    return tuple(found)


def range_of(level: Level) -> str:
    """The range as it is printed."""
    if level.lower is None:
        return f"≤ {level.upper:g} {level.unit}"
    return f"{level.lower:g}–{level.upper:g} {level.unit}"


def position_name(position: Position) -> LocalizedText:
    """A position in words."""
    return {
        Position.BELOW: text("低于范围", "below the range"),
        Position.WITHIN: text("在范围内", "within the range"),
        Position.ABOVE: text("高于范围", "above the range"),
    }[position]


def typed(value: float, unit: str) -> QuantityView:
    """A value as a client gives it, of whose origin nothing is known."""
    return QuantityView(value, unit, QuantityStatus.ESTIMATED)
