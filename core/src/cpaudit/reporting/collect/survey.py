"""Phase 3 as a report tells it: sources, benchmarks, the choice of the focus, targets."""

from __future__ import annotations

from cpaudit import engine
from cpaudit.audits.models import (
    Benchmark,
    FocusCandidate,
    FocusFactor,
    PollutionSource,
    Scenario,
    Target,
    TargetBasis,
    TargetHorizon,
)
from cpaudit.audits.services.survey import focus_ranking
from cpaudit.audits.services.targets import reaches
from cpaudit.gates.snapshot import Snapshot
from cpaudit.reporting import document as doc
from cpaudit.reporting.collect.amounts import shown, stated
from cpaudit.reporting.collect.terms import term
from cpaudit.reporting.text import Text
from cpaudit.text import LANGUAGES, LocalizedText


def sources(snapshot: Snapshot) -> tuple[doc.PollutionSource, ...]:
    """The pollution sources found on site."""
    return tuple(
        doc.PollutionSource(each.name, term(each.medium), each.pollutant, shown(each.amount), each.destination)
        for each in snapshot.of(PollutionSource)
    )


def benchmarks(snapshot: Snapshot) -> tuple[doc.Benchmark, ...]:
    """Indicators against published levels, before and after the audit beside each other."""
    rows = snapshot.of(Benchmark)
    places: dict[str, int] = {}
    for row in rows:
        places.setdefault(row.indicator, len(places))
    scenarios = list(Scenario)
    return tuple(
        doc.Benchmark(
            doc.RatingStage(each.scenario.value),
            each.indicator,
            shown(each.actual),
            stated(each.reference),
            doc.IndicatorGrade(each.grade.value),
            each.source,
        )
        for each in sorted(rows, key=lambda row: (places[row.indicator], scenarios.index(row.scenario)))
    )


def focus(snapshot: Snapshot) -> doc.FocusRanking | None:
    """The ranking of the candidates for the audit focus; None while there is no candidate."""
    factors, candidates = snapshot.of(FocusFactor), snapshot.of(FocusCandidate)
    if not candidates:
        return None
    ranking = focus_ranking(factors, candidates)
    places = {row.candidate: row for row in ranking.rows} if ranking else {}
    return doc.FocusRanking(
        tuple(doc.FocusFactor(each.name, each.weight) for each in factors),
        tuple(
            doc.FocusCandidate(
                each.name,
                tuple(each.scores.get(factor.code) for factor in factors),
                places[each.name].total if each.name in places else None,
                places[each.name].rank if each.name in places else None,
                each.chosen,
            )
            for each in candidates
        ),
        next((each.reason for each in candidates if each.chosen), ""),
    )


def targets(snapshot: Snapshot) -> tuple[doc.Target, ...]:
    """The targets, what is aimed at in the near and in the long term in one row."""
    rows: list[dict[TargetHorizon, Target]] = []
    for target in snapshot.of(Target):
        fitting = (row for row in rows if target.horizon not in row and _same(target, *row.values()))
        row = next(fitting, None)
        if row is None:
            rows.append({target.horizon: target})
        else:
            row[target.horizon] = target
    return tuple(_target(row.get(TargetHorizon.NEAR), row.get(TargetHorizon.LONG)) for row in rows)


def _same(target: Target, *others: Target) -> bool:
    return all((target.indicator, target.basis) == (other.indicator, other.basis) for other in others)


def _target(near: Target | None, long: Target | None) -> doc.Target:
    given = [each for each in (near, long) if each is not None]
    first = given[0]
    result = next((each.result for each in given if each.result is not None), None)
    return doc.Target(
        _name(first),
        shown(first.baseline),
        stated(near.goal if near else None),
        stated(long.goal if long else None),
        shown(None if result is None else engine.convert(result, first.goal.unit)),
        reaches(first.baseline, first.goal, result),
        near.due if near else None,
        long.due if long else None,
    )


def _name(target: Target) -> Text:
    if target.basis is TargetBasis.ABSOLUTE:
        return target.indicator
    relative = term(TargetBasis.RELATIVE)
    brackets = {"zh-CN": "（{}）", "en": " ({})"}
    return LocalizedText(
        {language: target.indicator + brackets[language].format(relative[language]) for language in LANGUAGES}
    )
