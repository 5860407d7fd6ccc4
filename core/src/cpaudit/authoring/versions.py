"""A version of a pack, wherever an author has it: a project, a pack's directory, a wheel."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path, PurePosixPath

from cpaudit.contributions import ContentPack
from cpaudit.contributions.locate import MANIFEST_FILE, PACK_DIRECTORY
from cpaudit.errors import ConfigurationError
from cpaudit.plugins.project import PROJECT_FILE, PluginProject

_INSIDE = f"{PACK_DIRECTORY}/{MANIFEST_FILE}"


def read_version(path: Path) -> ContentPack:
    """The pack of a project, in a directory, or in a wheel.

    Raises:
        ConfigurationError: there is none.
        ContentError: it cannot be read.
    """
    if path.is_file() and zipfile.is_zipfile(path):
        return _of_wheel(path)
    if (path / MANIFEST_FILE).is_file():
        return ContentPack.from_directory(path)
    if (path / PROJECT_FILE).is_file():
        project = PluginProject.at(path)
        inside = project.import_root / Path(*project.module.split("."))
        for directory in (inside, *inside.parents):
            if (directory / _INSIDE).is_file():
                return ContentPack.from_directory(directory / PACK_DIRECTORY)
            if directory == project.import_root:
                break
    raise ConfigurationError(
        f"{path} holds no pack", path=(str(path),), remedy="name a project, the directory with pack.toml, or a wheel"
    )


def _of_wheel(path: Path) -> ContentPack:
    with zipfile.ZipFile(path) as wheel, tempfile.TemporaryDirectory(prefix="cpaudit-wheel-") as directory:
        names = [name for name in wheel.namelist() if name == _INSIDE or name.endswith(f"/{_INSIDE}")]
        if len(names) != 1:
            raise ConfigurationError(
                f"{path} holds {len(names)} packs", path=(str(path),), remedy="name a plugin's wheel"
            )
        pack = PurePosixPath(names[0]).parent
        wheel.extractall(directory, [name for name in wheel.namelist() if PurePosixPath(name).is_relative_to(pack)])
        return ContentPack.from_directory(Path(directory, pack))
