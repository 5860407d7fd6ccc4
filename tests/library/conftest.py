"""Two packs in a library."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cpaudit.contributions import ContentPack
from cpaudit.library import Library

SAMPLE_PACK = Path(__file__).parents[1] / "contributions" / "packs" / "glass"


@pytest.fixture
def packs(tmp_path: Path) -> tuple[ContentPack, ...]:
    """The sample pack under two ids, ``glass`` and ``ceramics``."""
    found = []
    for pack_id in ("glass", "ceramics"):
        directory = Path(shutil.copytree(SAMPLE_PACK, tmp_path / pack_id))
        manifest = directory / "pack.toml"
        manifest.write_text(manifest.read_text("utf-8").replace('"glass"', f'"{pack_id}"'), "utf-8")
        found.append(ContentPack.from_directory(directory))
    return tuple(found)


@pytest.fixture
def library(packs: tuple[ContentPack, ...]) -> Library:
    return Library(packs)
