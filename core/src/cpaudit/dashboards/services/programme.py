"""A programme at a glance: how far, how late, how much money, how much saved, by sector, city and stage."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.dashboards.counted import Basis
from cpaudit.dashboards.services.filters import Filter
from cpaudit.dashboards.services.funding import FundingByState, funding_by_state
from cpaudit.dashboards.services.funnel import FunnelPhase, funnel
from cpaudit.dashboards.services.own import own_audits
from cpaudit.dashboards.services.places import Place, places_of
from cpaudit.dashboards.services.received import received_audits
from cpaudit.dashboards.services.stages import StageLine, stage_lines
from cpaudit.dashboards.splits import Dimension, Sum, parts_of, sums_of
from cpaudit.programmes.services.overdue import OverduePhase, overdue_phases


class Section(StrEnum):
    """A part of a dashboard that is loaded only where it is asked for."""

    TOTALS = "totals"
    FUNNEL = "funnel"
    OVERDUE = "overdue"
    FUNDING = "funding"
    STAGES = "stages"


@dataclass(frozen=True, slots=True)
class Totals:
    """Which audits are counted, and the sums over them."""

    basis: Basis
    sums: tuple[Sum, ...]


@dataclass(frozen=True, slots=True)
class OverduePart:
    """What is late in a sector, a city or a kind of stage.

    Attributes:
        key: of which; None where that is not known or not assigned.
        phases: how many phases are past their deadline.
        audits: of how many audits they are.
        longest: days since the earliest of these deadlines.
    """

    key: str | None
    phases: int
    audits: int
    longest: int


@dataclass(frozen=True, slots=True)
class Overdue:
    """The phases of own audits that are past their deadline, the longest first, and where their audits belong."""

    phases: tuple[OverduePhase, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)

    def split(self, by: Dimension) -> tuple[OverduePart, ...]:
        """The same by sector, city or stage; what has nothing overdue is no part."""
        return tuple(
            OverduePart(key, len(own), len({each.audit_id for each in own}), max(each.days for each in own))
            for key, own in parts_of(((self.places[each.audit_id], each) for each in self.phases), by)
        )


@dataclass(frozen=True, slots=True)
class ProgrammeDashboard:
    """A programme; a section that was not asked for is None."""

    totals: Totals | None
    funnel: tuple[FunnelPhase, ...] | None
    overdue: Overdue | None
    funding: tuple[FundingByState, ...] | None
    stages: tuple[StageLine, ...] | None


async def programme_dashboard(
    session: AsyncSession, tenant_id: str, narrowed: Filter, on: date | None, sections: Collection[Section]
) -> ProgrammeDashboard:
    """The sections that are asked for, from one transaction. Seventeen statements for all of them.

    Args:
        on: phases are overdue as on this day; by default the day that it is in each programme's time zone.

    Raises:
        Tampered: a packet is not what was handed over.
    """
    late: Overdue | None = None
    if Section.OVERDUE in sections or Section.STAGES in sections:
        late = await overdue_of(session, narrowed, on)
    return ProgrammeDashboard(
        await totals_of(session, tenant_id, narrowed) if Section.TOTALS in sections else None,
        await funnel(session, narrowed) if Section.FUNNEL in sections else None,
        late,
        await funding_by_state(session, narrowed) if Section.FUNDING in sections else None,
        await stage_lines(session, narrowed, late.phases if late else ()) if Section.STAGES in sections else None,
    )


async def totals_of(session: AsyncSession, tenant_id: str, narrowed: Filter) -> Totals:
    """The tenant's own audits and those it accepted, with their sums. Seven statements."""
    own = await own_audits(session, narrowed)
    received = narrowed.narrowed(await received_audits(session, tenant_id))
    basis = Basis((*own, *received.counted), received.not_counted)
    return Totals(basis, sums_of(basis.counted))


async def overdue_of(session: AsyncSession, narrowed: Filter, on: date | None) -> Overdue:
    """What of own audits is late. Three statements."""
    late = await overdue_phases(
        session,
        stage_ids=None if narrowed.stage_id is None else [narrowed.stage_id],
        enterprise_id=narrowed.enterprise_id,
        on=on,
    )
    places = await places_of(session, narrowed)
    return Overdue(tuple(each for each in late if each.audit_id in places), places)
