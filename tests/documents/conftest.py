"""The province with a concluded audit, people at their desks, and jobs that are done in this process."""

from __future__ import annotations

from jobs.conftest import do_jobs, surroundings
from submissions.conftest import audit, conclude, concluded, database, desk, province

__all__ = ["audit", "conclude", "concluded", "database", "desk", "do_jobs", "province", "surroundings"]
