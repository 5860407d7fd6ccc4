"""Weighted sum ranking (权重总和计分排序法): which candidate becomes the audit focus, which options go on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from cpaudit.engine.numbers import finite, positive
from cpaudit.engine.trace import Arguments, Formula, Input, Trace, Value, formula
from cpaudit.errors import InvalidInput

LOWEST_SCORE = 1
HIGHEST_SCORE = 10
# two sums of the same products may differ in the last digits, by the order in which they were added
_SAME = 1e-12


class InvalidScore(InvalidInput):
    """A score that is missing, outside 1 to 10, or given for a factor without weight."""

    code = "INVALID_SCORE"


@dataclass(frozen=True, slots=True)
class RankedRow:
    """One candidate.

    Attributes:
        candidate: its name.
        total: Σ W·R.
        rank: from 1; candidates with the same total share a rank, and the next one counts them all.
    """

    candidate: str
    total: float
    rank: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """Candidates in order, highest total first; among equals, in the order given.

    Attributes:
        rows: the candidates in order.
        weights: W of each factor.
        scores: R of each candidate and factor, candidates and factors in the order given.
    """

    rows: tuple[RankedRow, ...]
    weights: tuple[tuple[str, float], ...]
    scores: tuple[tuple[str, tuple[float, ...]], ...]

    @property
    def first(self) -> tuple[str, ...]:
        """Every candidate that shares rank 1."""
        return tuple(row.candidate for row in self.rows if row.rank == 1)

    @property
    def trace(self) -> Trace:
        """How the ranks, of the candidates in the order given, came about."""
        rows = {row.candidate: row for row in self.rows}
        weights = [Input("W", weight, label=factor) for factor, weight in self.weights]
        totals = []
        for candidate, scores in self.scores:
            inputs = [
                *weights,
                *(Input("R", score, label=factor) for (factor, _), score in zip(self.weights, scores, strict=True)),
            ]
            totals.append(_TOTAL.trace(rows[candidate].total, inputs).as_input(label=candidate))
        return _RANKS.trace(tuple(float(rows[candidate].rank) for candidate, _ in self.scores), totals)


def rank(weights: Mapping[str, float], scores: Mapping[str, Mapping[str, float]]) -> Ranking:
    """Rank candidates by Σ W·R (企业清洁生产审计手册, 确定审计重点).

    Args:
        weights: W of each factor, above zero.
        scores: R from 1 to 10, for each candidate and each factor.

    Raises:
        InvalidScore: a score is missing, outside 1 to 10, or has no weight.
        InvalidNumber: a weight is not above zero, or a number not finite.
        InvalidInput: there are no factors or no candidates, or they are no mappings.
    """
    for name, given in (("weights", weights), ("scores", scores)):
        if not isinstance(given, Mapping):
            raise InvalidInput(f"{name} are given by name", path=(name,), remedy="give a mapping")
    if not weights or not scores:
        raise InvalidInput("ranking needs factors and candidates", path=("weights" if not weights else "scores",))
    weighed = tuple((factor, positive(weight, "weights", factor)) for factor, weight in weights.items())
    scored = tuple((candidate, _scores(candidate, given, weights)) for candidate, given in scores.items())
    totals = {candidate: _total([weight for _, weight in weighed], given) for candidate, given in scored}
    ranks = _ranks(tuple(totals.values()))
    rows = [RankedRow(candidate, totals[candidate], place) for candidate, place in zip(totals, ranks, strict=True)]
    return Ranking(tuple(sorted(rows, key=lambda row: row.rank)), weighed, scored)


def _scores(candidate: str, given: Mapping[str, float], weights: Mapping[str, float]) -> tuple[float, ...]:
    if not isinstance(given, Mapping):
        raise InvalidScore("scores are given by factor", path=("scores", candidate), remedy="give a mapping")
    for factor in given:
        if factor not in weights:
            raise InvalidScore(f"there is no weight for {factor!r}", path=("scores", candidate, factor))
    found = []
    for factor in weights:
        if given.get(factor) is None:
            raise InvalidScore("the score is missing", path=("scores", candidate, factor), remedy="score it 1 to 10")
        score = finite(given[factor], "scores", candidate, factor)
        if not LOWEST_SCORE <= score <= HIGHEST_SCORE:
            raise InvalidScore(f"{score:g} is not between 1 and 10", path=("scores", candidate, factor))
        found.append(score)
    return tuple(found)


def _total(weights: list[float] | tuple[float, ...], scores: tuple[float, ...]) -> float:
    return math.fsum(weight * score for weight, score in zip(weights, scores, strict=True))


def _ranks(totals: tuple[float, ...]) -> list[int]:
    order = sorted(range(len(totals)), key=lambda position: -totals[position])
    ranks = [0] * len(totals)
    for place, position in enumerate(order):
        above = order[place - 1]
        tied = place > 0 and math.isclose(totals[above], totals[position], rel_tol=_SAME)
        ranks[position] = ranks[above] if tied else place + 1
    return ranks


def _rank_values(arguments: Arguments) -> Value:
    return tuple(float(place) for place in _ranks(arguments.numbers("Σ")))


_HANDBOOK = "企业清洁生产审计手册, 权重总和计分排序法"
_TOTAL: Formula = formula(
    "ranking.total",
    "Σ",
    "总分",
    "total",
    "Σ W·R",
    _HANDBOOK,
    lambda a: _total(a.numbers("W"), a.numbers("R")),
)
_RANKS = formula("ranking.ranks", "rank", "名次", "rank", "descending Σ, ties share a rank", _HANDBOOK, _rank_values)
