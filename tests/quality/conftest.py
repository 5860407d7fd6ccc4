"""The province with a concluded audit, as tests of submissions have it."""

from __future__ import annotations

from submissions.conftest import audit, conclude, concluded, database, desk, province

__all__ = ["audit", "conclude", "concluded", "database", "desk", "province"]
