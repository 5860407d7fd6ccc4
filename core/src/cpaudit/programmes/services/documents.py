"""Frozen documents between tenants: offered, handed over, taken back, accepted; nothing is read across."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from pydantic_core import to_jsonable_python

from cpaudit.audits.services.records import require_text
from cpaudit.errors import InvalidInput
from cpaudit.permissions import Permission
from cpaudit.programmes.models import DocumentKind, DocumentState, OfferedDocument, ReceivedDocument
from cpaudit.storage.tables import now
from cpaudit.tenancy.others import own_tenant, receiver_named, tenant_with
from cpaudit.work import Work

LARGEST_DOCUMENT = 1_000_000
"""Characters of a document."""


def frozen(content: Mapping[str, object]) -> tuple[str, str]:
    """A document as canonical JSON (names sorted, no white space), and its hash."""
    written = json.dumps(to_jsonable_python(dict(content)), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return written, hashlib.sha256(written.encode()).hexdigest()


async def offer(work: Work, kind: DocumentKind, title: str, content: Mapping[str, object], to_tenant: str) -> str:
    """Hand a document to the tenant with this code; the same document, while it stands, is the same offer.

    Gives the offer's id, which is the same on both sides.

    Raises:
        Denied: the actor does not decide on programmes.
        NotFound: there is no such tenant.
        InvalidInput: it is the actor's own, or the document is too large.
    """
    work.require(Permission.DECIDE_PROGRAMMES)
    require_text(OfferedDocument, "title", title, "input", "title")
    receiver = await receiver_named(work, to_tenant)
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
    sender = await own_tenant(work)
    async with work.handing_over(receiver.id) as there:
        if not await there.all(ReceivedDocument, id=offered.id):
            received = ReceivedDocument(
                tenant_id=receiver.id,
                id=offered.id,
                kind=kind,
                from_tenant=sender.code,
                title=title,
                content=written,
                content_hash=digest,
            )
            await there.add(received, "documentReceived")
    return offered.id


async def withdraw(work: Work, offer_id: str, expected_version: int) -> str:
    """Take a document back, here and, unless it was decided on, there: what was accepted stays. Gives its id.

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
    receiver = await tenant_with(work, offered.to_tenant)
    async with work.handing_over(receiver.id) as there:
        for received in await there.all(ReceivedDocument, id=offered.id, state=DocumentState.OPEN):
            taken_back = {"state": DocumentState.WITHDRAWN, "decided_at": now()}
            await there.change(received, None, "documentTakenBack", **taken_back)
    return offered.id


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
