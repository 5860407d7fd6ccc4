"""What an audit says of a glass furnace and of the kiln of a tile works."""

from __future__ import annotations

from dataclasses import dataclass

from cpaudit import AuditView, QuantityView, StreamKind
from cpaudit_building_materials.readings import ratio, reading, unit_ids, value_in

FURNACE = "melting_furnace"
ROLLER_KILN = "roller_kiln"
"""Codes of unit processes of the templates BLD-GLASS and BLD-TILE."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GlassFurnace:
    """A glass furnace; what the audit does not know is None.

    Attributes:
        melted: glass drawn from the furnace, measured.
        cullet: cullet charged, measured.
        charge: everything charged, cullet with it, measured.
        cullet_ratio: cullet of the charge, a fraction.
    """

    melted: QuantityView | None
    cullet: QuantityView | None
    charge: QuantityView | None
    cullet_ratio: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TileKiln:
    """The roller kiln of a tile works; what the audit does not know is None.

    Attributes:
        fuel: energy or fuel into the kiln, measured.
        tiles: fired tiles, measured.
        heat: GJ for a tonne of tiles, where the fuel was measured as energy.
    """

    fuel: QuantityView | None
    tiles: QuantityView | None
    heat: float | None


def glass_furnace(audit: AuditView) -> GlassFurnace | None:
    """The glass furnace of the audit; None where nothing is molten."""
    furnaces = unit_ids(audit, FURNACE)
    if not furnaces:
        return None
    melted = reading(audit, lambda stream: stream.origin in furnaces and stream.substance == "glass", substance="glass")
    cullet = reading(audit, lambda stream: stream.substance == "cullet" and stream.destination is not None)
    charge = reading(audit, lambda stream: stream.destination in furnaces and stream.substance == "batch")
    return GlassFurnace(melted=melted, cullet=cullet, charge=charge, cullet_ratio=ratio(cullet, charge))


def tile_kiln(audit: AuditView) -> TileKiln | None:
    """The roller kiln of the audit; None where there is none."""
    kilns = unit_ids(audit, ROLLER_KILN)
    if not kilns:
        return None
    fuel = reading(audit, lambda stream: stream.destination in kilns and stream.kind is StreamKind.ENERGY)
    tiles = reading(audit, lambda stream: stream.origin in kilns and stream.substance == "tiles", substance="tiles")
    energy, mass = value_in(fuel, "GJ/a"), value_in(tiles, "t/a")
    if energy is None or mass is None:
        energy, mass = value_in(fuel, "GJ"), value_in(tiles, "t")
    heat = None if energy is None or not mass else energy / mass
    return TileKiln(fuel=fuel, tiles=tiles, heat=heat)
