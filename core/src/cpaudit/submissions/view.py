"""A submission as plugins see it: frozen, and with no way back to the database."""

from __future__ import annotations

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.contributions import SubmissionView
from cpaudit.submissions.models import Packet, ReceivedSubmission
from cpaudit.submissions.packets import open_packet
from cpaudit.text import DEFAULT_LANGUAGE, localized


async def view_of_received(session: AsyncSession, received_id: str) -> SubmissionView | None:
    """The read model of a received submission for hooks; None where there is none.

    Raises:
        Tampered: the packet is not what was handed over.
    """
    query = (
        select(ReceivedSubmission, Packet)
        .where(ReceivedSubmission.packet_id == Packet.id)
        .where(ReceivedSubmission.id == received_id)
    )
    found = (await session.exec(query)).one_or_none()
    if found is None:
        return None
    received, packet = found
    sender = open_packet(packet).content["owner"]
    return SubmissionView(
        id=received.id,
        kind=received.kind.value,
        sender=localized(sender["name"], DEFAULT_LANGUAGE),
        received_at=received.received_at,
        content_hash=packet.content_hash,
    )
