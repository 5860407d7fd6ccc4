"""Targets held against their results: which are met, which stay open, and how they stand against the round before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from cpaudit import engine
from cpaudit.audits.models import Target
from cpaudit.contributions import Direction
from cpaudit.engine import Quantity, RoundComparison, UnitError


def is_met(target: Target) -> bool | None:
    """Whether a target's result reaches its goal; None where that is not known. See :func:`reaches`."""
    return reaches(target.baseline, target.goal, target.result)


def reaches(baseline: Quantity, goal: Quantity, result: Quantity | None) -> bool | None:
    """Whether a result is at the goal or beyond it, seen from the baseline.

    Where the goal is the baseline it is reached by keeping it: whether another result is better is not told.

    Returns:
        None where there is no result, or where the units do not convert.
    """
    began, came = _in_unit(baseline, goal.unit), _in_unit(result, goal.unit)
    if began is None or came is None:
        return None
    if began.value == goal.value:
        return True if came.value == goal.value else None
    return came.value <= goal.value if goal.value < began.value else came.value >= goal.value


def open_targets(targets: Iterable[Target]) -> Iterator[Target]:
    """Those that are not known to be met, of either horizon: what the next round has to reach."""
    return (target for target in targets if is_met(target) is not True)


def compare_results(targets: Sequence[Target], before: Sequence[Target] | None = None) -> RoundComparison | None:
    """The results of a round's targets against their baselines, or against the results of the targets *before*.

    Near- and long-term targets for one indicator are one row, named by the indicator. Where units do not convert, as
    of an absolute and a relative target, each has a row, told apart by the unit. What is better follows from baseline
    and goal, of the later round where both have them.

    Returns:
        None where there is no target.
    """
    groups = _grouped(before or (), targets)
    if not groups:
        return None
    names = Counter(indicator for indicator, _ in groups)
    first: dict[str, Quantity | None] = {}
    second: dict[str, Quantity | None] = {}
    directions: dict[str, Direction] = {}
    for (indicator, unit), (earlier, later) in groups.items():
        key = indicator if names[indicator] == 1 else f"{indicator} ({unit})"
        first[key] = _in_unit(later[0].baseline if before is None else _result(earlier), unit)
        second[key] = _in_unit(_result(later), unit)
        directions.update((key, way) for target in (*earlier, *later) if (way := _direction(target)) is not None)
    return engine.compare_rounds(first, second, direction=directions)


def _grouped(
    before: Iterable[Target], after: Iterable[Target]
) -> dict[tuple[str, str], tuple[list[Target], list[Target]]]:
    """Indicator and unit → the targets of both rounds for it."""
    groups: dict[tuple[str, str], tuple[list[Target], list[Target]]] = {}
    for side, targets in enumerate((before, after)):
        for target in targets:
            fitting = (
                (indicator, unit)
                for indicator, unit in groups
                if indicator == target.indicator and engine.compatible(unit, target.goal.unit)
            )
            key = next(fitting, (target.indicator, target.goal.unit))
            groups.setdefault(key, ([], []))[side].append(target)
    return groups


def _result(targets: Iterable[Target]) -> Quantity | None:
    return next((target.result for target in targets if target.result is not None), None)


def _direction(target: Target) -> Direction | None:
    """Which way the indicator gets better; None where the goal is to keep it."""
    baseline = _in_unit(target.baseline, target.goal.unit)
    if baseline is None or baseline.value == target.goal.value:
        return None
    return Direction.LOWER_IS_BETTER if target.goal.value < baseline.value else Direction.HIGHER_IS_BETTER


def _in_unit(amount: Quantity | None, unit: str) -> Quantity | None:
    try:
        return None if amount is None else engine.convert(amount, unit)
    except UnitError:
        return None
