"""Which packs and indicator systems are made for an enterprise's industry."""

from __future__ import annotations

from cpaudit.contributions import ContentPack, IndicatorSystem
from cpaudit.library.library import Library


def serves(pack: ContentPack, gb4754: str) -> bool:
    """Whether a pack is made for the industry of an enterprise with this GB/T 4754 code."""
    division = "".join(character for character in gb4754 if character.isdigit())[:2]
    return division in pack.manifest.industry.gb4754


def systems_for(library: Library, gb4754: str) -> tuple[IndicatorSystem, ...]:
    """The indicator systems that are made for an enterprise with this GB/T 4754 code, in the library's order."""
    return tuple(
        system
        for pack in library.packs
        if serves(pack, gb4754)
        for system in pack.indicator_systems
        if system.rates(gb4754)
    )
