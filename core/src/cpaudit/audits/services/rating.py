"""The rating of an audit in an indicator system of the library, before and after, and what changed.

Nothing of a rating is stored but the values it is made from: it is rated whenever it is asked for, in the
system as the tenant's enabled packs have it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from cpaudit import engine
from cpaudit.audits.models import IndicatorValue, InventoryLine, RatingOutput, Scenario
from cpaudit.audits.services import inventory
from cpaudit.contributions import ContentPack, Direction, IndicatorSystem
from cpaudit.engine import (
    NOT_APPLICABLE,
    FactorReference,
    IndicatorScheme,
    Rating,
    RoundComparison,
)
from cpaudit.engine.grading import grade_value
from cpaudit.engine.indicator_systems import scheme_of_pack
from cpaudit.errors import InvalidInput
from cpaudit.library import Library, systems_for


@dataclass(frozen=True, slots=True)
class RatingRecords:
    """What is recorded for ratings in one audit."""

    values: tuple[IndicatorValue, ...] = ()
    outputs: tuple[RatingOutput, ...] = ()

    def of(self, system: str, scenario: Scenario) -> RatingRecords:
        """Those of one system and scenario."""
        return RatingRecords(
            tuple(each for each in self.values if (each.system, each.scenario) == (system, scenario)),
            tuple(each for each in self.outputs if (each.system, each.scenario) == (system, scenario)),
        )

    def systems(self) -> frozenset[str]:
        """The systems for which an indicator has a value."""
        return frozenset(each.system for each in self.values)


def scheme_of(library: Library, system: IndicatorSystem) -> IndicatorScheme:
    """What the engine rates by, with pack, version and place in the source."""
    return _scheme(system, next(each for each in library.packs if each.id == system.pack))


@lru_cache(maxsize=256)
def _scheme(system: IndicatorSystem, pack: ContentPack) -> IndicatorScheme:
    source = pack.manifest.source(system.source)
    reference = FactorReference(
        pack.id, pack.version, system.ref, system.source if source is None else source.title, system.locator
    )
    return replace(scheme_of_pack(system, pack.version), reference=reference)


def system_rated(library: Library, gb4754: str, records: RatingRecords, wanted: str | None) -> IndicatorSystem | None:
    """The system in which an audit is rated.

    Args:
        gb4754: the enterprise's industry.
        wanted: its reference; without one, the first system that has values, else the first that is made for the
            industry. None where there is no such system.

    Raises:
        InvalidInput: the library has no system *wanted*.
    """
    known = {system.ref: system for system in library.indicator_systems()}
    if wanted is not None:
        if wanted not in known:
            raise InvalidInput(
                f"the library has no indicator system {wanted!r}",
                path=("system",),
                remedy="take a reference from library { indicatorSystems }",
            )
        return known[wanted]
    used = records.systems()
    fitting = systems_for(library, gb4754)
    return next((system for ref, system in known.items() if ref in used), fitting[0] if fitting else None)


def rating_of(library: Library, system: IndicatorSystem, scenario: Scenario, records: RatingRecords) -> Rating:
    """The rating in one system.

    A value that the system no longer takes, because a newer pack asks for something else, is not known.
    """
    scheme, own = scheme_of(library, system), records.of(system.ref, scenario)
    values = {each.indicator: each for each in own.values}
    given = {each.code: _given(values.get(each.code)) for each in scheme.indicators}
    usable = {code: value for code, value in given.items() if _is_graded(scheme, code, value)}
    outputs = {each.product: each.amount for each in own.outputs if each.product in scheme.products}
    try:
        return engine.rate(scheme, usable, outputs=outputs)
    except InvalidInput:
        # The outputs do not compare any more: the shares of the products are not known.
        return engine.rate(scheme, usable)


def _given(value: IndicatorValue | None) -> engine.IndicatorValue:
    if value is None:
        return None
    if value.not_applicable_reason is not None:
        return NOT_APPLICABLE
    return value.amount if value.amount is not None else value.grade


def _is_graded(scheme: IndicatorScheme, code: str, value: engine.IndicatorValue) -> bool:
    try:
        grade_value(scheme.indicator(code), value, None)
    except InvalidInput:
        return False
    return True


def compare_emissions(before: Sequence[InventoryLine], after: Sequence[InventoryLine]) -> RoundComparison | None:
    """The totals of two sets of lines; None where there is no line.

    A pollutant whose lines measure different things has a row for each, told apart by the unit.
    """
    totals = inventory.totals_of_rounds(before, after)
    if not totals:
        return None
    names = Counter(total.pollutant for total in totals)
    keys = [each.pollutant if names[each.pollutant] == 1 else f"{each.pollutant} ({each.unit})" for each in totals]
    first = {key: _amount(each.before) for key, each in zip(keys, totals, strict=True)}
    second = {key: _amount(each.after) for key, each in zip(keys, totals, strict=True)}
    return engine.compare_rounds(first, second, direction=Direction.LOWER_IS_BETTER)


def _amount(side: inventory.Emitted | None) -> engine.Quantity | None:
    return None if side is None else side.amount
