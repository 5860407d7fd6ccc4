"""The register of codes: what each code of the packs means, so that none is ever used for something else.

``python -m content.codes`` (in ``tests``) writes down codes that are new, and marks those that are gone as retired; it
never changes what is written of a code. What the register says of a code is right by definition: where a test finds
that an item means something else, the item needs a code of its own.
"""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from content.quality import CHANGELOGS, read_packs
from cpaudit import ContentPack
from cpaudit.contributions import (
    Benchmark,
    ChecklistItem,
    Consumption,
    Contribution,
    EmissionFactor,
    HeatingValue,
    Substance,
)
from cpaudit.engine.units import parse

REGISTER = Path(__file__).with_name("codes")
COLUMNS = ("kind", "code", "state", "meaning", "text")
PRESENT, RETIRED = "present", "retired"
ALIKE = 0.4
"""How much of a text may at least be the same for it to be the same one, reworded."""

_QUOTED = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Registered:
    """A code in the register.

    Attributes:
        meaning: what must not change: pollutant, product and dimensions of a figure, for example; empty for texts.
        text: the English name or question; it may be reworded.
    """

    kind: str
    code: str
    state: str
    meaning: str
    text: str

    @property
    def key(self) -> tuple[str, str]:
        """Kind and code."""
        return self.kind, self.code


def registered(pack: str) -> dict[tuple[str, str], Registered]:
    """What the register says of a pack, by kind and code."""
    file = REGISTER / f"{pack}.csv"
    if not file.is_file():
        return {}
    with file.open(encoding="utf-8", newline="") as rows:
        found = [Registered(**row) for row in csv.DictReader(rows)]
    return {each.key: each for each in found}


def present(pack: ContentPack) -> dict[tuple[str, str], Registered]:
    """What the items of a pack mean, by kind and code."""
    items = (Registered(item.kind, item.code, PRESENT, _meaning(item), _text(item)) for item in pack.contributions())
    return {each.key: each for each in items}


def misused(known: Mapping[tuple[str, str], Registered], found: Mapping[tuple[str, str], Registered]) -> Iterator[str]:
    """The codes that mean something else than they did."""
    for key, now in found.items():
        before = known.get(key)
        if before is None:
            continue
        if before.meaning != now.meaning:
            yield f"{now.kind} {now.code}: was {before.meaning!r}, is {now.meaning!r}"
        elif not is_reworded(before.text, now.text):
            yield f"{now.kind} {now.code}: was {before.text!r}, is {now.text!r}"


def vanished(
    known: Mapping[tuple[str, str], Registered], found: Mapping[tuple[str, str], Registered], changelog: str
) -> Iterator[str]:
    """The codes that are gone without a word in the changelog; it names them, or a pattern as ``ENE-TCE-*``."""
    told = _QUOTED.findall(changelog)
    for key, before in known.items():
        if key not in found and not any(fnmatchcase(before.code, pattern) for pattern in told):
            yield f"{before.kind} {before.code}"


def is_reworded(before: str, now: str) -> bool:
    """Whether a text is another one in other words only."""
    words = [text.casefold().split() for text in (before, now)]
    return difflib.SequenceMatcher(None, *words, autojunk=False).ratio() >= ALIKE


def updated(
    known: Mapping[tuple[str, str], Registered], found: Mapping[tuple[str, str], Registered]
) -> list[Registered]:
    """The register with what is new, and with what is gone as retired; what is known stays as it is written."""
    kept = [replace(each, state=PRESENT if key in found else RETIRED) for key, each in known.items()]
    return sorted([*kept, *(each for key, each in found.items() if key not in known)], key=lambda each: each.key)


def _meaning(item: Contribution) -> str:
    match item:
        case EmissionFactor():
            return f"{item.pollutant} {_per(item.unit, item.per_unit, item.product and item.product.key)}"
        case Benchmark():
            return f"{item.measure} {_per(item.unit, item.per_unit, item.product and item.product.key)}"
        case Consumption():
            return f"{item.resource} {_per(item.unit, item.per_unit, item.product and item.product.key)}"
        case HeatingValue():
            return f"{item.fuel} {_per(item.unit, item.per_unit, None)} {item.basis or ''}".strip()
        case Substance():
            return f"{item.medium} {item.cas or ''}".strip()
    return ""


def _per(unit: str, per: str | None, product: str | None) -> str:
    dimensions = [_dimensions(each) for each in (unit, per) if each is not None]
    return " per ".join(dimensions) + (f" of {product}" if product else "")


def _dimensions(unit: str) -> str:
    found = parse(unit).dimensions
    return "*".join(f"{name}^{power}" if power != 1 else name for name, power in found.items()) or "number"


def _text(item: Contribution) -> str:
    field = "question" if isinstance(item, ChecklistItem) else "name"
    return str(getattr(item, field)["en"])


def write() -> None:
    """Bring the register up to date with the packs."""
    REGISTER.mkdir(exist_ok=True)
    for name, pack in read_packs().items():
        known, found = registered(name), present(pack)
        for problem in (*misused(known, found), *vanished(known, found, CHANGELOGS[name].read_text("utf-8"))):
            print(f"{name}: {problem}")
        with (REGISTER / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(COLUMNS)
            rows.writerows([getattr(each, column) for column in COLUMNS] for each in updated(known, found))


if __name__ == "__main__":
    write()
