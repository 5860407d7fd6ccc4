"""Section 清洁生产指标评级: benchmarks, ratings, the index of each grade, and what each indicator reaches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cpaudit.reporting.blocks import Align, Cell
from cpaudit.reporting.cells import quantity_cell
from cpaudit.reporting.charts import grade_index
from cpaudit.reporting.document import AuditReport, Benchmark, RatedIndicator, Rating, RatingStage
from cpaudit.reporting.draft import Draft
from cpaudit.reporting.formatting import format_number, format_percent
from cpaudit.reporting.labels import Label


def write_ratings(draft: Draft, report: AuditReport, *stages: RatingStage) -> None:
    """Add the indicators that were held against published levels at *stages*, and the ratings made of them."""
    benchmarks = [benchmark for benchmark in report.benchmarks if benchmark.stage in stages]
    ratings = [rating for rating in report.ratings if rating.stage in stages]
    if benchmarks:
        _benchmarks(draft, benchmarks)
    if ratings or not benchmarks:
        _ratings(draft, ratings)
    for of_one_system in _by_system(ratings):
        _indices(draft, of_one_system)
        _indicators(draft, of_one_system)


def _benchmarks(draft: Draft, benchmarks: Iterable[Benchmark]) -> None:
    draft.table(
        Label.BENCHMARKS,
        (
            (Label.INDICATOR, 2.0),
            (Label.RATING_STAGE, 1.0),
            (Label.ACTUAL, 1.1, Align.RIGHT),
            (Label.REFERENCE_LEVEL, 1.1, Align.RIGHT),
            (Label.GRADE, 0.9),
            (Label.LEVEL_SOURCE, 2.0),
        ),
        (
            (
                benchmark.indicator,
                draft.word(benchmark.stage),
                quantity_cell(benchmark.actual),
                quantity_cell(benchmark.reference),
                draft.word(benchmark.grade),
                benchmark.source,
            )
            for benchmark in benchmarks
        ),
    )


def _ratings(draft: Draft, ratings: Iterable[Rating]) -> None:
    draft.table(
        Label.RATINGS,
        (
            (Label.RATING_STAGE, 1.2),
            (Label.INDEX_SYSTEM, 2.2),
            (Label.GRADE, 1.0),
            (Label.MISSING_INDICATORS, 2.0),
            (Label.SCORE, 0.7, Align.RIGHT),
        ),
        (
            (
                draft.word(rating.stage),
                rating.system,
                rating.grade,
                draft.listed(rating.missing),
                Cell(format_number(rating.score)),
            )
            for rating in ratings
        ),
    )


def _by_system(ratings: Sequence[Rating]) -> Iterator[list[Rating]]:
    for system in dict.fromkeys(rating.system for rating in ratings):
        yield [rating for rating in ratings if rating.system == system]


def _indices(draft: Draft, ratings: Sequence[Rating]) -> None:
    if any(rating.indices for rating in ratings):
        draft.chart(lambda key: grade_index(key, ratings[0].system, ratings, draft.language))


def _indicators(draft: Draft, ratings: Sequence[Rating]) -> None:
    """Each indicator in one row, with what it was at each stage."""
    ratings = [rating for rating in ratings if rating.indicators]
    if not ratings:
        return
    headings = {
        RatingStage.BEFORE: (Label.BEFORE, Label.GRADE_BEFORE),
        RatingStage.AFTER: (Label.AFTER, Label.GRADE_AFTER),
    }
    compared = len(ratings) > 1
    draft.table(
        Label.RATED_INDICATORS.fill(draft.language, system=draft.text(ratings[0].system)),
        (
            (Label.INDICATOR, 2.4),
            (Label.LIMITING, 0.8, Align.CENTER),
            (Label.INDEX_WEIGHT, 0.8, Align.RIGHT),
            *(
                column
                for value, grade in (headings[rating.stage] for rating in ratings)
                for column in ((value, 1.1, Align.RIGHT), (grade, 1.1))
            ),
            *(((Label.CHANGE, 0.9),) if compared else ()),
        ),
        (
            (
                indicators[0].name,
                draft.say(Label.YES) if indicators[0].limiting else "",
                Cell(format_percent(indicators[-1].weight)),
                *(cell for indicator in indicators for cell in _stage(draft, indicator)),
                *((draft.word(change) if (change := indicators[-1].change) else "",) if compared else ()),
            )
            for indicators in zip(*(rating.indicators for rating in ratings), strict=True)
        ),
    )


def _stage(draft: Draft, indicator: RatedIndicator) -> tuple[Cell | str, Cell | str]:
    if not indicator.applies:
        return "", draft.say(Label.NOT_APPLICABLE)
    return quantity_cell(indicator.value), draft.word(indicator.grade)
