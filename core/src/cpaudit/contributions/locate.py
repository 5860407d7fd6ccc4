"""Where the content pack of a module lies, found without importing the module."""

from __future__ import annotations

import importlib.util
from pathlib import Path

PACK_DIRECTORY = "pack"
MANIFEST_FILE = "pack.toml"


def pack_directory(module: str) -> Path | None:
    """The directory ``pack`` of a module: in the module if it is a package, else in the nearest package around it.

    Only finders run, no code of the module or of its parents; that holds for editable installs too,
    whose finders know where the package lies.

    Returns:
        The directory that holds ``pack.toml``, or None if there is none.

    Raises:
        ModuleNotFoundError: nothing importable has the module's name.
    """
    top, *rest = module.split(".")
    # find_spec imports the parents of a dotted name, so it is asked for the first part only.
    spec = importlib.util.find_spec(top)
    if spec is None:
        raise ModuleNotFoundError(f"no module named {top!r}", name=top)
    for root in spec.submodule_search_locations or ():
        for depth in range(len(rest), -1, -1):
            directory = Path(root, *rest[:depth], PACK_DIRECTORY)
            if (directory / MANIFEST_FILE).is_file():
                return directory
    return None
