"""Eligibility, economics and totals of many applications and options, each by a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.audits.models import Audit
from cpaudit.engine.headroom import Keeping
from cpaudit.enterprises.models import Enterprise
from cpaudit.funding.conditions import Eligibility, Fact, judge, read_conditions, read_judged
from cpaudit.funding.economics import FundedEconomics, Source, funded_economics
from cpaudit.funding.facts import facts_of
from cpaudit.funding.models import (
    ApplicationState,
    FundingApplication,
    FundingMovement,
    FundingScheme,
    ShownFact,
)
from cpaudit.funding.totals import FundingTotal, funding_totals
from cpaudit.options.models import Option
from cpaudit.plugins import PluginHost
from cpaudit.regulation.loading import compliances
from cpaudit.storage.tables import TenantTable, now

R = TypeVar("R", bound=TenantTable)

DECIDED = (ApplicationState.GRANTED, ApplicationState.REFUSED)


async def eligibilities(session: AsyncSession, host: PluginHost, ids: Sequence[str]) -> Mapping[str, Eligibility]:
    """Application → whether it is eligible: as things stand, or as it was decided."""
    rows = await _by_id(session, FundingApplication, ids)
    open_rows = [each for each in rows.values() if each.state not in DECIDED]
    found = {each.id: read_judged(each.judged) for each in rows.values() if each.state in DECIDED}
    if not open_rows:
        return found
    schemes = await _by_id(session, FundingScheme, [each.scheme_id for each in open_rows])
    options = await _by_id(session, Option, [each.option_id for each in open_rows])
    audits = await _by_id(session, Audit, [each.audit_id for each in open_rows])
    enterprises = await _by_id(session, Enterprise, [each.enterprise_id for each in audits.values()])
    shown: dict[str, list[ShownFact]] = defaultdict(list)
    query = select(ShownFact).where(col(ShownFact.application_id).in_([each.id for each in open_rows]))
    for fact in (await session.exec(query)).all():
        shown[fact.application_id].append(fact)
    conditions = {key: read_conditions(each.conditions) for key, each in schemes.items()}
    asked = any(each.fact is Fact.LIMIT_EXCEEDED for own in conditions.values() for each in own)
    keeping = await _keeping(session, host, audits) if asked else {}
    for each in open_rows:
        audit = audits[each.audit_id]
        facts = facts_of(
            enterprises[audit.enterprise_id],
            audit,
            options[each.option_id],
            each,
            shown[each.id],
            keeping.get(audit.id, Keeping.UNKNOWN),
        )
        found[each.id] = judge(conditions[each.scheme_id], facts)
    return found


async def _keeping(session: AsyncSession, host: PluginHost, audits: Mapping[str, Audit]) -> Mapping[str, Keeping]:
    keys = [(each.id, each.enterprise_id) for each in audits.values()]
    found = await compliances(session, host, keys, now().date())
    return {audit: each.before for (audit, _), each in zip(keys, found, strict=True)}


async def funded(
    session: AsyncSession, options: Sequence[str], *, assumed: bool
) -> Mapping[str, tuple[Option, FundedEconomics]]:
    """Option → its row and its economics with what was granted; with *assumed*, also with what was applied for."""
    rows = await _by_id(session, Option, options)
    states = [ApplicationState.GRANTED, *([ApplicationState.APPLIED] if assumed else [])]
    query = (
        select(FundingApplication)
        .where(col(FundingApplication.option_id).in_(options), col(FundingApplication.state).in_(states))
        .order_by(col(FundingApplication.id))
    )
    applications = (await session.exec(query)).all()
    schemes = await _by_id(session, FundingScheme, [each.scheme_id for each in applications])
    sources: dict[str, list[Source]] = defaultdict(list)
    for each in applications:
        amount = each.amount if each.granted is None else each.granted
        sources[each.option_id].append(Source(schemes[each.scheme_id], Decimal(amount)))
    return {key: (row, funded_economics(row, sources[key])) for key, row in rows.items()}


async def totals_of(session: AsyncSession, stage: str | None, *, enterprise_id: str | None) -> list[FundingTotal]:
    """The totals of the tenant, of one stage or one enterprise where these are named; three statements."""
    query = select(FundingApplication).order_by(col(FundingApplication.id))
    moved = select(FundingMovement)
    if stage is not None:
        query = query.where(FundingApplication.stage == stage)
    if enterprise_id is not None:
        own = select(Audit.id).where(Audit.enterprise_id == enterprise_id)
        query = query.where(col(FundingApplication.audit_id).in_(own))
        moved = moved.where(col(FundingMovement.audit_id).in_(own))
    applications = (await session.exec(query)).all()
    movements: dict[str, list[FundingMovement]] = defaultdict(list)
    for each in (await session.exec(moved)).all():
        movements[each.application_id].append(each)
    schemes = {each.id: each for each in (await session.exec(select(FundingScheme))).all()}
    return funding_totals(schemes, applications, movements)


async def _by_id(session: AsyncSession, table: type[R], ids: Sequence[str]) -> dict[str, R]:
    found = await session.exec(select(table).where(col(table.id).in_(set(ids))))
    return {row.id: row for row in found.all()}
