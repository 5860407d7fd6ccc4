"""The sample pack, a newer version of it, and changes a department might make."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cpaudit.contributions import ContentPack

SAMPLE_PACK = Path(__file__).parents[2] / "contributions" / "packs" / "glass"


@pytest.fixture(scope="session")
def pack() -> ContentPack:
    """The sample pack ``glass`` 0.1.0."""
    return ContentPack.from_directory(SAMPLE_PACK)


@pytest.fixture(scope="session")
def newer(tmp_path_factory: pytest.TempPathFactory) -> ContentPack:
    """``glass`` 0.2.0: two factors and a threshold are others, an option is gone, a question is new."""
    directory = Path(shutil.copytree(SAMPLE_PACK, tmp_path_factory.mktemp("newer") / "glass"))
    _edit(directory / "pack.toml", '"0.1.0"', '"0.2.0"')
    _edit(directory / "factors" / "furnace.csv", "GLS-NOX,", "GLS-NOX,", ",4.2,", ",3.9,")
    _edit(directory / "factors" / "furnace.csv", ",dust,,0.5,", ",dust,,0.4,")
    _edit(directory / "indicators" / "furnace.yaml", "{I: 4, II: 5, III: 6}", "{I: 4, II: 4.5, III: 6}")
    options = directory / "options" / "furnace.yaml"
    options.write_text(options.read_text("utf-8").partition("  - code: GLS-O-02")[0], "utf-8")
    with (directory / "checklists" / "furnace.yaml").open("a", encoding="utf-8") as questions:
        questions.write(
            "  - code: GLS-004\n    step: SITE_SURVEY\n    aspect: EQUIPMENT\n"
            "    question: {zh-CN: 炉龄多少？, en: How old is the furnace?}\n    answer: text\n"
        )
    return ContentPack.from_directory(directory)


def _edit(path: Path, *changes: str) -> None:
    text = path.read_text("utf-8")
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
