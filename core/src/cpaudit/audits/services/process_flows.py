"""The process map of an audit as a network, with what flows in its streams."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from cpaudit.audits.models import Measurement, Scenario, Stream, UnitProcess
from cpaudit.contributions import StreamKind
from cpaudit.engine import ProcessNetwork, Quantity
from cpaudit.engine.units import parse

AMOUNTS = ("kg", "m3", "Nm3", "J", "mol")
"""What adds up over the streams of a unit process, and so do their rates; a concentration does not."""

LOSSES = frozenset({StreamKind.WASTE, StreamKind.EMISSION, StreamKind.WATER})
"""What is no product where it leaves the map."""


def network_of(units: Sequence[UnitProcess], streams: Sequence[Stream]) -> ProcessNetwork:
    """The network in the codes of the map; unit processes that no stream touches are not in it.

    Raises:
        NetworkError: there are no streams.
    """
    return ProcessNetwork.of(ends_of(streams, {unit.id: unit.code for unit in units}))


def ends_of(streams: Iterable[Stream], codes: Mapping[str, str]) -> Iterator[tuple[str, str | None, str | None]]:
    """Code, origin and destination of each stream.

    Args:
        codes: id → code of the unit processes in sight; all others are the outside.
    """
    for stream in streams:
        yield stream.code, codes.get(stream.origin_id or ""), codes.get(stream.destination_id or "")


def flows_of(streams: Sequence[Stream], measurements: Iterable[Measurement]) -> Mapping[str, Quantity]:
    """Stream's code → what flows in it as a whole, by its latest measurement; streams without one are left out."""
    codes = {stream.id: stream.code for stream in streams}
    latest: dict[str, tuple[date, Quantity]] = {}
    for each in measurements:
        if each.substance is not None or not is_amount(each.amount.unit):
            continue
        measured_on = each.measured_on or date.min
        if each.stream_id not in latest or latest[each.stream_id][0] <= measured_on:
            latest[each.stream_id] = (measured_on, each.amount)
    return {codes[stream]: amount for stream, (_, amount) in latest.items() if stream in codes}


def measured_in(scenario: Scenario, measurements: Iterable[Measurement]) -> list[Measurement]:
    """What was measured before options were carried out, or after."""
    return [each for each in measurements if each.scenario is scenario]


def is_amount(unit: str) -> bool:
    """Whether what is measured in a unit flows as a whole, and is no concentration."""
    return any(converts(unit, each) or converts(unit, f"{each}/s") for each in AMOUNTS)


def converts(unit: str, other: str) -> bool:
    """Whether flows in two units compare, whatever product they are of."""
    return parse(unit).without_products().dimensions == parse(other).without_products().dimensions
