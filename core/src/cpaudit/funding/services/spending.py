"""Drawing and using granted money."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from cpaudit.audits.services.records import check_values, require_version
from cpaudit.errors import InvalidInput
from cpaudit.funding.models import ApplicationState, FundingApplication, FundingMovement, MovementKind
from cpaudit.funding.movements import Movement, check_movements
from cpaudit.funding.services.applications import application_of
from cpaudit.options.services.money import require_money
from cpaudit.permissions import Permission
from cpaudit.storage.tables import now
from cpaudit.work import Work

PERMISSIONS = {MovementKind.DRAWDOWN: Permission.MANAGE_FUNDING, MovementKind.USE: Permission.EDIT_AUDITS}
"""Who pays out records what was drawn; who works on the audit, what it was used for."""


async def record_movement(
    work: Work, application_id: str, kind: MovementKind, *, amount: Decimal, on: date, note: str
) -> str:
    """Record that granted money was drawn or used; gives the application's id.

    Raises:
        Denied: the actor may not record this kind.
        NotFound: there is no such application.
        InvalidInput: it is not granted, the day is before the decision or to come, the amount is not above zero, or
            on some day more would be drawn than granted or used than drawn.
    """
    application = await application_of(work, application_id, PERMISSIONS[kind], "input", "application")
    granted = application.granted
    if application.state is not ApplicationState.GRANTED or granted is None or application.decided_on is None:
        raise InvalidInput(f"the application is {application.state}", path=("input", "application"))
    require_money(amount, "input", "amount")
    if amount == 0:
        raise InvalidInput("the amount has to be above zero", path=("input", "amount"))
    if not application.decided_on <= on <= now().date():
        raise InvalidInput(f"money moves from {application.decided_on} until today", path=("input", "on"))
    movement = FundingMovement(
        tenant_id=application.tenant_id,
        audit_id=application.audit_id,
        application_id=application.id,
        kind=kind,
        amount=amount,
        on=on,
        note=note,
    )
    check_values(movement)
    check_movements(granted, _told([*await _movements(work, application), movement]), "input", "amount")
    await work.add(movement, "fundingDrawn" if kind is MovementKind.DRAWDOWN else "fundingUsed")
    return application.id


async def remove_movement(work: Work, movement_id: str, expected_version: int) -> str:
    """Take back what was recorded wrongly; gives the application's id. The event log keeps it.

    Raises:
        Denied: the actor may not record this kind.
        NotFound: there is no such movement.
        InvalidInput: what was used would no longer have been drawn.
        Conflict: the movement changed meanwhile.
    """
    work.require(Permission.EDIT_AUDITS)
    movement = await work.get(FundingMovement, movement_id, path=("input", "id"))
    application = await application_of(work, movement.application_id, PERMISSIONS[movement.kind])
    require_version(movement, expected_version)
    left = [each for each in await _movements(work, application) if each.id != movement.id]
    check_movements(application.granted or Decimal(0), _told(left), "input", "id")
    await work.remove(movement, "fundingMovementRemoved")
    return application.id


async def _movements(work: Work, application: FundingApplication) -> Sequence[FundingMovement]:
    return await work.all(FundingMovement, application_id=application.id)


def _told(rows: Sequence[FundingMovement]) -> list[Movement]:
    return [Movement(each.kind, each.amount, each.on) for each in rows]
