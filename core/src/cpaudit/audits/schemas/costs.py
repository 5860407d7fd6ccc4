"""The API of phase 4: prices, costs of unit processes, and what the losses of the process map cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import strawberry
from sqlmodel import col, select

from cpaudit import engine
from cpaudit.audits import models
from cpaudit.audits.access import of_own_audits
from cpaudit.audits.schemas.assessment import Stream, UnitProcess
from cpaudit.audits.schemas.records import NewRecord, adding, changes_of, changing, removing, required_reference
from cpaudit.audits.services import costs
from cpaudit.audits.services.process_flows import measured_in
from cpaudit.engine import CostState
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.explain import Explanation
from cpaudit.graphql.findings import Finding
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.quantities import Quantity, QuantityInput, quantity_column
from cpaudit.graphql.reading import column, one, readable
from cpaudit.graphql.reading.identifiers import node_identifier

strawberry.enum(CostState, description="Whether every cost is known.")


@readable(models.StreamPrice, restrict=of_own_audits)
@strawberry.type(description="What a stream costs: to buy where it comes from outside, to treat where it is a loss.")
class StreamPrice(Node):
    stream: Stream = one("stream_id")
    price: Quantity = quantity_column("price", description="Per what is measured in it, or the whole amount.")
    source: str = column(description="Where the price comes from; may be empty.")
    version: int = column()


@readable(models.UnitCost, restrict=of_own_audits)
@strawberry.type(description="What running a unit process costs beside what is bought for it.")
class UnitCost(Node):
    unit_process: UnitProcess = one("unit_process_id")
    energy: Quantity | None = quantity_column(
        "energy", description="Beside what its streams of energy cost; null where it is not known, which is not zero."
    )
    system: Quantity | None = quantity_column(
        "system", description="Labour, depreciation, maintenance; null where it is not known, which is not zero."
    )
    source: str = column(description="Where the costs come from; may be empty.")
    version: int = column()


@strawberry.type(description="What a stream that leaves the process has cost, after ISO 14051; null is not known.")
class FlowCost:
    held: strawberry.Private[engine.FlowCost]
    row: strawberry.Private[models.Stream]

    @strawberry.field(description="Id of the stream.")
    def stream(self) -> strawberry.ID:
        return strawberry.ID(node_identifier("Stream", self.row.id))

    @strawberry.field
    def code(self) -> str:
        return self.row.code

    @strawberry.field
    def name(self) -> str:
        return self.row.name

    @strawberry.field
    def flow(self) -> Quantity | None:
        return Quantity.of(self.held.flow)

    @strawberry.field(description="What was bought and left with it.")
    def material(self) -> Quantity | None:
        return _money(self.held.material, self.held.unit)

    @strawberry.field
    def energy(self) -> Quantity | None:
        return _money(self.held.energy, self.held.unit)

    @strawberry.field(description="Labour, depreciation, maintenance.")
    def system(self) -> Quantity | None:
        return _money(self.held.system, self.held.unit)

    @strawberry.field(description="Of the loss itself.")
    def treatment(self) -> Quantity | None:
        return _money(self.held.treatment, self.held.unit)

    @strawberry.field
    def total(self) -> Quantity | None:
        return _money(self.held.total, self.held.unit)

    @strawberry.field(description="Of all that was spent.")
    def share(self) -> float | None:
        return self.held.share

    @strawberry.field(description="How the total came about.")
    def explain(self) -> Explanation | None:
        return Explanation.of(self.held.trace)


@strawberry.type(description="What was spent in the process, and what of it left as product and as loss.")
class LossCosts:
    held: strawberry.Private[costs.PricedLosses]
    rows: strawberry.Private[Mapping[str, models.Stream]]

    @strawberry.field
    def status(self) -> CostState:
        return CostState.INCOMPLETE if self.held.costs is None else self.held.costs.state

    @strawberry.field(description="The losses, the dearest first, those of unknown cost last.")
    def losses(self) -> list[FlowCost]:
        return [] if self.held.costs is None else self._flows(self.held.costs.losses)

    @strawberry.field
    def products(self) -> list[FlowCost]:
        return [] if self.held.costs is None else self._flows(self.held.costs.products)

    @strawberry.field(description="All that was spent; null where part of it is not known.")
    def total(self) -> Quantity | None:
        found = self.held.costs
        return None if found is None else _money(found.total, found.unit)

    @strawberry.field(description="What all losses cost; null where one is not known.")
    def loss_total(self) -> Quantity | None:
        found = self.held.costs
        return None if found is None else _money(found.loss_total, found.unit)

    @strawberry.field(description="What all losses cost, of all that was spent.")
    def loss_share(self) -> float | None:
        return None if self.held.costs is None else self.held.costs.loss_share

    @strawberry.field(description="What is not known, or why nothing can be computed.")
    def missing(self) -> list[Finding]:
        return [Finding(held=each) for each in self.held.missing]

    @strawberry.field(description="How the share of the losses came about.")
    def explain(self) -> Explanation | None:
        return None if self.held.costs is None else Explanation.of(self.held.costs.trace)

    def _flows(self, flows: Sequence[engine.FlowCost]) -> list[FlowCost]:
        return [FlowCost(held=each, row=self.rows[each.stream]) for each in flows]


def _money(value: float | None, unit: str) -> Quantity | None:
    return None if value is None else Quantity.of(engine.quantity(value, unit or "1"))


_TABLES = (models.UnitProcess, models.Stream, models.Measurement, models.StreamPrice, models.UnitCost)


async def load_loss_costs(
    context: RequestContext, audits: Sequence[Any], arguments: Mapping[str, Any]
) -> list[LossCosts]:
    """The costs of each audit's losses, in one statement for each table they come from."""
    ids = [audit.values["id"] for audit in audits]
    found: dict[str, dict[type[models.AuditRecord], list[Any]]] = defaultdict(lambda: defaultdict(list))
    async with context.database.looking(context.scope) as session:
        for table in _TABLES:
            query = select(table).where(col(table.audit_id).in_(ids)).order_by(col(table.id))
            for row in await session.exec(query):
                found[row.audit_id][table].append(row)
    for rows in found.values():
        rows[models.Measurement] = measured_in(models.Scenario.BEFORE, rows[models.Measurement])
    return [
        LossCosts(
            held=costs.price_losses(*(found[each][table] for table in _TABLES)),
            rows={stream.code: stream for stream in found[each][models.Stream]},
        )
        for each in ids
    ]


