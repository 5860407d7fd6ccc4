"""The outcomes of library options that a person may see: his tenant's own, and the shared aggregates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.engine import Quartiles
from cpaudit.outcomes.cases import cases_of
from cpaudit.outcomes.figures import Outcomes, OutcomeScope, outcomes, own_outcomes
from cpaudit.outcomes.models import SharedOutcome


async def outcomes_of(
    session: AsyncSession, templates: Collection[str], *, enterprise_id: str | None = None
) -> Mapping[str, Sequence[Outcomes]]:
    """Option → its outcomes, the tenant's own first, by sector. Two statements for any number of options.

    Args:
        templates: references of options that the tenant's library holds.
        enterprise_id: the one enterprise whose audits the person may see; None for all of the tenant.
    """
    found: dict[str, list[Outcomes]] = defaultdict(list)
    if not templates:
        return found
    for own in own_outcomes(await cases_of(session, templates, enterprise_id=enterprise_id)):
        found[own.template].append(own)
    for shared in await _shared_outcomes(session, templates):
        found[shared.template].append(shared)
    return found


async def shared_outcomes_of_sector(session: AsyncSession, sector: str) -> tuple[Outcomes, ...]:
    """The shared aggregates of all options in one sector, by option; one statement.

    Args:
        sector: division of GB/T 4754.
    """
    query = select(SharedOutcome).where(SharedOutcome.sector == sector)
    return tuple(_aggregates((await session.exec(query)).all()))


async def _shared_outcomes(session: AsyncSession, templates: Collection[str]) -> list[Outcomes]:
    query = select(SharedOutcome).where(col(SharedOutcome.template).in_(templates))
    return _aggregates((await session.exec(query)).all())


def _aggregates(shared: Iterable[SharedOutcome]) -> list[Outcomes]:
    grouped: dict[tuple[str, str], list[SharedOutcome]] = defaultdict(list)
    for row in shared:
        grouped[row.template, row.sector].append(row)
    return [
        outcomes(
            template,
            sector,
            OutcomeScope.SHARED,
            {row.figure: row.enterprises for row in rows if row.median is None},
            {(row.figure, row.basis): each for row in rows if (each := _quartiles(row)) is not None},
            published_at=max(row.published_at for row in rows),
        )
        for (template, sector), rows in sorted(grouped.items())
    ]


def _quartiles(row: SharedOutcome) -> Quartiles | None:
    if row.q1 is None or row.median is None or row.q3 is None:
        return None
    return Quartiles(row.enterprises, Decimal(row.q1), Decimal(row.median), Decimal(row.q3))


def telling(found: Sequence[Outcomes], sector: str) -> Outcomes | None:
    """The outcomes that tell most for an enterprise of a sector: the tenant's own, or else the shared ones."""
    return next(
        (
            each
            for scope in (OutcomeScope.OWN, OutcomeScope.SHARED)
            for each in found
            if each.scope is scope and each.sector == sector
        ),
        None,
    )
