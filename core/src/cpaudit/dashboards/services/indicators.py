"""What concluded audits record of indicators: benchmarks, values of indicator systems, and the ratings they came to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.audits.models import Benchmark, IndicatorValue, Scenario
from cpaudit.audits.services.pinned import libraries_of
from cpaudit.audits.services.rating import scheme_of
from cpaudit.dashboards.counted import Counted, Source
from cpaudit.dashboards.distribution import Distribution, Observation, distributions
from cpaudit.engine import Grade
from cpaudit.engine.grading import grade_value
from cpaudit.errors import CpauditError
from cpaudit.gates.models import KeptResult, ResultKind
from cpaudit.library import Library
from cpaudit.plugins import PluginHost

_SCENARIOS = {each.value: each for each in Scenario}
_LEVELS: Mapping[object, Grade] = {each.value: each for each in Grade}


@dataclass(frozen=True, slots=True)
class Rated:
    """How the audits of a sector were rated in one system, before or after.

    Attributes:
        grades: grade → audits; UNGRADED where the rating was not certain. They add up to ``audits``.
    """

    system: str
    scenario: Scenario
    audits: int
    grades: Mapping[Grade, int]


async def indicator_distributions(
    session: AsyncSession, host: PluginHost, audits: Collection[str]
) -> tuple[Distribution, ...]:
    """The distribution of every indicator of these own audits. Three statements, one more for content that was removed.

    A value is graded by the content that its audit pins.
    """
    benchmarks = select(Benchmark).where(col(Benchmark.audit_id).in_(audits)).order_by(col(Benchmark.id))
    of_systems = select(IndicatorValue).where(col(IndicatorValue.audit_id).in_(audits))
    found = [
        Observation(each.audit_id, None, each.indicator, each.scenario, each.actual, each.grade)
        for each in (await session.exec(benchmarks)).all()
    ]
    values = (await session.exec(of_systems.order_by(col(IndicatorValue.id)))).all()
    libraries = await libraries_of(session, host, sorted({each.audit_id for each in values}))
    # That an indicator does not apply is no value that could be compared.
    found += [
        Observation(
            each.audit_id,
            each.system,
            each.indicator,
            each.scenario,
            each.amount,
            each.grade if each.grade is not None else _grade(libraries[each.audit_id], each),
        )
        for each in values
        if each.not_applicable_reason is None
    ]
    return distributions(found)


def _grade(library: Library, value: IndicatorValue) -> Grade:
    """The grade that an amount reaches; UNGRADED where the content does not have the indicator any more."""
    system = next((each for each in library.indicator_systems() if each.ref == value.system), None)
    if system is None:
        return Grade.UNGRADED
    try:
        span = grade_value(scheme_of(library, system).indicator(value.indicator), value.amount, None).span
    except CpauditError:
        return Grade.UNGRADED
    return span.best if span.best is span.worst else Grade.UNGRADED


async def ratings_of(session: AsyncSession, audits: Sequence[Counted]) -> tuple[Rated, ...]:
    """How these audits were rated: what is kept of own audits since their phases were closed, and what packets say.

    One statement. An audit that was closed without a rating in a system does not count there.
    """
    own = [each.key for each in audits if each.source is Source.OWN_AUDIT]
    query: Any = select_columns(
        col(KeptResult.audit_id),
        col(KeptResult.phase_id),
        col(KeptResult.closing),
        col(KeptResult.subject_key),
        col(KeptResult.value),
    ).where(col(KeptResult.kind) == ResultKind.RATING, col(KeptResult.audit_id).in_(own))
    last: dict[tuple[str, str], tuple[int, dict[str, object]]] = {}
    for audit_id, phase_id, closing, subject, value in (await session.exec(query)).all():
        known = last.get((audit_id, phase_id), (0, {}))
        if closing > known[0]:
            known = last[audit_id, phase_id] = (closing, {})
        if closing == known[0]:
            known[1][subject] = value
    grades: dict[tuple[str, Scenario], Counter[Grade]] = defaultdict(Counter)
    told = [*(found for _, found in last.values()), *(each.ratings for each in audits)]
    for subject, value in (item for each in told for item in each.items()):
        system, _, scenario = subject.rpartition(" ")
        # Packets may have been frozen by a release that names ratings otherwise; they tell nothing here.
        if scenario in _SCENARIOS:
            grades[system, _SCENARIOS[scenario]][_LEVELS.get(value, Grade.UNGRADED)] += 1
    return tuple(_rated(grades))


def _rated(grades: Mapping[tuple[str, Scenario], Counter[Grade]]) -> Iterator[Rated]:
    order = list(Scenario)
    for system, scenario in sorted(grades, key=lambda key: (key[0], order.index(key[1]))):
        own = grades[system, scenario]
        yield Rated(system, scenario, own.total(), {each: own[each] for each in Grade if own[each]})
