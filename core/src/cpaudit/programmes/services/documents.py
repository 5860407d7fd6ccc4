"""Frozen documents between tenants: offered, handed over, taken back, accepted; nothing is read across."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic_core import to_jsonable_python
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.audits.services.records import require_text
from cpaudit.errors import InvalidInput, NotFound
from cpaudit.permissions import Permission
from cpaudit.programmes.models import DocumentKind, DocumentState, OfferedDocument, ReceivedDocument
from cpaudit.storage.database import PLATFORM, Database, Scope
from cpaudit.storage.event_log import append_event
from cpaudit.storage.tables import now
from cpaudit.tenancy.models import Tenant
from cpaudit.work import Work

LARGEST_DOCUMENT = 1_000_000
"""Characters of a document."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What another tenant is handed.

    Attributes:
        offer_id: the same on both sides.
        content: canonical JSON.
        content_hash: SHA-256 of it.
    """

    offer_id: str
    kind: DocumentKind
    title: str
    content: str
    content_hash: str
    from_tenant: str
    to_tenant: str


def frozen(content: Mapping[str, object]) -> tuple[str, str]:
    """A document as canonical JSON (names sorted, no white space), and its hash."""
    written = json.dumps(to_jsonable_python(dict(content)), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return written, hashlib.sha256(written.encode()).hexdigest()


async def offer(work: Work, kind: DocumentKind, title: str, content: Mapping[str, object], to_tenant: str) -> Delivery:
    """Offer a document to the tenant with this code; the same document, while it stands, is the same offer.

    Raises:
        Denied: the actor does not decide on programmes.
        NotFound: there is no such tenant.
        InvalidInput: it is the actor's own, or the document is too large.
    """
    work.require(Permission.DECIDE_PROGRAMMES)
    require_text(OfferedDocument, "title", title, "input", "title")
    sender = (await work.session.exec(select(Tenant).where(Tenant.id == work.actor.tenant))).one()
    receiver = (await work.session.exec(select(Tenant).where(Tenant.code == to_tenant))).one_or_none()
    if receiver is None:
        raise NotFound("there is no tenant with this code", path=("input", "tenant"))
    if receiver.id == sender.id:
        raise InvalidInput("a tenant offers nothing to itself", path=("input", "tenant"))
    written, digest = frozen(content)
    if len(written) > LARGEST_DOCUMENT:
        raise InvalidInput(f"the document has more than {LARGEST_DOCUMENT} characters", path=("input",))
    standing = await work.all(
        OfferedDocument, kind=kind, content_hash=digest, to_tenant=to_tenant, title=title, withdrawn=False
    )
    offered = standing[0] if standing else None
    if offered is None:
        offered = await work.add(
            OfferedDocument(
                tenant_id=work.actor.tenant,
                kind=kind,
                title=title,
                content=written,
                content_hash=digest,
                to_tenant=to_tenant,
                offered_by=work.actor.member_id,
            ),
            "documentOffered",
        )
    return Delivery(offered.id, kind, title, written, digest, sender.code, receiver.id)


async def deliver(database: Database, delivery: Delivery) -> None:
    """Hand a document over; one that was handed over before stays as it is."""
    async with database.writing(Scope(delivery.to_tenant)) as session:
        known = select(ReceivedDocument.id).where(ReceivedDocument.id == delivery.offer_id)
        if (await session.exec(known)).first() is not None:
            return
        session.add(
            ReceivedDocument(
                tenant_id=delivery.to_tenant,
                id=delivery.offer_id,
                kind=delivery.kind,
                from_tenant=delivery.from_tenant,
                title=delivery.title,
                content=delivery.content,
                content_hash=delivery.content_hash,
            )
        )
        _tell(session, delivery.to_tenant, delivery.offer_id, "documentReceived", {"from": delivery.from_tenant})


async def withdraw(work: Work, offer_id: str, expected_version: int) -> str:
    """Take an offer back on this side; gives the code of the tenant that has to learn of it.

    Raises:
        Denied: the actor does not decide on programmes.
        NotFound: there is no such offer.
        InvalidInput: it is withdrawn already.
        Conflict: it changed meanwhile.
    """
    work.require(Permission.DECIDE_PROGRAMMES)
    offered = await work.get(OfferedDocument, offer_id, path=("input", "id"))
    if offered.withdrawn:
        raise InvalidInput("the document is withdrawn already", path=("input", "id"))
    await work.change(offered, expected_version, "documentWithdrawn", withdrawn=True, withdrawn_at=now())
    return offered.to_tenant


async def take_back(database: Database, offer_id: str, to_tenant: str) -> None:
    """Take a document back on the other side, unless it was decided on there: what was accepted stays."""
    async with database.looking(PLATFORM) as session:
        receiver = (await session.exec(select(Tenant.id).where(Tenant.code == to_tenant))).one_or_none()
    if receiver is None:
        return
    async with database.writing(Scope(receiver)) as session:
        query = select(ReceivedDocument).where(ReceivedDocument.id == offer_id)
        received = (await session.exec(query)).one_or_none()
        if received is not None and received.state is DocumentState.OPEN:
            received.state, received.decided_at = DocumentState.WITHDRAWN, now()
            received.version += 1
            session.add(received)
            _tell(session, receiver, offer_id, "documentTakenBack", {"state": DocumentState.WITHDRAWN})


async def open_received(work: Work, document_id: str, kind: DocumentKind) -> tuple[ReceivedDocument, dict[str, object]]:
    """A received document that nobody has decided on, and what it says.

    Raises:
        Denied: the actor does not decide on programmes.
        NotFound: there is no such document.
        InvalidInput: it does not stand any more, is of another kind, or is not what its hash is of.
    """
    work.require(Permission.DECIDE_PROGRAMMES)
    received = await work.get(ReceivedDocument, document_id, path=("input", "id"))
    if received.kind is not kind:
        raise InvalidInput(f"the document is a {received.kind.lower().replace('_', ' ')}", path=("input", "id"))
    if received.state is not DocumentState.OPEN:
        raise InvalidInput(f"the document is {received.state.lower()}", path=("input", "id"))
    if hashlib.sha256(received.content.encode()).hexdigest() != received.content_hash:
        raise InvalidInput("the document is not what its hash is of", path=("input", "id"))
    said: dict[str, object] = json.loads(received.content)
    return received, said


async def decide(
    work: Work, received: ReceivedDocument, expected_version: int, state: DocumentState, **made: object
) -> None:
    """Write down what became of a received document.

    Raises:
        Conflict: it changed meanwhile.
    """
    action = "documentAccepted" if state is DocumentState.ACCEPTED else "documentDeclined"
    await work.change(
        received,
        expected_version,
        action,
        state=state,
        decided_at=now(),
        decided_by=work.actor.member_id,
        **made,
    )


async def decline(work: Work, document_id: str, expected_version: int) -> str:
    """Decline a received document; gives its id. Raises as :func:`open_received` and :func:`decide` do."""
    work.require(Permission.DECIDE_PROGRAMMES)
    kind = (await work.get(ReceivedDocument, document_id, path=("input", "id"))).kind
    received, _ = await open_received(work, document_id, kind)
    await decide(work, received, expected_version, DocumentState.DECLINED)
    return received.id


def _tell(session: AsyncSession, tenant_id: str, offer_id: str, action: str, after: dict[str, object]) -> None:
    append_event(
        session,
        tenant_id=tenant_id,
        member_id=None,
        action=action,
        subject_type="ReceivedDocument",
        subject_id=offer_id,
        after=after,
    )
