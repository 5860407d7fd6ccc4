"""Global warming potentials over 100 years, in named sets, each with the table it is taken from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cpaudit.contributions import Evidence
from cpaudit.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class WarmingPotentials:
    """kg CO₂-equivalent per kg of gas.

    Attributes:
        name: of the set.
        source: report and table.
        values: by pollutant key. ``CH4`` is methane of unstated origin.
        evidence: whether the values were read in the source.
    """

    name: str
    source: str
    values: Mapping[str, float]
    evidence: Evidence = Evidence.UNVERIFIED


def _set(name: str, source: str, **values: float) -> WarmingPotentials:
    return WarmingPotentials(
        name, source, MappingProxyType({key.replace("HFC_", "HFC-"): value for key, value in values.items()})
    )


SETS: Mapping[str, WarmingPotentials] = MappingProxyType(
    {
        found.name: found
        for found in (
            _set(
                "AR4",
                "IPCC AR4 WG1 (2007), Table 2.14",
                CO2=1,
                CH4=25,
                CH4_fossil=25,
                CH4_non_fossil=25,
                N2O=298,
                SF6=22800,
                NF3=17200,
                CF4=7390,
                C2F6=12200,
                HFC_23=14800,
                HFC_32=675,
                HFC_125=3500,
                HFC_134a=1430,
                HFC_143a=4470,
                HFC_152a=124,
            ),
            # without climate-carbon feedbacks
            _set(
                "AR5",
                "IPCC AR5 WG1 (2013), Table 8.A.1",
                CO2=1,
                CH4=28,
                CH4_fossil=30,
                CH4_non_fossil=28,
                N2O=265,
                SF6=23500,
                NF3=16100,
                CF4=6630,
                C2F6=11100,
                HFC_23=12400,
                HFC_32=677,
                HFC_125=3170,
                HFC_134a=1300,
                HFC_143a=4800,
                HFC_152a=138,
            ),
            # SF6 and some others are left out: printed and corrected tables disagree
            _set(
                "AR6",
                "IPCC AR6 WG1 (2021), Tables 7.15 and 7.SM.7",
                CO2=1,
                CH4=27.9,
                CH4_fossil=29.8,
                CH4_non_fossil=27.0,
                N2O=273,
                CF4=7380,
                HFC_32=771,
                HFC_152a=164,
            ),
        )
    }
)

GREENHOUSE_GASES = frozenset(gas for found in SETS.values() for gas in found.values)
"""Gases that warm, also where a set has no value for them."""


def warming_potentials(name: str) -> WarmingPotentials:
    """The set of this name.

    Raises:
        InvalidInput: there is no such set.
    """
    if not isinstance(name, str) or name not in SETS:
        raise InvalidInput(
            f"there is no set of warming potentials {name!r}", path=("gwp",), remedy=f"one of {', '.join(SETS)}"
        )
    return SETS[name]
