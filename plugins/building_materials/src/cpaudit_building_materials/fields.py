"""What the plugin adds to the schema: ``building_materials { carbonates }``, and the kiln line of each audit."""

from __future__ import annotations

from dataclasses import dataclass

from cpaudit import GraphqlExtension, GraphqlField, PluginRequest
from cpaudit_building_materials.calculators.carbonate_factors import FACTORS, Carbonate
from cpaudit_building_materials.kiln_line import kiln_line


@dataclass(frozen=True)
class CarbonateFactor:
    """What a tonne of a carbonate gives off when all of it is calcined.

    Attributes:
        co2: t for a tonne.
        factor: reference of the factor in the library.
        name: of the mineral, in the caller's language.
    """

    carbonate: Carbonate
    name: str
    co2: float
    factor: str


NAMES = {
    Carbonate.CALCITE: ("方解石", "Calcite"),
    Carbonate.MAGNESITE: ("菱镁矿", "Magnesite"),
    Carbonate.DOLOMITE: ("白云石", "Dolomite"),
    Carbonate.SIDERITE: ("菱铁矿", "Siderite"),
    Carbonate.ANKERITE: ("铁白云石", "Ankerite"),
    Carbonate.RHODOCHROSITE: ("菱锰矿", "Rhodochrosite"),
    Carbonate.SODA_ASH: ("纯碱", "Soda ash"),
}


def carbonates(request: PluginRequest) -> tuple[CarbonateFactor, ...]:
    """The carbonates that the calculators know, with the CO2 of a tonne."""
    in_chinese = request.language.startswith("zh")
    return tuple(
        CarbonateFactor(
            carbonate=each,
            name=NAMES[each][0 if in_chinese else 1],
            co2=value,
            factor=f"building_materials:factor:{item}",
        )
        for each, (value, item) in FACTORS.items()
    )


FIELDS = GraphqlExtension(queries=(GraphqlField(resolve=carbonates),), on_audit=(GraphqlField(resolve=kiln_line),))
