"""Projects of plugins as the scaffold writes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cpaudit.authoring import PluginName, write_project

Edit = Callable[[str, str, str], None]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A new project of the plugin ``sample``."""
    return write_project(PluginName("sample"), tmp_path)


@pytest.fixture
def edit(project: Path) -> Edit:
    """Replaces a text in a file of the project: ``edit("pack/pack.toml", old, new)``; the text has to be there."""

    def replaced(file: str, old: str, new: str) -> None:
        path = project / "src" / "cpaudit_sample" / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    return replaced
