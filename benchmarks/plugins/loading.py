"""A pack of many factors, read and checked, beside the same file from bare ``csv``."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

from benchmarks.bar import Bar
from benchmarks.engine.case import Case, CaseResult, Contender, Scale
from benchmarks.engine.turns import take_turns, timed
from benchmarks.plugins.made_up import large_pack

from cpaudit import ContentPack
from cpaudit.engine import is_unit

ROUNDS = 5

_HOW = (
    "Bare csv gives lists of texts. cpaudit gives typed, frozen factors: numbers, dates, CAS numbers, bounds "
    "and translations checked, codes unique, sources known, units known, and the line of every cell kept for "
    "messages."
)


def run(scale: Scale) -> CaseResult:
    """Time reading 50 000 factors."""
    factors = scale.size(50_000, 1_000)
    with tempfile.TemporaryDirectory(prefix="cpaudit-bench-") as directory:
        file = large_pack(Path(directory), factors)

        def ours() -> ContentPack:
            pack = ContentPack.from_directory(directory, strict=True)
            pack.check(is_unit)
            return pack

        def bare() -> list[list[str]]:
            with file.open(encoding="utf-8", newline="") as rows:
                return list(csv.reader(rows))

        assert len(ours().factors) == len(bare()) - 1 == factors
        contenders = (Contender("cpaudit", "cpaudit", timed(ours)), Contender("csv", "bare csv", timed(bare)))
        timings = take_turns(contenders, min(scale.rounds, ROUNDS), "a large pack")
    seconds = timings.contenders["cpaudit"].median
    ratio = timings.ratio("cpaudit", "csv")
    bars = (Bar(f"{factors:,} factors: seconds", 10.0, True, seconds),)
    figures = {
        "cpaudit ÷ bare csv": f"{ratio or 0:.0f}",
        "factors per second": f"{factors / seconds:,.0f}",
    }
    return CaseResult("loading", f"A pack of {factors:,} factors", _HOW, timings, bars, figures)


CASE = Case("loading", run)
