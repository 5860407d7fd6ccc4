"""The platform's job that makes aggregates of what tenants hand over, and keeps the walls between them.

It goes from tenant to tenant. In a transaction of *that tenant's own* it writes down what the tenant hands over, if
it consents (:func:`hand_over`): one frozen row for each enterprise and library option, behind the tenant's wall,
which the tenant can read and nobody else. What it carries out of there is anonymous and stays in memory until
:mod:`cpaudit.outcomes.release` says what may be told; only that goes to ``shared_outcome``, the one table that
every tenant reads. Who was counted in which publication is kept behind a wall of the job's own.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.outcomes.cases import Case, cases_of
from cpaudit.outcomes.figures import figures_of
from cpaudit.outcomes.models import JOB_TENANT, Figure, OutcomeContribution, OutcomePublication, SharedOutcome
from cpaudit.outcomes.release import Handed, Members, Verdict, judge, members_of, shown_count, shown_quartiles
from cpaudit.outcomes.service import consent_in_force
from cpaudit.permissions import Actor, Permission
from cpaudit.storage.database import PLATFORM, Database, Scope
from cpaudit.storage.event_log import append_event
from cpaudit.storage.tables import now
from cpaudit.tenancy.models import Tenant

HANDED_OVER = "outcomesHandedOver"


@dataclass(frozen=True, slots=True, order=True)
class Series:
    """One figure of one library option in one sector and, for money, one currency and price year."""

    template: str
    sector: str
    figure: Figure
    basis: str


@dataclass(frozen=True, slots=True)
class Aggregation:
    """What a run of the job did; counts only, which tell of no tenant.

    Attributes:
        tenants: that consent.
        published: figures that were published, for the first time or anew.
        kept: figures that stay as they were published before.
        withheld: figures that are of too few enterprises, or differ by too few from one published before.
    """

    tenants: int
    published: int
    kept: int
    withheld: int


async def aggregate(database: Database, actor: Actor) -> Aggregation:
    """Have every tenant that consents hand over its outcomes, and make the aggregates anew.

    Raises:
        Denied: the actor does not administer the platform.
    """
    actor.require(Permission.MANAGE_PLATFORM)
    async with database.looking(PLATFORM) as session:
        tenants = (await session.exec(select(Tenant.id).order_by(Tenant.id))).all()
    handed: dict[Series, list[Handed]] = defaultdict(list)
    consenting: set[str] = set()
    for tenant in tenants:
        async with database.writing(Scope(tenant)) as session:
            if await consent_in_force(session) is None:
                continue
            consenting.add(tenant)
            for row in await hand_over(session, tenant):
                for figure, basis, value in row.figures:
                    series = Series(row.template, row.sector, Figure(figure), basis)
                    known = Decimal(value) if value else None
                    handed[series].append(Handed(tenant, row.name_digest, known))
    return await _publish(database, handed, consenting)


async def hand_over(session: AsyncSession, tenant: str) -> Sequence[OutcomeContribution]:
    """Write down what the session's tenant, which consents, hands over now; what is made up for show is not."""
    before = {(row.template, row.enterprise_id): row for row in (await session.exec(select(OutcomeContribution))).all()}
    rows = [_contribution(case, tenant) for case in await cases_of(session) if not case.illustrative]
    content = {key: _content(row) for key, row in before.items()}
    if content == {(row.template, row.enterprise_id): _content(row) for row in rows}:
        return list(before.values())
    for old in before.values():
        await session.delete(old)
    await session.flush()
    session.add_all(rows)
    append_event(
        session,
        tenant_id=tenant,
        member_id=None,
        action=HANDED_OVER,
        subject_type="Tenant",
        subject_id=tenant,
        after={"contributions": len(rows), "enterprises": len({row.enterprise_id for row in rows})},
    )
    await session.flush()
    return rows


def _contribution(case: Case, tenant: str) -> OutcomeContribution:
    name = unicodedata.normalize("NFKC", case.enterprise_name).casefold().split()
    return OutcomeContribution(
        tenant_id=tenant,
        template=case.template,
        sector=case.sector,
        enterprise_id=case.enterprise,
        name_digest=hashlib.sha256("".join(name).encode()).hexdigest(),
        figures=[
            [figure.value, basis, "" if value is None else str(value)] for figure, basis, value in figures_of(case)
        ],
    )


def _content(row: OutcomeContribution) -> tuple[object, ...]:
    return row.sector, row.name_digest, row.figures


async def _publish(database: Database, handed: Mapping[Series, Sequence[Handed]], consenting: set[str]) -> Aggregation:
    async with database.looking(PLATFORM) as session:
        shown = {_series(row) for row in (await session.exec(select(SharedOutcome))).all()}
    earlier = await _earlier(database)
    verdicts = {
        series: judge(handed.get(series, ()), earlier[series], shown=series in shown, consenting=consenting)
        for series in sorted({*handed, *shown})
    }
    fresh = {series: members_of(handed[series]) for series, verdict in verdicts.items() if verdict is Verdict.REPLACE}
    # First who is counted and then what is told: a run that breaks off in between has told nothing unrecorded.
    async with database.writing(Scope(JOB_TENANT)) as session:
        session.add_all(_publication(series, members) for series, members in fresh.items())
    async with database.writing(PLATFORM) as session:
        for row in (await session.exec(select(SharedOutcome))).all():
            if verdicts[_series(row)] is not Verdict.KEEP:
                await session.delete(row)
        await session.flush()
        session.add_all(_shared(series, members) for series, members in fresh.items())
    outcomes = list(verdicts.values())
    return Aggregation(len(consenting), len(fresh), outcomes.count(Verdict.KEEP), outcomes.count(Verdict.WITHHOLD))


async def _earlier(database: Database) -> dict[Series, list[Members]]:
    found: dict[Series, list[Members]] = defaultdict(list)
    async with database.looking(Scope(JOB_TENANT)) as session:
        rows = await session.exec(select(OutcomePublication).order_by(col(OutcomePublication.id)))
        for row in rows:
            members = {
                enterprise: Handed(tenant, enterprise, Decimal(value) if value else None)
                for enterprise, (tenant, value) in row.members.items()
            }
            found[_series(row)].append(members)
    return found


def _series(row: SharedOutcome | OutcomePublication) -> Series:
    return Series(row.template, row.sector, row.figure, row.basis)


def _publication(series: Series, members: Members) -> OutcomePublication:
    return OutcomePublication(
        tenant_id=JOB_TENANT,
        template=series.template,
        sector=series.sector,
        figure=series.figure,
        basis=series.basis,
        members={
            enterprise: [each.tenant, "" if each.value is None else str(each.value)]
            for enterprise, each in members.items()
        },
    )


def _shared(series: Series, members: Members) -> SharedOutcome:
    middle = shown_quartiles(members)
    return SharedOutcome(
        template=series.template,
        sector=series.sector,
        figure=series.figure,
        basis=series.basis,
        enterprises=shown_count(members),
        q1=None if middle is None else str(middle.q1),
        median=None if middle is None else str(middle.median),
        q3=None if middle is None else str(middle.q3),
        published_at=now(),
    )
