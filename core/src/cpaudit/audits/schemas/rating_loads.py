"""Ratings and comparisons of many audits, each loaded by a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.audits.models import AuditRecord, IndicatorValue, InventoryLine, RatingOutput, Scenario, Target
from cpaudit.audits.schemas.rating import ComparedRounds, Rating, RoundBasis
from cpaudit.audits.services.pinned import libraries_of
from cpaudit.audits.services.rating import RatingRecords, compare_emissions, rating_of, system_rated
from cpaudit.audits.services.targets import compare_results
from cpaudit.contributions import IndicatorSystem
from cpaudit.engine import RoundComparison, compare_rounds
from cpaudit.enterprises.models import Enterprise
from cpaudit.graphql.context import RequestContext
from cpaudit.library import Library

R = TypeVar("R", bound=AuditRecord)

RATING_ARGUMENTS: Mapping[str, Any] = {"scenario": Scenario, "system": str | None}
COMPARISON_ARGUMENTS: Mapping[str, Any] = {"system": str | None, "against": RoundBasis | None}


async def load_ratings(
    context: RequestContext, audits: Sequence[Any], arguments: Mapping[str, Any]
) -> list[Rating | None]:
    """The rating of each audit; null where no system is named and none fits. Four statements for all of them."""
    async with context.database.looking(context.scope) as session:
        records = await _records(session, [audit.values["id"] for audit in audits])
        industries = await _industries(session, [audit.values["enterprise_id"] for audit in audits])
        libraries = await libraries_of(session, context.host, [audit.values["id"] for audit in audits])
    ratings: list[Rating | None] = []
    for audit in audits:
        own, library = records[audit.values["id"]], libraries[audit.values["id"]]
        system = system_rated(library, industries[audit.values["enterprise_id"]], own, arguments.get("system"))
        if system is None:
            ratings.append(None)
        else:
            held = rating_of(library, system, arguments["scenario"], own)
            ratings.append(Rating(held=held, of=system, library=library))
    return ratings


async def load_round_comparisons(
    context: RequestContext, audits: Sequence[Any], arguments: Mapping[str, Any]
) -> list[ComparedRounds | None]:
    """Each audit's figures after it against those before, or against those after the round before.

    Both are rated in the content that the later audit uses. Null where there is no round before. Six statements for
    all of them.
    """
    earlier = arguments.get("against") is RoundBasis.PREVIOUS_ROUND
    bases = {audit.values["id"]: audit.values["previous_id" if earlier else "id"] for audit in audits}
    wanted = [each for each in {*bases, *bases.values()} if each is not None]
    async with context.database.looking(context.scope) as session:
        records = await _records(session, wanted)
        industries = await _industries(session, [audit.values["enterprise_id"] for audit in audits])
        lines = await _rows(session, InventoryLine, wanted)
        targets = await _rows(session, Target, wanted)
        libraries = await libraries_of(session, context.host, list(bases))
    compared: list[ComparedRounds | None] = []
    for audit in audits:
        own, basis = audit.values["id"], bases[audit.values["id"]]
        if basis is None:
            compared.append(None)
            continue
        both = RatingRecords(records[own].values + records[basis].values)
        gb4754 = industries[audit.values["enterprise_id"]]
        system = system_rated(libraries[own], gb4754, both, arguments.get("system"))
        scenario = Scenario.AFTER if earlier else Scenario.BEFORE
        before = [line for line in lines[basis] if line.scenario is scenario]
        after = [line for line in lines[own] if line.scenario is Scenario.AFTER]
        rated = None
        if system is not None:
            rated = _compared(libraries[own], system, (records[basis], scenario), (records[own], Scenario.AFTER))
        reached = compare_results(targets[own], targets[basis] if earlier else None)
        compared.append(ComparedRounds(rated=rated, emitted=compare_emissions(before, after), reached=reached))
    return compared


def _compared(
    library: Library,
    system: IndicatorSystem,
    before: tuple[RatingRecords, Scenario],
    after: tuple[RatingRecords, Scenario],
) -> RoundComparison:
    first, second = (rating_of(library, system, scenario, own) for own, scenario in (before, after))
    return compare_rounds(first, second)


async def _records(session: AsyncSession, audit_ids: Sequence[str]) -> dict[str, RatingRecords]:
    values = await _rows(session, IndicatorValue, audit_ids)
    outputs = await _rows(session, RatingOutput, audit_ids)
    return {each: RatingRecords(tuple(values[each]), tuple(outputs[each])) for each in audit_ids}


async def _rows(session: AsyncSession, table: type[R], audit_ids: Sequence[str]) -> dict[str, list[R]]:
    found: dict[str, list[R]] = defaultdict(list)
    for row in await session.exec(select(table).where(col(table.audit_id).in_(audit_ids)).order_by(col(table.id))):
        found[row.audit_id].append(row)
    return found


async def _industries(session: AsyncSession, enterprise_ids: Sequence[str]) -> dict[str, str]:
    query = select(Enterprise).where(col(Enterprise.id).in_(enterprise_ids))
    return {each.id: each.gb4754 for each in await session.exec(query)}
