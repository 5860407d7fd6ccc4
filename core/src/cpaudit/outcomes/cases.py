"""What became of library options in the concluded audits of one tenant, from its own rows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.audits.models import Audit, AuditState
from cpaudit.enterprises.models import Enterprise
from cpaudit.options.models import Option, OptionState


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One library option in one enterprise, as far as its concluded audits tell.

    Money is in ``currency`` at prices of ``price_year``; None is unknown.

    Attributes:
        template: ``pack:option:code``.
        sector: division of GB/T 4754.
        enterprise: id of its row.
        enterprise_name: for telling whether another tenant looks after the same.
    """

    template: str
    sector: str
    enterprise: str
    enterprise_name: str
    state: OptionState
    illustrative: bool
    currency: str
    price_year: int | None
    planned_cost: Decimal | None
    cost: Decimal | None
    planned_saving: Decimal | None
    saving: Decimal | None

    @property
    def verified(self) -> bool:
        """Whether somebody confirmed what it cost and brought."""
        return self.state is OptionState.VERIFIED


def division(gb4754: str) -> str:
    """The division (大类) of a class in GB/T 4754-2017: two digits."""
    return "".join(character for character in gb4754 if character.isdigit())[:2]


async def cases_of(
    session: AsyncSession, templates: Collection[str] | None = None, *, enterprise_id: str | None = None
) -> list[Case]:
    """The cases of the session's tenant; one statement.

    An option that an enterprise meets in several rounds, or twice in one audit, is one case: of its options the one
    that came furthest counts, and of equals the latest.

    Args:
        templates: references of the options that are asked for; None for all.
        enterprise_id: the one enterprise that the person may see.
    """
    query = (
        select(Option, Audit, Enterprise)
        .where(Option.audit_id == Audit.id, Audit.enterprise_id == Enterprise.id)
        .where(Audit.state == AuditState.CONCLUDED, col(Option.template).is_not(None))
        .order_by(col(Audit.round), col(Option.id))
    )
    if templates is not None:
        query = query.where(col(Option.template).in_(templates))
    if enterprise_id is not None:
        query = query.where(Enterprise.id == enterprise_id)
    rows = (await session.exec(query)).all()
    furthest: dict[tuple[str, str], Case] = {}
    for option, audit, enterprise in rows:
        case = _case(option, audit, enterprise)
        before = furthest.setdefault((case.template, case.enterprise), case)
        if _STANDING[case.state] >= _STANDING[before.state]:
            furthest[case.template, case.enterprise] = case
    return list(furthest.values())


# How far an option came: one that was given up counts for less than any that was not.
_STANDING = {OptionState.REJECTED: -1} | {
    state: index for index, state in enumerate(OptionState) if state is not OptionState.REJECTED
}


def _case(option: Option, audit: Audit, enterprise: Enterprise) -> Case:
    return Case(
        template=option.template or "",
        sector=division(enterprise.gb4754),
        enterprise=enterprise.id,
        enterprise_name=enterprise.name,
        state=option.state,
        illustrative=audit.illustrative or enterprise.illustrative,
        currency=option.currency,
        price_year=option.price_year,
        planned_cost=option.investment,
        cost=option.actual_cost,
        planned_saving=option.annual_saving,
        saving=option.actual_saving,
    )
