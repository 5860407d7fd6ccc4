"""What was applied for, granted, drawn and used, by source of money and by state of the application."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.dashboards.services.filters import Filter
from cpaudit.dashboards.services.sums import money, money_sums
from cpaudit.funding.models import ApplicationState, FundingApplication, FundingMovement, FundingScheme, MovementKind
from cpaudit.options.models import FundingSource


@dataclass(frozen=True, slots=True)
class FundingByState:
    """Applications for one kind of source, in one state and currency.

    Attributes:
        granted: None where nothing is granted, which is not a grant of zero.
    """

    source: FundingSource
    state: ApplicationState
    currency: str
    applications: int
    applied: Decimal
    granted: Decimal | None
    drawn: Decimal
    used: Decimal


_Key = tuple[FundingSource, ApplicationState, str]


async def funding_by_state(session: AsyncSession, narrowed: Filter) -> tuple[FundingByState, ...]:
    """The applications of the tenant's own audits, in the order of sources and states. Two statements."""
    group = (col(FundingScheme.source), col(FundingApplication.state), col(FundingApplication.currency))
    applied: Any = (
        select_columns(
            *group, func.count(), *money_sums(FundingApplication.amount), *money_sums(FundingApplication.granted)
        )
        .join(FundingScheme, col(FundingScheme.id) == FundingApplication.scheme_id)
        .where(col(FundingApplication.audit_id).in_(narrowed.audits()))
        .group_by(*group)
    )
    rows = (await session.exec(applied)).all()
    moved = await _moved(session, narrowed)
    sources, states = list(FundingSource), list(ApplicationState)
    found = [
        FundingByState(
            source,
            state,
            currency,
            count,
            money((high, low)) or Decimal(0),
            money((granted, rest)),
            moved.get(((source, state, currency), MovementKind.DRAWDOWN), Decimal(0)),
            moved.get(((source, state, currency), MovementKind.USE), Decimal(0)),
        )
        for source, state, currency, count, high, low, granted, rest in rows
    ]
    return tuple(sorted(found, key=lambda each: (sources.index(each.source), states.index(each.state), each.currency)))


async def _moved(session: AsyncSession, narrowed: Filter) -> Mapping[tuple[_Key, MovementKind], Decimal]:
    group = (
        col(FundingScheme.source),
        col(FundingApplication.state),
        col(FundingApplication.currency),
        col(FundingMovement.kind),
    )
    query: Any = (
        select_columns(*group, *money_sums(FundingMovement.amount))
        .join(FundingApplication, col(FundingApplication.id) == FundingMovement.application_id)
        .join(FundingScheme, col(FundingScheme.id) == FundingApplication.scheme_id)
        .where(col(FundingApplication.audit_id).in_(narrowed.audits()))
        .group_by(*group)
    )
    return {
        ((source, state, currency), kind): money((high, low)) or Decimal(0)
        for source, state, currency, kind, high, low in (await session.exec(query)).all()
    }
