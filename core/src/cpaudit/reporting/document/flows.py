"""What flows through the process, what its losses cost, and what options would change."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cpaudit.reporting.document.changes import InventoryChange
from cpaudit.reporting.figures import Quantity
from cpaudit.reporting.text import Text


class FlowRole(StrEnum):
    """What a flow is to the process."""

    INPUT = "INPUT"
    INTERNAL = "INTERNAL"
    PRODUCT = "PRODUCT"
    LOSS = "LOSS"


@dataclass(frozen=True, slots=True)
class DiagramUnit:
    """A unit process of a flow diagram."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class DiagramFlow:
    """A flow between unit processes; ``source`` or ``destination`` None outside, the amount in the diagram's unit."""

    name: Text
    source: str | None
    destination: str | None
    amount: Quantity
    role: FlowRole


@dataclass(frozen=True, slots=True)
class FlowDiagram:
    """The flows of the process that can be drawn to one scale.

    Attributes:
        unit: of every amount.
        units: the unit processes that they touch.
        flows: the flows, with those that are not measured.
        others: names of flows in units of another kind, as energy beside mass.
    """

    unit: str
    units: tuple[DiagramUnit, ...]
    flows: tuple[DiagramFlow, ...]
    others: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class LossEntry:
    """What one loss costs, each amount in the unit of the table; None where it is not known."""

    name: Text
    flow: Quantity
    material: float | None
    energy: float | None
    system: float | None
    treatment: float | None
    total: float | None
    share: float | None


@dataclass(frozen=True, slots=True)
class LossCosts:
    """What the losses cost (material flow cost accounting), the dearest first.

    Attributes:
        unit: of all money.
        losses: the losses.
        loss_total: what they cost together.
        total: all that was spent.
        missing: what is not known, and would have to be.
    """

    unit: str
    losses: tuple[LossEntry, ...]
    loss_total: float | None
    total: float | None
    missing: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class WhatIfStep:
    """What one option adds after those before it."""

    option: str
    name: Text
    saved_cost: Quantity
    saved_emissions: tuple[tuple[Text, Quantity], ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What the options would change, before anything is built.

    Attributes:
        changes: emissions, cost, and flows across the boundary that change.
        steps: by option, in the order in which they were applied.
        missing: what is not known, and which options are left out.
    """

    changes: tuple[InventoryChange, ...]
    steps: tuple[WhatIfStep, ...]
    missing: tuple[Text, ...] = ()
