"""The recorded audit of a sulphuric acid works, whose option ``F3`` has the figures of case A."""

from __future__ import annotations

import pytest

from funding.acts import FundingActs
from support.client import GraphqlClient
from support.recorded_audit import record_audit
from support.stages import OpenWork


@pytest.fixture
async def funding(graphql: GraphqlClient, open_work: OpenWork) -> FundingActs:
    """What people do about the funding of that option."""
    async with open_work("auditor") as work:
        await record_audit(work)
    return FundingActs(graphql)
