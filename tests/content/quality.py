"""Which packs this repository holds, and what its gates over all of them look at."""

from __future__ import annotations

import csv
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cpaudit import ContentPack
from cpaudit.contributions import EmissionFactor
from cpaudit.engine.units import parse

REPOSITORY = Path(__file__).parents[2]
DIRECTORIES: Mapping[str, Path] = {
    "common": REPOSITORY / "core" / "src" / "cpaudit" / "common" / "pack",
    **{
        name: REPOSITORY / "plugins" / name / "src" / f"cpaudit_{name}" / "pack"
        for name in ("chemical", "light_industry", "building_materials")
    },
}
CHANGELOGS: Mapping[str, Path] = {
    name: (directory.parent if name == "common" else REPOSITORY / "plugins" / name) / "CHANGELOG.md"
    for name, directory in DIRECTORIES.items()
}
EXCEPTIONS = Path(__file__).with_name("implausible_factors.csv")
"""Factors that lie more than a decade from their peers, each with the reason."""

DECADE = 10.0
_ROUNDING = 1e-9


def read_packs() -> dict[str, ContentPack]:
    """All packs of the repository, as an author's check reads them."""
    return {name: ContentPack.from_directory(directory, strict=True) for name, directory in DIRECTORIES.items()}


@dataclass(frozen=True, slots=True)
class Apart:
    """A factor that lies more than a decade from the median of its peers.

    Attributes:
        times: the factor, by the median of the others of its pollutant and process.
    """

    pack: str
    code: str
    times: float
    peers: int


def apart(packs: Iterable[ContentPack]) -> Iterator[Apart]:
    """The factors that lie more than a decade from the median of the others of their pollutant and process.

    Peers are factors of all packs whose units convert into each other. A factor of zero says that nothing is given
    off; there is no decade to be within.
    """
    peers: dict[tuple[object, ...], list[tuple[EmissionFactor, float]]] = defaultdict(list)
    for pack in packs:
        for factor in pack.factors:
            if factor.value > 0:
                unit, per = parse(factor.unit), parse(factor.per_unit)
                process = (factor.process or "").strip().casefold()
                alike = (factor.pollutant, process, *unit.dimensions.items(), "per", *per.dimensions.items())
                peers[alike].append((factor, factor.value * unit.scale / per.scale))
    for group in peers.values():
        for factor, value in group:
            others = [other for each, other in group if each is not factor]
            if not others:
                continue
            times = value / statistics.median(others)
            if max(times, 1 / times) > DECADE * (1 + _ROUNDING):
                yield Apart(factor.pack, factor.code, times, len(others))


def read_exceptions() -> dict[tuple[str, str], str]:
    """Pack and code of each factor that may lie apart, with the reason."""
    with EXCEPTIONS.open(encoding="utf-8", newline="") as file:
        return {(row["pack"], row["code"]): row["reason"] for row in csv.DictReader(file)}
