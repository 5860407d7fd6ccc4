"""Options held against each other: by their screening scores, and by their economics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import strawberry

from cpaudit import engine
from cpaudit.errors import InvalidInput
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.explain import Explanation
from cpaudit.graphql.findings import Finding
from cpaudit.graphql.reading.identifiers import node_identifier
from cpaudit.options import figures
from cpaudit.options.models import Option, ScreeningFactor
from cpaudit.options.schemas.loading import competing_options, screening_of
from cpaudit.options.schemas.results import (
    ComparedOption,
    Economics,
    OptionComparison,
    RankedOption,
    ScreeningRanking,
)


async def load_screening_rankings(
    context: RequestContext, audits: Sequence[Any], arguments: Mapping[str, Any]
) -> list[ScreeningRanking]:
    """The ranking of each audit's options, for a batch field of audits."""
    found = await screening_of(context, {audit.values["id"] for audit in audits})
    return [screening_ranking(*found[audit.values["id"]]) for audit in audits]


def screening_ranking(factors: Sequence[ScreeningFactor], options: Sequence[Option]) -> ScreeningRanking:
    """The options of one audit by the weighted sum of their scores."""
    ranking = figures.screening_ranking(factors, options)
    by_code = {option.code: option for option in options}
    rows = () if ranking is None else ranking.rows
    return ScreeningRanking(
        rows=[
            RankedOption(
                option=_identifier(by_code[row.candidate]),
                code=row.candidate,
                name=by_code[row.candidate].name,
                total=row.total,
                rank=row.rank,
            )
            for row in rows
        ],
        unscored=[_identifier(by_code[code]) for code in figures.unscored(factors, options)],
        explain=None if ranking is None else Explanation.of(ranking.trace),
    )


async def compare_options(context: RequestContext, ids: Sequence[str]) -> OptionComparison:
    """The options with these row ids by NPVR, and whether NPV would rank them otherwise.

    Raises:
        NotFound: the caller sees no such option.
        InvalidInput: they are not to be compared: too few, of several audits, in different money, or
            without economics.
    """
    options = await competing_options(context, ids)
    if len({(option.currency, option.price_year) for option in options}) > 1:
        raise InvalidInput(
            "the options are in different currencies or prices of different years",
            path=("ids",),
            remedy="bring them to one currency and price year with changeOption",
        )
    appraisals = {}
    for position, option in enumerate(options):
        appraisal = figures.economics_of(option)
        if appraisal is None:
            missing = ", ".join(figures.missing_for_economics(option))
            raise InvalidInput(
                f"the economics of {option.code} are not known: {missing} is missing",
                path=("ids", position),
                remedy="give it with changeOption",
            )
        appraisals[option.code] = appraisal
    comparison = engine.compare(appraisals)
    by_code = {option.code: option for option in options}
    return OptionComparison(
        rows=[
            ComparedOption(
                option=_identifier(by_code[code]),
                code=code,
                name=by_code[code].name,
                npvr_rank=place,
                npv_rank=comparison.npv_order.index(code) + 1,
                economics=Economics(
                    held=appraisals[code], currency=by_code[code].currency, price_year=by_code[code].price_year
                ),
            )
            for place, code in enumerate(comparison.npvr_order, start=1)
        ],
        conflict=comparison.conflict,
        findings=[Finding(held=each) for each in comparison.findings],
        explain=Explanation.of(comparison.trace),
    )


def _identifier(option: Option) -> strawberry.ID:
    return strawberry.ID(node_identifier("Option", option.id))
