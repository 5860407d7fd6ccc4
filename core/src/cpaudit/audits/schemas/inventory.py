"""The API of emissions before and after the audit, and of indicators held against published levels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import strawberry
from sqlmodel import col, select

from cpaudit.audits import models
from cpaudit.audits.access import of_own_audits
from cpaudit.audits.models import Grade, Scenario
from cpaudit.audits.schemas.records import NewRecord, adding, changes_of, changing, removing
from cpaudit.audits.services import inventory
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.explain import Explanation
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.quantities import Quantity, QuantityInput, quantity_column
from cpaudit.graphql.reading import column, computed, ordering, readable

InventoryLineOrder = ordering("InventoryLineOrder", "name", "pollutant")
BenchmarkOrder = ordering("BenchmarkOrder", "indicator", "grade")


@strawberry.input(description="Which lines of the inventory.")
class InventoryLineFilter:
    scenario: Scenario | None = None
    pollutant: str | None = None
    factor: str | None = None
    heating_value: str | None = None
    has_factor: bool | None = None
    unverified: bool | None = None
    search: str | None = strawberry.field(default=None, description="Words in the name or pollutant.")


@readable(models.InventoryLine, search=("name", "pollutant"), restrict=of_own_audits)
@strawberry.type(description="An emission: measured, or activity times factor.")
class InventoryLine(Node):
    scenario: Scenario = column()
    name: str = column()
    pollutant: str = column()
    activity: Quantity | None = quantity_column("activity", description="Null for an emission that was measured.")
    factor: str | None = column(description="Reference of the emission factor, `pack:factor:code`.")
    heating_value: str | None = column(
        description="Reference of the heating value, `pack:heating_value:code`; the activity is an amount of fuel then."
    )
    emission: Quantity = quantity_column("emission")
    yearly: bool = column(description="Whether activity and emission are those of one year.")
    unverified: bool = column(description="Whether the factor was not read in the source that is named for it.")
    version: int = column()

    @computed("trace")
    def explain(self) -> Explanation | None:
        """How the emission was computed when it was recorded; null where it was measured."""
        return Explanation.of(inventory.trace_of(self.values["trace"]))


@strawberry.type(description="What the lines of one pollutant and scenario add up to.")
class InventorySum:
    held: strawberry.Private[inventory.Emitted]

    @strawberry.field
    def amount(self) -> Quantity:
        return Quantity(held=self.held.amount)

    @strawberry.field
    def explain(self) -> Explanation:
        return Explanation(held=self.held.trace)


@strawberry.type(description="The emissions of one pollutant before and after the audit.")
class InventoryTotal:
    held: strawberry.Private[inventory.InventoryTotal]

    @strawberry.field
    def pollutant(self) -> str:
        return self.held.pollutant

    @strawberry.field(description="That of the pollutant's first line.")
    def unit(self) -> str:
        return self.held.unit

    @strawberry.field(description="Null where no line is known, which is not zero.")
    def before(self) -> InventorySum | None:
        return None if self.held.before is None else InventorySum(held=self.held.before)

    @strawberry.field(description="Null where no line is known, which is not zero.")
    def after(self) -> InventorySum | None:
        return None if self.held.after is None else InventorySum(held=self.held.after)


async def load_inventory_totals(
    context: RequestContext, audits: Sequence[Any], arguments: Mapping[str, Any]
) -> list[list[InventoryTotal]]:
    """The totals of each audit, in one statement for all of them."""
    ids = [audit.values["id"] for audit in audits]
    lines: dict[str, list[models.InventoryLine]] = defaultdict(list)
    async with context.database.looking(context.scope) as session:
        for line in await session.exec(
            select(models.InventoryLine)
            .where(col(models.InventoryLine.audit_id).in_(ids))
            .order_by(col(models.InventoryLine.id))
        ):
            lines[line.audit_id].append(line)
    return [[InventoryTotal(held=total) for total in inventory.totals(lines[each])] for each in ids]


@strawberry.input(description="Which indicators.")
class BenchmarkFilter:
    scenario: Scenario | None = None
    grade: Grade | None = None
    grade_in: list[Grade] | None = None
    search: str | None = strawberry.field(default=None, description="Words in the indicator or source.")


@readable(models.Benchmark, search=("indicator", "source"), restrict=of_own_audits)
@strawberry.type(description="An indicator held against a published level, before or after the audit.")
class Benchmark(Node):
    scenario: Scenario = column()
    indicator: str = column()
    actual: Quantity | None = quantity_column("actual", description="Null where it is not known.")
    reference: Quantity | None = quantity_column("reference", description="The published level.")
    grade: Grade = column()
    source: str = column(description="Where the level is published; may be empty.")
    version: int = column()


@strawberry.input(description="An emission: give `emission` and `pollutant`, or `activity` and `factor`.")
class AddInventoryLineInput(NewRecord):
    scenario: Scenario
    name: str
    pollutant: str | None = strawberry.field(default=None, description="By default that of the factor.")
    emission: QuantityInput | None = strawberry.field(default=None, description="Where it was measured.")
    activity: QuantityInput | None = strawberry.field(default=None, description="What the factor is multiplied with.")
    factor: str | None = strawberry.field(default=None, description="Its reference, `pack:factor:code`.")
    heating_value: str | None = strawberry.field(
        default=None,
        description="Of a fuel, where the factor is per energy: its reference, `pack:heating_value:code`.",
    )
    yearly: bool = strawberry.field(
        default=False,
        description="Whether activity and emission are those of one year. Without that, and without a time in its "
        "unit, an emission is held against no yearly limit.",
    )


@strawberry.input(description="An indicator held against a published level.")
class AddBenchmarkInput(NewRecord):
    scenario: Scenario
    indicator: str
    actual: QuantityInput | None = None
    reference: QuantityInput | None = strawberry.field(
        default=None, description="The published level, in a unit that converts to that of `actual`."
    )
    grade: Grade = Grade.UNGRADED
    source: str = strawberry.field(default="", description="Where the level is published; needed with `reference`.")


ChangeInventoryLineInput = changes_of(AddInventoryLineInput)
ChangeBenchmarkInput = changes_of(AddBenchmarkInput)


@strawberry.type
class InventoryMutations:
    add_inventory_line = adding(InventoryLine, AddInventoryLineInput, inventory.add_inventory_line)
    change_inventory_line = changing(InventoryLine, ChangeInventoryLineInput, inventory.change_inventory_line)
    remove_inventory_line = removing(InventoryLine, inventory.INVENTORY_LINES)
    add_benchmark = adding(Benchmark, AddBenchmarkInput, inventory.BENCHMARKS)
    change_benchmark = changing(Benchmark, ChangeBenchmarkInput, inventory.BENCHMARKS)
    remove_benchmark = removing(Benchmark, inventory.BENCHMARKS)
