"""The tenant's own audits as dashboards count them: added up by the database as far as it can, the rest here.

An option that was neither carried out nor rejected goes on into the next round (:mod:`cpaudit.gates.next_round`). It
counts there, and not in the round before any more, so that over all rounds each option counts once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from sqlalchemy import and_, func
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.audits.models import Audit, AuditState, Target
from cpaudit.audits.services.targets import is_met
from cpaudit.dashboards.counted import Counted, Source
from cpaudit.dashboards.services.filters import Filter
from cpaudit.dashboards.services.sums import money, money_sums
from cpaudit.enterprises.models import Enterprise
from cpaudit.options.lifecycle import CARRIED_OUT, HANDED_ON
from cpaudit.options.models import Funding, Option, OptionEffect, OptionState
from cpaudit.phases import CostClass
from cpaudit.programmes.models import Stage, StageAudit
from cpaudit.submissions.audit_figures import unit_of_money, unit_of_unknown
from cpaudit.submissions.exact import exact
from cpaudit.submissions.figures import Figure, FigureKind, counted, summed

MONEY = {
    FigureKind.INVESTMENT: Option.investment,
    FigureKind.COST: Option.actual_cost,
    FigureKind.SAVING_PLANNED: Option.annual_saving,
    FigureKind.SAVING: Option.actual_saving,
}

Terms = list[tuple[str, str, Fraction | None]]


async def own_audits(session: AsyncSession, narrowed: Filter) -> list[Counted]:
    """The audits with their figures, the earliest first. Five statements for any number."""
    audits, continued = await _audits(session, narrowed)
    figures: dict[str, list[Figure]] = defaultdict(list)
    for load in (_options, _targets, _effects, _funding):
        for audit_id, found in (await load(session, narrowed, continued)).items():
            figures[audit_id] += found
    # An audit in which nobody set a target has set none, which is known.
    untold = (counted(FigureKind.TARGETS, 0), counted(FigureKind.TARGETS_MET, 0))
    return [
        replace(
            each,
            figures=(
                counted(FigureKind.AUDITS, 1),
                *figures[each.key],
                *(() if any(own.kind is FigureKind.TARGETS for own in figures[each.key]) else untold),
            ),
        )
        for each in audits
    ]


async def _audits(session: AsyncSession, narrowed: Filter) -> tuple[list[Counted], frozenset[str]]:
    """The audits, and which of them have a next round, whether that is meant too or not."""
    following = aliased(Audit)
    query = (
        select(Audit, Enterprise, Stage, following.id)
        .join(Enterprise, col(Enterprise.id) == Audit.enterprise_id)
        .outerjoin(StageAudit, col(StageAudit.audit_id) == Audit.id)
        .outerjoin(Stage, col(Stage.id) == StageAudit.stage_id)
        .outerjoin(
            following,
            and_(
                col(following.enterprise_id) == col(Audit.enterprise_id), col(following.round) == col(Audit.round) + 1
            ),
        )
        .where(*narrowed.conditions())
        .order_by(col(Audit.id))
    )
    rows: Sequence[tuple[Audit, Enterprise, Stage | None, str | None]] = (await session.exec(query)).all()
    found = [
        Counted(
            key=audit.id,
            source=Source.OWN_AUDIT,
            enterprise=enterprise.code,
            name=enterprise.name,
            gb4754=enterprise.gb4754,
            city=enterprise.city or None,
            stage=None if stage is None else stage.kind,
            round=audit.round,
            concluded=audit.state is AuditState.CONCLUDED,
            started_at=audit.created_at,
            illustrative=audit.illustrative or enterprise.illustrative,
        )
        for audit, enterprise, stage, _ in rows
    ]
    return found, frozenset(audit.id for audit, _, _, followed in rows if followed is not None)


def _went_on(audit_id: str, state: OptionState, continued: Collection[str]) -> bool:
    """Whether an option counts in the next round, to which it was carried."""
    return audit_id in continued and state in HANDED_ON


async def _options(
    session: AsyncSession, narrowed: Filter, continued: Collection[str]
) -> Mapping[str, Sequence[Figure]]:
    group = (
        col(Option.audit_id),
        col(Option.state),
        col(Option.cost_class),
        col(Option.currency),
        col(Option.price_year),
    )
    query: Any = (
        select_columns(
            *group,
            func.count(),
            *(part for column in MONEY.values() for part in (func.count(col(column)), *money_sums(column))),
        )
        .where(col(Option.audit_id).in_(narrowed.audits()))
        .group_by(*group)
        .order_by(*group)
    )
    states: dict[str, Counter[OptionState]] = defaultdict(Counter)
    classes: dict[str, Counter[CostClass]] = defaultdict(Counter)
    terms: dict[str, dict[FigureKind, Terms]] = defaultdict(lambda: defaultdict(list))
    for audit_id, state, cost_class, currency, year, count, *amounts in (await session.exec(query)).all():
        if _went_on(audit_id, state, continued):
            continue
        states[audit_id][state] += count
        if state not in CARRIED_OUT:
            continue
        classes[audit_id][cost_class] += count
        unit, place = unit_of_money(currency, year), iter(amounts)
        for kind in MONEY:
            known, halves = next(place), (next(place), next(place))
            amount, own = money(halves), terms[audit_id][kind]
            if amount is not None:
                own.append((unit, unit, exact(amount)))
            if known < count:
                own.append((unit, unit, None))
    return {
        audit_id: [
            *(counted(FigureKind.OPTIONS, own[state], state.value) for state in OptionState if own[state]),
            *(
                counted(FigureKind.OPTIONS_CARRIED_OUT, classes[audit_id][each], each.value)
                for each in CostClass
                if classes[audit_id][each]
            ),
            *(
                figure
                for kind, given in terms[audit_id].items()
                for figure in summed(kind, "", given, unit=unit_of_unknown(given))
            ),
        ]
        for audit_id, own in states.items()
    }


async def _targets(
    session: AsyncSession, narrowed: Filter, continued: Collection[str]
) -> Mapping[str, Sequence[Figure]]:
    query = select(Target).where(col(Target.audit_id).in_(narrowed.audits())).order_by(col(Target.id))
    met: dict[str, list[bool | None]] = defaultdict(list)
    for target in (await session.exec(query)).all():
        met[target.audit_id].append(is_met(target))
    return {
        audit_id: [
            counted(FigureKind.TARGETS, len(own)),
            Figure(
                kind=FigureKind.TARGETS_MET,
                unit="1",
                value=str(sum(each is True for each in own)),
                complete=None not in own,
            ),
        ]
        for audit_id, own in met.items()
    }


async def _effects(
    session: AsyncSession, narrowed: Filter, continued: Collection[str]
) -> Mapping[str, Sequence[Figure]]:
    """What options that were carried out save in a year, planned and measured."""
    query: Any = (
        select_columns(
            col(OptionEffect.audit_id),
            col(OptionEffect.option_id),
            col(OptionEffect.subject),
            col(OptionEffect.planned),
            col(OptionEffect.actual),
        )
        .join(Option, col(Option.id) == OptionEffect.option_id)
        .where(col(Option.state).in_(CARRIED_OUT), col(OptionEffect.audit_id).in_(narrowed.audits()))
        .order_by(col(OptionEffect.id))
    )
    planned: dict[tuple[str, str], Terms] = defaultdict(list)
    actual: dict[tuple[str, str], Terms] = defaultdict(list)
    for audit_id, option_id, subject, expected, came in (await session.exec(query)).all():
        planned[audit_id, subject].append((option_id, expected.unit, exact(expected.value)))
        known = ("", None) if came is None else (came.unit, exact(came.value))
        actual[audit_id, subject].append((option_id, *known))
    found: dict[str, list[Figure]] = defaultdict(list)
    for (audit_id, subject), terms in planned.items():
        unit = terms[0][1]
        found[audit_id] += summed(FigureKind.SAVED_PLANNED, subject, terms, unit=unit)
        found[audit_id] += summed(FigureKind.SAVED, subject, actual[audit_id, subject], unit=unit)
    return found


async def _funding(
    session: AsyncSession, narrowed: Filter, continued: Collection[str]
) -> Mapping[str, Sequence[Figure]]:
    """The money that is planned, by source; a currency has no price year here."""
    group = (col(Funding.audit_id), col(Option.state), col(Funding.source), col(Option.currency))
    query: Any = (
        select_columns(*group, *money_sums(Funding.amount))
        .join(Option, col(Option.id) == Funding.option_id)
        .where(col(Funding.audit_id).in_(narrowed.audits()))
        .group_by(*group)
        .order_by(*group)
    )
    terms: dict[tuple[str, str], Terms] = defaultdict(list)
    for audit_id, state, source, currency, high, low in (await session.exec(query)).all():
        amount = money((high, low))
        if amount is not None and not _went_on(audit_id, state, continued):
            terms[audit_id, source.value].append((currency, currency, exact(amount)))
    found: dict[str, list[Figure]] = defaultdict(list)
    for (audit_id, source), own in terms.items():
        found[audit_id] += summed(FigureKind.FUNDING, source, own)
    return found
