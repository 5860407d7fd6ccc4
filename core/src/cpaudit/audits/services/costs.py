"""Phase 4: prices of streams, costs of unit processes, and what each loss of the map costs by them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass

from cpaudit import engine
from cpaudit.audits.models import Measurement, Stream, StreamPrice, UnitCost, UnitProcess
from cpaudit.audits.services.process_flows import LOSSES, flows_of, network_of
from cpaudit.audits.services.records import Records
from cpaudit.contributions import StreamKind
from cpaudit.engine import Finding, LossCosts, Quantity
from cpaudit.engine.units import parse
from cpaudit.errors import CpauditError, InvalidInput, PathPart
from cpaudit.text import LocalizedText
from cpaudit.work import Work

_MONEY = "[money_"


@dataclass(frozen=True, slots=True)
class PricedLosses:
    """What the losses of an audit's map cost.

    Attributes:
        costs: None where nothing can be computed.
        missing: what is not known, or why nothing can be computed.
    """

    costs: LossCosts | None
    missing: tuple[Finding, ...]


def price_losses(
    units: Sequence[UnitProcess],
    streams: Sequence[Stream],
    measurements: Sequence[Measurement],
    prices: Sequence[StreamPrice],
    costs: Sequence[UnitCost],
) -> PricedLosses:
    """The losses of a process map by ISO 14051; see :func:`cpaudit.engine.price_losses`.

    What leaves the map as waste, emission or water is a loss, other materials are products. What cannot be computed
    is not, and says why.
    """
    codes = {stream.id: stream.code for stream in streams}
    unit_codes = {unit.id: unit.code for unit in units}
    given = {codes[each.stream_id]: each.price for each in prices if each.stream_id in codes}
    bought = {stream.code for stream in streams if stream.origin_id is None}
    lost = {stream.code for stream in streams if stream.destination_id is None and stream.kind in LOSSES}
    touched = {end for stream in streams for end in (stream.origin_id, stream.destination_id)}
    running = [each for each in costs if each.unit_process_id in touched]
    try:
        found = engine.price_losses(
            network_of(units, streams),
            flows_of(streams, measurements),
            products=[
                stream.code
                for stream in streams
                if stream.destination_id is None and stream.kind in (StreamKind.PRODUCT, StreamKind.MATERIAL)
            ],
            prices={code: price for code, price in given.items() if code in bought},
            energy={unit_codes[each.unit_process_id]: each.energy for each in running},
            system={unit_codes[each.unit_process_id]: each.system for each in running},
            treatment={code: price for code, price in given.items() if code in lost and code not in bought},
            energy_streams=[stream.code for stream in streams if stream.kind is StreamKind.ENERGY],
        )
    except CpauditError as error:
        return PricedLosses(None, (as_finding(error),))
    return PricedLosses(found, found.missing)


def as_finding(error: CpauditError) -> Finding:
    """Why something cannot be computed from what is recorded."""
    told = f"{error.message} ({error.remedy})" if error.remedy else error.message
    return Finding(error.code, LocalizedText({"en": told, "zh-CN": told}))


async def _is_price(work: Work, row: StreamPrice) -> None:
    _require_money(row.price, "price", per=True)
    stream = await work.get(Stream, row.stream_id)
    loses = stream.destination_id is None and stream.kind in LOSSES
    if stream.origin_id is not None and not loses:
        raise InvalidInput(
            f"the stream {stream.code!r} is neither bought nor treated",
            path=("input", "stream"),
            remedy="price what comes from outside, and what leaves as waste, emission or water",
        )
    await _require_one_currency(work, row.audit_id, row.id, row.price, "price")


async def _is_cost(work: Work, row: UnitCost) -> None:
    if row.energy is None and row.system is None:
        raise InvalidInput("no cost is given", path=("input", "energy"), remedy="give energy, system, or both")
    for name, cost in (("energy", row.energy), ("system", row.system)):
        if cost is not None:
            _require_money(cost, name, per=False)
            await _require_one_currency(work, row.audit_id, row.id, cost, name)


STREAM_PRICES = Records(StreamPrice, (_is_price,))
UNIT_COSTS = Records(UnitCost, (_is_cost,))


def _require_money(amount: Quantity, field: PathPart, *, per: bool) -> None:
    dimensions = parse(amount.unit).dimensions
    others = {name: power for name, power in dimensions.items() if not name.startswith(_MONEY)}
    is_amount = others in ({}, {"[time]": -1})
    if sorted(_currencies(amount).values()) != [1] or not (is_amount or per):
        raise InvalidInput(
            f"{amount.unit} measures no {'price' if per else 'cost'}",
            path=("input", field, "unit"),
            remedy="give it as CNY/t or the like" if per else "give it as CNY/a or the like",
        )
    if amount.value < 0:
        raise InvalidInput(
            f"{amount} is negative", path=("input", field, "value"), remedy="what is earned is no cost; leave it out"
        )


async def _require_one_currency(work: Work, audit_id: str, row_id: str, amount: Quantity, field: PathPart) -> None:
    async for other in _amounts(work, audit_id, row_id):
        if _currencies(other).keys() != _currencies(amount).keys():
            raise InvalidInput(
                f"{amount.unit} beside {other.unit}: the costs of an audit are in one currency",
                path=("input", field, "unit"),
                remedy="convert it at the rate of the price year",
            )


async def _amounts(work: Work, audit_id: str, but: str) -> AsyncIterator[Quantity]:
    for price in await work.all(StreamPrice, audit_id=audit_id):
        if price.id != but:
            yield price.price
    for cost in await work.all(UnitCost, audit_id=audit_id):
        for amount in (cost.energy, cost.system):
            if cost.id != but and amount is not None:
                yield amount


def _currencies(amount: Quantity) -> Mapping[str, int]:
    return {name: power for name, power in parse(amount.unit).dimensions.items() if name.startswith(_MONEY)}
