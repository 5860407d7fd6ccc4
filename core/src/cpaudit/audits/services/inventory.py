"""Emissions before and after the audit, and indicators held against published levels."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cpaudit import engine
from cpaudit.audits.access import record_of, running_audit
from cpaudit.audits.models import Benchmark, Grade, InventoryLine, Scenario
from cpaudit.audits.services.amounts import require_amount, require_comparable
from cpaudit.audits.services.pinned import library_of
from cpaudit.audits.services.records import Columns, Records
from cpaudit.contributions import EmissionFactor, Evidence, HeatingValue
from cpaudit.engine import (
    Conversion,
    Factor,
    Input,
    Quantity,
    QuantityStatus,
    Trace,
    UnitError,
)
from cpaudit.engine.factors import factor_of_pack
from cpaudit.engine.fuel_energy import heating_value_of_pack
from cpaudit.engine.trace import FORMULAS
from cpaudit.errors import InvalidInput, NotFound
from cpaudit.library import Library
from cpaudit.work import Work

TOTAL = FORMULAS["inventory.total"]
BASIS = frozenset({"activity", "factor", "heating_value", "emission", "pollutant"})
"""The columns from which a line's emission follows."""

_FUEL_REMEDY = "give the amount of a fuel together with its heating value"


async def _is_no_negative_emission(work: Work, line: InventoryLine) -> None:
    require_amount(line.emission, "input", "emission")


async def _is_graded_on_evidence(work: Work, benchmark: Benchmark) -> None:
    require_comparable(benchmark.actual, benchmark.reference, "input", "actual")
    if benchmark.grade is not Grade.UNGRADED and benchmark.actual is None:
        raise InvalidInput(
            "an indicator that is not known has no grade", path=("input", "grade"), remedy="leave it UNGRADED"
        )
    if benchmark.reference is not None and not benchmark.source.strip():
        raise InvalidInput("the published level needs its source", path=("input", "source"))


INVENTORY_LINES = Records(InventoryLine, (_is_no_negative_emission,))
BENCHMARKS = Records(Benchmark, (_is_graded_on_evidence,))


async def add_inventory_line(work: Work, audit_id: str, columns: Columns) -> str:
    """Add an emission, measured, or estimated as activity x factor; gives the line's id.

    Args:
        columns: ``scenario`` and ``name``; and either ``pollutant`` and ``emission``, or ``activity`` and
            ``factor``, a reference ``pack:factor:code`` that also tells the pollutant; with ``heating_value``, a
            reference ``pack:heating_value:code``, the activity is an amount of fuel.

    Raises:
        Denied, NotFound, InvalidInput: as for :meth:`Records.add`; and the audit's content has no such factor or
            heating value, they are of different fuels, or both or none of a measured emission and a factor is given.
        UnitError: the activity does not measure what the factor is per; the message names both units.
    """
    audit = await running_audit(work, audit_id)
    derived = {**columns, **_derived(await library_of(work, audit.id), columns)}
    return (await INVENTORY_LINES.add(work, audit_id, derived)).id


async def change_inventory_line(work: Work, line_id: str, expected_version: int, columns: Columns) -> str:
    """Change an emission; where its basis changes it is computed again. Gives the line's id.

    Args:
        columns: a None takes a part of the basis away: a line becomes a measured one with ``emission``,
            ``pollutant``, and None for ``activity`` and ``factor``.

    Raises:
        Denied, NotFound, InvalidInput, Conflict: as for :meth:`Records.change`.
        UnitError: as for :func:`add_inventory_line`.
    """
    line = await record_of(work, InventoryLine, line_id)
    if BASIS.isdisjoint(columns):
        return (await INVENTORY_LINES.change(work, line_id, expected_version, columns)).id
    measured = line.factor is None
    basis: Columns = {
        "activity": line.activity,
        "factor": line.factor,
        "heating_value": line.heating_value,
        "emission": line.emission if measured else None,
        "pollutant": line.pollutant if measured else None,
        **columns,
    }
    derived = {**columns, **_derived(await library_of(work, line.audit_id), basis)}
    return (await INVENTORY_LINES.change(work, line_id, expected_version, derived)).id


def _derived(library: Library, basis: Columns) -> dict[str, object]:
    """What a line holds, from what is known of it."""
    activity, factor, heating_value, emission, pollutant = (
        basis.get(name) for name in ("activity", "factor", "heating_value", "emission", "pollutant")
    )
    if isinstance(factor, str) and isinstance(activity, Quantity) and emission is None:
        return _estimated(library, activity, factor, pollutant, heating_value)
    if isinstance(emission, Quantity) and factor is None and activity is None and heating_value is None:
        if pollutant is None:
            raise InvalidInput("a measured emission names its pollutant", path=("input", "pollutant"))
        nothing = {"activity": None, "factor": None, "heating_value": None, "trace": None}
        return {**nothing, "emission": emission, "pollutant": pollutant, "unverified": False}
    raise InvalidInput(
        "an emission is measured, or comes from an activity and a factor",
        path=("input", "emission"),
        remedy="give either emission and pollutant, or activity and factor, of a fuel with its heating value",
    )


