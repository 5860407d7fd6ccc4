"""The vocabulary of pollutants and resources: that each name in a pack is one that all packs share, or its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from cpaudit.contributions.content import Origins, PackContent
from cpaudit.contributions.fields import Contribution
from cpaudit.contributions.problems import ProblemLog
from cpaudit.contributions.substances import Substance
from cpaudit.errors import PathPart
from cpaudit.text import LocalizedText

RESOURCES: Mapping[str, LocalizedText] = MappingProxyType(
    {
        key: LocalizedText({"zh-CN": zh, "en": en})
        for key, zh, en in (
            ("energy", "能源", "Energy"),
            ("electricity", "电力", "Electricity"),
            ("heat", "热力", "Heat"),
            ("steam", "蒸汽", "Steam"),
            ("fuel", "燃料", "Fuel"),
            ("coal", "煤炭", "Coal"),
            ("natural_gas", "天然气", "Natural gas"),
            ("water", "水", "Water"),
            ("cooling_water", "冷却水", "Cooling water"),
            ("raw_material", "原材料", "Raw material"),
        )
    }
)
"""What a plant uses, by key; beside these a consumption may name a substance."""

_REMEDY = "take a key of the shared vocabulary, or add one to substances/*.csv"


def check_vocabulary(content: PackContent, shared: Iterable[Substance], origins: Origins, log: ProblemLog) -> None:
    """Note every pollutant, measure and resource that is no word of the vocabulary, and every CAS number beside it.

    Args:
        shared: the substances that all packs share.
    """
    known = {item.code: item for item in shared}
    for own in content.substances:
        if own.code in known and known[own.code].ref != own.ref:
            path: tuple[PathPart, ...] = ("code",)
            message = f"the substance {own.code} is in the shared vocabulary already"
            log.error(origins.locate(own.ref, path), origins.full_path(own.ref, path), message, "leave the row out")
    known |= {item.code: item for item in content.substances}
    for item, path, word, words in _words(content):
        if word not in known and word not in words:
            message = f"the vocabulary has no {word!r}"
            log.error(origins.locate(item.ref, path), origins.full_path(item.ref, path), message, _REMEDY)
    for factor in content.factors:
        substance = known.get(factor.pollutant)
        if factor.cas is not None and substance is not None and factor.cas != substance.cas:
            message = f"the CAS number of {factor.pollutant} is {substance.cas or 'none'} in the vocabulary"
            place = origins.locate(factor.ref, ("cas",))
            log.error(place, origins.full_path(factor.ref, ("cas",)), message, "correct it, or leave it out")


def _words(content: PackContent) -> Iterator[tuple[Contribution, tuple[PathPart, ...], str, Iterable[str]]]:
    """Every word used, with its place and the resources that would do beside a substance."""
    for factor in content.factors:
        yield factor, ("pollutant",), factor.pollutant, ()
    for option in content.options:
        for index, reduction in enumerate(option.reductions):
            if reduction.pollutant is not None:
                yield option, ("reductions", index, "pollutant"), reduction.pollutant, ()
    for benchmark in content.benchmarks:
        yield benchmark, ("measure",), benchmark.measure, RESOURCES
    for consumption in content.consumptions:
        yield consumption, ("resource",), consumption.resource, RESOURCES
