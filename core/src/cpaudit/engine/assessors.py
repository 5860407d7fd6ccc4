"""What several assessors say of one criterion: their mean, and how far they are apart."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import stdev

from cpaudit.engine.numbers import finite
from cpaudit.engine.ranking import HIGHEST_SCORE, LOWEST_SCORE, InvalidScore
from cpaudit.engine.trace import Formula, Input, Trace, formula
from cpaudit.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class PanelScore:
    """The scores of one criterion taken together.

    Attributes:
        scores: assessor → score.
        mean: their mean.
        lowest, highest: the two farthest apart.
        deviation: standard deviation with n − 1; None where there is one score only.
    """

    scores: tuple[tuple[str, float], ...]
    mean: float
    lowest: float
    highest: float
    deviation: float | None

    @property
    def trace(self) -> Trace:
        """How the mean came about."""
        return _MEAN.trace(self.mean, [Input("R", score, label=assessor) for assessor, score in self.scores])


def panel_score(scores: Mapping[str, float]) -> PanelScore | None:
    """The mean of the scores of several assessors, and their spread; None where nobody scored.

    Args:
        scores: assessor → score from 1 to 10.

    Raises:
        InvalidScore: a score is outside 1 to 10.
        InvalidNumber: a score is not finite.
    """
    if not isinstance(scores, Mapping):
        raise InvalidInput("scores are given by assessor", path=("scores",), remedy="give a mapping")
    given = tuple((assessor, finite(score, "scores", assessor)) for assessor, score in scores.items())
    for assessor, score in given:
        if not LOWEST_SCORE <= score <= HIGHEST_SCORE:
            raise InvalidScore(f"{score:g} is not between 1 and 10", path=("scores", assessor))
    numbers = [score for _, score in given]
    if not numbers:
        return None
    deviation = stdev(numbers) if len(numbers) > 1 else None
    return PanelScore(given, _mean(numbers), min(numbers), max(numbers), deviation)


def _mean(numbers: list[float]) -> float:
    return math.fsum(numbers) / len(numbers)


_MEAN: Formula = formula(
    "assessors.mean",
    "R̄",
    "评分均值",
    "mean score",
    "R̄ = ΣR/n",
    "cpaudit method, pilot selection (试点企业筛选)",
    lambda a: _mean(list(a.numbers("R"))),
)
