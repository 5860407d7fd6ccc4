"""What products and losses have cost, each by what was spent on it, and what is missing to say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cpaudit.engine.cost_carrying import Carrying
from cpaudit.engine.findings import Finding
from cpaudit.engine.loss_traces import component_trace, flow_trace, loss_share, loss_share_trace
from cpaudit.engine.quantities import Quantity
from cpaudit.engine.spending import Spent, add_known
from cpaudit.engine.trace import Input, Trace


class CostKind(StrEnum):
    """The costs that ISO 14051 tells apart."""

    MATERIAL = "MATERIAL"
    ENERGY = "ENERGY"
    SYSTEM = "SYSTEM"
    WASTE_TREATMENT = "WASTE_TREATMENT"


CARRIED = (CostKind.MATERIAL, CostKind.ENERGY, CostKind.SYSTEM)
"""What is carried from one quantity centre to the next; the treatment of a loss is the loss's alone."""


class CostState(StrEnum):
    """COMPLETE: every cost is known. INCOMPLETE: something is missing, so that some are not."""

    COMPLETE = "COMPLETE"
    INCOMPLETE = "INCOMPLETE"


@dataclass(frozen=True)
class Account:
    """What the results were computed from.

    Attributes:
        carrying: how cost is carried.
        masses: of the carriers, as inputs of a trace.
        place: of each stream among the carriers.
        own: what is spent in each unit process, by kind of cost.
        treatment: what the treatment of each loss costs.
    """

    carrying: Carrying
    masses: tuple[Input, ...]
    place: Mapping[str, int]
    own: Mapping[CostKind, Mapping[str, Spent]]
    treatment: Mapping[str, Spent]


@dataclass(frozen=True)
class FlowCost:
    """What a stream that leaves the network has cost.

    Attributes:
        stream: its code.
        unit_process: code of the quantity centre (物量中心) that it leaves.
        flow: how much leaves; None where it is not known.
        material, energy, system: what is carried with it; None where it is not known.
        treatment: of the stream itself, zero for a product.
        unit: of the money; empty for plain numbers.
        share: of all that was spent; None where one of both is not known, or nothing was spent.
        account: what it was computed from.
    """

    stream: str
    unit_process: str
    flow: Quantity | None
    material: float | None
    energy: float | None
    system: float | None
    treatment: float | None
    unit: str
    share: float | None
    account: Account = field(repr=False, compare=False)

    @property
    def total(self) -> float | None:
        """All four together; None where one is not known."""
        return add_known((self.material, self.energy, self.system, self.treatment))

    @property
    def trace(self) -> Trace:
        """How the total came about."""
        account = self.account
        components = [
            component_trace(
                kind.value, account.carrying, account.masses, account.place[self.stream], account.own[kind], self.unit
            )
            for kind in CARRIED
        ]
        return flow_trace(components, account.treatment.get(self.stream), self.total, self.unit)


@dataclass(frozen=True)
class LossCosts:
    """What was spent, and what of it left as product and as loss.

    Attributes:
        losses: the losses, the dearest first, those of unknown cost last.
        products: what else leaves the network, in the order of the network.
        unit: of the money; empty for plain numbers.
        total: all that was spent: materials, energy, systems, treatment; None where part of it is not known.
        stuck: what was spent but leaves with no stream, since nothing leaves where it was spent; usually zero.
        state: whether every cost is known.
        missing: what is not known, or cannot be shared out, by UNKNOWN_FLOW, UNKNOWN_PRICE, UNKNOWN_ENERGY_COST,
            UNKNOWN_SYSTEM_COST, UNKNOWN_TREATMENT_COST, NOT_COMPARABLE, NOTHING_LEAVES.
    """

    losses: tuple[FlowCost, ...]
    products: tuple[FlowCost, ...]
    unit: str
    total: float | None
    stuck: float | None
    state: CostState
    missing: tuple[Finding, ...]

    @property
    def loss_total(self) -> float | None:
        """What all losses cost; None where one is not known."""
        return add_known(each.total for each in self.losses)

    @property
    def product_total(self) -> float | None:
        """What all products cost; None where one is not known."""
        return add_known(each.total for each in self.products)

    @property
    def loss_share(self) -> float | None:
        """Of all that was spent, what left as loss; None where it is not known or nothing was spent."""
        return loss_share([each.total for each in self.losses], self.total)

    @property
    def trace(self) -> Trace:
        """How the share of the losses came about."""
        return loss_share_trace(
            {each.stream: each.trace for each in self.losses}, self.total, self.loss_share, self.unit
        )
