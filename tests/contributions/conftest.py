"""A small content pack that tests change and read."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cpaudit.contributions import ContentError, ContentPack, ContentProblem

Edit = Callable[[str, str, str], None]
Problems = Callable[[], tuple[ContentProblem, ...]]


@pytest.fixture
def glass(tmp_path: Path) -> Path:
    """A copy of the sample pack ``glass``."""
    return Path(shutil.copytree(Path(__file__).parent / "packs" / "glass", tmp_path / "glass"))


@pytest.fixture
def edit(glass: Path) -> Edit:
    """Replaces the one occurrence of a text in a file of the pack."""

    def replace(file: str, old: str, new: str) -> None:
        path = glass / file
        text = path.read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), "utf-8")

    return replace


@pytest.fixture
def problems(glass: Path) -> Problems:
    """Reads the pack strictly and gives its problems; there have to be some."""

    def read() -> tuple[ContentProblem, ...]:
        with pytest.raises(ContentError) as caught:
            ContentPack.from_directory(glass, strict=True)
        return caught.value.problems

    return read
