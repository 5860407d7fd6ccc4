"""CO2 from a tonne of each carbonate that is fully calcined: the factors of the pack."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from cpaudit import Input
from cpaudit_building_materials.calculators.amounts import of_pack


class Carbonate(StrEnum):
    """A carbonate of Table 2.1 of the 2006 IPCC Guidelines, Volume 3."""

    CALCITE = "CALCITE"
    MAGNESITE = "MAGNESITE"
    DOLOMITE = "DOLOMITE"
    SIDERITE = "SIDERITE"
    ANKERITE = "ANKERITE"
    RHODOCHROSITE = "RHODOCHROSITE"
    SODA_ASH = "SODA_ASH"


FACTORS: Mapping[Carbonate, tuple[float, str]] = {
    Carbonate.CALCITE: (0.43971, "BLD-CARB-CACO3"),
    Carbonate.MAGNESITE: (0.52197, "BLD-CARB-MGCO3"),
    Carbonate.DOLOMITE: (0.47732, "BLD-CARB-DOL"),
    Carbonate.SIDERITE: (0.37987, "BLD-CARB-FECO3"),
    Carbonate.ANKERITE: (0.44197, "BLD-CARB-ANK"),
    Carbonate.RHODOCHROSITE: (0.38286, "BLD-CARB-MNCO3"),
    Carbonate.SODA_ASH: (0.41492, "BLD-CARB-NA2CO3"),
}
"""Tonnes of CO2 from a tonne, and the code in the pack, with which a test holds the figure together."""


def carbonate_factor(symbol: str, carbonate: Carbonate, *, label: str = "") -> Input:
    """The factor of a carbonate as an input of a formula."""
    value, item = FACTORS[carbonate]
    return Input(symbol, value, "t/t", label, factor=of_pack(item, "ipcc-2006-v3", "Table 2.1"))