def _estimated(
    library: Library, activity: Quantity, ref: str, pollutant: object, heating_ref: object
) -> dict[str, object]:
    try:
        item = library.factor(ref)
    except NotFound as error:
        raise InvalidInput(
            f"the library has no emission factor {ref!r}",
            path=("input", "factor"),
            remedy="take a reference from library { emissionFactors }",
        ) from error
    if pollutant not in (None, item.pollutant):
        raise InvalidInput(f"the factor {ref!r} is of {item.pollutant}", path=("input", "pollutant"))
    require_amount(activity, "input", "activity")
    fuel = _heating_value(library, heating_ref)
    factor = factor_of(library, item)
    try:
        if fuel is None:
            found = engine.estimate(activity, factor)
        else:
            found = engine.estimate_from_fuel(activity, heating_value_of(library, fuel), factor)
    except UnitError as error:
        raise UnitError(
            f"the activity in {activity.unit} does not fit a factor per {item.per_unit}: {error.message}",
            *error.units,
            path=("input", "activity", "unit"),
            remedy=_FUEL_REMEDY if fuel is None and engine.compatible(item.per_unit, "J") else error.remedy,
        ) from error
    except InvalidInput as error:
        if error.path == ("heating_value",):
            raise InvalidInput(error.message, path=("input", "heatingValue"), remedy=error.remedy) from error
        raise
    used = [item.evidence, *([] if fuel is None else [fuel.evidence])]
    return {
        "activity": activity,
        "factor": ref,
        "heating_value": None if fuel is None else fuel.ref,
        "emission": found.emission,
        "pollutant": item.pollutant,
        "unverified": Evidence.UNVERIFIED in used,
        "trace": json.loads(engine.to_json(found.trace)),
    }


def _heating_value(library: Library, ref: object) -> HeatingValue | None:
    if not isinstance(ref, str):
        return None
    try:
        return library.heating_value(ref)
    except NotFound as error:
        raise InvalidInput(
            f"the library has no heating value {ref!r}",
            path=("input", "heatingValue"),
            remedy="take a reference from library { heatingValues }",
        ) from error


def estimated_again(line: InventoryLine, library: Library) -> tuple[Quantity, dict[str, object]]:
    """The emission of a line by factor and heating value that *library* has, and all that the line then holds.

    Raises:
        InvalidInput: the line was measured, or the library has no such factor or heating value, or the factor is of
            another pollutant or fuel.
        UnitError: the factor is per something else by now.
    """
    if line.activity is None or line.factor is None:
        raise InvalidInput("the line was measured", path=("inventory", line.id))
    columns = _estimated(library, line.activity, line.factor, line.pollutant, line.heating_value)
    emission = columns["emission"]
    if not isinstance(emission, Quantity):
        raise InvalidInput("the line has no emission", path=("inventory", line.id))
    return emission, columns


def heating_value_of(library: Library, item: HeatingValue) -> engine.HeatingValue:
    """The engine's heating value for an item of the library, with pack, version and place in the source."""
    pack = next(each for each in library.packs if each.id == item.pack)
    source = pack.manifest.source(item.source)
    return heating_value_of_pack(item, pack.version, None if source is None else source.title)


def factor_of(library: Library, item: EmissionFactor) -> Factor:
    """The engine's factor for an item of the library, with pack, version and place in the source."""
    pack = next(each for each in library.packs if each.id == item.pack)
    source = pack.manifest.source(item.source)
    return factor_of_pack(item, pack.version, None if source is None else source.title)


def trace_of(line_trace: Mapping[str, object] | None) -> Trace | None:
    """The derivation that a line keeps; None for a measured emission."""
    return None if line_trace is None else engine.from_json(json.dumps(line_trace))


@dataclass(frozen=True, slots=True)
class Emitted:
    """What all lines of one pollutant and scenario add up to, and how."""

    amount: Quantity
    trace: Trace


@dataclass(frozen=True, slots=True)
class InventoryTotal:
    """A pollutant before and after; None where no line of that scenario is known, which is not zero.

    Attributes:
        unit: that of the pollutant's first line.
    """

    pollutant: str
    unit: str
    before: Emitted | None
    after: Emitted | None


def totals(lines: Sequence[InventoryLine]) -> tuple[InventoryTotal, ...]:
    """Add up the lines of one audit, pollutant by pollutant, in the order of the first line of each.

    Lines of a pollutant whose units measure different things, a mass and a concentration for example, are
    never added: they make totals of their own.
    """
    return _paired([(line.scenario, line) for line in lines])


def totals_of_rounds(before: Sequence[InventoryLine], after: Sequence[InventoryLine]) -> tuple[InventoryTotal, ...]:
    """The totals of two audits, or of any two sets of lines, as :func:`totals` adds them up."""
    return _paired([*((Scenario.BEFORE, line) for line in before), *((Scenario.AFTER, line) for line in after)])


def _paired(lines: Sequence[tuple[Scenario, InventoryLine]]) -> tuple[InventoryTotal, ...]:
    groups: dict[tuple[str, str], list[tuple[Scenario, InventoryLine]]] = {}
    for side, line in lines:
        fitting = (
            (pollutant, unit)
            for pollutant, unit in groups
            if pollutant == line.pollutant and engine.compatible(unit, line.emission.unit)
        )
        groups.setdefault(next(fitting, (line.pollutant, line.emission.unit)), []).append((side, line))
    return tuple(
        InventoryTotal(
            pollutant,
            unit,
            *(_emitted(unit, [line for side, line in group if side is each]) for each in Scenario),
        )
        for (pollutant, unit), group in groups.items()
    )


def _emitted(unit: str, lines: Sequence[InventoryLine]) -> Emitted | None:
    if not lines:
        return None
    inputs = [_as_input(line, unit) for line in lines]
    value = TOTAL.of(inputs)
    if not isinstance(value, float):
        raise InvalidInput("the emissions of the lines have no sum", path=("inventory",))
    return Emitted(Quantity(value, unit, status=QuantityStatus.CALCULATED), TOTAL.trace(value, inputs, unit=unit))


def _as_input(line: InventoryLine, unit: str) -> Input:
    given = line.emission
    change = Conversion(given.value, given.unit, engine.convert(Quantity(1.0, given.unit), unit).value)
    return Input("E", engine.convert(given, unit).value, unit, line.name, change, trace=trace_of(line.trace))
