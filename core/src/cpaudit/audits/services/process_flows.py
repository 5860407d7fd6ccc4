"""The process map of an audit as a network, with what flows in its streams."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from cpaudit.audits.models import Measurement, Stream, UnitProcess
from cpaudit.contributions import StreamKind
from cpaudit.engine import ProcessNetwork, Quantity
from cpaudit.engine.units import parse

AMOUNTS = ("kg", "kg/s", "m3", "m3/s", "Nm3", "Nm3/s", "J", "W")
"""What is flow of a stream, and no concentration in it."""

LOSSES = frozenset({StreamKind.WASTE, StreamKind.EMISSION, StreamKind.WATER})
"""What is no product where it leaves the map."""


def network_of(units: Sequence[UnitProcess], streams: Sequence[Stream]) -> ProcessNetwork:
    """The network in the codes of the map; unit processes that no stream touches are not in it.

    Raises:
        NetworkError: there are no streams.
    """
    codes = {unit.id: unit.code for unit in units}
    return ProcessNetwork.of(
        (stream.code, codes.get(stream.origin_id or ""), codes.get(stream.destination_id or "")) for stream in streams
    )


def flows_of(streams: Sequence[Stream], measurements: Iterable[Measurement]) -> Mapping[str, Quantity]:
    """Stream's code → what flows in it as a whole, by its latest measurement; streams without one are left out."""
    codes = {stream.id: stream.code for stream in streams}
    latest: dict[str, tuple[date, Quantity]] = {}
    for each in measurements:
        if each.substance is not None or not _is_amount(each.amount):
            continue
        measured_on = each.measured_on or date.min
        if each.stream_id not in latest or latest[each.stream_id][0] <= measured_on:
            latest[each.stream_id] = (measured_on, each.amount)
    return {codes[stream]: amount for stream, (_, amount) in latest.items() if stream in codes}


def _is_amount(amount: Quantity) -> bool:
    dimensions = parse(amount.unit).without_products().dimensions
    return any(dimensions == parse(unit).dimensions for unit in AMOUNTS)
