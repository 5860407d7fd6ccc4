"""What things of a plugin are called in GraphQL."""

from __future__ import annotations

from cpaudit.names import camel_case


def prefix_of(plugin: str) -> str:
    """With what the names of a plugin's types begin: ``BuildingMaterials`` for ``building_materials``."""
    return camel_case(plugin, upper=True)


def record_name(prefix: str, cls: type, *, given: bool) -> str:
    """The name of the type of a class; that of an input ends in ``Input``."""
    return f"{prefix}{cls.__name__.removesuffix('Input')}Input" if given else f"{prefix}{cls.__name__}"
