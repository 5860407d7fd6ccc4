"""The recorded audit of a sulphuric acid works, in the chemicals department."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import pytest

from cpaudit.work import Work
from support.recorded_audit import record_audit

OpenWork = Callable[..., AbstractAsyncContextManager[Work]]


@pytest.fixture
async def audit(open_work: OpenWork) -> str:
    """The audit's row id."""
    async with open_work("auditor") as work:
        return await record_audit(work)
