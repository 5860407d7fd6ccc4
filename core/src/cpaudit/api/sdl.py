"""The schema of the core, without plugins, as SDL: ``python -m cpaudit.api.sdl > docs/schema.graphql``."""

from __future__ import annotations

import sys

from cpaudit.api.schemas import build_schema
from cpaudit.plugins import PluginHost


def core_sdl() -> str:
    """The schema that a tenant sees which has enabled no plugin."""
    return build_schema(PluginHost((), known_unit=bool), ()).as_str() + "\n"


if __name__ == "__main__":
    sys.stdout.write(core_sdl())
