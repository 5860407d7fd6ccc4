"""An author's first minute: what the tutorial says, by a program that reads the page, in an environment of its own."""

from __future__ import annotations

import json
import os
import site
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.bar import Bar
from benchmarks.engine.case import Case, CaseResult, Scale, Timing, Timings

LIMIT = 60.0
"""Seconds of machine time from the first command to the item's appearance in GraphQL."""

_FOLLOW = Path(__file__).parents[2] / "docs" / "examples" / "tutorial" / "follow.py"
_HOW = (
    "`docs/examples/tutorial/follow.py` reads docs/tutorial.md and does every command of it, pip's installation "
    "of the plugin, its tests and a running server included; no step is left out and none added. The "
    "environment sees the packages of the benchmark's own. Machine time is the processor time of all programs "
    "that the tutorial starts."
)


def run(scale: Scale) -> CaseResult:
    """Follow the tutorial once, or in a quick run put the plugin on the path in place of pip."""
    with tempfile.TemporaryDirectory(prefix="cpaudit-bench-") as name:
        directory = Path(name)
        python = Path(sys.executable) if scale.quick else _environment(directory / "environment")
        work = directory / "work"
        work.mkdir()
        arguments = ["--put-on-path"] if scale.quick else []
        before, started = os.times(), time.perf_counter()
        done = subprocess.run([python, _FOLLOW, *arguments, work], stdout=subprocess.PIPE, text=True, check=True)
        wall, after = time.perf_counter() - started, os.times()
    machine = after.children_user + after.children_system - before.children_user - before.children_system
    steps = [json.loads(line) for line in done.stdout.splitlines()]
    checked = next(step["after"] for step in steps if step["step"] == "cpaudit plugin check")
    timings = Timings({"wall": Timing("by the clock", 1.0, [wall]), "machine": Timing("machine time", 1.0, [machine])})
    bar = Bar("from `plugin new` to the item in GraphQL: seconds of machine time", LIMIT, True, machine)
    figures = {"to the first passing `plugin check`, by the clock": f"{checked:.1f} s"}
    figures |= {f"`{step['step']}`": f"{step['seconds']:.1f} s" for step in steps if step["seconds"] >= 0.1}
    return CaseResult("first_minute", "From nothing to an item in GraphQL", _HOW, timings, (bar,), figures)


def _environment(directory: Path) -> Path:
    """An environment with pip that sees the packages of this one."""
    python = directory / "bin" / "python"
    subprocess.run(
        [sys.executable, "-m", "uv", "venv", "--quiet", "--seed", "--python", sys.executable, directory], check=True
    )
    own = next(directory.glob("lib/python*/site-packages"))
    lines = [f"import site; site.addsitedir({each!r})" for each in site.getsitepackages()]
    (own / "benchmark.pth").write_text("\n".join(lines) + "\n", "utf-8")
    return python


CASE = Case("first_minute", run)
