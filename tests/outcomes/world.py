"""Concluded audits in which a library option was carried out; every figure in them is illustrative."""

from __future__ import annotations

from decimal import Decimal

from cpaudit.audits.models import Audit, AuditState
from cpaudit.enterprises.models import Enterprise, SizeClass
from cpaudit.options.models import Option, OptionOrigin, OptionState
from cpaudit.phases import Aspect, CostClass, MethodKey
from cpaudit.storage.database import Database, Scope
from cpaudit.storage.tables import now

TEMPLATE = "chemical:option:CHM-O-14"


async def concluded(
    database: Database,
    tenant: str,
    name: str,
    *,
    saving: int | None = 50_000,
    cost: int | None = 80_000,
    state: OptionState = OptionState.VERIFIED,
    currency: str = "CNY",
    price_year: int | None = 2024,
    running: bool = False,
    illustrative: bool = False,
    gb4754: str = "C2611",
) -> str:
    """An enterprise whose audit is concluded (unless it is *running*), with one option; gives the audit's id."""
    async with database.writing(Scope(tenant)) as session:
        enterprise = Enterprise(tenant_id=tenant, code=name, name=name, gb4754=gb4754, size_class=SizeClass.MEDIUM)
        session.add(enterprise)
        await session.flush()
        audit = Audit(
            tenant_id=tenant,
            enterprise_id=enterprise.id,
            method=MethodKey.HANDBOOK_1996,
            title="示例审计",
            state=AuditState.RUNNING if running else AuditState.CONCLUDED,
            concluded_at=None if running else now(),
            illustrative=illustrative,
        )
        session.add(audit)
        await session.flush()
        session.add(
            Option(
                tenant_id=tenant,
                audit_id=audit.id,
                code="F1",
                name="环境管理体系",
                aspect=Aspect.MANAGEMENT,
                cost_class=CostClass.MEDIUM,
                origin=OptionOrigin.LIBRARY,
                template=TEMPLATE,
                state=state,
                currency=currency,
                price_year=price_year,
                investment=Decimal(100_000),
                annual_saving=Decimal(50_000),
                actual_cost=None if cost is None else Decimal(cost),
                actual_saving=None if saving is None else Decimal(saving),
            )
        )
    return audit.id
