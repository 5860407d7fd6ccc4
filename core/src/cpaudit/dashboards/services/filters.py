"""Which audits a dashboard is of, and who may see one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlmodel import col, select

from cpaudit.audits.models import Audit
from cpaudit.dashboards.counted import Basis, Counted, NotCounted, Reason
from cpaudit.enterprises.classification import read_code
from cpaudit.enterprises.models import Enterprise
from cpaudit.errors import Denied, InvalidInput
from cpaudit.names import camel_case
from cpaudit.permissions import Actor, Permission
from cpaudit.programmes.models import Stage, StageAudit, StageKind


@dataclass(frozen=True, slots=True)
class Filter:
    """What narrows a dashboard; None leaves nothing out.

    Attributes:
        sector: code of GB/T 4754-2017, a division, group or class, with the section's letter.
        city: as enterprises name it.
        stage_id: a stage of the tenant's own, of which others' audits are never.
        stage_kind: of own and others' audits.
        started_from: audits that began at this moment or later.
        started_before: audits that began before this moment.
        enterprise_id: an enterprise of the tenant's own.
    """

    sector: str | None = None
    city: str | None = None
    stage_id: str | None = None
    stage_kind: StageKind | None = None
    started_from: datetime | None = None
    started_before: datetime | None = None
    enterprise_id: str | None = None

    @property
    def of_period(self) -> bool:
        return self.started_from is not None or self.started_before is not None

    def checked(self) -> Filter:
        """The same with the sector's code in one form.

        Raises:
            InvalidInput: the sector is no code of the standard, a text holds a NUL character, a moment has no offset.
        """
        for name in ("started_from", "started_before"):
            moment = getattr(self, name)
            if moment is not None and moment.tzinfo is None:
                raise InvalidInput(
                    "the moment has no time zone",
                    path=("filter", camel_case(name)),
                    remedy="give it with its offset",
                )
        if self.city is not None and "\x00" in self.city:
            raise InvalidInput("the text holds a NUL character", path=("filter", "city"), remedy="leave it out")
        return self if self.sector is None else replace(self, sector=read_code(self.sector, "sector"))

    def audits(self) -> Select[Any]:
        """The ids of the tenant's own audits that are meant."""
        return select(Audit.id).join(Enterprise, col(Enterprise.id) == Audit.enterprise_id).where(*self.conditions())

    def conditions(self) -> list[ColumnElement[bool]]:
        """The same as conditions on ``Audit`` and ``Enterprise``."""
        found: list[Any] = []
        if self.sector is not None:
            found.append(col(Enterprise.gb4754).startswith(self.sector, autoescape=True))
        if self.city is not None:
            found.append(col(Enterprise.city) == self.city)
        if self.enterprise_id is not None:
            found.append(col(Audit.enterprise_id) == self.enterprise_id)
        if self.started_from is not None:
            found.append(col(Audit.created_at) >= self.started_from)
        if self.started_before is not None:
            found.append(col(Audit.created_at) < self.started_before)
        if self.stage_id is not None:
            of_stage = select(StageAudit.audit_id).where(StageAudit.stage_id == self.stage_id)
            found.append(col(Audit.id).in_(of_stage))
        if self.stage_kind is not None:
            of_kind = (
                select(StageAudit.audit_id)
                .join(Stage, col(Stage.id) == StageAudit.stage_id)
                .where(Stage.kind == self.stage_kind)
            )
            found.append(col(Audit.id).in_(of_kind))
        return found

    def takes(self, audit: Counted) -> bool | None:
        """Whether an audit that was submitted is meant; None where it does not tell when it began."""
        if (
            self.stage_id is not None
            or self.enterprise_id is not None
            or (self.sector is not None and not audit.gb4754.startswith(self.sector))
            or (self.city is not None and audit.city != self.city)
            or (self.stage_kind is not None and audit.stage is not self.stage_kind)
        ):
            return False
        if not self.of_period:
            return True
        if audit.started_at is None:
            return None
        return (self.started_from is None or audit.started_at >= self.started_from) and (
            self.started_before is None or audit.started_at < self.started_before
        )

    def narrowed(self, basis: Basis) -> Basis:
        """What is meant of audits that were submitted."""
        told = [(each, self.takes(each)) for each in basis.counted]
        return Basis(
            tuple(each for each, taken in told if taken),
            (
                *(each for each in basis.not_counted if self.takes(each.audit) is not False),
                *(NotCounted(each, Reason.START_UNKNOWN) for each, taken in told if taken is None),
            ),
        )


def require_all_audits(actor: Actor) -> None:
    """Do nothing where the person sees all audits of his tenant.

    Raises:
        Denied: he may not read, or works for one enterprise.
    """
    actor.require(Permission.READ)
    if actor.enterprise_id is not None:
        raise Denied(
            "enterprise staff sees the audits of one enterprise", remedy="use enterpriseDashboard of your enterprise"
        )
