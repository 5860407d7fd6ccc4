"""The cases, in the order in which they are run."""

from __future__ import annotations

from benchmarks.engine import appraisal, inventory, portfolio, reconciliation
from benchmarks.engine.case import Case

CASES: tuple[Case, ...] = (inventory.CASE, reconciliation.CASE, appraisal.CASE, portfolio.CASE)
