"""The rating before and after the audit as a report tells it, in every system that has values."""

from __future__ import annotations

from collections.abc import Iterator

from cpaudit import engine
from cpaudit.audits.models import Scenario
from cpaudit.contributions import IndicatorSystem
from cpaudit.engine import LEAST_INDEX, Rating, RatingState, RoundComparison, Trace, compare_rounds
from cpaudit.gates.figures import rated_systems
from cpaudit.gates.snapshot import Snapshot
from cpaudit.library import Library
from cpaudit.reporting import document as doc
from cpaudit.reporting.collect.amounts import shown
from cpaudit.reporting.figures import Quantity
from cpaudit.reporting.text import Text
from cpaudit.reporting.words import WORDS
from cpaudit.text import LocalizedText

_STATES = {
    RatingState.INCOMPLETE: LocalizedText({"zh-CN": "不完整", "en": "Incomplete"}),
    RatingState.NOT_APPLICABLE: LocalizedText({"zh-CN": "不适用", "en": "Not applicable"}),
}


def ratings(snapshot: Snapshot, library: Library) -> tuple[doc.Rating, ...]:
    """The ratings, before and after beside each other."""
    return tuple(
        _told(system, scenario, rating, compare_rounds(before, rating) if before else None)
        for system, by_scenario in rated_systems(snapshot, library)
        for scenario, rating in by_scenario.items()
        for before in (by_scenario.get(Scenario.BEFORE) if scenario is Scenario.AFTER else None,)
    )


def traces(snapshot: Snapshot, library: Library) -> Iterator[Trace]:
    """How the grades came about."""
    for _, by_scenario in rated_systems(snapshot, library):
        yield from (rating.trace for rating in by_scenario.values())


def _told(system: IndicatorSystem, scenario: Scenario, rating: Rating, compared: RoundComparison | None) -> doc.Rating:
    names = {each.code: each.name for each in system.indicators}
    products = {product.key: product.name for product in system.products}
    return doc.Rating(
        doc.RatingStage(scenario.value),
        system.name,
        _grade(rating),
        rating.y.get(rating.grade) if rating.grade else None,
        (*(names[code] for code in rating.missing), *(products[key] for key in rating.missing_outputs)),
        tuple(
            doc.GradeIndex(doc.IndicatorGrade(index.grade.value), index.lower, index.upper, LEAST_INDEX[index.grade])
            for index in rating.indices
        ),
        tuple(_indicator(each, names[each.code], _change(each.code, compared)) for each in rating.indicators),
    )


def _grade(rating: Rating) -> Text:
    if rating.grade is None:
        return _STATES[rating.state]
    return WORDS[doc.IndicatorGrade, rating.grade.value]


def _change(code: str, compared: RoundComparison | None) -> doc.IndicatorChange | None:
    if compared is None:
        return None
    known = {row.code: row.change for row in compared.rows}
    return doc.IndicatorChange(known[code].value) if code in known else doc.IndicatorChange.UNKNOWN


def _indicator(each: engine.IndicatorGrade, name: Text, change: doc.IndicatorChange | None) -> doc.RatedIndicator:
    value = shown(each.value)
    # A report prints a pure number without its unit.
    value = Quantity(value.value, "" if value.unit == "1" else value.unit, value.status)
    return doc.RatedIndicator(
        name, value, doc.IndicatorGrade(each.grade.value), each.limiting, each.weight, each.applies, change
    )
