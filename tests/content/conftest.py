"""The three packs of this repository, read as strictly as an author's check reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from cpaudit import ContentPack

PLUGINS = Path(__file__).parents[2] / "plugins"
PACKS = ("chemical", "light_industry", "building_materials")


def read_pack(name: str) -> ContentPack:
    return ContentPack.from_directory(PLUGINS / name / "src" / f"cpaudit_{name}" / "pack", strict=True)


@pytest.fixture(scope="session", params=PACKS)
def pack(request: pytest.FixtureRequest) -> ContentPack:
    return read_pack(request.param)


@pytest.fixture(scope="session")
def chemical() -> ContentPack:
    return read_pack("chemical")


@pytest.fixture(scope="session")
def light_industry() -> ContentPack:
    return read_pack("light_industry")


@pytest.fixture(scope="session")
def building_materials() -> ContentPack:
    return read_pack("building_materials")


@pytest.fixture(scope="session")
def project_directory(pack: ContentPack) -> Path:
    """Where the distribution that carries the pack has its ``pyproject.toml``."""
    return PLUGINS / pack.id
