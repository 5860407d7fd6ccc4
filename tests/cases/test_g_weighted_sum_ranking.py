"""Case G: weighted sum ranking of three workshops.

Source: 企业清洁生产审计手册, example of the 权重总和计分排序法 (quoted from memory: unverified, its arithmetic
is consistent). The case does not name the factors; they are lettered here.
"""

from __future__ import annotations

from cpaudit.engine import rank

FACTORS = "abcdef"
WEIGHTS = dict(zip(FACTORS, (10, 9, 8, 7, 5, 2), strict=True))
SCORES = {
    "workshop 1": dict(zip(FACTORS, (10, 5, 10, 4, 6, 5), strict=True)),
    "workshop 2": dict(zip(FACTORS, (6, 10, 4, 10, 10, 10), strict=True)),
    "workshop 3": dict(zip(FACTORS, (4, 8, 1, 5, 8, 7), strict=True)),
}


def test_totals_and_focus() -> None:
    ranking = rank(WEIGHTS, SCORES)
    assert [(row.candidate, row.total, row.rank) for row in ranking.rows] == [
        ("workshop 2", 322, 1),
        ("workshop 1", 293, 2),
        ("workshop 3", 209, 3),
    ]
    assert ranking.first == ("workshop 2",)
