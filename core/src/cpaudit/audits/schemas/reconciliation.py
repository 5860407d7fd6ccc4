"""The API of reconciliation: what flows in the process map when measurements and balances are taken together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import strawberry

from cpaudit import engine
from cpaudit.audits.services import reconciliation
from cpaudit.audits.services.reconciliation import ReconciledMap, ReconciliationStatus
from cpaudit.engine import FlowClass
from cpaudit.errors import InvalidInput
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.explain import Explanation
from cpaudit.graphql.findings import Finding
from cpaudit.graphql.quantities import Quantity
from cpaudit.graphql.reading.identifiers import node_identifier
from cpaudit.graphql.reading.paging import DEFAULT_PAGE, LARGEST_PAGE, PageInfo

strawberry.enum(ReconciliationStatus, description="What can be said about the measurements of a process map.")
strawberry.enum(
    FlowClass, description="What can be known of the flow in a stream, by its measurement and the balances."
)


@strawberry.type(description="The global test: do all measurements together agree with the balances?")
class ChiSquare:
    held: strawberry.Private[engine.ChiSquare]

    @strawberry.field(description="χ² = Σ ((adjusted − measured)/σ)²; null where there is nothing to test.")
    def statistic(self) -> float | None:
        return self.held.statistic

    @strawberry.field(description="The number of independent checks.")
    def degrees_of_freedom(self) -> int:
        return self.held.degrees_of_freedom

    @strawberry.field(description="What good data exceed in 5 % of all cases; null where there is nothing to test.")
    def critical_value(self) -> float | None:
        return self.held.critical

    @strawberry.field(description="Null where there is nothing to test, which is not a pass.")
    def passed(self) -> bool | None:
        return self.held.passed


@strawberry.type(description="One stream of a reconciliation.")
class ReconciledStream:
    held: strawberry.Private[engine.ReconciledStream]
    found: strawberry.Private[ReconciledMap]

    @strawberry.field(description="Identifier of the stream.")
    def stream(self) -> strawberry.ID:
        return _identifier(self.found, self.held.code)

    @strawberry.field
    def code(self) -> str:
        return self.held.code

    @strawberry.field
    def name(self) -> str:
        return self.found.streams[self.held.code].name

    @strawberry.field
    def classification(self) -> FlowClass:
        return self.held.classification

    @strawberry.field(
        description="The mean of its measurements, weighted with their certainty; null where none counts."
    )
    def measured(self) -> Quantity | None:
        return Quantity.of(self.held.measured)

    @strawberry.field(description="The reconciled flow; null where it cannot be known.")
    def adjusted(self) -> Quantity | None:
        return Quantity.of(self.held.adjusted)

    @strawberry.field(
        description="The adjustment over its own standard deviation; null where nothing checks the stream."
    )
    def standardised_adjustment(self) -> float | None:
        return self.held.standardised_adjustment

    @strawberry.field(description="From 1, its place among the suspects; null where it is none.")
    def suspect_rank(self) -> int | None:
        return self.held.suspect_rank

    @strawberry.field(description="How the reconciled flow came about.")
    def explain(self) -> Explanation | None:
        result = self.found.result
        return None if result is None else Explanation.of(result.explain(self.held.code))


@strawberry.type(description="A page of the streams, in the order of their codes.")
class ReconciledStreamPage:
    nodes: list[ReconciledStream]
    page_info: PageInfo
    total_count: int


@strawberry.type(description="A measurement that may be wrong.")
class SuspectMeasurement:
    held: strawberry.Private[engine.Suspect]
    found: strawberry.Private[ReconciledMap]

    @strawberry.field(description="Identifier of the stream.")
    def stream(self) -> strawberry.ID:
        return _identifier(self.found, self.held.code)

    @strawberry.field
    def code(self) -> str:
        return self.held.code

    @strawberry.field
    def name(self) -> str:
        return self.found.streams[self.held.code].name

    @strawberry.field(description="From 1; streams that the balances cannot tell apart share a rank.")
    def rank(self) -> int:
        return self.held.rank

    @strawberry.field
    def standardised_adjustment(self) -> float:
        return self.held.standardised_adjustment


@strawberry.type(
    description="One step of serial elimination: the worst measurement is left out, and all is done again."
)
class EliminatedMeasurement:
    held: strawberry.Private[engine.Elimination]
    found: strawberry.Private[ReconciledMap]

    @strawberry.field(description="Identifier of the stream.")
    def stream(self) -> strawberry.ID:
        return _identifier(self.found, self.held.code)

    @strawberry.field
    def code(self) -> str:
        return self.held.code

    @strawberry.field(description="What it was before it was left out.")
    def standardised_adjustment(self) -> float:
        return self.held.standardised_adjustment

    @strawberry.field(description="Codes of the streams that were as suspect.")
    def equivalents(self) -> list[str]:
        return list(self.held.equivalents)

    @strawberry.field(description="What the other measurements give for the stream; null where they do not.")
    def flow(self) -> Quantity | None:
        if self.held.flow is None or self.found.result is None:
            return None
        status = engine.QuantityStatus.CALCULATED
        return Quantity(held=engine.quantity(self.held.flow, self.found.result.unit, status=status))

    @strawberry.field(description="The global test without it.")
    def chi_square(self) -> ChiSquare:
        return ChiSquare(held=self.held.chi_square)


@strawberry.type(
    name="Reconciliation",
    description="Measured flows, adjusted so that every unit process balances, as little as their intervals allow; "
    "computed from the map and its measurements whenever it is asked for.",
)
class MapReconciliation:
    held: strawberry.Private[ReconciledMap]

    @strawberry.field(description="What is reconciled; null for the flows as a whole.")
    def substance(self) -> str | None:
        return self.held.substance

    @strawberry.field
    def state(self) -> ReconciliationStatus:
        return self.held.status

    @strawberry.field(description="Of all its flows; null where nothing could be reconciled.")
    def unit(self) -> str | None:
        return None if self.held.result is None else self.held.result.unit

    @strawberry.field(description="Null where nothing could be reconciled.")
    def chi_square(self) -> ChiSquare | None:
        return None if self.held.result is None else ChiSquare(held=self.held.result.chi_square)

    @strawberry.field(
        description="The size of a standardised adjustment beyond which a measurement is suspect; null for none."
    )
    def critical_adjustment(self) -> float | None:
        return None if self.held.result is None else self.held.result.critical_adjustment

    @strawberry.field(description="`after` takes a code; empty where nothing could be reconciled.")
    def streams(self, first: int = DEFAULT_PAGE, after: str | None = None) -> ReconciledStreamPage:
        _require_page(first)
        result = self.held.result
        every = () if result is None else tuple(sorted(result.streams, key=lambda row: row.code))
        rest = [row for row in every if after is None or row.code > after]
        page = rest[:first]
        ends = (page[0].code, page[-1].code) if page else (None, None)
        return ReconciledStreamPage(
            nodes=[ReconciledStream(held=row, found=self.held) for row in page],
            page_info=PageInfo(
                has_next_page=len(rest) > len(page),
                has_previous_page=len(rest) < len(every),
                start_cursor=ends[0],
                end_cursor=ends[1],
            ),
            total_count=len(every),
        )

    @strawberry.field(description="Measurements that may be wrong, the worst first.")
    def suspects(self, first: int = DEFAULT_PAGE) -> list[SuspectMeasurement]:
        _require_page(first)
        suspects = () if self.held.result is None else self.held.result.suspects
        return [SuspectMeasurement(held=each, found=self.held) for each in suspects[:first]]

    @strawberry.field(description="Which measurements have to be left out until no suspect remains; at most 20.")
    def eliminations(self) -> list[EliminatedMeasurement]:
        found = () if self.held.result is None else self.held.result.eliminations
        return [EliminatedMeasurement(held=each, found=self.held) for each in found]

    @strawberry.field(description="What did not count and why, and what the result needs to be read with.")
    def findings(self) -> list[Finding]:
        return [Finding(held=each) for each in self.held.findings]

    @strawberry.field(description="How the verdict came about; null where nothing could be reconciled.")
    def explain(self) -> Explanation | None:
        return None if self.held.result is None else Explanation.of(self.held.result.trace)


async def load_reconciliations(
    context: RequestContext, audits: Sequence[Any], arguments: Mapping[str, Any]
) -> list[MapReconciliation]:
    """The reconciliation of each audit's map, in three statements for all of them."""
    ids = [audit.values["id"] for audit in audits]
    async with context.database.looking(context.scope) as session:
        maps = await reconciliation.maps_of(session, ids)
    substance, unit = arguments.get("substance"), arguments.get("unit")
    return [
        MapReconciliation(held=reconciliation.reconcile_map(*maps[each], substance=substance, unit=unit))
        for each in ids
    ]


async def load_substances(
    context: RequestContext, audits: Sequence[Any], arguments: Mapping[str, Any]
) -> list[list[str]]:
    """The substances that were measured in the map of each audit."""
    ids = [audit.values["id"] for audit in audits]
    async with context.database.looking(context.scope) as session:
        maps = await reconciliation.maps_of(session, ids)
    return [[each for each in reconciliation.substances_of(maps[audit][2]) if each is not None] for audit in ids]


def _identifier(found: ReconciledMap, code: str) -> strawberry.ID:
    return strawberry.ID(node_identifier("Stream", found.streams[code].id))


def _require_page(first: int) -> None:
    if not 0 <= first <= LARGEST_PAGE:
        raise InvalidInput(f"a page has 0 to {LARGEST_PAGE} elements", path=("first",), remedy="ask for several pages")
