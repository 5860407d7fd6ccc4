"""Weighted sum ranking: ties are ties, and a score is 1 to 10 or an error."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpaudit.engine import InvalidScore, rank
from cpaudit.errors import InvalidInput

WEIGHTS = {"waste": 10, "consumption": 8, "enthusiasm": 2}


def _scores(*values: float) -> dict[str, float]:
    return dict(zip(WEIGHTS, values, strict=True))


def test_ties_share_a_rank_and_the_next_one_counts_them() -> None:
    ranking = rank(
        WEIGHTS, {"a": _scores(1, 1, 1), "b": _scores(5, 5, 5), "c": _scores(5, 5, 5), "d": _scores(2, 2, 2)}
    )
    assert [(row.candidate, row.rank) for row in ranking.rows] == [("b", 1), ("c", 1), ("d", 3), ("a", 4)]
    assert ranking.first == ("b", "c")


@pytest.mark.parametrize("score", [0, 0.99, 10.01, -1, 11])
def test_a_score_outside_1_to_10_is_refused_with_its_place(score: float) -> None:
    with pytest.raises(InvalidScore) as caught:
        rank(WEIGHTS, {"a": _scores(1, score, 1)})
    assert caught.value.path == ("scores", "a", "consumption")


def test_a_missing_score_is_refused() -> None:
    with pytest.raises(InvalidScore, match="missing"):
        rank(WEIGHTS, {"a": {"waste": 3, "consumption": 4}})


def test_a_score_without_weight_is_refused() -> None:
    with pytest.raises(InvalidScore, match="no weight"):
        rank(WEIGHTS, {"a": _scores(1, 1, 1) | {"colour": 3}})


@pytest.mark.parametrize(
    ("weights", "scores"),
    [
        ({}, {"a": {}}),
        (WEIGHTS, {}),
        ({"waste": 0}, {"a": {"waste": 1}}),
        ({"waste": -1}, {"a": {"waste": 1}}),
        ({"waste": math.nan}, {"a": {"waste": 1}}),
        ({"waste": 1}, {"a": {"waste": math.nan}}),
        ({"waste": math.inf}, {"a": {"waste": 1}}),
        ({"waste": 1}, {"a": {"waste": True}}),
        ({"waste": 1}, {"a": [1]}),
        ({"waste": 1}, [1]),
        ([1], {"a": {"waste": 1}}),
    ],
)
def test_bad_input_is_a_named_error(weights: Any, scores: Any) -> None:
    with pytest.raises(InvalidInput):
        rank(weights, scores)


SCORES = st.lists(st.tuples(st.integers(1, 10), st.integers(1, 10), st.integers(1, 10)), min_size=1, max_size=6)


@given(SCORES, st.floats(1e-3, 1e3))
def test_a_common_scale_of_the_weights_changes_no_rank(scores: list[tuple[int, int, int]], scale: float) -> None:
    candidates = {f"workshop {place}": _scores(*row) for place, row in enumerate(scores)}
    plain = rank(WEIGHTS, candidates)
    scaled = rank({factor: weight * scale for factor, weight in WEIGHTS.items()}, candidates)
    assert [(row.candidate, row.rank) for row in plain.rows] == [(row.candidate, row.rank) for row in scaled.rows]


@given(SCORES, st.sampled_from(list(WEIGHTS)))
def test_a_higher_score_never_lowers_the_rank(scores: list[tuple[int, int, int]], factor: str) -> None:
    candidates = {f"workshop {place}": _scores(*row) for place, row in enumerate(scores)}
    raised = {**candidates, "workshop 0": {**candidates["workshop 0"], factor: 10}}
    before, after = (
        next(row.rank for row in rank(WEIGHTS, given_scores).rows if row.candidate == "workshop 0")
        for given_scores in (candidates, raised)
    )
    assert after <= before
