"""What a gate asks of the index rating: that it is certain, in a system made for the enterprise's industry.

Where the enabled packs have no such system, or nothing of it applies to the enterprise, indicators held against
published levels (benchmarks) take its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from cpaudit.audits.models import IndicatorValue, RatingOutput, Scenario
from cpaudit.audits.services.rating import RatingRecords, rating_of, scheme_of
from cpaudit.contributions import IndicatorSystem
from cpaudit.engine import IndicatorScheme, Rating, RatingState
from cpaudit.errors import Blocker
from cpaudit.gates.canonical import exact, unordered
from cpaudit.gates.requirements import CHECKS, Judged, blocker
from cpaudit.gates.snapshot import Snapshot
from cpaudit.library import Library, systems_for
from cpaudit.phases import StepKey

RATED_STEPS: Mapping[StepKey, Scenario] = {
    StepKey.BENCHMARK: Scenario.BEFORE,
    StepKey.RATING_AFTER: Scenario.AFTER,
}
"""The steps that ask for a rating, and of which scenario."""

SHOWN = 10
"""Codes of indicators that a blocker names; the rest is counted."""

_WORDS = {Scenario.BEFORE: ("审计前", "before the audit"), Scenario.AFTER: ("审计后", "after the audit")}


def judge_rating(snapshot: Snapshot, library: Library, step: StepKey) -> Judged:
    """Blockers for a rating that is missing or not certain; a low grade is none."""
    scenario = RATED_STEPS[step]
    records = RatingRecords(tuple(snapshot.of(IndicatorValue)), tuple(snapshot.of(RatingOutput)))
    fitting = systems_for(library, snapshot.enterprise.gb4754)
    asked = [system for system in fitting if records.of(system.ref, scenario).values]
    if scenario is Scenario.AFTER:
        # What was rated before is rated after, else nobody can say what the audit changed.
        before = [system for system in fitting if records.of(system.ref, Scenario.BEFORE).values]
        asked = [system for system in fitting if system in asked or system in before]
    ratings = [(system, rating_of(library, system, scenario, records)) for system in asked]
    if all(rating.state is RatingState.NOT_APPLICABLE for _, rating in ratings) and (ratings or not fitting):
        benchmarks = CHECKS[step](snapshot)
        return benchmarks if not ratings else _with(benchmarks, _looked_at(library, records, asked, scenario))
    return Judged(tuple(_blockers(fitting, ratings, records, scenario)), _looked_at(library, records, asked, scenario))


def _with(benchmarks: Judged, looked_at: list[Any]) -> Judged:
    return Judged(benchmarks.blockers, [benchmarks.looked_at, looked_at])


def _blockers(
    fitting: Sequence[IndicatorSystem],
    ratings: Sequence[tuple[IndicatorSystem, Rating]],
    records: RatingRecords,
    scenario: Scenario,
) -> Iterator[Blocker]:
    zh, en = _WORDS[scenario]
    if not ratings:
        named = ", ".join(system.ref for system in fitting)
        yield blocker(
            f"RATING_{scenario.value}_MISSING",
            ("rating", scenario.value),
            f"没有{zh}的指标评级；适用的指标体系：{named}",
            f"there is no indicator rating {en}; systems made for the industry: {named}",
            "用 recordIndicatorValues 记录指标值",
            "record values of its indicators with recordIndicatorValues",
        )
    for system, rating in ratings:
        if rating.state is not RatingState.INCOMPLETE:
            continue
        limiting = {each.code for each in rating.limiting}
        codes = sorted(rating.missing, key=lambda code: code not in limiting)
        missing_zh, missing_en = _missing(codes, rating.missing_outputs)
        yield blocker(
            f"RATING_{scenario.value}_INCOMPLETE",
            ("rating", scenario.value, system.ref, *codes),
            f"{zh}按“{system.name['zh-CN']}”的评级不完整：{missing_zh}",
            f"the rating {en} in {system.name['en']} is incomplete: {missing_en}",
            "用 recordIndicatorValues 补充，或说明不适用的理由",
            "complete it with recordIndicatorValues, or say why an indicator does not apply",
        )


def _missing(codes: Sequence[str], products: Sequence[str]) -> tuple[str, str]:
    """What is missing, in Chinese and in English."""
    more = f" … ({len(codes)})" if len(codes) > SHOWN else ""
    shown, made = ", ".join(codes[:SHOWN]) + more, ", ".join(products)
    zh = [f"缺少指标 {shown}"] * bool(codes) + [f"缺少产量 {made}"] * bool(products)
    en = [f"missing {shown}"] * bool(codes) + [f"output missing of {made}"] * bool(products)
    return "；".join(zh), "; ".join(en)


def _looked_at(
    library: Library, records: RatingRecords, asked: Sequence[IndicatorSystem], scenario: Scenario
) -> list[Any]:
    return unordered(
        [
            system.ref,
            _demands(scheme_of(library, system)),
            unordered(
                [each.indicator, exact(each.amount), each.grade, each.not_applicable_reason] for each in own.values
            ),
            unordered([each.product, exact(each.amount)] for each in own.outputs),
        ]
        for system in asked
        for own in (records.of(system.ref, scenario),)
    )


def _demands(scheme: IndicatorScheme) -> list[Any]:
    """What the system asks, whatever pack and version it comes from."""
    return [[list(each) for each in scheme.categories], [asdict(each) for each in scheme.indicators]]
