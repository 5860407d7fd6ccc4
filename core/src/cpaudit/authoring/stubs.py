"""Hooks as an author finds them in a new project: commented out, with signature and what they are for."""

from __future__ import annotations

import inspect

from cpaudit import hookspecs
from cpaudit.authoring.docstrings import hook_names, hook_reference

IN_USE = ("cpaudit_content", "cpaudit_phase_requirements")
"""The hooks that the scaffold implements."""


def unused_stubs() -> list[str]:
    """A stub, commented out, for each hook that the scaffold does not implement."""
    return [_stub(name) for name in hook_names() if name not in IN_USE]


def _stub(name: str) -> str:
    signature = str(inspect.signature(getattr(hookspecs, name))).replace("'", "")
    lines = [
        "@hookimpl",
        f"def {name}{signature}:",
        f'    """{hook_reference(name).summary}"""',
        "    raise NotImplementedError",
    ]
    return "\n".join(f"# {line}" for line in lines)
