"""What measurements and balances of the process map say together."""

from __future__ import annotations

from dataclasses import dataclass

from cpaudit.audits.services.reconciliation import ReconciliationStatus
from cpaudit.engine import FlowClass
from cpaudit.reporting.text import Text


@dataclass(frozen=True, slots=True)
class FlowInterval:
    """A flow with its 95 % interval, all three in the unit of the reconciliation."""

    value: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class ReconciledFlow:
    """One stream: what was measured, what it was adjusted to; None where it is not known, which is not zero.

    Attributes:
        suspect_rank: from 1, its place among the suspects; None where it is none.
    """

    name: Text
    classification: FlowClass
    measured: FlowInterval | None
    adjusted: FlowInterval | None
    suspect_rank: int | None = None


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The flows of the map as a whole, or of one substance, reconciled (数据校正).

    Attributes:
        substance: empty for the flows as a whole.
        statistic: χ² of the global test; None where there is nothing to test.
        critical: its 95 % quantile; None where there is nothing to test.
        flows: the streams; empty where nothing could be reconciled.
        remarks: what did not count and why.
    """

    substance: Text
    status: ReconciliationStatus
    unit: str = ""
    statistic: float | None = None
    freedom: int = 0
    critical: float | None = None
    flows: tuple[ReconciledFlow, ...] = ()
    remarks: tuple[Text, ...] = ()

    @property
    def suspects(self) -> tuple[ReconciledFlow, ...]:
        """The streams whose measurement may be wrong, the worst first."""
        ranked = [(flow.suspect_rank, flow) for flow in self.flows if flow.suspect_rank is not None]
        return tuple(flow for _, flow in sorted(ranked, key=lambda pair: pair[0]))
