"""Targets: when they are met, which stay open, and how results stand against baselines and the round before."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpaudit.audits.models import Target, TargetBasis, TargetHorizon
from cpaudit.audits.services.targets import compare_results, is_met, open_targets, reaches
from cpaudit.engine import Change, Quantity


def target(
    indicator: str, baseline: float, goal: float, result: float | None, unit: str = "t", **columns: Any
) -> Target:
    return Target(
        tenant_id="0" * 32,
        audit_id="1" * 32,
        indicator=indicator,
        horizon=columns.pop("horizon", TargetHorizon.NEAR),
        basis=TargetBasis.ABSOLUTE,
        baseline=Quantity(baseline, unit),
        goal=Quantity(goal, unit),
        due=date(2026, 12, 31),
        result=None if result is None else Quantity(result, unit),
        **columns,
    )


@pytest.mark.parametrize(
    ("baseline", "goal", "result", "outcome"),
    [
        (10, 8, 8, True),
        (10, 8, 8.1, False),
        (10, 12, 12.5, True),
        (10, 12, 11, False),
        (10, 10, 10, True),
        # Whether less than what was to be kept is better, nobody said.
        (10, 10, 9, None),
        (10, 8, None, None),
    ],
)
def test_a_target_is_met_at_the_goal_or_beyond_it(
    baseline: float, goal: float, result: float | None, outcome: bool | None
) -> None:
    came = None if result is None else Quantity(result * 1000, "kg")
    assert reaches(Quantity(baseline, "t"), Quantity(goal, "t"), came) is outcome


@given(*[st.floats(0, 1e9) for _ in range(3)])
def test_a_target_that_stays_open_is_met_later_by_what_would_have_met_it_now(
    baseline: float, goal: float, result: float
) -> None:
    """What is carried into the next round with the result as its baseline keeps its direction."""
    first = target("水", baseline, goal, result)
    for carried in open_targets([first]):
        later = target("水", result, goal, goal)
        assert carried is first
        assert is_met(later) is True
        if baseline != goal:
            assert is_met(target("水", result, goal, baseline)) is False or (baseline < goal) != (result < goal)


def test_results_are_compared_with_baselines_by_what_the_goal_makes_better() -> None:
    found = compare_results(
        [
            target("水", 12, 10, 11),
            target("水", 12, 6, 11, horizon=TargetHorizon.LONG),
            target("回用率", 50, 60, 45, "%"),
            target("电", 7, 7, 6, "kWh"),
            target("煤", 3, 2, None),
        ]
    )
    assert found is not None
    assert [(each.code, each.change) for each in found.rows] == [
        ("水", Change.BETTER),
        ("回用率", Change.WORSE),
        ("电", Change.UNKNOWN),
        ("煤", Change.UNKNOWN),
    ]
    assert found.row("水").relative == pytest.approx(-1 / 12)


def test_results_of_two_rounds_are_compared_where_they_measure_one_thing() -> None:
    before = [target("水", 12, 10, 9500, "kg"), target("废气", 5, 4, 4)]
    after = [target("水", 9.5, 6, 8), target("水", 1, 0.5, 0.4, "kg/t"), target("新", 2, 1, 1)]
    found = compare_results(after, before)
    assert found is not None
    rows = {each.code: (each.before, each.after, each.change) for each in found.rows}
    assert list(rows) == ["水 (kg)", "废气", "水 (kg/t)", "新"]
    assert found.row("水 (kg)").absolute == Quantity(-1500, "kg", status=found.row("水 (kg)").absolute.status)
    assert rows["水 (kg)"][2] is Change.BETTER
    assert {rows[each][2] for each in list(rows)[1:]} == {Change.UNKNOWN}
    assert (rows["废气"][1], rows["新"][0]) == (None, None)


def test_what_does_not_convert_is_unknown() -> None:
    assert reaches(Quantity(10, "t"), Quantity(8, "t"), Quantity(7, "kWh")) is None
    assert reaches(Quantity(10, "kWh"), Quantity(8, "t"), Quantity(7, "t")) is None
    strange = target("水", 10, 8, 7)
    strange.result = Quantity(7, "kWh")
    found = compare_results([strange])
    assert found is not None
    assert (found.row("水").after, found.row("水").change) == (None, Change.UNKNOWN)


def test_without_targets_nothing_is_compared() -> None:
    assert compare_results([]) is None
    assert compare_results([], []) is None
