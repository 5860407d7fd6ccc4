"""The engine loads what it needs when it needs it, so that a server and the commands start at once."""

from __future__ import annotations

import subprocess
import sys

LARGE = ("scipy.sparse", "scipy.optimize", "scipy.special")


def test_importing_the_engine_leaves_the_large_parts_of_scipy_unloaded() -> None:
    script = f"import sys, cpaudit.engine; print(*(name for name in {LARGE} if name in sys.modules))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)  # noqa: S603
    assert run.stdout.split() == []
