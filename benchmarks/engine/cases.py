"""The cases, in the order in which they are run."""

from __future__ import annotations

from benchmarks.engine import appraisal, inventory, portfolio
from benchmarks.engine.case import Case

CASES: tuple[Case, ...] = (inventory.CASE, appraisal.CASE, portfolio.CASE)
