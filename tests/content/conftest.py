"""The packs of this repository, read as strictly as an author's check reads them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from content.quality import DIRECTORIES, read_packs
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


@pytest.fixture(scope="session")
def all_packs() -> Mapping[str, ContentPack]:
    """The packs by id, the shared one among them."""
    return read_packs()


@pytest.fixture(scope="session", params=DIRECTORIES)
def any_pack(request: pytest.FixtureRequest, all_packs: Mapping[str, ContentPack]) -> ContentPack:
    """One of all packs, the shared one too."""
    return all_packs[request.param]
