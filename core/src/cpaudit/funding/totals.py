"""What was applied for, granted, drawn and used, by source and currency; amounts of two currencies never add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cpaudit.funding.models import ApplicationState, FundingApplication, FundingMovement, FundingScheme
from cpaudit.funding.movements import Movement, drawn_and_used
from cpaudit.options.models import FundingSource


@dataclass(frozen=True, slots=True)
class FundingTotal:
    """The money of one kind of source in one currency.

    Attributes:
        applications: all but those that were withdrawn.
        applied: what these asked for.
        undecided: what was asked for and is not decided.
    """

    source: FundingSource
    currency: str
    applications: int
    applied: Decimal
    undecided: Decimal
    granted: Decimal
    drawn: Decimal
    used: Decimal


def funding_totals(
    schemes: Mapping[str, FundingScheme],
    applications: Iterable[FundingApplication],
    movements: Mapping[str, Sequence[FundingMovement]],
) -> list[FundingTotal]:
    """The totals of applications that were not withdrawn, in the order of the sources.

    Args:
        schemes: by id.
        movements: by the id of the application.
    """
    grouped: dict[tuple[FundingSource, str], list[FundingApplication]] = {}
    for each in applications:
        if each.state is not ApplicationState.WITHDRAWN:
            grouped.setdefault((schemes[each.scheme_id].source, each.currency), []).append(each)
    order = list(FundingSource)
    return [
        _total(source, currency, rows, movements)
        for (source, currency), rows in sorted(grouped.items(), key=lambda each: (order.index(each[0][0]), each[0][1]))
    ]


def _total(
    source: FundingSource,
    currency: str,
    rows: Sequence[FundingApplication],
    movements: Mapping[str, Sequence[FundingMovement]],
) -> FundingTotal:
    moved = [Movement(each.kind, each.amount, each.on) for row in rows for each in movements.get(row.id, ())]
    drawn, used = drawn_and_used(moved)
    undecided = (row.amount for row in rows if row.state is ApplicationState.APPLIED)
    return FundingTotal(
        source,
        currency,
        len(rows),
        sum((row.amount for row in rows), Decimal(0)),
        sum(undecided, Decimal(0)),
        sum((row.granted or Decimal(0) for row in rows), Decimal(0)),
        drawn,
        used,
    )
