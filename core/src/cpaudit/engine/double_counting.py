"""Whether an emission is counted twice: several lines of one pollutant for the same amount of the same activity."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from cpaudit.engine.factors import Factor
from cpaudit.engine.findings import Finding, finding
from cpaudit.engine.inventory_lines import Floats, Indices, InventoryLines

MOST_NAMED = 20
"""Findings that name their lines; an inventory with more of them gets one more that counts the rest."""
_DIGITS = 12


def double_counting(lines: InventoryLines, activities: Floats) -> tuple[Finding, ...]:
    """FACTORS_OVERLAP for each activity that has more than one line of a pollutant.

    Two lines overlap where their factors are of one pollutant, of one process as far as both state one, and per the
    same product or unit, and where the amounts are the same. What differs in amount is taken as two activities:
    half of a product made in one way, half in another.

    Args:
        lines: the inventory.
        activities: n amounts, each in the unit of its factor.
    """
    family, scale = _families(lines.factors)
    shared = np.bincount(family)[family] > 1
    # one factor on two lines is as much a double count as two factors
    repeated = np.bincount(lines.factor_index, minlength=len(family)) > 1
    # two stacks may have the same measured emission; nothing there says that they are one
    estimated = np.array([not factor.is_measured for factor in lines.factors])
    positions = np.flatnonzero(((shared | repeated) & estimated)[lines.factor_index] & (activities > 0))
    if not len(positions):
        return ()
    factor_index = lines.factor_index[positions]
    groups = family[factor_index]
    amounts = _rounded(activities[positions] * scale[factor_index])
    order = np.lexsort((positions, amounts, groups))
    same = (np.diff(groups[order]) == 0) & (np.diff(amounts[order]) == 0)
    found = list(_findings(lines, positions[order], same))
    if len(found) > MOST_NAMED:
        rest = len(found) - MOST_NAMED
        more = finding(
            "FACTORS_OVERLAP",
            f"另有 {rest} 项活动可能重复计算",
            f"{rest} more activities may be counted more than once",
            False,
        )
        return (*found[:MOST_NAMED], more)
    return tuple(found)


def _families(factors: tuple[Factor, ...]) -> tuple[Indices, Floats]:
    """The family of each factor, and its activity unit in that of the family's first factor."""
    heads: dict[tuple[str, tuple[tuple[str, int], ...]], list[tuple[int, Factor]]] = {}
    family, scale = np.zeros(len(factors), dtype=np.intp), np.ones(len(factors))
    count = 0
    for place, factor in enumerate(factors):
        alike = heads.setdefault((factor.pollutant, factor.activity_kind), [])
        for number, head in alike:
            ratio = factor.basis_ratio(head)
            if ratio is not None and factor.shares_process(head):
                family[place], scale[place] = number, ratio
                break
        else:
            alike.append((count, factor))
            family[place] = count
            count += 1
    return family, scale


def _rounded(amounts: Floats) -> Floats:
    """Amounts without the digits in which conversions of the same amount may differ."""
    magnitude = 10.0 ** (_DIGITS - 1 - np.floor(np.log10(amounts)))
    return np.asarray(np.round(amounts * magnitude) / magnitude, dtype=np.float64)


def _findings(lines: InventoryLines, positions: Indices, same: NDArray[np.bool_]) -> Iterator[Finding]:
    start = 0
    for end in [*np.flatnonzero(~same).tolist(), len(positions) - 1]:
        if end > start:
            yield _overlap(lines, positions[start : end + 1].tolist())
        start = end + 1


def _overlap(lines: InventoryLines, positions: list[int]) -> Finding:
    activity, factor = lines.line(positions[0])
    named = positions[:MOST_NAMED]
    numbers = ", ".join(str(position + 1) for position in named)
    items = dict.fromkeys(lines.factors[lines.factor_index[position]].reference.item for position in named)
    listed = f" ({', '.join(filter(None, items))})" if any(items) else ""
    return finding(
        "FACTORS_OVERLAP",
        f"第 {numbers} 行对同一活动（{activity}）计算了 {factor.pollutant}{listed}，可能重复",
        f"lines {numbers} count {factor.pollutant} of the same activity, {activity}{listed}: perhaps twice",
        False,
    )
