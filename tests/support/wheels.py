"""cpaudit, its plugins and a third party's as wheels, the way an author has them."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
THIRD_PARTY = ROOT / "docs" / "examples" / "third_party" / "cpaudit-dyeing"
PROJECTS = (
    THIRD_PARTY,
    ROOT / "core",
    *(ROOT / "plugins" / name for name in ("building_materials", "chemical", "light_industry")),
)


@dataclass(frozen=True)
class Wheels:
    """What pip made of the projects of this repository.

    Attributes:
        third_party: the wheel of the example.
        site: a directory with all of them installed.
    """

    third_party: Path
    site: Path

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a process that finds cpaudit in its wheel, and nothing of it in this repository."""
        return {**os.environ, "PYTHONPATH": str(self.site)}


def install_wheels(directory: Path) -> Wheels:
    """Build and install with what the environment has; nothing is fetched."""
    _pip("wheel", "--no-build-isolation", "--wheel-dir", directory, *PROJECTS)
    site = directory / "site"
    _pip("install", "--no-index", "--no-compile", "--target", site, *directory.glob("*.whl"))
    (third_party,) = directory.glob("cpaudit_dyeing-*.whl")
    return Wheels(third_party, site)


def _pip(command: str, *arguments: str | Path) -> None:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "pip", command, "--no-deps", "--quiet", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
