"""What was applied for, granted, drawn and used, by source of money and by state of the application."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func
from sqlalchemy import select as select_columns
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.audits.models import Audit
from cpaudit.dashboards.services.filters import Filter
from cpaudit.dashboards.services.places import PLACE_COLUMNS, Place, placed
from cpaudit.dashboards.services.sums import money, money_sums, total
from cpaudit.dashboards.splits import Dimension, parts_of
from cpaudit.funding.models import ApplicationState, FundingApplication, FundingMovement, FundingScheme, MovementKind
from cpaudit.options.models import FundingSource


@dataclass(frozen=True, slots=True)
class Amounts:
    """Applications and their money.

    Attributes:
        granted: None where nothing is granted, which is not a grant of zero.
    """

    applications: int
    applied: Decimal
    granted: Decimal | None
    drawn: Decimal
    used: Decimal

    @classmethod
    def together(cls, given: Iterable[Amounts]) -> Amounts:
        """The sums of several, exact."""
        rows = list(given)
        granted = [each.granted for each in rows if each.granted is not None]
        return cls(
            sum(each.applications for each in rows),
            total(each.applied for each in rows),
            total(granted) if granted else None,
            total(each.drawn for each in rows),
            total(each.used for each in rows),
        )


@dataclass(frozen=True, slots=True)
class FundingPart:
    """Those of the audits of a sector, city or stage; the key is None where it is not known or assigned."""

    key: str | None
    amounts: Amounts


@dataclass(frozen=True, slots=True)
class FundingByState:
    """Applications for one kind of source, in one state and currency.

    Attributes:
        by_place: those of the audits of a place.
    """

    source: FundingSource
    state: ApplicationState
    currency: str
    by_place: Mapping[Place, Amounts]

    @property
    def amounts(self) -> Amounts:
        """Of all audits."""
        return Amounts.together(self.by_place.values())

    def split(self, by: Dimension) -> tuple[FundingPart, ...]:
        """The same by sector, city or stage: each application is in one part."""
        return tuple(FundingPart(key, Amounts.together(own)) for key, own in parts_of(self.by_place.items(), by))


_Key = tuple[FundingSource, ApplicationState, str]
_KEY = (col(FundingScheme.source), col(FundingApplication.state), col(FundingApplication.currency))


async def funding_by_state(session: AsyncSession, narrowed: Filter) -> tuple[FundingByState, ...]:
    """The applications of the tenant's own audits, in the order of sources and states. Two statements."""
    applied: Any = (
        _of_applications(
            select_columns(
                *_KEY,
                *PLACE_COLUMNS,
                func.count(),
                *money_sums(FundingApplication.amount),
                *money_sums(FundingApplication.granted),
            )
        )
        .where(*narrowed.conditions())
        .group_by(*_KEY, *PLACE_COLUMNS)
    )
    rows = (await session.exec(applied)).all()
    moved = await _moved(session, narrowed)
    found: dict[_Key, dict[Place, list[Amounts]]] = defaultdict(lambda: defaultdict(list))
    for source, state, currency, *columns, count, high, low, granted, rest in rows:
        key = (source, state, currency)
        drawn, used = (
            moved.get((key, tuple(columns), kind), Decimal(0)) for kind in (MovementKind.DRAWDOWN, MovementKind.USE)
        )
        # Two classes of one division are one place.
        found[key][Place.of(*columns)].append(
            Amounts(count, money((high, low)) or Decimal(0), money((granted, rest)), drawn, used)
        )
    sources, states = list(FundingSource), list(ApplicationState)
    return tuple(
        FundingByState(*key, {place: Amounts.together(own) for place, own in by_place.items()})
        for key, by_place in sorted(
            found.items(), key=lambda each: (sources.index(each[0][0]), states.index(each[0][1]), each[0][2])
        )
    )


async def _moved(
    session: AsyncSession, narrowed: Filter
) -> Mapping[tuple[_Key, tuple[Any, ...], MovementKind], Decimal]:
    group = (*_KEY, *PLACE_COLUMNS, col(FundingMovement.kind))
    query: Any = (
        _of_applications(
            select_columns(*group, *money_sums(FundingMovement.amount))
            .select_from(FundingMovement)
            .join(FundingApplication, col(FundingApplication.id) == FundingMovement.application_id)
        )
        .where(*narrowed.conditions())
        .group_by(*group)
    )
    return {
        ((source, state, currency), tuple(columns), kind): money((high, low)) or Decimal(0)
        for source, state, currency, *columns, kind, high, low in (await session.exec(query)).all()
    }


def _of_applications(query: Select[Any]) -> Select[Any]:
    """A query of applications, joined with their schemes and the places of their audits."""
    return placed(
        query.join(FundingScheme, col(FundingScheme.id) == FundingApplication.scheme_id).join(
            Audit, col(Audit.id) == FundingApplication.audit_id
        )
    )
