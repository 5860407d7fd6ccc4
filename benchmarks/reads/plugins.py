"""Plugins made up for the measurement: copies of the three real ones under other names, as installed packages."""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path

REAL = {
    "building_materials": "cpaudit_building_materials",
    "chemical": "cpaudit_chemical",
    "light_industry": "cpaudit_light_industry",
}
"""Name of the plugin → its package."""

VERSION = "0.1.0"
_MODULE = '''"""A copy of the content of {of}, made for a measurement."""

from cpaudit import ContentPack, hookimpl


@hookimpl
def cpaudit_content() -> ContentPack:
    """The pack beside this module."""
    return ContentPack.of_package(__name__)
'''


def write_plugins(directory: Path, count: int) -> Sequence[str]:
    """Write *count* plugins as packages with entry points into *directory*; gives their names."""
    names = [f"measured_{number:02d}" for number in range(count)]
    packs = {name: Path(str(import_module(package).__file__)).parent / "pack" for name, package in REAL.items()}
    for number, name in enumerate(names):
        of = sorted(packs)[number % len(packs)]
        package = directory / f"cpaudit_{name}"
        package.mkdir()
        (package / "__init__.py").write_text(_MODULE.format(of=of))
        shutil.copytree(packs[of], package / "pack")
        manifest = package / "pack" / "pack.toml"
        renamed = re.sub(r'(?m)^id = ".*"$', f'id = "{name}"', manifest.read_text("utf-8"), count=1)
        manifest.write_text(re.sub(r'(?m)^version = ".*"$', f'version = "{VERSION}"', renamed, count=1), "utf-8")
        _write_metadata(directory, name)
    return names


def search_path(directory: Path) -> Mapping[str, str]:
    """The environment in which a server finds the plugins in *directory* beside those that are installed."""
    return {"PYTHONPATH": os.pathsep.join(filter(None, (str(directory), os.environ.get("PYTHONPATH"))))}


def plugin_sets(plugins: Sequence[str], count: int) -> list[tuple[str, ...]]:
    """*count* different sets of one to eight plugins, each in the order of their names; always the same ones."""
    draw = random.Random(count)  # noqa: S311 - the sets have to be the same in every run
    found: set[tuple[str, ...]] = set()
    while len(found) < count:
        found.add(tuple(sorted(draw.sample(list(plugins), draw.randint(1, 8)))))
    return sorted(found)


def _write_metadata(directory: Path, name: str) -> None:
    metadata = directory / f"cpaudit_{name}-{VERSION}.dist-info"
    metadata.mkdir()
    distribution = f"cpaudit-{name.replace('_', '-')}"
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {VERSION}\n")
    (metadata / "entry_points.txt").write_text(f"[cpaudit]\n{name} = cpaudit_{name}\n")
