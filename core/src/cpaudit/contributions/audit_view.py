"""What a hook sees of an audit: a frozen copy, with no way back to the database.

Quantities are given in the unit in which they were recorded; None in their place means that nothing is
known, which is never the same as zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cpaudit.contributions.processes import StreamKind
from cpaudit.phases import Aspect, CostClass, MethodKey, PhaseKey


class QuantityStatus(StrEnum):
    """Where a number comes from."""

    MEASURED = "MEASURED"
    CALCULATED = "CALCULATED"
    ESTIMATED = "ESTIMATED"
    DEFAULT = "DEFAULT"


class FlowDirection(StrEnum):
    """Which way a measured flow runs, seen from the unit process."""

    INPUT = "INPUT"
    OUTPUT = "OUTPUT"
    ACCUMULATION = "ACCUMULATION"


@dataclass(frozen=True, slots=True)
class QuantityView:
    """A number with its unit and status; ``lower`` and ``upper`` are in ``unit``."""

    value: float
    unit: str
    status: QuantityStatus
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseView:
    """The audited enterprise; ``gb4754`` is its class in GB/T 4754-2017."""

    id: str
    name: str
    gb4754: str
    size_class: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitProcessView:
    """A unit process (单元操作) of the process map."""

    id: str
    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamView:
    """A stream; ``origin`` and ``destination`` are ids of unit processes, None outside the map."""

    id: str
    code: str
    name: str
    kind: StreamKind
    origin: str | None
    destination: str | None
    substance: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementView:
    """A measured or otherwise found amount of a substance in a stream, before options were carried out."""

    id: str
    stream: str
    substance: str | None
    quantity: QuantityView
    measured_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceLineView:
    """One line of a balance."""

    name: str
    direction: FlowDirection
    quantity: QuantityView | None
    stream: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceView:
    """A material, water, energy or pollutant balance.

    Attributes:
        substance: what is balanced, None for a total.
        gap: (inputs − outputs − accumulation) / inputs, a fraction; None while something is unmeasured.
        tolerance: the gap beyond which an explanation is needed, a fraction.
    """

    id: str
    name: str
    substance: str | None
    lines: tuple[BalanceLineView, ...]
    gap: float | None
    tolerance: float
    explanation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseView:
    """A cause of waste; ``unit_process`` and ``stream`` are ids."""

    id: str
    aspect: Aspect
    description: str
    unit_process: str | None = None
    stream: str | None = None
    pollutant: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """An answer to a checklist item.

    Attributes:
        item: reference of the item, ``pack:checklist_item:code``.
        value: ``yes``, ``partial``, ``no``, the key of a choice, or a text; None where ``quantity`` is the answer.
        not_applicable_reason: set if the item does not apply; ``value`` and ``quantity`` are then None.
        evidence: number of files that support the answer.
    """

    item: str
    value: str | None = None
    quantity: QuantityView | None = None
    score: float | None = None
    not_applicable_reason: str | None = None
    evidence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionView:
    """An option of the audit.

    Attributes:
        status: where the option stands in its life, ``PROPOSED`` to ``VERIFIED`` or ``REJECTED``.
        template: reference of the library option it came from, if any.
        investment: in ``currency``.
        annual_saving: in ``currency`` per year.
    """

    id: str
    name: str
    aspect: Aspect
    cost_class: CostClass
    status: str
    template: str | None = None
    unit_process: str | None = None
    investment: Decimal | None = None
    annual_saving: Decimal | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetView:
    """A target of the audit; ``horizon`` is ``NEAR`` or ``LONG``."""

    id: str
    indicator: str
    horizon: str
    baseline: QuantityView | None
    target: QuantityView
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryLineView:
    """One line of the emission inventory: activity × factor = emission.

    Attributes:
        factor: reference of the emission factor, ``pack:factor:code``; None for a measured emission.
        heating_value: reference of the heating value, ``pack:heating_value:code``, where the activity is an amount
            of fuel.
    """

    pollutant: str
    activity: QuantityView | None
    factor: str | None
    emission: QuantityView | None
    heating_value: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditView:
    """An audit as it stands when a hook is called. Its tuples have no order that means anything.

    Attributes:
        round: from 1; audits of one enterprise come in rounds.
        phase: the phase the audit is in; None once it is concluded.
        packs: ids of the packs that the tenant has enabled.
    """

    id: str
    method: MethodKey
    round: int
    title: str
    enterprise: EnterpriseView
    phase: PhaseKey | None = None
    packs: tuple[str, ...] = ()
    unit_processes: tuple[UnitProcessView, ...] = ()
    streams: tuple[StreamView, ...] = ()
    measurements: tuple[MeasurementView, ...] = ()
    balances: tuple[BalanceView, ...] = ()
    causes: tuple[CauseView, ...] = ()
    answers: tuple[AnswerView, ...] = ()
    options: tuple[OptionView, ...] = ()
    targets: tuple[TargetView, ...] = ()
    inventory: tuple[InventoryLineView, ...] = ()

    def answer(self, item: str) -> AnswerView | None:
        """The answer to the checklist item with this reference, if it was answered."""
        return next((answer for answer in self.answers if answer.item == item), None)