@strawberry.input(description="What a stream costs; once for each stream.")
class AddStreamPriceInput(NewRecord):
    stream: strawberry.ID = required_reference("Stream", description="From outside, or a loss.")
    price: QuantityInput = strawberry.field(
        description="Money per what is measured in the stream, as CNY/t, or the whole amount, as CNY/a; zero or more."
    )
    source: str = ""


@strawberry.input(description="What running a unit process costs; once for each unit process.")
class AddUnitCostInput(NewRecord):
    unit_process: strawberry.ID = required_reference("UnitProcess")
    energy: QuantityInput | None = strawberry.field(
        default=None, description="Beside its streams of energy, as CNY/a; 0 where there is none, null where unknown."
    )
    system: QuantityInput | None = strawberry.field(
        default=None, description="Labour, depreciation, maintenance, as CNY/a; null where it is not known."
    )
    source: str = ""


ChangeStreamPriceInput = changes_of(AddStreamPriceInput, without=("stream",))
ChangeUnitCostInput = changes_of(AddUnitCostInput, without=("unit_process",))


@strawberry.type
class CostMutations:
    add_stream_price = adding(StreamPrice, AddStreamPriceInput, costs.STREAM_PRICES)
    change_stream_price = changing(StreamPrice, ChangeStreamPriceInput, costs.STREAM_PRICES)
    remove_stream_price = removing(StreamPrice, costs.STREAM_PRICES)
    add_unit_cost = adding(UnitCost, AddUnitCostInput, costs.UNIT_COSTS)
    change_unit_cost = changing(UnitCost, ChangeUnitCostInput, costs.UNIT_COSTS)
    remove_unit_cost = removing(UnitCost, costs.UNIT_COSTS)
