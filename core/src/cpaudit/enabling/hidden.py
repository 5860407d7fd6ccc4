"""What of a tenant's records refers to a plugin, and is hidden or unexplained while the plugin is not enabled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy.orm import Mapped
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.audits.models import Answer, Audit, AuditPin, AuditState, IndicatorValue, InventoryLine
from cpaudit.options.models import Option

LISTED_AUDITS = 100
"""Running audits that are told one by one; the sums are over all of them."""

_REFERRING: Final[Mapping[str, tuple[Mapped[str], tuple[Mapped[Any], ...]]]] = {
    "answers": (col(Answer.audit_id), (col(Answer.item),)),
    "options": (col(Option.audit_id), (col(Option.template),)),
    "inventory_lines": (col(InventoryLine.audit_id), (col(InventoryLine.factor), col(InventoryLine.heating_value))),
    "indicator_values": (col(IndicatorValue.audit_id), (col(IndicatorValue.system),)),
}
"""Records of audits that refer to items of packs: the column of the audit, and those of the references."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Referring:
    """How many records refer to items of a plugin's pack."""

    answers: int = 0
    options: int = 0
    inventory_lines: int = 0
    indicator_values: int = 0


@dataclass(frozen=True, slots=True)
class ReferringAudit:
    """A running audit that pins a plugin's pack or refers to it.

    Attributes:
        pinned_version: of the pack; None where records refer to it without a pin.
    """

    id: str
    title: str
    pinned_version: str | None
    records: Referring


@dataclass(frozen=True, slots=True)
class Hidden:
    """What refers to a plugin.

    Attributes:
        running: how many running audits there are that do.
        concluded: how many concluded audits there are that do; they are as they were, and so are their reports.
        records: of the running audits.
        audits: the running audits that were begun first, ``LISTED_AUDITS`` of them at most.
    """

    running: int
    concluded: int
    records: Referring
    audits: tuple[ReferringAudit, ...]


async def hidden_without(session: AsyncSession, plugin: str) -> Hidden:
    """What of the session's tenant refers to a plugin."""
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    pinned = select(AuditPin.audit_id, AuditPin.pack_version).where(AuditPin.pack == plugin)
    affected: list[ColumnElement[bool]] = [col(Audit.id).in_(pinned.with_only_columns(col(AuditPin.audit_id)))]
    for name, (audit, references) in _REFERRING.items():
        refers = or_(*(reference.startswith(f"{plugin}:", autoescape=True) for reference in references))
        affected.append(col(Audit.id).in_(select(audit).where(refers)))
        for audit_id, count in await session.exec(select(audit, func.count()).where(refers).group_by(audit)):
            counts[audit_id][name] = count
    pins = dict((await session.exec(pinned)).all())
    query = select(Audit.id, Audit.title, Audit.state).where(or_(*affected)).order_by(col(Audit.id))
    audits = (await session.exec(query)).all()
    running = [
        ReferringAudit(audit_id, title, pins.get(audit_id), Referring(**counts.get(audit_id, {})))
        for audit_id, title, state in audits
        if state is AuditState.RUNNING
    ]
    total = {name: sum(counts.get(each.id, {}).get(name, 0) for each in running) for name in _REFERRING}
    return Hidden(len(running), len(audits) - len(running), Referring(**total), tuple(running[:LISTED_AUDITS]))
