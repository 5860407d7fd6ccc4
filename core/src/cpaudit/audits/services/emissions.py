"""The emission inventory of an audit: totals with their intervals, CO₂-equivalents, contributions, and what is odd."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cpaudit import engine
from cpaudit.audits.models import InventoryLine, Scenario
from cpaudit.audits.services.inventory import factor_of, heating_value_of, trace_of
from cpaudit.engine import Factor, Finding, Inventory, Quantity
from cpaudit.engine.factors import measured
from cpaudit.engine.findings import finding
from cpaudit.engine.fuel_energy import activity_of
from cpaudit.errors import CpauditError
from cpaudit.library import Library


@dataclass(frozen=True, slots=True)
class Emissions:
    """The emissions of an audit in one scenario.

    Attributes:
        scenario: before or after the audit.
        lines: the recorded lines that are counted, in the order of ``held``.
        held: the inventory.
        findings: the inventory's warnings; FACTOR_RANGE of each factor, held against all that the library has;
            FACTOR_CHANGED where the library has another factor by now; UNITS_DIFFER for a line that is not counted.
    """

    scenario: Scenario
    lines: tuple[InventoryLine, ...]
    held: Inventory
    findings: tuple[Finding, ...]

    @property
    def doubts(self) -> tuple[Finding, ...]:
        """The findings that somebody has to look at."""
        return tuple(each for each in self.findings if each.passed is False)


def emissions_of(
    lines: Sequence[InventoryLine],
    library: Library,
    scenario: Scenario,
    *,
    gwp: str = "AR5",
    seed: int | None = None,
) -> Emissions | None:
    """The inventory of one audit's lines; None where none is of this scenario.

    A line keeps the emission that was computed when it was recorded. Where the library still has the factor of then,
    the line's uncertainty is that of activity and factor; else, and where it was measured, that of its emission.

    Raises:
        InvalidInput: there is no such set of warming potentials, or the seed is none.
    """
    own = [line for line in lines if line.scenario is scenario]
    units: dict[str, str] = {}
    counted = [
        line
        for line in own
        if engine.compatible(units.setdefault(line.pollutant, line.emission.unit), line.emission.unit)
    ]
    if not counted:
        return None
    estimated = [(line, _estimated(line, library)) for line in counted]
    pairs = [
        (line.emission, measured(line.pollutant, line.emission.unit)) if found is None else found
        for line, found in estimated
    ]
    held = engine.inventory(pairs, gwp=gwp, seed=seed)
    changed = [line for line, found in estimated if found is None and line.factor is not None]
    findings = (
        *held.warnings,
        *_plausibilities([factor for _, factor in pairs if factor.reference.item], library),
        *(_factor_changed(line) for line in changed),
        *(_not_counted(line, units[line.pollutant]) for line in own if line not in counted),
    )
    return Emissions(scenario, tuple(counted), held, tuple(dict.fromkeys(findings)))


def _estimated(line: InventoryLine, library: Library) -> tuple[Quantity, Factor] | None:
    """Activity and factor of a line, if its emission was computed with the factor that the library has.

    Of a fuel the activity is its energy, by the heating value that the library has.
    """
    trace = trace_of(line.trace)
    if line.activity is None or line.factor is None or trace is None:
        return None
    try:
        factor = factor_of(library, library.factor(line.factor))
        used = next((item.conversion for item in trace.inputs if item.symbol == "EF"), None)
        if used is None or used.value != factor.value or used.unit != f"{factor.unit}/({factor.basis})":
            return None
        if line.heating_value is None:
            return line.activity, factor
        found = engine.fuel_energy(line.activity, heating_value_of(library, library.heating_value(line.heating_value)))
        activity = activity_of(found, factor.per_product)
    except CpauditError:
        # Gone from the library, or of another unit or fuel by now.
        return None
    kept = next((item.trace for item in trace.inputs if item.symbol == "A"), None)
    return (activity, factor) if kept is not None and kept.value == found.energy.value else None


def _plausibilities(factors: Sequence[Factor], library: Library) -> Iterator[Finding]:
    pollutants = {factor.pollutant for factor in factors}
    if not pollutants:
        return
    known = [factor_of(library, item) for item in library.factors()]
    for factor in dict.fromkeys(factors):
        yield from engine.plausibility(factor, known).findings


def _factor_changed(line: InventoryLine) -> Finding:
    return finding(
        "FACTOR_CHANGED",
        f"“{line.name}”所用的排放因子 {line.factor} 或低位发热量已不是内容库中的数值，按当时计算的排放量计",
        f"{line.name} was computed with a factor {line.factor}, or a heating value, that the library no longer has; "
        "its emission counts as it was computed then",
    )


def _not_counted(line: InventoryLine, unit: str) -> Finding:
    return finding(
        "UNITS_DIFFER",
        f"“{line.name}”的单位 {line.emission.unit} 与 {line.pollutant} 的合计单位 {unit} 不可相加，未计入",
        f"{line.name} in {line.emission.unit} does not add up with {line.pollutant} in {unit} and is not counted",
        False,
    )
