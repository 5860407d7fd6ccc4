"""What pre-audit and audit found: sources, focus, targets, process, balances, causes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from cpaudit.errors import InvalidInput
from cpaudit.phases import Aspect
from cpaudit.reporting.document.rating import IndicatorGrade, RatingStage
from cpaudit.reporting.figures import Quantity
from cpaudit.reporting.text import Text


@dataclass(frozen=True, slots=True)
class PollutionSource:
    """Where waste arises, what it is, into which medium it goes, and where it ends."""

    name: Text
    medium: Text
    pollutant: Text
    discharge: Quantity
    destination: Text = ""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """An indicator held against a published level (对标), with the source of that level."""

    stage: RatingStage
    indicator: Text
    actual: Quantity
    reference: Quantity
    grade: IndicatorGrade = IndicatorGrade.UNGRADED
    source: Text = ""


@dataclass(frozen=True, slots=True)
class FocusFactor:
    """A factor of the weighted sum ranking (权重总和计分排序法), with its weight W."""

    name: Text
    weight: float


@dataclass(frozen=True, slots=True)
class FocusCandidate:
    """A candidate: one score R per factor, None where it was not scored; its total Σ W·R and its rank."""

    name: Text
    scores: tuple[float | None, ...]
    total: float | None
    rank: int | None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class FocusRanking:
    """The ranking that led to the audit focus.

    Raises:
        InvalidInput: a candidate has more or fewer scores than there are factors.
    """

    factors: tuple[FocusFactor, ...]
    candidates: tuple[FocusCandidate, ...]
    reason: Text = ""

    def __post_init__(self) -> None:
        for index, candidate in enumerate(self.candidates):
            if len(candidate.scores) != len(self.factors):
                raise InvalidInput(
                    f"{len(candidate.scores)} scores for {len(self.factors)} factors",
                    path=("candidates", index, "scores"),
                    remedy="give one score per factor, None where it was not scored",
                )


@dataclass(frozen=True, slots=True)
class Target:
    """A cleaner production target: where the audit began, what it aims at and by when, what came out."""

    name: Text
    baseline: Quantity
    near: Quantity
    long: Quantity
    result: Quantity
    reached: bool | None = None
    near_due: dt.date | None = None
    long_due: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ProcessUnit:
    """A unit process of the audit focus (单元操作)."""

    name: Text
    code: str = ""


@dataclass(frozen=True, slots=True)
class ProcessStream:
    """A stream; ``source`` or ``destination`` empty where it crosses the boundary of the focus."""

    name: Text
    source: Text = ""
    destination: Text = ""
    kind: Text = ""


@dataclass(frozen=True, slots=True)
class ProcessMap:
    """Unit processes of the audit focus and the streams between them."""

    units: tuple[ProcessUnit, ...]
    streams: tuple[ProcessStream, ...] = ()


@dataclass(frozen=True, slots=True)
class Measurement:
    """A measured stream; ``uncertainty`` is relative, a fraction of the value (95 %)."""

    stream: Text
    parameter: Text
    quantity: Quantity
    uncertainty: float | None = None
    instrument: Text = ""
    date: dt.date | None = None


class BalanceStatus(StrEnum):
    """What the closure gap of a balance means."""

    CLOSED = "CLOSED"
    EXPLAINED = "EXPLAINED"
    OPEN = "OPEN"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class FlowQuantity:
    """One flow of a balance."""

    name: Text
    quantity: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """A balance over the audit focus: closure gap = (inputs − outputs − accumulation) / inputs.

    Attributes:
        unit: the unit in which every flow is given.
        gap: the closure gap as a fraction, None where a flow is not measured.
        tolerance: the gap up to which the balance counts as closed, a fraction.

    Raises:
        InvalidInput: a flow is in another unit, so that a diagram of it would lie.
    """

    name: Text
    unit: str
    inputs: tuple[FlowQuantity, ...]
    outputs: tuple[FlowQuantity, ...]
    accumulation: Quantity | None = None
    gap: float | None = None
    tolerance: float = 0.05
    status: BalanceStatus = BalanceStatus.UNKNOWN
    explanation: Text = ""

    def __post_init__(self) -> None:
        for side, flows in (("inputs", self.inputs), ("outputs", self.outputs)):
            for index, flow in enumerate(flows):
                if flow.quantity.unit != self.unit:
                    raise InvalidInput(
                        f"a flow in {flow.quantity.unit!r} in a balance in {self.unit!r}",
                        path=(side, index, "unit"),
                        remedy="convert every flow to the unit of the balance",
                    )


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a waste arises, under one of the eight aspects (八个方面)."""

    aspect: Aspect
    waste: Text
    cause: Text
    source: Text = ""
