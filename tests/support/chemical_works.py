"""Audits of a chemical enterprise as hooks see them, built step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cpaudit import (
    AnswerView,
    AuditView,
    BalanceView,
    EnterpriseView,
    MeasurementView,
    MethodKey,
    QuantityStatus,
    QuantityView,
    StreamKind,
    StreamView,
)

ITEM = "chemical:checklist_item:"


@dataclass(frozen=True)
class Works:
    """Builds an audit step by step; every method gives another one."""

    audit: AuditView

    def stream(
        self, code: str, substance: str | None, kind: StreamKind, *, into: bool = False, out: bool = False
    ) -> Works:
        """A stream into the process, out of it, or within."""
        made = StreamView(
            id=f"s-{code}",
            code=code,
            name=code,
            kind=kind,
            origin=None if into else "u",
            destination=None if out else "u",
            substance=substance,
        )
        return Works(replace(self.audit, streams=(*self.audit.streams, made)))

    def reading(self, code: str, value: float, unit: str, *, status: QuantityStatus = QuantityStatus.MEASURED) -> Works:
        """A reading in a stream."""
        amount = QuantityView(value, unit, status)
        made = MeasurementView(id=f"m-{code}-{unit}", stream=f"s-{code}", substance=None, quantity=amount)
        return Works(replace(self.audit, measurements=(*self.audit.measurements, made)))

    def balance(self, substance: str, gap: float | None) -> Works:
        """A balance of a substance."""
        made = BalanceView(id="b", name=substance, substance=substance, lines=(), gap=gap, tolerance=0.05)
        return Works(replace(self.audit, balances=(*self.audit.balances, made)))

    def answer(self, code: str, value: str | None = None, quantity: QuantityView | None = None) -> Works:
        """An answer to an item of the chemical pack."""
        made = AnswerView(item=f"{ITEM}{code}", value=value, quantity=quantity)
        return Works(replace(self.audit, answers=(*self.audit.answers, made)))


def works(gb4754: str = "C2611", streams: Sequence[StreamView] = ()) -> Works:
    """An enterprise of an industry, with nothing recorded."""
    return Works(
        AuditView(
            id="audit",
            method=MethodKey.HANDBOOK_1996,
            round=1,
            title="audit",
            enterprise=EnterpriseView(id="e", name="e", gb4754=gb4754, size_class="LARGE"),
            packs=("chemical",),
            streams=tuple(streams),
        )
    )
