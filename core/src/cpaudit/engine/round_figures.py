"""The figures of one round, from a rating, an inventory or plain values, in one shape to be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from cpaudit.contributions import Direction
from cpaudit.engine.emission_inventory import CO2E_UNIT, Inventory
from cpaudit.engine.grades import Grade
from cpaudit.engine.indicator_systems import Limits
from cpaudit.engine.quantities import Quantity, amount_in
from cpaudit.engine.rating_result import IndicatorGrade, Rating
from cpaudit.engine.units import PURE_NUMBER
from cpaudit.errors import InvalidInput

CO2E = "CO2e"
"""The row of CO₂-equivalents among emission totals."""

Figures: TypeAlias = "Rating | Inventory | Mapping[str, Quantity | float | tuple[float, str] | None]"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one round.

    Attributes:
        value: None where it is not known, or is a grade alone.
        direction: which way it gets better; None where nobody said.
        ideal: the range of grade I, in ``unit``, where it has to lie within one.
    """

    value: Quantity | None = None
    grade: Grade = Grade.UNGRADED
    direction: Direction | None = None
    ideal: tuple[float, float] | None = None
    unit: str = PURE_NUMBER


NO_FIGURE = Figure()


def kind_of(figures: Figures) -> type:
    """What it is: a rating, an inventory, or a mapping."""
    return next((kind for kind in (Rating, Inventory) if isinstance(figures, kind)), Mapping)


def figures_of(figures: object, direction: Direction | Mapping[str, Direction] | None, name: str) -> dict[str, Figure]:
    """The figures by the code of the indicator, or the pollutant; raises as ``compare_rounds`` does."""
    if isinstance(figures, Rating):
        limits = {each.code: each.limits for each in figures.scheme.indicators}
        return {each.code: _rated(each, limits[each.code]) for each in figures.indicators if each.applies}
    if isinstance(figures, Inventory):
        totals = {gas: Quantity(total.value, total.unit) for gas, total in figures.totals.items()}
        if figures.co2e is not None:
            totals[CO2E] = Quantity(figures.co2e.value, CO2E_UNIT)
        return {gas: Figure(total, direction=Direction.LOWER_IS_BETTER) for gas, total in totals.items()}
    if not isinstance(figures, Mapping):
        raise InvalidInput(f"{type(figures).__name__} holds no figures of a round", path=(name,))
    found = {}
    for code, value in figures.items():
        way = direction.get(code) if isinstance(direction, Mapping) else direction
        found[str(code)] = Figure(
            amount_in(value, PURE_NUMBER, name, str(code)), direction=None if way is None else Direction(way)
        )
    return found


def _rated(indicator: IndicatorGrade, limits: Limits | None) -> Figure:
    if limits is None:
        return Figure(indicator.value, indicator.grade)
    ideal = None if limits.upper is None else (limits.thresholds[0], limits.upper[0])
    return Figure(indicator.value, indicator.grade, limits.direction, ideal, limits.unit)
