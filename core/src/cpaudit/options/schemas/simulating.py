"""What options would do to the process map, as the API shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import strawberry

from cpaudit import engine
from cpaudit.audits.models import Stream, UnitProcess
from cpaudit.audits.schemas.assessment import BalanceClosure
from cpaudit.engine import SimulationState
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.explain import Explanation
from cpaudit.graphql.findings import Finding
from cpaudit.graphql.quantities import Quantity
from cpaudit.graphql.reading.identifiers import node_identifier
from cpaudit.options.models import Option
from cpaudit.options.schemas.loading import changes_by_option, competing_options, effects_by_option, process_of
from cpaudit.options.what_if import ProcessRecords, SimulatedOptions
from cpaudit.options.what_if import simulate_options as simulated

strawberry.enum(SimulationState, description="Whether everything about a simulation is known.")


@strawberry.type(description="What flows in a stream, or would flow.")
class SimulatedFlow:
    stream: strawberry.ID | None = strawberry.field(description="Null for a stream that an option makes.")
    code: str
    name: str
    amount: Quantity | None = strawberry.field(description="Null where it is not known.")
    plant: strawberry.Private[engine.PlantState]

    @strawberry.field(description="How it came about.")
    def explain(self) -> Explanation | None:
        return Explanation.of(self.plant.flow_trace(self.code))


@strawberry.type(description="The balance of a unit process, as it is or would be.")
class SimulatedBalance:
    unit_process: strawberry.ID
    code: str
    name: str
    closure: BalanceClosure | None = strawberry.field(
        description="Null where nothing of it is known, or its streams do not compare."
    )


@strawberry.type(description="The emission of a pollutant.")
class SimulatedEmission:
    pollutant: str
    amount: Quantity | None = strawberry.field(description="Null where it is not known.")
    plant: strawberry.Private[engine.PlantState]

    @strawberry.field(description="How it came about.")
    def explain(self) -> Explanation | None:
        return Explanation.of(self.plant.emission_trace(self.pollutant))


@strawberry.type(description="The process in one state.")
class SimulatedProcess:
    held: strawberry.Private[engine.PlantState]
    records: strawberry.Private[_Records]

    @strawberry.field
    def flows(self) -> list[SimulatedFlow]:
        return [
            SimulatedFlow(
                stream=self.records.stream(code),
                code=code,
                name=self.records.name(code),
                amount=Quantity.of(flow),
                plant=self.held,
            )
            for code, flow in self.held.flows.items()
        ]

    @strawberry.field
    def balances(self) -> list[SimulatedBalance]:
        return [
            SimulatedBalance(
                unit_process=strawberry.ID(node_identifier("UnitProcess", self.records.units[code].id)),
                code=code,
                name=self.records.units[code].name,
                closure=None if closure is None else BalanceClosure(held=closure),
            )
            for code, closure in self.held.balances.items()
        ]

    @strawberry.field(description="By pollutant, of the streams of emissions.")
    def emissions(self) -> list[SimulatedEmission]:
        return [
            SimulatedEmission(pollutant=pollutant, amount=Quantity.of(amount), plant=self.held)
            for pollutant, amount in self.held.emissions.items()
        ]

    @strawberry.field(description="Of the priced streams; null where one of their flows is not known.")
    def cost(self) -> Quantity | None:
        return _money(self.held.cost, self.held.unit)


@strawberry.type(description="What is saved of one pollutant.")
class SavedEmission:
    pollutant: str
    amount: Quantity | None = strawberry.field(description="Below zero where there is more of it; null: not known.")


@strawberry.type(description="What is saved in one stream.")
class SavedFlow:
    code: str
    name: str
    amount: Quantity | None = strawberry.field(description="Below zero where more flows; null: not known.")


@strawberry.type(description="What one option adds, after those before it.")
class SimulatedStep:
    held: strawberry.Private[engine.Step]
    row: strawberry.Private[Option]
    records: strawberry.Private[_Records]

    @strawberry.field
    def option(self) -> strawberry.ID:
        return strawberry.ID(node_identifier("Option", self.row.id))

    @strawberry.field
    def code(self) -> str:
        return self.row.code

    @strawberry.field
    def name(self) -> str:
        return self.row.name

    @strawberry.field(description="Null where it is not known.")
    def saved_cost(self) -> Quantity | None:
        return _money(self.held.saved_cost, self.held.after.unit)

    @strawberry.field
    def saved_emissions(self) -> list[SavedEmission]:
        return [
            SavedEmission(pollutant=pollutant, amount=Quantity.of(amount))
            for pollutant, amount in self.held.saved_emissions.items()
        ]

    @strawberry.field(description="The streams in which something changes.")
    def saved_flows(self) -> list[SavedFlow]:
        return [
            SavedFlow(code=code, name=self.records.name(code), amount=Quantity.of(amount))
            for code, amount in self.held.saved_flows.items()
            if amount is None or amount.value
        ]

    @strawberry.field(description="How the saved cost came about.")
    def explain(self) -> Explanation | None:
        return Explanation.of(self.held.trace)


@strawberry.type(description="What options would do to the process of an audit, before anything is built.")
class OptionSimulation:
    held: strawberry.Private[SimulatedOptions]
    options: strawberry.Private[Mapping[str, Option]]
    records: strawberry.Private[_Records]

    @strawberry.field
    def status(self) -> SimulationState:
        return self.held.state

    @strawberry.field(description="Null where nothing can be computed.")
    def before(self) -> SimulatedProcess | None:
        found = self.held.simulation
        return None if found is None else SimulatedProcess(held=found.before, records=self.records)

    @strawberry.field(description="After all options; null where nothing can be computed.")
    def after(self) -> SimulatedProcess | None:
        found = self.held.simulation
        return None if found is None else SimulatedProcess(held=found.after, records=self.records)

    @strawberry.field(description="What each option adds; together they are the whole difference.")
    def steps(self) -> list[SimulatedStep]:
        found = self.held.simulation
        steps = () if found is None else found.steps
        return [SimulatedStep(held=each, row=self.options[each.option], records=self.records) for each in steps]

    @strawberry.field(description="Null where it is not known.")
    def saved_cost(self) -> Quantity | None:
        found = self.held.simulation
        return None if found is None else _money(found.saved_cost, found.after.unit)

    @strawberry.field(description="What is not known, what is left out, or why nothing can be computed.")
    def missing(self) -> list[Finding]:
        return [Finding(held=each) for each in self.held.missing]

    @strawberry.field(description="How the saved cost came about.")
    def explain(self) -> Explanation | None:
        found = self.held.simulation
        return None if found is None else Explanation.of(found.trace)


async def simulate_options(context: RequestContext, ids: Sequence[str]) -> OptionSimulation:
    """Simulate the options with these row ids, in their order.

    Raises:
        NotFound: the caller sees no such option.
        InvalidInput: there are none or too many, one stands there twice, or they belong to several audits.
    """
    options = await competing_options(context, ids, least=1)
    audit = options[0].audit_id
    process = await process_of(context, audit)
    changes, effects = await changes_by_option(context, [audit]), await effects_by_option(context, [audit])
    return OptionSimulation(
        held=simulated(process, options, changes, effects),
        options={option.code: option for option in options},
        records=_Records(process),
    )


class _Records:
    """The rows that a simulation's codes stand for."""

    def __init__(self, process: ProcessRecords) -> None:
        self.streams: Mapping[str, Stream] = {each.code: each for each in process.streams}
        self.units: Mapping[str, UnitProcess] = {each.code: each for each in process.units}

    def stream(self, code: str) -> strawberry.ID | None:
        """The id of a stream; None for one that an option makes."""
        row = self.streams.get(code)
        return None if row is None else strawberry.ID(node_identifier("Stream", row.id))

    def name(self, code: str) -> str:
        """The name of a stream; of one that an option makes, its code."""
        row = self.streams.get(code)
        return code if row is None else row.name


def _money(value: float | None, unit: str) -> Quantity | None:
    return None if value is None else Quantity.of(engine.quantity(value, unit or "1"))
