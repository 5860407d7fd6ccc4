"""What people do about outcomes: a tenant's administrator consents to hand them over, and revokes it."""

from __future__ import annotations

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.errors import InvalidInput
from cpaudit.outcomes.models import OutcomeConsent, OutcomeContribution
from cpaudit.permissions import Permission
from cpaudit.storage.tables import now
from cpaudit.work import Work


async def consent_in_force(session: AsyncSession) -> OutcomeConsent | None:
    """The consent of the session's tenant, if it gave one and has not revoked it."""
    query = select(OutcomeConsent).where(col(OutcomeConsent.revoked_at).is_(None)).order_by(col(OutcomeConsent.id))
    return (await session.exec(query)).first()


async def consent(work: Work) -> str:
    """Consent that what became of library options is handed over; gives the consent's id.

    Nothing changes where the tenant consents already.

    Raises:
        Denied: the actor is no administrator of the tenant.
    """
    work.require(Permission.SHARE_OUTCOMES)
    given = await consent_in_force(work.session)
    if given is None:
        row = OutcomeConsent(tenant_id=work.actor.tenant, given_by=work.actor.member_id)
        given = await work.add(row, "outcomeConsentGiven")
    return given.id


async def revoke(work: Work) -> str:
    """Revoke the consent; gives its id.

    What was handed over is deleted at once; the next aggregation is made without it.

    Raises:
        Denied: the actor is no administrator of the tenant.
        InvalidInput: the tenant does not consent.
    """
    work.require(Permission.SHARE_OUTCOMES)
    given = await consent_in_force(work.session)
    if given is None:
        raise InvalidInput("the tenant has given no consent that could be revoked", path=("input",))
    for row in await work.all(OutcomeConsent, revoked_at=None):
        await work.change(row, None, "outcomeConsentRevoked", revoked_at=now(), revoked_by=work.actor.member_id)
    for contribution in await work.all(OutcomeContribution):
        await work.session.delete(contribution)
    await work.session.flush()
    return given.id
