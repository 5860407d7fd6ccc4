"""What an enterprise discharges of a pollutant that is limited: every figure of the audit, with its basis."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cpaudit.audits.models import AnnualFlow, FlowKind, Measurement, PollutionSource, Scenario, Stream
from cpaudit.audits.services.emissions import Emissions
from cpaudit.contributions import QuantityStatus
from cpaudit.engine import Quantity
from cpaudit.engine.headroom import Bound
from cpaudit.engine.units import UnitError, affine_between, parse
from cpaudit.enterprises.models import PermitLimit
from cpaudit.regulation.records import Regulated

# A limit per day or hour: the mean of a year does not show that every day keeps it.
_SHORT_TIME = re.compile(r"/\s*\(?\s*(s|min|h|d|day|hour|minute|week|month)\b")


class DischargeBasis(StrEnum):
    """On what a figure rests."""

    INVENTORY = "INVENTORY"
    ANNUAL_FLOW = "ANNUAL_FLOW"
    POLLUTION_SOURCES = "POLLUTION_SOURCES"
    MEASUREMENT = "MEASUREMENT"


@dataclass(frozen=True, slots=True)
class Discharge:
    """One figure for what is discharged of a pollutant.

    Attributes:
        amount: None where part of it is not known.
        bound: whether the limited discharge is that much, at most or at least that much.
        name: the stream that was measured, or the year of an annual flow; empty for others.
        unverified: whether a factor behind it was not checked against its source.
    """

    basis: DischargeBasis
    amount: Quantity | None
    bound: Bound = Bound.EXACT
    name: str = ""
    unverified: bool = False


def is_per_time(unit: str) -> bool:
    """Whether a limit in this unit is an amount per time; it is a concentration otherwise."""
    return as_yearly("t", unit) is not None or as_yearly("m3", unit) is not None or as_yearly("J", unit) is not None


def as_yearly(unit: str, limit: str) -> str | None:
    """The unit of what was discharged in one year, given in *unit*, that compares with that of a limit.

    A rate is its own; an amount is one per year. None where neither compares.
    """
    for candidate in (unit, f"({unit})/a"):
        try:
            affine_between(parse(candidate).without_products(), parse(limit).without_products())
        except UnitError:
            continue
        return candidate
    return None


def yearly(amount: Quantity | None, limit: str) -> Quantity | None:
    """What was discharged or saved in one year, in the unit of a limit; None where it is not known or not comparable.

    An interval goes with it.
    """
    unit = None if amount is None else as_yearly(amount.unit, limit)
    if amount is None or unit is None:
        return None
    change = affine_between(parse(unit).without_products(), parse(limit).without_products())
    lower = None if amount.lower is None else change(amount.lower)
    upper = None if amount.upper is None else change(amount.upper)
    return Quantity(change(amount.value), limit, lower, upper, amount.status)


def discharges_of(
    regulated: Regulated, limit: PermitLimit, emissions: Emissions | None, scenario: Scenario
) -> tuple[Discharge, ...]:
    """Every figure for what a limit is about, the one that tells most first.

    Before the audit these are the inventory, the latest annual discharge and the pollution sources; after it, the
    inventory alone. For a concentration they are the latest measurements, before or after, of the streams that leave
    the process map.
    """
    unit = limit.limit.unit
    if not is_per_time(unit):
        return tuple(_measured(regulated, limit, scenario))
    bound = _bound(regulated, limit)
    found = list(_inventory(regulated, limit, emissions, scenario, bound))
    if scenario is Scenario.BEFORE:
        found += _annual(regulated, limit, bound)
        found += _sources(regulated, limit)
    return tuple(found)


def _bound(regulated: Regulated, limit: PermitLimit) -> Bound | None:
    """What a yearly total without a medium says of what is limited; None where it says nothing."""
    elsewhere = limit.medium is not None and any(
        regulated.same(each.pollutant, limit.pollutant) and each.medium.value != limit.medium.value
        for each in regulated.audit.sources
    )
    short = _SHORT_TIME.search(limit.limit.unit) is not None
    if elsewhere:
        return None if short else Bound.AT_MOST
    return Bound.AT_LEAST if short else Bound.EXACT


def _inventory(
    regulated: Regulated, limit: PermitLimit, emissions: Emissions | None, scenario: Scenario, bound: Bound | None
) -> Iterator[Discharge]:
    lines = [
        line
        for line in regulated.audit.inventory
        if line.scenario is scenario and regulated.same(line.pollutant, limit.pollutant)
    ]
    if not lines:
        return
    counted = set() if emissions is None else {line.id for line in emissions.lines}
    totals = (
        []
        if emissions is None
        else [total.amount for name, total in emissions.held.totals.items() if regulated.same(name, limit.pollutant)]
    )
    # An inventory line without a time is no amount per year until somebody says so.
    complete = all(
        line.id in counted and (line.yearly or _compares(line.emission.unit, limit.limit.unit)) for line in lines
    )
    amount = _sum([yearly(total, limit.limit.unit) for total in totals], limit.limit.unit) if complete else None
    unverified = any(line.unverified for line in lines)
    yield _figure(DischargeBasis.INVENTORY, amount, bound, unverified=unverified)


def _annual(regulated: Regulated, limit: PermitLimit, bound: Bound | None) -> Iterator[Discharge]:
    flows: list[AnnualFlow] = [
        flow
        for flow in regulated.audit.annual_flows
        if flow.kind is FlowKind.DISCHARGE and regulated.same(flow.substance, limit.pollutant)
    ]
    if flows:
        year = max(flow.year for flow in flows)
        amounts = [yearly(flow.amount, limit.limit.unit) for flow in flows if flow.year == year]
        yield _figure(DischargeBasis.ANNUAL_FLOW, _sum(amounts, limit.limit.unit), bound, name=str(year))


def _sources(regulated: Regulated, limit: PermitLimit) -> Iterator[Discharge]:
    sources: list[PollutionSource] = [
        each
        for each in regulated.audit.sources
        if regulated.same(each.pollutant, limit.pollutant)
        and (limit.medium is None or each.medium.value == limit.medium.value)
    ]
    if sources:
        bound = Bound.AT_LEAST if _SHORT_TIME.search(limit.limit.unit) else Bound.EXACT
        amounts = [yearly(each.amount, limit.limit.unit) for each in sources]
        yield _figure(DischargeBasis.POLLUTION_SOURCES, _sum(amounts, limit.limit.unit), bound)


def _measured(regulated: Regulated, limit: PermitLimit, scenario: Scenario) -> Iterator[Discharge]:
    """Concentrations in streams that leave the process map; unknown in one of the pollutant that nobody measured.

    After the audit, that is each in which it was measured before.
    """
    audit = regulated.audit
    before: Mapping[str, Measurement] = _latest(regulated, limit, audit.measurements)
    measured = before if scenario is Scenario.BEFORE else _latest(regulated, limit, audit.measured_after)
    if not measured and scenario is Scenario.AFTER:
        return
    leaving: Sequence[Stream] = [each for each in regulated.audit.streams if each.destination_id is None]
    for stream in leaving:
        found = measured.get(stream.id)
        if found is not None:
            amount = yearly(found.amount, limit.limit.unit)
            yield Discharge(DischargeBasis.MEASUREMENT, amount, name=stream.name)
        elif stream.id in before or regulated.same(stream.substance, limit.pollutant):
            yield Discharge(DischargeBasis.MEASUREMENT, None, name=stream.name)


def _latest(regulated: Regulated, limit: PermitLimit, measurements: Sequence[Measurement]) -> dict[str, Measurement]:
    streams = {each.id: each for each in regulated.audit.streams}
    found: dict[str, Measurement] = {}
    for each in measurements:
        substance = each.substance or streams[each.stream_id].substance
        if not regulated.same(substance, limit.pollutant) or not _compares(each.amount.unit, limit.limit.unit):
            continue
        earlier = found.get(each.stream_id)
        if earlier is None or (earlier.measured_on or date.min) <= (each.measured_on or date.min):
            found[each.stream_id] = each
    return found


def _compares(unit: str, other: str) -> bool:
    return parse(unit).without_products().dimensions == parse(other).without_products().dimensions


def _figure(
    basis: DischargeBasis, amount: Quantity | None, bound: Bound | None, *, name: str = "", unverified: bool = False
) -> Discharge:
    return Discharge(basis, None if bound is None else amount, bound or Bound.EXACT, name, unverified)


def _sum(amounts: Sequence[Quantity | None], unit: str) -> Quantity | None:
    """The sum of amounts in one unit; None where one is not known. One amount keeps its interval."""
    known = [each for each in amounts if each is not None]
    if not known or len(known) < len(amounts):
        return None
    if len(known) == 1:
        return known[0]
    return Quantity(math.fsum(each.value for each in known), unit, status=QuantityStatus.CALCULATED)
