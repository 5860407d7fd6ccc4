"""The recorded audit of a sulphuric acid works, in the chemicals department."""

from __future__ import annotations

import pytest

from support.recorded_audit import record_audit
from support.stages import OpenWork


@pytest.fixture
async def audit(open_work: OpenWork) -> str:
    """The audit's row id."""
    async with open_work("auditor") as work:
        return await record_audit(work)
