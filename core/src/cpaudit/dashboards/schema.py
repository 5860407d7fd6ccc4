"""The API of dashboards: three reads, each everything about a programme, a sector or an enterprise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import strawberry

from cpaudit.dashboards.schemas.enterprise import EnterpriseDashboard
from cpaudit.dashboards.schemas.programme import ProgrammeDashboard
from cpaudit.dashboards.schemas.sector import PerformanceCriterionInput, SectorDashboard
from cpaudit.dashboards.schemas.totals import Info, asked_fields
from cpaudit.dashboards.schemas.vocabulary import Measure, StageKind
from cpaudit.dashboards.services import enterprise, programme, sector
from cpaudit.dashboards.services.filters import Filter, require_all_audits
from cpaudit.errors import Denied
from cpaudit.graphql.denials import log_denial
from cpaudit.graphql.reading.identifiers import row_id
from cpaudit.permissions import Actor, Permission, signed_in
from cpaudit.quality.commending import check_thresholds
from cpaudit.quality.criteria import DEFAULT_CRITERIA, MEASURE_NAMES, Criterion


@strawberry.input(description="What narrows a dashboard; what is left out leaves nothing out.")
class DashboardFilter:
    city: str | None = strawberry.field(default=None, description="As enterprises name it.")
    stage: strawberry.ID | None = strawberry.field(
        default=None, description="A stage of the tenant's own, in which audits of others never are."
    )
    stage_kind: StageKind | None = strawberry.field(default=None, description="Of own and others' audits.")
    started_from: datetime | None = strawberry.field(default=None, description="Audits that began then or later.")
    started_before: datetime | None = strawberry.field(default=None, description="Audits that began before then.")

    def read(self) -> Filter:
        """The filter as the services take it.

        Raises:
            InvalidInput, NotFound: the stage's identifier is none.
        """
        stage = None if self.stage is None else row_id(self.stage, "ProgrammeStage", path=("filter", "stage"))
        return Filter(
            city=self.city,
            stage_id=stage,
            stage_kind=self.stage_kind,
            started_from=self.started_from,
            started_before=self.started_before,
        )


def _filter(given: DashboardFilter | None, code: str | None = None) -> Filter:
    found = Filter() if given is None else given.read()
    return replace(found, sector=code).checked()


async def _seeing_all(info: Info) -> Actor:
    """The actor, who sees all audits of his tenant; who does not leaves an event."""
    actor = signed_in(info.context.actor)
    try:
        require_all_audits(actor)
    except Denied as error:
        await log_denial(info.context, actor, "Query", info.field_name, error)
        raise
    return actor


@strawberry.type
class DashboardQueries:
    @strawberry.field(
        description="The programme: how far, how late, what money, what saved. Of the tenant's own audits, and of"
        " others what was submitted to it and accepted; for those who see all audits of the tenant."
    )
    async def programme_dashboard(
        self, info: Info, filter: DashboardFilter | None = None, on: date | None = None
    ) -> ProgrammeDashboard:
        actor, narrowed, asked = await _seeing_all(info), _filter(filter), asked_fields(info)
        sections = {each for each in programme.Section if not asked.isdisjoint((each.value, f"{each.value}Split"))}
        async with info.context.database.looking(info.context.scope) as session:
            held = await programme.programme_dashboard(session, actor.tenant, narrowed, on, sections)
        return ProgrammeDashboard(held=held)

    @strawberry.field(
        description="A sector: the same sums, how its indicators are distributed, and its advanced enterprises by"
        " stated criteria; for those who see all audits of the tenant."
    )
    async def sector_dashboard(
        self,
        info: Info,
        sector: str,
        filter: DashboardFilter | None = None,
        criteria: list[PerformanceCriterionInput] | None = None,
        reviewed: bool = True,
    ) -> SectorDashboard:
        return await _sector(info, sector, filter, criteria, reviewed)

    @strawberry.field(
        description="An enterprise: rounds, money, savings, indicators against earlier rounds, limits, what is late and"
        " open; null where there is none that the caller may see."
    )
    async def enterprise_dashboard(
        self, info: Info, id: strawberry.ID, on: date | None = None
    ) -> EnterpriseDashboard | None:
        actor = signed_in(info.context.actor)
        actor.require(Permission.READ)
        wanted, asked = row_id(id, "Enterprise"), asked_fields(info)
        if actor.enterprise_id not in (None, wanted):
            return None
        sections = {each for each in enterprise.Section if each.value in asked}
        staff = actor.enterprise_id is not None
        async with info.context.database.looking(info.context.scope) as session:
            held = await enterprise.enterprise_dashboard(session, wanted, on, sections, staff=staff)
        return None if held is None else EnterpriseDashboard(held=held)


async def _sector(
    info: Info,
    code: str,
    filter: DashboardFilter | None,
    given: list[PerformanceCriterionInput] | None,
    reviewed: bool,
) -> SectorDashboard:
    actor, narrowed, asked = await _seeing_all(info), _filter(filter, code), asked_fields(info)
    if given is None:
        # Without a quality review there is no score of one.
        criteria = tuple(each for each in DEFAULT_CRITERIA if reviewed or each.measure is not Measure.QUALITY_SCORE)
    else:
        criteria = tuple(Criterion(each.measure, each.at_least, MEASURE_NAMES[each.measure]) for each in given)
        check_thresholds(criteria, "criteria")
    sections = {each for each in sector.Section if each.value in asked}
    async with info.context.database.looking(info.context.scope) as session:
        held = await sector.sector_dashboard(
            session, info.context.host, actor.tenant, narrowed, criteria, reviewed=reviewed, sections=sections
        )
    return SectorDashboard(held=held, criteria=criteria, sector=narrowed.sector or code)
