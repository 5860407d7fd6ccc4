"""The figures of cases: counts, realised money, what came against what was planned, payback."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from cpaudit.engine import Quartiles, quartiles
from cpaudit.options.lifecycle import CARRIED_OUT
from cpaudit.options.models import OptionState
from cpaudit.outcomes.cases import Case
from cpaudit.outcomes.models import Figure


class OutcomeScope(StrEnum):
    """Whose audits an outcome is of.

    OWN: the tenant's own, or for enterprise staff their enterprise's. SHARED: those of all tenants that consent,
    as far as nothing can be learnt of fewer than five enterprises.
    """

    OWN = "OWN"
    SHARED = "SHARED"


@dataclass(frozen=True, slots=True)
class Basis:
    """In what money a figure is; two of different bases are never put together."""

    currency: str
    price_year: int | None

    def __str__(self) -> str:
        return self.currency if self.price_year is None else f"{self.currency} {self.price_year}"

    @classmethod
    def read(cls, text: str) -> Basis:
        """The basis that was written as *text*."""
        currency, _, year = text.partition(" ")
        return cls(currency, int(year) if year else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """What became of one library option in one sector. A figure that is not known is None, or missing.

    Attributes:
        scope: whose audits these are; counts of SHARED are rounded down to multiples of five.
        enterprises: how many enterprises it was proposed to in audits that are concluded.
        savings: per year.
        saving_ratio: realised against planned.
        payback: cost/saving before tax, in years, of those that saved anything.
        illustrative: whether any of it was made up for show.
        published_at: when the aggregate was made; None for OWN, which is as of now.
    """

    template: str
    sector: str
    scope: OutcomeScope
    enterprises: int | None = None
    implemented: int | None = None
    rejected: int | None = None
    savings: Mapping[Basis, Quartiles]
    costs: Mapping[Basis, Quartiles]
    saving_ratio: Quartiles | None = None
    cost_ratio: Quartiles | None = None
    payback: Quartiles | None = None
    illustrative: bool = False
    published_at: datetime | None = None


def figures_of(case: Case) -> Iterator[tuple[Figure, str, Decimal | None]]:
    """What a case says: figure, basis, value; no value for what is only counted, and nothing for what is not known."""
    yield Figure.PROPOSED, "", None
    if case.state in CARRIED_OUT:
        yield Figure.IMPLEMENTED, "", None
    if case.state is OptionState.REJECTED:
        yield Figure.REJECTED, "", None
    if not case.verified:
        return
    basis = str(Basis(case.currency, case.price_year))
    if case.saving is not None:
        yield Figure.SAVING, basis, case.saving
        # An option that was not planned to save anything has nothing to be held against.
        if case.planned_saving is not None and case.planned_saving > 0:
            yield Figure.SAVING_RATIO, "", case.saving / case.planned_saving
    if case.cost is not None:
        yield Figure.COST, basis, case.cost
        if case.planned_cost is not None and case.planned_cost > 0:
            yield Figure.COST_RATIO, "", case.cost / case.planned_cost
        if case.saving is not None and case.saving > 0:
            yield Figure.PAYBACK, "", case.cost / case.saving


def own_outcomes(cases: Iterable[Case]) -> list[Outcomes]:
    """The outcomes of a tenant's own cases, by option and sector."""
    grouped: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in cases:
        grouped[case.template, case.sector].append(case)
    return [_own(*key, grouped[key]) for key in sorted(grouped)]


def _own(template: str, sector: str, cases: Sequence[Case]) -> Outcomes:
    values: dict[tuple[Figure, str], list[Decimal]] = defaultdict(list)
    counts: dict[Figure, int] = defaultdict(int)
    for case in cases:
        for figure, basis, value in figures_of(case):
            if value is None:
                counts[figure] += 1
            else:
                values[figure, basis].append(value)
    found = {key: known for key, each in values.items() if (known := quartiles(each)) is not None}
    return outcomes(
        template,
        sector,
        OutcomeScope.OWN,
        {figure: counts[figure] for figure in (Figure.PROPOSED, Figure.IMPLEMENTED, Figure.REJECTED)},
        found,
        illustrative=any(case.illustrative for case in cases),
    )


def outcomes(
    template: str,
    sector: str,
    scope: OutcomeScope,
    counts: Mapping[Figure, int],
    found: Mapping[tuple[Figure, str], Quartiles],
    *,
    illustrative: bool = False,
    published_at: datetime | None = None,
) -> Outcomes:
    """Counts and quartiles put together; what is in neither is not known."""

    def money(wanted: Figure) -> dict[Basis, Quartiles]:
        return {Basis.read(basis): each for (figure, basis), each in sorted(found.items()) if figure is wanted}

    return Outcomes(
        template=template,
        sector=sector,
        scope=scope,
        enterprises=counts.get(Figure.PROPOSED),
        implemented=counts.get(Figure.IMPLEMENTED),
        rejected=counts.get(Figure.REJECTED),
        savings=money(Figure.SAVING),
        costs=money(Figure.COST),
        saving_ratio=found.get((Figure.SAVING_RATIO, "")),
        cost_ratio=found.get((Figure.COST_RATIO, "")),
        payback=found.get((Figure.PAYBACK, "")),
        illustrative=illustrative,
        published_at=published_at,
    )
