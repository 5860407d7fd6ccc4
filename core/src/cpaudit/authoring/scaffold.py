"""``cpaudit plugin new``: a working, tested project for a plugin, written from templates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from cpaudit.authoring.schemas import write_schemas
from cpaudit.authoring.stubs import unused_stubs
from cpaudit.contributions import API_VERSION
from cpaudit.errors import ConfigurationError, InvalidInput

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_LONGEST = 40
_RENDERED = ".jinja"
_MODULE = "__module__"
_HIDDEN = "dot_"


@dataclass(frozen=True, slots=True)
class PluginName:
    """The name of a plugin and what is derived from it.

    Raises:
        InvalidInput: it cannot be the id of a pack.
    """

    name: str

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or len(self.name) > _LONGEST:
            raise InvalidInput(
                f"{self.name!r} is no name for a plugin",
                path=("NAME",),
                remedy=f"take small letters, digits and single underscores, {_LONGEST} at most: light_industry",
            )

    @property
    def distribution(self) -> str:
        """Name of the distribution."""
        return f"cpaudit-{self.name.replace('_', '-')}"

    @property
    def module(self) -> str:
        """Name of the package to import."""
        return f"cpaudit_{self.name}"

    @property
    def prefix(self) -> str:
        """What the codes of the first items begin with."""
        return self.name.upper().replace("_", "")[:12]


def write_project(name: PluginName, parent: Path) -> Path:
    """Write a new project; gives its directory, ``cpaudit-NAME`` in *parent*.

    Raises:
        ConfigurationError: the directory is there already, or cannot be written.
    """
    root = parent / name.distribution
    try:
        root.mkdir(parents=True)
    except FileExistsError as error:
        raise ConfigurationError(
            f"{root} is there already",
            path=("NAME",),
            remedy="choose another name or directory; nothing is overwritten",
        ) from error
    except OSError as error:
        raise ConfigurationError(f"{root} cannot be made: {error.strerror}", path=("--directory",)) from error
    for relative, content in _rendered(name):
        file = root / relative
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, "utf-8")
    write_schemas(root / "schemas")
    return root


def _rendered(name: PluginName) -> Iterator[tuple[Path, str]]:
    # What is written is Python, YAML and TOML, so nothing is escaped as in HTML.
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)  # noqa: S701
    values = {
        "name": name.name,
        "field": name.name,
        "distribution": name.distribution,
        "module": name.module,
        "prefix": name.prefix,
        "api": API_VERSION,
        "stubs": "".join(f"\n\n{stub}\n" for stub in unused_stubs()),
    }
    for path, template in _templates(files("cpaudit.authoring") / "template", Path()):
        text = template.read_text("utf-8")
        rendered = environment.from_string(text).render(values) if path.suffix == _RENDERED else text
        parts = (
            part.replace(_MODULE, name.module).removesuffix(_RENDERED).replace(_HIDDEN, ".", part.startswith(_HIDDEN))
            for part in path.parts
        )
        yield Path(*parts), rendered


def _templates(directory: Traversable, below: Path) -> Iterator[tuple[Path, Traversable]]:
    for entry in sorted(directory.iterdir(), key=lambda entry: entry.name):
        if entry.name == "__pycache__":
            continue
        if entry.is_dir():
            yield from _templates(entry, below / entry.name)
        else:
            yield below / entry.name, entry
