"""An emission inventory of a million lines, with intervals."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np
from benchmarks.bar import Bar
from benchmarks.engine import inventory_floor as floor
from benchmarks.engine.case import Case, CaseResult, Contender, Scale
from benchmarks.engine.inventory_data import Lines, lines_of
from benchmarks.engine.turns import take_turns, timed
from benchmarks.engine.worker import Worker, worker
from benchmarks.installing import NotInstallableError, cache_directory, install_python_packages
from benchmarks.machine import versions_of

from cpaudit import engine

SEED = 20260101
DRAWS = 10_000
TIMED_DRAWS = 10
"""Draws of bw2calc, whose time grows with them."""
WORKERS = Path(__file__).parent / "workers"
HOW = (
    "Lines of activity in three units, each with an interval, over 200 factors of six pollutants whose ranges have "
    "four kinds of distribution (all illustrative). Asked for: the emission of each line, its share, totals by "
    "pollutant and in CO₂-equivalents with their 95 % intervals by first-order propagation, and, where named, by "
    f"Monte Carlo of {DRAWS} draws. cpaudit checks every number and every unit; bare numpy is given the ratio of "
    "each unit and pandas joins it, unchecked. bw2calc draws each line anew, one normal number for "
    "activity and factor together, and gives CO₂-equivalents alone; it is spared units and the factors' common errors. "
    f"It does {TIMED_DRAWS} draws of all lines, and its time is scaled up."
)


def run(scale: Scale) -> CaseResult:
    """Measure the case."""
    data = lines_of(scale.size(1_000_000, 20_000))
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="cpaudit-bench-")))
        stored = directory / "lines.npz"
        np.savez(stored, **data.arrays())
        contenders = [
            Contender("cpaudit", _title("cpaudit"), timed(lambda: _ours(data, None))),
            Contender("floor", _title("bare numpy"), timed(lambda: floor.first_order(data))),
            Contender("cpaudit_mc", _title("cpaudit, with Monte Carlo"), timed(lambda: _ours(data, SEED))),
            Contender("floor_mc", _title("bare numpy, with Monte Carlo"), timed(lambda: floor.both(data, SEED, DRAWS))),
        ]
        absent: list[str] = []
        expected = floor.first_order(data)
        _agree("cpaudit", _ours(data, None), expected)
        for key, script, package, share in (
            ("pandas", "pandas_inventory.py", "pandas merge and multiply", 1.0),
            ("bw2calc", "bw2calc_inventory.py", "bw2calc Monte Carlo", TIMED_DRAWS / DRAWS),
        ):
            try:
                process, versions = _worker(script, stored, directory, stack)
            except NotInstallableError as error:
                absent.append(str(error))
                continue
            # few draws, so its mean of the CO₂-equivalents only has to come near
            both = (
                (process.figures(), expected, 1e-9)
                if key == "pandas"
                else (process.figures()[:1], expected[-2:-1], 0.01)
            )
            _agree(key, *both)
            contenders.append(Contender(key, f"{package} ({versions})", process.seconds, share))
        timings = take_turns(contenders, scale.rounds, "Inventory")
    title = f"Inventory of {len(data.activity):,} lines with intervals"
    return CaseResult(
        "inventory",
        title,
        HOW,
        timings,
        (
            Bar("inventory: cpaudit ÷ bare numpy", 2.0, True, timings.ratio("cpaudit", "floor")),
            Bar("inventory with Monte Carlo: cpaudit ÷ bare numpy", 2.0, True, timings.ratio("cpaudit_mc", "floor_mc")),
            Bar("inventory: cpaudit ÷ pandas merge and multiply", 1.0, True, timings.ratio("cpaudit", "pandas")),
            Bar(
                "inventory with Monte Carlo, per line: cpaudit ÷ bw2calc",
                1.0,
                True,
                timings.ratio("cpaudit_mc", "bw2calc"),
            ),
        ),
        absent=absent,
    )


def _title(name: str) -> str:
    return f"{name} ({versions_of('numpy')})"


def _ours(data: Lines, seed: int | None) -> list[float]:
    lines = engine.InventoryLines(
        data.activity, data.unit_index, data.factor_index, data.units, data.factors, data.lower, data.upper
    )
    found = engine.inventory(lines, seed=seed, draws=DRAWS)
    assert len(found.contributions) == len(data.activity)
    totals = [*found.totals.values(), found.co2e]
    return [figure for total in totals if total and total.interval for figure in (total.value, total.interval.upper)]


def _agree(name: str, figures: Sequence[float], expected: Sequence[float], tolerance: float = 1e-9) -> None:
    if not np.allclose(figures, expected, rtol=tolerance):
        raise AssertionError(f"{name} gives other figures than bare numpy: {figures} and {expected}")


def _worker(script: str, stored: Path, directory: Path, stack: ExitStack) -> tuple[Worker, str]:
    packages = ("bw2calc", "bw-processing", "pandas", "numpy", "scipy")
    python, versions = install_python_packages(cache_directory() / "inventory", *packages)
    kept = {"pandas_inventory.py": ("pandas", "numpy"), "bw2calc_inventory.py": ("bw2calc", "numpy")}[script]
    shown = ", ".join(each for each in versions.split(", ") if each.split()[0] in kept)
    arguments = [str(stored), str(TIMED_DRAWS)] if "bw2calc" in script else [str(stored)]
    return stack.enter_context(worker(python, WORKERS / script, arguments, directory)), shown


CASE = Case("inventory", run)
