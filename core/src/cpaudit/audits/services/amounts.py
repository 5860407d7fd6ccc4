"""Which amounts can be recorded: what may be negative, what can flow, what can be compared."""

from __future__ import annotations

from collections.abc import Mapping

from cpaudit.engine import Quantity
from cpaudit.engine.units import UnitError, parse
from cpaudit.errors import InvalidInput, PathPart

FLOWING = frozenset({"[mass]", "[length]", "[time]", "[normal_volume]", "[substance]", "[count]"})
"""Dimensions of what is measured in a stream: mass, volume, energy, amount of substance, pieces, and their rates."""


def require_amount(amount: Quantity | None, *path: PathPart) -> None:
    """Do nothing where the amount is unknown, zero or more, or energy, which may flow either way.

    Raises:
        InvalidInput: it is negative and not energy.
    """
    if amount is not None and amount.value < 0 and not _is_energy(amount.unit):
        raise InvalidInput(
            f"{amount} is negative", path=(*path, "value"), remedy="only energy may be negative, where it is exported"
        )


def require_flow(amount: Quantity, *path: PathPart) -> None:
    """Do nothing where the amount is of something that flows in a stream.

    Raises:
        InvalidInput: it is negative and not energy, or its unit measures a temperature, money or the like.
    """
    strange = sorted(name for name in _dimensions(amount.unit) if name not in FLOWING)
    if strange:
        raise InvalidInput(
            f"{amount.unit} measures nothing that flows in a stream",
            path=(*path, "unit"),
            remedy="give a mass, a volume, an energy, their rate or a concentration",
        )
    require_amount(amount, *path)


def require_comparable(amount: Quantity | None, reference: Quantity | None, *path: PathPart) -> None:
    """Do nothing where one is unknown, or both measure the same thing.

    Raises:
        UnitError: they do not; the message names both units.
    """
    if amount is None or reference is None or parse(amount.unit).dimensions == parse(reference.unit).dimensions:
        return
    raise UnitError(
        f"{amount.unit} does not convert to {reference.unit}",
        amount.unit,
        reference.unit,
        path=(*path, "unit"),
        remedy="give both in units of the same kind",
    )


def _is_energy(unit: str) -> bool:
    dimensions = _dimensions(unit)
    return any(dimensions == _dimensions(energy) for energy in ("J", "W", "J/kg"))


def _dimensions(unit: str) -> Mapping[str, int]:
    """Of what is measured, whatever the product is."""
    return {name: power for name, power in parse(unit).dimensions.items() if not name.startswith("{")}
