"""A figure before and after."""

from __future__ import annotations

from dataclasses import dataclass

from cpaudit.reporting.figures import Quantity
from cpaudit.reporting.text import Text


@dataclass(frozen=True, slots=True)
class InventoryChange:
    """A pollutant or a consumption before and after the audit."""

    name: Text
    before: Quantity
    after: Quantity

    @property
    def change(self) -> float | None:
        """(after − before) / before; None where a side is unknown, before is zero, or the units differ."""
        if self.before.value is None or self.after.value is None or self.before.unit != self.after.unit:
            return None
        before, after = float(self.before.value), float(self.after.value)
        return (after - before) / before if before else None
