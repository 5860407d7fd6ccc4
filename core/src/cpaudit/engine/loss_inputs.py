"""What the costs of losses are worked out from, checked: flows, prices, costs, and what of them is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from cpaudit.engine.findings import Finding, finding
from cpaudit.engine.network_errors import UnknownStream, UnknownUnit
from cpaudit.engine.process_network import ProcessNetwork, ProcessStream
from cpaudit.engine.quantities import Quantity
from cpaudit.engine.spending import Amount, is_energy, measured, money_unit, needs_flow
from cpaudit.engine.trace import Conversion, Input
from cpaudit.engine.units import affine_between, parse
from cpaudit.errors import InvalidInput


@dataclass(frozen=True)
class LossInputs:
    """All that is known, each flow and price as a quantity; what is not known is not in the mappings.

    Attributes:
        network: unit processes and streams.
        flows: by stream.
        masses: by stream, where they are not its flow.
        products, losses: codes of what leaves the network.
        energy_streams: streams that carry no cost.
        prices: of streams that are bought.
        treatment: of losses.
        energy, system: costs of unit processes.
    """

    network: ProcessNetwork
    flows: Mapping[str, Quantity]
    masses: Mapping[str, Quantity]
    products: tuple[str, ...]
    losses: tuple[str, ...]
    energy_streams: frozenset[str]
    prices: Mapping[str, Quantity]
    treatment: Mapping[str, Quantity]
    energy: Mapping[str, Quantity]
    system: Mapping[str, Quantity]

    @property
    def bought(self) -> tuple[str, ...]:
        """The streams that come from outside."""
        return tuple(each.code for each in self.network.streams if each.origin is None)

    @property
    def carriers(self) -> tuple[ProcessStream, ...]:
        """The streams that carry cost out of a unit process."""
        return tuple(
            each for each in self.network.streams if each.origin is not None and each.code not in self.energy_streams
        )

    def money(self) -> str:
        """The unit of all money, from what is given first.

        Raises:
            UnitError: a price or a cost measures no money.
        """
        priced = [*self.prices.items(), *self.treatment.items()]
        return money_unit(
            [*self.energy.values(), *self.system.values()],
            [(price, self.flows.get(stream)) for stream, price in priced],
        )

    def weights(self) -> tuple[tuple[Input, ...], tuple[Finding, ...]]:
        """By how much each carrier carries, comparable among the outputs of one unit process, and which are not."""
        leaving: dict[str, list[str]] = defaultdict(list)
        for each in self.carriers:
            leaving[str(each.origin)].append(each.code)
        found: dict[str, Input] = {}
        strange: list[Finding] = []
        for unit, codes in leaving.items():
            given = [(code, self.masses.get(code, self.flows.get(code))) for code in codes]
            base = next((mass.unit for _, mass in given if mass is not None), "")
            for code, mass in given:
                found[code] = _weight(code, mass, base)
                if mass is not None and found[code].value is None:
                    strange.append(_not_comparable(code, unit, mass.unit, base))
        return tuple(found[each.code] for each in self.carriers), tuple(strange)

    def missing(self) -> Iterator[Finding]:
        """What is not known and would have to be."""
        outputs: dict[str, int] = defaultdict(int)
        for each in self.carriers:
            outputs[str(each.origin)] += 1
        for each in self.carriers:
            alone = outputs[str(each.origin)] == 1
            if not alone and each.code not in self.flows and each.code not in self.masses:
                yield _unknown("FLOW", each.code, "流量", "the flow of")
        for code in self.bought:
            if code not in self.prices:
                yield _unknown("PRICE", code, "价格", "the price of")
            elif needs_flow(self.prices[code]) and code not in self.flows:
                yield _unknown("FLOW", code, "流量", "the flow of")
        for unit in self.network.units:
            if unit not in self.energy:
                yield _unknown("ENERGY_COST", unit, "能源成本", "the energy cost of")
            if unit not in self.system:
                yield _unknown("SYSTEM_COST", unit, "系统成本", "the system cost of")
        for code in self.losses:
            if code not in self.treatment:
                yield _unknown("TREATMENT_COST", code, "处理成本", "the cost of treating")
            elif needs_flow(self.treatment[code]) and code not in self.flows:
                yield _unknown("FLOW", code, "流量", "the flow of")


def read_inputs(
    network: ProcessNetwork,
    flows: Mapping[str, Amount | None],
    masses: Mapping[str, Amount | None],
    products: Collection[str],
    energy_streams: Collection[str] | None,
    money: Mapping[str, Mapping[str, Amount | None]],
) -> LossInputs:
    """Check all that is given; *money* has prices, treatment, energy and system."""
    known = _read("flows", flows, network)
    if energy_streams is None:
        energy_streams = [code for code, flow in known.items() if is_energy(flow)]
    _require_streams("energy_streams", energy_streams, network)
    powering = frozenset(energy_streams)
    leaving = [each.code for each in network.streams if each.destination is None and each.code not in powering]
    _require_streams("products", products, network, leaving, "is no material that leaves the network")
    sold = frozenset(products)
    losses = tuple(code for code in leaving if code not in sold)
    bought = [each.code for each in network.streams if each.origin is None]
    _require_streams("prices", money["prices"], network, bought, "is not bought, it comes from a unit process")
    _require_streams("treatment", money["treatment"], network, losses, "is no loss")
    for name in ("energy", "system"):
        for unit in money[name]:
            if unit not in network.unit_index:
                raise UnknownUnit(f"the network has no unit process {unit!r}", path=(name, unit))
    return LossInputs(
        network=network,
        flows=known,
        masses=_read("masses", masses, network),
        products=tuple(code for code in leaving if code in sold),
        losses=losses,
        energy_streams=powering,
        **{name: _quantities(name, given) for name, given in money.items()},
    )


def _read(name: str, given: Mapping[str, Amount | None], network: ProcessNetwork) -> dict[str, Quantity]:
    _require_streams(name, given, network)
    return _quantities(name, given)


def _quantities(name: str, given: Mapping[str, Amount | None]) -> dict[str, Quantity]:
    return {code: measured(each, name, code) for code, each in given.items() if each is not None}


def _require_streams(
    name: str,
    codes: Collection[str],
    network: ProcessNetwork,
    allowed: Collection[str] | None = None,
    otherwise: str = "",
) -> None:
    fitting = None if allowed is None else frozenset(allowed)
    for code in codes:
        if code not in network.stream_index:
            raise UnknownStream(f"the network has no stream {code!r}", path=(name, code))
        if fitting is not None and code not in fitting:
            raise InvalidInput(f"the stream {code!r} {otherwise}", path=(name, code), remedy="leave it out")


def _weight(code: str, given: Quantity | None, base: str) -> Input:
    if given is None:
        return Input("m", None, label=code)
    source, target = parse(given.unit).without_products(), parse(base).without_products()
    if source.dimensions != target.dimensions:
        return Input("m", None, given.unit, code)
    factor = affine_between(source, target).factor
    return Input("m", given.value * factor, base, code, Conversion(given.value, given.unit, factor))


def _not_comparable(code: str, unit: str, given: str, base: str) -> Finding:
    return finding(
        "NOT_COMPARABLE",
        f"单元 {unit} 的输出 {code} 以 {given} 计，与 {base} 不可比，成本无法分摊：请给出其质量",
        f"{code} leaves {unit} in {given}, which does not compare with {base}: give its mass to share costs out",
    )


def _unknown(what: str, code: str, zh: str, en: str) -> Finding:
    return finding(f"UNKNOWN_{what}", f"{code} 的{zh}未知", f"{en} {code} is not known")
