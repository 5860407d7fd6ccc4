"""What a loss costs: material flow cost accounting (物料流成本会计) after ISO 14051."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from cpaudit.engine.cost_carrying import Carrying
from cpaudit.engine.findings import Finding, finding
from cpaudit.engine.loss_inputs import LossInputs, read_inputs
from cpaudit.engine.loss_results import CARRIED, Account, CostKind, CostState, FlowCost, LossCosts
from cpaudit.engine.process_network import GivenNetwork, read_network
from cpaudit.engine.spending import Amount, Spent, add_known, charged, shown_unit, spent, summed, unknown_amount


def price_losses(
    network: GivenNetwork,
    flows: Mapping[str, Amount | None],
    *,
    products: Collection[str],
    prices: Mapping[str, Amount | None],
    energy: Mapping[str, Amount | None],
    system: Mapping[str, Amount | None],
    treatment: Mapping[str, Amount | None],
    energy_streams: Collection[str] | None = None,
    masses: Mapping[str, Amount | None] | None = None,
    unit: str | None = None,
) -> LossCosts:
    """Find what each loss costs, after ISO 14051:2011, 5.3.

    Every unit process is a quantity centre. What is spent in it, on what is bought for it, on energy and on the
    system (labour, depreciation, maintenance), together with what the streams from other centres carry in, is
    carried out by its outputs in proportion to their mass, product and loss alike. A loop is solved as a system of
    linear equations. The treatment of a loss is a cost of that loss alone. So the costs of products and losses
    are all that was spent, and no more.

    Energy is no carrier: a stream of energy that is bought is energy cost of the unit process it enters, and its way
    out takes no cost along.

    Args:
        network: unit processes and streams; or tuples of code, origin, destination, None for the outside.
        flows: how much flows in each stream, units as they come; the outputs of one unit process have to be
            comparable. A stream that is missing or None is not known.
        products: codes of the streams out of the network that are products; all others are losses.
        prices: of each stream into the network: a quantity as ``CNY/t`` or a whole amount as ``CNY``, or a plain
            number for one unit of what flows. What costs nothing has the price 0.
        energy: cost of energy of each unit process, beside what its streams of energy cost. 0 where there is none.
        system: cost of the system of each unit process.
        treatment: cost of each loss's treatment, like ``prices``.
        energy_streams: streams of energy; by default those measured in a unit of energy or power.
        masses: of streams whose flow is no mass, to share costs out by.
        unit: of the money; by default the currency of the prices, per year where flows are rates.

    Raises:
        NetworkError: the network cannot be used; something is said of a stream or unit it does not have.
        InvalidInput: a price is given for a stream that is not bought, or a treatment for one that is no loss.
        InvalidNumber: a flow or a cost is negative, not finite, or larger than any amount.
        UnitError: money in several currencies, or a price that is not one of what flows.
    """
    drawn = read_network(network)
    money = {"prices": prices, "treatment": treatment, "energy": energy, "system": system}
    given = read_inputs(drawn, flows, masses or {}, products, energy_streams, money)
    account, strange = _accounted(given, unit or given.money())
    return _results(given, account, (*given.missing(), *strange), unit or given.money())


def _accounted(given: LossInputs, money: str) -> tuple[Account, tuple[Finding, ...]]:
    masses, strange = given.weights()
    carriers = tuple(
        (str(stream.origin), stream.destination, None if mass.value is None else float(mass.value))  # type: ignore[arg-type]
        for stream, mass in zip(given.carriers, masses, strict=True)
    )
    account = Account(
        Carrying(given.network.units, carriers),
        masses,
        {each.code: place for place, each in enumerate(given.carriers)},
        {kind: _own(given, kind, money) for kind in CARRIED},
        {code: _priced(given, "treatment", code, money) for code in given.losses},
    )
    return account, strange


def _own(given: LossInputs, kind: CostKind, money: str) -> dict[str, Spent]:
    """What is spent in each unit process itself."""
    found = {}
    for unit in given.network.units:
        parts: dict[str, Spent] = {}
        if kind is not CostKind.SYSTEM:
            for stream in given.network.inputs(unit):
                is_energy = stream.code in given.energy_streams
                if stream.origin is None and is_energy == (kind is CostKind.ENERGY):
                    parts[stream.code] = _priced(given, "prices", stream.code, money)
        if kind is not CostKind.MATERIAL:
            cost = (given.energy if kind is CostKind.ENERGY else given.system).get(unit)
            name = kind.value.lower()
            parts[unit] = unknown_amount(money) if cost is None else charged(cost, money, name, unit)
        found[unit] = summed(parts, money)
    return found


def _priced(given: LossInputs, name: str, code: str, money: str) -> Spent:
    price = (given.prices if name == "prices" else given.treatment).get(code)
    return unknown_amount(money) if price is None else spent(price, given.flows.get(code), money, name, code)


def _results(given: LossInputs, account: Account, missing: tuple[Finding, ...], money: str) -> LossCosts:
    own = {kind: [account.own[kind][unit].value for unit in given.network.units] for kind in CARRIED}
    carried_by = {kind: account.carrying.carried(own[kind]) for kind in CARRIED}
    stuck = add_known(account.carrying.stuck(own[kind], carried_by[kind]) for kind in CARRIED)
    total = add_known(
        [*(each for kind in CARRIED for each in own[kind]), *(each.value for each in account.treatment.values())]
    )
    missing += tuple(_nothing_leaves(given, account, own))

    def flow_cost(code: str) -> FlowCost:
        place = account.place[code]
        carried = {kind: carried_by[kind][place] for kind in CARRIED}
        treatment = account.treatment[code].value if code in account.treatment else 0.0
        whole = add_known((*carried.values(), treatment))
        return FlowCost(
            stream=code,
            unit_process=str(given.network.stream(code).origin),
            flow=given.flows.get(code),
            material=carried[CostKind.MATERIAL],
            energy=carried[CostKind.ENERGY],
            system=carried[CostKind.SYSTEM],
            treatment=treatment,
            unit=shown_unit(money),
            share=None if whole is None or not total else min(1.0, whole / total),
            account=account,
        )

    losses = [flow_cost(code) for code in given.losses]
    losses.sort(key=lambda each: (each.total is None, -(each.total or 0.0)))
    return LossCosts(
        losses=tuple(losses),
        products=tuple(flow_cost(code) for code in given.products),
        unit=shown_unit(money),
        total=total,
        stuck=stuck,
        state=CostState.INCOMPLETE if missing else CostState.COMPLETE,
        missing=tuple(dict.fromkeys(missing)),
    )


def _nothing_leaves(
    given: LossInputs, account: Account, own: Mapping[CostKind, list[float | None]]
) -> Iterator[Finding]:
    """The unit processes in which something is spent that no stream carries on."""
    spent_in = {unit for kind in CARRIED for unit in account.carrying.spent_in(own[kind])}
    for unit in given.network.units:
        if unit in account.carrying.dead_ends and unit in spent_in:
            yield finding(
                "NOTHING_LEAVES",
                f"没有物流离开单元 {unit}，其成本无法归集",
                f"nothing finds a way out of {unit}, so that what is spent there is neither product nor loss",
            )
