"""The API of phase 4: process map, measurements, balances with their closure, causes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import strawberry
from sqlmodel import col, select
from strawberry import UNSET

from cpaudit import engine
from cpaudit.audits import models
from cpaudit.audits.access import of_own_audits
from cpaudit.audits.models import BalanceKind, Scenario
from cpaudit.audits.schemas.records import (
    NewRecord,
    RecordAsRead,
    adding,
    audit_id_of,
    changes_of,
    changing,
    columns_of_input,
    reference,
    removing,
    required_reference,
)
from cpaudit.audits.services import assessment, process_map
from cpaudit.contributions import FlowDirection, StreamKind
from cpaudit.engine import ClosureState
from cpaudit.engine.balance import TOLERANCE
from cpaudit.errors import PathPart
from cpaudit.graphql.commands import command
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.explain import Explanation
from cpaudit.graphql.findings import Finding
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.quantities import Quantity, QuantityInput, quantity_column
from cpaudit.graphql.reading import Connection, batch, column, many, one, ordering, readable, several, visible_id
from cpaudit.graphql.reading.identifiers import row_id
from cpaudit.phases import Aspect
from cpaudit.work import Work

UnitProcessOrder = ordering("UnitProcessOrder", "code", "name")
StreamOrder = ordering("StreamOrder", "code", "name", "kind")
MeasurementOrder = ordering("MeasurementOrder", "id")
BalanceOrder = ordering("BalanceOrder", "name", "kind")
CauseOrder = ordering("CauseOrder", "aspect")


@strawberry.input(description="Which unit processes.")
class UnitProcessFilter:
    code: str | None = None
    search: str | None = strawberry.field(default=None, description="Words in the code or the name.")


@strawberry.input(description="Which streams.")
class StreamFilter:
    code: str | None = None
    kind: StreamKind | None = None
    kind_in: list[StreamKind] | None = None
    origin: strawberry.ID | None = None
    destination: strawberry.ID | None = None
    substance: str | None = None
    search: str | None = strawberry.field(default=None, description="Words in the code, name or substance.")


@strawberry.input(description="Which measurements.")
class MeasurementFilter:
    stream: strawberry.ID | None = None
    substance: str | None = None
    scenario: Scenario | None = None
    measured_on_from: date | None = None
    measured_on_to: date | None = None
    search: str | None = strawberry.field(default=None, description="Words in the substance or the method.")


@strawberry.input(description="Which balances.")
class BalanceFilter:
    kind: BalanceKind | None = None
    substance: str | None = None
    has_explanation: bool | None = None
    search: str | None = strawberry.field(default=None, description="Words in the name or substance.")


@strawberry.input(description="Which causes.")
class CauseFilter:
    aspect: Aspect | None = None
    unit_process: strawberry.ID | None = None
    stream: strawberry.ID | None = None
    pollutant: str | None = None
    search: str | None = strawberry.field(default=None, description="Words in the description or pollutant.")


@readable(models.UnitProcess, order=("code",), search=("code", "name"), restrict=of_own_audits)
@strawberry.type(description="A unit process (单元操作) of the process map.")
class UnitProcess(Node):
    code: str = column()
    name: str = column()
    version: int = column()
    inflows: Connection[Stream] = many("destination_id", filter=StreamFilter, order=StreamOrder)
    outflows: Connection[Stream] = many("origin_id", filter=StreamFilter, order=StreamOrder)


@readable(models.Measurement, search=("substance", "method"), restrict=of_own_audits)
@strawberry.type(description="How much flows in a stream, or how much of a substance in it.")
class Measurement(Node):
    stream: Stream = one("stream_id")
    substance: str | None = column(description="Null for the stream as a whole.")
    amount: Quantity = quantity_column("amount")
    scenario: Scenario = column(description="Whether options were carried out before it was measured.")
    measured_on: date | None = column()
    method: str = column(description="How it was measured; may be empty.")
    version: int = column()


@readable(models.Stream, order=("code",), search=("code", "name", "substance"), restrict=of_own_audits)
@strawberry.type(description="A flow between unit processes, or across the boundary of the map.")
class Stream(Node):
    code: str = column()
    name: str = column()
    kind: StreamKind = column()
    origin: UnitProcess | None = one("origin_id", description="Null where it comes from outside.")
    destination: UnitProcess | None = one("destination_id", description="Null where it leaves the map.")
    substance: str | None = column()
    version: int = column()
    measurements: Connection[Measurement] = many("stream_id", filter=MeasurementFilter, order=MeasurementOrder)


@readable(models.BalanceLine, restrict=of_own_audits)
@strawberry.type(description="One line of a balance.")
class BalanceLine(Node):
    name: str = column()
    direction: FlowDirection = column()
    stream: Stream | None = one("stream_id")
    measurement: Measurement | None = one(
        "measurement_id", description="Null for a line that was not measured, which is not zero."
    )


@strawberry.type(description="How far a balance closes; computed from its lines, never typed in.")
class BalanceClosure:
    held: strawberry.Private[engine.Closure]

    @strawberry.field
    def status(self) -> ClosureState:
        return self.held.state

    @strawberry.field(description="Inputs − outputs − accumulation; null while a line is not measured.")
    def gap(self) -> Quantity | None:
        return Quantity.of(self.held.gap)

    @strawberry.field(description="The gap as a fraction of the inputs; null where it is not defined.")
    def gap_fraction(self) -> float | None:
        return self.held.gap_fraction

    @strawberry.field(description="The largest gap that needs no explanation, as a fraction of the inputs.")
    def tolerance(self) -> float:
        return self.held.tolerance

    @strawberry.field(description="Null where the gap is not known.")
    def within_tolerance(self) -> bool | None:
        return self.held.within_tolerance

    @strawberry.field
    def warnings(self) -> list[Finding]:
        return [Finding(held=finding) for finding in self.held.warnings]

    @strawberry.field(description="Null while no line is measured.")
    def explain(self) -> Explanation | None:
        return Explanation.of(self.held.trace) if self.held.unit else None


async def _load_closures(
    context: RequestContext, balances: Sequence[Any], arguments: Mapping[str, Any]
) -> list[BalanceClosure]:
    """The closure of each balance, in two statements for all of them."""
    ids = [balance.values["id"] for balance in balances]
    async with context.database.looking(context.scope) as session:
        rows = {
            row.id: row for row in await session.exec(select(models.Balance).where(col(models.Balance.id).in_(ids)))
        }
        lines = await assessment.measured_lines(session, ids)
    return [BalanceClosure(held=assessment.closure_of(rows[each], lines[each])) for each in ids]


@readable(models.Balance, search=("name", "substance"), restrict=of_own_audits)
@strawberry.type(description="A material, water, energy or substance balance of the audit focus.")
class Balance(Node):
    name: str = column()
    kind: BalanceKind = column()
    substance: str | None = column(description="What is balanced, for the kind SUBSTANCE.")
    tolerance: float = column(description="The largest gap that needs no explanation, as a fraction of the inputs.")
    explanation: str | None = column(description="Why the gap is what it is.")
    version: int = column()
    lines: list[BalanceLine] = several("balance_id")
    closure: BalanceClosure = batch(_load_closures, description="How far the balance closes.")


@readable(models.Cause, search=("description", "pollutant"), restrict=of_own_audits)
@strawberry.type(description="Why waste arises, along one of the eight aspects.")
class Cause(Node):
    aspect: Aspect = column()
    description: str = column()
    unit_process: UnitProcess | None = one("unit_process_id")
    stream: Stream | None = one("stream_id")
    pollutant: str | None = column()
    version: int = column()


@strawberry.input(description="A unit process.")
class AddUnitProcessInput(NewRecord):
    code: str = strawberry.field(description="Unique in the audit.")
    name: str


@strawberry.input(description="A stream; it has an origin, a destination, or both, which differ.")
class AddStreamInput(NewRecord):
    code: str = strawberry.field(description="Unique in the audit.")
    name: str
    kind: StreamKind
    origin: strawberry.ID | None = reference("UnitProcess", description="Null where it comes from outside.")
    destination: strawberry.ID | None = reference("UnitProcess", description="Null where it leaves the map.")
    substance: str | None = None


@strawberry.input(description="A measurement in a stream.")
class AddMeasurementInput(NewRecord):
    stream: strawberry.ID = required_reference("Stream")
    substance: str | None = strawberry.field(default=None, description="Null for the stream as a whole.")
    amount: QuantityInput = strawberry.field(description="Zero or more; energy may be negative.")
    scenario: Scenario = strawberry.field(
        default=Scenario.BEFORE,
        description="What is measured after options were carried out shows whether limits are kept then, and is in no "
        "balance.",
    )
    measured_on: date | None = None
    method: str = strawberry.field(default="", description="How it was measured.")


@strawberry.input(description="A line of a balance.")
class BalanceLineInput:
    name: str
    direction: FlowDirection
    stream: strawberry.ID | None = strawberry.field(
        default=None, description="The stream it stands for; by default that of the measurement."
    )
    measurement: strawberry.ID | None = strawberry.field(
        default=None, description="Null for a line that was not measured, which is not zero."
    )

    def read(self, *path: PathPart) -> assessment.Line:
        """The line as the service takes it."""
        return assessment.Line(
            self.name,
            self.direction,
            None if self.stream is None else row_id(self.stream, "Stream", path=(*path, "stream")),
            None if self.measurement is None else row_id(self.measurement, "Measurement", path=(*path, "measurement")),
        )


@strawberry.input(description="A balance with its lines.")
class AddBalanceInput(NewRecord):
    name: str
    kind: BalanceKind
    substance: str | None = strawberry.field(default=None, description="What is balanced, for the kind SUBSTANCE.")
    tolerance: float = strawberry.field(default=TOLERANCE, description="Between 0 and 1.")
    lines: list[BalanceLineInput] = strawberry.field(description="At most one of them is an accumulation.")


@strawberry.input(description="Why a balance has the gap it has.")
class ExplainBalanceInput(RecordAsRead):
    explanation: str | None = strawberry.field(description="Null takes the explanation back.")


@strawberry.input(description="A cause of waste.")
class AddCauseInput(NewRecord):
    aspect: Aspect
    description: str
    unit_process: strawberry.ID | None = reference("UnitProcess")
    stream: strawberry.ID | None = reference("Stream")
    pollutant: str | None = None


ChangeUnitProcessInput = changes_of(AddUnitProcessInput)
ChangeStreamInput = changes_of(AddStreamInput)
ChangeMeasurementInput = changes_of(AddMeasurementInput, without=("stream",))
ChangeCauseInput = changes_of(AddCauseInput)


@strawberry.input(description="What changes; what is left out stays.")
class ChangeBalanceInput(changes_of(AddBalanceInput, without=("lines",))):  # type: ignore[misc]
    lines: list[BalanceLineInput] | None = strawberry.field(
        default=UNSET, description="Replace all the lines the balance had."
    )


def _lines(given: Sequence[BalanceLineInput]) -> list[assessment.Line]:
    return [line.read("input", "lines", index) for index, line in enumerate(given)]


@strawberry.type
class AssessmentMutations:
    add_unit_process = adding(UnitProcess, AddUnitProcessInput, process_map.UNIT_PROCESSES)
    change_unit_process = changing(UnitProcess, ChangeUnitProcessInput, process_map.UNIT_PROCESSES)
    remove_unit_process = removing(UnitProcess, process_map.UNIT_PROCESSES)
    add_stream = adding(Stream, AddStreamInput, process_map.STREAMS)
    change_stream = changing(Stream, ChangeStreamInput, process_map.STREAMS)
    remove_stream = removing(Stream, process_map.STREAMS)
    add_measurement = adding(Measurement, AddMeasurementInput, process_map.MEASUREMENTS)
    change_measurement = changing(Measurement, ChangeMeasurementInput, process_map.MEASUREMENTS)
    remove_measurement = removing(Measurement, process_map.MEASUREMENTS)
    add_cause = adding(Cause, AddCauseInput, assessment.CAUSES)
    change_cause = changing(Cause, ChangeCauseInput, assessment.CAUSES)
    remove_cause = removing(Cause, assessment.CAUSES)
    remove_balance = removing(Balance, assessment.remove_balance)

    @command(Balance)
    async def add_balance(self, work: Work, input: AddBalanceInput) -> str:
        """Draw up a balance with its lines."""
        columns = columns_of_input(input, without=("lines",))
        return await assessment.add_balance(work, audit_id_of(input), columns, _lines(input.lines))

    @command(Balance)
    async def change_balance(self, work: Work, input: ChangeBalanceInput) -> str:
        """Change a balance, and where lines are given, all of its lines."""
        return await assessment.change_balance(
            work,
            visible_id(input.id, Balance, path=("input", "id")),
            input.expected_version,
            columns_of_input(input, without=("lines",)),
            None if input.lines in (UNSET, None) else _lines(input.lines or ()),
        )

    @command(Balance)
    async def explain_balance(self, work: Work, input: ExplainBalanceInput) -> str:
        """Say why a balance has the gap it has."""
        balance = visible_id(input.id, Balance, path=("input", "id"))
        return await assessment.explain_balance(work, balance, input.expected_version, input.explanation)
